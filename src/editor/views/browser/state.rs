//! State of the browser while the window is open.

use std::sync::Arc;

use crate::session::library::{Curves, Filter};

/// State of the browser while the window is open.
#[derive(Default)]
pub struct State {
    /// True if it is shown.
    pub open: bool,
    /// The search filter.
    pub filter: Filter,
    /// True if curves are searched, and not rigs.
    pub curves: bool,
    /// The last result among the curves.
    pub(super) found: Found,
    /// A name that is being typed, and what for.
    pub naming: Option<Naming>,
    /// True if the next click deletes.
    pub confirming: bool,
    /// True if it was opened by keys, which are led back then.
    pub by_keys: bool,
    /// True if the search field still has to get the focus.
    pub fresh: bool,
}

/// A name that is being typed.
pub struct Naming {
    /// The identifier of the rig that gets another name; none for a new file.
    pub of: Option<String>,
    /// True if it was begun by keys, which are led back then.
    pub by_keys: bool,
    /// The name so far.
    pub text: String,
    /// True if the field still has to get the focus.
    pub fresh: bool,
}

/// The result of a search, kept until words or curves change: there may be many thousands.
#[derive(Default)]
pub struct Found {
    pub(super) curves: Arc<Curves>,
    pub(super) words: String,
    pub(super) places: Arc<Vec<usize>>,
}

impl Found {
    pub(super) fn of(&mut self, curves: &Arc<Curves>, words: &str) -> Arc<Vec<usize>> {
        if !Arc::ptr_eq(&self.curves, curves) || self.words != words {
            self.places = Arc::new(curves.search(words));
            self.curves = Arc::clone(curves);
            self.words = words.to_owned();
        }
        Arc::clone(&self.places)
    }
}
