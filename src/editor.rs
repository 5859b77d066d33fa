//! The editor's window: what a user sees of the plugin, and where the toolkit meets the host.

mod amount;
mod app;
mod browser;
mod button;
mod cards;
mod chooser;
mod clipboard;
mod control;
mod controls;
mod desk;
mod dialogs;
mod drop;
mod ear;
mod ending;
mod entry;
mod export_line;
mod fonts;
mod gesture;
mod grip;
mod handle;
mod header;
mod help;
mod host_menu;
mod icon;
mod import;
mod incoming;
mod keyboard;
mod keys;
mod knob;
mod list;
mod look;
mod menu;
mod notice;
mod paint;
mod parts;
mod path_entry;
mod perform;
mod pickers;
mod plot;
mod pump;
mod readouts;
mod selector;
mod slider;
mod slots;
mod stage;
mod summary;
mod switch;
mod theme;
mod value_menu;
mod window;
#[cfg(target_os = "linux")]
mod xdnd;
#[cfg(target_os = "linux")]
mod xfocus;
#[cfg(target_os = "linux")]
mod xkeys;

pub use app::{draw, App, View};
pub use desk::Desk;
pub use dialogs::{Dialogs, Purpose, Question};
pub use import::Use;
pub use look::{EditorLook, Look};
pub use pump::Repaint;
pub use stage::Stage;
pub use theme::apply as apply_theme;
pub use window::{BodypackEditor, EditorSize, BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
