//! The choice of the instruction set at run time.

/// Products and sums are rounded once where every processor of the architecture can do so.
pub(in crate::dsp) const FUSED: bool = cfg!(target_arch = "aarch64");

/// The instruction set that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simd {
    avx2_fma: Option<SimdToken>,
}

/// Token proving that the processor has AVX2 and FMA: only [`Simd::detect`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SimdToken(());

impl Simd {
    /// The instruction set that every processor of the architecture has.
    #[cfg(test)]
    pub(super) const BASELINE: Self = Self { avx2_fma: None };

    /// Asks the processor what it can do.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        let has_both = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        #[cfg(not(target_arch = "x86_64"))]
        let has_both = false;
        Self {
            avx2_fma: has_both.then_some(SimdToken(())),
        }
    }

    /// The token, if the processor has AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(super) fn avx2_fma(self) -> Option<SimdToken> {
        self.avx2_fma
    }
}

/// `a · b + c`, in one rounding or two.
#[inline(always)]
pub(in crate::dsp) fn multiply_add_one<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED {
        a.mul_add(b, c)
    } else {
        a * b + c
    }
}
