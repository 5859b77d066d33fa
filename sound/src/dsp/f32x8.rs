//! Eight numbers side by side, in one vector register where the processor has such.
//!
//! Code written once as a [`Kernel`] over [`F32x8`] is compiled for any processor and for those
//! with AVX2 and fused multiply-add ([`Simd::run`]). Within one of the two, a result is always
//! reached by the same roundings; between the two the last bit differs.

use std::ops::{Add, Div, Mul, Sub};

pub use super::simd::Simd;
use super::simd::{multiply_add_one, FUSED};
use crate::dsp::f64x4::{F64x4, PlainFour};

/// Eight numbers.
pub trait F32x8:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// Token proving that the instruction set is available.
    type SimdToken: Copy;
    /// Four numbers of 64 bits in a register of the same kind.
    type Doubles: F64x4<SimdToken = Self::SimdToken>;
    /// The eight numbers of an array.
    fn load(proof: Self::SimdToken, from: &[f32; 8]) -> Self;
    /// The same number eight times.
    fn splat(proof: Self::SimdToken, value: f32) -> Self;
    /// The same pair four times.
    fn of_pair(proof: Self::SimdToken, pair: &[f32; 2]) -> Self;
    /// Four numbers, then four others.
    fn of_halves(proof: Self::SimdToken, low: &[f32; 4], high: &[f32; 4]) -> Self;
    /// Writes them down.
    fn store(self, to: &mut [f32; 8]);
    /// `self` · `factor` + `sum`, in one rounding or two.
    #[must_use]
    fn mul_add(self, factor: Self, sum: Self) -> Self;
    /// `sum` − `self` · `factor`, in one rounding or two.
    #[must_use]
    fn mul_subtract(self, factor: Self, sum: Self) -> Self;
    /// The larger of both; `other` if one is not a number.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// The smaller of both; `other` if one is not a number.
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// The square root.
    #[must_use]
    fn sqrt(self) -> Self;
    /// Zero in place of what is smaller in magnitude than `least`.
    #[must_use]
    fn flush_below(self, least: Self) -> Self;
    /// Zero where `mask` is zero and `self` where it has all bits set.
    #[must_use]
    fn masked(self, mask: Self) -> Self;
    /// Sums of the two halves, in both halves.
    #[must_use]
    fn add_halves(self) -> Self;
    /// Sums of the pairs of both: that of `self`, that of `other`, and the two again.
    #[must_use]
    fn pairs_of_both_added(self, other: Self) -> Self;
    /// The first pair of each half, twice.
    #[must_use]
    fn first_pairs(self) -> Self;
    /// The second pair of each half, twice.
    #[must_use]
    fn second_pairs(self) -> Self;
    /// Rows and columns of an 8 × 8 matrix exchanged.
    #[must_use]
    fn transposed(rows: [Self; 8]) -> [Self; 8];
    /// Writes the first half down.
    fn store_half(self, to: &mut [f32; 4]);
    /// Returns whether all are zero.
    #[inline(always)]
    fn is_zero(self) -> bool {
        let mut all = [0.0; 8];
        self.store(&mut all);
        all == [0.0; 8]
    }
    /// Sums of the first, third, fifth and seventh number, and of the others.
    #[must_use]
    fn pairs_added(self) -> [f32; 2];
}

/// A loop that is worth the processor's vector instructions.
pub trait Kernel {
    /// Result of the kernel.
    type Output;
    /// Runs it. To be marked `#[inline(always)]`, so that it is compiled for the processor that
    /// `V` belongs to.
    fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output;
}

/// Drops what is smaller in magnitude than `least` from a filter's memory, before it gets so small
/// that it slows a processor down. What is left, squared, is added to `energy`; `least` squared must
/// not be subnormal.
#[inline(always)]
#[must_use]
pub fn flush_and_energy<V: F32x8>(
    proof: V::SimdToken,
    memory: &mut [f32; 8],
    least: f32,
    energy: V,
) -> V {
    let kept = V::load(proof, memory).flush_below(V::splat(proof, least));
    kept.store(memory);
    kept.mul_add(kept, energy)
}

/// All bits set where `on`, none elsewhere.
#[must_use]
pub fn mask(on: [bool; 8]) -> [f32; 8] {
    on.map(|on| f32::from_bits(if on { u32::MAX } else { 0 }))
}

/// Eight numbers for which the compiler is left to find registers.
#[derive(Clone, Copy, Debug)]
pub struct Plain([f32; 8]);

