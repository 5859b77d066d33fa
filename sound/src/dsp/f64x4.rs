//! Four 64-bit numbers side by side, as [`F32x8`](crate::dsp::f32x8::F32x8) has them of 32 bits.

use std::ops::{Add, Mul, Sub};

use super::biquad::{Coefficients, DC_OFFSET};
use super::simd::{Pair, FUSED};

/// Four numbers.
pub trait F64x4: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// Token proving that the instruction set is available.
    type SimdToken: Copy;
    /// The four numbers of an array.
    fn load(proof: Self::SimdToken, from: &[f64; 4]) -> Self;
    /// Four numbers of 32 bits.
    fn from_f32(proof: Self::SimdToken, from: &[f32; 4]) -> Self;
    /// The same number four times.
    fn splat(proof: Self::SimdToken, value: f64) -> Self;
    /// Writes them down.
    fn store(self, to: &mut [f64; 4]);
    /// Writes the first half down.
    fn store_half(self, to: &mut [f64; 2]);
    /// `self` · `factor` + `sum`, in one rounding or two.
    #[must_use]
    fn mul_add(self, factor: Self, sum: Self) -> Self;
    /// `from` − `self` · `factor`, in one rounding or two.
    #[must_use]
    fn times_from(self, factor: Self, from: Self) -> Self;
    /// The larger of both magnitudes; that of `other` if one is not a number.
    #[must_use]
    fn larger(self, other: Self) -> Self;
    /// Sums of the two halves, in both halves.
    #[must_use]
    fn add_halves(self) -> Self;
    /// `one` · `factor` + `sum` for two numbers, in one rounding or two.
    #[must_use]
    fn pair_mul_add(proof: Self::SimdToken, one: Pair, factor: Pair, sum: Pair) -> Pair;
    /// `from` − `one` · `factor` for two numbers, in one rounding or two.
    #[must_use]
    fn pair_times_from(proof: Self::SimdToken, one: Pair, factor: Pair, from: Pair) -> Pair;
}

/// Four numbers for which the compiler is left to find registers.
#[derive(Clone, Copy, Debug)]
pub struct PlainFour([f64; 4]);

macro_rules! operator {
    ($trait:ident, $name:ident, $operator:tt) => {
        impl $trait for PlainFour {
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

impl F64x4 for PlainFour {
    type SimdToken = ();

    #[inline(always)]
    fn load((): (), from: &[f64; 4]) -> Self {
        Self(*from)
    }
    #[inline(always)]
    fn from_f32((): (), from: &[f32; 4]) -> Self {
        Self(from.map(f64::from))
    }
    #[inline(always)]
    fn splat((): (), value: f64) -> Self {
        Self([value; 4])
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; 4]) {
        *to = self.0;
    }
    #[inline(always)]
    fn store_half(self, to: &mut [f64; 2]) {
        *to = [self.0[0], self.0[1]];
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, sum: Self) -> Self {
        let one = |a: f64, b: f64, c: f64| if FUSED { a.mul_add(b, c) } else { a * b + c };
        Self(std::array::from_fn(|n| {
            one(self.0[n], factor.0[n], sum.0[n])
        }))
    }
    #[inline(always)]
    fn times_from(self, factor: Self, from: Self) -> Self {
        let one = |a: f64, b: f64, c: f64| if FUSED { (-a).mul_add(b, c) } else { c - a * b };
        Self(std::array::from_fn(|n| {
            one(self.0[n], factor.0[n], from.0[n])
        }))
    }
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        let larger = |a: f64, b: f64| if a > b { a } else { b };
        Self(std::array::from_fn(|n| {
            larger(self.0[n].abs(), other.0[n].abs())
        }))
    }
    #[inline(always)]
    fn add_halves(self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] + self.0[(n + 2) % 4]))
    }
    #[inline(always)]
    fn pair_mul_add((): (), one: Pair, factor: Pair, sum: Pair) -> Pair {
        one * factor + sum
    }
    #[inline(always)]
    fn pair_times_from((): (), one: Pair, factor: Pair, from: Pair) -> Pair {
        from - one * factor
    }
}

/// State of second-order filters of four signals.
pub type Memory = [[f64; 4]; 2];

/// A second-order filter for four signals, or one for each two, in registers: transposed direct form
/// II, as [`Biquad`](crate::dsp::biquad::Biquad).
#[derive(Clone, Copy)]
pub struct Filter<V> {
    b: [V; 3],
    a: [V; 2],
    state: [V; 2],
}

impl<V: F64x4> Filter<V> {
    /// Takes the memory into registers for a run.
    #[inline(always)]
    pub fn new(proof: V::SimdToken, coefficients: &Coefficients, memory: &Memory) -> Self {
        let all = |value| V::splat(proof, value);
        let c = coefficients;
        Self {
            b: [all(c.b0), all(c.b1), all(c.b2)],
            a: [all(c.a1), all(c.a2)],
            state: memory.each_ref().map(|state| V::load(proof, state)),
        }
    }

    /// Takes two filters of two signals each, the first two of their memories.
    #[inline(always)]
    pub fn of_halves(proof: V::SimdToken, halves: [(&Coefficients, &Memory); 2]) -> Self {
        let [(one, one_memory), (two, two_memory)] = halves;
        let each = |one: f64, two: f64| V::load(proof, &[one, one, two, two]);
        let state = |at: usize| {
            let ([a, b, ..], [c, d, ..]) = (one_memory[at], two_memory[at]);
            V::load(proof, &[a, b, c, d])
        };
        Self {
            b: [
                each(one.b0, two.b0),
                each(one.b1, two.b1),
                each(one.b2, two.b2),
            ],
            a: [each(one.a1, two.a1), each(one.a2, two.a2)],
            state: [state(0), state(1)],
        }
    }

