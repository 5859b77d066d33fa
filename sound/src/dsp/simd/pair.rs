//! Two 64-bit numbers in a register that every 64-bit x86 processor has.

use std::arch::x86_64::{
    __m128d, _mm_add_pd, _mm_andnot_pd, _mm_cvtsd_f64, _mm_div_pd, _mm_fmadd_pd, _mm_fnmadd_pd,
    _mm_max_pd, _mm_min_pd, _mm_mul_pd, _mm_set1_pd, _mm_set_pd, _mm_shuffle_pd, _mm_sqrt_pd,
    _mm_sub_pd, _mm_unpackhi_pd,
};
use std::ops::{Add, Div, Mul, Sub};

use super::instruction_set::SimdToken;
use crate::dsp::lanes::Lane;

/// An instruction of SSE2.
macro_rules! baseline {
    ($call:expr) => {
        // SAFETY: SSE2 belongs to the architecture that this file is compiled for.
        unsafe { $call }
    };
}

/// Two numbers, of the left and the right channel.
#[derive(Clone, Copy)]
pub struct Pair(__m128d);

impl Pair {
    /// Left and right.
    #[inline(always)]
    #[must_use]
    pub fn new(left: f64, right: f64) -> Self {
        Self(baseline!(_mm_set_pd(right, left)))
    }

    /// Left and right.
    #[inline(always)]
    #[must_use]
    pub fn to_array(self) -> [f64; 2] {
        [
            baseline!(_mm_cvtsd_f64(self.0)),
            baseline!(_mm_cvtsd_f64(_mm_unpackhi_pd(self.0, self.0))),
        ]
    }

    /// Right and left.
    #[inline(always)]
    #[must_use]
    pub fn swapped(self) -> Self {
        Self(baseline!(_mm_shuffle_pd::<1>(self.0, self.0)))
    }
}

impl Pair {
    /// `self` · `factor` + `sum` in one rounding.
    #[inline(always)]
    pub(super) fn fused(self, _: SimdToken, factor: Self, sum: Self) -> Self {
        // SAFETY: the token is there only where the processor has FMA.
        Self(unsafe { _mm_fmadd_pd(self.0, factor.0, sum.0) })
    }

    /// `from` − `self` · `factor` in one rounding.
    #[inline(always)]
    pub(super) fn fused_from(self, _: SimdToken, factor: Self, from: Self) -> Self {
        // SAFETY: the token is there only where the processor has FMA.
        Self(unsafe { _mm_fnmadd_pd(self.0, factor.0, from.0) })
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident, $intrinsic:ident) => {
        impl $trait for Pair {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(baseline!($intrinsic(self.0, other.0)))
            }
        }
    };
}

operator!(Add, add, _mm_add_pd);
operator!(Sub, sub, _mm_sub_pd);
operator!(Mul, mul, _mm_mul_pd);
operator!(Div, div, _mm_div_pd);

impl Lane for Pair {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(baseline!(_mm_set1_pd(value)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(baseline!(_mm_max_pd(self.0, other.0)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(baseline!(_mm_min_pd(self.0, other.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(baseline!(_mm_andnot_pd(_mm_set1_pd(-0.0), self.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(baseline!(_mm_sqrt_pd(self.0)))
    }
    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        let [left, right] = self.to_array();
        Self::new(function(left), function(right))
    }
}
