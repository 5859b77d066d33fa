//! The command line: what it takes, and which part does the work.

mod blind;
mod cable;
mod check;
mod ear;
mod error;
mod export;
mod import;
mod json;
mod latency;
mod levels;
mod list;
mod manual;
mod motors;
mod numbers;
mod output;
mod plot;
mod render;
mod report;
mod response;
mod rig_choice;
mod rigs;
mod verify;
mod words;

use clap::{Parser, Subcommand};

use ear::Ear;
pub use error::CliError;

/// Hear a mix the way a performer hears it on in-ear monitors.
#[derive(Debug, Parser)]
#[command(name = "bodypack", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Render mixes through a rig.
    Render(render::Arguments),
    /// Play a mix on many rigs and say, ranked, what is at risk on them: a page to read and hear.
    Report(report::Arguments),
    /// Prepare a blind test between two rigs, or a rig and the mix, and evaluate its answers.
    Blind(blind::Arguments),
    /// Print or draw a rig's frequency response.
    Response(response::Arguments),
    /// List the rigs that come with Bodypack, or print one as a rig file.
    Rigs(rigs::Arguments),
    /// List the parts that can be put into any rig: earphones, links, packs, tips and more.
    List(list::Arguments),
    /// Say where the milliseconds of a rig go, and what players make of them.
    Latency(latency::Arguments),
    /// Say what a mix has on its way to the drum: dBu, mV, mW, dB SPL.
    Levels(levels::Arguments),
    /// Write a rig's response as a table, an equalizer of several kinds or an impulse.
    Export(export::Arguments),
    /// Put a measured response or an equalizer into a rig file, or index a folder of them.
    Import(import::Arguments),
    /// List the drivers that come with Bodypack as parts of rig files, or print one.
    Motors(motors::Arguments),
    /// Say what a rig file holds, or why it is refused.
    Check(check::Arguments),
    /// Measure on this machine what the read-me's table says, and say what holds.
    Verify(verify::Arguments),
    /// Print completions for a shell.
    Completions(manual::Completions),
    /// Print a manual page, or write all of them into a folder.
    Man(manual::Manual),
}

/// Has a file that may not grow any further fail like a full disk: the system would end the program
/// otherwise, and leave what is half written.
pub fn report_full_disks() {
    #[cfg(unix)]
    // SAFETY: nothing runs beside yet, and to ignore a signal needs no handler.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

impl Arguments {
    /// Does what was asked.
    ///
    /// # Errors
    ///
    /// A [`CliError`] with the line for the user.
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Render(arguments) => arguments.run(),
            Command::Report(arguments) => arguments.run(),
            Command::Blind(arguments) => arguments.run(),
            Command::Response(arguments) => arguments.run(),
            Command::Rigs(arguments) => arguments.run(),
            Command::List(arguments) => arguments.run(),
            Command::Latency(arguments) => arguments.run(),
            Command::Levels(arguments) => arguments.run(),
            Command::Export(arguments) => arguments.run(),
            Command::Import(arguments) => arguments.run(),
            Command::Motors(arguments) => arguments.run(),
            Command::Check(arguments) => arguments.run(),
            Command::Verify(arguments) => arguments.run(),
            Command::Completions(arguments) => arguments.run(),
            Command::Man(arguments) => arguments.run(),
        }
    }
}