    /// Filters one sample of each signal.
    #[inline(always)]
    pub fn tick(&mut self, proof: V::SimdToken, input: V) -> V {
        let input = input + V::splat(proof, DC_OFFSET);
        let output = self.b[0].mul_add(input, self.state[0]);
        let fed = self.b[1].mul_add(input, self.state[1]);
        self.state[0] = self.a[0].times_from(output, fed);
        self.state[1] = self.a[1].times_from(output, self.b[2] * input);
        output
    }

    /// Takes the memory back after a run.
    #[inline(always)]
    pub fn keep(&self, memory: &mut Memory) {
        for (to, from) in memory.iter_mut().zip(self.state) {
            from.store(to);
        }
    }

    /// Takes the memory of two filters back after a run; what the others were is left.
    #[inline(always)]
    pub fn keep_halves(&self, [one, two]: [&mut Memory; 2]) {
        for ((one, two), state) in one.iter_mut().zip(two).zip(self.state) {
            let mut all = [0.0; 4];
            state.store(&mut all);
            let [a, b, c, d] = all;
            (one[0], one[1]) = (a, b);
            (two[0], two[1]) = (c, d);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::biquad::Biquad;
    use super::super::noise::Noise;
    use super::*;
    use crate::dsp::f32x8::{F32x8, Kernel, Simd};

    struct Filtered<'a>(&'a Coefficients, &'a mut Memory, [f32; 4]);

    impl Kernel for Filtered<'_> {
        type Output = [f64; 4];

        #[inline(always)]
        fn run<V: F32x8>(self, proof: V::SimdToken) -> [f64; 4] {
            let mut filter = Filter::<V::Doubles>::new(proof, self.0, self.1);
            let out = filter.tick(proof, V::Doubles::from_f32(proof, &self.2));
            filter.keep(self.1);
            let mut to = [0.0; 4];
            out.store(&mut to);
            to
        }
    }

    #[test]
    fn four_filters_are_four_filters() {
        let coefficients = Coefficients::peak(3000.0, 2.0, 6.0, 48_000.0);
        let mut memory = Memory::default();
        let mut filters = [Biquad::new(coefficients); 4];
        let mut noise = Noise::new(2);
        for _ in 0..1000 {
            let input = [(); 4].map(|()| noise.gaussian());
            let found = Simd::detect().run(Filtered(&coefficients, &mut memory, input));
            for ((found, filter), input) in found.into_iter().zip(&mut filters).zip(input) {
                let expected = filter.tick_f64(f64::from(input));
                // The order of the additions and the number of the roundings differ.
                assert!(
                    (found - expected).abs() < 1e-12,
                    "{found} beside {expected}"
                );
            }
        }
    }

    #[test]
    fn two_filters_side_by_side_are_two_filters() {
        struct Halves<'a>([&'a Coefficients; 2], &'a mut [Memory; 2], [f32; 4]);
        impl Kernel for Halves<'_> {
            type Output = [f64; 4];
            #[inline(always)]
            fn run<V: F32x8>(self, proof: V::SimdToken) -> [f64; 4] {
                let Self([one, two], [one_memory, two_memory], input) = self;
                let halves = [(one, &*one_memory), (two, &*two_memory)];
                let mut filter = Filter::<V::Doubles>::of_halves(proof, halves);
                let out = filter.tick(proof, V::Doubles::from_f32(proof, &input));
                filter.keep_halves([one_memory, two_memory]);
                let mut to = [0.0; 4];
                out.store(&mut to);
                to
            }
        }
        let one = Coefficients::peak(3000.0, 2.0, 6.0, 48_000.0);
        let two = Coefficients::highpass(90.0, 0.7, 48_000.0);
        let other = [0.0, 0.0, 5.0, 6.0];
        let mut memories = [[other; 2]; 2];
        let mut filters = [one, one, two, two].map(Biquad::new);
        let mut noise = Noise::new(3);
        for _ in 0..1000 {
            let input = [(); 4].map(|()| noise.gaussian());
            let found = Simd::detect().run(Halves([&one, &two], &mut memories, input));
            for ((found, filter), input) in found.into_iter().zip(&mut filters).zip(input) {
                let expected = filter.tick_f64(f64::from(input));
                assert!(
                    (found - expected).abs() < 1e-11,
                    "{found} beside {expected}"
                );
            }
        }
        for memory in memories.as_flattened() {
            assert_eq!(memory[2..], other[2..]);
        }
    }

    #[test]
    fn halves_and_magnitudes() {
        struct Some([f64; 4], [f64; 4]);
        impl Kernel for Some {
            type Output = [[f64; 4]; 3];
            #[inline(always)]
            fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
                let [a, b] = [self.0, self.1].map(|x| V::Doubles::load(proof, &x));
                let mut half = [0.0; 2];
                b.store_half(&mut half);
                assert_eq!(half, self.1[..2]);
                [a.larger(b), a.add_halves(), a - b].map(|result| {
                    let mut to = [0.0; 4];
                    result.store(&mut to);
                    to
                })
            }
        }
        let found = Simd::detect().run(Some([1.0, -2.0, 3.0, -4.0], [-2.0, 1.0, 0.0, 5.0]));
        assert_eq!(found[0], [2.0, 2.0, 3.0, 5.0]);
        assert_eq!(found[1], [4.0, -6.0, 4.0, -6.0]);
        assert_eq!(found[2], [3.0, -3.0, 3.0, -9.0]);
    }
}
