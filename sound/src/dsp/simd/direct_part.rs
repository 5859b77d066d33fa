//! The direct part of a convolution, which the compiler does not turn into good vector code by
//! itself: written for any processor, and with the instructions of AVX2 and FMA.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps,
    _mm256_setzero_ps, _mm256_storeu_ps,
};

use super::instruction_set::{multiply_add_one, Simd, FUSED};

/// Number of taps in the direct part of a convolution.
pub(in crate::dsp) const HEAD_TAPS: usize = 64;

/// Number of outputs of the direct part computed together.
pub(in crate::dsp) const HEAD_OUTPUTS: usize = 16;

/// Samples that the direct part reads for one group of outputs.
const HEAD_WINDOW: usize = HEAD_TAPS + HEAD_OUTPUTS;

/// Number of samples in a vector of the direct part: half a group.
const HEAD_VECTOR: usize = HEAD_OUTPUTS / 2;

/// Sums of the direct part that are kept apart, so that one addition need not wait for the one
/// before it.
const HEAD_SUMS: usize = 4;

impl Simd {
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
    pub(super) fn head_group(
        self,
        taps: &[f32; HEAD_TAPS],
        x: &[f32; HEAD_WINDOW],
    ) -> [f32; HEAD_OUTPUTS] {
        #[cfg(target_arch = "x86_64")]
        if self.avx2_fma().is_some() {
            // SAFETY: there is a token only where the processor has both features that the function
            // is compiled for.
            return unsafe { head_group_wide(taps, x) };
        }
        head_group::<FUSED>(taps, x)
    }
}

/// One group of outputs of the direct part.
///
/// Taps eight apart see the same samples one vector further on, so they are taken one after the
/// other, and a vector that is loaded for one half of the group serves the other half next.
#[inline(always)]
#[allow(clippy::needless_range_loop)] // one lane at a time is what becomes a vector
pub(super) fn head_group<const FUSED: bool>(
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

/// The twin of [`head_group`] with fused roundings: the same operations in the same order.
///
/// # Safety
/// The processor must have AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn head_group_wide(taps: &[f32; HEAD_TAPS], x: &[f32; HEAD_WINDOW]) -> [f32; HEAD_OUTPUTS] {
    /// The highest place in `x` that a vector is loaded from; all others lie from 1 up to it.
    const HIGHEST: usize = HEAD_TAPS + HEAD_VECTOR;
    const { assert!(HIGHEST + HEAD_VECTOR == HEAD_WINDOW && HEAD_VECTOR == 8) };
    let x = x.as_ptr();
    let mut low = [_mm256_setzero_ps(); HEAD_SUMS];
    let mut high = [_mm256_setzero_ps(); HEAD_SUMS];
    for first in 0..HEAD_VECTOR {
        // SAFETY: at most HIGHEST.
        let mut later = unsafe { _mm256_loadu_ps(x.add(HIGHEST - first)) };
        for step in 0..HEAD_TAPS / HEAD_VECTOR {
            let at = first + step * HEAD_VECTOR;
            let tap = _mm256_broadcast_ss(&taps[at]);
            // SAFETY: `at` is at most HEAD_TAPS − 1, so the place is at least 1 and under HIGHEST.
            let earlier = unsafe { _mm256_loadu_ps(x.add(HEAD_TAPS - at)) };
            let sum = step % HEAD_SUMS;
            low[sum] = _mm256_fmadd_ps(tap, earlier, low[sum]);
            high[sum] = _mm256_fmadd_ps(tap, later, high[sum]);
            later = earlier;
        }
    }
    let total = |s: [__m256; HEAD_SUMS]| {
        _mm256_add_ps(_mm256_add_ps(s[0], s[1]), _mm256_add_ps(s[2], s[3]))
    };
    let mut out = [0.0; HEAD_OUTPUTS];
    // SAFETY: `out` holds two vectors.
    unsafe {
        _mm256_storeu_ps(out.as_mut_ptr(), total(low));
        _mm256_storeu_ps(out.as_mut_ptr().add(HEAD_VECTOR), total(high));
    }
    out
}
