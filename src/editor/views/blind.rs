//! A blind test between two slots, or a slot and the input: set up, run, looked back at.

mod label;
mod result;
mod setup;
mod state;
mod trial;

use egui::{pos2, vec2, Key, Rect, Sense, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::worker::blind;
use state::fresh_seed;
pub use state::State;

/// Opens the sheet.
pub fn open(view: &View<'_>) {
    let mut state = view.desk.blind.borrow_mut();
    state.open = true;
    state.kept = view.desk.library.blind_tests();
    if state.seed.is_empty() {
        state.seed = fresh_seed();
    }
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
