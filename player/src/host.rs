//! The host of the editor: a program of its own has nobody to ask, so values are set at once.

use std::sync::Arc;

use bodypack::session::{put, BodypackParams};
use nice_plug::context::gui::GuiContextInner;
use nice_plug::context::PluginApi;
use nice_plug::prelude::{ParamPtr, PluginState};

/// Sets what the editor asks for.
pub struct Host(pub Arc<BodypackParams>);

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Standalone
    }

    unsafe fn raw_begin_set_parameter(&self, _: ParamPtr) {}

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        // SAFETY: the caller's parameter is one of `self.0`, which lives as long as this does.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, _: ParamPtr) {}

    fn get_state(&self) -> PluginState {
        PluginState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: bodypack::session::values_now(&self.0).collect(),
            fields: Default::default(),
        }
    }

    fn set_state(&self, state: PluginState) {
        put(&self.0, &state);
    }

    fn request_restart(&self) {}
}
