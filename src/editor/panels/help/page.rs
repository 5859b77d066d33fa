//! Pages of help.

/// A page of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Introduction.
    Help,
    /// Mouse and keys.
    Keys,
}