macro_rules! operator {
    ($trait:ident, $name:ident, $operator:tt) => {
        impl $trait for Plain {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(std::array::from_fn(|n| self.0[n] $operator other.0[n]))
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl F32x8 for Plain {
    type SimdToken = ();
    type Doubles = PlainFour;

    #[inline(always)]
    fn load((): (), from: &[f32; 8]) -> Self {
        Self(*from)
    }
    #[inline(always)]
    fn splat((): (), value: f32) -> Self {
        Self([value; 8])
    }
    #[inline(always)]
    fn of_pair((): (), [a, b]: &[f32; 2]) -> Self {
        Self([*a, *b, *a, *b, *a, *b, *a, *b])
    }
    #[inline(always)]
    fn of_halves((): (), low: &[f32; 4], high: &[f32; 4]) -> Self {
        Self(std::array::from_fn(|n| {
            if n < 4 {
                low[n]
            } else {
                high[n - 4]
            }
        }))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; 8]) {
        *to = self.0;
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, sum: Self) -> Self {
        Self(std::array::from_fn(|n| {
            multiply_add_one::<FUSED>(self.0[n], factor.0[n], sum.0[n])
        }))
    }
    #[inline(always)]
    fn mul_subtract(self, factor: Self, sum: Self) -> Self {
        Self(std::array::from_fn(|n| {
            multiply_add_one::<FUSED>(-self.0[n], factor.0[n], sum.0[n])
        }))
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        let larger = |a: f32, b: f32| if a > b { a } else { b };
        Self(std::array::from_fn(|n| larger(self.0[n], other.0[n])))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        let smaller = |a: f32, b: f32| if a < b { a } else { b };
        Self(std::array::from_fn(|n| smaller(self.0[n], other.0[n])))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.map(f32::sqrt))
    }
    #[inline(always)]
    fn flush_below(self, least: Self) -> Self {
        let cleaned = |x: f32, least: f32| if x.abs() < least { 0.0 } else { x };
        Self(std::array::from_fn(|n| cleaned(self.0[n], least.0[n])))
    }
    #[inline(always)]
    fn masked(self, mask: Self) -> Self {
        let and = |x: f32, mask: f32| f32::from_bits(x.to_bits() & mask.to_bits());
        Self(std::array::from_fn(|n| and(self.0[n], mask.0[n])))
    }
    #[inline(always)]
    fn add_halves(self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] + self.0[(n + 4) % 8]))
    }
    #[inline(always)]
    fn pairs_added(self) -> [f32; 2] {
        let [a, b, c, d, e, f, g, h] = self.0;
        [(a + e) + (c + g), (b + f) + (d + h)]
    }
    #[inline(always)]
    fn pairs_of_both_added(self, other: Self) -> Self {
        let [[a, b], [c, d]] = [self.pairs_added(), other.pairs_added()];
        Self([a, b, c, d, a, b, c, d])
    }
    #[inline(always)]
    fn first_pairs(self) -> Self {
        Self(std::array::from_fn(|n| self.0[n / 4 * 4 + n % 2]))
    }
    #[inline(always)]
    fn second_pairs(self) -> Self {
        Self(std::array::from_fn(|n| self.0[n / 4 * 4 + 2 + n % 2]))
    }
    #[inline(always)]
    fn transposed(rows: [Self; 8]) -> [Self; 8] {
        std::array::from_fn(|column| Self(rows.map(|row| row.0[column])))
    }
    #[inline(always)]
    fn store_half(self, to: &mut [f32; 4]) {
        *to = std::array::from_fn(|n| self.0[n]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    /// Every operation once, in a row of results.
    struct All([[f32; 8]; 3]);

    impl Kernel for All {
        type Output = Vec<[f32; 8]>;

        #[inline(always)]
        fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
            let [a, b, c] = self.0.each_ref().map(|x| V::load(proof, x));
            let [x, y, ..] = self.0[0];
            let mut halves = [[0.0; 4]; 2];
            a.store_half(&mut halves[0]);
            b.store_half(&mut halves[1]);
            let [p, q] = a.pairs_added();
            let even = mask(std::array::from_fn(|n| n % 2 == 0));
            let results = [
                a + b,
                a - b,
                a * b,
                a / b,
                a.max(b),
                a.min(b),
                (a * a).sqrt(),
                a.flush_below(b * b),
                a.add_halves(),
                a.masked(V::load(proof, &even)),
                a.pairs_of_both_added(b),
                a.first_pairs(),
                a.second_pairs(),
                V::splat(proof, y),
                V::of_pair(proof, &[p, q]),
                V::of_pair(proof, &[x, y]),
                V::of_halves(proof, &halves[0], &halves[1]),
                // Small whole numbers, for which it does not matter how often they are rounded.
                (a * b).max(c).mul_add(V::splat(proof, 0.0), c),
            ];
            let rows = [a, b, c, a + b, a - b, b + c, b - c, a * c];
            let results = results.into_iter().chain(V::transposed(rows));
            let written = |result: V| {
                let mut to = [0.0; 8];
                result.store(&mut to);
                to
            };
            results.map(written).collect()
        }
    }

    #[test]
    fn what_this_processor_runs_equals_the_plain_numbers_to_the_bit() {
        let mut noise = Noise::new(4);
        for _ in 0..100 {
            let inputs = [(); 3].map(|()| [(); 8].map(|()| noise.gaussian()));
            let wide = Simd::detect().run(All(inputs));
            let plain = All(inputs).run::<Plain>(());
            let bits = |rows: Vec<[f32; 8]>| {
                rows.into_iter()
                    .map(|row| row.map(f32::to_bits))
                    .collect::<Vec<_>>()
            };
            assert_eq!(bits(wide), bits(plain));
        }
    }
}
