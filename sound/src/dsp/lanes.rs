//! Two channels in one vector register.
//!
//! Most of the cost of a filter or detector with feedback is waiting for its own last result. Two
//! channels processed side by side wait together. Blocks written over [`Lane`] run on one channel
//! (`f64`) or on two at a time ([`Pair`]), with the same roundings: a channel of a pair has the
//! bits that it would have by itself.

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Sub};

use super::biquad::{Coefficients, DC_OFFSET};
use super::f64x4::F64x4;

/// One number, or one for each channel.
pub trait Lane:
    Copy
    + Debug
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    /// The same number in each channel.
    fn splat(value: f64) -> Self;
    /// The larger of both, in each channel; `other` if one is not a number.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// The smaller of both, in each channel; `other` if one is not a number.
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// The magnitude.
    #[must_use]
    fn abs(self) -> Self;
    /// The square root.
    #[must_use]
    fn sqrt(self) -> Self;
    /// Anything else, channel by channel.
    #[must_use]
    fn map(self, function: impl Fn(f64) -> f64) -> Self;
}

impl Lane for f64 {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self > other {
            self
        } else {
            other
        }
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if self < other {
            self
        } else {
            other
        }
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        function(self)
    }
}

pub use super::simd::Pair;

impl Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_array().fmt(f)
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.to_array() == other.to_array()
    }
}

impl Pair {
    /// Sum and difference of the two channels.
    #[inline(always)]
    #[must_use]
    pub fn sum_and_difference(self) -> Self {
        self.swapped() + self * Self::new(1.0, -1.0)
    }
}

/// A second-order filter for each of both channels: transposed direct form II, as
/// [`Biquad`](crate::dsp::biquad::Biquad).
#[derive(Clone, Copy, Debug)]
pub struct PairFilter {
    b: [Pair; 3],
    a: [Pair; 2],
    state: [Pair; 2],
}

impl PairFilter {
    /// Filters at rest, of the left and the right channel.
    #[must_use]
    pub fn new(left: &Coefficients, right: &Coefficients) -> Self {
        Self {
            b: [
                Pair::new(left.b0, right.b0),
                Pair::new(left.b1, right.b1),
                Pair::new(left.b2, right.b2),
            ],
            a: [Pair::new(left.a1, right.a1), Pair::new(left.a2, right.a2)],
            state: [Pair::splat(0.0); 2],
        }
    }

    /// Filters one sample of each channel.
    #[inline(always)]
    pub fn tick<V: F64x4>(&mut self, proof: V::SimdToken, input: Pair) -> Pair {
        let input = input + Pair::splat(DC_OFFSET);
        let output = V::pair_mul_add(proof, self.b[0], input, self.state[0]);
        // In this order the next output waits for two operations after this one, not for three.
        let fed = V::pair_mul_add(proof, self.b[1], input, self.state[1]);
        self.state[0] = V::pair_times_from(proof, self.a[0], output, fed);
        self.state[1] = V::pair_times_from(proof, self.a[1], output, self.b[2] * input);
        output
    }
}

#[cfg(test)]
mod tests {
    use super::super::biquad::Biquad;
    use super::super::f64x4::PlainFour;
    use super::super::noise::Noise;
    use super::*;

    #[test]
    fn a_channel_of_a_pair_has_the_bits_that_it_would_have_by_itself() {
        let mut noise = Noise::new(1);
        for _ in 0..1000 {
            let [a, b, c, d] = [(); 4].map(|()| f64::from(noise.gaussian()));
            let (x, y) = (Pair::new(a, b), Pair::new(c, d));
            for (found, expected) in [
                (x + y, [a + c, b + d]),
                (x - y, [a - c, b - d]),
                (x * y, [a * c, b * d]),
                (x / y, [a / c, b / d]),
                (x.max(y), [a.max(c), b.max(d)]),
                (x.min(y), [a.min(c), b.min(d)]),
                (x.abs().sqrt(), [a.abs().sqrt(), b.abs().sqrt()]),
                (x.swapped(), [b, a]),
                (x.sum_and_difference(), [a + b, a - b]),
                (x.map(f64::sin), [a.sin(), b.sin()]),
            ] {
                assert_eq!(
                    found.to_array().map(f64::to_bits),
                    expected.map(f64::to_bits)
                );
            }
        }
    }

    #[test]
    fn a_pair_of_filters_is_two_filters() {
        let one = Coefficients::highpass(80.0, 0.7, 48_000.0);
        let other = Coefficients::peak(3000.0, 2.0, 6.0, 48_000.0);
        let mut pair = PairFilter::new(&one, &other);
        let mut filters = [Biquad::new(one), Biquad::new(other)];
        let mut noise = Noise::new(2);
        for _ in 0..1000 {
            let input = [(); 2].map(|()| f64::from(noise.gaussian()));
            let found = pair
                .tick::<PlainFour>((), Pair::new(input[0], input[1]))
                .to_array();
            let [l, r] = &mut filters;
            let expected = [l.tick_f64(input[0]), r.tick_f64(input[1])];
            // The order of the additions differs.
            for (found, expected) in found.into_iter().zip(expected) {
                assert!(
                    (found - expected).abs() < 1e-12,
                    "{found} beside {expected}"
                );
            }
        }
    }
}
