//! The choice of rigs, what is held, and the buttons.

use egui::{pos2, vec2, Rect, RichText, TextEdit, Ui};

use super::{choice, words};
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::{list, paint};
use crate::editor::window::dialogs::Purpose;
use crate::worker::check::{Status, LEAST_S, MOST_S};

/// Height of it all, points.
pub const HEIGHT: f32 = 60.0;

/// Time between two looks at the age of a result, s.
const LOOK_S: u64 = 10;

/// Shows the controls.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>, status: &Status) {
    let row = rect.with_max_y(rect.top() + theme::BUTTON);
    let mut left = row.left();
    let mut place = |width: f32| {
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(width, row.height()));
        left = place.right() + theme::STEP;
        place
    };
    field(ui, place(300.0), view);
    tags(ui, place(104.0), view);
    let plain = Style::plain(ui);
    let busy = status.progress.is_some() || status.exports;
    let ready = status.seconds >= LEAST_S && !busy;
    if busy {
        if button::named(ui, place(92.0), "Cancel", "Cancel measuring", plain).clicked() {
            view.designer.check().cancel();
        }
    } else if button::button(ui, place(92.0), "Measure", plain.enabled(ready)).clicked() {
        let typed = view.desk.check.borrow().words.clone();
        match choice::chosen(view, &typed) {
            Ok(chosen) => view.designer.check().measure(chosen),
            Err(problem) => view.say(problem),
        }
        ui.ctx().request_repaint();
    }
    let can_export = status.result.is_some() && !busy;
    let export = button::button(
        ui,
        place(120.0),
        "Export page\u{2026}",
        plain.enabled(can_export),
    );
    if export.clicked() {
        view.desk.dialogs.ask(ui.ctx(), Purpose::Page, "Mix check");
    }
    export.on_hover_text("The page of the command line's report, with its clips and a JSON file.");
    let word = if status.listens {
        "Stop listening"
    } else {
        "Listen"
    };
    let id = ui.scope_id().with("listen");
    if button::kept(ui, place(112.0), word, word, id, plain).clicked() {
        match status.listens {
            true => view.designer.check().stop_listening(),
            false => view.designer.check().listen(),
        }
        ui.ctx().request_repaint();
    }
    let rest = row.with_min_x(left + theme::STEP);
    words::line(ui, rest, "held", &held(status), theme::of(ui).muted);
    below(ui, rect.with_min_y(row.bottom() + theme::STEP), status);
}

/// Sound that is held, in words.
fn held(status: &Status) -> String {
    if !status.listens {
        return "Nothing is held.".to_owned();
    }
    if status.sample_rate_hz.is_none() {
        return "The host plays no sound.".to_owned();
    }
    let kept_bytes = status
        .result
        .as_ref()
        .map_or(0, |result| result.held.bytes());
    let mut text = format!(
        "{} of {} held, {:.0} MB",
        words::clock(status.seconds),
        words::clock(MOST_S),
        (status.bytes.max(kept_bytes)) as f64 / 1e6
    );
    match status.missed {
        0 => {}
        1 => text += "; once sound was missed",
        n => text += &format!("; sound was missed {n} times"),
    }
    text
}

/// The progress of a run, or the age of a result.
fn below(ui: &Ui, rect: Rect, status: &Status) {
    let palette = theme::of(ui);
    let line = rect.with_max_y(rect.top() + 20.0);
    if let Some(progress) = &status.progress {
        let [done, all] = progress.rigs();
        let share = progress.share();
        let bar = Rect::from_min_max(
            pos2(line.left(), line.center().y - 4.0),
            pos2(line.left() + 300.0, line.center().y + 4.0),
        );
        paint::bar(ui.painter(), bar, share as f32, palette.mix, palette.raised);
        let text = format!("{:.0} %: {done} of {all} rigs measured", 100.0 * share);
        let words = line.with_min_x(bar.right() + theme::GAP);
        words::line(ui, words, "progress", &text, palette.text);
    } else if status.exports {
        words::line(
            ui,
            line,
            "progress",
            "The page is being written.",
            palette.text,
        );
    } else if let Some(checked) = &status.result {
        let (text, other) = words::age(checked, status);
        let (sign, ink) = match other {
            true => ("! ", palette.limit),
            false => ("", palette.text),
        };
        words::line(ui, line, "age", &format!("{sign}{text}"), ink);
        let soon = std::time::Duration::from_secs(LOOK_S);
        ui.ctx().request_repaint_after(soon);
    }
}

/// The rigs, as typed.
fn field(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let mut state = view.desk.check.borrow_mut();
    let edit = TextEdit::singleline(&mut state.words)
        .hint_text("Everyone's rigs, or tags and names")
        .font(theme::body())
        .margin(vec2(10.0, 5.0));
    let response = ui.put(rect, edit).accessible_name("Rigs to measure");
    paint::focus_ring(ui, rect, &response);
    response.on_hover_text(
        "Tags or names, separated by commas. Empty: every performer's rig that shows no fault.",
    );
}

/// A list of the tags that there are.
fn tags(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let response = button::named(ui, rect, "Choose\u{2026}", "Choose rigs", Style::plain(ui));
    paint::chevron(
        ui.painter(),
        rect.right_center() - vec2(12.0, 0.0),
        palette.muted,
    );
    list::under(ui, &response, 220.0, |ui| {
        let typed = view.desk.check.borrow().words.clone();
        let has = |word: &str| choice::split(&typed).any(|w| w.eq_ignore_ascii_case(word));
        if list::row(ui, typed.trim().is_empty(), "Everyone's, without faults").clicked() {
            view.desk.check.borrow_mut().words.clear();
        }
        for (word, name) in choice::SPECIAL {
            if list::row(ui, has(word), name).clicked() {
                add(view, word);
            }
        }
        ui.add_space(6.0);
        ui.label(RichText::new("By tag").size(12.0).color(palette.muted));
        for tag in view.listing.tags() {
            if list::row(ui, has(tag), tag).clicked() {
                add(view, tag);
            }
        }
    });
}

/// Adds a word, or takes it away where it is.
fn add(view: &View<'_>, word: &str) {
    let mut state = view.desk.check.borrow_mut();
    let mut kept: Vec<String> = choice::split(&state.words).map(str::to_owned).collect();
    let before = kept.len();
    kept.retain(|known| !known.eq_ignore_ascii_case(word));
    if kept.len() == before {
        kept.push(word.to_owned());
    }
    state.words = kept.join(", ");
}
