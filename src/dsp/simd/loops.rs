//! Loops over plain arrays that the compiler turns into vectors.

use rustfft::num_complex::Complex32;

use super::instruction_set::{multiply_add_one, Simd, FUSED};

/// Number of complex bins in one [`Bins`]: as many as fit the registers with room to load.
pub(in crate::dsp) const LANES: usize = 32;

/// Spectral magnitudes below this are taken as zero, so that no product of two is subnormal.
pub(in crate::dsp) const TINY: f32 = 1e-18;

/// Some neighboring bins of a spectrum, real and imaginary parts apart.
#[repr(C, align(64))]
#[derive(Clone, Copy)]
pub(in crate::dsp) struct Bins {
    /// Real parts.
    pub re: [f32; LANES],
    /// Imaginary parts.
    pub im: [f32; LANES],
}

impl Bins {
    /// All bins zero.
    pub(in crate::dsp) const ZERO: Self = Self {
        re: [0.0; LANES],
        im: [0.0; LANES],
    };
}

/// Declares a loop's dispatching method and its two compiled forms.
macro_rules! kernel {
    ($(#[$doc:meta])* $name:ident, $body:ident, $wide:ident ($($arg:ident : $type:ty),*)) => {
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        unsafe fn $wide($($arg: $type),*) {
            $body::<true>($($arg),*)
        }

        impl Simd {
            $(#[$doc])*
            #[inline]
            pub(in crate::dsp) fn $name(self, $($arg: $type),*) {
                #[cfg(target_arch = "x86_64")]
                if self.avx2_fma().is_some() {
                    // SAFETY: there is a token only where the processor has both features that the
                    // function is compiled for.
                    return unsafe { $wide($($arg),*) };
                }
                $body::<FUSED>($($arg),*)
            }
        }
    };
}

kernel!(
    /// Weighs neighboring samples: adds Σ `weights[k]` · `x[i + k]` to each `out[i]`. `x` must be
    /// as long as both together, less one; what it is short of counts as zero.
    weigh, weigh_body, weigh_wide(weights: &[f32], x: &[f32], out: &mut [f32])
);

kernel!(
    /// Multiplies spectra bin by bin and adds the products: `sum` = Σ `x[p]` · `h[p]`, over the
    /// first spectra and on over the others.
    multiply, multiply_body, multiply_wide(
        sum: &mut Bins, x: &[Bins], h: &[Bins], other_x: &[Bins], other_h: &[Bins]
    )
);

kernel!(
    /// Folds two neighboring stretches of real signal into one complex one and turns it, so that
    /// a transform of half the length gives the odd half-bins of their joint spectrum.
    fold, fold_body, fold_wide(
        first: &[f32], second: &[f32], turn: &[Complex32], out: &mut [Complex32]
    )
);

kernel!(
    /// Undoes [`Simd::fold`] after the inverse transform and keeps the second stretch.
    unfold, unfold_body, unfold_wide(from: &[Complex32], turn: &[Complex32], out: &mut [f32])
);

kernel!(
    /// Parts one [`Bins`] worth of complex numbers into real and imaginary, tiny ones made zero.
    split, split_body, split_wide(from: &[Complex32; LANES], to: &mut Bins)
);

kernel!(
    /// Undoes [`Simd::split`].
    join, join_body, join_wide(from: &Bins, to: &mut [Complex32; LANES])
);

#[inline(always)]
pub(super) fn weigh_body<const FUSED: bool>(weights: &[f32], x: &[f32], out: &mut [f32]) {
    for (at, weight) in weights.iter().enumerate() {
        for (out, x) in out.iter_mut().zip(x.get(at..).unwrap_or_default()) {
            *out = multiply_add_one::<FUSED>(*weight, *x, *out);
        }
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
pub(super) fn multiply_body<const FUSED: bool>(
    sum: &mut Bins,
    x: &[Bins],
    h: &[Bins],
    other_x: &[Bins],
    other_h: &[Bins],
) {
    let mut re = [0.0; LANES];
    let mut im = [0.0; LANES];
    for (x, h) in x.iter().zip(h) {
        multiply_add::<FUSED>(&mut re, &mut im, x, h);
    }
    for (x, h) in other_x.iter().zip(other_h) {
        multiply_add::<FUSED>(&mut re, &mut im, x, h);
    }
    sum.re = re;
    sum.im = im;
}

/// Adds one product of spectra.
#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
fn multiply_add<const FUSED: bool>(
    re: &mut [f32; LANES],
    im: &mut [f32; LANES],
    x: &Bins,
    h: &Bins,
) {
    for lane in 0..LANES {
        re[lane] = multiply_add_one::<FUSED>(x.re[lane], h.re[lane], re[lane]);
        im[lane] = multiply_add_one::<FUSED>(x.re[lane], h.im[lane], im[lane]);
        re[lane] = multiply_add_one::<FUSED>(-x.im[lane], h.im[lane], re[lane]);
        im[lane] = multiply_add_one::<FUSED>(x.im[lane], h.re[lane], im[lane]);
    }
}

#[inline(always)]
pub(super) fn fold_body<const FUSED: bool>(
    first: &[f32],
    second: &[f32],
    turn: &[Complex32],
    out: &mut [Complex32],
) {
    for (((out, turn), a), b) in out.iter_mut().zip(turn).zip(first).zip(second) {
        out.re = multiply_add_one::<FUSED>(*b, turn.im, a * turn.re);
        out.im = multiply_add_one::<FUSED>(-*b, turn.re, a * turn.im);
    }
}

#[inline(always)]
pub(super) fn unfold_body<const FUSED: bool>(
    from: &[Complex32],
    turn: &[Complex32],
    out: &mut [f32],
) {
    for ((out, from), turn) in out.iter_mut().zip(from).zip(turn) {
        *out = multiply_add_one::<FUSED>(from.re, turn.im, -(from.im * turn.re));
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
pub(super) fn split_body<const FUSED: bool>(from: &[Complex32; LANES], to: &mut Bins) {
    for lane in 0..LANES {
        let Complex32 { re, im } = from[lane];
        to.re[lane] = if re.abs() >= TINY { re } else { 0.0 };
        to.im[lane] = if im.abs() >= TINY { im } else { 0.0 };
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
pub(super) fn join_body<const FUSED: bool>(from: &Bins, to: &mut [Complex32; LANES]) {
    for lane in 0..LANES {
        to[lane] = Complex32 {
            re: from.re[lane],
            im: from.im[lane],
        };
    }
}
