//! A balanced armature in compact form (after Kim and Allen, Hear. Res. 301, 2013):
//! Ze = Re + s·L1 + (s·L2 ∥ K·√s), the semi-inductance K being eddy currents; a gyrator; the reed
//! with its diaphragm, whose compliance holds the magnets' negative stiffness and the sealed back.
//!
//! A pinhole through the diaphragm, where there is one, lies across it, with the back volume in
//! series behind both: below some 20 to 50 Hz the pressure goes through it to the other side, which
//! is the droop that data sheets show at the bottom.
//!
//! *Law of distortion*: the flux saturates, that of the coil and that which the reed's own displacement
//! adds, and its half-waves differ where the reed is off its center.

use num_complex::Complex64;

use super::circuit::{gyrator, Drive, Inside, Law, Motor, MotorResponse, Resonator};
use crate::acoustics::frequency::Frequency;
use crate::acoustics::two_port::TwoPort;
use crate::rig;

/// A balanced armature in SI units.
#[derive(Clone, Debug)]
pub struct BalancedArmature {
    re_ohm: f64,
    l1_h: f64,
    l2_h: f64,
    semi_inductance: f64,
    transduction: f64,
    reed: Resonator,
    /// Conductance of the pinhole and compliance of the back volume that it opens into.
    pinhole: Option<(f64, f64)>,
    front_compliance: f64,
    saturation_pa: f64,
    magnet_softening: f64,
    asymmetry: f64,
}

/// Saturation pressure of a reed without saturation, Pa.
const NEVER_PA: f64 = 1e7;

impl BalancedArmature {
    /// The armature that a rig describes.
    pub fn new(parts: &rig::BalancedArmature) -> Self {
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
            pinhole: (parts.pinhole_resistance_pa_s_m3.is_finite()
                && parts.back_compliance_m3_pa.is_finite())
            .then(|| {
                let conductance = 1.0 / parts.pinhole_resistance_pa_s_m3;
                (conductance, parts.back_compliance_m3_pa)
            }),
            front_compliance: parts.front_compliance_m3_pa,
            saturation_pa: parts.saturation_pa,
            magnet_softening: parts.magnet_softening,
            asymmetry: parts.asymmetry,
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
}

impl Motor for BalancedArmature {
    fn front_compliance_m3_pa(&self) -> f64 {
        self.front_compliance
    }

    fn at(&self, frequency: &Frequency) -> MotorResponse {
        let moving = gyrator(
            self.electrical(frequency),
            self.transduction.into(),
            self.reed.impedance(frequency),
        );
        let two_port = match self.pinhole {
            None => moving,
            Some((conductance, compliance)) => {
                let back = (frequency.s() * compliance).inv();
                moving * TwoPort::shunt(conductance.into()) * TwoPort::series(back)
            }
        };
        MotorResponse {
            two_port,
            rear: Complex64::default(),
        }
    }

    fn law(&self) -> Law {
        if self.asymmetry == 0.0 && self.saturation_pa.is_infinite() {
            return Law::Still;
        }
        Law::Reed {
            asymmetry: self.asymmetry,
            square: 0.0,
        }
    }

    fn drive(&self, omega: f64, inside: &Inside) -> Drive {
        let s = Complex64::new(0.0, omega);
        let unit_pa = self.saturation_pa.min(NEVER_PA);
        let coil_pa = inside.current_a_per_v * self.transduction;
        let reed_pa = inside.flow_m3_s_per_v / (s * self.reed.compliance);
        let flux_pa = coil_pa + self.magnet_softening * reed_pa;
        Drive {
            signal: flux_pa / unit_pa,
            force_pa: Complex64::ZERO,
            unit_pa,
        }
    }
}
