//! What moves the air: the three kinds of motor as two-ports from voltage and current to pressure
//! and flow at the diaphragm's front.
//!
//! Moving coil and balanced armature are gyrators, T in Pa/A: T·I + p_rear = Z·U + p_front and
//! V = Ze·I + T·U, so their determinant is −1. For the coil T = Bl/S; Z is the diaphragm (divided by
//! S²) with the air behind it in series, which the rear vent joins to the room (after Huang et al.,
//! IEEE UFFC 2011). The armature is the compact form with
//! Ze = Re + s·L1 + (s·L2 ∥ K·√s) (eddy currents; after Kim and Allen, Hear. Res. 301, 2013) and a
//! sealed back within its compliance.
//!
//! The electrostatic motor is a transformer: push–pull with constant charge, the force is
//! φ·v with φ = 2·ε0·S·V_b/d² (Hunt 1954), the current s·C·v + φ·u, both behind the step-up ratio n,
//! the magnetising inductance across the primary and the winding Re + s·L. The negative stiffness of the field, 2·ε0·S·V_b²/d³, is within the stated
//! resonance, as is the air behind the diaphragm.
//!
//! Left out: break-up of the diaphragm, and everything that depends on level (the chain's part).

use num_complex::Complex64;

use super::air::compliance_m3_pa;
use super::frequency::Frequency;
use super::two_port::TwoPort;
use crate::rig;

/// Permittivity of vacuum, F/m.
const PERMITTIVITY_F_M: f64 = 8.854e-12;

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
pub enum Motor {
    /// A moving coil.
    Dynamic(Dynamic),
    /// A balanced armature.
    BalancedArmature(BalancedArmature),
    /// An electrostatic diaphragm.
    Electrostatic(Electrostatic),
}

impl Motor {
    /// The motor that a rig describes.
    pub fn new(motor: &rig::Motor) -> Self {
        match motor {
            rig::Motor::Dynamic(parts) => Self::Dynamic(Dynamic::new(parts)),
            rig::Motor::BalancedArmature(parts) => {
                Self::BalancedArmature(BalancedArmature::new(parts))
            }
            rig::Motor::Electrostatic(parts) => Self::Electrostatic(Electrostatic::new(parts)),
        }
    }

    /// Compliance of the volume in front of the diaphragm, m³/Pa.
    pub fn front_compliance_m3_pa(&self) -> f64 {
        match self {
            Self::Dynamic(parts) => parts.front_compliance,
            Self::BalancedArmature(parts) => parts.front_compliance,
            Self::Electrostatic(parts) => parts.front_compliance,
        }
    }

    /// Determinant of its chain matrix: gyrators turn the sign of what comes back.
    pub fn determinant(&self) -> f64 {
        match self {
            Self::Dynamic(_) | Self::BalancedArmature(_) => -1.0,
            Self::Electrostatic(_) => 1.0,
        }
    }

    /// How it answers at one frequency, without its front volume.
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
fn gyrator(electrical: Complex64, transduction: f64, acoustic: Complex64) -> TwoPort {
    TwoPort {
        a: electrical / transduction,
        b: electrical * acoustic / transduction + transduction,
        c: Complex64::new(1.0 / transduction, 0.0),
        d: acoustic / transduction,
    }
}

/// A moving coil.
#[derive(Clone, Debug)]
pub struct Dynamic {
    re_ohm: f64,
    le_h: f64,
    /// Bl/S, Pa/A.
    transduction: f64,
    diaphragm: Resonator,
    front_compliance: f64,
    rear_compliance: f64,
    /// Resistance and mass of the rear vent; none when the back is sealed.
    rear_vent: Option<(f64, f64)>,
}

impl Dynamic {
    fn new(parts: &rig::Dynamic) -> Self {
        let area_m2 = parts.area_mm2 * 1e-6;
        let squared = area_m2 * area_m2;
        let vent = parts.rear_vent_resistance_pa_s_m3;
        Self {
            re_ohm: parts.re_ohm,
            le_h: parts.le_mh * 1e-3,
            transduction: parts.bl_tm / area_m2,
            diaphragm: Resonator {
                resistance: parts.resistance_kg_s / squared,
                mass: parts.mass_mg * 1e-6 / squared,
                compliance: parts.compliance_mm_n * 1e-3 * squared,
            },
            front_compliance: compliance_m3_pa(parts.front_volume_mm3),
            rear_compliance: compliance_m3_pa(parts.rear_volume_mm3),
            rear_vent: vent
                .is_finite()
                .then_some((vent, parts.rear_vent_mass_kg_m4)),
        }
    }

