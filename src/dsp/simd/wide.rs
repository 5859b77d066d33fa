//! Loops that the compiler does not turn into good vector code by itself.

use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps,
    _mm256_setzero_ps, _mm256_storeu_ps,
};

use super::{HEAD_OUTPUTS, HEAD_SUMS, HEAD_TAPS, HEAD_VECTOR, HEAD_WINDOW};

/// The twin of [`super::head_group`] with fused roundings: the same operations in the same order.
///
/// # Safety
/// The processor must have AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn head_group(
    taps: &[f32; HEAD_TAPS],
    x: &[f32; HEAD_WINDOW],
) -> [f32; HEAD_OUTPUTS] {
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
