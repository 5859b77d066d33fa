//! A blind test between two slots, or a slot and the input: set up, run, looked back at.

mod result;
mod setup;
mod trial;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use egui::{pos2, vec2, Key, Rect, Sense, Ui};

use crate::analysis::blind_test::Question;
use crate::editor::app::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::session::blind::{Run, Side};
use crate::worker::blind;

/// State of the sheet while the window is open.
pub struct State {
    /// True if it is shown.
    pub open: bool,
    sides: [Side; 2],
    question: Question,
    /// Place of the number of trials among those that the question allows.
    length: usize,
    /// Seed of the hidden order, as typed.
    seed: String,
    run: Option<Run>,
    /// Text of a result that is looked at, and its file where it is kept.
    shown: Option<(String, Option<PathBuf>)>,
    /// Results that are kept, by name.
    kept: Vec<(String, PathBuf)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            open: false,
            sides: [Side::Input, Side::Slot(0)],
            question: Question::Abx,
            length: 1,
            seed: String::new(),
            run: None,
            shown: None,
            kept: Vec::new(),
        }
    }
}

/// Opens the sheet.
pub fn open(view: &View<'_>) {
    let mut state = view.desk.blind.borrow_mut();
    state.open = true;
    state.kept = view.desk.library.blind_tests();
    if state.seed.is_empty() {
        state.seed = fresh_seed();
    }
}

/// A seed from the clock.
fn fresh_seed() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = now.map_or(1, |since| since.as_nanos() as u64);
    (nanoseconds % 1_000_000_000).to_string()
}

/// Ends a test whose set-ups are no longer what they were, or whose sound has gone.
pub fn follow(view: &View<'_>) {
    let outdated = {
        let state = view.desk.blind.borrow();
        let Some(run) = &state.run else { return };
        match view.designer.blind().state() {
            blind::State::Stopped(reason) => Some(reason),
            _ if run.is_outdated(view.params) => Some("a set-up was changed".to_owned()),
            _ => None,
        }
    };
    if let Some(reason) = outdated {
        stop(view, &reason);
    }
}

/// Ends a test before its last trial.
fn stop(view: &View<'_>, reason: &str) {
    view.designer.blind().stop();
    let run = view.desk.blind.borrow_mut().run.take();
    if let Some(run) = run {
        let [trial, trials] = run.trial();
        view.say(format!(
            "The blind test has ended in trial {trial} of {trials}: {reason}. A test is evaluated whole, \
             so nothing was kept."
        ));
    }
}

/// Shows the sheet in place of what is below the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    // What lies below must not be reached through it.
    ui.interact(
        rect,
        ui.scope_id().with("blind"),
        Sense::CLICK | Sense::DRAG,
    );
    let inner = paint::panel(ui, rect, "Blind test");
    let close = Rect::from_min_size(
        pos2(inner.right() - 72.0, inner.top() - 2.0),
        vec2(72.0, theme::BUTTON),
    );
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let name = "Close the blind test";
    if button::named(ui, close, "Close", name, Style::plain(ui)).clicked() || escaped {
        stop(view, "it was closed");
        let mut state = view.desk.blind.borrow_mut();
        (state.open, state.shown) = (false, None);
        ui.ctx().request_repaint();
        return;
    }
    let body = inner.with_min_y(inner.top() + 44.0);
    let (runs, shows) = {
        let state = view.desk.blind.borrow();
        (state.run.is_some(), state.shown.is_some())
    };
    if runs {
        trial::show(ui, body, view);
    } else if shows {
        result::show(ui, body, view);
    } else {
        setup::show(ui, body, view);
    }
}
