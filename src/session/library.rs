//! The rig library: the factory's rigs and the user's own, which are rig files in one folder.
//!
//! The folder is read on a thread of its own, and files that have not changed are not read again, so
//! that neither a slow disk nor many files hold up a window. A file that cannot be read is listed
//! with what is wrong with it; nothing is ever overwritten unasked, and what is deleted is kept in a
//! folder beside. Nothing here is for the audio thread.

mod blind_tests;
mod curves;
mod error;
mod files;
mod listing;
mod marks;
mod places;
mod reveal;

pub use curves::{CurveItem, Curves};
pub use error::LibraryError;
pub use listing::{factory_id, factory_rig, Filter, Item, Listing, Source};
pub use marks::Marks;
pub use places::{curves_folder, data_folder, user_folder};

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::rig::Rig;
use files::Cache;

/// The folder, inside the user's, that keeps what was deleted.
const DELETED: &str = "Deleted";

/// The longest name of a rig, characters; the format's own limit.
const LONGEST_NAME: usize = 80;

/// A library in one folder. All windows of a process share one ([`Library::shared`]).
pub struct Library {
    folder: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cache: Cache,
    marks: Marks,
    listing: Arc<Listing>,
    curves: curves::Known,
    /// True if a thread is reading the folder.
    is_reading: bool,
}

