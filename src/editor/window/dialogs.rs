//! The system's own dialogs for files. Each waits on a thread of its own, so that neither the window
//! nor the host does. A system that has none is not asked: the window has the path typed instead.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::editor::views::import::Use;

/// Purpose of a file dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A rig or a curve to bring in.
    Import,
    /// A curve for what is named.
    Curve(Use),
    /// The file to write the present set-up to.
    Export,
    /// The page of a mix check.
    Page,
}

impl Purpose {
    /// Endings of the files that are looked for.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Import => &["toml", "txt", "csv", "frd"],
            Self::Curve(_) => &["txt", "csv", "frd"],
            Self::Export => &["toml"],
            Self::Page => &["html"],
        }
    }

    /// Returns whether a file is written.
    pub fn writes(self) -> bool {
        matches!(self, Self::Export | Self::Page)
    }

    /// Title of the dialog.
    pub fn title(self) -> &'static str {
        match self {
            Self::Import => "Bring in a rig or a curve",
            Self::Curve(Use::Earphone) => "Bring in a curve of the performer's earphone",
            Self::Curve(Use::Headphones) => "Bring in a curve of your own headphones",
            Self::Export => "Write the rig to a file",
            Self::Page => "Write the page of the mix check",
        }
    }
}

/// A question for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Purpose.
    pub purpose: Purpose,
    /// The name of a new file.
    pub file_name: String,
}

/// A dialog that comes back sooner was never seen by anybody: there is none on this system.
const SOONEST_ANSWER: Duration = Duration::from_millis(250);

/// The dialog of one window: one at a time.
#[derive(Clone, Default)]
pub struct Dialogs(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    open: bool,
    picked: Option<(Purpose, PathBuf)>,
    /// A question that the system cannot put.
    unasked: Option<Question>,
}

impl Dialogs {
    /// Asks for a file, unless the user is being asked already. `name` is what a new file may be
    /// called.
    pub fn ask(&self, context: &egui::Context, purpose: Purpose, name: &str) {
        if std::mem::replace(&mut self.state().open, true) {
            return;
        }
        let question = Question {
            purpose,
            file_name: format!(
                "{}.{}",
                name.replace(['/', '\\', ':'], " "),
                purpose.endings()[0]
            ),
        };
        if !system::has_dialogs() {
            self.cannot_ask(question);
            context.request_repaint();
            return;
        }
        let (own, context, put) = (self.clone(), context.clone(), question.clone());
        let thread = std::thread::Builder::new().name("bodypack dialog".to_owned());
        let asked = thread.spawn(move || {
            let start = Instant::now();
            match answer_of(&put) {
                None if start.elapsed() < SOONEST_ANSWER => own.cannot_ask(put),
                path => own.answer(path.map(|path| (put.purpose, path))),
            }
            context.request_repaint();
        });
        if asked.is_err() {
            self.cannot_ask(question);
        }
    }

    /// The user's answer: a file, or nothing.
    pub fn answer(&self, picked: Option<(Purpose, PathBuf)>) {
        let mut state = self.state();
        state.open = false;
        state.picked = picked;
    }

    /// Leaves a question to the window, as on a system without dialogs.
    pub fn cannot_ask(&self, question: Question) {
        let mut state = self.state();
        state.open = false;
        state.unasked = Some(question);
    }

    /// The file that was chosen, once.
    pub fn take(&self) -> Option<(Purpose, PathBuf)> {
        self.state().picked.take()
    }

    /// The question that the window has to put itself, once.
    pub fn take_unasked(&self) -> Option<Question> {
        self.state().unasked.take()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows the system's dialog and waits for the answer.
fn answer_of(question: &Question) -> Option<PathBuf> {
    let dialog = rfd::FileDialog::new().set_title(question.purpose.title());
    let endings = question.purpose.endings();
    match question.purpose {
        Purpose::Export => dialog
            .add_filter("Rigs", endings)
            .set_file_name(&question.file_name)
            .save_file(),
        Purpose::Page => dialog
            .add_filter("Pages", endings)
            .set_file_name(&question.file_name)
            .save_file(),
        Purpose::Import => dialog
            .add_filter("Rigs and curves", endings)
            .add_filter("Everything", &["*"])
            .pick_file(),
        Purpose::Curve(_) => dialog
            .add_filter("Curves", endings)
            .add_filter("Everything", &["*"])
            .pick_file(),
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::env;
    use std::path::{Path, PathBuf};

    /// Returns whether somebody is there to show a dialog: the desktop's portal, or zenity.
    pub fn has_dialogs() -> bool {
        has_program("zenity") || (has_session_bus() && has_portal())
    }

    fn has_program(name: &str) -> bool {
        let path = env::var_os("PATH").unwrap_or_default();
        let found = env::split_paths(&path).any(|folder| folder.join(name).is_file());
        found
    }

    fn has_session_bus() -> bool {
        let bus = || Some(PathBuf::from(env::var_os("XDG_RUNTIME_DIR")?).join("bus"));
        env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || bus().is_some_and(|bus| bus.exists())
    }

    /// Returns whether the bus can start the portal; in a sandbox it is always there.
    fn has_portal() -> bool {
        const SERVICE: &str = "dbus-1/services/org.freedesktop.portal.Desktop.service";
        let folders = env::var_os("XDG_DATA_DIRS").filter(|folders| !folders.is_empty());
        let folders = folders.unwrap_or_else(|| "/usr/local/share:/usr/share".into());
        let found = env::split_paths(&folders).any(|folder| folder.join(SERVICE).is_file());
        found || Path::new("/.flatpak-info").exists()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    /// Elsewhere the system has dialogs of its own.
    pub fn has_dialogs() -> bool {
        true
    }
}
