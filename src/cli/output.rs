//! Files that appear whole or not at all: written under a temporary name in the same folder, and
//! renamed at the end. Dropped before that, the temporary file is removed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::words::io_words;

/// Why a file could not be written. The text stands after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The disk or its permissions are in the way.
    #[error("cannot be written: {}", io_words(.0))]
    Io(#[from] io::Error),
    /// The folder to write to is not there.
    #[error("cannot be written: there is no folder {0}")]
    NoFolder(PathBuf),
    /// The target is a folder, a device or a pipe, which a rename would replace.
    #[error("cannot be written: it exists and is not a file")]
    NotAFile,
    /// The target is also read.
    #[error("cannot be written: it is also an input")]
    AlsoInput,
}

/// A file on its way.
pub struct Pending {
    temporary: NamedTempFile,
    target: PathBuf,
}

impl Pending {
    /// Starts a file that will be `target`; none of `inputs` may be the same file.
    ///
    /// # Errors
    ///
    /// Everything that [`OutputError`] names.
    pub fn new(target: &Path, inputs: &[&Path]) -> Result<Self, OutputError> {
        if let Ok(existing) = fs::metadata(target) {
            if !existing.is_file() {
                return Err(OutputError::NotAFile);
            }
            if existing.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
            }
            let same = |input: &&Path| same_file(input, target).unwrap_or(false);
            if inputs.iter().any(same) {
                return Err(OutputError::AlsoInput);
            }
        }
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(OutputError::NoFolder(folder.to_owned()));
        }
        Ok(Self {
            temporary: temporary_in(folder)?,
            target: target.to_owned(),
        })
    }

    /// The file to write to.
    pub fn file(&mut self) -> &mut File {
        self.temporary.as_file_mut()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    ///
    /// When the rename fails; nothing is left behind then either.
    pub fn keep(self) -> Result<(), OutputError> {
        self.temporary
            .persist(&self.target)
            .map_err(|e| OutputError::Io(e.error))?;
        Ok(())
    }
}

/// A temporary file with the permissions that a new file of the user gets.
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".bodypack-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes away what the user does not want, as for any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn same_file(a: &Path, b: &Path) -> io::Result<bool> {
    Ok(fs::canonicalize(a)? == fs::canonicalize(b)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn nothing_is_left_of_a_file_that_was_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut pending = Pending::new(&folder.path().join("out.wav"), &[]).unwrap();
        pending.file().write_all(b"half").unwrap();
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_kept_file_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.wav");
        fs::write(&target, b"old").unwrap();
        let mut pending = Pending::new(&target, &[]).unwrap();
        pending.file().write_all(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        pending.keep().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_input_is_never_overwritten_by_any_of_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("song.wav");
        fs::write(&input, b"song").unwrap();
        let roundabout = folder.path().join(".").join("song.wav");
        let refused = Pending::new(&roundabout, &[&input]);
        assert!(matches!(refused, Err(OutputError::AlsoInput)));
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            Pending::new(folder.path(), &[]),
            Err(OutputError::NotAFile)
        ));
        let missing = folder.path().join("none").join("out.wav");
        assert!(matches!(
            Pending::new(&missing, &[]),
            Err(OutputError::NoFolder(_))
        ));
    }
}
