//! Viscous and thermal boundary layers: how much of a cross-section moves or keeps its heat.
//!
//! Zwikker and Kosten's low reduced frequency model (Tijdeman 1975; Stinson 1991). With x = a·√(ω·ρ/μ)
//! for viscosity (times √Pr for heat) and z = x·e^{jπ/4}, a circular section has
//! F = 2·I1(z)/(z·I0(z)), a slit (x = half the gap ÷ the layer) has F = tanh(z)/z. What the tubes need
//! is the free part 1 − F = I2(z)/I0(z), which is evaluated without cancellation: a power series for
//! narrow sections, where 1 − F → j·x²/8, and the asymptotic expansion for wide ones.
//!
//! The free part of every round section is one function of one real number; it is tabulated once
//! and interpolated (error below 1e-7 of the whole section), since a network needs it dozens of
//! times a frequency.

use std::sync::LazyLock;

use num_complex::Complex64;

/// Above this what the asymptotic expansion leaves out, e^{−2z}, is below 1e-12.
const ASYMPTOTIC_FROM: f64 = 20.0;
/// Below this a few terms of the series are exact enough.
const NARROW_BELOW: f64 = 0.25;
/// Nodes of the table per unit of x.
const NODES_PER_UNIT: f64 = 16.0;

/// e^{jπ/4} = (1 + j)·√½.
const DIAGONAL: Complex64 = Complex64::new(
    std::f64::consts::FRAC_1_SQRT_2,
    std::f64::consts::FRAC_1_SQRT_2,
);

/// Value and slope per node spacing of 1 − F at the table's nodes.
static TABLE: LazyLock<Vec<[Complex64; 2]>> = LazyLock::new(|| {
    let nodes = (ASYMPTOTIC_FROM * NODES_PER_UNIT) as usize + 1;
    (0..=nodes)
        .map(|node| {
            let x = node as f64 / NODES_PER_UNIT;
            [exact(x), slope(x) / NODES_PER_UNIT]
        })
        .collect()
});

/// 1 − F of a round section, x = radius / boundary layer scale; x ≥ 0.
#[inline]
pub fn circular(x: f64) -> Complex64 {
    if x < NARROW_BELOW {
        return narrow(x);
    }
    let place = x * NODES_PER_UNIT;
    let node = place as usize;
    match TABLE.get(node..node + 2) {
        Some([[p0, m0], [p1, m1]]) if x < ASYMPTOTIC_FROM => {
            let t = place - node as f64;
            let rise = p1 - p0;
            p0 + (m0 + ((rise * 3.0 - m0 * 2.0 - m1) + (m0 + m1 - rise * 2.0) * t) * t) * t
        }
        _ => asymptotic(x),
    }
}

/// 1 − F by series or expansion.
fn exact(x: f64) -> Complex64 {
    if x < ASYMPTOTIC_FROM {
        series(x)
    } else {
        1.0 - DIAGONAL.conj() * (2.0 / x) * ratio(x)
    }
}

/// d(1 − F)/dx, from q' = 1 − q/z − q² for q = I1/I0.
fn slope(x: f64) -> Complex64 {
    if x == 0.0 {
        return Complex64::default();
    }
    let z = DIAGONAL * x;
    let q = (1.0 - exact(x)) * z * 0.5;
    let dq = 1.0 - q / z - q * q;
    DIAGONAL * 2.0 * (q / z - dq) / z
}

/// The first terms of the series, to 1e-9 of the value.
#[inline]
fn narrow(x: f64) -> Complex64 {
    // (w/2)·(1 + w/3 + w²/24)/(1 + w + w²/4) with w = j·x²/4.
    let w = 0.25 * x * x;
    let above = Complex64::new(1.0 - w * w / 24.0, w / 3.0);
    let below = Complex64::new(1.0 - 0.25 * w * w, w);
    Complex64::new(0.0, 0.5 * w) * above / below
}

/// 1 − 2·q/z with the quotient q = I1/I0 of the two asymptotic expansions as one polynomial in 1/z.
#[inline]
fn asymptotic(x: f64) -> Complex64 {
    let v = DIAGONAL.conj() * (1.0 / x);
    let tail = 1.0 / 8.0
        + v * (25.0 / 128.0 + v * (13.0 / 32.0 + v * (1073.0 / 1024.0 + v * (103.0 / 32.0))));
    let q = 1.0 - v * (0.5 + v * (0.125 + v * tail));
    1.0 - v * q * 2.0
}

