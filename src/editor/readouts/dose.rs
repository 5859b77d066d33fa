//! How much of a day's sound the ears have had, and how long it may go on: an estimate.

use egui::{pos2, vec2, Align2, Rect, Ui, WidgetInfo};

use super::super::paint;
use super::super::theme;
use crate::chain::exposure::Criterion;
use crate::chain::Meters;

/// The limit that the reading goes by.
const CRITERION: Criterion = Criterion::Niosh;

/// Shows the dose.
pub fn show(ui: &Ui, rect: Rect, meters: &Meters) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let dose = meters.exposure.dose(CRITERION);
    let level_dba = f64::from(meters.levels.field_dba[0].max(meters.levels.field_dba[1]));
    let left = in_words(meters.exposure.left_h(CRITERION, level_dba));
    let percent = format!("{:.0} %", 100.0 * dose);
    let response = ui.interact(rect, ui.scope_id().with("dose"), egui::Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Dose");
        info.value = Some(dose);
        info.current_text_value = Some(format!("{percent}, {left}"));
        info
    });
    let line = rect.top() + 9.0;
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
    let track = Rect::from_min_size(pos2(rect.left(), line + 12.0), vec2(rect.width(), 5.0));
    paint::bar(painter, track, dose as f32, colour, palette.raised);
    response.on_hover_text(format!(
        "{}. An estimate: your own earphones, fit and gain are not known.",
        CRITERION.name()
    ));
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
