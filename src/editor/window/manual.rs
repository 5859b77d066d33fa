//! The manual, opened in the system's browser. Neither the window nor the host waits for it.

mod installed;

use egui::Ui;

use crate::editor::context::View;
pub use installed::Manual;

/// Opens the manual, or says why not.
pub fn show(ui: &Ui, view: &View<'_>) {
    match view.desk.manual.borrow().show(ui.ctx()) {
        Ok(()) => view.tell("The manual opens in your browser.".to_owned()),
        Err(problem) => view.say(problem),
    }
}

/// Says what has kept the manual from opening, once.
pub fn report(view: &View<'_>) {
    let problem = view.desk.manual.borrow().problem().take();
    if let Some(problem) = problem {
        view.say(problem);
    }
}
