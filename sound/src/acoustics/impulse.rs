//! From a complex response to a causal impulse response, without added latency.
//!
//! The response is known at every bin that matters (`sampling`) and at two frequencies far below the
//! first, from which the value at 0 Hz follows (a leaky ear has a zero there, a sealed one a finite real
//! value). Nothing is made minimum-phase: drivers in a mix keep their phases and tubes their delay.
//!
//! *Up to* the pass edge (24 kHz, or 5/12 of low sample rates: 20 kHz at 48 kHz) the impulse is held
//! to the response. *Above*, the response is faded out with a raised cosine, to zero at 40 kHz or at
//! half the sample rate: plane waves and lumped parts say nothing true there, nobody hears it, and a
//! smooth end keeps the impulse short at any rate.
//!
//! A causal response cut off at half the sample rate rings before zero. Those few samples are not
//! thrown away, which would cost tenths of a dB: they are replaced with the causal signal that is
//! nearest to them in relative error below the pass edge, everything above being nearly free (a
//! weighted least-squares fit with a Toeplitz matrix). The last eighth of the impulse is faded out. What
//! error in level is then left (a human drum's published phase laws are not quite causal, worth 0.1 dB) is
//! taken out with a filter of minimum phase.

use std::sync::Arc;

use num_complex::Complex64;
use realfft::{ComplexToReal, RealToComplex};

use crate::acoustics::adaptive_sampling::sampled;
use crate::curve::plans;

/// Upper edge of the pass band, Hz.
const PASS_EDGE_HZ: f64 = 24_000.0;
/// Edge at which the response has faded to nothing at high rates, Hz.
const STOP_EDGE_HZ: f64 = 40_000.0;
/// Pass edge over sample rate at low rates.
const PASS_PART: f64 = 5.0 / 12.0;
/// Samples before zero that are folded in, and samples after zero that take them.
const FOLDED: usize = 64;
/// Parts of the pass band more than 60 dB below its peak count as if they were 60 dB below.
const WEIGHT_FLOOR: f64 = 1e-6;
/// Weight of what happens above the pass edge, over the mean weight below: small, so that it is
/// nearly free, but not nil, so that it stays within bounds.
const FREE_WEIGHT: f64 = 2e-7;
/// From where on the level is corrected, Hz, and by how much at most: 0.1 Np is 0.9 dB.
const LEVELED_FROM_HZ: f64 = 10.0;
const LEVELED_NEPERS: f64 = 0.1;

/// The frequency up to which an impulse is held to its response, Hz.
pub fn pass_edge_hz(sample_rate_hz: f64) -> f64 {
    PASS_EDGE_HZ.min(PASS_PART * sample_rate_hz)
}

/// Length of an impulse response, in ms, with the lowest corner at `corner_hz` (0 for none).
///
/// A first-order corner decays with τ = 1/(2π·f_c), and what is cut off at the end matters at 20 Hz
/// by f_c/20 Hz of it: it may be 0.3 %. A resonance needs 2.93·Q/f for −80 dB (from the folding bound
/// N/(2·f_s)), so the least length of 85 ms holds Q = 29 at 1 kHz. Never more than 340 ms.
pub fn length_ms(corner_hz: f64) -> f64 {
    const LEAST_MS: f64 = 85.0;
    const MOST_MS: f64 = 340.0;
    const LOWEST_HEARD_HZ: f64 = 20.0;
    if corner_hz <= 0.0 {
        return LEAST_MS;
    }
    let decay_ms = 1e3 / (std::f64::consts::TAU * corner_hz);
    let needed = decay_ms * (corner_hz / LOWEST_HEARD_HZ / 0.003).ln();
    needed.clamp(LEAST_MS, MOST_MS)
}

/// The causal impulse response of `taps` samples of a response in Hz.
///
/// Its unit is that of the response. `taps` of 0 or a sample rate of 0 give nothing.
pub fn causal(
    mut response: impl FnMut(f64) -> Complex64,
    sample_rate_hz: f64,
    taps: usize,
) -> Vec<f64> {
    let [impulse] = causal_together(|hz| [response(hz)], sample_rate_hz, taps);
    impulse
}

