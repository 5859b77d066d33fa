//! Figures that one can act on: how loud it is at the drums, how late, and for how long.

pub mod dose;
pub mod latency;
mod levels;
pub mod radio;

use egui::{pos2, vec2, Rect, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;

/// Space between the parts, points.
const BETWEEN: f32 = 8.0;

/// Shows the readings.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let inner = paint::panel(ui, rect, "At your ears");
    let line = Rect::from_min_max(
        pos2(inner.left() + 112.0, inner.top()),
        pos2(inner.right(), inner.top() + 20.0),
    );
    levels::limiter(ui, line, view);
    let drums = Rect::from_min_size(
        inner.min + vec2(0.0, 28.0),
        vec2(inner.width(), levels::HEIGHT),
    );
    levels::show(ui, drums, view);
    let late = Rect::from_min_size(
        pos2(inner.left(), drums.bottom() + BETWEEN),
        vec2(inner.width(), latency::HEIGHT),
    );
    divider(ui, late);
    latency::show(ui, late, view.rig);
    let dose = Rect::from_min_max(pos2(inner.left(), late.bottom() + BETWEEN), inner.max);
    divider(ui, dose);
    dose::show(ui, dose, view);
}

fn divider(ui: &Ui, below: Rect) {
    let palette = theme::of(ui);
    ui.painter().hline(
        below.x_range(),
        below.top() - 0.5 * BETWEEN,
        theme::outline(palette),
    );
}
