//! Signs of life from the audio thread, which must not wake anyone: the worker reads them when it
//! looks.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Changes that the audio thread has seen, and whether the host plays.
#[derive(Default)]
pub struct Activity {
    changes: AtomicU32,
    plays: AtomicBool,
}

impl Activity {
    /// Notes that what is to be heard has changed. Real-time safe.
    pub fn note_change(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    /// Number of changes so far, wrapping.
    pub fn changes(&self) -> u32 {
        self.changes.load(Ordering::Acquire)
    }

    /// Notes whether the host's transport runs, when automation may move any parameter. Real-time
    /// safe.
    pub fn set_plays(&self, plays: bool) {
        self.plays.store(plays, Ordering::Relaxed);
    }

    /// Returns whether the host's transport runs.
    pub fn plays(&self) -> bool {
        self.plays.load(Ordering::Relaxed)
    }
}