/// Like [`causal`] for several responses that come from one solution.
pub fn causal_together<const COUNT: usize>(
    response: impl FnMut(f64) -> [Complex64; COUNT],
    sample_rate_hz: f64,
    taps: usize,
) -> [Vec<f64>; COUNT] {
    sampled_together(response, sample_rate_hz, taps).map(SampledResponse::causal)
}

/// A response at the bins of a transform, from which the impulse follows.
pub struct SampledResponse {
    spectrum: Vec<Complex64>,
    sample_rate_hz: f64,
    taps: usize,
}

/// The sampled responses of [`causal_together`], whose impulses do not depend on each other.
pub fn sampled_together<const COUNT: usize>(
    response: impl FnMut(f64) -> [Complex64; COUNT],
    sample_rate_hz: f64,
    taps: usize,
) -> [SampledResponse; COUNT] {
    let spectra = if taps == 0 || sample_rate_hz.is_nan() || sample_rate_hz <= 0.0 {
        std::array::from_fn(|_| Vec::new())
    } else {
        let length = (2 * taps).next_power_of_two().max(8);
        spectra(response, sample_rate_hz, length)
    };
    spectra.map(|spectrum| SampledResponse {
        spectrum,
        sample_rate_hz,
        taps,
    })
}

impl SampledResponse {
    /// The causal impulse response; nothing of no taps or no sample rate.
    pub fn causal(self) -> Vec<f64> {
        let Self {
            spectrum,
            sample_rate_hz,
            taps,
        } = self;
        if spectrum.is_empty() {
            return Vec::new();
        }
        let length = 2 * (spectrum.len() - 1);
        let fourier = Fourier::new(length);
        let bin = |hz: f64| (hz / sample_rate_hz * length as f64) as usize;
        let held = bin(LEVELED_FROM_HZ)..bin(pass_edge_hz(sample_rate_hz)) + 1;
        let correlation = fourier.inverse(weights(&spectrum, held.end));
        let mut impulse = fold(&fourier.inverse(spectrum.clone()), &correlation, taps);
        fade(&mut impulse);
        level(&fourier, &mut impulse, &spectrum, held);
        impulse
    }
}

/// Transforms of one length, forward and back.
struct Fourier {
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
}

impl Fourier {
    fn new(length: usize) -> Self {
        let (forward, inverse) = plans::real(length);
        Self { forward, inverse }
    }

    fn forward(&self, mut signal: Vec<f64>) -> Vec<Complex64> {
        let mut spectrum = self.forward.make_output_vec();
        // Cannot fail: the lengths are the plan's own.
        let _ = self.forward.process(&mut signal, &mut spectrum);
        spectrum
    }

    fn inverse(&self, mut spectrum: Vec<Complex64>) -> Vec<f64> {
        let mut signal = self.inverse.make_output_vec();
        // The ends of a real signal's spectrum are real; with that, this cannot fail.
        for end in [0, spectrum.len() - 1] {
            spectrum[end].im = 0.0;
        }
        let _ = self.inverse.process(&mut spectrum, &mut signal);
        let scale = 1.0 / signal.len() as f64;
        signal.iter_mut().for_each(|sample| *sample *= scale);
        signal
    }
}

/// Takes out what error in level is left within the `held` bins, with a filter of minimum phase so
/// that the impulse stays causal.
fn level(
    fourier: &Fourier,
    impulse: &mut Vec<f64>,
    target: &[Complex64],
    held: std::ops::Range<usize>,
) {
    let (taps, length) = (impulse.len(), 2 * (target.len() - 1));
    let mut signal = std::mem::take(impulse);
    signal.resize(length, 0.0);
    let spectrum = fourier.forward(signal);
    let error = |bin: usize| error_nepers(target[bin].norm_sqr() / spectrum[bin].norm_sqr());
    let (first, last) = (held.start.min(held.end - 1), held.end - 1);
    let at_edge = error(last);
    let errors = (0..target.len()).map(|bin| {
        let nepers = if bin <= last {
            error(bin.max(first))
        } else {
            // Above the pass edge, the error at the edge dies away toward the end.
            let above = (bin - last) as f64 / (target.len() - held.end).max(1) as f64;
            at_edge * 0.5 * (1.0 + (std::f64::consts::PI * above.min(1.0)).cos())
        };
        Complex64::new(nepers, 0.0)
    });
    // The real cepstrum, folded onto the causal side, is that of the minimum-phase filter.
    let mut cepstrum = fourier.inverse(errors.collect());
    cepstrum[1..length / 2].iter_mut().for_each(|q| *q *= 2.0);
    cepstrum[length / 2 + 1..].fill(0.0);
    let correction = fourier.forward(cepstrum);
    *impulse = fourier.inverse(amplified(spectrum, &correction));
    impulse.truncate(taps);
}

