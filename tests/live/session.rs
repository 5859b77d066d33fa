//! A session of the plugin in this process, with a window's hand and a host.

#![allow(dead_code)]

use std::sync::{Arc, Mutex};

use bodypack::rig::{presets, Rig};
use bodypack::session::{number_of, sanitize, values_now, BodypackParams};
use nice_plug::context::gui::GuiContext;
use nice_plug::params::InternalParamMut;
use nice_plug::prelude::{FloatParam, Params, PluginState};

use super::desk::desk;

/// An instance, and the host that its window speaks to.
pub struct Session {
    pub params: Arc<BodypackParams>,
    pub gui: GuiContext,
    /// Of each state that the host has been given, whether it replaces what is there.
    pub states: Arc<Mutex<Vec<bool>>>,
}

impl Session {
    /// A session of the rig that the schema's defaults make.
    pub fn new() -> Self {
        Self::of(BodypackParams::for_rig(Rig::default()))
    }

    /// A session as a host gets it.
    pub fn fresh() -> Self {
        Self::of(BodypackParams::default())
    }

    fn of(params: BodypackParams) -> Self {
        let params = Arc::new(params);
        let (gui, states) = desk(&params);
        Self {
            params,
            gui,
            states,
        }
    }

    pub fn gesture(&self, param: fn(&BodypackParams) -> &FloatParam, to: [f32; 3]) {
        self.params.remember();
        let param = param(&self.params);
        let setter = self.gui.param_setter();
        setter.begin_set_parameter(param);
        for value in to {
            setter.set_parameter(param, value);
        }
        setter.end_set_parameter(param);
    }

    pub fn trim(&self) -> f32 {
        self.params.feed.trim_db.value()
    }

    pub fn load(&self, name: &str) {
        let rig = presets::find(name).expect("a factory rig");
        self.params
            .load(&rig, &format!("factory:{name}"), &self.gui);
    }

    /// The project that a host saves.
    pub fn project(&self) -> PluginState {
        let mut state = PluginState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: values_now(&self.params).collect(),
            fields: self.params.serialize_fields(),
        };
        sanitize(&mut state);
        state
    }
}

/// Changes the parameter as a host does.
pub fn turn_to(params: &BodypackParams, id: &str) {
    // SAFETY: the value is atomic.
    unsafe {
        params
            .rig_choice
            .param()
            ._internal_set_plain_value(number_of(id))
    };
}
