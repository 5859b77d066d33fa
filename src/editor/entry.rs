//! A value, and in its place a field to type in once it has been clicked or Enter pressed on it.

use egui::{Align2, Key, Rect, Sense, TextEdit, Ui, WidgetInfo};

use super::app::View;
use super::control::Control;
use super::gesture::set_once;
use super::paint;
use super::theme;

/// What is being typed.
#[derive(Clone)]
struct Typing {
    text: String,
    /// Whether the whole text is still to be selected.
    fresh: bool,
}

/// Shows a parameter's value, which can be typed. A text that is not understood changes nothing.
pub fn entry(ui: &mut Ui, rect: Rect, view: &View<'_>, control: &Control<'_>) {
    let id = ui.scope_id().with((control.id, "entry"));
    match ui.data(|data| data.get_temp::<Typing>(id)) {
        Some(typing) => field(ui, rect, id, typing, view, control),
        None => value(ui, rect, id, control),
    }
}

fn value(ui: &Ui, rect: Rect, id: egui::Id, control: &Control<'_>) {
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
    paint::text_within(
        ui.painter(),
        rect,
        Align2::CENTER_CENTER,
        &paint::minus(&text),
        theme::strong(),
        palette.text,
    );
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(id, Typing { text, fresh: true }));
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    response.on_hover_cursor(egui::CursorIcon::Text);
}

fn field(
    ui: &mut Ui,
    rect: Rect,
    id: egui::Id,
    mut typing: Typing,
    view: &View<'_>,
    control: &Control<'_>,
) {
    let edit = TextEdit::singleline(&mut typing.text)
        .id(id)
        .font(theme::strong())
        .align(Align2::CENTER_CENTER)
        .margin(egui::vec2(2.0, 1.0));
    let response = ui
        .put(rect, edit)
        .accessible_name(format!("{} as text", control.name()));
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    if typing.fresh {
        select_all(ui, id, typing.text.chars().count());
        typing.fresh = false;
    }
    if response.lost_focus() {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let given_up = pressed(Key::Escape);
        if given_up || pressed(Key::Enter) {
            // The keyboard stays where it was.
            ui.memory_mut(|memory| memory.request_focus(id.with("value")));
        }
        if !given_up {
            if let Some(position) = control.read(&typing.text) {
                set_once(view, control, position);
            }
        }
        ui.data_mut(|data| data.remove::<Typing>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, typing));
    }
}

fn select_all(ui: &Ui, id: egui::Id, length: usize) {
    use egui::text::{CCursor, CCursorRange};
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(length));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), id);
    }
}
