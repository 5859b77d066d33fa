//! Pre-emphasis and de-emphasis of first order, and the slope of a discriminator's noise.
//!
//! *In the real world* an RC network at the transmitter lifts the highs and its opposite at the
//! receiver puts them back, because the noise of frequency modulation is worst there. Two kinds
//! are in use: the 50 or 75 µs of FM itself, and the 1.59 / 15.9 kHz network that compander makers
//! put around the whole of compressor and expander (THAT 4320 data sheet, fig. 12).
//!
//! *Model*: a first-order digital filter whose power response passes through the analog one at
//! three frequencies, the highest of them the edge of the audio band. The bilinear transform would
//! have to be zero at half the sample rate and misses 15 kHz by 4 dB at 44.1 kHz; this one is
//! within a few hundredths of a decibel. The pre-emphasis is the exact inverse of the de-emphasis.
//!
//! *Left out*: component tolerances.
//!
//! *Tests*: `tests/link_compander.rs` against −10·log10(1 + (2πfτ)²).

use std::f64::consts::TAU;

use crate::dsp::biquad::Coefficients;
use crate::dsp::lanes::Lane;

/// Keeps states off the subnormal numbers (−600 dB), as in the filters of `dsp`.
pub(crate) const DC_OFFSET: f64 = 1e-30;

/// The highest frequency that matters, Hz: the audio band of an FM link.
const BAND_EDGE_HZ: f64 = 15_000.0;

/// Coefficients of (b0 + b1 z⁻¹) ÷ (1 + a1 z⁻¹).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    b0: f64,
    b1: f64,
    a1: f64,
}

impl Shape {
    /// Passes everything.
    pub const PASS: Self = Self {
        b0: 1.0,
        b1: 0.0,
        a1: 0.0,
    };

    /// De-emphasis with a time constant in seconds: 1 ÷ (1 + jωτ).
    #[must_use]
    pub fn de_emphasis(time_s: f64, sample_rate_hz: f64) -> Self {
        fitted(sample_rate_hz, |f| 1.0 / (1.0 + (TAU * f * time_s).powi(2)))
    }

    /// A low-pass of first order, −3 dB at `corner_hz`, true in level up to the band edge.
    #[must_use]
    pub fn low_pass(corner_hz: f64, sample_rate_hz: f64) -> Self {
        fitted(sample_rate_hz, |f| 1.0 / (1.0 + (f / corner_hz).powi(2)))
    }

    /// A rise that begins at `zero_hz` and ends at `pole_hz`, with a gain of one at 0 Hz.
    #[must_use]
    pub fn rise(zero_hz: f64, pole_hz: f64, sample_rate_hz: f64) -> Self {
        fitted(sample_rate_hz, |f| {
            (1.0 + (f / zero_hz).powi(2)) / (1.0 + (f / pole_hz).powi(2))
        })
    }

    /// The differentiator that gives white noise a discriminator's slope: the gain is the
    /// frequency in units of `unit_hz`.
    #[must_use]
    pub fn slope(unit_hz: f64, sample_rate_hz: f64) -> Self {
        fitted(sample_rate_hz, |f| (f / unit_hz).powi(2))
    }

    /// The filter that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            b0: 1.0 / self.b0,
            b1: self.a1 / self.b0,
            a1: self.b1 / self.b0,
        }
    }

    /// The filter as one of second order.
    #[must_use]
    pub fn coefficients(&self) -> Coefficients {
        Coefficients {
            b0: self.b0,
            b1: self.b1,
            b2: 0.0,
            a1: self.a1,
            a2: 0.0,
        }
    }

    /// Power gain at a frequency, for the sample rate it was made for.
    #[must_use]
    pub fn power(&self, frequency_hz: f64, sample_rate_hz: f64) -> f64 {
        let cosine = (TAU * frequency_hz / sample_rate_hz).cos();
        let above = self.b0 * self.b0 + self.b1 * self.b1 + 2.0 * self.b0 * self.b1 * cosine;
        above / (1.0 + self.a1 * self.a1 + 2.0 * self.a1 * cosine)
    }
}

