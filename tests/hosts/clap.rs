//! A small CLAP host around the built bundle.

use std::ffi::CString;

use bodypack::rig::Rig;
use bodypack::session::clap_state_of;
use clack_extensions::audio_ports::{AudioPortInfoBuffer, PluginAudioPorts};
use clack_extensions::latency::PluginLatency;
use clack_extensions::params::{ParamInfoBuffer, ParamInfoFlags, PluginParams};
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::events::event_types::ParamValueEvent;
use clack_host::events::Match;
use clack_host::prelude::*;

use super::bundles;
use super::scene::{Change, Scene, Stereo};

struct Shared;

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {}
    fn request_process(&self) {}
    fn request_callback(&self) {}
}

struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = ();
    type AudioProcessor<'a> = ();
}

/// One parameter as CLAP describes it.
#[derive(Debug)]
pub struct Info {
    pub id: ClapId,
    pub name: String,
    pub group: String,
    pub least: f64,
    pub most: f64,
    pub automatable: bool,
    pub is_bypass: bool,
}

/// An instance of the built CLAP plugin.
pub struct Clap {
    plugin: PluginInstance<Handlers>,
}

impl Clap {
    /// A fresh instance.
    pub fn load() -> Self {
        let path = bundles::clap();
        // SAFETY: the library is the plugin under test.
        let entry = unsafe { PluginEntry::load(&path) }.expect("the CLAP bundle loads");
        let factory = entry.get_plugin_factory().expect("it has a plugin factory");
        let descriptors: Vec<_> = factory.plugin_descriptors().collect();
        assert_eq!(descriptors.len(), 1);
        let id = descriptors[0].id().expect("the plugin has an id");
        assert_eq!(id.to_str(), Ok("org.bodypack.bodypack"));
        let host = HostInfo::new("Test host", "Bodypack", "", "1").expect("no inner zeros");
        let plugin = PluginInstance::<Handlers>::new(|_| Shared, |_| (), &entry, id, &host)
            .expect("the plugin is made");
        Self { plugin }
    }

    /// A fresh instance with a rig in it.
    pub fn with_rig(rig: &Rig) -> Self {
        Self::with_state(&clap_state_of(rig))
    }

    /// A fresh instance with a state in it.
    pub fn with_state(state: &[u8]) -> Self {
        let mut clap = Self::load();
        assert!(clap.restore(state), "the state is taken");
        clap
    }

    /// The input or output ports: name and channels.
    pub fn ports(&mut self, input: bool) -> Vec<(String, u32)> {
        let handle = self.plugin.plugin_handle();
        let ports: PluginAudioPorts = handle.get_extension().expect("it has audio ports");
        (0..ports.count(&handle, input))
            .map(|index| {
                let mut buffer = AudioPortInfoBuffer::new();
                let info = ports
                    .get(&handle, index, input, &mut buffer)
                    .expect("a port");
                (text(info.name), info.channel_count)
            })
            .collect()
    }

    /// Every parameter.
    pub fn parameters(&mut self) -> Vec<Info> {
        let handle = self.plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        (0..params.count(&handle))
            .map(|index| {
                let mut buffer = ParamInfoBuffer::new();
                let info = params
                    .get_info(&handle, index, &mut buffer)
                    .expect("a parameter");
                Info {
                    id: info.id,
                    name: text(info.name),
                    group: text(info.module),
                    least: info.min_value,
                    most: info.max_value,
                    automatable: info.flags.contains(ParamInfoFlags::IS_AUTOMATABLE),
                    is_bypass: info.flags.contains(ParamInfoFlags::IS_BYPASS),
                }
            })
            .collect()
    }

    /// A value of a parameter as text.
    pub fn text_of(&mut self, id: ClapId, value: f64) -> String {
        let handle = self.plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        let mut buffer = [0; 256];
        text(
            params
                .value_to_text(&handle, id, value, &mut buffer)
                .expect("a text"),
        )
    }

    /// A text as a value of a parameter.
    pub fn value_of(&mut self, id: ClapId, text: &str) -> Option<f64> {
        let handle = self.plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        params.text_to_value(&handle, id, &CString::new(text).expect("no inner zeros"))
    }

    /// Every present value as the text that stands for it says, to be set at the first sample.
    pub fn echo(&mut self) -> Vec<Change> {
        let infos = self.parameters();
        let handle = self.plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        let values: Vec<f64> = (infos.iter())
            .map(|info| params.get_value(&handle, info.id).expect("a value"))
            .collect();
        let echoed = infos.into_iter().zip(values).map(|(info, value)| {
            let text = self.text_of(info.id, value);
            let read = self.value_of(info.id, &text);
            let read = read.unwrap_or_else(|| panic!("{}: {text}", info.name));
            Change {
                at: 0,
                name: String::leak(info.name),
                normalized: (read - info.least) / (info.most - info.least),
            }
        });
        echoed.collect()
    }

