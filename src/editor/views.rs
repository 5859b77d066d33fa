//! Views beside the engineer's: Perform, the rig browser, the import of curves.

pub mod browser;
pub mod import;
pub mod perform;
