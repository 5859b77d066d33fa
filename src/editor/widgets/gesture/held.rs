//! Parameters that a hand holds.

use std::cell::Cell;

use nice_plug::context::gui::GuiContext;

use crate::session::{entry, BodypackParams};

/// The parameters that a hand holds at present, so that the host hears the end of the gesture even
/// when the window goes away under the hand. Mostly one; some controls move several together.
#[derive(Default)]
pub struct Held(pub(super) Cell<&'static [&'static str]>);

impl Held {
    /// Lets go of whatever is held of an instance.
    pub fn release(&self, gui: &GuiContext, params: &BodypackParams) {
        for entry in self.0.take().iter().filter_map(|id| entry(id)) {
            params.param(entry).any().end(gui);
        }
    }
}
