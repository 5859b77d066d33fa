//! The editor's window: what a user sees of the plugin, and where the toolkit meets the host.

mod app;
mod controls;
mod gesture;
mod header;
mod knob;
mod latency;
mod levels;
mod plot;
mod rigs;
mod selector;
mod switch;
mod theme;
mod window;

pub use app::{draw, App, View};
pub use theme::apply as apply_theme;
pub use window::{BodypackEditor, EditorSize, BASE_SIZE, MINIMUM_SIZE};
