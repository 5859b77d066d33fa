//! A switch with a word beside it.

use egui::{
    pos2, vec2, Align2, Color32, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
};

use super::control::Control;
use super::gesture::set_once;
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme;

/// Shows a parameter as a switch with its name beside it.
pub fn switch(ui: &Ui, rect: Rect, view: &View<'_>, control: &Control<'_>, color: Color32) {
    let id = ui.scope_id().with(control.id);
    let on = control.is_on();
    let response = toggle(ui, rect, id, control.name(), on, color);
    if response.clicked() {
        set_once(view, control, if on { 0.0 } else { 1.0 });
    }
    value_menu::show(ui, &response, None, view, control);
    response.on_hover_text(control.tooltip());
}

/// Shows a switch of anything, with words beside it.
pub fn toggle(ui: &Ui, rect: Rect, id: Id, name: &str, on: bool, color: Color32) -> Response {
    let palette = theme::of(ui);
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Switch, true, on, name));
    let painter = ui.painter();
    let track = Rect::from_min_size(
        pos2(rect.left() + 2.0, rect.center().y - 9.0),
        vec2(32.0, 18.0),
    );
    let (fill, edge) = if on {
        (color.gamma_multiply(0.35), color)
    } else {
        (paint::surface(palette, &response), palette.faint)
    };
    painter.rect(track, 9.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let knob = if on {
        track.right() - 9.0
    } else {
        track.left() + 9.0
    };
    let dot = if on { color } else { palette.faint };
    painter.circle_filled(pos2(knob, track.center().y), 6.0, dot);
    let words = rect.with_min_x(track.right() + theme::STEP);
    let ink = if on || response.hovered() {
        palette.text
    } else {
        palette.muted
    };
    let font = theme::body();
    paint::text_fitted(painter, words, Align2::LEFT_CENTER, name, font, ink);
    paint::focus_ring(ui, rect, &response);
    response
}
