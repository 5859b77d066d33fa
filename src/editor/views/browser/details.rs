//! Details of the loaded rig and the actions on it.

use egui::{vec2, Align2, Rect, Ui};

use super::actions;
use crate::editor::context::View;
use crate::editor::panels::summary;
use crate::editor::stage::Stage;
use crate::editor::theme;
use crate::editor::views::perform::earphone_drawing;
use crate::editor::widgets::paint;

/// Height of the drawing, points.
const PICTURE: f32 = 168.0;

/// Shows the details.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let base = view.params.base.get();
    let picture = rect.with_max_y(rect.top() + PICTURE);
    earphone_drawing::draw(painter, palette, picture, view.rig, true);
    let name = Rect::from_min_size(
        picture.left_bottom() + vec2(0.0, 12.0),
        vec2(rect.width(), 22.0),
    );
    paint::text_within(
        painter,
        name,
        Align2::LEFT_CENTER,
        &base.name,
        theme::title(),
        palette.text,
    );
    let mut top = name.bottom() + 4.0;
    for stage in [Stage::Link, Stage::Earphone, Stage::Fit] {
        let line = format!(
            "{}: {}",
            stage.name(),
            summary::line(stage, view.rig, &view.controls)
        );
        let place = Rect::from_min_size(egui::pos2(rect.left(), top), vec2(rect.width(), 18.0));
        paint::text_within(
            painter,
            place,
            Align2::LEFT_CENTER,
            &line,
            theme::label(),
            palette.muted,
        );
        top += 19.0;
    }
    let notes = Rect::from_min_max(
        egui::pos2(rect.left(), top + 10.0),
        egui::pos2(rect.right(), rect.bottom() - actions::HEIGHT - 8.0),
    );
    paint::rows_within(
        painter,
        notes,
        Align2::LEFT_TOP,
        base.notes.trim(),
        theme::body(),
        palette.text,
        8,
    );
    actions::show(ui, rect.with_min_y(rect.bottom() - actions::HEIGHT), view);
}
