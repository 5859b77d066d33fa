//! What a window keeps from frame to frame, and no project does.

use std::cell::RefCell;
use std::sync::Arc;

use super::browser;
use super::dialogs::Dialogs;
use super::gesture::Held;
use super::import;
use crate::plugin::library::Library;

/// The short memory of one window.
pub struct Desk {
    /// What a hand holds at present.
    pub held: Held,
    /// The user's rigs.
    pub library: Arc<Library>,
    /// The system's dialogs.
    pub dialogs: Dialogs,
    /// A curve that came in and waits for the user's word.
    pub import: RefCell<Option<import::State>>,
    /// The rig browser.
    pub browser: RefCell<browser::State>,
}

impl Desk {
    /// A window that shows a library.
    pub fn new(library: Arc<Library>) -> Self {
        Self {
            held: Held::default(),
            library,
            dialogs: Dialogs::default(),
            import: RefCell::default(),
            browser: RefCell::default(),
        }
    }
}
