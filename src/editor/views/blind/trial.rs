//! One trial: the sounds to hear, the answers, and how well both are matched.

use egui::{pos2, vec2, Align2, Rect, Ui};

use super::label::label;
use crate::analysis::blind_test::{Question, MATCHED_LU};
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::session::blind::Run;

/// Width of the whole, points.
const WIDTH: f32 = 640.0;
/// Height of a large button, points.
const LARGE: f32 = 64.0;

/// Shows it.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let place = Rect::from_center_size(
        pos2(rect.center().x, rect.top() + 210.0),
        vec2(WIDTH, 420.0),
    );
    let mut state = view.desk.blind.borrow_mut();
    let Some(run) = state.run.as_mut() else {
        return;
    };
    let line = |top: f32, height: f32| {
        Rect::from_min_size(place.min + vec2(0.0, top), vec2(WIDTH, height))
    };
    let [trial, trials] = run.trial();
    let title = format!("Trial {trial} of {trials}");
    paint::text(
        ui.painter(),
        line(0.0, 28.0).left_center(),
        Align2::LEFT_CENTER,
        &title,
        theme::readout(),
        palette.text,
    );
    let about = about(run);
    label(ui, line(32.0, 20.0), "about", &about, palette.muted);
    sounds(ui, line(68.0, LARGE), view, run);
    let answer = answers(ui, line(68.0 + LARGE + 24.0, LARGE), view, run);
    let (words, fine) = loudness(view);
    let ink = if fine { palette.fine } else { palette.muted };
    label(ui, line(250.0, 20.0), "loudness", &words, ink);
    let waits = run.waits_for().unwrap_or_default();
    label(ui, line(276.0, 20.0), "waits", waits, palette.muted);
    let stops_at = line(316.0, theme::BUTTON).with_max_x(place.left() + 140.0);
    let stops = button::button(ui, stops_at, "Stop the test", Style::plain(ui)).clicked();
    let outcome = answer.and_then(|second| run.answer(second, &view.params.blind));
    let ended = outcome.map(|outcome| run.text(&outcome));
    drop(state);
    if stops {
        super::stop(view, "it was stopped");
        ui.ctx().request_repaint();
    }
    if let Some(text) = ended {
        super::result::keep(view, text);
        ui.ctx().request_repaint();
    }
    // The match goes on while nobody touches anything.
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(100));
}

fn about(run: &Run) -> String {
    let [first, second] = run.names();
    match run.question() {
        Question::Abx => {
            format!(
                "1 is \u{201c}{first}\u{201d}, 2 is \u{201c}{second}\u{201d}. Which of them is X?"
            )
        }
        Question::Preference => {
            format!("\u{201c}{first}\u{201d} and \u{201c}{second}\u{201d} in hidden order. Which one is better?")
        }
    }
}

/// The sounds; the one that is heard is down.
fn sounds(ui: &Ui, rect: Rect, view: &View<'_>, run: &mut Run) {
    let palette = theme::of(ui);
    let sounds = run.sounds();
    for (index, word) in sounds.iter().enumerate() {
        let place = part(rect, index, sounds.len());
        let text = format!("Hear {}", lower(word));
        let style = Style::plain(ui)
            .down(run.playing() == index)
            .color(palette.mix);
        if button::button(ui, place, &text, style).clicked() {
            run.hear(index, &view.params.blind);
        }
    }
}

/// The answers; true for the second one.
fn answers(ui: &Ui, rect: Rect, view: &View<'_>, run: &Run) -> Option<bool> {
    let words = match run.question() {
        Question::Abx => ["X is 1", "X is 2"],
        Question::Preference => ["The first is better", "The second is better"],
    };
    let possible = run.waits_for().is_none() && view.params.blind.is_matched();
    let mut answer = None;
    for (index, word) in words.into_iter().enumerate() {
        let place = part(rect, index, 2);
        let style = Style::plain(ui).enabled(possible);
        if button::button(ui, place, word, style).clicked() {
            answer = Some(index == 1);
        }
    }
    answer
}

fn lower(word: &str) -> String {
    match word.len() {
        1 => word.to_owned(),
        _ => format!("the {}", word.to_lowercase()),
    }
}

fn part(rect: Rect, index: usize, count: usize) -> Rect {
    let each = (rect.width() - theme::GAP * (count - 1) as f32) / count as f32;
    let left = rect.left() + index as f32 * (each + theme::GAP);
    Rect::from_min_size(pos2(left, rect.top()), vec2(each, rect.height()))
}

/// Match of both in words, and true if it is enough.
fn loudness(view: &View<'_>) -> (String, bool) {
    let link = &view.params.blind;
    match link.apart_lu() {
        _ if !link.runs() => (
            "Both sounds are being made; let the host play.".to_owned(),
            false,
        ),
        None => (
            "The loudness is being matched: let the host play three seconds of the mix.".to_owned(),
            false,
        ),
        Some(lu) if lu.abs() <= MATCHED_LU => (
            format!(
                "Matched: {:.2} LU apart over what played (at most {MATCHED_LU})",
                lu.abs()
            ),
            true,
        ),
        Some(lu) => (
            format!(
                "{:.2} LU apart: hear any of them once more, and it is matched anew",
                lu.abs()
            ),
            false,
        ),
    }
}
