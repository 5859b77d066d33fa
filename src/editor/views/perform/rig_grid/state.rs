//! State of the grid of rigs while the window is open.

use std::sync::Arc;

use crate::editor::views::perform::category::{self, Category};
use crate::session::library::Listing;

/// State of the grid while the window is open.
#[derive(Default)]
pub struct State {
    pub(super) category: Category,
    /// Words to search for.
    pub(super) words: String,
    /// The rig that was worn when this was shown last.
    pub(super) worn: Option<String>,
    /// Row to bring into view.
    pub(super) to_row: Option<usize>,
    /// First row in view, with a fraction.
    pub(super) from_row: f32,
    pub(super) shown: Shown,
}

/// The rigs that are shown, computed when something changes.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) listing: Option<Arc<Listing>>,
    pub(super) of: (Category, String),
    pub(super) order: Vec<usize>,
    pub(super) counts: [usize; Category::ALL.len()],
}

impl Shown {
    pub(super) fn update(&mut self, listing: &Arc<Listing>, category: Category, words: &str) {
        let same = (self.listing.as_ref()).is_some_and(|known| Arc::ptr_eq(known, listing));
        if same && self.of.0 == category && self.of.1 == words {
            return;
        }
        if !same {
            self.counts = Category::ALL.map(|each| each.rigs(listing).len());
            self.listing = Some(Arc::clone(listing));
        }
        self.of = (category, words.to_owned());
        self.order = if words.trim().is_empty() {
            category.rigs(listing)
        } else {
            category::search(listing, words)
        };
    }
}
