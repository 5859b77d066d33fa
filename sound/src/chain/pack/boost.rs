//! The switch that lifts the highs, for musicians whose ears or earphones lack them.
//!
//! *Model*: x + k·(high-passed x), a first-order shelf; k is such that the boost is reached at
//! 10 kHz at any sample rate. It ramps with k alone, so that a change does not click.
//!
//! *Tests*: `tests/pack.rs`.

use num_complex::Complex64;

use crate::dsp::biquad::{Biquad, Coefficients};
use crate::dsp::gain;
use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;

/// Corner of the high-pass, and where the boost is reached, Hz.
const CORNER_HZ: f64 = 5_000.0;
const STATED_HZ: f64 = 10_000.0;

/// The boost, both channels.
pub struct Boost {
    sample_rate_hz: f64,
    filters: [Biquad; 2],
    share: Smoothed,
}

impl Boost {
    /// At rest, with a boost in dB.
    pub fn new(sample_rate_hz: f64, boost_db: f64) -> Self {
        let corner_hz = CORNER_HZ.min(0.2 * sample_rate_hz);
        let coefficients = Coefficients::highpass_1(corner_hz, sample_rate_hz);
        let mut boost = Self {
            sample_rate_hz,
            filters: [Biquad::new(coefficients); 2],
            share: Smoothed::new(0.0, gain::ramp_samples(sample_rate_hz)),
        };
        boost.share.set_now(boost.share_of(boost_db));
        boost
    }

    /// The k for a boost: |1 + k·H| = 10^(boost/20) where it is stated.
    fn share_of(&self, boost_db: f64) -> f32 {
        let h = self.high_pass(STATED_HZ.min(0.45 * self.sample_rate_hz));
        let squared = 10_f64.powf(0.1 * boost_db);
        let size = h.norm_sqr();
        (((h.re * h.re + size * (squared - 1.0)).max(0.0).sqrt() - h.re) / size) as f32
    }

    fn high_pass(&self, frequency_hz: f64) -> Complex64 {
        let coefficients = self.filters[0].coefficients();
        coefficients.response(frequency_hz, self.sample_rate_hz)
    }

    /// Takes another boost, dB.
    pub fn set(&mut self, boost_db: f64) {
        if self.is_off() {
            // What they heard last is long ago.
            self.filters.iter_mut().for_each(Biquad::reset);
        }
        self.share.set(self.share_of(boost_db));
    }

    fn is_off(&self) -> bool {
        self.share.is_zero()
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.share.finish();
        self.filters.iter_mut().for_each(Biquad::reset);
    }

    /// Processes in place; off, it does nothing.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        if self.is_off() {
            return;
        }
        let [a, b] = &mut self.filters;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let share = self.share.tick();
            *left = sanitize::flushed(*left + share * a.tick(*left));
            *right = sanitize::flushed(*right + share * b.tick(*right));
        }
    }

    /// The response at a frequency in Hz.
    pub fn response(&self, frequency_hz: f64) -> Complex64 {
        1.0 + f64::from(self.share.target()) * self.high_pass(frequency_hz)
    }

    /// Length of the tail, samples.
    pub fn tail_samples(&self) -> usize {
        /// Time constants until nothing is left of a 24-bit word.
        const CONSTANTS: f64 = 20.0;
        if self.share.target() == 0.0 {
            return 0;
        }
        let corner_hz = CORNER_HZ.min(0.2 * self.sample_rate_hz);
        (CONSTANTS * self.sample_rate_hz / (std::f64::consts::TAU * corner_hz)).ceil() as usize
    }
}
