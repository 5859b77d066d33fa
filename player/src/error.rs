//! Errors, each in one line for the user.

use std::path::{Path, PathBuf};

use bodypack::files::rig::NoRig;
use bodypack::files::{OutputError, WavError};

/// Why something cannot be played, read or written.
#[derive(Debug, thiserror::Error)]
pub enum PlayerError {
    /// A sound file was refused.
    #[error("{}: {error}", .path.display())]
    Sound {
        /// The file.
        path: PathBuf,
        /// Why.
        error: WavError,
    },
    /// A file could not be written.
    #[error("{}: {error}", .path.display())]
    Output {
        /// The file.
        path: PathBuf,
        /// Why.
        error: OutputError,
    },
    /// There is no such rig, or its file is refused.
    #[error(transparent)]
    Rig(#[from] NoRig),
    /// Anything else, ready to be read.
    #[error("{0}")]
    Said(String),
}

impl PlayerError {
    /// A refused sound file.
    pub fn sound(path: &Path, error: WavError) -> Self {
        let path = path.to_owned();
        Self::Sound { path, error }
    }

    /// A file that could not be written.
    pub fn output(path: &Path, error: impl Into<OutputError>) -> Self {
        Self::Output {
            path: path.to_owned(),
            error: error.into(),
        }
    }

    /// A sentence about a file.
    pub fn of(path: &Path, words: impl std::fmt::Display) -> Self {
        Self::Said(format!("{}: {words}", path.display()))
    }
}
