//! The files of the library.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::error::{file_name, LibraryError};
use super::marks::Marks;
use crate::order;
use crate::rig::Rig;

/// Larger than any rig; what is larger is not read.
const LARGEST_BYTES: u64 = 1 << 20;

/// More than anyone has; a folder of something else must not fill the memory.
const MOST_FILES: usize = 5000;

/// The longest file name without its ending, bytes; systems allow 255 and need some.
const LONGEST_FILE_NAME: usize = 120;

/// File of the user's marks on rigs; its extension is not that of rig files.
const MARKS: &str = "library.marks";

/// Files that were read before, by path.
pub type Cache = HashMap<PathBuf, (Stamp, Outcome)>;

/// Result of reading a file: a rig, or one line on why not.
pub type Outcome = Result<Arc<Rig>, String>;

/// By which a changed file is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    changed: Option<SystemTime>,
    bytes: u64,
}

/// The user's rig files.
#[derive(Default)]
pub struct Found {
    /// Every rig file and what it holds, by path.
    pub files: Vec<(PathBuf, Outcome)>,
    /// Why the folder could not be read, or not all of it.
    pub problem: Option<String>,
}

/// Reads the folder and the notes in it. A folder that does not exist is empty.
pub fn read(folder: Option<&Path>, cache: &mut Cache, marks: &mut Marks) -> Found {
    let Some(folder) = folder else {
        return Found {
            problem: Some(LibraryError::NoFolder.to_string()),
            ..Found::default()
        };
    };
    if let Some(read) = read_marks(folder) {
        *marks = read;
    }
    let mut found = Found::default();
    let mut paths = match rig_files(folder) {
        Ok(paths) => paths,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let place = folder.display();
            found.problem = Some(format!("your rigs in `{place}` cannot be read: {error}"));
            Vec::new()
        }
    };
    order::by(&mut paths, Ord::cmp);
    if paths.len() > MOST_FILES {
        paths.truncate(MOST_FILES);
        found.problem = Some(format!("only the first {MOST_FILES} rig files are listed"));
    }
    let mut fresh = Cache::new();
    for path in paths {
        let stamp = stamp(&path);
        let outcome = match cache.get(&path) {
            Some((known, outcome)) if Some(*known) == stamp => outcome.clone(),
            _ => load(&path).map(Arc::new).map_err(|error| error.to_string()),
        };
        if let Some(stamp) = stamp {
            fresh.insert(path.clone(), (stamp, outcome.clone()));
        }
        found.files.push((path, outcome));
    }
    *cache = fresh;
    found
}

fn rig_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_rig = |path: &Path| {
        let hidden = file_name(path).starts_with('.');
        let toml = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
        toml && !hidden
    };
    let paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths
        .filter(|path| is_rig(path))
        .take(MOST_FILES + 1)
        .collect())
}

/// The stamp of a file that is there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let data = fs::metadata(path).ok()?;
    Some(Stamp {
        changed: data.modified().ok(),
        bytes: data.len(),
    })
}

/// Reads one rig file.
pub fn load(path: &Path) -> Result<Rig, LibraryError> {
    let no_rig = |problem: String| LibraryError::NoRig {
        file: file_name(path),
        problem,
    };
    let text =
        text_of(path)?.ok_or_else(|| no_rig("it is no text file of up to 1 MB".to_owned()))?;
    Rig::from_toml(&text).map_err(|error| no_rig(first_line(&error.to_string())))
}

/// The text of a file; none for what is too large, no text, or no file at all. Something that only
/// looks like a file, such as a pipe, is not opened, since that may never end.
pub fn text_of(path: &Path) -> Result<Option<String>, LibraryError> {
    let refused = |error: &io::Error| LibraryError::file(path, error);
    let data = fs::metadata(path).map_err(|error| refused(&error))?;
    if !data.is_file() || data.len() > LARGEST_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| refused(&error))?;
    Ok(String::from_utf8(bytes).ok())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Writes a file so that it is there whole or not at all.
pub fn write(path: &Path, text: &str) -> Result<(), LibraryError> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        #[cfg(windows)]
        let (folder, path) = &in_full(folder, path);
        let mut file = tempfile::Builder::new()
            .prefix(".bodypack-")
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        #[cfg(unix)]
        open_to_others(file.as_file())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| LibraryError::file(path, &error))
}

