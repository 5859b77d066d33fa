//! Responses as sums of a few decaying oscillations whose places never change.
//!
//! A bank of complex one-pole filters is spread over the band as hearing is; any smooth response is
//! then a weighted sum of what they give, and the weights follow from a linear least-squares fit (B.
//! Bank, "Perceptually motivated audio equalization using fixed-pole parallel second-order
//! filters", IEEE Signal Processing Letters 15, 2008). Since the poles stay, one bank serves several
//! outputs ([`FanOut`]) or inputs ([`FanIn`]) at once, and a change of response needs no new memory.
//!
//! Good for what bends gently: with eight poles some 0.5 dB rms for a driver's inner signals from
//! 20 Hz to 16 kHz, and up to 3 dB on a sharp resonance.

use num_complex::Complex64;

mod bank;

pub use bank::{FanIn, FanOut, InputWeights, Joining, OutputWeights, Splitting, GROUP};

/// Number of poles of a bank.
pub const POLES: usize = 8;

/// Pole frequencies, Hz; at low sample rates all move down together.
const PLACES_HZ: [f64; POLES] = [40.0, 250.0, 900.0, 1700.0, 2900.0, 4700.0, 7500.0, 12_500.0];

/// The highest place, as a share of the sample rate.
const HIGHEST: f64 = 0.38;

/// Weights of a response: two a pole, and two taps without memory.
const WEIGHTS: usize = 2 * POLES + 2;

/// Regularization of the fit against differences of large weights, relative to its diagonal.
const RIDGE: f64 = 1e-9;

/// The poles of a bank at one sample rate.
#[derive(Clone, Debug)]
pub struct Poles {
    sample_rate_hz: f64,
    exact: [Complex64; POLES],
    bank: bank::Poles,
}

/// One response of a bank.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weights {
    re: [f32; POLES],
    im: [f32; POLES],
    direct: [f32; 2],
}

impl Poles {
    /// The poles for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let scale = (HIGHEST * sample_rate_hz / PLACES_HZ[POLES - 1]).min(1.0);
        let place = |at: usize| PLACES_HZ[at] * scale;
        let exact = std::array::from_fn(|at| {
            let below = if at > 0 {
                place(at - 1)
            } else {
                place(0) * place(0) / place(1)
            };
            let above = if at + 1 < POLES {
                place(at + 1)
            } else {
                place(at) * place(at) / place(at - 1)
            };
            // As wide as the way to the middle (in octaves) of both neighbors.
            let width_hz = (place(at) * above).sqrt() - (place(at) * below).sqrt();
            let decay = -std::f64::consts::PI * width_hz;
            let turn = std::f64::consts::TAU * place(at);
            (Complex64::new(decay, turn) / sample_rate_hz).exp()
        });
        Self {
            sample_rate_hz,
            exact,
            bank: bank::Poles::new(&exact),
        }
    }

    /// Samples in which the slowest pole dies away by `nepers`.
    #[must_use]
    pub fn decay_samples(&self, nepers: f64) -> f64 {
        let slowest = self
            .exact
            .iter()
            .map(|pole| pole.norm().ln())
            .fold(f64::MIN, f64::max);
        nepers / -slowest
    }

    /// Contribution of each weight at a frequency in Hz.
    fn basis(&self, frequency_hz: f64) -> [Complex64; WEIGHTS] {
        let back = Complex64::cis(-std::f64::consts::TAU * frequency_hz / self.sample_rate_hz);
        let mut basis = [Complex64::ONE; WEIGHTS];
        for (pole, pair) in self.exact.iter().zip(basis.chunks_exact_mut(2)) {
            let (a, b) = ((1.0 - pole * back).inv(), (1.0 - pole.conj() * back).inv());
            pair[0] = 0.5 * (a + b);
            pair[1] = Complex64::I * 0.5 * (a - b);
        }
        basis[WEIGHTS - 1] = back;
        basis
    }

    /// The weights whose response is nearest to the targets: frequency in Hz, value there, and how
    /// much a deviation there counts. Allocates.
    #[must_use]
    pub fn fit(&self, targets: &[(f64, Complex64, f64)]) -> Weights {
        let mut normal = [[0.0; WEIGHTS]; WEIGHTS];
        let mut right = [0.0; WEIGHTS];
        for &(frequency_hz, target, weight) in targets {
            let basis = self.basis(frequency_hz).map(|value| value * weight);
            let target = target * weight;
            for (row, a) in basis.iter().enumerate() {
                for (sum, b) in normal[row].iter_mut().zip(&basis[..=row]) {
                    *sum += a.re * b.re + a.im * b.im;
                }
                right[row] += a.re * target.re + a.im * target.im;
            }
        }
        let trace: f64 = (0..WEIGHTS).map(|at| normal[at][at]).sum();
        for (at, row) in normal.iter_mut().enumerate() {
            row[at] += RIDGE * trace / WEIGHTS as f64;
        }
        let solved = solve(normal, right);
        let mut weights = Weights::default();
        for at in 0..POLES {
            weights.re[at] = solved[2 * at] as f32;
            weights.im[at] = solved[2 * at + 1] as f32;
        }
        weights.direct = [solved[WEIGHTS - 2] as f32, solved[WEIGHTS - 1] as f32];
        weights
    }

    /// The response of some weights at a frequency in Hz.
    #[must_use]
    pub fn response(&self, weights: &Weights, frequency_hz: f64) -> Complex64 {
        let basis = self.basis(frequency_hz);
        let mut sum = basis[WEIGHTS - 2] * f64::from(weights.direct[0])
            + basis[WEIGHTS - 1] * f64::from(weights.direct[1]);
        for at in 0..POLES {
            sum += basis[2 * at] * f64::from(weights.re[at])
                + basis[2 * at + 1] * f64::from(weights.im[at]);
        }
        sum
    }
}

/// Solves a symmetric positive definite system, given by its lower half, by Cholesky decomposition.
/// What is not definite (no targets) gives zeros.
fn solve(mut lower: [[f64; WEIGHTS]; WEIGHTS], mut x: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    for row in 0..WEIGHTS {
        for col in 0..=row {
            let before: f64 = (0..col).map(|k| lower[row][k] * lower[col][k]).sum();
            let rest = lower[row][col] - before;
            if row != col {
                lower[row][col] = rest / lower[col][col];
            } else if rest > 0.0 {
                lower[row][row] = rest.sqrt();
            } else {
                return [0.0; WEIGHTS];
            }
        }
    }
    for row in 0..WEIGHTS {
        let before: f64 = (0..row).map(|k| lower[row][k] * x[k]).sum();
        x[row] = (x[row] - before) / lower[row][row];
    }
    for row in (0..WEIGHTS).rev() {
        let after: f64 = (row + 1..WEIGHTS).map(|k| lower[k][row] * x[k]).sum();
        x[row] = (x[row] - after) / lower[row][row];
    }
    x
}

#[cfg(test)]
mod tests;
