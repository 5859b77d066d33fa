//! The audio thread of the plugin: the chain, driven by parameters, with bypass and comparison.

pub mod ab_compare;
pub mod bypass;
pub mod engine;

pub use crate::session::comparison::{Compare, Comparison};
pub use engine::SEED;