/// I2/I0 by their power series in w = z²/4 = j·x²/4. Even powers are real and odd ones imaginary, so
/// four real sums do.
fn series(x: f64) -> Complex64 {
    let w = 0.25 * x * x;
    let (mut i0, mut i2) = ([0.0; 4], [0.0; 4]);
    let (mut t0, mut t2) = (1.0, 0.5);
    for k in 0..64_usize {
        i0[k % 4] += t0;
        i2[k % 4] += t2;
        let next = (k + 1) as f64;
        t0 *= w / (next * next);
        t2 *= w / (next * (next + 2.0));
        if t0 < 1e-18 * i0[0].abs() {
            break;
        }
    }
    let fold = |sum: [f64; 4]| Complex64::new(sum[0] - sum[2], sum[1] - sum[3]);
    // I2 carries a further factor w = j·x²/4.
    Complex64::new(0.0, w) * fold(i2) / fold(i0)
}

/// I1/I0 by Hankel's expansions of both.
fn ratio(x: f64) -> Complex64 {
    let inverse = DIAGONAL.conj() / x;
    hankel(4.0, inverse) / hankel(0.0, inverse)
}

/// Σ (−1)^k·Π((2m−1)² − 4ν²)…/(k!·(8z)^k), the part of I_ν beside e^z/√(2πz).
fn hankel(four_nu_squared: f64, inverse: Complex64) -> Complex64 {
    let mut term = Complex64::new(1.0, 0.0);
    let mut sum = term;
    for k in 1..=16 {
        let odd = f64::from(2 * k - 1);
        term *= -inverse * ((four_nu_squared - odd * odd) / (8.0 * f64::from(k)));
        sum += term;
    }
    sum
}

/// 1 − F of a slit, x = half the gap / boundary layer scale; x ≥ 0.
pub fn slit(x: f64) -> Complex64 {
    let half = x * std::f64::consts::FRAC_1_SQRT_2;
    let z = Complex64::new(half, half);
    if x < 0.2 {
        // z²/3 − 2z⁴/15 + 17z⁶/315 − 62z⁸/2835
        let w = z * z;
        return w * (1.0 / 3.0 - w * (2.0 / 15.0 - w * (17.0 / 315.0 - w * (62.0 / 2835.0))));
    }
    let decayed = (-2.0 * z).exp();
    1.0 - (1.0 - decayed) / ((1.0 + decayed) * z)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Modified Lentz evaluation of I_{ν+1}/I_ν, a third way to the same numbers.
    fn by_continued_fraction(x: f64) -> Complex64 {
        let half = x * std::f64::consts::FRAC_1_SQRT_2;
        let z = Complex64::new(half, half);
        let mut ratio = Complex64::new(0.0, 0.0);
        for order in (1..200).rev() {
            ratio = (2.0 * f64::from(order + 1) / z + ratio).inv();
        }
        // ratio is I2/I1; one more step down gives I1/I0.
        let first = (2.0 / z + ratio).inv();
        ratio * first
    }

    #[test]
    fn series_and_expansion_agree_with_the_continued_fraction() {
        for x in [1e-3, 0.03, 0.5, 1.0, 3.0, 7.0, 12.0, 19.9, 20.1, 25.0, 60.0] {
            let (got, expected) = (exact(x), by_continued_fraction(x));
            assert!(
                (got - expected).norm() < 1e-11 * expected.norm(),
                "x = {x}: {got} {expected}"
            );
        }
    }

    #[test]
    fn the_table_is_as_good_as_it_says() {
        for step in 1..40_000 {
            let x = f64::from(step) * 1e-3;
            let error = (circular(x) - exact(x)).norm();
            assert!(error < 1e-7, "x = {x}: {error:e}");
            assert!(error < 1e-5 * exact(x).norm(), "x = {x}: {error:e}");
        }
    }

    #[test]
    fn narrow_sections_follow_poiseuille() {
        let x = 1e-2;
        assert!((circular(x) / Complex64::new(0.0, x * x / 8.0) - 1.0).norm() < 1e-4);
        assert!((slit(x) / Complex64::new(0.0, x * x / 3.0) - 1.0).norm() < 1e-4);
    }

    #[test]
    fn slit_is_continuous_where_its_two_forms_meet() {
        let (below, above) = (slit(0.2 - 1e-9), slit(0.2 + 1e-9));
        assert!((below - above).norm() < 1e-8);
    }
}
