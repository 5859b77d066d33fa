//! Noise dose of the day and the time left: an estimate. It accumulates across projects until it is
//! reset; undo does not restore it.

use egui::{pos2, vec2, Align2, Rect, Ui, WidgetInfo};

use crate::analysis::noise_dose::{length, Criterion, Exposure};
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;

/// The limit that the reading goes by.
const CRITERION: Criterion = Criterion::Niosh;

/// Sizes of the buttons for the length of a set and to reset the dose, points.
const SET: egui::Vec2 = vec2(76.0, 16.0);
const RESET: egui::Vec2 = vec2(52.0, 16.0);

/// Lengths of a set that can be chosen, minutes.
const SETS_MIN: [u32; 8] = [30, 45, 60, 90, 120, 180, 240, 480];

/// Shows the dose.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let exposure = view.params.exposure.get();
    let left = in_words(exposure.left_h(CRITERION, level_dba(view)));
    let first = rect.with_max_y(rect.top() + SET.y);
    let buttons = SET.x + RESET.x + 2.0 * theme::STEP;
    let words = format!("Dose {}", in_percent(&exposure));
    let figures = first.with_max_x(first.right() - buttons);
    shown(ui, rect, view, figures, &words, &left);
    set_and_reset(ui, first, view, exposure);
}

/// Shows the dose where there is little room: what the time left is stands elsewhere.
pub fn narrow(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let exposure = view.params.exposure.get();
    let first = rect.with_max_y(rect.top() + SET.y);
    let (font, ink) = (theme::strong(), palette.text);
    let (at, left) = (first.left_center(), Align2::LEFT_CENTER);
    paint::text(ui.painter(), at, left, "Dose today", font, ink);
    let figures = first.translate(vec2(0.0, first.height() + 2.0));
    let words = in_percent(&exposure);
    shown(ui, rect, view, figures, &words, "");
    set_and_reset(ui, first, view, exposure);
}

/// Figures, bar and sentence.
fn shown(ui: &Ui, rect: Rect, view: &View<'_>, figures: Rect, words: &str, left: &str) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    // What the project keeps, so that it is right before anything plays.
    let exposure = view.params.exposure.get();
    let dose = exposure.dose(CRITERION);
    let set_h = f64::from(view.look.set_minutes) / 60.0;
    let meaning = exposure.meaning(level_dba(view), set_h);
    let sentence = match left {
        "" => meaning,
        left => format!("{left}. {meaning}"),
    };
    let response = ui.interact(rect, ui.scope_id().with("dose"), egui::Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Dose");
        info.value = Some(dose);
        let doses = in_percent(&exposure);
        info.current_text_value = Some(format!("{doses}; {sentence}"));
        info
    });
    let over = dose >= 1.0;
    let ink = if over { palette.limit } else { palette.text };
    let mark = if over { "! " } else { "" };
    let words = format!("{mark}{words}");
    let (font, align) = (theme::label(), Align2::LEFT_CENTER);
    paint::text_fitted(painter, figures, align, &words, font, ink);
    let track = Rect::from_min_size(
        pos2(rect.left(), figures.bottom() + 2.0),
        vec2(rect.width(), 3.0),
    );
    let color = if over { palette.limit } else { palette.fine };
    paint::bar(painter, track, dose as f32, color, palette.raised);
    paint::rows_within(
        painter,
        rect.with_min_y(track.bottom() + 3.0),
        Align2::LEFT_TOP,
        &sentence,
        theme::label(),
        palette.muted,
        2,
    );
    let criteria = Criterion::ALL.map(Criterion::name).join("; ");
    response.on_hover_text(format!(
        "Shares of what these allow: {criteria}. Time and forecast go by NIOSH and the mean level \
         of the last minute. An estimate: your own earphones, fit and gain are not known."
    ));
}

/// The two buttons at the right end of a line, in the order that one reads in: the keyboard goes
/// this way.
fn set_and_reset(ui: &Ui, line: Rect, view: &View<'_>, exposure: Exposure) {
    let corner = pos2(line.right() - RESET.x, line.top());
    let at = pos2(corner.x - theme::STEP - SET.x, line.top());
    set_length(ui, Rect::from_min_size(at, SET), view);
    reset(ui, Rect::from_min_size(corner, RESET), view, exposure);
}

/// The level that time and forecast go by: that of the last minute, of the ear that has more.
pub fn level_dba(view: &View<'_>) -> f64 {
    let levels = &view.meters.levels;
    let [left_dba, right_dba] = view.meters.minute_dba.unwrap_or(levels.field_dba);
    f64::from(left_dba.max(right_dba))
}

/// The dose by each criterion.
fn in_percent(exposure: &Exposure) -> String {
    let names = ["NIOSH", "OSHA", "WHO"];
    let doses = Criterion::ALL.map(|criterion| 100.0 * exposure.dose(criterion));
    let parts = names.into_iter().zip(doses);
    let parts: Vec<String> = parts
        .map(|(name, percent)| format!("{name} {percent:.0} %"))
        .collect();
    parts.join(", ")
}

/// The button that goes through the lengths of a set.
fn set_length(ui: &Ui, rect: Rect, view: &View<'_>) {
    let minutes = view.look.set_minutes;
    let word = format!("Set {}", length(f64::from(minutes) / 60.0));
    let id = ui.scope_id().with("length of the set");
    let response = button::kept(ui, rect, &word, "Length of the set", id, Style::plain(ui));
    if response.clicked() {
        let longer = SETS_MIN.into_iter().find(|&longer| longer > minutes);
        view.change(|look| look.set_minutes = longer.unwrap_or(SETS_MIN[0]));
    }
    response.on_hover_text("How long the set is that the dose is forecast for; click for another.");
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
        .color(theme::of(ui).limit);
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

/// The time left today, in words.
fn in_words(left_h: f64) -> String {
    if left_h <= 0.0 {
        "Used up (estimate)".to_owned()
    } else if left_h > 24.0 {
        "No end at this level (estimate)".to_owned()
    } else {
        format!("{} left at this level (estimate)", length(left_h))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_said_in_hours_and_minutes() {
        assert_eq!(in_words(2.084), "2 h 05 left at this level (estimate)");
        assert_eq!(in_words(0.0), "Used up (estimate)");
        assert_eq!(in_words(f64::INFINITY), "No end at this level (estimate)");
    }
}
