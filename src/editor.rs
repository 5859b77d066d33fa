//! The editor's window: what a user sees of the plugin, and where the toolkit meets the host.

mod app;
mod context;
pub mod fonts;
mod grip;
mod panels;
mod stage;
pub mod theme;
mod views;
pub mod widgets;
mod window;

pub use crate::editor::views::import::Use;
pub use crate::editor::window::alone::run_alone;
pub use crate::editor::window::bar::Bar;
pub use crate::editor::window::dialogs::{Dialogs, Purpose, Question};
pub use crate::editor::window::manual::Manual;
pub use crate::editor::window::notice::Notice;
pub use crate::editor::window::repaint::Repaint;
pub use crate::editor::window::window_state::WindowState;
pub use crate::session::{BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
pub use app::{draw, App};
pub use context::View;
pub use stage::Stage;
pub use theme::apply as apply_theme;
pub use window::BodypackEditor;
