//! The shape of every cross-fade.

/// Share of the new signal when a cross-fade is `progress` (0 to 1) done; the old one gets the
/// rest.
///
/// The shares add up to one: what is faded between here is nearly the same signal twice, for which
/// an equal-power fade would swell by up to 3 dB. The polynomial 6p⁵ − 15p⁴ + 10p³ starts and ends
/// without a corner and without a bend, so the fade adds next to nothing of its own: a steady tone
/// gets 20 dB less beside it than from the cubic 3p² − 2p³ (`tests/dsp_changes.rs`).
#[inline(always)]
#[must_use]
pub fn gain(progress: f32) -> f32 {
    // In 64 bits, since the terms cancel where the shares are nearly one.
    let p = f64::from(progress);
    (p * p * p * (p * (6.0 * p - 15.0) + 10.0)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_from_nothing_to_all_and_is_symmetric() {
        assert_eq!(gain(0.0), 0.0);
        assert_eq!(gain(1.0), 1.0);
        assert_eq!(gain(0.5), 0.5);
        for step in 0..=100 {
            let progress = step as f32 / 100.0;
            assert!((gain(progress) + gain(1.0 - progress) - 1.0).abs() < 1e-6);
        }
    }
}
