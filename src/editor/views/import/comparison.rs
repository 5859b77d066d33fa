//! Comparison of the present set-up with and without the curve, solved on a thread of its own
//! because the window must not wait.

use std::sync::{Arc, PoisonError};

use egui::Context;

use super::put;
use super::state::{Found, Outlook, State};
use crate::design::Plot;
use crate::editor::context::View;
use crate::worker::{Picture, BAND_HZ};

impl Outlook {
    /// The comparison for some answers, when it is ready; asks for it, when nobody has.
    pub fn of(&mut self, context: &Context, view: &View<'_>, state: &State) -> Option<Arc<Found>> {
        let answers = state.answers;
        if self.asked != Some(answers) {
            self.asked = Some(answers);
            self.ask(context, view, state);
        }
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.clone().filter(|found| found.answers == answers)
    }

    fn ask(&self, context: &Context, view: &View<'_>, state: &State) {
        let (now, without) = view.params.effective_rig();
        let mut then = now.clone();
        // What cannot be put there is said when it is tried.
        let _ = put(&mut then, state);
        let (answers, context) = (state.answers, context.clone());
        let place = Arc::clone(&self.found);
        let thread = std::thread::Builder::new().name("bodypack preview".to_owned());
        // Without a thread there is no comparison, and everything else works.
        let _ = thread.spawn(move || {
            let found = Found {
                answers,
                now: Picture::of(&(now, without)),
                then: Picture::of(&(then, without)),
            };
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
            context.request_repaint();
        });
    }
}

/// The largest change of what is heard at an ear: its frequency in Hz and how much, dB. What is
/// divided out is heard the other way round.
pub fn largest_change(now: &Plot, then: &Plot, ear: usize) -> Option<(f64, f64)> {
    let heard = |plot: &Plot, index: usize| {
        plot.programme_db[ear].get(index).copied().unwrap_or(0.0) - plot.reference_db[index]
    };
    // Coupler and tester have their own way with the last octave.
    let band = BAND_HZ[0]..=10_000.0;
    let frequencies = now.frequencies_hz.iter().enumerate();
    frequencies
        .filter(|(_, hz)| band.contains(*hz))
        .map(|(index, &hz)| (hz, heard(then, index) - heard(now, index)))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}
