//! The steps to undo and to redo. Nothing here is for the audio thread.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::snapshot::Snapshot;

/// Number of undo steps kept; a step shares its rig with its neighbors and takes a few kilobytes.
const STEPS: usize = 200;

/// The steps of one instance.
#[derive(Default)]
pub struct History(Mutex<Steps>);

#[derive(Default)]
struct Steps {
    past: VecDeque<Step>,
    future: Vec<Step>,
}

/// The previous set-up and its slot.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) snapshot: Snapshot,
    pub(super) slot: usize,
}

impl Step {
    fn same(&self, other: &Self) -> bool {
        self.slot == other.slot && self.snapshot.same(&other.snapshot)
    }
}

impl History {
    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what is there now, unless the last step is the same. There is nothing to redo any more.
    pub(super) fn add(&self, now: Step) {
        let mut steps = self.steps();
        steps.future.clear();
        if steps.past.back().is_some_and(|last| last.same(&now)) {
            return;
        }
        if steps.past.len() == STEPS {
            steps.past.pop_front();
        }
        steps.past.push_back(now);
    }

    /// Returns whether there is a step back to something else than what is there now.
    pub(super) fn has_past(&self, now: &Step) -> bool {
        self.steps().past.iter().any(|step| !step.same(now))
    }

    /// Returns whether there is a step forward.
    pub(super) fn has_future(&self) -> bool {
        !self.steps().future.is_empty()
    }

    /// The step back from what is there now.
    pub(super) fn back(&self, now: Step) -> Option<Step> {
        let mut steps = self.steps();
        let back = loop {
            match steps.past.pop_back() {
                Some(step) if step.same(&now) => {}
                other => break other,
            }
        };
        if back.is_some() {
            steps.future.push(now);
        }
        back
    }

    /// The step forward from what is there now.
    pub(super) fn forward(&self, now: Step) -> Option<Step> {
        let mut steps = self.steps();
        let forward = steps.future.pop();
        if forward.is_some() {
            steps.past.push_back(now);
        }
        forward
    }
}
