//! Files that a configuration names, in the folder of the one that was given.

use std::path::{Path, PathBuf};

use bodypack::curve::import::Beside;

use crate::cli::output::is_dash;
use crate::cli::words::io_words;

/// A folder that files are looked for in; none when the first one came from a stream.
pub struct Folder(Option<PathBuf>);

impl Folder {
    /// The folder of a file.
    pub fn of(path: &Path) -> Self {
        let parent = path.parent().map(Path::to_owned);
        Self(parent.filter(|_| !is_dash(path)))
    }
}

impl Beside for Folder {
    fn read(&mut self, name: &str, longest: usize) -> Result<Vec<u8>, String> {
        let Some(folder) = &self.0 else {
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
        std::fs::read(&path).map_err(|e| io_words(&e))
    }
}
