//! The player on devices: a JACK server with its dummy driver, and ALSA's file and null devices.

mod common;

// Holds the length of vectors, which the build script puts in place of the C library's.
use bodypack as _;

#[cfg(target_os = "linux")]
#[path = "devices/alsa.rs"]
mod alsa;
#[cfg(target_os = "linux")]
#[path = "devices/jack.rs"]
mod jack_server;
