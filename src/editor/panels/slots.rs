//! Four set-ups to compare, each a click away.

use egui::{pos2, vec2, Rect, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::session::{SLOTS, SLOT_NAMES};

/// Width of one of them, points.
const EACH: f32 = 32.0;
/// Space between them, points.
const BETWEEN: f32 = 4.0;
/// Width of so many, points.
pub fn width(count: usize) -> f32 {
    count as f32 * (EACH + BETWEEN) - BETWEEN
}

/// Shows the first slots.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, count: usize) {
    for slot in 0..count.min(SLOTS) {
        let left = rect.left() + slot as f32 * (EACH + BETWEEN);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(EACH, rect.height()));
        one(ui, place, view, slot);
    }
}

/// Shows one slot. A click hears it; with the command key held, the click copies what is heard now
/// into it.
fn one(ui: &Ui, rect: Rect, view: &View<'_>, slot: usize) {
    let palette = theme::of(ui);
    let letter = SLOT_NAMES[slot];
    let active = view.params.slots.active() == slot;
    let filled = view.params.slots.is_filled(slot);
    let name = format!("Slot {letter}");
    let style = Style::plain(ui).down(active);
    let response = button::named(ui, rect, letter, &name, style);
    if filled && !active {
        // Something is kept here.
        let at = pos2(rect.center().x, rect.bottom() - 5.0);
        ui.painter().circle_filled(at, 1.5, palette.muted);
    }
    if response.clicked() {
        if ui.input(|input| input.modifiers.command) {
            view.params.copy_to_slot(slot);
        } else {
            view.params.choose_slot(slot, view.gui);
            view.designer.wake();
        }
    }
    response.on_hover_text(if active {
        "The set-up that is heard"
    } else if filled {
        "Hear this set-up; Ctrl-click copies the present one here"
    } else {
        "Empty: goes on from what is heard now"
    });
}