/// The first-order filter whose power gain equals `power` at 0 Hz, at four tenths of the band and
/// at its edge. A first-order power gain is (p0 + p1·cos ω) ÷ (1 + q·cos ω), so three points fix it;
/// the factors with their zero and their pole inside the unit circle are then taken.
fn fitted(sample_rate_hz: f64, power: impl Fn(f64) -> f64) -> Shape {
    let edge_hz = BAND_EDGE_HZ.min(0.42 * sample_rate_hz);
    let points = [0.0, 0.5 * edge_hz, edge_hz];
    let [c0, c1, c2] = points.map(|f| (TAU * f / sample_rate_hz).cos());
    let [t0, t1, t2] = points.map(power);
    // p0 + p1·c − q·t·c = t; differences against the first point leave two unknowns.
    let (dc1, dc2) = (c1 - c0, c2 - c0);
    let (dtc1, dtc2) = (t1 * c1 - t0 * c0, t2 * c2 - t0 * c0);
    let q = ((t2 - t0) * dc1 - (t1 - t0) * dc2) / (dtc1 * dc2 - dtc2 * dc1);
    let p1 = (t1 - t0 + q * dtc1) / dc1;
    let p0 = t0 - p1 * c0 + q * t0 * c0;
    let a1 = inner_root(1.0, q);
    let b1 = inner_root(p0, p1);
    // The factor of the denominator is (1 + q·cos ω)·(1 + a1²); the gain at the edge settles b0.
    let unscaled = Shape { b0: 1.0, b1, a1 };
    let b0 = (t2 / unscaled.power(edge_hz, sample_rate_hz)).sqrt();
    Shape {
        b0,
        b1: b0 * b1,
        a1,
    }
}

/// The r with |r| ≤ 1 for which 1 + r² + 2r·cos ω is proportional to `even + odd`·cos ω.
fn inner_root(even: f64, odd: f64) -> f64 {
    let ratio = (odd / even).clamp(-1.0, 1.0);
    // (1 − √(1 − ratio²)) ÷ ratio, written so that it does not cancel.
    ratio / (1.0 + (1.0 - ratio * ratio).max(0.0).sqrt())
}

/// A first-order filter for one channel, or for two side by side.
#[derive(Clone, Copy, Debug)]
pub struct FirstOrder<T = f64> {
    b0: T,
    b1: T,
    a1: T,
    state: T,
}

impl<T: Lane> FirstOrder<T> {
    /// A filter at rest.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        let [b0, b1, a1, state] = [shape.b0, shape.b1, shape.a1, 0.0].map(T::splat);
        Self { b0, b1, a1, state }
    }

    /// Forgets all input.
    pub fn reset(&mut self) {
        self.state = T::splat(0.0);
    }

    /// Filters one sample. What keeps the state from dying away to subnormals goes into the state,
    /// off the way from input to output.
    #[inline(always)]
    pub fn next(&mut self, input: T) -> T {
        let output = self.b0 * input + self.state;
        self.state = (self.b1 * input + T::splat(DC_OFFSET)) - self.a1 * output;
        output
    }

    /// Filters a sample of zero: the same as [`Self::next`] for it, without waiting for an input.
    #[inline(always)]
    pub fn next_of_silence(&mut self) -> T {
        let output = self.state;
        self.state = T::splat(DC_OFFSET) - self.a1 * output;
        output
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    #[test]
    fn silence_is_filtered_as_zeros_are_and_never_to_subnormals() {
        for shape in [
            Shape::de_emphasis(50e-6, 48_000.0),
            Shape::rise(2_900.0, 9_200.0, 48_000.0),
        ] {
            let mut noise = Noise::new(1);
            let mut zeros = FirstOrder::<f64>::new(shape);
            for _ in 0..100 {
                zeros.next(f64::from(noise.gaussian()));
            }
            let mut silence = zeros;
            for _ in 0..100_000 {
                let (expected, found) = (zeros.next(0.0), silence.next_of_silence());
                assert_eq!(found.to_bits(), expected.to_bits());
                assert!(!found.is_subnormal() && !silence.state.is_subnormal());
            }
        }
    }
}
