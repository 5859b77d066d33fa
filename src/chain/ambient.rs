//! The room at the ear, through the earphone.
//!
//! *In the real world* the crowd, the drums and the wedges reach the drum past the tip, through the
//! port, through the shell, and in the end through the skull.
//!
//! *Model*: the same network as the earphone's, its drivers silent and the outside pressure on
//! every opening, times the diffuse-field response of the open ear; bone conduction sets a floor,
//! added in power. Sound through several small openings has no phase that one could rely on, so
//! the path is minimum-phase.
//!
//! *Knobs*: whether the input is heard, and the room's level in dB SPL at nominal line level.
//!
//! *Left out*: direction; sources of the chain's own; active microphones.
//!
//! *Tests*: the laws of every stage; the rendered level at the drum against the isolation curve
//! (`tests/`).

use num_complex::Complex64;

use super::convolution::{Convolution, Responses};
use super::design::max_smooth_taps;
use super::stage::{self, Stage, Stereo};
use super::{gain, level};
use crate::dsp::smooth::Smoothed;
use crate::rig;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals in the room per full-scale unit.
    pub gain_pa: f32,
}

impl Settings {
    /// The gain of a room.
    pub fn new(ambient: &rig::Ambient) -> Self {
        Self {
            gain_pa: if ambient.enabled {
                level::gain(level::pascals_per_unit_db(ambient.level_dbspl)) as f32
            } else {
                0.0
            },
        }
    }
}

/// The ambient input on its way to the drum: full-scale samples in, pascals at the drum out.
pub struct Ambient {
    gain: Smoothed,
    /// The isolation of the two ears.
    pub convolution: Convolution,
}

impl Ambient {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, responses: &Responses, settings: &Settings) -> Self {
        Self {
            gain: Smoothed::new(settings.gain_pa, gain::ramp_samples(sample_rate_hz)),
            convolution: Convolution::new(
                sample_rate_hz,
                max_smooth_taps(sample_rate_hz),
                responses,
            ),
        }
    }
}

impl Stage for Ambient {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_pa);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.convolution.reset();
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        gain::apply(&mut self.gain, block);
        self.convolution.process(block);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        let gain = f64::from(self.gain.target());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        self.convolution.tail_samples()
    }
}
