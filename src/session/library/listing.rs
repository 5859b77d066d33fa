//! Listing for a browser: every rig with its tags, to be searched and stepped through.

use std::path::Path;
use std::sync::Arc;

use super::files::{Found, Outcome};
use super::marks::Marks;
use crate::order;
use crate::rig::presets;

/// Prefix of the ids of factory rigs.
const FACTORY: &str = "factory:";
/// Prefix of the ids of user rigs.
const USER: &str = "user:";

/// Source of a rig.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Built in.
    Factory,
    /// A file of the user's.
    User,
}

/// One rig of the library.
#[derive(Clone, Debug)]
pub struct Item {
    /// Id; stable as long as the file is.
    pub id: String,
    /// Its name; of a file that cannot be read, the file's.
    pub name: String,
    /// A sentence or two about it.
    pub notes: String,
    /// The source.
    pub source: Source,
    /// Tags, the user's included.
    pub tags: Vec<String>,
    /// True if the user has marked it.
    pub favorite: bool,
    /// The rig, or one line on why it cannot be read.
    pub rig: Outcome,
}

impl Item {
    /// Returns whether it is the user's own.
    pub fn is_user(&self) -> bool {
        self.source == Source::User
    }

    fn new(id: String, name: String, source: Source, rig: Outcome, marks: &Marks) -> Self {
        let notes = rig.as_ref().map_or(String::new(), |rig| rig.notes.clone());
        Self {
            notes,
            source,
            tags: Vec::new(),
            favorite: false,
            rig,
            name,
            id,
        }
        .marked(marks)
    }

    fn marked(mut self, marks: &Marks) -> Self {
        let own = self.rig.as_ref().map_or(Vec::new(), |rig| rig.tags());
        self.tags = own.into_iter().map(|tag| tag.word).collect();
        self.tags.extend_from_slice(marks.tags(&self.id));
        self.favorite = marks.is_favorite(&self.id);
        self
    }

    /// Returns whether every word is found in its name, notes or tags.
    fn matches(&self, words: &[String]) -> bool {
        let tags = self.tags.join("\n");
        let text = format!("{}\n{}\n{tags}", self.name, self.notes).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Filter of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that all have to occur in name, notes or tags.
    pub words: String,
    /// Tags that all have to be there.
    pub tags: Vec<String>,
    /// Only favorites.
    pub favorites: bool,
    /// Only rigs from there.
    pub source: Option<Source>,
}

/// Every rig, the factory's first.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The rigs.
    pub items: Vec<Item>,
    /// Why the user's folder could not be read, in one line.
    pub problem: Option<String>,
}

impl Listing {
    /// The factory's rigs.
    pub(super) fn factory(marks: &Marks) -> Self {
        let item = |preset: &presets::Preset| {
            let id = factory_id(preset.id);
            let rig = Ok(Arc::new(preset.rig.clone()));
            Item::new(id, preset.rig.name.clone(), Source::Factory, rig, marks)
        };
        Self {
            items: presets::all().iter().map(item).collect(),
            problem: None,
        }
    }

    /// The factory's rigs and those that were found, by name.
    pub(super) fn new(found: Found, marks: &Marks) -> Self {
        let mut own: Vec<Item> = (found.files.into_iter())
            .map(|(path, rig)| {
                let file = path.file_stem().unwrap_or_default().to_string_lossy();
                let name = rig
                    .as_ref()
                    .map_or(file.into_owned(), |rig| rig.name.clone());
                Item::new(user_id(&path), name, Source::User, rig, marks)
            })
            .collect();
        order::by_key(&mut own, |item| (item.name.to_lowercase(), item.id.clone()));
        let mut listing = Self::factory(marks);
        listing.items.append(&mut own);
        listing.problem = found.problem;
        listing
    }

    /// The same rigs with other notes about them.
    pub(super) fn marked(&self, marks: &Marks) -> Self {
        Self {
            items: (self.items.iter().cloned())
                .map(|item| item.marked(marks))
                .collect(),
            problem: self.problem.clone(),
        }
    }

    /// Position of a rig.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// The rig of this identifier.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Indices of the rigs that pass a filter.
    pub fn search(&self, filter: &Filter) -> Vec<usize> {
        let words: Vec<String> = (filter.words.split_whitespace())
            .map(str::to_lowercase)
            .collect();
        let passes = |item: &Item| {
            (!filter.favorites || item.favorite)
                && filter.source.is_none_or(|source| source == item.source)
                && filter.tags.iter().all(|tag| item.tags.contains(tag))
                && item.matches(&words)
        };
        let items = self.items.iter().enumerate();
        items
            .filter(|(_, item)| passes(item))
            .map(|(at, _)| at)
            .collect()
    }

    /// The next rig that can be loaded after one (or before it, going back), around the end. From a
    /// rig that is not shown it begins at the first, or the last.
    pub fn neighbor(&self, shown: &[usize], id: &str, back: bool) -> Option<&Item> {
        let usable = |&&at: &&usize| self.items.get(at).is_some_and(|item| item.rig.is_ok());
        let shown: Vec<usize> = shown.iter().filter(usable).copied().collect();
        let last = shown.len().checked_sub(1)?;
        let now = shown.iter().position(|&at| self.items[at].id == id);
        let next = match (now, back) {
            (None, false) => 0,
            (None, true) => last,
            (Some(0), true) => last,
            (Some(at), true) => at - 1,
            (Some(at), false) if at == last => 0,
            (Some(at), false) => at + 1,
        };
        self.items.get(shown[next])
    }

    /// Every tag that some rig has, by the alphabet.
    pub fn tags(&self) -> Vec<&str> {
        let mut tags: Vec<&str> = (self.items.iter())
            .flat_map(|item| item.tags.iter().map(String::as_str))
            .collect();
        order::by_key(&mut tags, |tag| tag.to_lowercase());
        tags.dedup();
        tags
    }
}

/// The identifier of one of the factory's rigs.
pub fn factory_id(id: &str) -> String {
    format!("{FACTORY}{id}")
}

/// The factory's rig with this identifier.
pub fn factory_rig(id: &str) -> Option<&'static presets::Preset> {
    presets::by_id(id.strip_prefix(FACTORY)?)
}

/// The identifier of one of the user's files.
pub fn user_id(path: &Path) -> String {
    format!("{USER}{}", super::error::file_name(path))
}

/// The file of an identifier of the user's; none for the factory's, or one that leaves the folder.
pub fn file_of(id: &str) -> Option<&str> {
    let file = id.strip_prefix(USER)?;
    let plain = !file.is_empty() && file != ".." && !file.contains(['/', '\\']);
    plain.then_some(file)
}
