//! The project's own tasks: `cargo xtask …` bundles the plugin, demonstrates it on music and runs
//! every test, each from a fresh checkout and with nothing installed by hand.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

mod build;
mod suite;

use std::process::ExitCode;

const HELP: &str = "\
Tasks:
  cargo xtask bundle [bodypack] [cargo build options]
      Build the plugin and put Bodypack.clap and Bodypack.vst3 into target/bundled.
  cargo xtask test
      Bundle the plugin, then run every test.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match task.as_str() {
        "bundle" => build::bundle_task(&rest),
        "test" => suite::run(),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprintln!("There is no task `{unknown}`.\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
