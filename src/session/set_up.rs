//! Taking a set-up down as a snapshot, and putting one in the place of another.
//!
//! The rig is handed over as it is and values are set directly: nothing goes through the text of a
//! state. The framework would have it otherwise: while sound is being processed, it reads the state
//! that it is given on the audio thread, with all the text that is in it. So it gets an empty one,
//! whereupon the host looks through the values.

use std::collections::BTreeMap;
use std::sync::Arc;

use nice_plug::context::gui::GuiContext;
use nice_plug::params::{InternalParamMut, Params};
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{ParamPtr, PluginState};

use super::params::BodypackParams;
use super::snapshot::Snapshot;
use super::values::by_id;
use crate::rig::Rig;

impl Snapshot {
    /// Snapshot of the present set-up. For the window's thread.
    pub fn of(params: &BodypackParams) -> Self {
        let values = params.entries();
        let mut values = values.map(|(entry, param)| (entry.id.to_owned(), param.value()));
        Self::new(params.base.get(), params.origin.get(), by_id(&mut values))
    }

    /// Goes back to it, and tells the host.
    pub fn restore(&self, params: &BodypackParams, gui: &GuiContext) {
        params.set_up(self.shared_rig(), self.origin(), self.values());
        // What it shows is seen when it is there; what was asked for before is out of date.
        params.rig_choice.show(0);
        params.show_rig();
        tell_host(gui);
    }
}

impl BodypackParams {
    /// Puts a rig in the place of the present one, with its name in the library and values; others
    /// stay as they are.
    pub(super) fn set_up(
        &self,
        rig: impl Into<Arc<Rig>>,
        origin: &str,
        values: &BTreeMap<String, ParamValue>,
    ) {
        self.set_values(values);
        self.base.replace(rig);
        self.origin.replace(origin.to_owned());
    }

    /// Sets values; others stay as they are.
    pub(super) fn set_values(&self, values: &BTreeMap<String, ParamValue>) {
        for (id, param, _) in self.param_map() {
            // SAFETY: the parameters live as long as `self`, and their values are atomic.
            unsafe {
                match (param, values.get(&id)) {
                    (ParamPtr::FloatParam(param), Some(ParamValue::F32(value))) => {
                        (*param)._internal_set_plain_value(*value);
                    }
                    (ParamPtr::BoolParam(param), Some(ParamValue::Bool(value))) => {
                        (*param)._internal_set_plain_value(*value);
                    }
                    (ParamPtr::EnumParam(param), Some(ParamValue::String(choice))) => {
                        (*param).set_from_id(choice);
                    }
                    // The choice of a rig is none of them.
                    _ => {}
                }
            }
        }
    }
}

/// Has the host look through all values, which another set-up has replaced.
pub fn tell_host(gui: &GuiContext) {
    gui.set_state(nothing_new(env!("CARGO_PKG_VERSION")));
}

/// Has the host look through all values, of which one has followed another. What hands and the host
/// are about to set stays in force.
pub fn tell_host_of_follower(gui: &GuiContext) {
    gui.set_state(nothing_new(""));
}

/// Returns whether a state that a window hands to its host comes in the place of what is there. One
/// without a version does not.
pub fn replaces(state: &PluginState) -> bool {
    !state.version.is_empty()
}

/// A state that says nothing.
fn nothing_new(version: &str) -> PluginState {
    PluginState {
        version: version.to_owned(),
        params: BTreeMap::new(),
        fields: BTreeMap::new(),
    }
}
