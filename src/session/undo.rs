//! Undo and redo: what was there before each gesture and each rig that was loaded.
//!
//! Nothing here is for the audio thread.

use nice_plug::context::gui::GuiContext;

use super::history::Step;
use super::params::BodypackParams;
use super::snapshot::Snapshot;

impl BodypackParams {
    fn step(&self) -> Step {
        Step {
            snapshot: Snapshot::of(self),
            slot: self.slots.active(),
        }
    }

    fn take_step(&self, step: &Step, gui: &GuiContext) {
        self.slots.go_to(step.slot, Snapshot::of(self));
        step.snapshot.restore(self, gui);
    }

    /// Remembers what is there now as one step. Call it just before a gesture begins or anything
    /// else is about to change; if then nothing does, the step is passed over.
    pub fn remember(&self) {
        self.history.add(self.step());
    }

    /// Returns whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.history.has_past(&self.step())
    }

    /// Returns whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.history.has_future()
    }

    /// Goes one step back. False when there is none.
    pub fn undo(&self, gui: &GuiContext) -> bool {
        let back = self.history.back(self.step());
        back.map(|step| self.take_step(&step, gui)).is_some()
    }

    /// Goes one step forward again. False when there is none.
    pub fn redo(&self, gui: &GuiContext) -> bool {
        let forward = self.history.forward(self.step());
        forward.map(|step| self.take_step(&step, gui)).is_some()
    }
}
