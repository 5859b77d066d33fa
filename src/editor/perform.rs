//! The view for musicians: what is worn, drawn large, one click each; how loud, how much of the
//! room; nothing else.

mod badge;
pub mod figure;
mod tile;

use egui::{pos2, vec2, Rect, Ui};

use super::app::View;
use super::button::{self, Style};
use super::control::Control;
use super::paint;
use super::slider::slider;
use super::slots;
use super::switch::switch;
use super::theme;
use crate::plugin::library::Item;

/// Height of the row of controls, points.
const CONTROLS: f32 = 132.0;
/// Width of the comparison, points.
const COMPARE: f32 = 232.0;
/// Tiles in a row.
const ACROSS: usize = 5;
/// Tiles on a page.
const PAGE: usize = 10;
/// Space between tiles, points.
const BETWEEN: f32 = 16.0;

/// Shows the view.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let tiles = rect.with_max_y(rect.bottom() - CONTROLS - theme::GAP);
    wardrobe(ui, tiles, view);
    controls(ui, rect.with_min_y(rect.bottom() - CONTROLS), view);
}

/// The rigs, a page at a time.
fn wardrobe(ui: &Ui, rect: Rect, view: &View<'_>) {
    let usable = view.listing.items.iter().filter(|item| item.rig.is_ok());
    let mut items: Vec<&Item> = usable.collect();
    // What one likes comes first.
    items.sort_by_key(|item| !item.favourite);
    let origin = view.params.origin.get();
    let now = items.iter().position(|item| item.id == origin);
    let pages = items.len().div_ceil(PAGE).max(1);
    let id = ui.scope_id().with("page");
    let page = ui.data(|data| data.get_temp::<usize>(id));
    let page = page.unwrap_or(now.unwrap_or(0) / PAGE).min(pages - 1);
    let mut area = rect;
    if pages > 1 {
        area.max.y -= 32.0;
        let row = rect.with_min_y(area.max.y);
        let turned = turner(ui, row, page, pages);
        ui.data_mut(|data| data.insert_temp(id, turned));
    }
    let shown = &items[page * PAGE..items.len().min((page + 1) * PAGE)];
    let rows = if items.len() > ACROSS { 2 } else { 1 };
    let size = vec2(
        (area.width() - BETWEEN * (ACROSS - 1) as f32) / ACROSS as f32,
        (area.height() - BETWEEN * (rows - 1) as f32) / rows as f32,
    );
    for (index, item) in shown.iter().enumerate() {
        let (row, column) = (index / ACROSS, index % ACROSS);
        let at = vec2(
            column as f32 * (size.x + BETWEEN),
            row as f32 * (size.y + BETWEEN),
        );
        let place = Rect::from_min_size(area.min + at, size);
        tile::show(ui, place, view, item, now == Some(page * PAGE + index));
    }
}

/// Numbers to turn the pages with; the page that is shown next.
fn turner(ui: &Ui, rect: Rect, page: usize, pages: usize) -> usize {
    let palette = theme::of(ui);
    let mut turned = page;
    let width = 36.0 * pages as f32;
    for index in 0..pages {
        let left = rect.center().x - 0.5 * width + 36.0 * index as f32;
        let place = Rect::from_min_size(pos2(left + 4.0, rect.bottom() - 24.0), vec2(28.0, 24.0));
        let style = Style::plain(ui).down(index == page).colour(palette.text);
        let name = format!("Page {}", index + 1);
        let word = format!("{}", index + 1);
        if button::named(ui, place, &word, &name, style).clicked() {
            turned = index;
        }
    }
    turned
}

/// Level, ambience, one ear out, and two set-ups to compare.
fn controls(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let compare = rect.with_min_x(rect.right() - COMPARE);
    let width = (rect.width() - COMPARE - 2.0 * theme::GAP) / 2.0;
    let left = Rect::from_min_size(rect.min, vec2(width, rect.height()));
    let right = left.translate(vec2(width + theme::GAP, 0.0));
    let inner = paint::panel(ui, left, "Level");
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
    one_ear_out(ui, left, view);
}

/// The parameters that take an earphone out of an ear, beside the level.
fn one_ear_out(ui: &Ui, panel: Rect, view: &View<'_>) {
    let out = |control: &&Control<'_>| matches!(control.id, "outl" | "outr");
    let mut right = panel.right() - theme::PADDING;
    for control in view.controls.iter().filter(out).rev() {
        let place = Rect::from_min_size(
            pos2(right - 112.0, panel.top() + theme::GAP - 2.0),
            vec2(112.0, theme::BUTTON),
        );
        switch(ui, place, view, control, theme::of(ui).mix);
        right = place.left() - theme::STEP;
    }
}
