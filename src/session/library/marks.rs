//! The user's marks on rigs, factory rigs included: favorites, tags, the last one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The most tags of one rig, and the longest of them in characters.
const MOST_TAGS: usize = 12;
const LONGEST_TAG: usize = 40;

/// Notes by the identifiers of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// The rig that was loaded last, in any project.
    pub last: String,
    favorites: BTreeSet<String>,
    tags: BTreeMap<String, Vec<String>>,
}

impl Marks {
    /// Returns whether a rig is a favorite.
    pub fn is_favorite(&self, id: &str) -> bool {
        self.favorites.contains(id)
    }

    /// The tags that the user has given a rig.
    pub fn tags(&self, id: &str) -> &[String] {
        self.tags.get(id).map_or(&[], Vec::as_slice)
    }

    /// Marks a favorite, or takes the mark away.
    pub fn set_favorite(&mut self, id: &str, favorite: bool) {
        if favorite {
            self.favorites.insert(id.to_owned());
        } else {
            self.favorites.remove(id);
        }
    }

    /// Replaces the tags of a rig; blanks around them, empty ones and repetitions are left out.
    pub fn set_tags(&mut self, id: &str, tags: &[String]) {
        let mut kept: Vec<String> = Vec::new();
        for tag in tags {
            let tag: String = tag.trim().chars().take(LONGEST_TAG).collect();
            let known = kept
                .iter()
                .any(|kept| kept.to_lowercase() == tag.to_lowercase());
            if !tag.is_empty() && !known && kept.len() < MOST_TAGS {
                kept.push(tag);
            }
        }
        if kept.is_empty() {
            self.tags.remove(id);
        } else {
            self.tags.insert(id.to_owned(), kept);
        }
    }

    /// Carries the notes over to another identifier.
    pub fn rename(&mut self, old: &str, new: &str) {
        if self.favorites.remove(old) {
            self.favorites.insert(new.to_owned());
        }
        if let Some(tags) = self.tags.remove(old) {
            self.tags.insert(new.to_owned(), tags);
        }
        if self.last == old {
            new.clone_into(&mut self.last);
        }
    }
}
