//! A small CLAP host that renders a recording through the bundled plugin, as a sequencer's
//! "bounce" would.

use std::path::Path;

use anyhow::{anyhow, ensure, Context, Result};
use bodypack::rig::Rig;
use clack_extensions::audio_ports::PluginAudioPorts;
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::prelude::*;

use crate::sound::Stereo;

/// Samples in a block, as sequencers often choose.
const BLOCK: usize = 512;
/// The plugin's inputs: the mix, the room, the performer's own voice.
const INPUTS: usize = 3;

/// This host has nothing to do when the plugin asks for something.
pub struct Quiet;

impl SharedHandler<'_> for Quiet {
    fn request_restart(&self) {}
    fn request_process(&self) {}
    fn request_callback(&self) {}
}

/// A host whose parts have nothing to remember.
pub struct Host;

impl HostHandlers for Host {
    type Shared<'a> = Quiet;
    type MainThread<'a> = ();
    type AudioProcessor<'a> = ();
}

/// The bundled plugin, loaded.
pub struct Plugin {
    entry: PluginEntry,
    info: HostInfo,
}

impl Plugin {
    /// Loads a CLAP bundle.
    pub fn load(clap: &Path) -> Result<Self> {
        // SAFETY: this is the plugin that has just been built; loading it runs its entry point.
        let entry = unsafe { PluginEntry::load(clap) }
            .map_err(|error| anyhow!("loading `{}`: {error}", clap.display()))?;
        let info = HostInfo::new("Bodypack demonstration", "Bodypack", "", "1")?;
        Ok(Self { entry, info })
    }

    /// A new instance.
    pub fn instance(&self) -> Result<PluginInstance<Host>> {
        let factory = self
            .entry
            .get_plugin_factory()
            .context("the bundle holds no plugins")?;
        let id = factory
            .plugin_descriptors()
            .find_map(|descriptor| descriptor.id())
            .context("the bundle lists no plugin")?;
        let instance = PluginInstance::<Host>::new(|_| Quiet, |_| (), &self.entry, id, &self.info)?;
        Ok(instance)
    }

    /// Renders `inputs` through a rig. All inputs must be as long as the first.
    pub fn render(&self, rig: &Rig, rate_hz: u32, inputs: [&Stereo; INPUTS]) -> Result<Stereo> {
        let mut instance = self.instance()?;
        prepare(&mut instance, rig)?;
        let configuration = PluginAudioConfiguration {
            sample_rate: f64::from(rate_hz),
            min_frames_count: 1,
            max_frames_count: BLOCK as u32,
        };
        let mut processor = instance
            .activate(|_, _| (), configuration)?
            .start_processing()
            .map_err(|error| anyhow!("{error}"))?;
        let output = process(&mut processor, inputs);
        instance.deactivate(processor.stop_processing());
        output
    }
}

/// Renders without a hurry, with the rig that the state carries.
fn prepare(instance: &mut PluginInstance<Host>, rig: &Rig) -> Result<()> {
    let plugin = instance.plugin_handle();
    if let Some(render) = plugin.get_extension::<PluginRender>() {
        render.set(&plugin, RenderMode::Offline)?;
    }
    let ports = plugin
        .get_extension::<PluginAudioPorts>()
        .context("the plugin has no ports")?;
    let inputs = ports.count(&plugin, true) as usize;
    ensure!(
        inputs == INPUTS,
        "the plugin has {inputs} inputs, not {INPUTS}"
    );
    let state = plugin
        .get_extension::<PluginState>()
        .context("the plugin has no state")?;
    let saved = bodypack::session::clap_state_of(rig);
    state
        .load(&plugin, &mut saved.as_slice())
        .context("giving the plugin its rig")
}

fn process(
    processor: &mut StartedPluginAudioProcessor<Host>,
    inputs: [&Stereo; INPUTS],
) -> Result<Stereo> {
    let length = inputs[0].left.len();
    let mut output = Stereo {
        left: vec![0.0; length],
        right: vec![0.0; length],
    };
    let mut input_ports = AudioPorts::with_capacity(2 * INPUTS, INPUTS);
    let mut output_ports = AudioPorts::with_capacity(2, 1);
    for start in (0..length).step_by(BLOCK) {
        let block = start..(start + BLOCK).min(length);
        let mut copies: Vec<[Vec<f32>; 2]> = inputs
            .iter()
            .map(|input| {
                [
                    input.left[block.clone()].to_vec(),
                    input.right[block.clone()].to_vec(),
                ]
            })
            .collect();
        let audio_in =
            input_ports.with_input_buffers(copies.iter_mut().map(|channels| AudioPortBuffer {
                latency: 0,
                channels: AudioPortBufferType::f32_input_only(
                    channels.iter_mut().map(InputChannel::variable),
                ),
            }));
        let channels = [
            &mut output.left[block.clone()],
            &mut output.right[block.clone()],
        ];
        let mut audio_out = output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(channels.into_iter()),
        }]);
        let events = InputEvents::empty();
        let mut ignored = OutputEvents::void();
        let time = Some(start as u64);
        processor.process(&audio_in, &mut audio_out, &events, &mut ignored, time, None)?;
    }
    Ok(output)
}