    /// Which parameter a change is of, and its value on the parameter's own scale.
    fn event(&mut self, change: &Change) -> (usize, ClapId, f64) {
        let name = change.name;
        let found = self.parameters().into_iter().find(|info| info.name == name);
        let info = found.unwrap_or_else(|| panic!("there is no parameter {name}"));
        let value = info.least + change.normalized * (info.most - info.least);
        (change.at, info.id, value)
    }

    /// The reported latency, samples.
    pub fn latency(&mut self) -> u32 {
        let handle = self.plugin.plugin_handle();
        let latency: PluginLatency = handle.get_extension().expect("it reports a latency");
        latency.get(&handle)
    }

    /// The state as a project file keeps it.
    pub fn state(&mut self) -> Vec<u8> {
        let handle = self.plugin.plugin_handle();
        let state: PluginState = handle.get_extension().expect("it has a state");
        let mut bytes = Vec::new();
        state.save(&handle, &mut bytes).expect("the state is saved");
        bytes
    }

    /// Restores a state; false when the plugin refuses it.
    pub fn restore(&mut self, bytes: &[u8]) -> bool {
        let handle = self.plugin.plugin_handle();
        let state: PluginState = handle.get_extension().expect("it has a state");
        let mut reader = bytes;
        state.load(&handle, &mut reader).is_ok()
    }

    /// Renders as a bounce does.
    pub fn bounce(&mut self, scene: &Scene) -> Stereo {
        self.mode(RenderMode::Offline);
        self.render(scene, |_| ())
    }

    /// Renders as a live host does, and calls `between` after each block.
    pub fn play(&mut self, scene: &Scene, between: impl FnMut(usize)) -> Stereo {
        self.mode(RenderMode::Realtime);
        self.render(scene, between)
    }

    fn mode(&mut self, mode: RenderMode) {
        let handle = self.plugin.plugin_handle();
        let render: PluginRender = handle.get_extension().expect("it can render offline");
        render.set(&handle, mode).expect("the mode is taken");
    }

    fn render(&mut self, scene: &Scene, mut between: impl FnMut(usize)) -> Stereo {
        let changes: Vec<(usize, ClapId, f64)> = (scene.changes.iter())
            .map(|change| self.event(change))
            .collect();
        let configuration = PluginAudioConfiguration {
            sample_rate: scene.sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: scene.longest_block() as u32,
        };
        let stopped = self
            .plugin
            .activate(|_, _| (), configuration)
            .expect("it is activated");
        let mut started = stopped.start_processing().expect("processing starts");
        let [mut left, mut right] = [Vec::new(), Vec::new()];
        let mut input_ports = AudioPorts::with_capacity(6, 3);
        let mut output_ports = AudioPorts::with_capacity(2, 1);
        for block in scene.cuts() {
            let mut copies = [&scene.mix, &scene.ambient, &scene.own_voice].map(|pair| {
                pair.each_ref()
                    .map(|channel| channel[block.clone()].to_vec())
            });
            let mut output = [vec![0.0f32; block.len()], vec![0.0f32; block.len()]];
            let inputs =
                input_ports.with_input_buffers(copies.iter_mut().map(|pair| AudioPortBuffer {
                    latency: 0,
                    channels: AudioPortBufferType::f32_input_only(
                        pair.iter_mut().map(InputChannel::variable),
                    ),
                }));
            let mut outputs = output_ports.with_output_buffers([AudioPortBuffer {
                latency: 0,
                channels: AudioPortBufferType::f32_output_only(
                    output.iter_mut().map(Vec::as_mut_slice),
                ),
            }]);
            let mut events = EventBuffer::new();
            for &(at, id, value) in changes.iter().filter(|(at, ..)| block.contains(at)) {
                let time = (at - block.start) as u32;
                let everywhere = Pckn::new(Match::All, Match::All, Match::All, Match::All);
                events.push(&ParamValueEvent::new(time, id, everywhere, value));
            }
            started
                .process(
                    &inputs,
                    &mut outputs,
                    &events.as_input(),
                    &mut OutputEvents::from_buffer(&mut EventBuffer::new()),
                    Some(block.start as u64),
                    None,
                )
                .expect("the block is processed");
            left.extend_from_slice(&output[0]);
            right.extend_from_slice(&output[1]);
            between(block.end);
        }
        let stopped = started.stop_processing();
        self.plugin.deactivate(stopped);
        [left, right]
    }
}

/// A state as a CLAP stream carries it: its length comes first.
pub fn framed(state: &[u8]) -> Vec<u8> {
    let mut bytes = (state.len() as u64).to_le_bytes().to_vec();
    bytes.extend(state);
    bytes
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text is UTF-8")
}
