//! One driver entry of a rig with all that belongs to it, from the terminals to its bore.
//!
//! ```text
//! V ── crossover ─┬─ motor ─┬─ front volume ─┬── tube + damper ── bore
//!                 ├─ motor ─┼─ front volume ─┤
//!                 └─  …     └─       …       ┘   (count of them)
//! ```

use std::sync::Arc;

use num_complex::Complex64;

use super::air::Air;
use super::crossover::Crossover;
use super::frequency::Frequency;
use super::two_port::TwoPort;
use crate::acoustics::damped_tube::DampedTube;
use crate::acoustics::norton_port::NortonPort;
use crate::acoustics::transducer::{motor, Motor};
use crate::rig;

/// A driver, or several in parallel that share crossover, tube and damper.
#[derive(Clone, Debug)]
pub struct Branch {
    count: u32,
    crossover: Crossover,
    motor: Arc<dyn Motor>,
    line: DampedTube,
    /// Index of the bore.
    pub bore: usize,
}

impl Branch {
    /// The branch that a rig's driver describes.
    pub fn new(air: &Air, driver: &rig::Driver) -> Self {
        let (length_mm, radius_mm) = driver
            .tube
            .as_ref()
            .map_or((0.0, 0.0), |tube| (tube.length_mm, tube.radius_mm));
        Self {
            count: driver.count,
            crossover: Crossover::new(&driver.crossover, driver.inverted),
            motor: motor(&driver.motor),
            line: DampedTube::new(air, length_mm, radius_mm, driver.damper.as_ref()),
            bore: driver.bore,
        }
    }

    /// The chain from the terminals to the front of the diaphragms, their front volumes, and the
    /// pressure behind them per pressure in the room.
    pub fn chain(&self, frequency: &Frequency) -> (TwoPort, Complex64, Complex64) {
        let motor = self.motor.at(frequency);
        let chain = self.crossover.matrix(frequency) * motor.two_port.in_parallel(self.count);
        let front = frequency.s() * (self.motor.front_compliance_m3_pa() * f64::from(self.count));
        (chain, front, motor.rear)
    }

    /// Admittance of the vents from the front volumes to the room.
    pub fn front_vent(&self, frequency: &Frequency) -> Complex64 {
        self.motor.front_vent(frequency) * f64::from(self.count)
    }

    /// Returns whether air passes from the front volumes to the room at 0 Hz.
    pub fn leaks(&self) -> bool {
        self.motor.leaks()
    }

    /// Number of drivers side by side.
    pub fn count(&self) -> f64 {
        f64::from(self.count)
    }

    /// Determinant of its chain matrix.
    pub fn determinant(&self) -> f64 {
        self.motor.determinant()
    }

    /// Current in each motor from the pressure in front of the diaphragms and the flow of all.
    pub fn current(
        &self,
        frequency: &Frequency,
        pressure: Complex64,
        flow: Complex64,
    ) -> Complex64 {
        let motor = self.motor.at(frequency).two_port;
        motor.before(pressure, flow / self.count()).1
    }

    /// The way from the front volume to the bore.
    pub fn line(&self) -> &DampedTube {
        &self.line
    }

    /// The branch as its bore meets it.
    pub fn source(&self, frequency: &Frequency) -> NortonPort {
        let (chain, front, rear) = self.chain(frequency);
        let mut source = NortonPort::new(&chain, self.motor.determinant(), rear);
        let vent = self.front_vent(frequency);
        source.load(front + vent);
        source.flow += vent;
        self.line.seen_through(source, frequency).0
    }
}
