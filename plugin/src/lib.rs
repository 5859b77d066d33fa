//! The plugin that hosts of CLAP and VST3 load: the instance, the entry points of both formats, and what guards
//! them. Everything that it runs is [`bodypack`]'s.
//!
//! It is a package of its own so that what is handed out is optimized from here, for speed, while the packages
//! beneath keep the level that each is compiled at.

#![warn(missing_docs)]

pub mod host;

// What `host` names as its own crate's.
use bodypack::{audio, chain, design, editor, order, rig, session, worker};
