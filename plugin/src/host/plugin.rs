//! The plugin: what a host of CLAP or VST3 plugins sees of the chain.

mod parts;
#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use nice_plug::prelude::*;

use super::activation::{activate, MeterSender};
use super::{offer, ports};
use crate::audio::engine::Engine;
use crate::chain::{Io, Meters};
use crate::editor::{BodypackEditor, Repaint};
use crate::session::guard::{attempt, guarded};
use crate::session::params::BodypackParams;
use crate::session::stack::on_large_stack;
use crate::session::state::sanitize;
use crate::worker::rig_update::AudioEndpoint;
use crate::worker::sound_tap::Transport;
use crate::worker::BackgroundWorker;
use parts::{part_of, stereo_of};

/// Two channels, where the framework wants to hear it at compile time.
const STEREO: NonZeroU32 = new_nonzero_u32(2);

/// The longest piece that a single output is rendered in, samples.
const MONO_PIECE: usize = 1024;

/// The names of the ports; the two auxiliary inputs come in this order.
const NAMES: PortNames = PortNames {
    layout: None,
    main_input: None,
    main_output: None,
    aux_inputs: &["Ambient", "Own voice"],
    aux_outputs: &[],
};

const fn layout(
    name: &'static str,
    [inputs, outputs]: [u32; 2],
    aux: &'static [NonZeroU32],
) -> AudioIOLayout {
    AudioIOLayout {
        main_input_channels: Some(new_nonzero_u32(inputs)),
        main_output_channels: Some(new_nonzero_u32(outputs)),
        aux_input_ports: aux,
        aux_output_ports: &[],
        names: PortNames {
            layout: Some(name),
            ..NAMES
        },
    }
}

/// One instance in a host.
pub struct Bodypack {
    params: Arc<BodypackParams>,
    designer: Arc<BackgroundWorker>,
    port: AudioEndpoint,
    /// In a box, so that it never lies on a host's stack.
    engine: Option<Box<Engine>>,
    is_set_offline: bool,
    mono_input: bool,
    /// The right ear where there is one output for both.
    right: Vec<f32>,
    epoch: u64,
    meters: MeterSender,
    meters_out: Arc<Mutex<triple_buffer::Output<Meters>>>,
    repaint: Repaint,
}

impl Default for Bodypack {
    fn default() -> Self {
        let params = on_large_stack(|| Arc::new(BodypackParams::default()));
        let repaint = Repaint::default();
        let notifier = repaint.clone();
        let (designer, port) =
            BackgroundWorker::new(Arc::clone(&params), move || notifier.request());
        let (meters, meters_out) = MeterSender::new(repaint.clone());
        Self {
            params,
            designer: Arc::new(designer),
            port,
            engine: None,
            is_set_offline: false,
            mono_input: false,
            right: vec![0.0; MONO_PIECE],
            epoch: 0,
            meters,
            meters_out,
            repaint,
        }
    }
}

impl Bodypack {
    /// The parameters, and with them everything that the editor and the audio share.
    pub fn shared_params(&self) -> Arc<BodypackParams> {
        Arc::clone(&self.params)
    }

    /// The background worker that computes curves and spectra.
    pub fn designer(&self) -> &Arc<BackgroundWorker> {
        &self.designer
    }

    /// The newest readings, for a window.
    pub fn readings(&self) -> Arc<Mutex<triple_buffer::Output<Meters>>> {
        Arc::clone(&self.meters_out)
    }

    fn new_editor(&self) -> BodypackEditor {
        BodypackEditor::new(
            Arc::clone(&self.params),
            Arc::clone(&self.designer),
            Arc::clone(&self.meters_out),
            self.repaint.clone(),
        )
    }

    /// Designs the present rig and makes everything ready.
    fn make_engine(&mut self, sample_rate_hz: f64, offline: bool) {
        self.epoch += 1;
        self.port.tap.tune(sample_rate_hz);
        self.port.attached.clear();
        self.meters.set_rate(sample_rate_hz);
        self.params.load_asked();
        let Self {
            params, designer, ..
        } = self;
        self.engine = activate(params, designer, sample_rate_hz, offline, self.epoch);
    }

    /// Runs the chain over a block. Should that fail, the block is silent and the mix passes through
    /// from then on.
    fn hear(
        &mut self,
        channels: &mut [&mut [f32]],
        inputs: [Option<[&[f32]; 2]>; 2],
        samples: usize,
    ) -> ProcessStatus {
        let done = attempt("process", || match &mut *channels {
            [mono] => self.run_mono(mono, inputs),
            [left, right, ..] => self.run(Io {
                main: [&mut **left, &mut **right],
                ambient: inputs[0],
                own_voice: inputs[1],
            }),
            [] => {}
        });
        if done.is_some() {
            return self.ran(samples);
        }
        self.give_up();
        // What is there is half of one thing and half of another.
        for channel in channels {
            channel.fill(0.0);
        }
        ProcessStatus::Normal
    }

    /// Runs the chain over a block; without one the mix passes through as it is.
    fn run(&mut self, io: Io<'_>) {
        if let Some(engine) = &mut self.engine {
            engine.process(&self.params, &mut self.port, io);
        }
    }

    /// Renders both ears and puts them into one output: the mean of the two.
    fn run_mono(&mut self, mono: &mut [f32], aux: [Option<[&[f32]; 2]>; 2]) {
        let mut right = std::mem::take(&mut self.right);
        for (from, left) in (0..).step_by(MONO_PIECE).zip(mono.chunks_mut(MONO_PIECE)) {
            let part = from..from + left.len();
            let [ambient, own_voice] = aux.map(|pair| part_of(pair, &part));
            let right = &mut right[..left.len()];
            right.copy_from_slice(left);
            let main = [&mut *left, &mut *right];
            self.run(Io {
                main,
                ambient,
                own_voice,
            });
            ports::mean(left, right);
        }
        self.right = right;
    }

