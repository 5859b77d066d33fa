//! `cargo xtask …`: says what a task will do, then compiles and runs it. This program stands on
//! nothing of the project, so that its first line appears within seconds of a fresh checkout.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use xtask_launcher::list::{self, Task};
use xtask_launcher::packages;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("", String::as_str);
    let outcome = match name {
        "" | "help" | "-h" | "--help" => {
            println!("{}", list::help());
            Ok(ExitCode::SUCCESS)
        }
        "packages" => packages::ensure(packages::TEST).map(|()| ExitCode::SUCCESS),
        _ => match list::find(name) {
            Some(task) => run(task, &arguments),
            None => {
                eprintln!("There is no task `{name}`.\n\n{}", list::help());
                Ok(ExitCode::from(2))
            }
        },
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Compiles the program that has the tasks, and has it run one.
fn run(task: &Task, arguments: &[String]) -> Result<ExitCode> {
    // Beside what the task prints, which may go into a file.
    eprintln!("{}", task.plan());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--release", "--package", "xtask"])
        .args(["--manifest-path", manifest, "--"])
        .args(arguments)
        .status()
        .context("starting cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
