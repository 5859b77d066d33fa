//! The view for musicians: what is worn, drawn large, one click each; how loud, how much of the
//! room; nothing else.

mod badge;
mod category;
pub mod earphone_drawing;
mod rig_grid;
pub mod tile;

use egui::{pos2, vec2, Rect, Ui};

use crate::editor::app::View;
use crate::editor::panels::slots;
use crate::editor::theme;
use crate::editor::widgets::control::Control;
use crate::editor::widgets::paint;
use crate::editor::widgets::slider::slider;
use crate::editor::widgets::switch::switch;

/// Height of the row of controls, points.
const CONTROLS: f32 = 116.0;
/// Width of the comparison, points.
const COMPARE: f32 = 232.0;

/// Shows the view.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let tiles = rect.with_max_y(rect.bottom() - CONTROLS - theme::GAP);
    rig_grid::show(ui, tiles, view);
    controls(ui, rect.with_min_y(rect.bottom() - CONTROLS), view);
}

/// Level, ambience, one ear out, and two set-ups to compare.
fn controls(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let compare = rect.with_min_x(rect.right() - COMPARE);
    let width = (rect.width() - COMPARE - 2.0 * theme::GAP) / 2.0;
    let left = Rect::from_min_size(rect.min, vec2(width, rect.height()));
    let right = left.translate(vec2(width + theme::GAP, 0.0));
    // In the order in which the keyboard goes through them.
    let inner = paint::panel(ui, left, "Level");
    one_ear_out(ui, left, view);
    if let Some(volume) = view.control("vol") {
        let place = Rect::from_min_max(pos2(inner.left(), inner.top() + 36.0), inner.max);
        slider(ui, place, view, volume, palette.mix);
    }
    let inner = paint::panel(ui, right, "Ambience");
    if let Some(on) = view.control("ambon") {
        let place = Rect::from_min_size(
            pos2(inner.right() - 112.0, inner.top() - 2.0),
            vec2(112.0, theme::BUTTON),
        );
        switch(ui, place, view, on, palette.room);
    }
    if let Some(level) = view.control("amblvl") {
        let place = Rect::from_min_max(pos2(inner.left(), inner.top() + 36.0), inner.max);
        slider(ui, place, view, level, palette.room);
    }
    let inner = paint::panel(ui, compare, "Compare");
    for slot in 0..2 {
        let each = 0.5 * (inner.width() - theme::STEP);
        let place = Rect::from_min_size(
            pos2(
                inner.left() + slot as f32 * (each + theme::STEP),
                inner.top() + 36.0,
            ),
            vec2(each, inner.bottom() - inner.top() - 36.0),
        );
        slots::one(ui, place, view, slot);
    }
}

/// The parameters that take an earphone out of an ear, beside the level.
fn one_ear_out(ui: &Ui, panel: Rect, view: &View<'_>) {
    let out = |control: &&Control<'_>| matches!(control.id, "outl" | "outr");
    let each = 112.0 + theme::STEP;
    let count = view.controls.iter().filter(out).count();
    let left = panel.right() - theme::PADDING + theme::STEP - each * count as f32;
    for (index, control) in view.controls.iter().filter(out).enumerate() {
        let at = pos2(left + each * index as f32, panel.top() + theme::GAP - 2.0);
        let place = Rect::from_min_size(at, vec2(112.0, theme::BUTTON));
        switch(ui, place, view, control, theme::of(ui).mix);
    }
}
