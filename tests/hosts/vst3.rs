//! A small VST3 host around the built bundle.

use bodypack::rig::Rig;
use bodypack::session::vst3_state_of;
use vst3_host::{AudioBusBuffer, Plugin, ProcessMode, Vst3Host};

use super::bundles;
use super::scene::{Scene, Stereo};

/// An instance of the built VST3 plugin.
pub struct Vst3 {
    pub plugin: Plugin,
}

impl Vst3 {
    /// A fresh instance.
    pub fn load() -> Self {
        let mut host = Vst3Host::builder()
            .sample_rate(48_000.0)
            .block_size(4096)
            .build()
            .expect("the host is made");
        let plugin = host
            .load_plugin(bundles::vst3())
            .expect("the VST3 bundle loads");
        Self { plugin }
    }

    /// A fresh instance with a rig in it.
    pub fn with_rig(rig: &Rig) -> Self {
        Self::with_state(&vst3_state_of(rig))
    }

    /// A fresh instance with a state in it.
    pub fn with_state(state: &[u8]) -> Self {
        let mut vst3 = Self::load();
        vst3.plugin.load_state(state).expect("the state is taken");
        vst3
    }

    /// Renders as a bounce does.
    pub fn bounce(&mut self, scene: &Scene) -> Stereo {
        self.start(scene, ProcessMode::Offline);
        let output = self.render(scene);
        self.plugin.stop_processing().expect("processing stops");
        output
    }

    /// Activates anew and starts processing.
    pub fn start(&mut self, scene: &Scene, mode: ProcessMode) {
        let plugin = &mut self.plugin;
        if plugin.is_processing() {
            plugin.stop_processing().expect("processing stops");
        }
        plugin
            .reconfigure(scene.sample_rate_hz, scene.longest_block())
            .expect("the configuration is taken");
        plugin.set_process_mode(mode).expect("the mode is taken");
        plugin.start_processing().expect("processing starts");
    }

    /// Renders with what is running.
    pub fn render(&mut self, scene: &Scene) -> Stereo {
        let parameters = self.plugin.get_parameters().expect("it has parameters");
        let id_of = |name: &str| {
            let found = parameters.iter().find(|parameter| parameter.name == name);
            found
                .unwrap_or_else(|| panic!("there is no parameter {name}"))
                .id
        };
        let [mut left, mut right] = [Vec::new(), Vec::new()];
        for block in scene.cuts() {
            let mut buffers = self
                .plugin
                .create_bus_audio_buffers(block.len())
                .expect("there are buffers");
            for (bus, pair) in
                buffers
                    .inputs
                    .iter_mut()
                    .zip([&scene.mix, &scene.ambient, &scene.own_voice])
            {
                fill(bus, pair, &block);
            }
            for change in scene.changes_in(&block) {
                self.plugin
                    .set_parameter_at(id_of(change.name), change.normalized, change.at as i32)
                    .expect("the parameter is set");
            }
            self.plugin
                .process_bus_audio(&mut buffers)
                .expect("the block is processed");
            left.extend_from_slice(&buffers.outputs[0].channels[0][..block.len()]);
            right.extend_from_slice(&buffers.outputs[0].channels[1][..block.len()]);
        }
        [left, right]
    }
}

fn fill(bus: &mut AudioBusBuffer, pair: &Stereo, block: &std::ops::Range<usize>) {
    for (channel, samples) in bus.channels.iter_mut().zip(pair) {
        channel[..block.len()].copy_from_slice(&samples[block.clone()]);
    }
}
