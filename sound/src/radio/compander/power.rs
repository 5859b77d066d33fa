//! Powers for detectors, once a sample: a logarithm and an exponential cut to what they need.
//!
//! *Model*: x = m·2^e with m between √½ and √2; log2 m by the series of the inverse hyperbolic
//! tangent in (m − 1) ÷ (m + 1), 2^f by Taylor's series; both cut where the next term would change
//! the power by less than 10⁻¹⁰. Compressor and expander use the same one, so that a pair stays
//! exact.

use std::f64::consts::{LN_2, LOG2_E, SQRT_2};

/// `base` to the power of `exponent`, for a normal positive base; to 10⁻⁸ of its value for
/// exponents up to 9.
#[inline]
pub(super) fn of(base: f64, exponent: f64) -> f64 {
    exp2((exponent * log2(base)).clamp(-1000.0, 1000.0))
}

#[inline]
fn log2(x: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    const ONE: u64 = 1023 << 52;
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let mut mantissa = f64::from_bits((bits & MANTISSA) | ONE);
    if mantissa > SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let series = [11.0, 9.0, 7.0, 5.0, 3.0, 1.0_f64]
        .iter()
        .fold(1.0 / 13.0, |sum, n| sum * square + 1.0 / n);
    f64::from(exponent) + 2.0 * LOG2_E * t * series
}

#[inline]
fn exp2(x: f64) -> f64 {
    let whole = x.round();
    let rest = (x - whole) * LN_2;
    let series = (1..=9)
        .rev()
        .fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((whole as i64 + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn powers_are_true_to_a_hundred_millionth() {
        let mut worst = 0.0_f64;
        for step in -3000..=600 {
            let base = 10_f64.powf(f64::from(step) / 300.0) * 1.0001;
            for exponent in [0.05, 0.5, 1.0, 1.15, 2.3, 4.0, 9.0] {
                let expected = base.powf(exponent);
                worst = worst.max((of(base, exponent) / expected - 1.0).abs());
            }
        }
        assert!(worst < 1e-8, "{worst}");
    }

    #[test]
    fn the_ends_of_the_range_stay_normal() {
        for (base, exponent) in [(1e-30, 9.0), (1e-60, 9.0), (1e12, 9.0), (1.0, 0.0)] {
            let power = of(base, exponent);
            assert!(power.is_normal(), "{base}^{exponent}: {power:e}");
        }
    }
}
