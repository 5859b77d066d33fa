//! The command line: what it takes, and which part does the work.

mod blind;
mod check;
mod export;
mod import;
mod json;
mod latency;
mod levels;
mod list;
mod manual;
mod motors;
mod output;
mod plot;
mod render;
mod report;
mod response;
mod rig_choice;
mod rigs;
mod verify;
mod words;

use std::io;
use std::path::{Path, PathBuf};

use bodypack::files::rig::NoRig;
use bodypack::files::WavError;
use bodypack::rig::Side;
use clap::{Parser, Subcommand, ValueEnum};

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

/// Why a command failed, in one line for the user.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A WAV file was refused.
    #[error("{}: {error}", .path.display())]
    Wav { path: PathBuf, error: WavError },
    /// A file could not be written.
    #[error("{}: {error}", .path.display())]
    Output {
        path: PathBuf,
        error: output::OutputError,
    },
    /// Anything else that the input got wrong, ready to be read.
    #[error("{0}")]
    Input(String),
    /// A rig file was refused, for these reasons.
    #[error("{}", .0.join("\nerror: "))]
    Refused(Vec<String>),
    /// Standard output is closed or full.
    #[error("cannot write the result: {}", words::io_words(.0))]
    Print(#[from] io::Error),
    /// The user stopped it.
    #[error("stopped; nothing was written")]
    Stopped,
}

impl From<NoRig> for CliError {
    fn from(error: NoRig) -> Self {
        Self::Input(error.to_string())
    }
}

impl CliError {
    fn wav(path: &Path, error: WavError) -> Self {
        Self::Wav {
            path: path.to_owned(),
            error,
        }
    }

    fn output(path: &Path, error: impl Into<output::OutputError>) -> Self {
        Self::Output {
            path: path.to_owned(),
            error: error.into(),
        }
    }

    /// Exit code: 1 for a wrong input, 130 after Ctrl-C as shells expect. A reader that closed the
    /// pipe is no failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Print(e) if e.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Stopped => 130,
            _ => 1,
        }
    }
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

/// One of the two ears, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ear {
    Left,
    Right,
}

impl From<Ear> for Side {
    fn from(ear: Ear) -> Self {
        match ear {
            Ear::Left => Self::Left,
            Ear::Right => Self::Right,
        }
    }
}
