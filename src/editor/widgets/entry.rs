//! A value, and in its place a field to type in once it has been clicked or Enter pressed on it.

use egui::{Align2, Event, Id, Key, Rect, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo};

use super::button;
use super::control::Control;
use super::gesture::set_once;
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme;

/// The second click of a double click comes within this time and leaves the whole text selected,
/// seconds.
const SETTLE_S: f64 = 0.5;

/// The text being typed.
#[derive(Clone)]
struct Typing {
    text: String,
    /// True if the whole text is selected: until the first key, or a click that is no part of the
    /// one that opened the field.
    whole: bool,
    /// When the field was opened, on the window's clock.
    opened_s: f64,
    /// True if the keyboard goes back to the value afterwards, or to the host.
    by_keys: bool,
    /// True if what was typed was not understood.
    refused: bool,
}

/// Shows a parameter's value, which can be typed. `id` is what the field is known by. A text that is
/// not understood is refused in words and changes nothing.
pub fn entry(ui: &mut Ui, rect: Rect, id: Id, view: &View<'_>, control: &Control<'_>) {
    match ui.data(|data| data.get_temp::<Typing>(id)) {
        Some(typing) => field(ui, rect, id, typing, view, control),
        None => value(ui, rect, id, view, control),
    }
}

/// Returns whether a value is being typed.
pub fn is_open(ui: &Ui, id: Id) -> bool {
    ui.data(|data| data.get_temp::<Typing>(id)).is_some()
}

/// Opens the field of a value, with all of it selected.
pub fn open(ui: &Ui, id: Id, control: &Control<'_>) {
    let typing = Typing {
        text: control.text(),
        whole: true,
        opened_s: ui.input(|input| input.time),
        by_keys: button::by_keys(ui),
        refused: false,
    };
    ui.data_mut(|data| data.insert_temp(id, typing));
    ui.memory_mut(|memory| memory.request_focus(id));
    ui.ctx().request_repaint();
}

fn value(ui: &Ui, rect: Rect, id: Id, view: &View<'_>, control: &Control<'_>) {
    let palette = theme::of(ui);
    let response = ui.interact(rect, id.with("value"), Sense::CLICK | Sense::FOCUSABLE);
    let label = format!("Type {}", control.name());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Button, true, &label);
        info.current_text_value = Some(control.text());
        info
    });
    let text = control.text();
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, theme::BUTTON_RADIUS, palette.raised);
    }
    let ink = if view.rests(control) {
        palette.faint
    } else {
        palette.text
    };
    paint::text_fitted(
        ui.painter(),
        rect,
        Align2::CENTER_CENTER,
        &paint::minus(&text),
        theme::strong(),
        ink,
    );
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    if response.clicked() {
        open(ui, id, control);
    }
    value_menu::show(ui, &response, Some(id), view, control);
    response.on_hover_cursor(egui::CursorIcon::Text);
}

fn field(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    mut typing: Typing,
    view: &View<'_>,
    control: &Control<'_>,
) {
    let palette = theme::of(ui);
    let edit = TextEdit::singleline(&mut typing.text)
        .id(id)
        .font(theme::strong())
        .align(Align2::CENTER_CENTER)
        .margin(egui::vec2(2.0, 1.0));
    let response = ui
        .put(rect, edit)
        .accessible_name(format!("{} as text", control.name()));
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    if typing.refused {
        let edge = Stroke::new(2.0, palette.limit);
        let painter = ui.painter();
        painter.rect_stroke(rect, theme::BUTTON_RADIUS, edge, StrokeKind::Outside);
    }
    if typing.whole && is_opening(ui, rect, &typing) && !response.has_focus() {
        // The toolkit takes the focus away from what it did not know before the click.
        response.request_focus();
        ui.data_mut(|data| data.insert_temp(id, typing));
        ui.ctx().request_repaint();
        return;
    }
    if typing.whole {
        keep_whole(ui, id, &mut typing);
    }
    if response.changed() {
        typing.refused = false;
    }
    if response.lost_focus() {
        leave(ui, id, typing, view, control);
    } else {
        ui.data_mut(|data| data.insert_temp(id, typing));
    }
}

/// Returns whether the clicks that open the field still go on: the one in a menu, or the second one
/// of a double click.
fn is_opening(ui: &Ui, rect: Rect, typing: &Typing) -> bool {
    let (keys, since_s) = ui.input(|input| {
        let keys = [Key::Enter, Key::Escape, Key::Tab];
        let pressed = keys.into_iter().any(|key| input.key_pressed(key));
        (pressed, input.time - typing.opened_s)
    });
    let is_first = since_s <= 0.0;
    is_first || (!keys && since_s <= SETTLE_S && ui.rect_contains_pointer(rect))
}

/// Keeps the whole text selected while the clicks that opened the field go on.
fn keep_whole(ui: &Ui, id: Id, typing: &mut Typing) {
    let (typed, pressed, down, now) = ui.input(|input| {
        let is_key = |event: &Event| {
            let key = matches!(event, Event::Key { pressed: true, .. });
            key || matches!(event, Event::Text(_) | Event::Paste(_))
        };
        let pointer = &input.pointer;
        let typed = input.events.iter().any(is_key);
        (typed, pointer.any_pressed(), pointer.any_down(), input.time)
    });
    let is_first = now <= typing.opened_s;
    let settled = now - typing.opened_s > SETTLE_S;
    if (typed && !is_first) || (pressed && settled) {
        typing.whole = false;
        return;
    }
    select_all(ui, id, typing.text.chars().count());
    if settled && !down && !ui.input(|input| input.pointer.any_released()) {
        typing.whole = false;
    }
}

/// Takes what was typed, or says why not.
fn leave(ui: &Ui, id: Id, mut typing: Typing, view: &View<'_>, control: &Control<'_>) {
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let (given_up, entered) = (pressed(Key::Escape), pressed(Key::Enter));
    let read = control.read(&typing.text);
    let unchanged = typing.text == control.text();
    if !given_up && !unchanged {
        match read {
            Some(position) => set_once(view, control, position),
            None => refuse(view, control, &typing.text),
        }
    }
    if !given_up && entered && read.is_none() {
        // What was typed is not lost, and can be mended.
        typing.refused = true;
        ui.data_mut(|data| data.insert_temp(id, typing));
        ui.memory_mut(|memory| memory.request_focus(id));
        return;
    }
    if typing.by_keys && (given_up || entered) {
        // The keyboard stays where it was.
        ui.memory_mut(|memory| memory.request_focus(id.with("value")));
    }
    ui.data_mut(|data| data.remove::<Typing>(id));
}

/// Says that a text is no value of a parameter, and what its values are.
pub fn refuse(view: &View<'_>, control: &Control<'_>, text: &str) {
    /// Longest text that is repeated in a message, characters.
    const LONGEST: usize = 24;
    let mut said: String = text.chars().take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        said.push('\u{2026}');
    }
    let [low, high] = [0.0, 1.0].map(|end| paint::minus(&control.text_at(end)));
    view.say(format!(
        "\u{201c}{said}\u{201d} is no value of {}, which goes from {low} to {high}.",
        control.name()
    ));
}

/// Selects all of a text field.
pub fn select_all(ui: &Ui, id: Id, length: usize) {
    use egui::text::{CCursor, CCursorRange};
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(length));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), id);
    }
}
