//! Transducers as two-ports from voltage and current to pressure and flow at the diaphragm's front.
//! Each kind has a file of its own with its model and source.
//!
//! Moving coil and balanced armature are gyrators, T in Pa/A: T·I + p_rear = Z·U + p_front and
//! V = Ze·I + T·U, so their determinant is −1. The electrostatic motor is a transformer, with a
//! determinant of 1, or stands behind an amplifier, which lets nothing back: 0.
//!
//! Left out: everything that depends on level (the chain's part).

mod balanced_armature;
mod dynamic;
mod electrostatic;
mod rear;

pub use balanced_armature::BalancedArmature;
pub use dynamic::Dynamic;
pub use electrostatic::Electrostatic;

use num_complex::Complex64;

use super::frequency::Frequency;
use super::two_port::TwoPort;
use crate::rig;

/// A motor at one frequency.
#[derive(Clone, Copy, Debug)]
pub struct MotorResponse {
    /// From the terminals to the diaphragm's front, \[V; I\] = two_port·\[p − p_rear; U\].
    pub two_port: TwoPort,
    /// Pressure behind the held diaphragm ÷ pressure in the room, through the rear vent.
    pub rear: Complex64,
}

/// A motor in SI units.
#[derive(Clone, Debug)]
pub enum TransducerModel {
    /// A moving coil.
    Dynamic(Dynamic),
    /// A balanced armature.
    BalancedArmature(BalancedArmature),
    /// An electrostatic diaphragm.
    Electrostatic(Electrostatic),
}

impl TransducerModel {
    /// The motor that a rig describes.
    pub fn new(motor: &rig::Transducer) -> Self {
        match motor {
            rig::Transducer::Dynamic(parts) => Self::Dynamic(Dynamic::new(parts)),
            rig::Transducer::BalancedArmature(parts) => {
                Self::BalancedArmature(BalancedArmature::new(parts))
            }
            rig::Transducer::Electrostatic(parts) => Self::Electrostatic(Electrostatic::new(parts)),
        }
    }

    /// Compliance of the volume in front of the diaphragm, m³/Pa.
    pub fn front_compliance_m3_pa(&self) -> f64 {
        match self {
            Self::Dynamic(parts) => parts.front_compliance_m3_pa(),
            Self::BalancedArmature(parts) => parts.front_compliance_m3_pa(),
            Self::Electrostatic(parts) => parts.front_compliance_m3_pa(),
        }
    }

    /// Admittance of the vent from the front volume to the room, m³/(Pa·s).
    pub fn front_vent(&self, frequency: &Frequency) -> Complex64 {
        match self {
            Self::Dynamic(parts) => parts.front_vent(frequency),
            Self::BalancedArmature(_) | Self::Electrostatic(_) => Complex64::default(),
        }
    }

    /// Returns whether air passes from the front volume to the room at 0 Hz.
    pub fn leaks(&self) -> bool {
        matches!(self, Self::Dynamic(parts) if parts.leaks())
    }

    /// Determinant of its chain matrix: gyrators turn the sign of what comes back.
    pub fn determinant(&self) -> f64 {
        match self {
            Self::Dynamic(_) | Self::BalancedArmature(_) => -1.0,
            Self::Electrostatic(parts) => parts.determinant(),
        }
    }

    /// The two-port at one frequency, without its front volume.
    pub fn at(&self, frequency: &Frequency) -> MotorResponse {
        match self {
            Self::Dynamic(parts) => parts.at(frequency),
            Self::BalancedArmature(parts) => parts.at(frequency),
            Self::Electrostatic(parts) => parts.at(frequency),
        }
    }
}

/// A mass, a compliance and a resistance in series: a diaphragm as the air meets it.
#[derive(Clone, Copy, Debug)]
struct Resonator {
    resistance: f64,
    mass: f64,
    compliance: f64,
}

impl Resonator {
    fn impedance(&self, frequency: &Frequency) -> Complex64 {
        let reactance = frequency.omega * self.mass - 1.0 / (frequency.omega * self.compliance);
        Complex64::new(self.resistance, reactance)
    }
}

/// A gyrator with the electrical impedance in front and the acoustic one behind.
fn gyrator(electrical: Complex64, transduction: Complex64, acoustic: Complex64) -> TwoPort {
    TwoPort {
        a: electrical / transduction,
        b: electrical * acoustic / transduction + transduction,
        c: transduction.inv(),
        d: acoustic / transduction,
    }
}
