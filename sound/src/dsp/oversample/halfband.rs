//! The half-band filters: two chains of all-passes, each run at the lower of the two rates.

use std::f64::consts::PI;

use crate::dsp::biquad::DC_OFFSET;
use crate::dsp::sanitize;

/// Coefficients of an elliptic half-band filter of `N` sections whose passband ends at `edge`, as
/// a share of the higher rate (under a quarter). Even ones belong to one chain, odd ones to the
/// other.
pub(super) fn coefficients<const N: usize>(edge: f64) -> [f64; N] {
    let selectivity = (PI * edge).tan().powi(2);
    // The elliptic nome by its series in the complementary modulus.
    let root = (1.0 - selectivity * selectivity).sqrt().sqrt();
    let e = 0.5 * (1.0 - root) / (1.0 + root);
    let e4 = e.powi(4);
    let nome = e * (1.0 + e4 * (2.0 + e4 * (15.0 + 150.0 * e4)));
    std::array::from_fn(|section| {
        let angle = (section + 1) as f64 * PI / (2 * N + 1) as f64;
        let w = theta_ratio(nome, angle).powi(2);
        let x = ((1.0 - w * selectivity) * (1.0 - w / selectivity)).sqrt() / (1.0 + w);
        (1.0 - x) / (1.0 + x)
    })
}

/// The ratio of theta functions that places a section, up to a factor of two in both.
fn theta_ratio(nome: f64, angle: f64) -> f64 {
    let mut numerator = 0.0;
    let mut denominator = 0.5;
    let mut sign = 1.0;
    // The powers of the nome (below 0.1) fall as the square of the index: ten are plenty.
    for index in 0..10 {
        let odd = f64::from(2 * index + 1);
        let next = f64::from(index + 1);
        numerator += sign * nome.powi(index * (index + 1)) * (odd * angle).sin();
        sign = -sign;
        denominator += sign * nome.powi((index + 1).pow(2)) * (2.0 * next * angle).cos();
    }
    nome.powf(0.25) * numerator / denominator
}

/// Both chains: what last went into each section, and what last came out of it.
#[derive(Clone, Debug)]
struct Chains<const N: usize> {
    coefficients: [f64; N],
    inputs: [f64; N],
    outputs: [f64; N],
}

impl<const N: usize> Chains<N> {
    fn new(coefficients: [f64; N]) -> Self {
        Self {
            coefficients,
            inputs: [0.0; N],
            outputs: [0.0; N],
        }
    }

    fn reset(&mut self) {
        self.inputs = [0.0; N];
        self.outputs = [0.0; N];
    }

    /// Passes one sample through each chain.
    #[inline(always)]
    fn tick(&mut self, pair: [f64; 2]) -> [f64; 2] {
        let mut pair = pair.map(|x| x + DC_OFFSET);
        for section in 0..N {
            let x = pair[section % 2];
            let y = self.coefficients[section] * (x - self.outputs[section]) + self.inputs[section];
            self.inputs[section] = x;
            self.outputs[section] = y;
            pair[section % 2] = y;
        }
        pair
    }

    /// Group delay of the filter at 0 Hz, in samples of the higher rate.
    fn delay_samples(&self) -> f64 {
        let sections = self.coefficients.iter();
        // Each section (c + z⁻²) ÷ (1 + c z⁻²) takes 2 (1 − c) ÷ (1 + c); the odd chain comes one
        // sample later; and the filter is the mean of both.
        let delays = sections.map(|c| 2.0 * (1.0 - c) / (1.0 + c));
        (delays.sum::<f64>() + 1.0) / 2.0
    }
}

/// Doubles the rate.
#[derive(Clone, Debug)]
pub(super) struct Up<const N: usize>(Chains<N>);

impl<const N: usize> Up<N> {
    pub(super) fn new(coefficients: [f64; N]) -> Self {
        Self(Chains::new(coefficients))
    }

    pub(super) fn reset(&mut self) {
        self.0.reset();
    }

    pub(super) fn delay_samples(&self) -> f64 {
        self.0.delay_samples()
    }

    pub(super) fn process(&mut self, from: &[f32], to: &mut [f32]) {
        for (to, from) in to.chunks_exact_mut(2).zip(from) {
            let pair = self.0.tick([f64::from(*from); 2]);
            to.copy_from_slice(&pair.map(|x| sanitize::flushed(x as f32)));
        }
    }
}

/// Halves the rate.
#[derive(Clone, Debug)]
pub(super) struct Down<const N: usize>(Chains<N>);

impl<const N: usize> Down<N> {
    pub(super) fn new(coefficients: [f64; N]) -> Self {
        Self(Chains::new(coefficients))
    }

    pub(super) fn reset(&mut self) {
        self.0.reset();
    }

    pub(super) fn process(&mut self, from: &[f32], to: &mut [f32]) {
        for (to, from) in to.iter_mut().zip(from.chunks_exact(2)) {
            if let [first, second] = from {
                let [a, b] = self.0.tick([f64::from(*second), f64::from(*first)]);
                *to = sanitize::flushed((0.5 * (a + b)) as f32);
            }
        }
    }
}

#[cfg(test)]
impl<const N: usize> Up<N> {
    pub fn holds_no_subnormal(&self) -> bool {
        self.0
            .inputs
            .iter()
            .chain(&self.0.outputs)
            .all(|x| !x.is_subnormal())
    }
}
