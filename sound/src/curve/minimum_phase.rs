//! The causal impulse response with the least delay for a given level over frequency.
//!
//! Folding the real cepstrum of the log magnitude (Oppenheim and Schafer, *Discrete-Time Signal
//! Processing*, "Cepstrum analysis") gives the phase that belongs to it. The transform is much
//! longer than the response, so that the cepstrum, which decays as slowly as the lowest corner of
//! the curve, does not wrap around into itself.

use std::f64::consts::{E, LN_10};

use num_complex::Complex64;
use realfft::ComplexToReal;

use super::plans;

/// The transform resolves at least this: corners of a curve lie above it.
const RESOLUTION_HZ: f64 = 0.75;

/// The transform is at least this many times as long as the response.
const OVERSAMPLING: usize = 8;

/// A longer transform than this takes longer than anyone waits for.
const LONGEST: usize = 1 << 22;

/// Levels beyond this, up or down, are taken as this: a magnitude of zero has no logarithm, and
/// nothing that can be heard is affected.
const LIMIT_DB: f64 = 300.0;

/// The minimum-phase impulse response of a level in dB over frequency in Hz, `taps` samples long.
///
/// `level_db` is asked for frequencies between 0 Hz and half the sampling rate; less than −300 dB
/// or no number at all counts as −300 dB, more than 300 dB as 300 dB. The response is cut off after
/// `taps` samples: leave room for its lowest corner to decay.
pub fn impulse(level_db: impl FnMut(f64) -> f64, sample_rate_hz: f64, taps: usize) -> Vec<f64> {
    let length = transform_length(sample_rate_hz, taps);
    impulse_by(length, level_db, sample_rate_hz, taps)
}

/// Like [`impulse`] with a transform of a power of two of samples, at least `taps`. It must be long
/// enough for the slowest decay that the curve implies, which else wraps around. `level_db` is
/// asked for rising frequencies.
pub fn impulse_by(
    length: usize,
    level_db: impl FnMut(f64) -> f64,
    sample_rate_hz: f64,
    taps: usize,
) -> Vec<f64> {
    let (forward, inverse) = plans::real(length);
    let mut spectrum = log_magnitude(level_db, sample_rate_hz, length);
    let mut samples = inverse.make_output_vec();
    invert(&*inverse, &mut spectrum, &mut samples);
    fold(&mut samples);
    forward
        .process(&mut samples, &mut spectrum)
        .expect("buffers were made for this transform");
    for bin in &mut spectrum {
        *bin = bin.exp();
    }
    invert(&*inverse, &mut spectrum, &mut samples);
    samples.truncate(taps);
    samples
}

/// The impulse response of linear phase of a level in dB over frequency in Hz: alike on both sides of
/// its middle, `taps` samples long. It is cut by a Blackman window.
pub fn linear(mut level_db: impl FnMut(f64) -> f64, sample_rate_hz: f64, taps: usize) -> Vec<f64> {
    let length = transform_length(sample_rate_hz, taps);
    let (_, inverse) = plans::real(length);
    let mut spectrum = inverse.make_input_vec();
    for (bin, value) in spectrum.iter_mut().enumerate() {
        let db = level_db(bin as f64 * sample_rate_hz / length as f64);
        let db = if db.is_nan() {
            -LIMIT_DB
        } else {
            db.clamp(-LIMIT_DB, LIMIT_DB)
        };
        *value = Complex64::new(10f64.powf(db / 20.0), 0.0);
    }
    let mut samples = inverse.make_output_vec();
    invert(&*inverse, &mut spectrum, &mut samples);
    let middle = 0.5 * (taps.max(1) - 1) as f64;
    let around = taps / 2;
    (0..taps)
        .map(|tap| {
            let at = (tap + length - around) % length;
            let turn = std::f64::consts::PI * (tap as f64 - middle) / middle.max(1.0);
            let window = 0.42 + 0.5 * turn.cos() + 0.08 * (2.0 * turn).cos();
            samples[at] * window
        })
        .collect()
}

fn transform_length(sample_rate_hz: f64, taps: usize) -> usize {
    let resolved = (sample_rate_hz / RESOLUTION_HZ).min(LONGEST as f64) as usize;
    let wanted = resolved.max(taps.saturating_mul(OVERSAMPLING)).max(2);
    wanted
        .min(LONGEST)
        .next_power_of_two()
        .max(taps.next_power_of_two())
}

/// Natural logarithm of the magnitude in every bin.
fn log_magnitude(
    mut level_db: impl FnMut(f64) -> f64,
    sample_rate_hz: f64,
    length: usize,
) -> Vec<Complex64> {
    let half = length / 2;
    // The mean of ln f from 0 to half a bin is that of f = Δ/2e: where a curve falls towards 0 Hz
    // as a leak does, the end bin then stands for what lies around it. The other end likewise.
    let inset = 1.0 / (2.0 * E);
    (0..=half)
        .map(|bin| {
            let at = (bin as f64).clamp(inset, half as f64 - inset);
            let level_db = level_db(at * sample_rate_hz / length as f64);
            let limited_db = if level_db.is_nan() {
                -LIMIT_DB
            } else {
                level_db.clamp(-LIMIT_DB, LIMIT_DB)
            };
            Complex64::new(limited_db * LN_10 / 20.0, 0.0)
        })
        .collect()
}

/// Folds the even cepstrum onto positive times: what is left is that of a causal response.
fn fold(cepstrum: &mut [f64]) {
    let half = cepstrum.len() / 2;
    for value in &mut cepstrum[1..half] {
        *value *= 2.0;
    }
    cepstrum[half + 1..].fill(0.0);
}

fn invert(inverse: &dyn ComplexToReal<f64>, spectrum: &mut [Complex64], samples: &mut [f64]) {
    // Real by symmetry; rounding leaves dust there that the transform refuses.
    if let Some(bin) = spectrum.first_mut() {
        bin.im = 0.0;
    }
    if let Some(bin) = spectrum.last_mut() {
        bin.im = 0.0;
    }
    inverse
        .process(spectrum, samples)
        .expect("buffers were made for this transform");
    let scale = 1.0 / samples.len() as f64;
    for sample in samples {
        *sample *= scale;
    }
}

#[cfg(test)]
mod tests;
