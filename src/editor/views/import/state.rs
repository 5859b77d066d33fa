//! A curve that came in, as it was read, and the user's answers about it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::curve::import::{self, Imported, LONGEST_FILE};
use crate::rig::measurement::Headphones;
use crate::rig::{MeasuredOn, WearingStyle};
use crate::worker::Picture;

/// Intended use of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// To divide out the listener's own headphones.
    Headphones,
    /// In place of the performer's drivers.
    Earphone,
}

/// The user's answers about a curve.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) purpose: Use,
    pub(super) headphones: Headphones,
}

/// A curve that waits for the user's word.
pub struct State {
    pub(super) first: Imported,
    /// The other ear's file, when it lies beside.
    pub(super) other: Option<Imported>,
    pub(super) answers: Answers,
    pub(super) outlook: RefCell<Outlook>,
}

impl State {
    /// Reads a file, and that of the other ear if it lies beside.
    ///
    /// # Errors
    /// In one line, when the file cannot be read or holds no curve.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let first = curve(path)?;
        let beside = import::other_ear(&name_of(path)).map(|name| path.with_file_name(name));
        let other = beside.filter(|path: &PathBuf| path.is_file());
        Ok(Self {
            other: other.and_then(|path| curve(&path).ok()),
            answers: Answers {
                purpose: Use::Headphones,
                headphones: Headphones {
                    worn: WearingStyle::InEar,
                    coupler: MeasuredOn::Coupler711,
                    equaliser_runs: false,
                },
            },
            outlook: RefCell::default(),
            first,
        })
    }
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

pub(super) fn curve(path: &Path) -> Result<Imported, String> {
    let name = name_of(path);
    let failed = |error: &dyn std::fmt::Display| format!("`{name}`: {error}");
    let data = std::fs::metadata(path).map_err(|error| failed(&error))?;
    // To read a pipe would hold the window until somebody writes to it.
    if !data.is_file() {
        return Err(failed(&"it is not a file"));
    }
    let size = data.len();
    if size > LONGEST_FILE as u64 {
        let bytes = usize::try_from(size).unwrap_or(usize::MAX);
        return Err(failed(&import::ImportError::TooLong { bytes }));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let mut beside = Folder(path.parent().map(Path::to_owned));
    let options = import::Options::default();
    import::read_with(&bytes, &name, &options, Some(&mut beside)).map_err(|error| failed(&error))
}

/// The folder of the file that is read, for what a configuration names.
struct Folder(Option<PathBuf>);

impl import::Beside for Folder {
    fn read(&mut self, name: &str, longest: usize) -> Result<Vec<u8>, String> {
        let folder = self.0.as_ref().ok_or("it has no folder")?;
        let path = folder.join(name);
        let data = std::fs::metadata(&path).map_err(|error| error.to_string())?;
        if !data.is_file() || data.len() > longest as u64 {
            return Err("it is no file that could be read".to_owned());
        }
        std::fs::read(&path).map_err(|error| error.to_string())
    }
}

/// Both pictures.
pub struct Found {
    pub(super) answers: Answers,
    /// The set-up as it is.
    pub now: Picture,
    /// The same with the curve.
    pub then: Picture,
}

/// The comparison for the answers that were given last.
#[derive(Default)]
pub struct Outlook {
    pub(super) asked: Option<Answers>,
    pub(super) found: Arc<Mutex<Option<Arc<Found>>>>,
}
