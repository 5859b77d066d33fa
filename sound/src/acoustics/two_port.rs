//! Two-ports as chain (ABCD) matrices.
//!
//! \[p1; U1\] = \[A B; C D\]·\[p2; U2\], flow positive toward the load. A chain is a matrix product.
//! Acoustic and electrical two-ports share the type: voltage stands for pressure, current for flow.

use std::ops::Mul;

use num_complex::Complex64;

/// A chain matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoPort {
    /// Pressure per pressure.
    pub a: Complex64,
    /// Pressure per flow, Pa·s/m³ (or Ω).
    pub b: Complex64,
    /// Flow per pressure, m³/(Pa·s) (or S).
    pub c: Complex64,
    /// Flow per flow.
    pub d: Complex64,
}

const ZERO: Complex64 = Complex64::new(0.0, 0.0);
const ONE: Complex64 = Complex64::new(1.0, 0.0);

impl TwoPort {
    /// Nothing in between.
    pub const IDENTITY: Self = Self {
        a: ONE,
        b: ZERO,
        c: ZERO,
        d: ONE,
    };

    /// An impedance in series.
    pub fn series(impedance: Complex64) -> Self {
        Self {
            b: impedance,
            ..Self::IDENTITY
        }
    }

    /// An admittance across.
    pub fn shunt(admittance: Complex64) -> Self {
        Self {
            c: admittance,
            ..Self::IDENTITY
        }
    }

    /// Determinant: 1 for reciprocal two-ports, −1 for gyrators.
    pub fn determinant(&self) -> Complex64 {
        self.a * self.d - self.b * self.c
    }

    /// Impedance at port 1 with `load` on port 2.
    pub fn input_impedance(&self, load: Complex64) -> Complex64 {
        (self.a * load + self.b) / (self.c * load + self.d)
    }

    /// Pressure and flow at port 1 for pressure and flow at port 2.
    #[inline]
    pub fn before(&self, pressure: Complex64, flow: Complex64) -> (Complex64, Complex64) {
        (
            self.a * pressure + self.b * flow,
            self.c * pressure + self.d * flow,
        )
    }

    /// `count` equal two-ports side by side, both ports in parallel.
    pub fn in_parallel(&self, count: u32) -> Self {
        let count = f64::from(count);
        Self {
            b: self.b / count,
            c: self.c * count,
            ..*self
        }
    }
}

impl Mul for TwoPort {
    type Output = Self;

    fn mul(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
        }
    }
}
