//! The earphone: from the pack's output to the pressure at the drum.
//!
//! *In the real world* these are the drivers, their tubes and dampers, the tip with its leak, the
//! port, the canal and the drum.
//!
//! *Model*: one acoustic network, solved in the frequency domain (`acoustics`), turned into an
//! impulse response and convolved without latency. The gain into pascals follows from the
//! listening level.
//!
//! *Knobs*: the listening level here; everything else acts through the response.
//!
//! *Left out*: distortion of the drivers.
//!
//! *Tests*: the laws of every stage; that the rendered bass falls with a leak as published
//! (`tests/`).

use num_complex::Complex64;

use super::convolution::{Convolution, Responses};
use super::design::max_taps;
use super::stage::{self, Stage, Stereo};
use super::{gain, level};
use crate::dsp::smooth::SmoothedDb;
use crate::rig;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// 20·log10 of the pascals at the drum per full-scale unit.
    pub gain_db: f64,
}

impl Settings {
    /// The gain of a listening level.
    pub fn new(listening: &rig::Listening) -> Self {
        Self {
            gain_db: level::pascals_per_unit_db(listening.level_dbspl),
        }
    }
}

/// Both earphones.
pub struct Earphone {
    gain: SmoothedDb,
    /// The responses of the two ears.
    pub convolution: Convolution,
}

impl Earphone {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, responses: &Responses, settings: &Settings) -> Self {
        Self {
            gain: SmoothedDb::new(settings.gain_db, gain::ramp_samples(sample_rate_hz)),
            convolution: Convolution::new(sample_rate_hz, max_taps(sample_rate_hz), responses),
        }
    }
}

impl Stage for Earphone {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_db);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.convolution.reset();
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        self.convolution.process(block);
        gain::apply_db(&mut self.gain, block);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        let gain = level::gain(self.gain.target_db());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        self.convolution.tail_samples()
    }
}
