//! A host for what a window does: it takes states at once and keeps its hands off everything else.

use std::sync::{Arc, Mutex};

use bodypack::session::{replaces, BodypackParams};
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::context::PluginApi;
use nice_plug::params::InternalParamMut;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{ParamPtr, Params, PluginState};

struct Desk {
    params: Arc<BodypackParams>,
    states: Arc<Mutex<Vec<bool>>>,
}

/// The way to a host of some parameters, and of each state that it has been given whether it
/// replaces what is there.
pub fn desk(params: &Arc<BodypackParams>) -> (GuiContext, Arc<Mutex<Vec<bool>>>) {
    let states = Arc::default();
    let desk = Desk {
        params: Arc::clone(params),
        states: Arc::clone(&states),
    };
    (GuiContext::new(Arc::new(desk)), states)
}

/// Puts a state into parameters, as the framework does.
pub fn put(params: &BodypackParams, state: &PluginState) {
    for (id, pointer, _) in params.param_map() {
        // SAFETY: the parameters live as long as `params`.
        unsafe {
            match (pointer, state.params.get(&id)) {
                (ParamPtr::FloatParam(param), Some(ParamValue::F32(value))) => {
                    (*param)._internal_set_plain_value(*value);
                }
                (ParamPtr::BoolParam(param), Some(ParamValue::Bool(value))) => {
                    (*param)._internal_set_plain_value(*value);
                }
                (ParamPtr::EnumParam(param), Some(ParamValue::String(id))) => {
                    (*param).set_from_id(id);
                }
                (_, None) => {}
                _ => panic!("{id} has a value of another kind"),
            }
        }
    }
    params.deserialize_fields(&state.fields);
}

impl GuiContextInner for Desk {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, _: ParamPtr) {}

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        // SAFETY: the parameters outlive the host.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, _: ParamPtr) {}

    fn get_state(&self) -> PluginState {
        panic!("nobody asks for it")
    }

    fn set_state(&self, state: PluginState) {
        let mut states = self.states.lock().expect("no test panicked here");
        states.push(replaces(&state));
        put(&self.params, &state);
    }

    fn request_restart(&self) {}
}
