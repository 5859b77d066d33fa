//! Export guard: an offline render holds the mix as the performer hears it, or the mix as it is.
//!
//! Bodypack is a way to listen. Whoever forgets it on the mix bus must not find an earphone in the
//! master: an offline render can hand the mix on bit for bit. Which of the two it is, is kept in the
//! project and in no rig. What is there to judge by alone, the difference, the input made as loud and
//! a soloed stage, is never exported. An export that a host does in real time cannot be told from
//! playing.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use nice_plug::params::persist::PersistentField;

/// Key of the mode in a state.
pub const EXPORT_KEY: &str = "export";

/// Content of an offline render.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Comparison mode.
    #[default]
    Print,
    /// The mix as it came in, bit for bit.
    PassThrough,
    /// The same, and the window says so afterwards.
    PassThroughAndSay,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 3] = [Mode::Print, Mode::PassThrough, Mode::PassThroughAndSay];

    /// The word that states keep.
    pub fn word(self) -> String {
        let word = match self {
            Mode::Print => "print",
            Mode::PassThrough => "pass-through",
            Mode::PassThroughAndSay => "pass-through-and-say",
        };
        word.to_owned()
    }

    /// Returns whether the mix passes.
    pub fn passes(self) -> bool {
        self != Mode::Print
    }
}

/// The mode of one instance, and what was done by it.
#[derive(Default)]
pub struct Export {
    mode: AtomicU8,
    rendering: AtomicBool,
    passed: AtomicBool,
}

impl Export {
    /// Key of the mode in a state.
    pub const KEY: &'static str = EXPORT_KEY;

    /// The present mode.
    pub fn mode(&self) -> Mode {
        let number = usize::from(self.mode.load(Ordering::Relaxed));
        Mode::ALL.get(number).copied().unwrap_or_default()
    }

    /// Sets the mode.
    pub fn set_mode(&self, mode: Mode) {
        self.mode.store(mode as u8, Ordering::Relaxed);
    }

    /// Says whether the host renders offline at present, where it says so block by block.
    pub fn set_rendering(&self, rendering: bool) {
        self.rendering.store(rendering, Ordering::Relaxed);
    }

    /// Returns whether the host has said that it renders offline.
    pub fn is_rendering(&self) -> bool {
        self.rendering.load(Ordering::Relaxed)
    }

    /// Remembers that an export has been handed the mix as it is, if that is to be said.
    pub fn note_pass(&self) {
        if self.mode() == Mode::PassThroughAndSay {
            self.passed.store(true, Ordering::Relaxed);
        }
    }

    /// Returns whether an export has been handed the mix as it is, and nobody has been told.
    pub fn has_passed(&self) -> bool {
        self.passed.load(Ordering::Relaxed)
    }

    /// Somebody has been told.
    pub fn forget_pass(&self) {
        self.passed.store(false, Ordering::Relaxed);
    }
}

/// A word from a later version stands for the first mode.
impl PersistentField<'_, String> for Export {
    fn set(&self, word: String) {
        let known = Mode::ALL.into_iter().find(|mode| mode.word() == word);
        self.set_mode(known.unwrap_or_default());
        self.forget_pass();
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&String) -> R,
    {
        f(&self.mode().word())
    }
}
