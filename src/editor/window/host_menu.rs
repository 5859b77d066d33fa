//! The host's own menu of a parameter, where the format has one. The window asks for it; the host
//! shows it on its own thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A menu that is asked for: the parameter, and a place in the window, pixels.
pub type Asked = (&'static str, [i32; 2]);

/// The way from a window to the host's menus. Clones share it.
#[derive(Clone, Default)]
pub struct HostMenu {
    offered: Arc<AtomicBool>,
    asked: Arc<Mutex<Option<Asked>>>,
}

impl HostMenu {
    /// Says whether the host has menus.
    pub fn offer(&self, offered: bool) {
        self.offered.store(offered, Ordering::Relaxed);
    }

    /// Returns whether the host has menus.
    pub fn is_offered(&self) -> bool {
        self.offered.load(Ordering::Relaxed)
    }

    /// Asks for the menu of a parameter.
    pub fn ask(&self, asked: Asked) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
    }

    /// Takes the pending request.
    pub fn take(&self) -> Option<Asked> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.take()
    }
}
