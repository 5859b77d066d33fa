//! CLAP: the framework's plugin behind guarded entry points.
//!
//! The framework (0.4.2) trusts a host where a host may be wrong, and a panic in one of its entry
//! points ends the host's process. What comes in is therefore looked at here first: buffers, events,
//! numbers and streams reach the framework only as it expects them. Windows are our own, since the
//! framework's belong to whichever thread the host calls its main thread, and hosts call the
//! window's own thread so.

mod calls;
mod core;
mod descriptor;
mod entry;
mod events;
mod extensions;
mod gui;
mod hand;
mod host;
mod host_menu;
mod instance;
mod ports;
mod presets;
mod process;
mod stream;
