//! Part of a window that belongs to the program around the editor.

use std::path::Path;

use egui::{Rect, Ui};

use crate::editor::context::View;

/// Part of the window that belongs to the program around the editor.
pub trait Bar: Send + 'static {
    /// Height, points.
    fn height(&self) -> f32;
    /// Takes the keys that are meant for the program, before the editor sees them.
    fn take_keys(&mut self, ui: &mut Ui, view: &View<'_>);
    /// Takes a file that was dropped on the window; false leaves it to the editor.
    fn take_file(&mut self, path: &Path, view: &View<'_>) -> bool;
    /// Draws the bar.
    fn show(&mut self, ui: &mut Ui, rect: Rect, view: &View<'_>);
}
