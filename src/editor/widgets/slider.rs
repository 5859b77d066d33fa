//! A wide slider with its value beside it: for what is moved without looking twice.

use egui::{pos2, vec2, Color32, Rect, Stroke, StrokeKind, Ui};

use super::control::Control;
use super::entry::entry;
use super::gesture::{turnable, Travel};
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme;

/// Width of the value, points.
const VALUE: f32 = 64.0;

/// Shows a parameter as a slider that fills a place.
pub fn slider(ui: &mut Ui, rect: Rect, view: &View<'_>, control: &Control<'_>, color: Color32) {
    let palette = theme::of(ui);
    let track = Rect::from_min_max(
        pos2(rect.left() + 12.0, rect.center().y - 4.0),
        pos2(rect.right() - VALUE - 18.0, rect.center().y + 4.0),
    );
    let grip = track.expand2(vec2(10.0, 12.0));
    let id = ui.scope_id().with((control.id, "slider"));
    let travel = Travel::Horizontal(track.width());
    let response = turnable(ui, (grip, id), view, control, control.name(), travel);
    let painter = ui.painter();
    paint::bar(painter, track, control.position(), color, palette.line);
    let at = pos2(
        track.left() + track.width() * control.position(),
        track.center().y,
    );
    let fill = if response.hovered() || response.dragged() {
        palette.hovered
    } else {
        palette.raised
    };
    painter.circle(at, 10.0, fill, Stroke::new(2.0, color));
    let line = Rect::from_center_size(at, vec2(2.0, 8.0));
    painter.rect(line, 1.0, palette.text, Stroke::NONE, StrokeKind::Inside);
    paint::focus_ring(ui, grip.shrink2(vec2(0.0, 4.0)), &response);
    if !response.dragged() {
        response.clone().on_hover_text(control.tooltip());
    }
    let value = Rect::from_center_size(
        pos2(rect.right() - 0.5 * VALUE, rect.center().y),
        vec2(VALUE, 24.0),
    );
    let field = id.with("entry");
    value_menu::show(ui, &response, Some(field), view, control);
    entry(ui, value, field, view, control);
}
