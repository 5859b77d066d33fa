//! The player: rehearse with recorded tracks on in-ear monitors, without a workstation.
//!
//! A thread of its own reads the tracks of a song ahead ([`feeder`], [`producer`]); the audio thread
//! mixes them ([`mixer`]), hears them through the chain of the plugin ([`hearing`]) and hands the result
//! to a device. Rendering into files ([`render`]) goes the same way without a device.

pub mod chunk;
pub mod click;
pub mod device;
pub mod error;
pub mod feeder;
pub mod hearing;
pub mod host;
pub mod mixer;
pub mod overview;
pub mod playback;
pub mod player;
pub mod producer;
pub mod rehearsal;
pub mod render;
pub mod resample;
pub mod set;
pub mod song;
pub mod transport;
pub mod window;
