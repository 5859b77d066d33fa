//! The inner loops that are worth the processor's vector instructions, and the only unsafe code.
//!
//! Each loop is written once, over plain arrays that the compiler turns into vectors. It is
//! compiled twice: for any processor, and with AVX2 and fused multiply-add switched on where the
//! processor is found to have both. Within one of the two, every output is reached by the same
//! roundings in the same order wherever it falls in a block; between the two the last bit differs.

use rustfft::num_complex::Complex32;

use crate::dsp::f32x8::{Kernel, Plain};

/// Number of complex bins in one [`Bins`]: as many as fit the registers with room to load.
pub(super) const LANES: usize = 32;

/// Number of taps in the direct part of a convolution.
pub(super) const HEAD_TAPS: usize = 64;

/// Number of outputs of the direct part computed together.
pub(super) const HEAD_OUTPUTS: usize = 16;

/// Samples that the direct part reads for one group of outputs.
pub(super) const HEAD_WINDOW: usize = HEAD_TAPS + HEAD_OUTPUTS;

/// Number of samples in a vector of the direct part: half a group.
const HEAD_VECTOR: usize = HEAD_OUTPUTS / 2;

/// Sums of the direct part that are kept apart, so that one addition need not wait for the one
/// before it.
const HEAD_SUMS: usize = 4;

/// Spectral magnitudes below this are taken as zero, so that no product of two is subnormal.
pub(super) const TINY: f32 = 1e-18;

/// Some neighboring bins of a spectrum, real and imaginary parts apart.
#[repr(C, align(64))]
#[derive(Clone, Copy)]
pub(super) struct Bins {
    /// Real parts.
    pub re: [f32; LANES],
    /// Imaginary parts.
    pub im: [f32; LANES],
}

impl Bins {
    /// All bins zero.
    pub(super) const ZERO: Self = Self {
        re: [0.0; LANES],
        im: [0.0; LANES],
    };
}

/// The set of loops that this processor can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simd {
    avx2_fma: bool,
}

impl Simd {
    /// Asks the processor what it can do.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        let avx2_fma = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        #[cfg(not(target_arch = "x86_64"))]
        let avx2_fma = false;
        Self { avx2_fma }
    }

    /// Runs a loop with the widest instructions that the processor has.
    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        if self.avx2_fma {
            // SAFETY: `avx2_fma` is private and only `detect` sets it, after the processor said that
            // it has both features that the function is compiled for.
            return unsafe { run_wide(kernel) };
        }
        kernel.run::<Plain>(())
    }

    /// Direct convolution: makes each `out[i]` Σ `taps[k]` · `x[64 + i − k]` + `plus[i]`.
    ///
    /// `x` must hold 64 samples more than `out` rounded up to `HEAD_OUTPUTS`, and `plus` as many
    /// as `out`; outputs for which they do not are left as they are. What `x` holds beyond the
    /// last output is read, never used.
    #[inline]
    pub fn head(self, taps: &[f32; HEAD_TAPS], x: &[f32], plus: &[f32], out: &mut [f32]) {
        let groups = out.chunks_mut(HEAD_OUTPUTS).zip(plus.chunks(HEAD_OUTPUTS));
        for (group, (out, plus)) in groups.enumerate() {
            let x = x.get(group * HEAD_OUTPUTS..);
            let Some(x) = x.and_then(|x| x.first_chunk()) else {
                return;
            };
            let sums = self.head_group(taps, x);
            // A whole group has a length that the compiler knows.
            let whole: Option<&mut [f32; HEAD_OUTPUTS]> = out.first_chunk_mut();
            if let (Some(out), Some(plus)) = (whole, plus.first_chunk::<HEAD_OUTPUTS>()) {
                *out = std::array::from_fn(|lane| plus[lane] + sums[lane]);
            } else {
                for ((out, plus), sum) in out.iter_mut().zip(plus).zip(sums) {
                    *out = plus + sum;
                }
            }
        }
    }

    /// One group of outputs of [`Simd::head`].
    #[inline]
    fn head_group(self, taps: &[f32; HEAD_TAPS], x: &[f32; HEAD_WINDOW]) -> [f32; HEAD_OUTPUTS] {
        #[cfg(target_arch = "x86_64")]
        if self.avx2_fma {
            // SAFETY: `avx2_fma` is private and only `detect` sets it, after the processor said
            // that it has both features that the function is compiled for.
            return unsafe { wide::head_group(taps, x) };
        }
        head_group::<{ cfg!(target_arch = "aarch64") }>(taps, x)
    }
}

