//! Circuit of a motor with its law of distortion, and the pieces that circuits share.

use num_complex::Complex64;

use crate::acoustics::frequency::Frequency;
use crate::acoustics::two_port::TwoPort;

/// A motor at one frequency.
#[derive(Clone, Copy, Debug)]
pub struct MotorResponse {
    /// From the terminals to the diaphragm's front, \[V; I\] = two_port·\[p − p_rear; U\].
    pub two_port: TwoPort,
    /// Pressure behind the held diaphragm ÷ pressure in the room, through the rear vent.
    pub rear: Complex64,
}

/// A circuit of a motor, solved, with the law of its distortion.
pub trait Motor: std::fmt::Debug + Send + Sync {
    /// Compliance of the volume in front of the diaphragm, m³/Pa.
    fn front_compliance_m3_pa(&self) -> f64;

    /// Admittance of the vent from the front volume to the room, m³/(Pa·s).
    fn front_vent(&self, _frequency: &Frequency) -> Complex64 {
        Complex64::default()
    }

    /// Returns whether air passes from the front volume to the room at 0 Hz.
    fn leaks(&self) -> bool {
        false
    }

    /// Determinant of its chain matrix: gyrators turn the sign of what comes back.
    fn determinant(&self) -> f64 {
        -1.0
    }

    /// The two-port at one frequency, without its front volume.
    fn at(&self, frequency: &Frequency) -> MotorResponse;

    /// The law of its distortion, in the units of its drive.
    fn law(&self) -> Law;

    /// Signals that the law listens to at an angular frequency in 1/s.
    fn drive(&self, omega: f64, inside: &Inside) -> Drive;

    /// An amplifier of its own.
    fn limiter(&self) -> Option<Limiter> {
        None
    }
}

/// A law of distortion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Nothing is added.
    Still,
    /// Flux or field of a reed or a charged diaphragm.
    Reed {
        /// Difference of the two half-waves, as a share.
        asymmetry: f64,
        /// Coefficient of the square.
        square: f64,
    },
    /// Suspension and force factor of a conductor in a field, by excursion.
    Coil {
        /// Stiffness, Pa/mm.
        stiffness: f64,
        /// Slope in 1/mm and curve in 1/mm² of the stiffness.
        suspension: [f64; 2],
        /// The same of the force factor.
        force_factor: [f64; 2],
    },
}

/// Signals inside a motor, per volt of the source.
#[derive(Clone, Copy, Debug)]
pub struct Inside {
    /// Current, A/V.
    pub current_a_per_v: Complex64,
    /// Flow of its diaphragm, m³/(s·V).
    pub flow_m3_s_per_v: Complex64,
    /// Pressure in front of it, Pa/V.
    pub front_pa_per_v: Complex64,
}

/// Signals that a law listens to, per volt.
#[derive(Clone, Copy, Debug)]
pub struct Drive {
    /// The signal: mm of excursion of a coil, or a share of the pressure that limits.
    pub signal: Complex64,
    /// Force of a coil, Pa.
    pub force_pa: Complex64,
    /// Unit of what the law adds, Pa.
    pub unit_pa: f64,
}

/// An amplifier within an earphone, which turns itself down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limiter {
    /// Gain from its input to its output.
    pub gain_db: f64,
    /// Resistance of its input.
    pub input_ohm: f64,
    /// Highest peak at its output.
    pub limit_v: f64,
}

/// A mass, a compliance and a resistance in series: a diaphragm as the air meets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resonator {
    pub(super) resistance: f64,
    pub(super) mass: f64,
    pub(super) compliance: f64,
}

impl Resonator {
    pub(super) fn impedance(&self, frequency: &Frequency) -> Complex64 {
        let reactance = frequency.omega * self.mass - 1.0 / (frequency.omega * self.compliance);
        Complex64::new(self.resistance, reactance)
    }
}

/// A gyrator with the electrical impedance in front and the acoustic one behind.
pub(super) fn gyrator(
    electrical: Complex64,
    transduction: Complex64,
    acoustic: Complex64,
) -> TwoPort {
    TwoPort {
        a: electrical / transduction,
        b: electrical * acoustic / transduction + transduction,
        c: transduction.inv(),
        d: acoustic / transduction,
    }
}
