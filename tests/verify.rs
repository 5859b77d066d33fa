//! Rows of `bodypack verify`: every row holds, and rows are chosen by their subject.

use std::process::{Command, Output};

fn verify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bodypack"))
        .arg("verify")
        .args(arguments)
        .output()
        .expect("the command line starts")
}

/// The whole table: who changes what a row measures has to say so there.
#[test]
fn every_row_of_the_table_holds() {
    let output = verify(&["--markdown"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{said}");
    assert!(
        printed
            .lines()
            .filter(|line| line.starts_with("| "))
            .count()
            > 20
    );
}

#[test]
fn rows_are_chosen_by_subject_and_unknown_ones_are_refused() {
    let output = verify(&["--only", "ear simulator"]);
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(printed.contains("pass"), "{printed}");
    assert!(!printed.contains("Compander"), "{printed}");
    let output = verify(&["--only", "nonsense"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("Drivers") && said.contains("nonsense"),
        "{said}"
    );
}
