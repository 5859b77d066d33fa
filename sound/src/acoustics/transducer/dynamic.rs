//! A moving coil with the air around it (after Huang et al., IEEE UFFC 2011): V → Re + jωLe →
//! gyrator Bl → mass, suspension and loss → area S.
//!
//! ```text
//!            front vent ── room
//!                │
//! bore ── front volume ── diaphragm ── rear volume ── rear vent ── shell volume ── shell vent ── room
//! ```
//!
//! Front and rear load the diaphragm in series; Z and T are divided by S² and S. Rear vent, shell
//! and shell vent are a ladder to the room, the shell being optional.
//!
//! *Break-up*: a part of the diaphragm with mass m and area A hangs on the rest by a spring, so that
//! above its frequency it goes its own way. With v0 the velocity of the rest and D = jωm + r + k/jω
//! it moves with τ·v0 − p·A/D, τ = (r + k/jω)/D. So the whole has the mechanical impedance
//! Z0 + jωm·τ, the area S0 + τ·A, and an admittance A²/D across the diaphragm: reciprocal, passive,
//! and unchanged far below the mode. Masses and areas are shares of the whole.
//!
//! *Law of distortion*: a suspension that stiffens and a force factor that falls with excursion, from
//! the coil's own excursion and current.
//!
//! Left out: acoustic modes of the volumes.

use num_complex::Complex64;

use super::circuit::{gyrator, Drive, Inside, Law, Motor, MotorResponse, Resonator};
use super::rear::{admittance, vent, Rear};
use crate::acoustics::air::compliance_m3_pa;
use crate::acoustics::frequency::Frequency;
use crate::acoustics::two_port::TwoPort;
use crate::rig;

/// A moving coil in SI units.
#[derive(Clone, Debug)]
pub struct Dynamic {
    re_ohm: f64,
    le_h: f64,
    bl_tm: f64,
    area_m2: f64,
    /// Mass, loss and suspension as the air meets them when all of the diaphragm moves as one.
    diaphragm: Resonator,
    modes: Vec<Mode>,
    front_compliance: f64,
    /// Resistance and mass of the front vent; none without one.
    front_vent: Option<(f64, f64)>,
    rear: Rear,
    law: Law,
}

/// A part of the diaphragm on a spring of its own.
#[derive(Clone, Debug)]
struct Mode {
    mass_kg: f64,
    stiffness_n_m: f64,
    resistance_kg_s: f64,
    area_m2: f64,
}

/// Effect of the break-up modes on the diaphragm at one frequency.
struct BrokenUp {
    /// Mechanical impedance that they take from or add to the whole.
    impedance: Complex64,
    /// Area that moves with the coil, as a complex number, m².
    area_m2: Complex64,
    /// Admittance across the diaphragm, m³/(Pa·s).
    shunt: Complex64,
}

impl Dynamic {
    /// The moving coil that a rig describes.
    pub fn new(parts: &rig::Dynamic) -> Self {
        let area_m2 = parts.area_mm2 * 1e-6;
        let squared = area_m2 * area_m2;
        let mass_kg = parts.mass_mg * 1e-6;
        Self {
            re_ohm: parts.re_ohm,
            le_h: parts.le_mh * 1e-3,
            bl_tm: parts.bl_tm,
            area_m2,
            diaphragm: Resonator {
                resistance: parts.resistance_kg_s / squared,
                mass: mass_kg / squared,
                compliance: parts.compliance_mm_n * 1e-3 * squared,
            },
            modes: parts
                .modes
                .iter()
                .map(|mode| Mode::new(mode, mass_kg, area_m2))
                .collect(),
            front_compliance: compliance_m3_pa(parts.front_volume_mm3),
            front_vent: vent(
                parts.front_vent_resistance_pa_s_m3,
                parts.front_vent_mass_kg_m4,
            ),
            rear: Rear::new(
                parts.rear_volume_mm3,
                vent(
                    parts.rear_vent_resistance_pa_s_m3,
                    parts.rear_vent_mass_kg_m4,
                ),
                parts.shell.as_ref(),
            ),
            law: law(parts),
        }
    }

    fn broken_up(&self, frequency: &Frequency) -> BrokenUp {
        let mut whole = BrokenUp {
            impedance: Complex64::default(),
            area_m2: self.area_m2.into(),
            shunt: Complex64::default(),
        };
        for mode in &self.modes {
            let mass = Complex64::new(0.0, frequency.omega * mode.mass_kg);
            let spring =
                Complex64::new(mode.resistance_kg_s, -mode.stiffness_n_m / frequency.omega);
            let own = mass + spring;
            let follows = spring / own;
            whole.impedance += mass * (follows - 1.0);
            whole.area_m2 += mode.area_m2 * (follows - 1.0);
            whole.shunt += mode.area_m2 * mode.area_m2 / own;
        }
        whole
    }
}

impl Motor for Dynamic {
    fn front_compliance_m3_pa(&self) -> f64 {
        self.front_compliance
    }

    fn front_vent(&self, frequency: &Frequency) -> Complex64 {
        admittance(self.front_vent, frequency)
    }

    fn leaks(&self) -> bool {
        self.front_vent.is_some()
    }

    fn at(&self, frequency: &Frequency) -> MotorResponse {
        let electrical = Complex64::new(self.re_ohm, frequency.omega * self.le_h);
        let (behind, rear) = self.rear.at(frequency);
        let diaphragm = self.diaphragm.impedance(frequency);
        if self.modes.is_empty() {
            let transduction = (self.bl_tm / self.area_m2).into();
            return MotorResponse {
                two_port: gyrator(electrical, transduction, diaphragm + behind),
                rear,
            };
        }
        let broken_up = self.broken_up(frequency);
        let area = broken_up.area_m2;
        let impedance = diaphragm * (self.area_m2 * self.area_m2) + broken_up.impedance;
        let moving = gyrator(electrical, self.bl_tm / area, impedance / (area * area));
        MotorResponse {
            two_port: moving * TwoPort::shunt(broken_up.shunt) * TwoPort::series(behind),
            rear,
        }
    }

    fn law(&self) -> Law {
        self.law
    }

    fn drive(&self, omega: f64, inside: &Inside) -> Drive {
        let s = Complex64::new(0.0, omega);
        Drive {
            signal: inside.flow_m3_s_per_v / s / self.area_m2 * 1e3,
            force_pa: inside.current_a_per_v * (self.bl_tm / self.area_m2),
            unit_pa: 1.0,
        }
    }
}

fn law(parts: &rig::Dynamic) -> Law {
    let suspension = [parts.stiffness_slope_per_mm, parts.stiffness_curve_per_mm2];
    let force_factor = [parts.bl_slope_per_mm, parts.bl_curve_per_mm2];
    if suspension == [0.0; 2] && force_factor == [0.0; 2] {
        return Law::Still;
    }
    Law::Coil {
        // Compliance in mm/N, so its inverse is in N/mm; over the area, Pa/mm.
        stiffness: 1.0 / parts.compliance_mm_n / (parts.area_mm2 * 1e-6),
        suspension,
        force_factor,
    }
}

impl Mode {
    fn new(mode: &rig::Mode, mass_kg: f64, area_m2: f64) -> Self {
        let mass_kg = mode.mass_share * mass_kg;
        let omega = std::f64::consts::TAU * mode.frequency_hz;
        Self {
            mass_kg,
            stiffness_n_m: omega * omega * mass_kg,
            resistance_kg_s: omega * mass_kg / mode.q,
            area_m2: mode.area_share * area_m2,
        }
    }
}
