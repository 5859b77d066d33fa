//! Eight 32-bit numbers in a register of AVX2.

use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_and_ps, _mm256_andnot_ps, _mm256_blend_ps, _mm256_castpd_ps,
    _mm256_castps256_ps128, _mm256_castps_pd, _mm256_cmp_ps, _mm256_div_ps, _mm256_extractf128_ps,
    _mm256_fmadd_ps, _mm256_fnmadd_ps, _mm256_loadu2_m128, _mm256_loadu_ps, _mm256_max_ps,
    _mm256_min_ps, _mm256_mul_ps, _mm256_permute2f128_ps, _mm256_permute4x64_pd, _mm256_permute_pd,
    _mm256_set1_pd, _mm256_set1_ps, _mm256_shuffle_ps, _mm256_sqrt_ps, _mm256_storeu_ps,
    _mm256_sub_ps, _mm256_unpackhi_ps, _mm256_unpacklo_ps, _mm_add_ps, _mm_castps_pd,
    _mm_movehl_ps, _mm_storel_pd, _mm_storeu_ps, _CMP_LT_OQ,
};
use std::ops::{Add, Div, Mul, Sub};

use super::instruction_set::SimdToken;
use super::wide_four::WideFour;
use crate::dsp::f32x8::F32x8;

/// Eight numbers. They are made from a [`SimdToken`] or from one another, so there are none on a
/// processor without the instructions that work on them.
#[derive(Clone, Copy)]
pub(super) struct Wide(__m256);

/// An instruction of AVX2 or FMA.
macro_rules! with_token {
    ($call:expr) => {
        // SAFETY: a `SimdToken` or a `Wide` is at hand, and there is none unless the processor has both.
        unsafe { $call }
    };
}

macro_rules! operator {
    ($trait:ident, $name:ident, $intrinsic:ident) => {
        impl $trait for Wide {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(with_token!($intrinsic(self.0, other.0)))
            }
        }
    };
}

operator!(Add, add, _mm256_add_ps);
operator!(Sub, sub, _mm256_sub_ps);
operator!(Mul, mul, _mm256_mul_ps);
operator!(Div, div, _mm256_div_ps);

impl F32x8 for Wide {
    type SimdToken = SimdToken;
    type Doubles = WideFour;

