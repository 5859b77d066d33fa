//! Running kernels that are written over vector types.

use super::instruction_set::Simd;
#[cfg(target_arch = "x86_64")]
use super::{instruction_set::SimdToken, wide_eight::Wide};
use crate::dsp::f32x8::{Kernel, Plain};

impl Simd {
    /// Runs a loop with the widest instructions that the processor has.
    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = self.avx2_fma() {
            // SAFETY: there is a token only where the processor has both features that the function
            // is compiled for.
            return unsafe { run_wide(kernel, token) };
        }
        kernel.run::<Plain>(())
    }
}

/// # Safety
/// The processor must have AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn run_wide<K: Kernel>(kernel: K, token: SimdToken) -> K::Output {
    kernel.run::<Wide>(token)
}
