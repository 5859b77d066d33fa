//! Lines of text of a blind test.

use egui::{Color32, Rect, Ui};

use crate::editor::widgets::paint;

/// A line of text that a screen reader reads, too.
pub fn label(ui: &Ui, rect: Rect, id: &str, text: &str, ink: Color32) {
    paint::spoken(ui, rect, ui.scope_id().with(("blind", id)), text, ink);
}
