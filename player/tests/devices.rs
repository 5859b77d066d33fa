//! The player on devices: a JACK server with its dummy driver, and ALSA's file and null devices.

mod common;

#[cfg(target_os = "linux")]
#[path = "devices/alsa.rs"]
mod alsa;
#[cfg(target_os = "linux")]
#[path = "devices/jack.rs"]
mod jack_server;
