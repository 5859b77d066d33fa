//! The view for musicians: people and places to choose from, one click each; below them the ears
//! under the hand, the link by its price, the stage around, one's own volume, and what it all means.

mod category;
mod drawing;
pub mod earphone_drawing;
mod ears;
mod figures;
mod link_tiers;
mod marks;
mod meaning;
pub mod names;
pub mod rig_grid;
mod stage_around;
pub mod tile;
mod volume;

use egui::{Rect, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;

/// Height of the lower row, points.
const LOWER: f32 = 312.0;
/// Width of the ears and of the middle panel, points.
const EARS: f32 = 560.0;
const MIDDLE: f32 = 284.0;

/// Shows the view.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let lower = rect.with_min_y(rect.bottom() - LOWER);
    rig_grid::show(ui, rect.with_max_y(lower.top() - theme::GAP), view);
    let ears = lower.with_max_x(lower.left() + EARS);
    let middle = lower
        .with_min_x(ears.right() + theme::GAP)
        .with_max_x(ears.right() + theme::GAP + MIDDLE);
    ears::show(ui, ears, view);
    link_stage_volume(ui, middle, view);
    meaning::show(ui, lower.with_min_x(middle.right() + theme::GAP), view);
}

/// Link, stage and volume in one panel.
fn link_stage_volume(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = paint::panel(ui, rect, "Link");
    let link = inner.with_max_y(inner.top() + link_tiers::HEIGHT);
    link_tiers::show(ui, link, view);
    let top = link.bottom() + 4.0;
    let stage = inner.with_min_y(top).with_max_y(top + stage_around::HEIGHT);
    stage_around::show(ui, stage, view);
    let volume = inner.with_min_y(inner.bottom() - volume::HEIGHT + 2.0);
    volume::show(ui, volume, view);
}
