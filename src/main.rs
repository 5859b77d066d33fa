//! The command line of Bodypack.

mod cli;

use std::process::ExitCode;

use bodypack::files::terminal::tell;
use clap::Parser;

fn main() -> ExitCode {
    cli::report_full_disks();
    match cli::Arguments::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let code = failure.exit_code();
            if code != 0 {
                tell(format_args!("error: {failure}"));
            }
            ExitCode::from(code)
        }
    }
}
