//! The length of a vector, the same on every system.
//!
//! The C library's own differs from version to version in the last bit, and the newest of them,
//! which a build takes, keeps the plugin from systems that are a few years old. On Linux, and on Windows
//! with mingw-w64, the linker puts these in its place (see the build script), for the absolute value of
//! complex numbers too.

/// The square root of `x² + y²` without overflow on the way, to the last bit or nearly so.
///
/// C. F. Borges, "An improved algorithm for hypot(a, b)", arXiv:1904.09481 (2019): the naive root,
/// and one correction by what rounding has taken from its square.
pub fn hypotenuse(x: f64, y: f64) -> f64 {
    /// Below this share of the other, a side does not count.
    const NEGLIGIBLE: f64 = 1.0 / (1_u64 << 54) as f64;
    let (x, y) = (x.abs(), y.abs());
    if x.is_infinite() || y.is_infinite() {
        return f64::INFINITY;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let (long, short) = if x < y { (y, x) } else { (x, y) };
    if short <= long * NEGLIGIBLE {
        return long + short;
    }
    // Squares neither overflow nor vanish in between; powers of two change no digit.
    let scale = if long > 2_f64.powi(511) {
        2_f64.powi(600)
    } else if short < 2_f64.powi(-459) {
        2_f64.powi(-600)
    } else {
        return corrected(long, short);
    };
    corrected(long / scale, short / scale) * scale
}

fn corrected(long: f64, short: f64) -> f64 {
    let root = (long * long + short * short).sqrt();
    let excess = if root <= 2.0 * short {
        let delta = root - short;
        let first = long * (2.0 * delta - long);
        first + (delta - 2.0 * (long - short)) * delta
    } else {
        let delta = root - long;
        let first = 2.0 * delta * (long - 2.0 * short);
        first + ((4.0 * delta - short) * short + delta * delta)
    };
    root - excess / (2.0 * root)
}

/// The same in single precision: the squares are exact in double.
pub fn hypotenuse_single(x: f32, y: f32) -> f32 {
    if x.is_infinite() || y.is_infinite() {
        return f32::INFINITY;
    }
    let (x, y) = (f64::from(x), f64::from(y));
    (x * x + y * y).sqrt() as f32
}

/// Replacement of the C library's `hypot`, selected by the linker.
#[cfg(all(any(target_os = "linux", target_os = "windows"), target_env = "gnu"))]
#[no_mangle]
pub extern "C" fn __wrap_hypot(x: f64, y: f64) -> f64 {
    hypotenuse(x, y)
}

/// Replacement of the C library's `hypotf`, selected by the linker.
#[cfg(all(any(target_os = "linux", target_os = "windows"), target_env = "gnu"))]
#[no_mangle]
pub extern "C" fn __wrap_hypotf(x: f32, y: f32) -> f32 {
    hypotenuse_single(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles_of_whole_numbers_are_exact_at_any_scale() {
        for (a, b, c) in [(3.0, 4.0, 5.0), (5.0, 12.0, 13.0), (20.0, 21.0, 29.0)] {
            for power in [-1000, -700, -460, -30, 0, 30, 505, 515, 900, 1010] {
                let scale = 2_f64.powi(power);
                assert_eq!(hypotenuse(a * scale, -b * scale), c * scale, "2^{power}");
                assert_eq!(hypotenuse(b * scale, a * scale), c * scale, "2^{power}");
            }
        }
        assert_eq!(hypotenuse_single(3e20, 4e20), 5e20);
    }

    #[test]
    fn nothing_and_too_much_come_out_as_they_should() {
        assert_eq!(hypotenuse(0.0, -0.0).to_bits(), 0);
        assert_eq!(hypotenuse(0.0, -7.0), 7.0);
        assert_eq!(hypotenuse(f64::INFINITY, f64::NAN), f64::INFINITY);
        assert!(hypotenuse(f64::NAN, 1.0).is_nan());
        assert!(hypotenuse(f64::MAX, f64::MAX).is_infinite());
        assert_eq!(hypotenuse(5e-324, 0.0), 5e-324);
        assert_eq!(hypotenuse_single(f32::INFINITY, f32::NAN), f32::INFINITY);
    }

    /// The square of the error is far below that of one unit in the last place.
    #[test]
    fn the_error_is_below_one_unit_in_the_last_place() {
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for _ in 0..200_000 {
            let (x, y) = (next(), next());
            let found = hypotenuse(x, y);
            // x² + y² - found², with what each product loses.
            let lost = x.mul_add(x, -(x * x)) + y.mul_add(y, -(y * y))
                - found.mul_add(found, -(found * found));
            let (long, short) = if x < y { (y, x) } else { (x, y) };
            let rest = ((long * long - found * found) + short * short) + lost;
            let units = rest / (2.0 * found) / (found.next_up() - found);
            assert!(units.abs() < 1.0, "{x} {y}: {units}");
        }
    }
}
