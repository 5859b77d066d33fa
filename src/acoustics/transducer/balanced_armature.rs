//! A balanced armature in compact form (after Kim and Allen, Hear. Res. 301, 2013):
//! Ze = Re + s·L1 + (s·L2 ∥ K·√s), the semi-inductance K being eddy currents; a gyrator; the reed
//! with its diaphragm, whose compliance holds the magnets' negative stiffness and the sealed back.
//!
//! A pinhole through the diaphragm, where there is one, lies across it, with the back volume in
//! series behind both: below some 20 to 50 Hz the pressure goes through it to the other side, which
//! is the droop that data sheets show at the bottom.
//!
//! Left out: saturation of the reed and the magnets' asymmetry, which depend on level.

use num_complex::Complex64;

use super::{gyrator, MotorResponse, Resonator};
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
}

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
        }
    }

    /// Compliance of the front volume, m³/Pa.
    pub fn front_compliance_m3_pa(&self) -> f64 {
        self.front_compliance
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

    /// The two-port at one frequency, without its front volume.
    pub fn at(&self, frequency: &Frequency) -> MotorResponse {
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
}
