//! Eight 32-bit numbers in a register of AVX2.

use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_and_ps, _mm256_andnot_ps, _mm256_castpd_ps,
    _mm256_castps256_ps128, _mm256_cmp_ps, _mm256_div_ps, _mm256_fmadd_ps, _mm256_loadu2_m128,
    _mm256_loadu_ps, _mm256_max_ps, _mm256_min_ps, _mm256_mul_ps, _mm256_permute2f128_ps,
    _mm256_set1_pd, _mm256_set1_ps, _mm256_sqrt_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm_storeu_ps,
    _CMP_LT_OQ,
};
use std::ops::{Add, Div, Mul, Sub};

use super::super::eight::{Eight, Pairs};
use super::wide_four::WideFour;

/// Whoever has one has seen that the processor has AVX2 and FMA.
#[derive(Clone, Copy)]
pub struct Proof(());

impl Proof {
    /// # Safety
    /// The processor must have AVX2 and FMA.
    pub(super) unsafe fn new() -> Self {
        Self(())
    }
}

/// Eight numbers. They are made from a [`Proof`] or from one another, so there are none on a
/// processor without the instructions that work on them.
#[derive(Clone, Copy)]
pub struct Wide(__m256);

/// An instruction of AVX2 or FMA.
macro_rules! proven {
    ($call:expr) => {
        // SAFETY: a `Proof` or a `Wide` is at hand, and there is none unless the processor has both.
        unsafe { $call }
    };
}

macro_rules! operator {
    ($trait:ident, $name:ident, $intrinsic:ident) => {
        impl $trait for Wide {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(proven!($intrinsic(self.0, other.0)))
            }
        }
    };
}

operator!(Add, add, _mm256_add_ps);
operator!(Sub, sub, _mm256_sub_ps);
operator!(Mul, mul, _mm256_mul_ps);
operator!(Div, div, _mm256_div_ps);

impl Eight for Wide {
    type Proof = Proof;
    type Doubles = WideFour;

    #[inline(always)]
    fn load(_: Proof, from: &[f32; 8]) -> Self {
        // The reference is to as many numbers as are read.
        Self(proven!(_mm256_loadu_ps(from.as_ptr())))
    }
    #[inline(always)]
    fn splat(_: Proof, value: f32) -> Self {
        Self(proven!(_mm256_set1_ps(value)))
    }
    #[inline(always)]
    fn of_pair(_: Proof, pair: &[f32; 2]) -> Self {
        // Two numbers of 32 bits are read as one of 64.
        Self(proven!(_mm256_castpd_ps(_mm256_set1_pd(
            pair.as_ptr().cast::<f64>().read_unaligned()
        ))))
    }
    #[inline(always)]
    fn of_pairs(_: Proof, pairs: &Pairs) -> Self {
        Self(proven!(_mm256_loadu_ps(pairs.as_ptr().cast())))
    }
    #[inline(always)]
    fn of_halves(_: Proof, low: &[f32; 4], high: &[f32; 4]) -> Self {
        Self(proven!(_mm256_loadu2_m128(high.as_ptr(), low.as_ptr())))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; 8]) {
        proven!(_mm256_storeu_ps(to.as_mut_ptr(), self.0));
    }
    #[inline(always)]
    fn store_pairs(self, to: &mut Pairs) {
        proven!(_mm256_storeu_ps(to.as_mut_ptr().cast(), self.0));
    }
    #[inline(always)]
    fn times_plus(self, factor: Self, sum: Self) -> Self {
        Self(proven!(_mm256_fmadd_ps(self.0, factor.0, sum.0)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(proven!(_mm256_max_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(proven!(_mm256_min_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(proven!(_mm256_sqrt_ps(self.0)))
    }
    #[inline(always)]
    fn without_dust(self, least: Self) -> Self {
        Self(proven!({
            let magnitude = _mm256_andnot_ps(_mm256_set1_ps(-0.0), self.0);
            let dust = _mm256_cmp_ps::<_CMP_LT_OQ>(magnitude, least.0);
            _mm256_andnot_ps(dust, self.0)
        }))
    }
    #[inline(always)]
    fn masked(self, mask: Self) -> Self {
        Self(proven!(_mm256_and_ps(self.0, mask.0)))
    }
    #[inline(always)]
    fn halves_added(self) -> Self {
        Self(proven!(_mm256_add_ps(
            self.0,
            _mm256_permute2f128_ps::<1>(self.0, self.0)
        )))
    }
    #[inline(always)]
    fn store_half(self, to: &mut [f32; 4]) {
        proven!(_mm_storeu_ps(
            to.as_mut_ptr(),
            _mm256_castps256_ps128(self.0)
        ));
    }
}
