//! A curve that came in: what was read, what was not and why, a preview, and what it is to be used
//! for. Nothing changes before that is said.

mod comparison;
mod preview;
mod report;
mod state;

use std::path::Path;

use egui::{pos2, vec2, Align2, Key, Rect, Sense, Ui};

use crate::curve::import::Remark;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::rig::measurement::{self, NotAMeasurement};
use crate::rig::{MeasuredOn, Rig, WearingStyle};
pub use state::{State, Use};

/// Width of the words beside the preview, points.
const WORDS: f32 = 460.0;

/// The button that asks for a file.
pub const IMPORT: &str = "Import curve\u{2026}";

/// Opens a curve of a collection that says what it was measured on.
pub fn open_measured(view: &View<'_>, path: &Path, measured_on: MeasuredOn) {
    open(view, path, None);
    if let Some(state) = view.desk.import.borrow_mut().as_mut() {
        state.answers.headphones.coupler = measured_on;
    }
}

/// Opens a file, or says in one line why not. `aim` is what it is meant for, where that was said.
pub fn open(view: &View<'_>, path: &Path, aim: Option<Use>) {
    match State::read(path) {
        Ok(mut state) => {
            let kind = state.first.kind;
            match aim {
                Some(Use::Earphone) if kind.is_equalizer() => view.say(format!(
                    "`{}` is a {kind}: it can stand for your own headphones, not for an earphone.",
                    state.first.file_name
                )),
                Some(aim) => state.answers.purpose = aim,
                None => {}
            }
            *view.desk.import.borrow_mut() = Some(state);
        }
        Err(problem) => view.say(problem),
    }
}

/// Shows what came in, in place of what is below the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    // What lies below must not be reached through it.
    let id = ui.scope_id().with("import");
    ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    let mut held = view.desk.import.borrow_mut();
    let Some(state) = held.as_mut() else { return };
    let inner = paint::panel(ui, rect, "Bring in a curve");
    let body = inner.with_min_y(inner.top() + 40.0);
    let divide = body.right() - WORDS;
    preview::show(ui, body.with_max_x(divide - theme::PADDING), view, state);
    ui.painter()
        .vline(divide, body.y_range(), theme::outline(palette));
    let words = body.with_min_x(divide + theme::PADDING);
    let top = questions(ui, words, state);
    let foot = words.with_min_y(words.bottom() - theme::BUTTON);
    let report = Rect::from_min_max(
        pos2(words.left(), top + theme::GAP),
        pos2(words.right(), foot.top() - theme::GAP),
    );
    report::show(ui, report, state);
    let half = 0.5 * (foot.width() - theme::STEP);
    let use_at = foot.with_max_x(foot.left() + half);
    let cancel_at = foot.with_min_x(foot.right() - half);
    let used = button::button(ui, use_at, "Use it", Style::plain(ui)).clicked();
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let left = button::button(ui, cancel_at, "Leave it", Style::plain(ui)).clicked() || escaped;
    if !used && !left {
        return;
    }
    let Some(state) = held.take() else { return };
    drop(held);
    if button::by_keys(ui) && ui.memory(|memory| memory.focused().is_some()) {
        // Where it came from, if that is in view.
        let from = button::id(ui, IMPORT);
        ui.memory_mut(|memory| memory.request_focus(from));
    }
    if used {
        apply(view, &state);
    } else {
        ui.ctx().request_repaint();
    }
}