impl Library {
    /// The library in the user's own folder.
    pub fn shared() -> &'static Arc<Self> {
        static SHARED: OnceLock<Arc<Library>> = OnceLock::new();
        SHARED.get_or_init(|| Arc::new(Library::new(user_folder())))
    }

    /// A library in a folder, which need not exist; without one it has the factory's rigs only.
    /// Reads nothing yet but knows the factory's rigs.
    pub fn new(folder: Option<PathBuf>) -> Self {
        let state = State {
            listing: Arc::new(Listing::factory(&Marks::default())),
            ..State::default()
        };
        Self {
            folder,
            state: Mutex::new(state),
        }
    }

    /// The folder of the user's rigs.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The listing of the last scan, without waiting.
    pub fn listing(&self) -> Arc<Listing> {
        Arc::clone(&self.state().listing)
    }

    /// The curves of the user's collections as of the last scan, without waiting.
    pub fn curves(&self) -> Arc<Curves> {
        Arc::clone(&self.state().curves.curves)
    }

    /// Reads the folder again on a thread of its own, and then calls `done`. At once.
    pub fn refresh(self: &Arc<Self>, done: impl FnOnce() + Send + 'static) {
        if std::mem::replace(&mut self.state().is_reading, true) {
            return;
        }
        let library = Arc::clone(self);
        let read = move || {
            library.read();
            done();
        };
        let thread = std::thread::Builder::new().name("bodypack library".to_owned());
        if thread.spawn(read).is_err() {
            self.state().is_reading = false;
        }
    }

    /// Reads the folder now, which may take as long as the disk does.
    pub fn read(&self) {
        let (mut cache, mut marks, known) = {
            let state = self.state();
            (
                state.cache.clone(),
                state.marks.clone(),
                state.curves.clone(),
            )
        };
        let found = files::read(self.folder(), &mut cache, &mut marks);
        let curves = curves::read(self.folder(), &known);
        let mut state = self.state();
        state.curves = curves;
        state.listing = Arc::new(Listing::new(found, &marks));
        state.cache = cache;
        state.marks = marks;
        state.is_reading = false;
    }

    /// Saves a rig under a name of its own. Gives its identifier.
    ///
    /// # Errors
    /// When the name is empty, too long or taken, or the file cannot be written.
    pub fn save_as(&self, rig: &Rig, name: &str) -> Result<String, LibraryError> {
        let name = checked(name)?;
        let folder = self.made_folder()?;
        if (self.listing().items.iter()).any(|item| item.is_user() && item.name == name) {
            return Err(LibraryError::Taken(name.to_owned()));
        }
        let named = Rig {
            name: name.to_owned(),
            ..rig.clone()
        };
        let path = files::free_path(&folder, name);
        files::write(&path, &named.to_toml())?;
        self.read();
        Ok(listing::user_id(&path))
    }

    /// Saves a rig in the place of one of the user's, also when its file is gone. Its name stays.
    ///
    /// # Errors
    /// When it is the factory's, or the file cannot be written.
    pub fn save(&self, rig: &Rig, id: &str) -> Result<(), LibraryError> {
        let path = self.user_path(id)?;
        self.made_folder()?;
        files::write(&path, &rig.to_toml())?;
        self.read();
        Ok(())
    }

    /// Gives one of the user's rigs another name. Gives its new identifier.
    ///
    /// # Errors
    /// When it is the factory's or gone, or as [`Self::save_as`].
    pub fn rename(&self, id: &str, name: &str) -> Result<String, LibraryError> {
        let old = self.user_path(id)?;
        let rig = files::load(&old)?;
        if rig.name == name.trim() {
            return Ok(id.to_owned());
        }
        let new = self.save_as(&rig, name)?;
        files::remove(&old)?;
        self.change_marks(|marks| marks.rename(id, &new))?;
        self.read();
        Ok(new)
    }

    /// Moves one of the user's rigs to the folder of deleted ones, and says where it is kept.
    ///
    /// # Errors
    /// When it is the factory's or already gone, or cannot be moved.
    pub fn delete(&self, id: &str) -> Result<PathBuf, LibraryError> {
        let path = self.user_path(id)?;
        let kept = files::set_aside(&path, DELETED);
        self.read();
        kept
    }

    /// Copies a rig file into the library. Gives its identifier.
    ///
    /// # Errors
    /// When the file is no rig, or cannot be read or copied.
    pub fn import(&self, from: &Path) -> Result<String, LibraryError> {
        let rig = files::load(from)?;
        let folder = self.made_folder()?;
        let path = files::free_path(&folder, &rig.name);
        files::copy(from, &path)?;
        self.read();
        Ok(listing::user_id(&path))
    }

    /// Writes a rig to a file anywhere.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn export(&self, rig: &Rig, to: &Path) -> Result<(), LibraryError> {
        files::write(to, &rig.to_toml())
    }

    /// Marks a rig as a favorite, or no longer.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn set_favorite(&self, id: &str, favorite: bool) -> Result<(), LibraryError> {
        self.change_marks(|marks| marks.set_favorite(id, favorite))
    }

    /// Gives a rig tags of the user's own.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn set_tags(&self, id: &str, tags: &[String]) -> Result<(), LibraryError> {
        self.change_marks(|marks| marks.set_tags(id, tags))
    }

    /// Remembers which rig was loaded last.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn set_last(&self, id: &str) -> Result<(), LibraryError> {
        self.change_marks(|marks| marks.last = id.to_owned())
    }

    /// The rig that was loaded last, in any project.
    pub fn last(&self) -> String {
        self.state().marks.last.clone()
    }

    /// Opens the folder in the system's file manager.
    ///
    /// # Errors
    /// When there is none, or it cannot be made or shown.
    pub fn reveal(&self) -> Result<(), LibraryError> {
        reveal::open(&self.made_folder()?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_marks(&self, change: impl FnOnce(&mut Marks)) -> Result<(), LibraryError> {
        let folder = self.made_folder()?;
        let mut state = self.state();
        change(&mut state.marks);
        state.listing = Arc::new(state.listing.marked(&state.marks));
        let marks = state.marks.clone();
        drop(state);
        files::write_marks(&folder, &marks)
    }

    fn made_folder(&self) -> Result<PathBuf, LibraryError> {
        let folder = self.folder().ok_or(LibraryError::NoFolder)?;
        files::make_folder(folder)?;
        Ok(folder.to_owned())
    }

    /// The file of one of the user's rigs; it need not exist.
    fn user_path(&self, id: &str) -> Result<PathBuf, LibraryError> {
        let folder = self.folder().ok_or(LibraryError::NoFolder)?;
        let file = listing::file_of(id).ok_or(LibraryError::Factory)?;
        Ok(folder.join(file))
    }
}

/// A name that a rig may have.
fn checked(name: &str) -> Result<&str, LibraryError> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(LibraryError::NoName),
        length if length > LONGEST_NAME => Err(LibraryError::LongName(length)),
        _ if name.chars().any(char::is_control) => Err(LibraryError::NoName),
        _ => Ok(name),
    }
}