/// Half the logarithm of a ratio of powers, within the bounds of what is corrected; of what is no ratio, nothing.
fn error_nepers(ratio: f64) -> f64 {
    if !(ratio > 0.0 && ratio < f64::INFINITY) {
        return 0.0;
    }
    (0.5 * ratio.ln()).clamp(-LEVELED_NEPERS, LEVELED_NEPERS)
}

/// Bins times the exponential function of complex nepers. These are small as a rule, and then a series
/// is true to the last digits and takes two thirds of the time.
fn amplified(mut bins: Vec<Complex64>, nepers: &[Complex64]) -> Vec<Complex64> {
    /// Size up to which 14 terms leave less than 10⁻¹⁵.
    const SMALL: f64 = 0.5;
    const TERMS: u32 = 14;
    let largest = nepers.iter().map(|z| z.norm_sqr()).fold(0.0, f64::max);
    let pairs = bins.iter_mut().zip(nepers);
    if largest > SMALL * SMALL {
        pairs.for_each(|(bin, z)| *bin *= z.exp());
    } else {
        pairs.for_each(|(bin, z)| {
            // 1 + z (1 + z/2 (1 + z/3 (…)))
            let series = (1..TERMS).rev().fold(Complex64::ONE, |sum, term| {
                let z = z * (1.0 / f64::from(term));
                Complex64::new(
                    1.0 + (sum.re * z.re - sum.im * z.im),
                    sum.re * z.im + sum.im * z.re,
                )
            });
            *bin *= series;
        });
    }
    bins
}

/// The responses at the bins of a transform of `length`, faded out above the pass edge.
fn spectra<const COUNT: usize>(
    mut response: impl FnMut(f64) -> [Complex64; COUNT],
    sample_rate_hz: f64,
    length: usize,
) -> [Vec<Complex64>; COUNT] {
    let step_hz = sample_rate_hz / length as f64;
    let pass_hz = pass_edge_hz(sample_rate_hz);
    let stop_hz = STOP_EDGE_HZ.min(0.5 * sample_rate_hz);
    let near = response(step_hz / 1024.0);
    let far = response(step_hz / 512.0);
    let last = ((stop_hz / step_hz) as usize).min(length / 2);
    let mut spectra = sampled(|bin| response(bin as f64 * step_hz), last);
    for (spectrum, (near, far)) in spectra.iter_mut().zip(near.into_iter().zip(far)) {
        spectrum[0] = Complex64::new((4.0 * near.re - far.re) / 3.0, 0.0);
        for (bin, value) in spectrum.iter_mut().enumerate() {
            let above_hz = bin as f64 * step_hz - pass_hz;
            if above_hz > 0.0 {
                let part = (above_hz / (stop_hz - pass_hz)).min(1.0);
                *value *= 0.5 * (1.0 + (std::f64::consts::PI * part).cos());
            }
        }
        spectrum.resize(length / 2 + 1, Complex64::default());
    }
    spectra
}

/// Weight of an error at each bin: relative to the response below the pass edge, next to nothing
/// above.
fn weights(spectrum: &[Complex64], pass_bins: usize) -> Vec<Complex64> {
    let pass = &spectrum[..spectrum.len().min(pass_bins + 1)];
    let peak = pass.iter().map(|bin| bin.norm_sqr()).fold(0.0, f64::max);
    let floor = (peak * WEIGHT_FLOOR).max(f64::MIN_POSITIVE);
    let mut weights = vec![0.0; spectrum.len()];
    for (weight, bin) in weights.iter_mut().zip(pass) {
        *weight = floor / bin.norm_sqr().max(floor);
    }
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    weights
        .into_iter()
        .map(|weight| Complex64::new(weight + FREE_WEIGHT * mean, 0.0))
        .collect()
}

