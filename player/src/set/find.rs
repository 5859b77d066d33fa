//! Songs that are not where their set says.

use std::path::{Path, PathBuf};

use super::Set;

/// Depth of folders beside the set that are looked through.
const DEPTH: usize = 4;
/// Most names that are looked at: a set that lies in a large folder is no reason to read all of a disk.
const MOST_NAMES: usize = 50_000;

/// A song that was not where its set says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Index of the song in the set.
    pub song: usize,
    /// Where the set says that it is.
    pub said: PathBuf,
    /// Where a file of its name is instead, if anywhere beside the set.
    pub found: Option<PathBuf>,
}

impl Set {
    /// Looks for songs that are not where the set says, by their names beside it, and takes over where
    /// they are found. Gives all that had moved.
    pub fn find_moved(&mut self, folder: &Path) -> Vec<Moved> {
        let mut moved = Vec::new();
        let mut names = None;
        for (index, song) in self.songs.iter_mut().enumerate() {
            let is_folder = song.file.is_none();
            let Some(path) = song.file.as_mut().or(song.stems.as_mut()) else {
                continue;
            };
            if folder.join(&*path).exists() {
                continue;
            }
            let names = names.get_or_insert_with(|| names_under(folder));
            let found = names.iter().find(|(is_dir, candidate)| {
                *is_dir == is_folder && candidate.file_name() == path.file_name()
            });
            let found = found.map(|(_, candidate)| candidate.clone());
            moved.push(Moved {
                song: index,
                said: path.clone(),
                found: found.clone(),
            });
            if let Some(found) = found {
                *path = found
                    .strip_prefix(folder)
                    .map(Path::to_owned)
                    .unwrap_or(found);
            }
        }
        moved
    }
}

impl Set {
    /// Has the names of files, which are relative to one folder, relative to another one. What does not
    /// lie in it is named in full.
    pub fn move_to(&mut self, from: &Path, to: &Path) {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (from, to) = (whole(from), whole(to));
        let moved = |path: &Path| {
            let path = from.join(path);
            path.strip_prefix(&to).map(Path::to_owned).unwrap_or(path)
        };
        let move_rig = |name: &mut Option<String>| {
            if let Some(name) = name.as_mut().filter(|name| from.join(&**name).is_file()) {
                *name = moved(Path::new(&**name)).to_string_lossy().into_owned();
            }
        };
        move_rig(&mut self.rig);
        for song in &mut self.songs {
            move_rig(&mut song.rig);
            for path in [&mut song.file, &mut song.stems].into_iter().flatten() {
                *path = moved(path);
            }
        }
    }
}

/// All files and folders under a folder, the nearest first; whether each is a folder.
fn names_under(folder: &Path) -> Vec<(bool, PathBuf)> {
    let mut names = Vec::new();
    let mut level = vec![folder.to_owned()];
    for _ in 0..DEPTH {
        let mut deeper = Vec::new();
        for folder in level {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            let mut here: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            here.sort();
            for path in here {
                if names.len() >= MOST_NAMES {
                    return names;
                }
                let is_dir = path.is_dir();
                if is_dir {
                    deeper.push(path.clone());
                }
                names.push((is_dir, path));
            }
        }
        level = deeper;
    }
    names
}
