//! View settings: visible curves, chosen stage, colors. Kept in the project file.

use std::sync::{Mutex, PoisonError};

use nice_plug::params::persist::PersistentField;
use serde::{Deserialize, Serialize};

/// Index of the card that is chosen first: the fit, counted in the order of the signal.
const FIRST_STAGE: usize = 4;

/// View settings of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The view for musicians in place of the one for engineers.
    pub perform: bool,
    /// Light colors.
    pub light: bool,
    /// The chosen card, counted in the order of the signal.
    pub stage: usize,
    /// The ear that is drawn: 0 left, 1 right.
    pub ear: usize,
    /// True if the plot shows the sealed earphone.
    pub sealed: bool,
    /// True if the plot shows what the response is held against.
    pub target: bool,
    /// True if the plot shows each driver alone.
    pub drivers: bool,
    /// True if the plot shows how much of the room gets in.
    pub room: bool,
    /// True if the plot shows the sound that goes in and comes out.
    pub spectrum: bool,
    /// Length of the set that the dose is projected for, minutes.
    pub set_minutes: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            perform: true,
            light: false,
            stage: FIRST_STAGE,
            ear: 0,
            sealed: true,
            target: true,
            drivers: false,
            room: true,
            spectrum: true,
            set_minutes: 90,
        }
    }
}

/// A look that the window changes and the project file keeps.
#[derive(Default)]
pub struct EditorLook(Mutex<Look>);

impl EditorLook {
    /// The present look.
    pub fn get(&self) -> Look {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes it.
    pub fn change(&self, change: impl FnOnce(&mut Look)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl PersistentField<'_, Look> for EditorLook {
    fn set(&self, look: Look) {
        self.change(|own| *own = look);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&Look) -> R,
    {
        f(&self.get())
    }
}