    #[inline(always)]
    fn load(_: SimdToken, from: &[f32; 8]) -> Self {
        // The reference is to as many numbers as are read.
        Self(with_token!(_mm256_loadu_ps(from.as_ptr())))
    }
    #[inline(always)]
    fn splat(_: SimdToken, value: f32) -> Self {
        Self(with_token!(_mm256_set1_ps(value)))
    }
    #[inline(always)]
    fn of_pair(_: SimdToken, pair: &[f32; 2]) -> Self {
        // Two numbers of 32 bits are read as one of 64.
        Self(with_token!(_mm256_castpd_ps(_mm256_set1_pd(
            pair.as_ptr().cast::<f64>().read_unaligned()
        ))))
    }
    #[inline(always)]
    fn of_halves(_: SimdToken, low: &[f32; 4], high: &[f32; 4]) -> Self {
        Self(with_token!(_mm256_loadu2_m128(high.as_ptr(), low.as_ptr())))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; 8]) {
        with_token!(_mm256_storeu_ps(to.as_mut_ptr(), self.0));
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, sum: Self) -> Self {
        Self(with_token!(_mm256_fmadd_ps(self.0, factor.0, sum.0)))
    }
    #[inline(always)]
    fn mul_subtract(self, factor: Self, sum: Self) -> Self {
        Self(with_token!(_mm256_fnmadd_ps(self.0, factor.0, sum.0)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(with_token!(_mm256_max_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(with_token!(_mm256_min_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(with_token!(_mm256_sqrt_ps(self.0)))
    }
    #[inline(always)]
    fn flush_below(self, least: Self) -> Self {
        Self(with_token!({
            let magnitude = _mm256_andnot_ps(_mm256_set1_ps(-0.0), self.0);
            let dust = _mm256_cmp_ps::<_CMP_LT_OQ>(magnitude, least.0);
            _mm256_andnot_ps(dust, self.0)
        }))
    }
    #[inline(always)]
    fn masked(self, mask: Self) -> Self {
        Self(with_token!(_mm256_and_ps(self.0, mask.0)))
    }
    #[inline(always)]
    fn add_halves(self) -> Self {
        Self(with_token!(_mm256_add_ps(
            self.0,
            _mm256_permute2f128_ps::<1>(self.0, self.0)
        )))
    }
    #[inline(always)]
    fn pairs_added(self) -> [f32; 2] {
        let mut sums = [0.0; 2];
        with_token!({
            let low = _mm256_castps256_ps128(self.0);
            let halves = _mm_add_ps(low, _mm256_extractf128_ps::<1>(self.0));
            let pairs = _mm_add_ps(halves, _mm_movehl_ps(halves, halves));
            // Two numbers of 32 bits are written as one of 64.
            _mm_storel_pd(sums.as_mut_ptr().cast(), _mm_castps_pd(pairs));
        });
        sums
    }
    #[inline(always)]
    fn pairs_of_both_added(self, other: Self) -> Self {
        Self(with_token!({
            let straight = _mm256_blend_ps::<0xF0>(self.0, other.0);
            let crossed = _mm256_permute2f128_ps::<0x21>(self.0, other.0);
            let halves = _mm256_castps_pd(_mm256_add_ps(straight, crossed));
            let pairs = _mm256_permute_pd::<0b0101>(halves);
            let pairs = _mm256_add_ps(_mm256_castpd_ps(halves), _mm256_castpd_ps(pairs));
            _mm256_castpd_ps(_mm256_permute4x64_pd::<0b10_00_10_00>(_mm256_castps_pd(
                pairs,
            )))
        }))
    }
    #[inline(always)]
    fn first_pairs(self) -> Self {
        Self(with_token!(_mm256_castpd_ps(_mm256_permute_pd::<0b0000>(
            _mm256_castps_pd(self.0)
        ))))
    }
    #[inline(always)]
    fn second_pairs(self) -> Self {
        Self(with_token!(_mm256_castpd_ps(_mm256_permute_pd::<0b1111>(
            _mm256_castps_pd(self.0)
        ))))
    }
    #[inline(always)]
    fn transposed(rows: [Self; 8]) -> [Self; 8] {
        let [a, b, c, d, e, f, g, h] = rows.map(|row| row.0);
        // Pairs, then fours, then halves change places.
        with_token!({
            let (ab, ba) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
            let (cd, dc) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
            let (ef, fe) = (_mm256_unpacklo_ps(e, f), _mm256_unpackhi_ps(e, f));
            let (gh, hg) = (_mm256_unpacklo_ps(g, h), _mm256_unpackhi_ps(g, h));
            let fours = [
                [
                    _mm256_shuffle_ps::<0x44>(ab, cd),
                    _mm256_shuffle_ps::<0x44>(ef, gh),
                ],
                [
                    _mm256_shuffle_ps::<0xEE>(ab, cd),
                    _mm256_shuffle_ps::<0xEE>(ef, gh),
                ],
                [
                    _mm256_shuffle_ps::<0x44>(ba, dc),
                    _mm256_shuffle_ps::<0x44>(fe, hg),
                ],
                [
                    _mm256_shuffle_ps::<0xEE>(ba, dc),
                    _mm256_shuffle_ps::<0xEE>(fe, hg),
                ],
            ];
            let [[p, t], [q, u], [r, v], [s, w]] = fours;
            [
                Self(_mm256_permute2f128_ps::<0x20>(p, t)),
                Self(_mm256_permute2f128_ps::<0x20>(q, u)),
                Self(_mm256_permute2f128_ps::<0x20>(r, v)),
                Self(_mm256_permute2f128_ps::<0x20>(s, w)),
                Self(_mm256_permute2f128_ps::<0x31>(p, t)),
                Self(_mm256_permute2f128_ps::<0x31>(q, u)),
                Self(_mm256_permute2f128_ps::<0x31>(r, v)),
                Self(_mm256_permute2f128_ps::<0x31>(s, w)),
            ]
        })
    }
    #[inline(always)]
    fn store_half(self, to: &mut [f32; 4]) {
        with_token!(_mm_storeu_ps(
            to.as_mut_ptr(),
            _mm256_castps256_ps128(self.0)
        ));
    }
}
