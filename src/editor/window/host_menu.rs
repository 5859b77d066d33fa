//! The host's own menu of a parameter, where the format has one. The window asks for it; the host
//! shows it on its own thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A menu that is asked for: the parameter, and a place in the window, pixels.
pub type Asked = (&'static str, [i32; 2]);

/// A way to have the host's own thread look for what is asked for; any thread may take it.
pub type Call = Arc<dyn Fn() + Send + Sync>;

/// The way from a window to the host's menus. Clones share it.
#[derive(Clone, Default)]
pub struct HostMenu(Arc<Mutex<Shared>>);

#[derive(Default)]
struct Shared {
    call: Option<Call>,
    asked: Option<Asked>,
}

impl HostMenu {
    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how to call the host, if it has menus.
    pub fn offer(&self, call: Option<Call>) {
        self.shared().call = call;
    }

    /// Returns whether the host has menus.
    pub fn is_offered(&self) -> bool {
        self.shared().call.is_some()
    }

    /// Asks for the menu of a parameter.
    pub fn ask(&self, asked: Asked) {
        let call = {
            let mut shared = self.shared();
            shared.asked = Some(asked);
            shared.call.clone()
        };
        if let Some(call) = call {
            call();
        }
    }

    /// Takes the pending request.
    pub fn take(&self) -> Option<Asked> {
        self.shared().asked.take()
    }
}
