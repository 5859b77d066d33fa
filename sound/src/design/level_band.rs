//! The band in which responses are related to each other.

use num_complex::Complex64;

use super::adaptive_curve;

/// The band whose mean level is the unit of the programme, and where targets are aligned with it, Hz.
pub(super) const LEVEL_BAND_HZ: (f64, f64) = (300.0, 1000.0);

/// Root mean square of a response over the level band, evenly in log frequency.
pub(crate) fn mean_level(response: impl Fn(f64) -> Complex64) -> f64 {
    let (low_hz, high_hz) = LEVEL_BAND_HZ;
    let frequencies = adaptive_curve::log_grid(low_hz, high_hz, 24.0);
    let sum: f64 = frequencies.iter().map(|&f| response(f).norm_sqr()).sum();
    (sum / frequencies.len() as f64).sqrt()
}
