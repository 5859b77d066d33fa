//! The link between a blind test in the window and the audio thread.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU8, Ordering};

use atomic_float::AtomicF32;

use crate::analysis::blind_test::MATCHED_LU;

/// Orders of the window to the audio thread, and its answers. No project keeps it.
#[derive(Default)]
pub struct BlindLink {
    sound: AtomicU8,
    presses: AtomicU32,
    runs: AtomicBool,
    apart_lu: AtomicF32,
}

impl BlindLink {
    /// Hears one of both sounds: 0 or 1.
    pub fn hear(&self, sound: usize) {
        self.sound.store(sound as u8, Ordering::Relaxed);
        self.presses.fetch_add(1, Ordering::Release);
    }

    /// The wanted sound, and how often one was asked for.
    pub fn wanted(&self) -> (usize, u32) {
        let presses = self.presses.load(Ordering::Acquire);
        (usize::from(self.sound.load(Ordering::Relaxed)), presses)
    }

    /// Says whether a pair plays, and how far apart it is. Real-time safe.
    pub fn note(&self, runs: bool, apart_lu: Option<f64>) {
        let apart_lu = apart_lu.map_or(f32::NAN, |lu| lu as f32);
        self.apart_lu.store(apart_lu, Ordering::Relaxed);
        self.runs.store(runs, Ordering::Release);
    }

    /// Returns whether the audio thread plays a pair.
    pub fn runs(&self) -> bool {
        self.runs.load(Ordering::Acquire)
    }

    /// Loudness of the second sound over the first, LU; none before it is known.
    pub fn apart_lu(&self) -> Option<f64> {
        let lu = f64::from(self.apart_lu.load(Ordering::Relaxed));
        (self.runs() && lu.is_finite()).then_some(lu)
    }

    /// Returns whether both are as loud as each other.
    pub fn is_matched(&self) -> bool {
        self.apart_lu().is_some_and(|lu| lu.abs() <= MATCHED_LU)
    }
}
