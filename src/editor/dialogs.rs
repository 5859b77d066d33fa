//! The system's own dialogs for files. Each waits on a thread of its own, so that neither the window
//! nor the host does.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A rig or a curve to bring in.
    Import,
    /// Where to write the present set-up.
    Export,
}

/// The dialog of one window: one at a time.
#[derive(Clone, Default)]
pub struct Dialogs(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    open: bool,
    picked: Option<(Purpose, PathBuf)>,
}

impl Dialogs {
    /// Asks for a file, unless the user is being asked already. `name` is what a new file may be
    /// called.
    pub fn ask(&self, context: &egui::Context, purpose: Purpose, name: &str) {
        if std::mem::replace(&mut self.state().open, true) {
            return;
        }
        let (own, context) = (self.clone(), context.clone());
        let file_name = format!("{}.toml", name.replace(['/', '\\', ':'], " "));
        let thread = std::thread::Builder::new().name("bodypack dialog".to_owned());
        let asked = thread.spawn(move || {
            let dialog = rfd::FileDialog::new();
            let path = match purpose {
                Purpose::Import => dialog
                    .set_title("Bring in a rig or a curve")
                    .add_filter("Rigs and curves", &["toml", "txt", "csv", "frd"])
                    .add_filter("Everything", &["*"])
                    .pick_file(),
                Purpose::Export => dialog
                    .set_title("Write the rig to a file")
                    .add_filter("Rigs", &["toml"])
                    .set_file_name(file_name)
                    .save_file(),
            };
            own.answer(path.map(|path| (purpose, path)));
            context.request_repaint();
        });
        if asked.is_err() {
            self.state().open = false;
        }
    }

    /// What the user answers: a file, or nothing.
    pub fn answer(&self, picked: Option<(Purpose, PathBuf)>) {
        let mut state = self.state();
        state.open = false;
        state.picked = picked;
    }

    /// The file that was chosen, once.
    pub fn take(&self) -> Option<(Purpose, PathBuf)> {
        self.state().picked.take()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
