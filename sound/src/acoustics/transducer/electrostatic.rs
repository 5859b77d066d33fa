//! A charged diaphragm between stators (Hunt 1954). Push–pull with constant charge, the force is
//! φ·v with φ = 2·ε0·S·V_b/d², and the current is s·C·v + φ·u: linear in v. The field's negative
//! stiffness, 2·ε0·S·V_b²/d³, is within the stated resonance, as is the air behind the diaphragm unless
//! a rear volume is given.
//! The diaphragm must keep to about a third of the gap, or it falls onto a stator.
//!
//! Two ways to the voltage: a step-up transformer of ratio n with magnetising inductance across the
//! primary and winding Re + s·L, as electret tweeters have; or an amplifier of its own, as full-range
//! electrostatics need for their bias. The amplifier takes current only into its input resistance
//! and gives its gain, through the output resistance Re: nothing comes back through it.
//!
//! *Law of distortion*: one stator's force has the square of the field; between two, the diaphragm is
//! limited by its stroke, through the field or, where a rig says so, through its excursion.
//!
//! Left out: charging currents of the bias supply.

use num_complex::Complex64;

use super::circuit::{Drive, Inside, Law, Limiter, Motor, MotorResponse, Resonator};
use super::rear::{vent, Rear};
use crate::acoustics::air::compliance_m3_pa;
use crate::acoustics::frequency::Frequency;
use crate::acoustics::two_port::TwoPort;
use crate::rig;

/// Permittivity of vacuum, F/m.
const PERMITTIVITY_F_M: f64 = 8.854e-12;

/// An electrostatic motor in SI units.
#[derive(Clone, Debug)]
pub struct Electrostatic {
    re_ohm: f64,
    leakage_h: f64,
    /// 1/L of the magnetising inductance, 1/H; nothing with an amplifier or an ideal transformer.
    magnetising_per_h: f64,
    /// Capacitance seen from the primary, F.
    capacitance_f: f64,
    /// Pressure per volt at the primary's inner end, Pa/V.
    transduction: f64,
    diaphragm: Resonator,
    front_compliance: f64,
    /// The air behind, where it is not within the resonance.
    rear: Option<Rear>,
    /// Gain and conductance of the input, S, of an amplifier of its own.
    amplifier: Option<(f64, f64)>,
    /// The rig's figures, for the law.
    parts: rig::Electrostatic,
}

/// The part of the gap that a charged diaphragm may move before it falls onto a stator.
const STROKE: f64 = 1.0 / 3.0;

impl Electrostatic {
    /// The motor that a rig describes.
    pub fn new(parts: &rig::Electrostatic) -> Self {
        let area_m2 = parts.area_mm2 * 1e-6;
        let squared = area_m2 * area_m2;
        let gap_m = parts.gap_um * 1e-6;
        let amplifier = parts.amplifier.as_ref();
        let ratio = amplifier.map_or(parts.turns_ratio, |_| 1.0);
        let mass = parts.mass_mg * 1e-6;
        let resonance = std::f64::consts::TAU * parts.resonance_hz;
        Self {
            re_ohm: parts.re_ohm,
            leakage_h: parts.leakage_mh * 1e-3,
            magnetising_per_h: amplifier.map_or(1e3 / parts.magnetising_mh, |_| 0.0),
            capacitance_f: parts.capacitance_pf * 1e-12 * ratio * ratio,
            transduction: ratio * 2.0 * PERMITTIVITY_F_M * parts.bias_v / (gap_m * gap_m),
            diaphragm: Resonator {
                resistance: resonance * mass / parts.resonance_q / squared,
                mass: mass / squared,
                compliance: squared / (resonance * resonance * mass),
            },
            front_compliance: compliance_m3_pa(parts.front_volume_mm3),
            rear: parts.rear_volume_mm3.is_finite().then(|| {
                let open = vent(
                    parts.rear_vent_resistance_pa_s_m3,
                    parts.rear_vent_mass_kg_m4,
                );
                Rear::new(parts.rear_volume_mm3, open, None)
            }),
            amplifier: amplifier
                .map(|parts| (10f64.powf(parts.gain_db / 20.0), 1.0 / parts.input_ohm)),
            parts: parts.clone(),
        }
    }