/// The first `taps` samples of a circular signal, with the samples just before zero replaced by
/// their nearest causal equivalent in the metric of `correlation`.
fn fold(signal: &[f64], correlation: &[f64], taps: usize) -> Vec<f64> {
    let length = signal.len();
    let mut impulse = signal[..taps].to_vec();
    let count = FOLDED.min(taps);
    let target: Vec<f64> = (0..count)
        .map(|after| {
            (1..=count)
                .map(|before| signal[length - before] * correlation[after + before])
                .sum()
        })
        .collect();
    for (sample, added) in impulse.iter_mut().zip(solve_toeplitz(correlation, target)) {
        *sample += added;
    }
    impulse
}

/// Solves T·x = y for the symmetric positive definite T\[i\]\[k\] = column\[|i − k|\] by Cholesky
/// decomposition; where T is not definite in f64, the rest of x is zero.
fn solve_toeplitz(column: &[f64], target: Vec<f64>) -> Vec<f64> {
    let count = target.len();
    let mut lower = vec![0.0; count * count];
    for row in 0..count {
        for col in 0..=row {
            let before: f64 = (0..col)
                .map(|k| lower[row * count + k] * lower[col * count + k])
                .sum();
            let rest = column[row - col] - before;
            lower[row * count + col] = if row != col {
                rest / lower[col * count + col]
            } else if rest > 0.0 {
                rest.sqrt()
            } else {
                return vec![0.0; count];
            };
        }
    }
    let mut solution = target;
    for row in 0..count {
        let before: f64 = (0..row).map(|k| lower[row * count + k] * solution[k]).sum();
        solution[row] = (solution[row] - before) / lower[row * count + row];
    }
    for row in (0..count).rev() {
        let after: f64 = (row + 1..count)
            .map(|k| lower[k * count + row] * solution[k])
            .sum();
        solution[row] = (solution[row] - after) / lower[row * count + row];
    }
    solution
}

/// Raised cosine over the last eighth.
fn fade(impulse: &mut [f64]) {
    let count = impulse.len() / 8;
    let start = impulse.len() - count;
    for (step, sample) in impulse[start..].iter_mut().enumerate() {
        let part = (step + 1) as f64 / (count + 1) as f64;
        *sample *= 0.5 * (1.0 + (std::f64::consts::PI * part).cos());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_half_the_logarithm_within_its_bounds() {
        for step in -100..=100 {
            let nepers = f64::from(step) * 1e-3;
            let found = error_nepers((2.0 * nepers).exp());
            assert!((found - nepers).abs() < 1e-15, "{nepers}: {found}");
        }
        for (ratio, expected) in [(10.0, 0.1), (1e-9, -0.1), (1e300, 0.1)] {
            assert!((error_nepers(ratio) - expected).abs() < 1e-15, "{ratio}");
        }
        for ratio in [0.0, f64::INFINITY, f64::NAN, -1.0] {
            assert_eq!(error_nepers(ratio), 0.0);
        }
    }

    /// Small and large sizes, in all directions, against the library's function.
    #[test]
    fn bins_are_amplified_by_the_exponential_function() {
        for size in [1e-9, 0.01, 0.1, 0.4999, 0.5001, 3.0] {
            let nepers: Vec<Complex64> = (0..64)
                .map(|n| Complex64::from_polar(size, f64::from(n) * 0.1))
                .collect();
            let bins = vec![Complex64::new(0.3, -2.0); nepers.len()];
            let found = amplified(bins.clone(), &nepers);
            for ((found, z), bin) in found.iter().zip(&nepers).zip(&bins) {
                let expected = bin * z.exp();
                let off = (found - expected).norm() / expected.norm();
                assert!(off < 2e-15, "{z}: {off}");
            }
        }
    }
}
