//! Comparison of the chain with its input: the mode, and the matching gain.

use std::sync::atomic::{AtomicU8, Ordering};

use atomic_float::AtomicF32;

/// Comparison mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// The chain.
    #[default]
    Chain,
    /// The mix as it came in, as loud as the chain.
    Input,
    /// Difference that the chain makes: its output without the input.
    Difference,
}

/// Which of them an instance plays, and how the input is matched. No project keeps it.
#[derive(Default)]
pub struct Comparison {
    choice: AtomicU8,
    pub(crate) gain_db: AtomicF32,
}

impl Comparison {
    /// The present mode.
    pub fn get(&self) -> Compare {
        match self.choice.load(Ordering::Relaxed) {
            1 => Compare::Input,
            2 => Compare::Difference,
            _ => Compare::Chain,
        }
    }

    /// Hears something else.
    pub fn set(&self, compare: Compare) {
        self.choice.store(compare as u8, Ordering::Relaxed);
    }

    /// The gain that makes the input as loud as the chain, dB.
    pub fn gain_db(&self) -> f32 {
        self.gain_db.load(Ordering::Relaxed)
    }
}
