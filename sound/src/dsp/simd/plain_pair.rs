//! Two 64-bit numbers, for which the compiler is left to find a register.

use std::ops::{Add, Div, Mul, Sub};

use crate::dsp::lanes::Lane;

/// Two numbers, of the left and the right channel.
#[derive(Clone, Copy)]
pub struct Pair([f64; 2]);

impl Pair {
    /// Left and right.
    #[inline(always)]
    #[must_use]
    pub fn new(left: f64, right: f64) -> Self {
        Self([left, right])
    }

    /// Left and right.
    #[inline(always)]
    #[must_use]
    pub fn to_array(self) -> [f64; 2] {
        self.0
    }

    /// Right and left.
    #[inline(always)]
    #[must_use]
    pub fn swapped(self) -> Self {
        Self([self.0[1], self.0[0]])
    }

    #[inline(always)]
    fn both(self, other: Self, function: impl Fn(f64, f64) -> f64) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([function(a, c), function(b, d)])
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident) => {
        impl $trait for Pair {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                self.both(other, $trait::$name)
            }
        }
    };
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl Lane for Pair {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self([value; 2])
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.both(other, Lane::max)
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.both(other, Lane::min)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.map(f64::abs)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }
    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(function))
    }
}