    /// The pressure of the field that would move the diaphragm by its stroke, slowly, Pa.
    fn stroke_pa(&self) -> f64 {
        let parts = &self.parts;
        let resonance = std::f64::consts::TAU * parts.resonance_hz;
        let stiffness_n_m = resonance * resonance * parts.mass_mg * 1e-6;
        STROKE * parts.gap_um * 1e-6 * stiffness_n_m / (parts.area_mm2 * 1e-6)
    }

    /// Returns whether distortion follows the excursion. One stator's second harmonic is the field's own,
    /// so such a drive keeps to the field.
    fn follows_excursion(&self) -> bool {
        self.parts.by_excursion && self.parts.single_sided == 0.0
    }
}

impl Motor for Electrostatic {
    fn front_compliance_m3_pa(&self) -> f64 {
        self.front_compliance
    }

    fn determinant(&self) -> f64 {
        match self.amplifier {
            None => 1.0,
            Some(_) => 0.0,
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
            frequency.omega * self.capacitance_f - self.magnetising_per_h / frequency.omega;
        let load = TwoPort::shunt(Complex64::new(0.0, susceptance));
        let mut passive = TwoPort::series(electrical) * load * transformer;
        let mut from_room = Complex64::default();
        if let Some(rear) = &self.rear {
            let (behind, outside) = rear.at(frequency);
            passive = passive * TwoPort::series(behind);
            from_room = outside;
        }
        MotorResponse {
            two_port: match self.amplifier {
                None => passive,
                Some((gain, conductance)) => amplified(&passive, gain, conductance),
            },
            rear: from_room,
        }
    }

    fn law(&self) -> Law {
        let parts = &self.parts;
        let gap_m = parts.gap_um * 1e-6;
        let pa_per_v = 2.0 * PERMITTIVITY_F_M * parts.bias_v / (gap_m * gap_m);
        let stroke_v = self.stroke_pa() / pa_per_v;
        Law::Reed {
            asymmetry: 0.0,
            square: parts.single_sided * stroke_v / (2.0 * parts.bias_v),
        }
    }

    fn drive(&self, omega: f64, inside: &Inside) -> Drive {
        let parts = &self.parts;
        let unit_pa = self.stroke_pa();
        let signal = if self.follows_excursion() {
            let volume_m3 = inside.flow_m3_s_per_v / Complex64::new(0.0, omega);
            let stroke_m3 = STROKE * parts.gap_um * 1e-6 * parts.area_mm2 * 1e-6;
            volume_m3 / stroke_m3
        } else {
            let squared = (parts.area_mm2 * 1e-6).powi(2);
            let resonance = std::f64::consts::TAU * parts.resonance_hz;
            let reactance = omega - resonance * resonance / omega;
            let diaphragm = Complex64::new(resonance / parts.resonance_q, reactance)
                * (parts.mass_mg * 1e-6 / squared);
            let field_pa = inside.front_pa_per_v + diaphragm * inside.flow_m3_s_per_v;
            field_pa / unit_pa
        };
        Drive {
            signal,
            force_pa: Complex64::ZERO,
            unit_pa,
        }
    }

    fn limiter(&self) -> Option<Limiter> {
        let amplifier = self.parts.amplifier.as_ref()?;
        Some(Limiter {
            gain_db: amplifier.gain_db,
            input_ohm: amplifier.input_ohm,
            limit_v: amplifier.limit_v,
        })
    }
}

/// A two-port driven by an ideal amplifier, whose input takes what its conductance takes.
fn amplified(driven: &TwoPort, gain: f64, conductance_s: f64) -> TwoPort {
    let (a, b) = (driven.a / gain, driven.b / gain);
    TwoPort {
        a,
        b,
        c: a * conductance_s,
        d: b * conductance_s,
    }
}
