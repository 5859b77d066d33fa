//! Form in which drawings are written.

/// A drawing, in parts that several share.
pub type Drawing = &'static [&'static str];
