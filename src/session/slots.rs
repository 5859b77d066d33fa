//! Four slots to compare: each keeps a whole set-up, one of them is heard.

use std::sync::{Mutex, MutexGuard, PoisonError};

use nice_plug::params::persist::PersistentField;
use serde::{Deserialize, Serialize};

use super::guard::attempt;
use super::snapshot::{Snapshot, Written};
use super::stack::on_large_stack;

/// Number of slots.
pub const SLOTS: usize = 4;

/// Names of the slots.
pub const SLOT_NAMES: [&str; SLOTS] = ["A", "B", "C", "D"];

/// The slots of one instance. Nothing here is for the audio thread.
#[derive(Default)]
pub struct Slots(Mutex<State>);

#[derive(Default)]
struct State {
    active: usize,
    /// Contents of the slots; that of the active one is out of date.
    kept: [Option<Snapshot>; SLOTS],
}

/// The slots as a project keeps them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    active: usize,
    #[serde(default)]
    kept: [Option<Written>; SLOTS],
}

impl Slots {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The slot that is heard, from 0.
    pub fn active(&self) -> usize {
        self.state().active
    }

    /// Returns whether a slot has been given anything; the active one always has.
    pub fn is_filled(&self, slot: usize) -> bool {
        let state = self.state();
        slot == state.active || state.kept.get(slot).is_some_and(Option::is_some)
    }

    /// Contents of a slot that is not the active one.
    pub(super) fn kept(&self, slot: usize) -> Option<Snapshot> {
        self.state().kept.get(slot).cloned().flatten()
    }

    /// Puts what is there now into a slot that is not the active one.
    pub(super) fn keep(&self, slot: usize, now: Snapshot) {
        let mut state = self.state();
        if slot != state.active && slot < SLOTS {
            state.kept[slot] = Some(now);
        }
    }

    /// Makes another slot the active one, after what is there now has been put into the one that
    /// was. Gives what the new one holds.
    pub(super) fn go_to(&self, slot: usize, now: Snapshot) -> Option<Snapshot> {
        let mut state = self.state();
        if slot == state.active || slot >= SLOTS {
            return None;
        }
        let left = state.active;
        state.kept[left] = Some(now);
        state.active = slot;
        state.kept[slot].clone()
    }
}

/// In a project a slot whose rig cannot be read is empty.
impl PersistentField<'_, Kept> for Slots {
    fn set(&self, saved: Kept) {
        let active = if saved.active < SLOTS {
            saved.active
        } else {
            0
        };
        let kept = attempt("reading the slots", || {
            on_large_stack(|| saved.kept.map(|slot| slot.and_then(Snapshot::read)))
        });
        let kept = kept.unwrap_or_default();
        *self.state() = State { active, kept };
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&Kept) -> R,
    {
        let state = self.state();
        let slots = &state.kept;
        let mut kept = if slots.iter().any(Option::is_some) {
            on_large_stack(|| {
                let slots = slots.each_ref();
                slots.map(|slot| slot.as_ref().map(Snapshot::write))
            })
        } else {
            Default::default()
        };
        kept[state.active] = None;
        f(&Kept {
            active: state.active,
            kept,
        })
    }
}