    fn at(&self, frequency: &Frequency) -> MotorResponse {
        let electrical = Complex64::new(self.re_ohm, frequency.omega * self.le_h);
        let vent = self
            .rear_vent
            .map_or(Complex64::default(), |(resistance, mass)| {
                Complex64::new(resistance, frequency.omega * mass).inv()
            });
        let behind = (vent + frequency.s() * self.rear_compliance).inv();
        let acoustic = self.diaphragm.impedance(frequency) + behind;
        MotorResponse {
            two_port: gyrator(electrical, self.transduction, acoustic),
            rear: vent * behind,
        }
    }
}

/// A balanced armature.
#[derive(Clone, Debug)]
pub struct BalancedArmature {
    re_ohm: f64,
    l1_h: f64,
    l2_h: f64,
    semi_inductance: f64,
    transduction: f64,
    reed: Resonator,
    front_compliance: f64,
}

impl BalancedArmature {
    fn new(parts: &rig::BalancedArmature) -> Self {
        Self {
            re_ohm: parts.re_ohm,
            l1_h: parts.l1_mh * 1e-3,
            l2_h: parts.l2_mh * 1e-3,
            semi_inductance: parts.semi_inductance_ohm_sqrt_s,
            transduction: parts.transduction_pa_a,
            reed: Resonator {
                resistance: parts.resistance_pa_s_m3,
                mass: parts.mass_kg_m4,
                compliance: parts.compliance_m3_pa,
            },
            front_compliance: parts.front_compliance_m3_pa,
        }
    }

    fn electrical(&self, frequency: &Frequency) -> Complex64 {
        let series = Complex64::new(self.re_ohm, frequency.omega * self.l1_h);
        if self.l2_h == 0.0 {
            return series;
        }
        let coil = frequency.s() * self.l2_h;
        if self.semi_inductance == 0.0 {
            return series + coil;
        }
        let eddy = self.semi_inductance * frequency.sqrt_s();
        series + coil * eddy / (coil + eddy)
    }

    fn at(&self, frequency: &Frequency) -> MotorResponse {
        MotorResponse {
            two_port: gyrator(
                self.electrical(frequency),
                self.transduction,
                self.reed.impedance(frequency),
            ),
            rear: Complex64::default(),
        }
    }
}

/// An electrostatic diaphragm behind its transformer.
#[derive(Clone, Debug)]
pub struct Electrostatic {
    re_ohm: f64,
    leakage_h: f64,
    magnetising_h: f64,
    /// Capacitance seen from the primary, F.
    capacitance_f: f64,
    /// Pressure per volt at the primary's inner end, Pa/V.
    transduction: f64,
    diaphragm: Resonator,
    front_compliance: f64,
}

impl Electrostatic {
    fn new(parts: &rig::Electrostatic) -> Self {
        let area_m2 = parts.area_mm2 * 1e-6;
        let squared = area_m2 * area_m2;
        let gap_m = parts.gap_um * 1e-6;
        let ratio = parts.turns_ratio;
        let mass = parts.mass_mg * 1e-6;
        let resonance = std::f64::consts::TAU * parts.resonance_hz;
        Self {
            re_ohm: parts.re_ohm,
            leakage_h: parts.leakage_mh * 1e-3,
            magnetising_h: parts.magnetising_mh * 1e-3,
            capacitance_f: parts.capacitance_pf * 1e-12 * ratio * ratio,
            transduction: ratio * 2.0 * PERMITTIVITY_F_M * parts.bias_v / (gap_m * gap_m),
            diaphragm: Resonator {
                resistance: resonance * mass / parts.resonance_q / squared,
                mass: mass / squared,
                compliance: squared / (resonance * resonance * mass),
            },
            front_compliance: compliance_m3_pa(parts.front_volume_mm3),
        }
    }

    fn at(&self, frequency: &Frequency) -> MotorResponse {
        let electrical = Complex64::new(self.re_ohm, frequency.omega * self.leakage_h);
        let transformer = TwoPort {
            a: Complex64::new(1.0 / self.transduction, 0.0),
            b: self.diaphragm.impedance(frequency) / self.transduction,
            c: Complex64::default(),
            d: Complex64::new(self.transduction, 0.0),
        };
        let susceptance =
            frequency.omega * self.capacitance_f - 1.0 / (frequency.omega * self.magnetising_h);
        let load = TwoPort::shunt(Complex64::new(0.0, susceptance));
        MotorResponse {
            two_port: TwoPort::series(electrical) * load * transformer,
            rear: Complex64::default(),
        }
    }
}
