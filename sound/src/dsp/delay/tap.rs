//! Read position in a delay line, and interpolation between samples.

use std::f64::consts::PI;

use num_complex::Complex64;

use super::CHUNK;
use crate::dsp::sanitize;
use crate::dsp::simd::Simd;

/// Samples on either side of the point that the interpolation takes in, at most.
const HALF: usize = 16;

/// Most samples that one value is made of.
pub(super) const LONGEST: usize = 2 * HALF;

/// Shape of the Kaiser window, for ripples of −80 dB (J. F. Kaiser: 0.1102 · (80 − 8.7)).
const KAISER_BETA: f64 = 7.857;

/// A place on a delay line.
#[derive(Clone, Copy)]
pub(super) struct Tap {
    pub delay_samples: f64,
    /// The shortest delay that takes part.
    nearest: usize,
    /// Weights of the samples, oldest first.
    weights: [f32; LONGEST],
    /// Number of weights; one means a copy.
    count: usize,
}

impl Tap {
    /// A tap at a delay that is not negative.
    pub(super) fn new(delay_samples: f64) -> Self {
        let whole = delay_samples.floor();
        let fraction = delay_samples - whole;
        let whole = whole as usize;
        let mut weights = [0.0; LONGEST];
        if fraction == 0.0 {
            weights[0] = 1.0;
            return Self {
                delay_samples,
                nearest: whole,
                weights,
                count: 1,
            };
        }
        let half = (whole + 1).min(HALF);
        let exact = if half == HALF {
            sinc(fraction)
        } else {
            lagrange(fraction, half)
        };
        for (to, from) in weights.iter_mut().zip(exact) {
            *to = from as f32;
        }
        Self {
            delay_samples,
            nearest: whole + 1 - half,
            weights,
            count: 2 * half,
        }
    }

    /// The response at a frequency in Hz.
    pub(super) fn response(&self, frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
        let step = -2.0 * PI * frequency_hz / sample_rate_hz;
        let oldest = self.nearest + self.count - 1;
        let weights = self.weights.iter().take(self.count).enumerate();
        weights
            .map(|(at, &weight)| f64::from(weight) * Complex64::cis(step * (oldest - at) as f64))
            .sum()
    }

    /// Reads a run of at most [`CHUNK`] samples from a ring whose newest sample is just before
    /// `head`.
    pub(super) fn read(&self, simd: Simd, ring: &[f32], head: usize, out: &mut [f32]) {
        let oldest = self.nearest + self.count + out.len() - 1;
        let length = self.count + out.len() - 1;
        let Some(from) = (head + ring.len()).checked_sub(oldest) else {
            return;
        };
        let from = from % ring.len().max(1);
        // A stretch across the ring's end is put together.
        let mut joined = [0.0; LONGEST + CHUNK];
        let window = match ring.get(from..from + length) {
            Some(window) => Some(window),
            None => {
                let (early, late) = (ring.get(from..), from + length - ring.len());
                let parts = early.zip(ring.get(..late));
                let stretch = parts.zip(joined.get_mut(..length));
                stretch.map(|((early, late), stretch)| {
                    let (first, second) = stretch.split_at_mut(early.len());
                    first.copy_from_slice(early);
                    second.copy_from_slice(late);
                    &*stretch
                })
            }
        };
        let (Some(window), Some(weights)) = (window, self.weights.get(..self.count)) else {
            return;
        };
        if self.count == 1 {
            out.copy_from_slice(window);
            return;
        }
        out.fill(0.0);
        simd.weigh(weights, window, out);
        sanitize::flush(out);
    }
}

/// Distance from the point to sample number `at`, oldest first, of `2 half`.
fn distance(at: usize, half: usize, fraction: f64) -> f64 {
    half as f64 - at as f64 - fraction
}

/// Weights of a sinc under a Kaiser window, with a gain of exactly one at 0 Hz.
fn sinc(fraction: f64) -> [f64; LONGEST] {
    let mut weights = std::array::from_fn(|at| {
        let x = distance(at, HALF, fraction);
        let place = x / HALF as f64;
        let window = bessel_i0(KAISER_BETA * (1.0 - place * place).max(0.0).sqrt());
        window * (PI * x).sin() / (PI * x)
    });
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

/// Weights of the polynomial through `2 half` samples; those beyond are zero.
fn lagrange(fraction: f64, half: usize) -> [f64; LONGEST] {
    let count = 2 * half;
    std::array::from_fn(|at| {
        if at >= count {
            return 0.0;
        }
        let others = (0..count).filter(|other| *other != at);
        let point = |other| distance(other, half, fraction);
        others.fold(1.0, |product, other| {
            product * point(other) / (at as f64 - other as f64)
        })
    })
}

/// Modified Bessel function of the first kind and order zero, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..40 {
        let ratio = x / (2.0 * f64::from(n));
        term *= ratio * ratio;
        sum += term;
    }
    sum
}
