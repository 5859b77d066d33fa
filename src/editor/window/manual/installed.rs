//! The installed manual, and what opens it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::session::library::data_folder;

/// Its first page.
const FIRST_PAGE: &str = "index.html";

/// Folders of documents and data for every user of a system that is not Windows.
const EVERYBODYS: [&str; 3] = [
    "/usr/local/share/doc/bodypack",
    "/usr/share/doc/bodypack",
    "/Library/Application Support/Bodypack",
];

/// Opens a file with the system's program for it.
type Open = fn(&Path) -> io::Result<()>;

/// The manual as one window knows it.
#[derive(Clone)]
pub struct Manual {
    /// Folders in which it may be installed, in the order in which they are looked at.
    pub(super) folders: Vec<PathBuf>,
    pub(super) open: Open,
    /// Why it was not opened, until that has been said.
    pub(super) problem: Arc<Mutex<Option<String>>>,
}

/// One that is installed nowhere.
impl Default for Manual {
    fn default() -> Self {
        Self::new(Vec::new(), |_| Err(io::ErrorKind::NotFound.into()))
    }
}

impl Manual {
    /// The manual in one of some folders, and what opens it.
    pub fn new(folders: Vec<PathBuf>, open: Open) -> Self {
        Self {
            folders,
            open,
            problem: Arc::default(),
        }
    }

    /// The installed one, in the system's browser.
    pub fn installed() -> Self {
        Self::new(manual_folders(), |page| open::that_detached(page))
    }

    pub(super) fn page(&self) -> Option<PathBuf> {
        let mut pages = self.folders.iter().map(|folder| folder.join(FIRST_PAGE));
        pages.find(|page| page.is_file())
    }

    /// Opens it on a thread of its own.
    pub(super) fn show(&self, context: &egui::Context) -> Result<(), String> {
        let page = self.page().ok_or_else(|| self.missing())?;
        let (own, context) = (self.clone(), context.clone());
        let name = page.display().to_string();
        let shown = move || {
            if let Err(error) = (own.open)(&page) {
                let words = format!("{} could not be opened: {error}", page.display());
                *own.problem() = Some(words);
                context.request_repaint();
            }
        };
        let thread = std::thread::Builder::new().name("bodypack manual".to_owned());
        let spawned = thread.spawn(shown);
        spawned.map_or_else(|error| Err(format!("{name}: {error}")), |_| Ok(()))
    }

    /// A sentence about where it can be had.
    pub(super) fn missing(&self) -> String {
        let homepage = env!("CARGO_PKG_HOMEPAGE");
        match self.folders.first() {
            Some(folder) => format!(
                "The manual is not installed in {}; it is in the archive, and at {homepage}",
                folder.display()
            ),
            None => format!("The manual is not installed; it is in the archive, and at {homepage}"),
        }
    }

    pub(super) fn problem(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Folders in which the manual may be installed: the user's own first, then those for everybody.
fn manual_folders() -> Vec<PathBuf> {
    let set = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let mut folders: Vec<PathBuf> = data_folder().into_iter().collect();
    if cfg!(target_os = "windows") {
        folders.extend(set("LOCALAPPDATA").map(|data| data.join("Programs").join("Bodypack")));
        folders.extend(set("PROGRAMDATA").map(|data| data.join("Bodypack")));
    } else {
        let home = || Some(set("HOME")?.join(".local").join("share"));
        let data = set("XDG_DATA_HOME").or_else(home);
        folders.extend(data.map(|data| data.join("doc").join("bodypack")));
        folders.extend(EVERYBODYS.map(PathBuf::from));
    }
    folders.iter().map(|folder| folder.join("manual")).collect()
}
