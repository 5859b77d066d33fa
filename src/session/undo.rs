//! Undo and redo: what was there before each gesture and each rig that was loaded.
//!
//! Nothing here is for the audio thread.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nice_plug::context::gui::GuiContext;

use super::params::BodypackParams;
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
struct Step {
    snapshot: Snapshot,
    slot: usize,
}

impl Step {
    fn of(params: &BodypackParams) -> Self {
        Self {
            snapshot: Snapshot::of(params),
            slot: params.slots.active(),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self.slot == other.slot && self.snapshot.same(&other.snapshot)
    }

    fn restore(&self, params: &BodypackParams, gui: &GuiContext) {
        params.slots.go_to(self.slot, params);
        self.snapshot.restore(params, gui);
    }
}

impl History {
    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BodypackParams {
    /// Remembers what is there now as one step. Call it just before a gesture begins or anything
    /// else is about to change; if then nothing does, the step is passed over.
    pub fn remember(&self) {
        let now = Step::of(self);
        let mut steps = self.history.steps();
        steps.future.clear();
        if steps.past.back().is_some_and(|last| last.same(&now)) {
            return;
        }
        if steps.past.len() == STEPS {
            steps.past.pop_front();
        }
        steps.past.push_back(now);
    }

    /// Returns whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        let now = Step::of(self);
        self.history
            .steps()
            .past
            .iter()
            .any(|step| !step.same(&now))
    }

    /// Returns whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.history.steps().future.is_empty()
    }

    /// Goes one step back. False when there is none.
    pub fn undo(&self, gui: &GuiContext) -> bool {
        let now = Step::of(self);
        let back = {
            let mut steps = self.history.steps();
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
        };
        back.map(|step| step.restore(self, gui)).is_some()
    }

    /// Goes one step forward again. False when there is none.
    pub fn redo(&self, gui: &GuiContext) -> bool {
        let now = Step::of(self);
        let forward = {
            let mut steps = self.history.steps();
            let forward = steps.future.pop();
            if forward.is_some() {
                steps.past.push_back(now);
            }
            forward
        };
        forward.map(|step| step.restore(self, gui)).is_some()
    }
}
