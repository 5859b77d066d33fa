//! A host for the plugin in this process.

use bodypack_plugin::host::Bodypack;
use nice_plug::context::activate::ActivateContext;
use nice_plug::context::process::{ProcessContext, SendEventError, Transport};
use nice_plug::context::PluginApi;
use nice_plug::prelude::PluginNoteEvent;

/// A host that wants nothing.
pub struct Host(pub Transport);

impl ActivateContext<Bodypack> for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute(&self, (): ()) {}
    fn set_latency_samples(&self, _: u32) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}

impl ProcessContext<Bodypack> for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute_background(&self, (): ()) {}
    fn execute_gui(&self, (): ()) {}
    fn transport(&self) -> &Transport {
        &self.0
    }
    fn next_event(&mut self) -> Option<PluginNoteEvent<Bodypack>> {
        None
    }
    fn try_send_event(
        &mut self,
        event: PluginNoteEvent<Bodypack>,
    ) -> Result<(), (PluginNoteEvent<Bodypack>, SendEventError)> {
        Err((event, SendEventError::NoOutputBuffer))
    }
    fn set_latency_samples(&self, _: u32) {}
    fn request_restart(&self) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}
