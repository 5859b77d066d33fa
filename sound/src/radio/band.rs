//! The edges of the audio band.
//!
//! *In the real world* the transmitter keeps the sound off the 19 kHz pilot with a steep filter at
//! 15 kHz; converters do the same near half their sample rate.
//!
//! *Model*: an elliptic low-pass of fifth order, 0.1 dB of ripple, 36 dB down from 4/3 of its edge
//! on; one of third order for receivers whose transmitter has limited the band already, with the
//! same ripple and 20 dB down from 1.76 times its edge on; and a second-order Butterworth high-pass.
//!
//! *Tests*: here.

use std::f64::consts::{FRAC_1_SQRT_2, PI, TAU};

use crate::dsp::biquad::{Biquad, Coefficients};
use crate::dsp::lanes::PairFilter;

/// Zeros and poles of the prototype with its edge at 1 rad/s (elliptic approximation computed
/// numerically for the figures above): frequency of the zeros, real part and square of the poles.
const PAIRS: [(f64, f64, f64); 2] = [
    (
        2.003_081_903_529_569,
        0.403_889_348_911_328,
        0.831_589_529_6,
    ),
    (
        1.377_301_111_685_295,
        0.096_954_118_789_236,
        1.133_416_238_1,
    ),
];
const POLE: f64 = 0.700_633_366_167_405;

/// The same of the third-order prototype.
const GENTLE_PAIR: (f64, f64, f64) = (1.980_842_887_8, 0.347_840_891_2, 1.603_967_7);
const GENTLE_POLE: f64 = 1.176_699_531_4;

/// The highest edge, as a share of the sample rate.
const HIGHEST: f64 = 0.45;

/// A steep low-pass for one channel.
#[derive(Clone, Copy, Debug)]
pub struct LowPass {
    sections: [Biquad; 3],
}

impl LowPass {
    /// The filter for an edge in Hz (−0.1 dB).
    #[must_use]
    pub fn new(edge_hz: f64, sample_rate_hz: f64) -> Self {
        let c = warped(edge_hz, sample_rate_hz);
        let single = Biquad::new(single(c, POLE));
        let pair = |at: usize| Biquad::new(pair(c, PAIRS[at]));
        Self {
            sections: [single, pair(0), pair(1)],
        }
    }

    /// One sample.
    #[inline(always)]
    pub fn tick(&mut self, input: f64) -> f64 {
        self.sections
            .iter_mut()
            .fold(input, |x, section| section.tick_f64(x))
    }

    /// The same filter for two channels side by side.
    #[must_use]
    pub fn pair(&self) -> [PairFilter; 3] {
        self.sections.map(|section| {
            let coefficients = section.coefficients();
            PairFilter::new(coefficients, coefficients)
        })
    }

    /// Delay of sound around 1 kHz, in samples.
    #[must_use]
    pub fn delay_samples(&self, sample_rate_hz: f64) -> f64 {
        delay_samples(
            &self.sections.map(|section| *section.coefficients()),
            sample_rate_hz,
        )
    }
}

/// The coefficients of the third-order low-pass for an edge in Hz (−0.1 dB): a section of first
/// order, and one of second.
#[must_use]
pub fn gentle_low_pass(edge_hz: f64, sample_rate_hz: f64) -> [Coefficients; 2] {
    let c = warped(edge_hz, sample_rate_hz);
    [single(c, GENTLE_POLE), pair(c, GENTLE_PAIR)]
}

/// Delay of sound around 1 kHz through filters in a row, in samples.
#[must_use]
pub fn delay_samples(sections: &[Coefficients], sample_rate_hz: f64) -> f64 {
    let frequency_hz = 1000.0_f64.min(0.05 * sample_rate_hz);
    let phase: f64 = sections
        .iter()
        .map(|section| section.response(frequency_hz, sample_rate_hz).arg())
        .sum();
    -phase / (TAU * frequency_hz / sample_rate_hz)
}

/// Prewarped edge: maps an edge in Hz to 1 rad/s of a prototype.
fn warped(edge_hz: f64, sample_rate_hz: f64) -> f64 {
    1.0 / (PI * (edge_hz / sample_rate_hz).min(HIGHEST)).tan()
}

/// The section with a pair of poles and a pair of zeros.
fn pair(c: f64, (zero, half_width, square): (f64, f64, f64)) -> Coefficients {
    let scale = square / (zero * zero);
    let a0 = c * c + 2.0 * half_width * c + square;
    let b0 = scale * (c * c + zero * zero) / a0;
    Coefficients {
        b0,
        b1: scale * 2.0 * (zero * zero - c * c) / a0,
        b2: b0,
        a1: 2.0 * (square - c * c) / a0,
        a2: (c * c - 2.0 * half_width * c + square) / a0,
    }
}

/// The section with one pole.
fn single(c: f64, pole: f64) -> Coefficients {
    let b0 = pole / (c + pole);
    Coefficients {
        b0,
        b1: b0,
        b2: 0.0,
        a1: (pole - c) / (c + pole),
        a2: 0.0,
    }
}

/// The high-pass.
#[must_use]
pub fn high_pass(edge_hz: f64, sample_rate_hz: f64) -> Coefficients {
    Coefficients::highpass(edge_hz, FRAC_1_SQRT_2, sample_rate_hz)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level_db(sections: &[Coefficients], frequency_hz: f64, rate_hz: f64) -> f64 {
        let response = sections
            .iter()
            .map(|section| section.response(frequency_hz, rate_hz))
            .product::<num_complex::Complex64>();
        20.0 * response.norm().log10()
    }

    #[test]
    fn flat_to_the_edge_and_down_beyond() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let filter = LowPass::new(15_000.0, rate_hz);
            let filter = filter.sections.map(|section| *section.coefficients());
            for frequency_hz in (0..=150).map(|n| 100.0 * f64::from(n)) {
                let level = level_db(&filter, frequency_hz, rate_hz);
                assert!(
                    (-0.11..0.01).contains(&level),
                    "{frequency_hz} Hz: {level} dB"
                );
            }
            assert!(level_db(&filter, 19_000.0, rate_hz) < -24.0);
            for frequency_hz in (200..=220).map(|n| 100.0 * f64::from(n)) {
                assert!(level_db(&filter, frequency_hz, rate_hz) < -35.9);
            }
        }
    }

    #[test]
    fn the_gentle_one_is_flat_to_the_edge_and_down_beyond() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let filter = gentle_low_pass(15_000.0, rate_hz);
            for frequency_hz in (0..=150).map(|n| 100.0 * f64::from(n)) {
                let level = level_db(&filter, frequency_hz, rate_hz);
                assert!(
                    (-0.11..0.01).contains(&level),
                    "{frequency_hz} Hz: {level} dB"
                );
            }
            for frequency_hz in [26_500.0, 40_000.0, 80_000.0] {
                if frequency_hz < 0.5 * rate_hz {
                    assert!(level_db(&filter, frequency_hz, rate_hz) < -19.9);
                }
            }
        }
    }
}
