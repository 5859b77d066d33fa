//! The earphone: from the pack's output to the drivers.
//!
//! *In the real world* these are an electrostatic's own amplifier, and what the drivers do to loud
//! sound. Their tubes and dampers, the tip with its leak, the port, the canal and the drum are one
//! acoustic network with the drivers, solved in the frequency domain (`acoustics`), whose response is
//! convolved in [`super::ears`].
//!
//! *Model*: distortion is added at that response's input (`distortion`); the linear path is unchanged.
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

use crate::design::ResponseSet;
use crate::dsp::stage::{Stage, Stereo};
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
    /// Limiter of an electrostatic's own amplifier.
    pub amplifier: amplifier::Limiter,
    /// Distortion of the drivers.
    pub distortion: Distortion,
}

impl Earphone {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, designed: &ResponseSet, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        Self {
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
        }
    }
}

impl Stage for Earphone {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.amplifier.set(settings.gain_db);
        self.distortion.set(settings.gain_db, settings.distortion);
    }

    fn reset(&mut self) {
        self.amplifier.reset();
        self.distortion.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        self.amplifier.process(block);
        self.distortion.process(block);
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        let is_linear = !self.distortion.is_on() && !self.amplifier.is_on();
        is_linear.then_some([Complex64::ONE; 2])
    }

    fn tail_samples(&self) -> usize {
        self.distortion.tail_samples()
    }
}
