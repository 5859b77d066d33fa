//! Keeps what no listener and no host should ever get out of a stream of samples.

/// Magnitudes below this (−400 dBFS) are taken as silence: far under anything audible, far above
/// the subnormal numbers (1.2·10⁻³⁸) that slow a processor down.
pub const SILENCE: f32 = 1e-20;

/// Replaces what is not a sound: a sample that is not finite becomes zero, one beyond `limit`
/// (linear, positive) becomes `limit` with its sign, one under [`SILENCE`] becomes zero.
pub fn sanitize(samples: &mut [f32], limit: f32) {
    for sample in samples {
        *sample = sanitized(*sample, limit);
    }
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
    for sample in samples {
        *sample = flushed(*sample);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
