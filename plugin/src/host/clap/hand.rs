//! A window's way to the host.

use std::sync::Weak;

use nice_plug::context::gui::GuiContextInner;
use nice_plug::context::PluginApi;
use nice_plug::prelude::{ParamPtr, PluginState};

use super::core::{MoveKind, SharedInstance};
use crate::session::plugin_state_of;

/// Hands on the knobs of one instance. An instance that is gone is not told any more.
pub struct ClapGuiContext(pub Weak<SharedInstance>);

impl ClapGuiContext {
    fn tell(&self, param: ParamPtr, kind: impl FnOnce(f64) -> MoveKind) {
        if let Some(core) = self.0.upgrade() {
            core.tell(param, kind);
        }
    }
}

impl GuiContextInner for ClapGuiContext {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        self.tell(param, |_| MoveKind::Begin);
    }

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        self.tell(param, |largest| {
            MoveKind::Set(f64::from(normalized) * largest)
        });
    }

    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        self.tell(param, |_| MoveKind::End);
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
