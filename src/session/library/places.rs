//! Folders for user data on each system.

use std::path::{Path, PathBuf};

/// The folder of the user's rigs; none where no home is known.
pub fn user_folder() -> Option<PathBuf> {
    let set = |name: &str| {
        let value = std::env::var_os(name)?;
        let path = PathBuf::from(value);
        path.is_absolute().then_some(path)
    };
    let data = if cfg!(target_os = "windows") {
        set("APPDATA")?.join("Bodypack")
    } else if cfg!(target_os = "macos") {
        below_home(&set("HOME")?, "Library/Application Support/Bodypack")
    } else {
        // The XDG Base Directory Specification.
        let home = || Some(below_home(&set("HOME")?, ".local/share"));
        set("XDG_DATA_HOME").or_else(home)?.join("bodypack")
    };
    Some(data.join("Rigs"))
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
