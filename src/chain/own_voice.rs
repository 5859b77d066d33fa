//! The performer's own sound on its way through the skull.
//!
//! *In the real world* a singer hears the own voice through bone before any monitor can deliver
//! it: nothing delays it, so a late in-ear signal combs against it.
//!
//! *Model*: the own-voice input, low-passed to second order at 1.5 kHz (Butterworth), at a level
//! relative to what the same input would have at the listening level, and with no delay
//! (`wireless.md` §4.3: a default by design, since no primary measurement of this path was found).
//!
//! *Knobs*: on or off; the level, which is for the user to match to the own ears.
//!
//! *Left out*: the occlusion effect, the residual air path through the earphone.
//!
//! *Tests*: the laws of every stage, with the filter's response against its impulse.

use num_complex::Complex64;

use super::stage::{self, Stage, Stereo};
use super::{gain, level};
use crate::dsp::biquad::{self, Biquad, Coefficients};
use crate::dsp::smooth::Smoothed;
use crate::rig;

/// Corner of the bone path, Hz.
const CORNER_HZ: f64 = 1500.0;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals at the drum per unit of the own-voice input, below the corner.
    pub gain_pa: f32,
}

impl Settings {
    /// The gain of an own voice at a listening level.
    pub fn new(own_voice: &rig::OwnVoice, listening: &rig::Listening) -> Self {
        let gain_db = level::pascals_per_unit_db(listening.level_dbspl) + own_voice.bone_level_db;
        Self {
            gain_pa: if own_voice.enabled {
                level::gain(gain_db) as f32
            } else {
                0.0
            },
        }
    }
}

/// Bone-conducted own voice: full-scale samples in, pascals at the drum out.
pub struct OwnVoice {
    gain: Smoothed,
    coefficients: Coefficients,
    filters: [Biquad; 2],
    sample_rate_hz: f64,
}

impl OwnVoice {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        // At very low rates the corner stays below the Nyquist frequency.
        let corner_hz = CORNER_HZ.min(0.4 * sample_rate_hz);
        let coefficients =
            Coefficients::lowpass(corner_hz, std::f64::consts::FRAC_1_SQRT_2, sample_rate_hz);
        Self {
            gain: Smoothed::new(settings.gain_pa, gain::ramp_samples(sample_rate_hz)),
            filters: [Biquad::new(coefficients), Biquad::new(coefficients)],
            coefficients,
            sample_rate_hz,
        }
    }
}

impl Stage for OwnVoice {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_pa);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.filters.iter_mut().for_each(Biquad::reset);
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        gain::apply(&mut self.gain, block);
        let [left, right] = block;
        biquad::process_pair(&mut self.filters, [left, right]);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        let filter = self
            .coefficients
            .response(frequency_hz, self.sample_rate_hz);
        Some([filter * f64::from(self.gain.target()); 2])
    }

    fn tail_samples(&self) -> usize {
        // A Butterworth pair at 1.5 kHz has decayed by 200 dB within 4 ms.
        (0.004 * self.sample_rate_hz) as usize
    }
}
