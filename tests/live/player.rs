//! An instance in this process that a test plays and turns the knobs of.

use std::collections::BTreeMap;
use std::sync::Arc;

use bodypack::rig::Rig;
use bodypack::session::{values_of, BodypackParams};
use bodypack::worker::BackgroundWorker;
use bodypack_plugin::host::Bodypack;
use nice_plug::audio_setup::{AuxiliaryBuffers, BufferConfig, ProcessMode};
use nice_plug::buffer::Buffer;
use nice_plug::context::process::Transport;
use nice_plug::params::InternalParamMut;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{ParamPtr, Params, Plugin};

use super::host::Host;

pub const RATE_HZ: f64 = 48_000.0;

/// A running instance without auxiliary inputs.
pub struct Player {
    pub params: Arc<BodypackParams>,
    plugin: Bodypack,
    pointers: BTreeMap<String, ParamPtr>,
    host: Host,
}

impl Player {
    /// Renders offline, where new responses are designed in line.
    #[allow(dead_code)] // Not every test renders.
    pub fn offline() -> Self {
        Self::started(ProcessMode::Offline, |_| ())
    }

    /// Plays live, after something has been prepared: what is loaded then needs no designer.
    #[allow(dead_code)] // Not every test plays live.
    pub fn live(prepare: impl FnOnce(&Self)) -> Self {
        Self::started(ProcessMode::Realtime, prepare)
    }

    fn started(process_mode: ProcessMode, prepare: impl FnOnce(&Self)) -> Self {
        let plugin = Bodypack::default();
        let params = plugin.shared_params();
        let map = params.param_map().into_iter();
        let pointers = map.map(|(id, pointer, _)| (id, pointer)).collect();
        let host = Host(Transport::new(RATE_HZ as f32));
        let mut player = Self {
            params,
            plugin,
            pointers,
            host,
        };
        prepare(&player);
        player.activate(process_mode);
        player
    }

    /// Activates anew.
    pub fn activate(&mut self, process_mode: ProcessMode) {
        let config = BufferConfig {
            sample_rate: RATE_HZ as f32,
            min_buffer_size: None,
            max_buffer_size: 512,
            process_mode,
        };
        let stereo = &Bodypack::AUDIO_IO_LAYOUTS[1];
        assert!(self.plugin.activate(stereo, &config, &mut self.host));
        self.plugin.reset();
    }

    /// The worker, and with it *Check mix* and blind tests.
    #[allow(dead_code)] // Not every test needs it.
    pub fn worker(&self) -> &BackgroundWorker {
        self.plugin.designer()
    }

    /// The host's transport.
    #[allow(dead_code)] // Not every test moves it.
    pub fn transport(&mut self) -> &mut Transport {
        &mut self.host.0
    }

    /// Plays silence until the designer has long had its turn.
    #[allow(dead_code)] // Not every test plays live.
    pub fn settle(&mut self) {
        for _ in 0..60 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            self.play(&[0.0; 2048]);
        }
    }

    /// Loads a rig; the switches of the stages stay.
    pub fn load(&self, rig: &Rig) {
        for (id, value) in values_of(rig) {
            if id.starts_with("on") && id != "ownon" {
                continue;
            }
            // SAFETY: the parameters live as long as `self.params`.
            unsafe {
                match (self.pointers[&id], value) {
                    (ParamPtr::FloatParam(param), ParamValue::F32(value)) => {
                        (*param)._internal_set_plain_value(value);
                    }
                    (ParamPtr::BoolParam(param), ParamValue::Bool(value)) => {
                        (*param)._internal_set_plain_value(value);
                    }
                    (ParamPtr::EnumParam(param), ParamValue::String(value)) => {
                        (*param).set_from_id(&value);
                    }
                    _ => panic!("{id} has a value of another kind"),
                }
            }
        }
        self.params.base.replace(rig.clone());
    }

    /// Turns a knob, 0 to 1.
    pub fn turn(&self, id: &str, normalized: f32) {
        // SAFETY: the parameters live as long as `self.params`.
        unsafe { self.pointers[id]._internal_set_normalized_value(normalized) };
    }

    /// Plays a signal on both channels; what comes out on the left.
    pub fn play(&mut self, signal: &[f32]) -> Vec<f32> {
        let [left, _] = self.play_stereo([signal; 2]);
        left
    }

    /// Plays both channels; what comes out on both.
    pub fn play_stereo(&mut self, signal: [&[f32]; 2]) -> [Vec<f32>; 2] {
        let mut out = [Vec::new(), Vec::new()];
        for (left, right) in signal[0].chunks(512).zip(signal[1].chunks(512)) {
            let (mut left, mut right) = (left.to_vec(), right.to_vec());
            let length = left.len();
            let mut main = Buffer::default();
            // SAFETY: the slices live until the buffer has been used, and have that length.
            unsafe {
                main.set_slices(length, |to| *to = vec![&mut left, &mut right]);
            }
            let mut aux = AuxiliaryBuffers {
                inputs: &mut [],
                outputs: &mut [],
            };
            self.plugin.process(&mut main, &mut aux, &mut self.host);
            drop(main);
            out[0].extend(left);
            out[1].extend(right);
        }
        out
    }
}

/// Noise that is the same each time, −1 to 1 times an amplitude.
pub fn noise(length: usize, amplitude: f32) -> Vec<f32> {
    let mut state = 0x2545_F491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        amplitude * (state as f32 / (u32::MAX / 2) as f32 - 1.0)
    };
    (0..length).map(|_| next()).collect()
}

/// A tone that goes on from a sample on.
pub fn tone(frequency_hz: f64, amplitude: f32, from: usize, length: usize) -> Vec<f32> {
    (from..from + length)
        .map(|n| {
            let turns = frequency_hz * n as f64 / RATE_HZ;
            amplitude * (turns.fract() * std::f64::consts::TAU).sin() as f32
        })
        .collect()
}

pub fn level_db(signal: &[f32]) -> f64 {
    let sum: f64 = signal.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    10.0 * (sum / signal.len() as f64).log10()
}
