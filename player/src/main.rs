//! `bodypack-player`: rehearse with recorded tracks on in-ear monitors.

// A program of the terminal too.
#![allow(clippy::print_stdout)]

mod arguments;

use std::process::ExitCode;

use bodypack::files::terminal::tell;
use clap::Parser;

fn main() -> ExitCode {
    match arguments::Arguments::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(format_args!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}
