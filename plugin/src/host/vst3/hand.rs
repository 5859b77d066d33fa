//! A window's way to the host.

use std::sync::Weak;

use nice_plug::context::gui::GuiContextInner;
use nice_plug::context::PluginApi;
use nice_plug::prelude::{ParamPtr, PluginState};
use nice_plug::wrapper::vst3::vst3::ComPtr;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponentHandler, IComponentHandlerTrait, ParamID,
};

use super::core::Instance;
use crate::session::plugin_state_of;

/// Hands on the knobs of one instance. An instance that is gone is not told any more.
pub struct Vst3GuiContext(pub Weak<Instance>);

impl Vst3GuiContext {
    /// Tells the host something about a parameter.
    fn notify(
        &self,
        param: ParamPtr,
        what: impl FnOnce(&Instance, &ComPtr<IComponentHandler>, ParamID),
    ) {
        let Some(core) = self.0.upgrade() else { return };
        if let (Some(handler), Some(id)) = (core.handler(), core.id_of(param)) {
            what(&core, &handler, id);
        }
    }
}

impl GuiContextInner for Vst3GuiContext {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Vst3
    }

    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        // SAFETY: the handler is the host's.
        self.notify(param, |_, handler, id| unsafe {
            handler.beginEdit(id);
        });
    }

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        let normalized = f64::from(normalized);
        self.notify(param, |core, handler, id| {
            core.set(id, normalized);
            // SAFETY: as above.
            unsafe { handler.performEdit(id, normalized) };
        });
    }

    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        // SAFETY: as above.
        self.notify(param, |_, handler, id| unsafe {
            handler.endEdit(id);
        });
    }

    fn get_state(&self) -> PluginState {
        let core = self.0.upgrade();
        let rig = core.map(|core| core.editor.params().rig());
        plugin_state_of(&rig.unwrap_or_default())
    }

    fn set_state(&self, state: PluginState) {
        if let Some(core) = self.0.upgrade() {
            core.take_state(&state);
        }
    }

    /// The latency is zero and stays so: there is nothing that a restart would change.
    fn request_restart(&self) {}
}