/// A folder and a file in it by their full names, since Windows takes names of more than 260 characters only so.
#[cfg(windows)]
fn in_full(folder: &Path, path: &Path) -> (PathBuf, PathBuf) {
    // Some drives know no full names.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let path = folder.join(path.file_name().unwrap_or_default());
    (folder, path)
}

/// A temporary file is its owner's alone; a rig may be read by others, as files are.
#[cfg(unix)]
fn open_to_others(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

/// Copies a rig file with its comments.
pub fn copy(from: &Path, to: &Path) -> Result<(), LibraryError> {
    let text = text_of(from)?.unwrap_or_default();
    write(to, &text)
}

/// Removes a file; one that is already gone is no mistake.
pub fn remove(path: &Path) -> Result<(), LibraryError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(LibraryError::file(path, &error))
        }
        _ => Ok(()),
    }
}

/// Moves a file to a folder beside it, and says where it is now.
pub fn set_aside(path: &Path, folder: &str) -> Result<PathBuf, LibraryError> {
    let folder = path.parent().unwrap_or(Path::new(".")).join(folder);
    make_folder(&folder)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let kept = free_path(&folder, &stem);
    fs::rename(path, &kept).map_err(|error| LibraryError::file(path, &error))?;
    Ok(kept)
}

/// Makes a folder unless it is there.
pub fn make_folder(folder: &Path) -> Result<(), LibraryError> {
    fs::create_dir_all(folder).map_err(|error| LibraryError::file(folder, &error))
}

/// A path that no file has, for a rig of some name.
pub fn free_path(folder: &Path, name: &str) -> PathBuf {
    let stem = file_stem(name);
    let numbered = |number: usize| match number {
        1 => folder.join(format!("{stem}.toml")),
        _ => folder.join(format!("{stem} {number}.toml")),
    };
    (1..)
        .map(numbered)
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or_else(|| numbered(1))
}

/// A name as a file name that every system takes.
fn file_stem(name: &str) -> String {
    let safe = |c: char| {
        if c.is_control() || "/\\:*?\"<>|".contains(c) {
            '_'
        } else {
            c
        }
    };
    let mut stem: String = name.chars().map(safe).collect();
    while stem.len() > LONGEST_FILE_NAME {
        stem.pop();
    }
    // A name may not end in a space or a period there, in whatever order.
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if stem.is_empty() || is_device(stem) {
        format!("rig {stem}").trim().to_owned()
    } else {
        stem.to_owned()
    }
}

/// Returns whether Windows takes a name for that of a device, whatever ending follows it.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim_end();
    let name = name.to_lowercase();
    let numbered = |kind: &str| {
        let number = name.strip_prefix(kind).map(|rest| rest.chars().collect());
        let number: Option<Vec<char>> = number;
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    let named = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&name.as_str());
    named || numbered("com") || numbered("lpt")
}

fn read_marks(folder: &Path) -> Option<Marks> {
    let text = text_of(&folder.join(MARKS)).ok()??;
    toml::from_str(&text).ok()
}

/// Writes the user's notes down.
pub fn write_marks(folder: &Path, marks: &Marks) -> Result<(), LibraryError> {
    let path = folder.join(MARKS);
    let text = toml::to_string(marks).map_err(|error| LibraryError::File {
        file: file_name(&path),
        problem: error.to_string(),
    })?;
    write(&path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_makes_a_file_name_that_all_systems_take() {
        assert_eq!(file_stem("My rig"), "My rig");
        assert_eq!(file_stem("a/b\\c:d"), "a_b_c_d");
        assert_eq!(file_stem("../../etc"), "_.._etc");
        for device in [
            "CON", "aux", "Nul.2", "com1", "LPT9", "COM¹", "con .x", "CONOUT$",
        ] {
            assert_eq!(file_stem(device), format!("rig {device}"));
        }
        for name in ["Conny", "comb", "com10", "auxiliary", "console.2"] {
            assert_eq!(file_stem(name), name);
        }
        assert_eq!(file_stem("drums . . "), "drums");
        assert_eq!(file_stem(" . "), "rig");
        assert_eq!(file_stem(""), "rig");
        assert!(file_stem(&"ü".repeat(300)).len() <= LONGEST_FILE_NAME);
    }
}
