//! Keeps what no listener and no host should ever get out of a stream of samples.

use super::simd::Simd;

/// Magnitudes below this (−400 dBFS) are taken as silence: far under anything audible, far above
/// the subnormal numbers (1.2·10⁻³⁸) that slow a processor down.
pub const SILENCE: f32 = 1e-20;

/// Replaces what is not a sound: a sample that is not finite becomes zero, one beyond `limit`
/// (linear, positive) becomes `limit` with its sign, one under [`SILENCE`] becomes zero.
pub fn sanitize(samples: &mut [f32], limit: f32) {
    Simd::detect().sanitize(samples, limit);
}

/// One sample of [`sanitize`].
#[inline(always)]
#[must_use]
pub fn sanitized(sample: f32, limit: f32) -> f32 {
    let magnitude = sample.abs();
    // Written as one test that a NaN and an infinity both fail.
    if (SILENCE..=f32::MAX).contains(&magnitude) {
        magnitude.min(limit).copysign(sample)
    } else {
        0.0
    }
}

/// Makes samples under [`SILENCE`] exactly zero and leaves all others as they are.
pub fn flush(samples: &mut [f32]) {
    Simd::detect().flush(samples);
}

/// One sample of [`flush`].
#[inline(always)]
#[must_use]
pub fn flushed(sample: f32) -> f32 {
    if sample.abs() < SILENCE {
        0.0
    } else {
        sample
    }
}

/// Multiplies each sample by a gain of its own, holds it to a ceiling, and flushes it.
pub fn limit(samples: &mut [f32], gains: &[f32], ceiling: f32) {
    Simd::detect().limit(samples, gains, ceiling);
}

/// The highest magnitude of some samples; what is no number is left out.
#[must_use]
pub fn peak(samples: &[f32]) -> f32 {
    let mut peak = 0.0;
    Simd::detect().raise_peak(samples, &mut peak);
    peak
}

/// The larger magnitude of two finite samples. Unlike [`f32::max`] it asks for no numbers that are none,
/// which a loop would wait for.
#[inline(always)]
#[must_use]
pub fn louder(one: f32, other: f32) -> f32 {
    let (one, other) = (one.abs(), other.abs());
    if one > other {
        one
    } else {
        other
    }
}

/// Returns whether all samples are exactly zero.
#[must_use]
pub fn is_silent(samples: &[f32]) -> bool {
    let (chunks, rest) = samples.as_chunks::<16>();
    chunks
        .iter()
        .all(|chunk| !chunk.iter().fold(false, |any, x| any | (*x != 0.0)))
        && rest.iter().all(|x| *x == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_the_highest_magnitude_wherever_it_stands() {
        for length in [1, 7, 8, 9, 64, 65] {
            for at in 0..length {
                let mut samples = vec![0.25; length];
                samples[at] = -0.5;
                assert_eq!(peak(&samples), 0.5);
                samples[at] = f32::NAN;
                assert_eq!(peak(&samples), if length > 1 { 0.25 } else { 0.0 });
            }
        }
        assert_eq!(peak(&[]), 0.0);
        assert_eq!(peak(&[f32::INFINITY; 9]), f32::INFINITY);
    }

    #[test]
    fn silence_is_nothing_but_zeros() {
        assert!(is_silent(&[]) && is_silent(&[0.0; 100]) && is_silent(&[-0.0; 3]));
        for length in [1, 15, 16, 17, 64] {
            for at in 0..length {
                let mut samples = vec![0.0; length];
                samples[at] = 1e-30;
                assert!(!is_silent(&samples));
                samples[at] = f32::NAN;
                assert!(!is_silent(&samples));
            }
        }
    }

    #[test]
    fn faults_become_silence_and_excess_becomes_the_limit() {
        let mut samples = [
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            1e30,
            -1e30,
            f32::MIN_POSITIVE / 2.0,
            -1e-21,
            0.5,
            -2.0,
            -0.0,
        ];
        sanitize(&mut samples, 2.0);
        assert_eq!(
            samples,
            [0.0, 0.0, 0.0, 2.0, -2.0, 0.0, 0.0, 0.5, -2.0, 0.0]
        );
    }

    #[test]
    fn flushing_touches_only_silence() {
        let mut samples = [1e-21, -1e-30, 1e-19, -1.0, f32::MAX];
        flush(&mut samples);
        assert_eq!(samples, [0.0, 0.0, 1e-19, -1.0, f32::MAX]);
    }
}
