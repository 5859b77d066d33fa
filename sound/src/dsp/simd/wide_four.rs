//! Four 64-bit numbers in a register of AVX2.

use std::arch::x86_64::{
    __m256d, _mm256_add_pd, _mm256_andnot_pd, _mm256_castpd256_pd128, _mm256_cvtps_pd,
    _mm256_fmadd_pd, _mm256_fnmadd_pd, _mm256_loadu_pd, _mm256_max_pd, _mm256_mul_pd,
    _mm256_permute2f128_pd, _mm256_set1_pd, _mm256_storeu_pd, _mm256_sub_pd, _mm_loadu_ps,
    _mm_storeu_pd,
};
use std::ops::{Add, Mul, Sub};

use super::instruction_set::SimdToken;
use super::Pair;
use crate::dsp::f64x4::F64x4;

/// Four numbers. They are made from a [`SimdToken`] or from one another, so there are none on a
/// processor without the instructions that work on them.
#[derive(Clone, Copy)]
pub(super) struct WideFour(__m256d);

/// An instruction of AVX2 or FMA.
macro_rules! with_token {
    ($call:expr) => {
        // SAFETY: a `SimdToken` or a `WideFour` is at hand, and there is none unless the processor has
        // both; references are to as many numbers as are read or written.
        unsafe { $call }
    };
}

macro_rules! operator {
    ($trait:ident, $name:ident, $intrinsic:ident) => {
        impl $trait for WideFour {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(with_token!($intrinsic(self.0, other.0)))
            }
        }
    };
}

operator!(Add, add, _mm256_add_pd);
operator!(Sub, sub, _mm256_sub_pd);
operator!(Mul, mul, _mm256_mul_pd);

impl F64x4 for WideFour {
    type SimdToken = SimdToken;

    #[inline(always)]
    fn load(_: SimdToken, from: &[f64; 4]) -> Self {
        Self(with_token!(_mm256_loadu_pd(from.as_ptr())))
    }
    #[inline(always)]
    fn from_f32(_: SimdToken, from: &[f32; 4]) -> Self {
        Self(with_token!(_mm256_cvtps_pd(_mm_loadu_ps(from.as_ptr()))))
    }
    #[inline(always)]
    fn splat(_: SimdToken, value: f64) -> Self {
        Self(with_token!(_mm256_set1_pd(value)))
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; 4]) {
        with_token!(_mm256_storeu_pd(to.as_mut_ptr(), self.0));
    }
    #[inline(always)]
    fn store_half(self, to: &mut [f64; 2]) {
        with_token!(_mm_storeu_pd(
            to.as_mut_ptr(),
            _mm256_castpd256_pd128(self.0)
        ));
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, sum: Self) -> Self {
        Self(with_token!(_mm256_fmadd_pd(self.0, factor.0, sum.0)))
    }
    #[inline(always)]
    fn times_from(self, factor: Self, from: Self) -> Self {
        Self(with_token!(_mm256_fnmadd_pd(self.0, factor.0, from.0)))
    }
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        Self(with_token!({
            let sign = _mm256_set1_pd(-0.0);
            _mm256_max_pd(
                _mm256_andnot_pd(sign, self.0),
                _mm256_andnot_pd(sign, other.0),
            )
        }))
    }
    #[inline(always)]
    fn add_halves(self) -> Self {
        Self(with_token!(_mm256_add_pd(
            self.0,
            _mm256_permute2f128_pd::<1>(self.0, self.0)
        )))
    }
    #[inline(always)]
    fn pair_mul_add(proof: SimdToken, one: Pair, factor: Pair, sum: Pair) -> Pair {
        one.fused(proof, factor, sum)
    }
    #[inline(always)]
    fn pair_times_from(proof: SimdToken, one: Pair, factor: Pair, from: Pair) -> Pair {
        one.fused_from(proof, factor, from)
    }
}
