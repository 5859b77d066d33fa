//! A second-order filter whose frequency can be swept while sound is playing.
//!
//! The state-variable filter of V. Zavalishin, "The Art of VA Filter Design" (2012), in the form
//! with solved feedback by A. Simper, "Linear Trapezoidal Integrated SVF" (Cytomic, 2013). It has
//! the response of the [biquad](super::biquad) with the same name, but its state means the same
//! thing at every frequency, so a sweep neither clicks nor blows up.

use std::f64::consts::{PI, TAU};

use num_complex::Complex64;

use super::biquad::DC_OFFSET;
use crate::dsp::sanitize;

/// Which of the filter's outputs is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Low-pass, gain `q` at the corner.
    LowPass,
    /// Band-pass, gain one at the middle.
    BandPass,
    /// High-pass, gain `q` at the corner.
    HighPass,
    /// Everything but the middle.
    Notch,
    /// Everything, half a turn late at the middle.
    AllPass,
}

impl Shape {
    /// Shares of the input, the band-pass and the low-pass in the output; `k` is 1 / Q.
    fn mix(self, k: f64) -> [f64; 3] {
        match self {
            Self::LowPass => [0.0, 0.0, 1.0],
            Self::BandPass => [0.0, k, 0.0],
            Self::HighPass => [1.0, -k, -1.0],
            Self::Notch => [1.0, -k, 0.0],
            Self::AllPass => [1.0, -2.0 * k, 0.0],
        }
    }
}

/// Coefficients for one frequency and Q.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gains {
    feed: [f64; 3],
    mix: [f64; 3],
}

/// One channel of a state-variable filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Svf {
    shape: Shape,
    sample_rate_hz: f64,
    /// Natural logarithms of the frequency in Hz and of the Q, at the target.
    target: [f64; 2],
    /// Way still to go in each for every sample left.
    step: [f64; 2],
    left: usize,
    ramp_samples: usize,
    gains: Gains,
    state: [f64; 2],
}

impl Svf {
    /// A filter at rest that takes `ramp_samples` (0: at once) for each change, along a straight
    /// line in octaves. The frequency is held between a millionth and 0.4999 of the sample rate,
    /// the Q between 0.001 and 1000.
    #[must_use]
    pub fn new(
        shape: Shape,
        frequency_hz: f64,
        q: f64,
        sample_rate_hz: f64,
        ramp_samples: usize,
    ) -> Self {
        let target = held(frequency_hz, q, sample_rate_hz);
        Self {
            shape,
            sample_rate_hz,
            target,
            step: [0.0; 2],
            left: 0,
            ramp_samples,
            gains: gains(shape, target, sample_rate_hz),
            state: [0.0; 2],
        }
    }

    /// Starts towards another frequency and Q.
    pub fn set(&mut self, frequency_hz: f64, q: f64) {
        let target = held(frequency_hz, q, self.sample_rate_hz);
        if target == self.target {
            return;
        }
        let from = self.current();
        self.target = target;
        if self.ramp_samples == 0 {
            self.left = 0;
            self.gains = gains(self.shape, target, self.sample_rate_hz);
            return;
        }
        self.left = self.ramp_samples;
        let samples = self.ramp_samples as f64;
        self.step = [
            (target[0] - from[0]) / samples,
            (target[1] - from[1]) / samples,
        ];
    }

    /// Takes another frequency and Q at once.
    pub fn set_now(&mut self, frequency_hz: f64, q: f64) {
        self.target = held(frequency_hz, q, self.sample_rate_hz);
        self.left = 0;
        self.gains = gains(self.shape, self.target, self.sample_rate_hz);
    }

    /// Forgets all input and ends a change at its target.
    pub fn reset(&mut self) {
        self.state = [0.0; 2];
        self.left = 0;
        self.gains = gains(self.shape, self.target, self.sample_rate_hz);
    }

    /// Filters a block of any length in place. Inputs must be finite.
    pub fn process(&mut self, samples: &mut [f32]) {
        let (moving, settled) = samples.split_at_mut(self.left.min(samples.len()));
        for sample in moving {
            *sample = self.tick(*sample);
        }
        let mut filter = *self;
        for sample in settled {
            *sample = sanitize::flushed(filter.run(f64::from(*sample)) as f32);
        }
        self.state = filter.state;
    }

    /// Filters one sample.
    #[inline]
    pub fn tick(&mut self, input: f32) -> f32 {
        if self.left > 0 {
            self.left -= 1;
            self.gains = gains(self.shape, self.current(), self.sample_rate_hz);
        }
        sanitize::flushed(self.run(f64::from(input)) as f32)
    }

    /// The response at a frequency, once settled.
    #[must_use]
    pub fn response(&self, frequency_hz: f64) -> Complex64 {
        let [frequency, q] = self.target.map(f64::exp);
        let warp = |f: f64| (PI * f / self.sample_rate_hz).tan();
        let turn = Complex64::from_polar(1.0, TAU * frequency_hz / self.sample_rate_hz);
        // The bilinear transform, in units of the corner; at half the sample rate s is infinite.
        let s = (turn - 1.0) / ((turn + 1.0) * warp(frequency));
        let [input, band, low] = self.shape.mix(1.0 / q);
        if !s.is_finite() {
            return input.into();
        }
        let denominator = s * s + s / q + 1.0;
        input + (s * band + low) / denominator
    }

    #[inline(always)]
    fn run(&mut self, input: f64) -> f64 {
        let [a1, a2, a3] = self.gains.feed;
        let [s1, s2] = self.state;
        let input = input + DC_OFFSET;
        let difference = input - s2;
        let band = a1 * s1 + a2 * difference;
        let low = s2 + a2 * s1 + a3 * difference;
        // The first state would go to zero without end; see `DC_OFFSET`.
        self.state = [2.0 * band - s1 + DC_OFFSET, 2.0 * low - s2];
        let [mix_input, mix_band, mix_low] = self.gains.mix;
        mix_input * input + mix_band * band + mix_low * low
    }

    fn current(&self) -> [f64; 2] {
        let left = self.left as f64;
        [
            self.target[0] - self.step[0] * left,
            self.target[1] - self.step[1] * left,
        ]
    }
}

/// Logarithms of frequency and Q, held where the filter is stable. What is not a number comes out
/// at the lower end.
fn held(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> [f64; 2] {
    let hold = |value: f64, low: f64, high: f64| value.max(low).min(high).ln();
    [
        hold(frequency_hz, 1e-6 * sample_rate_hz, 0.4999 * sample_rate_hz),
        hold(q, 1e-3, 1e3),
    ]
}

fn gains(shape: Shape, log: [f64; 2], sample_rate_hz: f64) -> Gains {
    let [frequency_hz, q] = log.map(f64::exp);
    let g = (PI * frequency_hz / sample_rate_hz).tan();
    let k = 1.0 / q;
    let a1 = 1.0 / (1.0 + g * (g + k));
    let a2 = g * a1;
    Gains {
        feed: [a1, a2, g * a2],
        mix: shape.mix(k),
    }
}

#[cfg(test)]
mod tests;
