//! A path that is typed, with completion: the dialog of a system that has none.

mod state;

use std::path::{Path, PathBuf};

use egui::{
    pos2, vec2, Align2, Key, Modifiers, Rect, ScrollArea, Sense, TextEdit, Ui, UiBuilder,
    WidgetInfo,
};

use super::button::{self, Style};
use super::paint;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::window::dialogs::Purpose;
use state::with_slash;
pub use state::State;

/// Height of a row of the list, points.
const ROW: f32 = 28.0;

/// Shows the question in place of what is below the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    // What lies below must not be reached through it.
    ui.interact(rect, ui.scope_id().with("path"), Sense::CLICK | Sense::DRAG);
    let mut held = view.desk.path.borrow_mut();
    let Some(state) = held.as_mut() else { return };
    let inner = paint::panel(ui, rect, state.question.purpose.title());
    let note = Rect::from_min_size(inner.min + vec2(0.0, 32.0), vec2(inner.width(), 20.0));
    let response = ui.interact(note, ui.scope_id().with("note"), Sense::hover());
    let says = "There is no file dialog on this system: type a path. Tab completes it.";
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, says));
    let (font, ink) = (theme::body(), palette.muted);
    paint::text_within(ui.painter(), note, Align2::LEFT_CENTER, says, font, ink);
    let top = note.bottom() + theme::STEP;
    let at = |right: f32, width: f32| {
        Rect::from_min_size(pos2(inner.right() - right - width, top), vec2(width, 32.0))
    };
    let (done_at, cancel_at) = (at(96.0, 88.0), at(0.0, 88.0));
    let field_at = Rect::from_min_max(
        pos2(inner.left(), top),
        pos2(done_at.left() - theme::STEP, top + 32.0),
    );
    let entered = field(ui, field_at, state);
    let word = match state.question.purpose.writes() {
        true => "Write",
        false => "Open",
    };
    let plain = Style::plain(ui);
    let done = button::button(ui, done_at, word, plain).clicked() || entered;
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let left = button::button(ui, cancel_at, "Cancel", plain).clicked() || escaped;
    let listed = inner.with_min_y(top + 32.0 + theme::GAP);
    let chosen = rows(ui, listed, state);
    if let Some((name, is_folder)) = chosen {
        state.put(&name, is_folder);
        state.fresh = true;
    }
    let answer = if done { answer(view, state) } else { None };
    if answer.is_some() || left {
        *held = None;
        drop(held);
        view.desk.dialogs.answer(answer);
        ui.ctx().request_repaint();
    }
}

/// The field; whether Enter was pressed in it.
fn field(ui: &mut Ui, rect: Rect, state: &mut State) -> bool {
    let id = ui.scope_id().with("path text");
    let focused = ui.memory(|memory| memory.has_focus(id));
    if focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
        state.complete();
        to_end(ui, id, &state.text);
    }
    let edit = TextEdit::singleline(&mut state.text)
        .id(id)
        .lock_focus(true)
        .font(theme::body())
        .margin(vec2(10.0, 7.0));
    let response = ui.put(rect, edit).accessible_name("Path of the file");
    paint::focus_ring(ui, rect, &response);
    if response.changed() {
        state.replaces = None;
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if std::mem::take(&mut state.fresh) || entered {
        response.request_focus();
        to_end(ui, id, &state.text);
    }
    entered
}

/// Puts the cursor behind the text.
fn to_end(ui: &Ui, id: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut edit = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    edit.cursor.set_char_range(Some(CCursorRange::one(end)));
    edit.store(ui.ctx(), id);
}

/// Rows of completions; returns the one clicked.
fn rows(ui: &mut Ui, rect: Rect, state: &mut State) -> Option<(String, bool)> {
    let palette = theme::of(ui);
    state.look();
    let mut chosen = None;
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("path list"));
    child.set_clip_rect(rect.expand2(vec2(4.0, 0.0)));
    let area = ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false);
    area.show(child, |ui| {
        for entry in state.matches() {
            let size = vec2(ui.available_width(), ROW);
            let (place, _) = ui.allocate_exact_size(size, Sense::hover());
            let id = ui.scope_id().with(("path", entry.name.as_str()));
            let response = ui.interact(place, id, Sense::CLICK | Sense::FOCUSABLE);
            let sign = if entry.is_folder { "/" } else { "" };
            let name = format!("{}{sign}", entry.name);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::ListItem, true, &name));
            if response.hovered() {
                let painter = ui.painter();
                painter.rect_filled(place, theme::BUTTON_RADIUS, palette.hovered);
            }
            let words = place.shrink2(vec2(10.0, 0.0));
            let ink = if entry.is_folder {
                palette.muted
            } else {
                palette.text
            };
            let font = theme::body();
            paint::text_within(ui.painter(), words, Align2::LEFT_CENTER, &name, font, ink);
            paint::focus_ring(ui, place.shrink(3.0), &response);
            if response.clicked() {
                chosen = Some((entry.name.clone(), entry.is_folder));
            }
        }
    });
    chosen
}

/// The file, if it can be the answer; says what is in the way otherwise.
fn answer(view: &View<'_>, state: &mut State) -> Option<(Purpose, PathBuf)> {
    let path = state.path();
    let purpose = state.question.purpose;
    let name = path.display();
    if path.is_dir() {
        state.text = with_slash(&path);
        return None;
    }
    if !purpose.writes() {
        if !path.exists() {
            view.say(format!("There is no file \u{201c}{name}\u{201d}."));
            return None;
        }
        return Some((purpose, path));
    }
    if !path.parent().is_some_and(Path::is_dir) {
        view.say(format!("There is no folder for \u{201c}{name}\u{201d}."));
        return None;
    }
    if path.exists() && state.replaces.as_ref() != Some(&path) {
        view.say(format!(
            "\u{201c}{name}\u{201d} is there already: Write once more replaces it."
        ));
        state.replaces = Some(path);
        return None;
    }
    Some((purpose, path))
}

#[cfg(test)]
mod tests;
