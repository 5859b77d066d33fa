//! Window state: kept from frame to frame, not in the project.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::dialogs::Dialogs;
use super::host_menu::HostMenu;
use super::manual::Manual;
use crate::editor::panels::help::Page;
use crate::editor::panels::notice::Notices;
use crate::editor::views::blind;
use crate::editor::views::browser;
use crate::editor::views::check;
use crate::editor::views::import;
use crate::editor::views::perform;
use crate::editor::widgets::clipboard::Clipboard;
use crate::editor::widgets::gesture::Held;
use crate::editor::widgets::path_entry;
use crate::session::library::Library;
use crate::session::BASE_SIZE;

/// The short memory of one window.
pub struct WindowState {
    /// Height of the bar below the editor that belongs to the program around it, points.
    pub below: f32,
    /// Time from a microphone to the ear without what is emulated, where the program has live inputs, ms.
    pub round_trip_ms: Cell<Option<f64>>,
    /// The gesture in progress.
    pub held: Held,
    /// Frames for which the host's choice of a rig is still brought to what is there, after a hand has
    /// let go of something: values arrive when the host passes them on.
    pub edited: Cell<u8>,
    /// The user's rigs.
    pub library: Arc<Library>,
    /// The system's dialogs.
    pub dialogs: Dialogs,
    /// A curve that came in and waits for the user's word.
    pub import: RefCell<Option<import::State>>,
    /// The grid of rigs in Perform.
    pub perform: RefCell<perform::rig_grid::State>,
    /// The rig browser.
    pub browser: RefCell<browser::State>,
    /// *Check mix*.
    pub check: RefCell<check::State>,
    /// Blind tests.
    pub blind: RefCell<blind::State>,
    /// A path that is typed where the system has no dialogs.
    pub path: RefCell<Option<path_entry::State>>,
    /// The page of help that is shown.
    pub help: Cell<Option<Page>>,
    /// The manual.
    pub manual: RefCell<Manual>,
    /// Widget that gets the keyboard in the next frame: in this one the click would take it away again.
    pub focus_soon: Cell<Option<egui::Id>>,
    /// Notices to the user.
    pub notices: Notices,
    /// The host's own menus.
    pub host_menu: HostMenu,
    /// Clipboard for pasting.
    pub clipboard: Clipboard,
}

/// So many frames after a gesture, its value has arrived.
const ARRIVAL: u8 = 20;

impl WindowState {
    /// A hand has let go of something.
    pub fn let_go(&self) {
        self.edited.set(ARRIVAL);
    }

    /// One frame on; whether the choice of a rig is to be brought to what is there.
    pub fn arrives(&self) -> bool {
        let left = self.edited.get();
        self.edited.set(left.saturating_sub(1));
        left > 0
    }

    /// Size that the contents are laid out in, points.
    pub fn base_size(&self) -> egui::Vec2 {
        let [width, height] = BASE_SIZE.map(|side| side as f32);
        egui::vec2(width, height + self.below)
    }

    /// A window that shows a library.
    pub fn new(library: Arc<Library>) -> Self {
        Self {
            below: 0.0,
            round_trip_ms: Cell::default(),
            held: Held::default(),
            edited: Cell::new(0),
            library,
            dialogs: Dialogs::default(),
            import: RefCell::default(),
            perform: RefCell::default(),
            browser: RefCell::default(),
            check: RefCell::default(),
            blind: RefCell::default(),
            path: RefCell::default(),
            help: Cell::default(),
            manual: RefCell::default(),
            focus_soon: Cell::default(),
            notices: Notices::default(),
            host_menu: HostMenu::default(),
            clipboard: Clipboard::default(),
        }
    }
}
