//! Failures of commands, each in one line for the user.

use std::io;
use std::path::{Path, PathBuf};

use bodypack::files::output::OutputError;
use bodypack::files::rig::NoRig;
use bodypack::files::{io_words, WavError};

/// Why a command failed, in one line for the user.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A WAV file was refused.
    #[error("{}: {error}", .path.display())]
    Wav { path: PathBuf, error: WavError },
    /// A file could not be written.
    #[error("{}: {error}", .path.display())]
    Output { path: PathBuf, error: OutputError },
    /// Anything else that the input got wrong, ready to be read.
    #[error("{0}")]
    Input(String),
    /// A rig file was refused, for these reasons.
    #[error("{}", .0.join("\nerror: "))]
    Refused(Vec<String>),
    /// Standard output is closed or full.
    #[error("cannot write the result: {}", io_words(.0))]
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
    pub(super) fn wav(path: &Path, error: WavError) -> Self {
        Self::Wav {
            path: path.to_owned(),
            error,
        }
    }

    pub(super) fn output(path: &Path, error: impl Into<OutputError>) -> Self {
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
