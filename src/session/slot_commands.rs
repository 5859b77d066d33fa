//! Going from slot to slot.

use nice_plug::context::gui::GuiContext;

use super::params::BodypackParams;
use super::slots::SLOTS;
use super::snapshot::Snapshot;

impl BodypackParams {
    /// Hears another slot; an empty one takes over what is there now. One step to undo.
    pub fn choose_slot(&self, slot: usize, gui: &GuiContext) {
        if slot == self.slots.active() || slot >= SLOTS {
            return;
        }
        self.remember();
        if let Some(kept) = self.slots.go_to(slot, Snapshot::of(self)) {
            kept.restore(self, gui);
        }
    }

    /// Copies what is there now into another slot.
    pub fn copy_to_slot(&self, slot: usize) {
        self.slots.keep(slot, Snapshot::of(self));
    }
}
