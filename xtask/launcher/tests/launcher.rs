//! The program that starts tasks, with `echo` and `false` in place of cargo.
#![cfg(unix)]

use std::process::{Command, Output};

/// Runs the launcher with a stand-in for cargo.
fn launch(cargo: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask-launcher"))
        .env("CARGO", cargo)
        .args(arguments)
        .output()
        .expect("the launcher starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The output of a task can go into a file: the announcement is not in it.
#[test]
fn the_announcement_stays_out_of_what_a_task_prints() {
    let output = launch("echo", &["release", "notes", "--tag", "v1"]);
    assert!(output.status.success());
    let printed = text(&output.stdout);
    assert!(
        printed.starts_with("run --release --package xtask "),
        "{printed}"
    );
    assert!(
        printed.ends_with(" -- release notes --tag v1\n"),
        "{printed}"
    );
    assert_eq!(printed.lines().count(), 1, "{printed}");
    let said = text(&output.stderr);
    assert!(said.starts_with("cargo xtask release\n"), "{said}");
}

#[test]
fn a_task_that_fails_fails_the_launcher() {
    assert_eq!(launch("false", &["test"]).status.code(), Some(1));
}

#[test]
fn an_unknown_task_is_told_with_the_list() {
    let output = launch("echo", &["tets"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(said.starts_with("There is no task `tets`."), "{said}");
    assert!(said.contains("cargo xtask test"), "{said}");
}

#[test]
fn the_help_is_printed_without_compiling_anything() {
    for arguments in [&[][..], &["help"], &["--help"]] {
        let output = launch("false", arguments);
        assert!(output.status.success());
        assert!(text(&output.stdout).starts_with("Tasks:\n"));
    }
}
