//! How much of a day's sound the ears have had, and how long it may go on: an estimate. It goes on
//! counting from project to project until it is reset, which no undo brings back.

use egui::{pos2, vec2, Align2, Rect, Ui, WidgetInfo};

use super::super::app::View;
use super::super::button::{self, Style};
use super::super::paint;
use super::super::theme;
use crate::chain::exposure::{Criterion, Exposure};

/// The limit that the reading goes by.
const CRITERION: Criterion = Criterion::Niosh;

/// Size of the button that resets it, points.
const RESET: egui::Vec2 = vec2(56.0, 16.0);

/// Shows the dose.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    // What the project keeps, so that it is right before anything plays.
    let exposure = view.params.exposure.get();
    let dose = exposure.dose(CRITERION);
    let [left_dba, right_dba] = view.meters.levels.field_dba;
    let level_dba = f64::from(left_dba.max(right_dba));
    let left = in_words(exposure.left_h(CRITERION, level_dba));
    let percent = format!("{:.0} %", 100.0 * dose);
    let response = ui.interact(rect, ui.scope_id().with("dose"), egui::Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Dose");
        info.value = Some(dose);
        info.current_text_value = Some(format!("{percent}, {left}"));
        info
    });
    let line = rect.top() + 7.0;
    let over = dose >= 1.0;
    let colour = if over { palette.limit } else { palette.fine };
    let mark = if over { "! " } else { "" };
    for (left, align, text, font, ink) in [
        (
            rect.left(),
            Align2::LEFT_CENTER,
            "Dose".to_owned(),
            theme::label(),
            palette.muted,
        ),
        (
            rect.left() + 84.0 + theme::STEP,
            Align2::LEFT_CENTER,
            format!("{mark}{percent}"),
            theme::strong(),
            if over { palette.limit } else { palette.text },
        ),
        (
            rect.right(),
            Align2::RIGHT_CENTER,
            left,
            theme::label(),
            palette.muted,
        ),
    ] {
        paint::text(painter, pos2(left, line), align, text, font, ink);
    }
    let width = rect.width() - RESET.x - theme::GAP;
    let middle = rect.bottom() - 0.5 * RESET.y;
    let track = Rect::from_min_size(pos2(rect.left(), middle - 2.5), vec2(width, 5.0));
    paint::bar(painter, track, dose as f32, colour, palette.raised);
    reset(
        ui,
        Rect::from_min_size(rect.max - RESET, RESET),
        view,
        exposure,
    );
    response.on_hover_text(format!(
        "{}. An estimate: your own earphones, fit and gain are not known.",
        CRITERION.name()
    ));
}

/// The button that starts a new day. It asks once more, and forgets that it did when the hand goes
/// elsewhere.
fn reset(ui: &Ui, rect: Rect, view: &View<'_>, exposure: Exposure) {
    let id = ui.scope_id().with("reset the dose");
    let asked = ui.data(|data| data.get_temp(id).unwrap_or(false));
    let (word, name) = if asked {
        ("Sure?", "Really reset the dose")
    } else {
        ("Reset", "Reset the dose")
    };
    let style = Style::plain(ui)
        .enabled(exposure != Exposure::default())
        .down(asked)
        .colour(theme::of(ui).limit);
    let response = button::kept(ui, rect, word, name, id, style);
    let here = response.contains_pointer() || response.has_focus();
    let asks = if response.clicked() {
        !asked
    } else {
        asked && here
    };
    ui.data_mut(|data| data.insert_temp(id, asks));
    if asked && response.clicked() {
        view.params.exposure.replace(&Exposure::default());
    }
    response.on_hover_text("Begins a new day at 0 %; undo does not bring the old one back.");
}

/// What is left of the day, in words.
fn in_words(left_h: f64) -> String {
    if left_h <= 0.0 {
        "used up (estimate)".to_owned()
    } else if left_h > 24.0 {
        "no end at this level (estimate)".to_owned()
    } else {
        let minutes = (60.0 * left_h).round() as u32;
        let (hours, minutes) = (minutes / 60, minutes % 60);
        format!("{hours} h {minutes:02} left at this level (estimate)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_said_in_hours_and_minutes() {
        assert_eq!(in_words(2.084), "2 h 05 left at this level (estimate)");
        assert_eq!(in_words(0.0), "used up (estimate)");
        assert_eq!(in_words(f64::INFINITY), "no end at this level (estimate)");
    }
}
