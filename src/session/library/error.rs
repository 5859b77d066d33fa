//! Errors of the library, one line each.

use std::path::{Path, PathBuf};

/// Why the library did not do something.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The system names no folder for it.
    #[error("there is no folder for your rigs: no home folder is known")]
    NoFolder,
    /// The name is empty or has characters that no one can see.
    #[error("give the rig a name that can be read")]
    NoName,
    /// The name has too many characters.
    #[error("the name has {0} characters; allowed are 80")]
    LongName(usize),
    /// Another of the user's rigs has the name.
    #[error("there is already a rig of yours called \"{0}\"")]
    Taken(String),
    /// The factory's rigs stay as they are.
    #[error("the factory's rigs stay as they are; save it under a name of your own")]
    Factory,
    /// The file is no rig.
    #[error("`{file}` is no rig: {problem}")]
    NoRig {
        /// Its name without the folder.
        file: String,
        /// The first thing that is wrong with it.
        problem: String,
    },
    /// The system refused.
    #[error("`{file}`: {problem}")]
    File {
        /// Its name without the folder.
        file: String,
        /// The system's message.
        problem: String,
    },
    /// No file manager could be started.
    #[error("the folder `{}` could not be shown: {problem}", folder.display())]
    Reveal {
        /// The folder.
        folder: PathBuf,
        /// The system's message.
        problem: String,
    },
}

impl LibraryError {
    /// The system refused something with a file.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        let problem = match error.kind() {
            std::io::ErrorKind::NotFound => "it is no longer there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "it may not be touched".to_owned(),
            _ => error.to_string(),
        };
        Self::File {
            file: file_name(path),
            problem,
        }
    }
}

/// The name of a file as people know it.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
