//! Band of a floor wedge that plays the mix, and its power in it.

use crate::dsp::biquad::Coefficients;

/// The band of a wedge, Hz.
const LOW_HZ: f64 = 65.0;
const HIGH_HZ: f64 = 15_000.0;
/// The band of the pink noise that levels are for, Hz.
pub(crate) const BAND_HZ: (f64, f64) = (20.0, 20_000.0);

/// The band of a wedge.
pub(crate) fn band(sample_rate_hz: f64) -> [Coefficients; 2] {
    [
        Coefficients::highpass(LOW_HZ, std::f64::consts::FRAC_1_SQRT_2, sample_rate_hz),
        Coefficients::lowpass_1(HIGH_HZ, sample_rate_hz),
    ]
}

/// Power gain at a frequency in Hz, with that of pink noise at one.
pub(crate) fn power(frequency_hz: f64, sample_rate_hz: f64) -> f64 {
    let filters = band(sample_rate_hz);
    let gain = |filter: &Coefficients| filter.response(frequency_hz, sample_rate_hz).norm_sqr();
    filters.iter().map(gain).product::<f64>() / pink_power(&filters, sample_rate_hz)
}

/// Power of pink noise of power one behind filters in a row.
pub(crate) fn pink_power(filters: &[Coefficients; 2], rate_hz: f64) -> f64 {
    const POINTS: i32 = 200;
    let (low_hz, high_hz) = (BAND_HZ.0, BAND_HZ.1.min(0.49 * rate_hz));
    let ratio = (high_hz / low_hz).powf(1.0 / f64::from(POINTS));
    let power = |n: i32| {
        let hz = low_hz * ratio.powf(f64::from(n) + 0.5);
        let gains = filters
            .iter()
            .map(|filter| filter.response(hz, rate_hz).norm_sqr());
        gains.product::<f64>()
    };
    (0..POINTS).map(power).sum::<f64>() / f64::from(POINTS)
}
