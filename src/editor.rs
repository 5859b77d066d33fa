//! The editor's window: what a user sees of the plugin, and where the toolkit meets the host.

mod app;
mod browser;
mod button;
mod cards;
mod chooser;
mod control;
mod controls;
mod desk;
mod drop;
mod ear;
mod entry;
mod fonts;
mod gesture;
mod header;
mod icon;
mod knob;
mod look;
mod menu;
mod paint;
mod perform;
mod plot;
mod readouts;
mod selector;
mod slider;
mod slots;
mod stage;
mod summary;
mod switch;
mod theme;
mod window;

pub use app::{draw, App, View};
pub use desk::Desk;
pub use look::{EditorLook, Look};
pub use stage::Stage;
pub use theme::apply as apply_theme;
pub use window::{BodypackEditor, EditorSize, BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
