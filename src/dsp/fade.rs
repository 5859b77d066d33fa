//! The shape of every cross-fade.

/// Share of the new signal when a cross-fade is `progress` (0 to 1) done; the old one gets the
/// rest.
///
/// The shares add up to one: what is faded between here is nearly the same signal twice, for which
/// an equal-power fade would swell by up to 3 dB. The smooth-step polynomial 3p² − 2p³ has no
/// corner at either end, so the fade itself is not heard as a click.
#[inline(always)]
#[must_use]
pub fn gain(progress: f32) -> f32 {
    progress * progress * (3.0 - 2.0 * progress)
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
