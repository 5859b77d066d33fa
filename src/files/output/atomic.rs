//! A file that gets its name when it is whole.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::{is_dash, is_input, OutputError};

/// Target of a link, so that the link stays one; any other name as it is.
fn through_links(target: &Path) -> PathBuf {
    let mut path = target.to_owned();
    // A ring of links ends here, and opening it then says so.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&path) else {
            break;
        };
        path = match path.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    path
}

/// A file on its way.
pub struct AtomicFile {
    on_its_way: OnItsWay,
}

enum OnItsWay {
    File {
        temporary: NamedTempFile,
        target: PathBuf,
    },
    /// Standard output gets it whole, at the end.
    Stream(File),
}

impl AtomicFile {
    /// Starts a file that will be `target`; none of `inputs` may be the same file.
    ///
    /// # Errors
    ///
    /// Everything that [`OutputError`] names.
    pub fn new(target: &Path, inputs: &[&Path]) -> Result<Self, OutputError> {
        if is_dash(target) {
            return Ok(Self {
                on_its_way: OnItsWay::Stream(tempfile::tempfile()?),
            });
        }
        let target = through_links(target);
        let mut mode = None;
        if let Ok(existing) = fs::metadata(&target) {
            if !existing.is_file() {
                return Err(OutputError::NotAFile);
            }
            if existing.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
            }
            if inputs.iter().any(|input| is_input(input, &target)) {
                return Err(OutputError::AlsoInput);
            }
            mode = Some(existing.permissions());
        }
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(OutputError::NoFolder(folder.to_owned()));
        }
        let (folder, target) = in_full(folder, &target);
        let temporary = temporary_in(&folder)?;
        if let Some(mode) = mode {
            temporary.as_file().set_permissions(mode)?;
        }
        Ok(Self {
            on_its_way: OnItsWay::File { temporary, target },
        })
    }

    /// The file to write to.
    pub fn file(&mut self) -> &mut File {
        match &mut self.on_its_way {
            OnItsWay::File { temporary, .. } => temporary.as_file_mut(),
            OnItsWay::Stream(file) => file,
        }
    }

    /// Gives the file its name, or to standard output what is in it.
    ///
    /// # Errors
    ///
    /// When that fails; nothing is left behind then either.
    pub fn keep(self) -> Result<(), OutputError> {
        match self.on_its_way {
            OnItsWay::File { temporary, target } => {
                temporary
                    .persist(target)
                    .map_err(|e| OutputError::Io(e.error))?;
            }
            OnItsWay::Stream(mut file) => {
                file.rewind()?;
                let mut out = io::stdout().lock();
                match io::copy(&mut file, &mut out).and_then(|_| out.flush()) {
                    // A reader that closed the pipe has had enough.
                    Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {}
                    done => done?,
                }
            }
        }
        Ok(())
    }
}

/// A folder and a file in it by their full names on Windows, which takes names of more than 260 characters only so.
#[cfg(windows)]
fn in_full(folder: &Path, target: &Path) -> (PathBuf, PathBuf) {
    // Some drives know no full names.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let target = folder.join(target.file_name().unwrap_or_default());
    (folder, target)
}

#[cfg(not(windows))]
fn in_full(folder: &Path, target: &Path) -> (PathBuf, PathBuf) {
    (folder.to_owned(), target.to_owned())
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
