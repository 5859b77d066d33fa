//! The read-me's table is what `bodypack verify` prints, every row of it holds, and rows are chosen by
//! their subject.

use std::process::{Command, Output};

const BEGIN: &str = "<!-- begin of what bodypack verify --markdown prints -->";
const END: &str = "<!-- end of what bodypack verify --markdown prints -->";

fn verify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bodypack"))
        .arg("verify")
        .args(arguments)
        .output()
        .expect("the command line starts")
}

/// A text cut into its numbers and what is between them.
fn parts(text: &str) -> Vec<&str> {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let before = text[from..at].chars().next_back();
        if before.is_some_and(|before| is_number(before) != is_number(c)) {
            parts.push(&text[from..at]);
            from = at;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Returns whether two texts are alike but for one unit of the last digit of their numbers: another
/// processor rounds otherwise.
fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    one.len() == other.len()
        && one.iter().zip(&other).all(|(a, b)| {
            let decimals = |text: &str| text.split_once('.').map_or(0, |(_, end)| end.len());
            match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(x), Ok(y)) => {
                    let unit = 10_f64.powi(-(decimals(a) as i32));
                    decimals(a) == decimals(b) && (x - y).abs() < 1.5 * unit
                }
                _ => a == b,
            }
        })
}

/// The read-me has to change with what a row measures.
#[test]
fn the_table_of_the_read_me_is_what_is_measured_and_every_row_holds() {
    let output = verify(&["--markdown"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{said}");
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once(BEGIN).expect("the table's beginning");
    let (table, _) = rest.split_once(END).expect("the table's end");
    let (table, printed) = (table.trim(), printed.trim());
    assert_eq!(table.lines().count(), printed.lines().count(), "{printed}");
    for (line, measured) in table.lines().zip(printed.lines()) {
        assert!(are_alike(line, measured), "{line}\nis now\n{measured}");
    }
    let count = |basis: &str| {
        let of_basis = |line: &&str| line.contains(&format!("| {basis} | yes |"));
        printed.lines().filter(of_basis).count()
    };
    assert!(count("predicted") >= 8, "{printed}");
    assert!(count("fitted") > 0 && count("required") > 0);
}

/// The text on what is left out states the separation that the table states.
#[test]
fn separation_into_silence_is_stated_once() {
    let readme = include_str!("../README.md");
    let row = (readme.lines())
        .find(|line| line.contains("`the_expander_doubles_separation_into_silence`"))
        .expect("the row");
    let measured = row.split('|').nth(3).expect("a cell").trim();
    let measured: Vec<&str> = measured.trim_end_matches(" dB").split(", ").collect();
    let [budget, _, touring] = measured[..] else {
        panic!("three tiers: {row}");
    };
    let words: Vec<&str> = readme.split_whitespace().collect();
    let words = words.join(" ");
    let stated = format!("26 dB become {budget} (budget), 40 become {touring} (touring)");
    assert!(words.contains(&stated), "{stated}");
}

#[test]
fn texts_are_compared_to_the_last_digit() {
    assert!(are_alike("−3.0, 5 dB", "−3.1, 5 dB"));
    assert!(!are_alike("−3.0, 5 dB", "−3.2, 5 dB"));
    assert!(!are_alike("−3.0, 5 dB", "3.0, 5 dB"));
    assert!(!are_alike("3.0 dB", "3.00 dB"));
    assert!(!are_alike("3.0 dB", "3.0 Hz"));
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
