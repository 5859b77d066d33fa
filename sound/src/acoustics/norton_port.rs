//! Everything on one side of an acoustic port, as a source: the reduction that the network is
//! solved with.
//!
//! Unknowns shared by several branches are the terminal voltage V and the pressure P at the port.
//! A branch says what current it draws and what flow it gives:
//!
//! ```text
//! I = electrical·V + backward·P + current·p_amb
//! U = forward·V − acoustic·P + flow·p_amb
//! ```
//!
//! Branches that meet at a port add up; [`NortonPort::through`] moves the port to the far end of a
//! two-port. Nothing is divided by B or C of a tube alone, so half-wave lines (B = C = 0) are as
//! good as any.

use std::ops::AddAssign;

use num_complex::Complex64;

use super::two_port::TwoPort;

/// A branch or a sum of branches, seen from its acoustic port.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NortonPort {
    /// Current per terminal voltage with the port shorted, S.
    pub electrical: Complex64,
    /// Current per pressure at the port, A/Pa.
    pub backward: Complex64,
    /// Current per pressure in the room, A/Pa.
    pub current: Complex64,
    /// Flow into the shorted port per terminal voltage, m³/(s·V).
    pub forward: Complex64,
    /// Admittance seen into the port, m³/(Pa·s).
    pub acoustic: Complex64,
    /// Flow into the shorted port per pressure in the room, m³/(Pa·s).
    pub flow: Complex64,
}

impl NortonPort {
    /// From \[V; I\] = chain·\[P − rear·p_amb; U\]. The determinant is given, not computed: 1 for a
    /// transformer, −1 for a gyrator, and the difference of large numbers would lose it.
    pub fn new(chain: &TwoPort, determinant: f64, rear: Complex64) -> Self {
        let forward = chain.b.inv();
        let backward = -determinant * forward;
        let acoustic = chain.a * forward;
        Self {
            electrical: chain.d * forward,
            backward,
            current: -backward * rear,
            forward,
            acoustic,
            flow: acoustic * rear,
        }
    }

    /// Adds an admittance across the port.
    #[inline]
    pub fn load(&mut self, admittance: Complex64) {
        self.acoustic += admittance;
    }

    /// The same source seen through a reciprocal two-port; also how much of the shorted port's flow
    /// is left.
    #[inline]
    pub fn through(&self, line: &TwoPort) -> (Self, Complex64) {
        let left = (line.d + self.acoustic * line.b).inv();
        let reacting = self.backward * line.b * left;
        let seen = Self {
            electrical: self.electrical + reacting * self.forward,
            backward: self.backward * left,
            current: self.current + reacting * self.flow,
            forward: self.forward * left,
            acoustic: (line.c + self.acoustic * line.a) * left,
            flow: self.flow * left,
        };
        (seen, left)
    }
}

impl AddAssign for NortonPort {
    fn add_assign(&mut self, other: Self) {
        self.electrical += other.electrical;
        self.backward += other.backward;
        self.current += other.current;
        self.forward += other.forward;
        self.acoustic += other.acoustic;
        self.flow += other.flow;
    }
}
