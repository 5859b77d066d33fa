//! State of a blind test's sheet while the window is open.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::analysis::blind_test::Question;
use crate::session::blind::{Run, Side};

/// State of the sheet while the window is open.
pub struct State {
    /// True if it is shown.
    pub open: bool,
    pub(super) sides: [Side; 2],
    pub(super) question: Question,
    /// Place of the number of trials among those that the question allows.
    pub(super) length: usize,
    /// Seed of the hidden order, as typed.
    pub(super) seed: String,
    pub(super) run: Option<Run>,
    /// Text of a result that is looked at, and its file where it is kept.
    pub(super) shown: Option<(String, Option<PathBuf>)>,
    /// Results that are kept, by name.
    pub(super) kept: Vec<(String, PathBuf)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            open: false,
            sides: [Side::Input, Side::Slot(0)],
            question: Question::Abx,
            length: 1,
            seed: String::new(),
            run: None,
            shown: None,
            kept: Vec::new(),
        }
    }
}

/// A seed from the clock.
pub(super) fn fresh_seed() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = now.map_or(1, |since| since.as_nanos() as u64);
    (nanoseconds % 1_000_000_000).to_string()
}
