//! Context menu of a value: type, copy, paste, reset, and the host's own entries.

use egui::{Id, Key, Modifiers, PointerButton, Response, Ui};

use super::control::Control;
use super::entry;
use super::gesture::set_once;
use super::list;
use super::paint::minus;
use crate::editor::context::View;

/// Width of the menu, points.
const WIDTH: f32 = 208.0;

/// Opens the menu of a parameter at a right click or Shift+F10 on its control, and shows it while it
/// is open. `field` is where the value is typed, where it can be.
pub fn show(
    ui: &Ui,
    response: &Response,
    field: Option<Id>,
    view: &View<'_>,
    control: &Control<'_>,
) {
    let clicked = response.contains_pointer()
        && ui.input(|input| input.pointer.button_clicked(PointerButton::Secondary));
    let by_keys =
        response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
    let open = if clicked {
        ui.ctx().pointer_interact_pos()
    } else {
        by_keys.then(|| response.rect.center())
    };
    list::at(ui, response, open, WIDTH, |ui| {
        rows(ui, field, view, control);
    });
}

fn rows(ui: &mut Ui, field: Option<Id>, view: &View<'_>, control: &Control<'_>) {
    if let Some(id) = field {
        if list::row(ui, false, "Type a value\u{2026}").clicked() {
            entry::open(ui, id, control);
        }
    }
    let text = control.text();
    if list::row(ui, false, &format!("Copy {}", minus(&text))).clicked() {
        view.desk.clipboard.copy(ui.ctx(), &text);
    }
    if list::row(ui, false, "Paste").clicked() {
        paste(view, control);
    }
    ui.separator();
    let (rig, default) = (control.rig_position(), control.default_position());
    let back = |to: &str, position: f32| {
        let value = minus(&control.text_at(position));
        format!("Back to {to}: {value}")
    };
    if let Some(position) = rig {
        if list::row(ui, false, &back("the rig's", position)).clicked() {
            set_once(view, control, position);
        }
    }
    if list::row(ui, false, &back("the default", default)).clicked() {
        set_once(view, control, default);
    }
    let host = &view.desk.host_menu;
    if host.is_offered() && list::row(ui, false, "Host's own menu\u{2026}").clicked() {
        let at = ui.ctx().pointer_interact_pos().unwrap_or_default();
        let pixels = [at.x, at.y].map(|side| (side * ui.ctx().pixels_per_point()) as i32);
        host.ask((control.id, pixels));
    }
}

fn paste(view: &View<'_>, control: &Control<'_>) {
    let text = view.desk.clipboard.text();
    match control.read(&text) {
        Some(position) => set_once(view, control, position),
        None if text.trim().is_empty() => view.say("There is nothing to paste.".to_owned()),
        None => entry::refuse(view, control, &text),
    }
}
