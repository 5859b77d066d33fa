//! The project's own tasks, which `cargo xtask …` runs by way of the launcher: they bundle the plugin, demonstrate it on
//! music and run every test, each from a fresh checkout and with nothing installed by hand.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

mod bench;
mod build;
mod demo;
mod finish;
mod host;
#[cfg(target_os = "linux")]
mod hosts;
mod manual;
mod mix;
mod music;
mod palette;
mod pictures;
mod release;
mod sound;
mod suite;
mod vstpreset;
mod wav;
mod windows;

use std::process::ExitCode;

use xtask_launcher::list;

type Run = fn(&[String]) -> anyhow::Result<()>;

/// The task of a name, as the launcher lists them.
fn task(name: &str) -> Option<Run> {
    Some(match name {
        "bench" => bench::run,
        "bundle" => build::bundle_task,
        "demo" => demo::run,
        #[cfg(target_os = "linux")]
        "hosts" => hosts::run,
        #[cfg(not(target_os = "linux"))]
        "hosts" => |_| anyhow::bail!("the hosts that are driven run on Linux alone"),
        "manual" => manual::run,
        "pictures" => pictures::run,
        "release" => release::run,
        "soak" => suite::soak,
        "test" => suite::run,
        "windows" => windows::run,
        _ => return None,
    })
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = (arguments.split_first()).and_then(|(name, rest)| Some((task(name)?, rest)));
    let Some((run, rest)) = run else {
        eprintln!("{}", list::help());
        return ExitCode::from(2);
    };
    match run(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_of_the_list_is_here() {
        for task_of_list in list::TASKS {
            assert!(task(task_of_list.name).is_some(), "{}", task_of_list.name);
        }
        assert!(task("nothing").is_none());
    }
}