#[cfg(target_arch = "x86_64")]
mod wide;

#[cfg(target_arch = "x86_64")]
mod wide_eight;

#[cfg(target_arch = "x86_64")]
mod wide_four;

#[cfg(target_arch = "x86_64")]
mod pair;
#[cfg(not(target_arch = "x86_64"))]
#[path = "simd/plain_pair.rs"]
mod pair;

pub use pair::Pair;

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
            pub(super) fn $name(self, $($arg: $type),*) {
                #[cfg(target_arch = "x86_64")]
                if self.avx2_fma {
                    // SAFETY: `avx2_fma` is private and only `detect` sets it, after the processor
                    // said that it has both features that the function is compiled for.
                    return unsafe { $wide($($arg),*) };
                }
                $body::<{ cfg!(target_arch = "aarch64") }>($($arg),*)
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

/// `a · b + c`, in one rounding or two.
#[inline(always)]
pub(super) fn multiply_add_one<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED {
        a.mul_add(b, c)
    } else {
        a * b + c
    }
}

/// # Safety
/// The processor must have AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn run_wide<K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: as the caller has made sure.
    kernel.run::<wide_eight::Wide>(unsafe { wide_eight::SimdToken::new() })
}

/// One group of outputs of the direct part.
///
/// Taps eight apart see the same samples one vector further on, so they are taken one after the
/// other, and a vector that is loaded for one half of the group serves the other half next.
#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
fn head_group<const FUSED: bool>(
    taps: &[f32; HEAD_TAPS],
    x: &[f32; HEAD_WINDOW],
) -> [f32; HEAD_OUTPUTS] {
    let mut sums = [[0.0_f32; HEAD_OUTPUTS]; HEAD_SUMS];
    for first in 0..HEAD_VECTOR {
        for step in 0..HEAD_TAPS / HEAD_VECTOR {
            let at = first + step * HEAD_VECTOR;
            let sum = &mut sums[step % HEAD_SUMS];
            for lane in 0..HEAD_OUTPUTS {
                sum[lane] =
                    multiply_add_one::<FUSED>(taps[at], x[HEAD_TAPS - at + lane], sum[lane]);
            }
        }
    }
    std::array::from_fn(|lane| (sums[0][lane] + sums[1][lane]) + (sums[2][lane] + sums[3][lane]))
}

#[inline(always)]
fn weigh_body<const FUSED: bool>(weights: &[f32], x: &[f32], out: &mut [f32]) {
    for (at, weight) in weights.iter().enumerate() {
        for (out, x) in out.iter_mut().zip(x.get(at..).unwrap_or_default()) {
            *out = multiply_add_one::<FUSED>(*weight, *x, *out);
        }
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
fn multiply_body<const FUSED: bool>(
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
fn fold_body<const FUSED: bool>(
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
fn unfold_body<const FUSED: bool>(from: &[Complex32], turn: &[Complex32], out: &mut [f32]) {
    for ((out, from), turn) in out.iter_mut().zip(from).zip(turn) {
        *out = multiply_add_one::<FUSED>(from.re, turn.im, -(from.im * turn.re));
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
fn split_body<const FUSED: bool>(from: &[Complex32; LANES], to: &mut Bins) {
    for lane in 0..LANES {
        let Complex32 { re, im } = from[lane];
        to.re[lane] = if re.abs() >= TINY { re } else { 0.0 };
        to.im[lane] = if im.abs() >= TINY { im } else { 0.0 };
    }
}

#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
fn join_body<const FUSED: bool>(from: &Bins, to: &mut [Complex32; LANES]) {
    for lane in 0..LANES {
        to[lane] = Complex32 {
            re: from.re[lane],
            im: from.im[lane],
        };
    }
}

#[cfg(test)]
mod tests;