/// Questions about the file's kind and purpose; returns the bottom of the block.
fn questions(ui: &Ui, rect: Rect, state: &mut State) -> f32 {
    let line = |top: f32, height: f32| {
        Rect::from_min_size(rect.min + vec2(0.0, top), vec2(rect.width(), height))
    };
    credits(ui, line(0.0, 38.0), state);
    let measured = !state.first.kind.is_equalizer();
    let choices = [
        ("My own headphones", Use::Headphones, true),
        ("The performer's earphone", Use::Earphone, measured),
    ];
    row(
        ui,
        line(48.0, theme::BUTTON),
        &choices,
        &mut state.answers.purpose,
    );
    let couplers = [
        ("711 coupler", MeasuredOn::Coupler711, true),
        ("Type 4.3 ear", MeasuredOn::Type43, true),
        ("Not known", MeasuredOn::Unknown, true),
    ];
    let headphones = &mut state.answers.headphones;
    row(
        ui,
        line(84.0, theme::BUTTON),
        &couplers,
        &mut headphones.coupler,
    );
    if state.answers.purpose == Use::Earphone {
        return rect.top() + 84.0 + theme::BUTTON;
    }
    let worn = [
        ("In the ear", WearingStyle::InEar, true),
        ("Around the ear", WearingStyle::OverEar, true),
    ];
    row(ui, line(120.0, theme::BUTTON), &worn, &mut headphones.worn);
    if measured {
        return rect.top() + 120.0 + theme::BUTTON;
    }
    let runs = [
        ("The equalizer is off", false, true),
        ("I listen through it", true, true),
    ];
    let place = line(156.0, theme::BUTTON);
    row(ui, place, &runs, &mut headphones.equaliser_runs);
    place.bottom()
}

/// Names of the files, and their kind.
fn credits(ui: &Ui, rect: Rect, state: &State) {
    let palette = theme::of(ui);
    let other = match &state.other {
        Some(other) => format!(" and {}", other.file_name),
        None => String::new(),
    };
    let name = format!("{}{other}", state.first.file_name);
    let painter = ui.painter();
    paint::text_within(
        painter,
        rect.with_max_y(rect.top() + 20.0),
        Align2::LEFT_CENTER,
        &name,
        theme::strong(),
        palette.text,
    );
    let kind = format!("This is a {}.", state.first.kind);
    paint::text_within(
        painter,
        rect.with_min_y(rect.top() + 20.0),
        Align2::LEFT_CENTER,
        &kind,
        theme::label(),
        palette.muted,
    );
}

/// A few words of which one is chosen.
fn row<T: Copy + PartialEq>(ui: &Ui, rect: Rect, choices: &[(&str, T, bool)], chosen: &mut T) {
    let gaps = theme::STEP * (choices.len() - 1) as f32;
    let each = (rect.width() - gaps) / choices.len() as f32;
    for (index, &(word, value, possible)) in choices.iter().enumerate() {
        let left = rect.left() + index as f32 * (each + theme::STEP);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(each, rect.height()));
        let style = Style::plain(ui).down(*chosen == value).enabled(possible);
        if button::button(ui, place, word, style).clicked() {
            *chosen = value;
        }
    }
}

/// Puts the curve into a rig. Gives what is doubtful about it, or why it cannot be.
fn put(rig: &mut Rig, state: &State) -> Result<Vec<Remark>, NotAMeasurement> {
    let other = state.other.as_ref();
    let headphones = state.answers.headphones;
    match state.answers.purpose {
        Use::Headphones => Ok(measurement::as_headphones(
            rig,
            &state.first,
            other,
            headphones,
            "",
        )),
        Use::Earphone => measurement::as_earphone(rig, &state.first, other, headphones.coupler, ""),
    }
}

/// Puts the curve into the instance, as one step to undo, and says what is doubtful about it.
fn apply(view: &View<'_>, state: &State) {
    let mut outcome = Ok(Vec::new());
    view.params
        .choose(view.gui, |rig| outcome = put(rig, state));
    view.designer.wake();
    match outcome {
        Ok(remarks) => match remarks.first() {
            Some(remark) => view.say(remark.to_string()),
            None => view.tell(format!(
                "`{}` is used for {}.",
                state.first.file_name,
                match state.answers.purpose {
                    Use::Headphones => "your own headphones",
                    Use::Earphone => "the performer's earphone",
                }
            )),
        },
        Err(error) => view.say(error.to_string()),
    }
}
