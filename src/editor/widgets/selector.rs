//! A choice among a few named values: a button that opens a list.

use egui::{vec2, Align2, Key, Popup, Rect, Response, Sense, Ui, WidgetInfo};

use super::control::Control;
use super::gesture::set_once;
use super::list;
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme;

/// Shows a parameter as a button that opens a list. The arrow keys go through it without opening.
pub fn selector(ui: &Ui, rect: Rect, view: &View<'_>, control: &Control<'_>) {
    let id = ui.scope_id().with(control.id);
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let now = control.text();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, control.name());
        info.current_text_value = Some(control.text());
        info
    });
    named_button(ui, rect, &response, &control.short_name(), &now);
    let last = control.steps().unwrap_or(1).max(1);
    step(ui, &response, view, control, last);
    list::under(ui, &response, rect.width(), |ui| {
        for index in 0..=last {
            let position = index as f32 / last as f32;
            let name = control.text_at(position);
            if list::row(ui, name == now, &name).clicked() {
                set_once(view, control, position);
            }
        }
    });
    value_menu::show(ui, &response, None, view, control);
    if !Popup::is_any_open(ui.ctx()) {
        response.on_hover_text(control.tooltip());
    }
}

fn step(ui: &Ui, response: &Response, view: &View<'_>, control: &Control<'_>, last: usize) {
    if !response.has_focus() {
        return;
    }
    // While the list is open, the arrows belong to it.
    let closed = !Popup::is_any_open(ui.ctx());
    ui.memory_mut(|memory| {
        let arrows = egui::EventFilter {
            vertical_arrows: closed,
            ..egui::EventFilter::default()
        };
        memory.set_focus_lock_filter(response.id, arrows);
    });
    if !closed {
        return;
    }
    let pressed = |key| ui.input(|input| input.num_presses(key)) as f32;
    let by = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
    if by != 0.0 {
        let to = (control.position() + by / last as f32).clamp(0.0, 1.0);
        set_once(view, control, control.snapped(to));
    }
}

/// A button that shows a value and that more are behind it.
pub fn button(ui: &Ui, rect: Rect, response: &Response, text: &str) {
    named_button(ui, rect, response, "", text);
}

/// The same with the name of what is chosen before the value.
fn named_button(ui: &Ui, rect: Rect, response: &Response, name: &str, text: &str) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    painter.rect(
        rect,
        theme::BUTTON_RADIUS,
        paint::surface(palette, response),
        theme::outline(palette),
        egui::StrokeKind::Inside,
    );
    let mut words = rect
        .with_min_x(rect.left() + 10.0)
        .with_max_x(rect.right() - 24.0);
    if !name.is_empty() {
        let at = words.left_center();
        let ink = palette.muted;
        let name = paint::text(painter, at, Align2::LEFT_CENTER, name, theme::label(), ink);
        words.min.x = name.right() + 6.0;
    }
    paint::text_fitted(
        painter,
        words,
        Align2::LEFT_CENTER,
        text,
        theme::body(),
        palette.text,
    );
    paint::chevron(
        painter,
        rect.right_center() - vec2(14.0, 0.0),
        palette.muted,
    );
    paint::focus_ring(ui, rect, response);
}
