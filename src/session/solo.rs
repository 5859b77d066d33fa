//! The stage that is heard alone.

use std::sync::atomic::{AtomicU8, Ordering};

use super::table::StageId;

/// The stage that is heard alone, if any. A momentary thing: no project keeps it.
#[derive(Default)]
pub struct Solo(AtomicU8);

impl Solo {
    /// The stage that is heard alone.
    pub fn get(&self) -> Option<StageId> {
        let number = usize::from(self.0.load(Ordering::Relaxed));
        StageId::ALL.get(number.checked_sub(1)?).copied()
    }

    /// Hears a stage alone, or all of them again.
    pub fn set(&self, stage: Option<StageId>) {
        let place = |stage| StageId::ALL.iter().position(|&known| known == stage);
        let number = stage.and_then(place).map_or(0, |place| place + 1);
        self.0.store(number as u8, Ordering::Relaxed);
    }
}
