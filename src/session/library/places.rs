//! Folders for user data on each system.

use std::path::{Path, PathBuf};

/// The folder of the user's rigs; none where no home is known.
pub fn user_folder() -> Option<PathBuf> {
    Some(data_folder()?.join("Rigs"))
}

/// The folder of all that is the user's; none where no home is known.
pub fn data_folder() -> Option<PathBuf> {
    if cfg!(target_os = "windows") {
        Some(set("APPDATA")?.join("Bodypack"))
    } else if cfg!(target_os = "macos") {
        let home = set("HOME")?;
        Some(below_home(&home, "Library/Application Support/Bodypack"))
    } else {
        // The XDG Base Directory Specification.
        let home = || Some(below_home(&set("HOME")?, ".local/share"));
        Some(set("XDG_DATA_HOME").or_else(home)?.join("bodypack"))
    }
}

/// A folder that the environment names.
fn set(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(name)?);
    path.is_absolute().then_some(path)
}

/// The folder, inside that of the rigs, of the indexes of curves.
pub const CURVES: &str = "Curves";

/// The folder of the user's indexes of curves; none where no home is known.
pub fn curves_folder() -> Option<PathBuf> {
    Some(user_folder()?.join(CURVES))
}

fn below_home(home: &Path, rest: &str) -> PathBuf {
    rest.split('/')
        .fold(home.to_owned(), |path, part| path.join(part))
}
