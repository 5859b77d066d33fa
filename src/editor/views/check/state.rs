//! State of *Check mix* while the window is open.

/// State of the sheet while the window is open.
#[derive(Default)]
pub struct State {
    /// True if it is shown.
    pub open: bool,
    /// The rigs to measure, as typed.
    pub(super) words: String,
}
