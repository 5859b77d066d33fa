//! The matrix: a row for each rig, a column for each kind of finding, colors and marks.

use std::f32::consts::FRAC_PI_2;

use egui::epaint::TextShape;
use egui::{pos2, vec2, Align2, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo};

use super::words;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;
use crate::report::{Cell, Kind, Severity};
use crate::worker::check::Checked;

/// Height of a row and of the headings, width of the rigs' names, points.
const ROW: f32 = 26.0;
const HEAD: f32 = 128.0;
const NAMES: f32 = 236.0;
/// Height of the line that says more about a cell, and of the legend, points.
const MORE: f32 = 52.0;
const LEGEND: f32 = 20.0;

/// Shows the matrix.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>, checked: &Checked) {
    let column = (rect.width() - NAMES - 10.0) / Kind::OF_RIGS.len() as f32;
    headings(ui, rect.with_max_y(rect.top() + HEAD), column);
    let more = rect.with_min_y(rect.bottom() - MORE);
    let legend = Rect::from_min_max(
        pos2(rect.left(), more.top() - LEGEND),
        pos2(rect.right(), more.top()),
    );
    let rows_at = Rect::from_min_max(
        pos2(rect.left(), rect.top() + HEAD),
        pos2(rect.right(), legend.top() - 4.0),
    );
    let looked_at = rows(ui, rows_at, view, checked, column);
    show_legend(ui, legend);
    match looked_at {
        Some((rig, index)) => say_more(ui, more, checked, rig, index),
        None => {
            let words = "A cell says more under the pointer; a click loads its rig.";
            let line = more.with_max_y(more.top() + 20.0);
            words::line(ui, line, "more", words, theme::of(ui).muted);
        }
    }
}

/// Titles of the kinds, upright.
fn headings(ui: &Ui, rect: Rect, column: f32) {
    let palette = theme::of(ui);
    for (n, kind) in Kind::OF_RIGS.iter().enumerate() {
        let galley =
            ui.painter()
                .layout_no_wrap(kind.title().to_owned(), theme::label(), palette.text);
        let left = rect.left() + NAMES + column * (n as f32 + 0.5) - 0.5 * galley.size().y;
        let shape = TextShape::new(pos2(left, rect.bottom() - 6.0), galley, palette.text);
        ui.painter().add(shape.with_angle(-FRAC_PI_2));
    }
}

/// The rows; gives the cell that is looked at: its rig and its column.
fn rows(
    ui: &mut Ui,
    rect: Rect,
    view: &View<'_>,
    checked: &Checked,
    column: f32,
) -> Option<(usize, usize)> {
    let mut looked_at = None;
    let rigs = &checked.report.rigs;
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("matrix"));
    child.set_clip_rect(rect.expand2(vec2(4.0, 0.0)));
    ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false)
        .show_viewport(child, |ui, seen| {
            let size = vec2(ui.available_width(), ROW * rigs.len() as f32);
            let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
            // One row more at either end, for the keyboard to go on to.
            let first = ((seen.top() / ROW).floor() as usize).saturating_sub(1);
            let end = ((seen.bottom() / ROW).ceil() as usize + 1).min(rigs.len());
            for row in first..end {
                let at = whole.min + vec2(0.0, ROW * row as f32);
                let place = Rect::from_min_size(at, vec2(size.x, ROW));
                let found = one_row(ui, place, view, checked, (row, column));
                looked_at = found.map(|index| (row, index)).or(looked_at);
            }
        });
    looked_at
}

fn one_row(
    ui: &Ui,
    rect: Rect,
    view: &View<'_>,
    checked: &Checked,
    (row, column): (usize, f32),
) -> Option<usize> {
    let palette = theme::of(ui);
    let on_rig = &checked.report.rigs[row];
    let name = rect.with_max_x(rect.left() + NAMES - 8.0);
    let here = checked
        .origins
        .get(row)
        .is_some_and(|origin| *origin == view.params.origin.get());
    let (font, ink) = match here {
        true => (theme::strong(), palette.text),
        false => (theme::label(), palette.muted),
    };
    let title = &on_rig.candidate.rig.name;
    paint::text_within(ui.painter(), name, Align2::LEFT_CENTER, title, font, ink);
    let mut looked_at = None;
    for (index, cell) in on_rig.cells.iter().enumerate() {
        let left = rect.left() + NAMES + column * index as f32;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(column, ROW)).shrink(1.0);
        if one_cell(ui, place, view, checked, (row, cell)) {
            looked_at = Some(index);
        }
    }
    looked_at
}

/// One cell; true if it is looked at.
fn one_cell(
    ui: &Ui,
    rect: Rect,
    view: &View<'_>,
    checked: &Checked,
    (row, cell): (usize, &Cell),
) -> bool {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let Some(severity) = cell.severity() else {
        match cell.value {
            Some(_) => painter.rect_filled(rect, 3.0, palette.raised),
            None => {
                let dash = [
                    rect.center() - vec2(4.0, 0.0),
                    rect.center() + vec2(4.0, 0.0),
                ];
                painter.line_segment(dash, egui::Stroke::new(1.0, palette.faint))
            }
        };
        return false;
    };
    let id = ui.scope_id().with(("cell", row, cell.kind.id()));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let name = &checked.report.rigs[row].candidate.rig.name;
    let said = format!("{name}: {}, {}", cell.kind.title(), severity.word());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &said));
    words::sign(painter, rect, severity, palette);
    if response.hovered() {
        let edge = egui::Stroke::new(1.5, palette.text);
        painter.rect_stroke(rect, 3.0, edge, egui::StrokeKind::Inside);
    }
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    if response.clicked() {
        super::go_to(view, checked, Some(row), cell.kind.title(), cell.place);
    }
    response.hovered() || response.has_focus()
}

/// Meaning of the marks.
fn show_legend(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let mut left = rect.left() + NAMES;
    for severity in [Severity::Slight, Severity::Clear, Severity::Severe] {
        let sign = Rect::from_min_size(pos2(left, rect.center().y - 8.0), vec2(16.0, 16.0));
        words::sign(painter, sign, severity, palette);
        let at = pos2(sign.right() + 6.0, rect.center().y);
        let (font, ink) = (theme::label(), palette.muted);
        let word = paint::text(painter, at, Align2::LEFT_CENTER, severity.word(), font, ink);
        left = word.right() + 16.0;
    }
    let at = pos2(left, rect.center().y);
    let words = "empty: within the limit   \u{2013} nothing to measure";
    paint::text(
        painter,
        at,
        Align2::LEFT_CENTER,
        words,
        theme::label(),
        palette.muted,
    );
}

/// A cell in words.
fn say_more(ui: &Ui, rect: Rect, checked: &Checked, row: usize, index: usize) {
    let palette = theme::of(ui);
    let on_rig = &checked.report.rigs[row];
    let cell = &on_rig.cells[index];
    let place = words::place(checked, cell.place);
    let text = format!(
        "{}: {}. Worst from {place}. {}",
        on_rig.candidate.rig.name, cell.sentence, cell.change
    );
    let response = ui.interact(rect, ui.scope_id().with("more"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
    let (font, ink) = (theme::body(), palette.text);
    paint::rows_within(ui.painter(), rect, Align2::LEFT_TOP, &text, font, ink, 3);
}
