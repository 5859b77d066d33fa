//! The K weighting of ITU-R BS.1770-4: a shelf for the head and a high-pass.

use super::biquad::Coefficients;

/// Both filters of the standard for a sample rate in Hz, in a row. Below the band edge of 48 kHz
/// the shelf is held where it can be designed.
#[must_use]
pub fn filters(sample_rate_hz: f64) -> [Coefficients; 2] {
    // The constants behind the standard's 48 kHz coefficients. Its shelf has its corner where the
    // denominator has, ours half way up in dB: a factor of the fourth root of the gain apart.
    let shelf_db: f64 = 3.999_843_853_973_347;
    let corner_hz = 1_681.974_450_955_533 / 10f64.powf(shelf_db / 80.0);
    let corner_hz = corner_hz.min(0.4 * sample_rate_hz);
    [
        Coefficients::high_shelf(corner_hz, 0.707_175_236_955_419_6, shelf_db, sample_rate_hz),
        Coefficients::highpass(
            38.135_470_876_024_44,
            0.500_327_037_323_877_3,
            sample_rate_hz,
        ),
    ]
}

/// Power gain of the weighting at a frequency, as at a sample rate of 48 kHz, for which the standard
/// prints it.
#[must_use]
pub fn power(frequency_hz: f64) -> f64 {
    const RATE_HZ: f64 = 48_000.0;
    let gains = filters(RATE_HZ).map(|filter| filter.response(frequency_hz, RATE_HZ).norm_sqr());
    gains.iter().product()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ITU-R BS.1770-4, tables 1 and 2: b0, b1, b2, a1, a2 at 48 kHz.
    const PRINTED: [[f64; 5]; 2] = [
        [
            1.535_124_859_586_97,
            -2.691_696_189_406_38,
            1.198_392_810_852_85,
            -1.690_659_293_182_41,
            0.732_480_774_215_85,
        ],
        [1.0, -2.0, 1.0, -1.990_047_454_833_98, 0.990_072_250_366_21],
    ];

    fn printed_db(frequency_hz: f64) -> f64 {
        use num_complex::Complex64;
        let z = Complex64::cis(-std::f64::consts::TAU * frequency_hz / 48_000.0);
        let gain = |[b0, b1, b2, a1, a2]: [f64; 5]| {
            ((b0 + b1 * z + b2 * z * z) / (1.0 + a1 * z + a2 * z * z)).norm()
        };
        20.0 * PRINTED.map(gain).iter().product::<f64>().log10()
    }

    #[test]
    fn k_weighting_is_that_of_bs_1770() {
        for frequency_hz in [
            20.0, 38.0, 100.0, 500.0, 1000.0, 2000.0, 4000.0, 10_000.0, 18_000.0,
        ] {
            let ours_db = 10.0 * power(frequency_hz).log10();
            // The printed high-pass is not normalized to a gain of one: 0.04 dB.
            let apart_db = ours_db - printed_db(frequency_hz);
            assert!(apart_db.abs() < 0.06, "{frequency_hz} Hz: {apart_db} dB");
        }
    }
}
