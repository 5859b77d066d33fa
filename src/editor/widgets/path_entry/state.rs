//! A path that is being typed, and what is in its folder.

use std::path::{Path, PathBuf};

use crate::editor::window::dialogs::Question;
use crate::order;

/// The most entries of a folder that are looked at.
pub(super) const MOST: usize = 4000;

/// A path that is being typed.
pub struct State {
    pub(super) question: Question,
    pub(super) text: String,
    /// The folder that was read last, and what is in it.
    pub(super) read: Option<(PathBuf, Vec<Entry>)>,
    /// A file that is there already and is replaced when that is said again.
    pub(super) replaces: Option<PathBuf>,
    /// True if the field still has to get the keyboard.
    pub(super) fresh: bool,
}

/// A file or folder.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) is_folder: bool,
}

impl State {
    /// Asks a question, beginning in the user's own folder.
    pub fn new(question: Question) -> Self {
        let mut text = with_slash(&home());
        if question.purpose.writes() {
            text.push_str(&question.file_name);
        }
        Self {
            question,
            text,
            read: None,
            replaces: None,
            fresh: true,
        }
    }

    /// The path as it is typed, from the user's folder where it does not start at the root.
    pub(super) fn path(&self) -> PathBuf {
        let text = self.text.trim();
        match text.strip_prefix('~') {
            Some(rest) => home().join(rest.trim_start_matches('/')),
            None => home().join(text),
        }
    }

    /// The folder that is looked in, and the beginning of a name in it.
    pub(super) fn parts(&self) -> (PathBuf, String) {
        let path = self.path();
        let ends_in_folder = self.text.trim_end().ends_with(std::path::is_separator);
        if ends_in_folder || self.text.trim().is_empty() {
            return (path, String::new());
        }
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let folder = path.parent().map_or_else(home, Path::to_owned);
        (folder, name)
    }

    /// Reads the folder, unless it was read last.
    pub(super) fn look(&mut self) {
        let (folder, _) = self.parts();
        if self
            .read
            .as_ref()
            .is_some_and(|(known, _)| *known == folder)
        {
            return;
        }
        let mut entries: Vec<Entry> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .take(MOST)
            .filter_map(Result::ok)
            .map(|entry| Entry {
                name: entry.file_name().to_string_lossy().into_owned(),
                is_folder: entry.path().is_dir(),
            })
            .collect();
        order::by_key(&mut entries, |entry| {
            (!entry.is_folder, entry.name.to_lowercase())
        });
        self.read = Some((folder, entries));
    }

    /// Completions of the typed name: folders, and files of the right kind.
    pub(super) fn matches(&self) -> Vec<&Entry> {
        let (_, begins) = self.parts();
        let entries = self.read.as_ref().map_or(&[][..], |(_, entries)| entries);
        let endings = self.question.purpose.endings();
        let fits = |entry: &&Entry| {
            let hidden = entry.name.starts_with('.') && !begins.starts_with('.');
            let ending = Path::new(&entry.name).extension().unwrap_or_default();
            let ending = ending.to_string_lossy().to_lowercase();
            !hidden
                && starts_alike(&entry.name, &begins)
                && (entry.is_folder || endings.contains(&ending.as_str()))
        };
        entries.iter().filter(fits).collect()
    }

    /// Goes on to what all matches have in common.
    pub(super) fn complete(&mut self) {
        self.look();
        let matches = self.matches();
        let Some(first) = matches.first() else { return };
        let mut common = first.name.as_str();
        for entry in &matches[1..] {
            let same = (common.char_indices().zip(entry.name.chars()))
                .find(|((_, a), b)| a.to_lowercase().ne(b.to_lowercase()))
                .map_or(common.len().min(entry.name.len()), |((at, _), _)| at);
            common = common.get(..same).unwrap_or_default();
        }
        let is_folder = matches.len() == 1 && first.is_folder;
        let name = common.to_owned();
        self.put(&name, is_folder);
    }

    /// Puts a name into the place of the one that is typed.
    pub(super) fn put(&mut self, name: &str, is_folder: bool) {
        let (folder, begins) = self.parts();
        if name.chars().count() < begins.chars().count() {
            return;
        }
        let path = folder.join(name);
        self.text = if is_folder {
            with_slash(&path)
        } else {
            path.to_string_lossy().into_owned()
        };
        self.replaces = None;
    }
}

pub(super) fn home() -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    home.map_or_else(
        || PathBuf::from(std::path::MAIN_SEPARATOR_STR),
        PathBuf::from,
    )
}

pub(super) fn with_slash(path: &Path) -> String {
    let mut text = path.to_string_lossy().into_owned();
    if !text.ends_with(std::path::is_separator) {
        text.push(std::path::MAIN_SEPARATOR);
    }
    text
}

pub(super) fn starts_alike(name: &str, begins: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    (begins.chars().flat_map(char::to_lowercase)).all(|letter| letters.next() == Some(letter))
}
