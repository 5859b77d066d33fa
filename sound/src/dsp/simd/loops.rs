//! Loops over plain arrays that the compiler turns into vectors.

use super::instruction_set::{multiply_add_one, Simd, FUSED};
use crate::dsp::sanitize;

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

/// Spectra that are multiplied one by one.
pub(in crate::dsp) type Factors<'a> = (&'a [Bins], &'a [Bins]);

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
    /// first spectra and on over the others; added to what is there if `adds`.
    multiply, multiply_body, multiply_wide(
        sum: &mut Bins, adds: bool, first: Factors<'_>, others: Factors<'_>
    )
);

kernel!(
    /// Sanitizes samples one by one ([`sanitize::sanitized`]).
    sanitize, sanitize_body, sanitize_wide(samples: &mut [f32], limit: f32)
);

kernel!(
    /// Flushes samples one by one ([`sanitize::flushed`]).
    flush, flush_body, flush_wide(samples: &mut [f32])
);

kernel!(
    /// Multiplies samples by one factor.
    scale, scale_body, scale_wide(samples: &mut [f32], factor: f32)
);

kernel!(
    /// Copies samples; those that are not finite, or whose magnitude is below [`TINY`] or over `huge`,
    /// as zeros.
    copy_sound, copy_sound_body, copy_sound_wide(from: &[f32], huge: f32, to: &mut [f32])
);

kernel!(
    /// Multiplies samples by a gain each, holds them to a ceiling, and flushes them.
    limit, limit_body, limit_wide(samples: &mut [f32], gains: &[f32], ceiling: f32)
);

kernel!(
    /// Raises `peak` to the highest magnitude of some samples; what is no number is left out.
    raise_peak, raise_peak_body, raise_peak_wide(samples: &[f32], peak: &mut f32)
);

#[inline(always)]
pub(super) fn sanitize_body<const FUSED: bool>(samples: &mut [f32], limit: f32) {
    for sample in samples {
        *sample = sanitize::sanitized(*sample, limit);
    }
}

#[inline(always)]
pub(super) fn flush_body<const FUSED: bool>(samples: &mut [f32]) {
    for sample in samples {
        *sample = sanitize::flushed(*sample);
    }
}

#[inline(always)]
pub(super) fn scale_body<const FUSED: bool>(samples: &mut [f32], factor: f32) {
    for sample in samples {
        *sample *= factor;
    }
}

#[inline(always)]
pub(super) fn copy_sound_body<const FUSED: bool>(from: &[f32], huge: f32, to: &mut [f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        // Written as one test that a NaN fails too.
        *to = if (TINY..=huge).contains(&from.abs()) {
            *from
        } else {
            0.0
        };
    }
}

#[inline(always)]
pub(super) fn limit_body<const FUSED: bool>(samples: &mut [f32], gains: &[f32], ceiling: f32) {
    for (sample, gain) in samples.iter_mut().zip(gains) {
        *sample = sanitize::flushed((*sample * gain).min(ceiling).max(-ceiling));
    }
}

#[inline(always)]
pub(super) fn raise_peak_body<const FUSED: bool>(samples: &[f32], peak: &mut f32) {
    // Written so that a NaN fails the test, and in lanes that do not wait for one another.
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    let (chunks, rest) = samples.as_chunks::<16>();
    let mut lanes = [0.0_f32; 16];
    for chunk in chunks {
        for (lane, sample) in lanes.iter_mut().zip(chunk) {
            *lane = higher(*lane, sample.abs());
        }
    }
    let all = lanes.into_iter().chain(rest.iter().map(|x| x.abs()));
    *peak = all.fold(*peak, higher);
}

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
    adds: bool,
    (x, h): Factors<'_>,
    (other_x, other_h): Factors<'_>,
) {
    let Bins { mut re, mut im } = if adds { *sum } else { Bins::ZERO };
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
