//! One instance as CLAP hosts see it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use clap_sys::plugin::clap_plugin;

use super::core::SharedInstance;
use super::gui::Gui;
use super::process::Audio;
use crate::host::ports::Shape;
use crate::session::guard::guarded;

/// An instance; the host holds it by its `plugin`.
pub struct Instance {
    pub(super) plugin: clap_plugin,
    /// Its window.
    pub gui: Gui,
    /// The shared state.
    pub core: Arc<SharedInstance>,
    /// State of the audio thread. Others wait for it only while processing is off.
    pub(super) audio: Mutex<Audio>,
    /// Which layout of ports there is.
    pub(super) layout: AtomicU32,
}

impl Instance {
    /// The audio thread's state, for other threads while processing is off.
    pub fn audio(&self) -> MutexGuard<'_, Audio> {
        self.audio.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same for the thread of the sound, if nobody else has it.
    pub fn try_audio(&self) -> Option<MutexGuard<'_, Audio>> {
        match self.audio.try_lock() {
            Ok(audio) => Some(audio),
            Err(TryLockError::Poisoned(audio)) => Some(audio.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// The ports that there are.
    pub fn shape(&self) -> Option<Shape> {
        Shape::all().nth(self.layout.load(Ordering::Acquire) as usize)
    }

    /// Notes another layout of ports.
    pub fn set_layout(&self, layout: u32) {
        self.layout.store(layout, Ordering::Release);
    }
}

/// Answers a call of the host to an instance; what is not one of ours is answered otherwise.
///
/// # Safety
/// `plugin` is null or was made here and is not destroyed yet.
pub unsafe fn with<T>(
    plugin: *const clap_plugin,
    call: &str,
    otherwise: T,
    answer: impl FnOnce(&Instance) -> Option<T>,
) -> T {
    // SAFETY: promised by the caller.
    let instance = unsafe {
        let plugin = plugin.as_ref();
        plugin.and_then(|plugin| plugin.plugin_data.cast::<Instance>().as_ref())
    };
    match instance {
        Some(instance) => match guarded(call, None, || answer(instance)) {
            Some(result) => result,
            None => otherwise,
        },
        None => otherwise,
    }
}
