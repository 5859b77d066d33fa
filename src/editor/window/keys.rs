//! Keys that act wherever the focus is.

use egui::{Key, Modifiers, Ui};

use crate::editor::context::View;

/// Undo, and redo in both of its usual ways, unless a text is being typed: that has its own.
pub fn take(ui: &Ui, view: &View<'_>) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let shifted = Modifiers::COMMAND | Modifiers::SHIFT;
    // What has more keys held comes first: the toolkit takes Shift for a detail.
    let forward = pressed(shifted, Key::Z) || pressed(Modifiers::COMMAND, Key::Y);
    if forward {
        view.params.redo(view.gui);
    } else if pressed(Modifiers::COMMAND, Key::Z) {
        view.params.undo(view.gui);
    } else {
        return;
    }
    view.designer.wake();
    ui.ctx().request_repaint();
}
