//! Views beside the engineer's: Perform, the rig browser, the import of curves, *Check mix*, blind tests.

pub mod blind;
pub mod browser;
pub mod check;
pub mod import;
pub mod perform;
