//! The list of tasks, and the system packages that they need: all that is known before the plugin
//! and the tasks are compiled.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

pub mod list;
pub mod packages;
