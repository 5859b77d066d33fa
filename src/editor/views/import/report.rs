//! Report of lines skipped, changed or guessed in a file.

use egui::{Align2, Rect, RichText, ScrollArea, Ui, UiBuilder};

use super::State;
use crate::curve::import::Weight;
use crate::editor::theme;
use crate::editor::widgets::paint;

/// Shows the report of the files.
pub fn show(ui: &mut Ui, rect: Rect, state: &State) {
    let palette = theme::of(ui);
    let files = std::iter::once(&state.first).chain(&state.other);
    let rejected: usize = files.clone().map(|file| file.rejected_lines).sum();
    let heading = match rejected {
        0 => "Every line was understood.".to_owned(),
        1 => "1 line was not understood:".to_owned(),
        count => format!("{count} lines were not understood:"),
    };
    let ink = if rejected == 0 {
        palette.fine
    } else {
        palette.limit
    };
    paint::text(
        ui.painter(),
        rect.left_top() + egui::vec2(0.0, 8.0),
        Align2::LEFT_CENTER,
        heading,
        theme::strong(),
        ink,
    );
    let body = rect.with_min_y(rect.top() + 24.0);
    let child = &mut ui.new_child(UiBuilder::new().max_rect(body).id_salt("report"));
    ScrollArea::vertical()
        .max_height(body.height())
        .auto_shrink(false)
        .show(child, |ui| {
            for file in files {
                for remark in &file.report {
                    let (sign, ink) = match remark.weight {
                        Weight::Note => ("", palette.muted),
                        Weight::Warning => ("! ", palette.text),
                        Weight::Rejected => ("\u{d7} ", palette.limit),
                    };
                    ui.label(
                        RichText::new(format!("{sign}{remark}"))
                            .size(12.0)
                            .color(ink),
                    );
                }
            }
        });
}
