//! Files that a configuration names, in the folder of the one that was given.

use std::path::{Path, PathBuf};

use bodypack::curve::import::Beside;

use crate::cli::output::is_dash;
use crate::cli::words::io_words;

/// A folder that files are looked for in.
pub struct Folder {
    /// None when the first file came from a stream.
    path: Option<PathBuf>,
    /// Every file that was read.
    read: Vec<PathBuf>,
}

impl Folder {
    /// The folder of a file.
    pub fn of(path: &Path) -> Self {
        let parent = path.parent().map(Path::to_owned);
        Self {
            path: parent.filter(|_| !is_dash(path)),
            read: Vec::new(),
        }
    }

    /// The files that were read.
    pub fn into_read(self) -> Vec<PathBuf> {
        self.read
    }
}

impl Beside for Folder {
    fn read(&mut self, name: &str, longest: usize) -> Result<Vec<u8>, String> {
        let Some(folder) = &self.path else {
            return Err("standard input has no folder to look in".to_owned());
        };
        let path = folder.join(name);
        let data = std::fs::metadata(&path).map_err(|e| io_words(&e))?;
        if !data.is_file() {
            return Err("not a file".to_owned());
        }
        if data.len() > longest as u64 {
            return Err("too long".to_owned());
        }
        let bytes = std::fs::read(&path).map_err(|e| io_words(&e))?;
        self.read.push(path);
        Ok(bytes)
    }
}
