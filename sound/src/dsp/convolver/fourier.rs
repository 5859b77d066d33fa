//! Discrete Fourier transforms of 8 and of 64 points, with real and imaginary parts apart.
//!
//! A convolution spends much of its time between samples and spectra. With the parts apart, eight
//! points lie in one vector, and 64 points are eight such: an 8 × 8 scheme (W. M. Gentleman and
//! G. Sande, "Fast Fourier transforms: for fun and profit", AFIPS 1966) takes transforms of eight
//! across the vectors, turns each product, transposes, and takes transforms of eight once more.

use num_complex::Complex64;

use crate::dsp::f32x8::F32x8;

/// Vectors of 64 points, and numbers of a vector.
pub(super) const ROWS: usize = 8;

/// One part of 64 complex numbers.
pub(super) type Part = [[f32; ROWS]; ROWS];

/// Real and imaginary parts of an angle for each row and column.
pub(super) fn parts(angle: impl Fn(usize, usize) -> f64) -> [Part; 2] {
    let turn = |row, column| Complex64::cis(angle(row, column));
    let part = |of: fn(Complex64) -> f64| {
        std::array::from_fn(|row| std::array::from_fn(|column| of(turn(row, column)) as f32))
    };
    [part(|z| z.re), part(|z| z.im)]
}

/// Eight of many numbers, zeros beyond their end.
#[inline(always)]
pub(super) fn row<V: F32x8>(proof: V::SimdToken, from: &[f32], row: usize) -> V {
    match from.as_chunks().0.get(row) {
        Some(eight) => V::load(proof, eight),
        None => V::splat(proof, 0.0),
    }
}

/// Product of complex numbers with some of the table.
#[inline(always)]
pub(super) fn turned<V: F32x8>(
    proof: V::SimdToken,
    (re, im): (V, V),
    [turn_re, turn_im]: [&[f32; ROWS]; 2],
) -> (V, V) {
    let (turn_re, turn_im) = (V::load(proof, turn_re), V::load(proof, turn_im));
    (
        re * turn_re - im * turn_im,
        re.mul_add(turn_im, im * turn_re),
    )
}

/// Samples of two neighboring partitions as one complex signal, (a − ib) · turn: its transform has the odd half-bins of
/// both.
#[inline(always)]
pub(super) fn folded<V: F32x8>(
    proof: V::SimdToken,
    [a, b]: [V; 2],
    [turn_re, turn_im]: [&[f32; ROWS]; 2],
) -> (V, V) {
    let (turn_re, turn_im) = (V::load(proof, turn_re), V::load(proof, turn_im));
    (b.mul_add(turn_im, a * turn_re), a * turn_im - b * turn_re)
}

/// The second partition of what was folded.
#[inline(always)]
pub(super) fn unfolded<V: F32x8>(
    proof: V::SimdToken,
    (re, im): (V, V),
    [turn_re, turn_im]: [&[f32; ROWS]; 2],
) -> V {
    re * V::load(proof, turn_im) - im * V::load(proof, turn_re)
}

/// Transform of 64 points, in order. The twiddles are e^(−2πi·rc / 64) for row r and column c.
#[inline(always)]
pub(super) fn sixty_four<V: F32x8>(
    proof: V::SimdToken,
    twiddles: &[Part; 2],
    re: [V; ROWS],
    im: [V; ROWS],
) -> ([V; ROWS], [V; ROWS]) {
    let (mut re, mut im) = eight(proof, re, im);
    for at in 1..ROWS {
        let turn = twiddles.each_ref().map(|part| &part[at]);
        (re[at], im[at]) = turned(proof, (re[at], im[at]), turn);
    }
    eight(proof, V::transposed(re), V::transposed(im))
}

/// Transforms of eight points, one in each lane.
#[inline(always)]
pub(super) fn eight<V: F32x8>(proof: V::SimdToken, re: [V; 8], im: [V; 8]) -> ([V; 8], [V; 8]) {
    let half = V::splat(proof, std::f32::consts::FRAC_1_SQRT_2);
    let sums = |x: &[V; 8]| [x[0] + x[4], x[1] + x[5], x[2] + x[6], x[3] + x[7]];
    let differences = |x: &[V; 8]| [x[0] - x[4], x[1] - x[5], x[2] - x[6], x[3] - x[7]];
    let (even_re, even_im) = four(sums(&re), sums(&im));
    let (r, i) = (differences(&re), differences(&im));
    // Turned by 0, 45, 90 and 135 degrees backward.
    let (odd_re, odd_im) = four(
        [r[0], half * (r[1] + i[1]), i[2], half * (i[3] - r[3])],
        [
            i[0],
            half * (i[1] - r[1]),
            V::splat(proof, 0.0) - r[2],
            V::splat(proof, 0.0) - half * (r[3] + i[3]),
        ],
    );
    let woven = |even: [V; 4], odd: [V; 4]| {
        [
            even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3],
        ]
    };
    (woven(even_re, odd_re), woven(even_im, odd_im))
}

/// Transforms of four points, one in each lane.
#[inline(always)]
fn four<V: F32x8>(re: [V; 4], im: [V; 4]) -> ([V; 4], [V; 4]) {
    let [a, b, c, d] = re;
    let [e, f, g, h] = im;
    let (ac, bd) = (a + c, b + d);
    let (eg, fh) = (e + g, f + h);
    (
        [ac + bd, (a - c) + (f - h), ac - bd, (a - c) - (f - h)],
        [eg + fh, (e - g) - (b - d), eg - fh, (e - g) + (b - d)],
    )
}
