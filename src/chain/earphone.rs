//! The earphone: from the pack's output to the pressure at the drum.
//!
//! *In the real world* these are the drivers, their tubes and dampers, the tip with its leak, the
//! port, the canal and the drum.
//!
//! *Model*: one acoustic network, solved in the frequency domain (`acoustics`), turned into an
//! impulse response and convolved without latency. The gain into pascals follows from the
//! listening level.
//!
//! Distortion is added at the response's input (`distortion`); the linear path is unchanged.
//!
//! *Knobs*: the listening level and the amount of distortion here; everything else acts through the
//! response.
//!
//! *Left out*: see `distortion`.
//!
//! *Tests*: the laws of every stage; that the rendered bass falls with a leak as published
//! (`tests/`).

pub mod amplifier;
pub mod distortion;
mod driver_paths;

use num_complex::Complex64;

use crate::design::{max_taps, ResponseSet};
use crate::dsp::smoothing::SmoothedDb;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::stereo_convolution::Convolution;
use crate::dsp::{gain, units};
use crate::rig;
use distortion::Distortion;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// 20·log10 of the pascals at the drum per full-scale unit.
    pub gain_db: f64,
    /// Amount of the drivers' distortion, 0 to 1.
    pub distortion: f32,
}

impl Settings {
    /// The gain of a listening level, and an earphone's distortion.
    pub fn new(listening: &rig::Listening, earphone: &rig::Earphone) -> Self {
        Self {
            gain_db: units::pascals_per_unit_db(listening.level_dbspl),
            distortion: earphone.distortion as f32,
        }
    }
}

/// Both earphones.
pub struct Earphone {
    gain: SmoothedDb,
    /// Limiter of an electrostatic's own amplifier.
    pub amplifier: amplifier::Limiter,
    /// Distortion of the drivers.
    pub distortion: Distortion,
    /// The responses of the two ears.
    pub convolution: Convolution,
}

impl Earphone {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, designed: &ResponseSet, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        Self {
            gain: SmoothedDb::new(settings.gain_db, ramp_samples),
            amplifier: amplifier::Limiter::new(
                sample_rate_hz,
                designed.limits_pa(),
                settings.gain_db,
                ramp_samples,
            ),
            distortion: Distortion::new(
                sample_rate_hz,
                designed.distortion(),
                settings.gain_db,
                settings.distortion,
                ramp_samples,
            ),
            convolution: Convolution::new(
                sample_rate_hz,
                max_taps(sample_rate_hz),
                designed.programme(),
            ),
        }
    }
}

impl Stage for Earphone {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_db);
        self.amplifier.set(settings.gain_db);
        self.distortion.set(settings.gain_db, settings.distortion);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.amplifier.reset();
        self.distortion.reset();
        self.convolution.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        self.amplifier.process(block);
        self.distortion.process(block);
        self.convolution.process(block);
        gain::apply_db(&mut self.gain, block);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        if self.distortion.is_on() || self.amplifier.is_on() {
            return None;
        }
        let gain = units::gain(self.gain.target_db());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        self.distortion.tail_samples() + self.convolution.tail_samples()
    }
}
