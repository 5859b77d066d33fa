//! Plugin formats: the instance that a host of CLAP or VST3 plugins sees.

pub mod activation;
pub mod clap;
pub mod offer;
mod plugin;
pub mod ports;
pub mod vst3;

pub use plugin::Bodypack;
pub use vst3::module_info;
