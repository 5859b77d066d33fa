//! Frequencies at which smooth curves are solved.

use crate::curve::Curve;

/// The band over which curves are solved; beyond it their ends are held. Hz.
const BAND_HZ: (f64, f64) = (10.0, 24_000.0);

/// Points of an octave: finer than the sharpest resonance of a canal.
const POINTS_PER_OCTAVE: f64 = 96.0;

/// Frequencies in Hz, evenly in log frequency and at least `per_octave` of them in an octave, both
/// ends included.
pub fn log_grid(low_hz: f64, high_hz: f64, per_octave: f64) -> Vec<f64> {
    let steps = ((high_hz / low_hz).log2() * per_octave).ceil().max(1.0);
    (0..=steps as i32)
        .map(|n| low_hz * (high_hz / low_hz).powf(f64::from(n) / steps))
        .collect()
}

/// Solves a level in dB over the audible band, to be interpolated from then on.
pub fn solved(level_db: impl Fn(f64) -> f64) -> Curve {
    let (low_hz, high_hz) = BAND_HZ;
    let levels: Vec<_> = log_grid(low_hz, high_hz, POINTS_PER_OCTAVE)
        .into_iter()
        .map(|f| (f, level_db(f)))
        .collect();
    // Cannot fail: the frequencies rise, and a network that was accepted gives finite levels.
    Curve::from_levels(&levels).unwrap_or_else(|_| crate::curve::references::flat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_meets_both_ends_evenly() {
        let grid = log_grid(100.0, 800.0, 2.0);
        assert_eq!(grid.len(), 7);
        assert_eq!((grid[0], grid[6]), (100.0, 800.0));
        assert!((grid[2] - 200.0).abs() < 1e-9);
    }
}