    /// Brings the readings up to date after a block, and says for how long it sounds on.
    fn ran(&mut self, samples: usize) -> ProcessStatus {
        let Some(engine) = &mut self.engine else {
            return ProcessStatus::Normal;
        };
        let tail = engine.tail_samples();
        self.meters.read(engine, &self.params, samples);
        ProcessStatus::Tail(u32::try_from(tail).unwrap_or(u32::MAX))
    }

    /// Returns whether this block belongs to an export that is handed the mix as it is.
    fn passes_through(&self) -> bool {
        let export = &self.params.export;
        let offline = export.is_rendering() || self.is_set_offline;
        let passes = offline && export.mode().passes();
        if passes {
            export.note_pass();
        }
        passes
    }

    /// Gives up an engine that has failed: the mix passes through from now on. Its memory is not
    /// freed, since nobody knows what state it is in, and this is the thread of the sound.
    fn give_up(&mut self) {
        std::mem::forget(self.engine.take());
    }
}

impl Plugin for Bodypack {
    const NAME: &'static str = "Bodypack";
    const VENDOR: &'static str = env!("CARGO_PKG_AUTHORS");
    const URL: &'static str = env!("CARGO_PKG_HOMEPAGE");
    const EMAIL: &'static str = "support@bodypack.org";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[
        layout("Stereo, ambient, own voice", [2, 2], &[STEREO, STEREO]),
        layout("Stereo", [2, 2], &[]),
        layout("Mono, ambient, own voice", [1, 2], &[STEREO, STEREO]),
        layout("Mono", [1, 2], &[]),
        layout(
            "Mono to mono, ambient, own voice",
            [1, 1],
            &[STEREO, STEREO],
        ),
        layout("Mono to mono", [1, 1], &[]),
    ];

    const SAMPLE_ACCURATE_AUTOMATION: bool = true;

    type Editor = BodypackEditor;
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    fn editor(&mut self, _executor: AsyncExecutor<Self>) -> Option<Self::Editor> {
        offer::register_editor_factory(|| self.new_editor());
        Some(self.new_editor())
    }

    fn filter_state(state: &mut PluginState) {
        guarded("loading a state", (), || on_large_stack(|| sanitize(state)));
    }

    fn activate(
        &mut self,
        layout: &AudioIOLayout,
        config: &BufferConfig,
        _context: &mut impl ActivateContext<Self>,
    ) -> bool {
        let sample_rate_hz = f64::from(config.sample_rate);
        let offline = config.process_mode == ProcessMode::Offline;
        self.mono_input = layout.main_input_channels == NonZeroU32::new(1);
        self.is_set_offline = offline;
        self.params.export.set_rendering(false);
        // Without an engine, as at a rate beyond the chain's range, the mix passes through as it
        // is.
        self.engine = None;
        guarded("activate", (), || {
            on_large_stack(|| self.make_engine(sample_rate_hz, offline));
        });
        true
    }

    fn reset(&mut self) {
        let Self { engine, params, .. } = self;
        let done = attempt("reset", || {
            if let Some(engine) = engine {
                engine.reset(params);
            }
        });
        if done.is_none() {
            self.give_up();
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer,
        aux: &mut AuxiliaryBuffers,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        let samples = buffer.samples();
        let channels = buffer.as_slice();
        if channels.iter().any(|channel| channel.len() != samples) {
            return ProcessStatus::Normal;
        }
        if let (true, [left, right, ..]) = (self.mono_input, &mut *channels) {
            right.copy_from_slice(left);
        }
        if self.passes_through() {
            return ProcessStatus::Normal;
        }
        let inputs = [0, 1].map(|index| stereo_of(aux, index, samples));
        if let Some(engine) = &mut self.engine {
            let transport = context.transport();
            let plays = transport.playing;
            engine.set_running(plays);
            self.params.activity.set_plays(plays);
            self.port.attached.transport = Transport {
                plays,
                song_s: transport.pos_seconds(),
            };
        }
        self.hear(channels, inputs, samples)
    }

    fn deactivate(&mut self) {
        guarded("deactivate", (), || {
            self.designer.serve(None);
            self.engine = None;
        });
    }
}

impl ClapPlugin for Bodypack {
    const CLAP_ID: &'static str = "org.bodypack.bodypack";
    const CLAP_DESCRIPTION: Option<&'static str> =
        Some("Hear a mix the way a performer hears it on in-ear monitors");
    const CLAP_MANUAL_URL: Option<&'static str> =
        Some(concat!(env!("CARGO_PKG_HOMEPAGE"), "/manual"));
    const CLAP_SUPPORT_URL: Option<&'static str> =
        Some(concat!(env!("CARGO_PKG_HOMEPAGE"), "/support"));
    const CLAP_FEATURES: &'static [ClapFeature] = &[
        ClapFeature::AudioEffect,
        ClapFeature::Stereo,
        ClapFeature::Utility,
        ClapFeature::Filter,
    ];
}

impl Vst3Plugin for Bodypack {
    const VST3_CLASS_ID: [u8; 16] = *b"BodypackIEMPlug1";
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] = &[
        Vst3SubCategory::Fx,
        Vst3SubCategory::Tools,
        Vst3SubCategory::Stereo,
    ];
}
