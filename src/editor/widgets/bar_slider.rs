//! Bar slider for the amount of a stage, with its text on it: small enough for a card, turned like
//! a knob.

use egui::{pos2, Align2, Color32, Rect, Response, StrokeKind, Ui};

use super::control::Control;
use super::entry;
use super::gesture::{turnable, Travel};
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme;

/// Shows a parameter as a bar. `name` is what a screen reader says, `word` what is written.
pub fn amount(
    ui: &mut Ui,
    rect: Rect,
    view: &View<'_>,
    control: &Control<'_>,
    (name, word): (&str, &str),
    color: Color32,
) {
    let id = ui.scope_id().with((control.id, "amount"));
    let field = id.with("entry");
    if entry::is_open(ui, field) {
        entry::entry(ui, rect, field, view, control);
        return;
    }
    let travel = Travel::Horizontal(rect.width());
    let response = turnable(ui, (rect, id), view, control, name, travel);
    draw(ui, rect, &response, control, word, color);
    paint::focus_ring(ui, rect.shrink(1.0), &response);
    value_menu::show(ui, &response, Some(field), view, control);
    if !response.dragged() {
        response.on_hover_text(control.tooltip());
    }
}

/// Draws the bar from its neutral position, and word and value above it.
fn draw(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    control: &Control<'_>,
    word: &str,
    color: Color32,
) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let track = paint::surface(palette, response);
    painter.rect(
        rect,
        theme::BUTTON_RADIUS,
        track,
        theme::outline(palette),
        StrokeKind::Inside,
    );
    let inner = rect.shrink(1.0);
    let x = |share: f32| inner.left() + inner.width() * share;
    let (at, from) = (x(control.position()), x(control.neutral()));
    // Below the words, so that no end of a fill goes through them.
    let line = inner.with_min_y(inner.bottom() - 3.0);
    let filled = Rect::from_x_y_ranges(at.min(from)..=at.max(from), line.y_range());
    painter.rect_filled(filled, 1.5, color);
    let inner = inner.with_max_y(line.top() + 1.0);
    let value = paint::minus(&control.text());
    let font = theme::label();
    let value = paint::text(
        painter,
        pos2(inner.right() - 5.0, inner.center().y),
        Align2::RIGHT_CENTER,
        value,
        font.clone(),
        palette.text,
    );
    let words = inner
        .with_min_x(inner.left() + 5.0)
        .with_max_x(value.left() - 4.0);
    paint::text_within(
        painter,
        words,
        Align2::LEFT_CENTER,
        word,
        font,
        palette.text,
    );
}
