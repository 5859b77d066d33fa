//! The ways between the tip's face and the room: the leak past the tip, the port, and the wall that
//! tip and shell make.
//!
//! Vent modules are foam plugs: R1 + R2 ∥ C, as fitted to what they take from the bass of the
//! programme re a closed module. A membrane is R + sM + 1/(sC). A musician's filter (Carlson and
//! Killion) is a diaphragm that divides the pressure with the canal like two capacitors, in series
//! with the mass in its bore, which resonates with both where the open ear does.

use num_complex::Complex64;

use super::air::{compliance_m3_pa, Air};
use super::frequency::Frequency;
use super::lumped::{resistance_and_mass, Hole};
use crate::rig;

/// One or several ways in parallel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VentResponse {
    /// Admittance seen from the tip's face with the room silent, m³/(Pa·s).
    pub seen: Complex64,
    /// Flow to the tip's face, held at no pressure, per pressure in the room, m³/(Pa·s).
    pub transfer: Complex64,
}

impl VentResponse {
    fn one_port(impedance: Complex64) -> Self {
        let admittance = impedance.inv();
        Self {
            seen: admittance,
            transfer: admittance,
        }
    }
}

/// All ways from the room to the tip's face.
#[derive(Clone, Debug)]
pub struct Vents {
    /// Resistance and mass of the leak; none when airtight.
    leak: Option<(f64, f64)>,
    port: Port,
    /// Resistance, mass and compliance of the wall.
    wall: Option<(f64, f64, f64)>,
}

#[derive(Clone, Debug)]
enum Port {
    None,
    Hole(Hole),
    /// R1 + (C ∥ R2).
    Porous {
        series: f64,
        compliance: f64,
        shunt: f64,
    },
    /// R + sM + 1/(sC); no air passes at 0 Hz.
    Spring {
        resistance: f64,
        mass: f64,
        compliance: f64,
    },
    /// R + sM.
    Open {
        resistance: f64,
        mass: f64,
    },
}

/// Volume of an average ear at 500 Hz, which a musician's filter divides the pressure with, mm³
/// (ITU-T P.57, type 4.3).
const FILTER_EAR_MM3: f64 = 1630.0;

/// The measured modules, Pa·s/m³, m³/Pa, Pa·s/m³ (antdroid and JaysAudio, one unit with its
/// modules; the closed one, to which those measurements refer, is an estimate: a plug that takes
/// less from the bass than any measurement shows).
fn module(grade: rig::ModuleGrade) -> Port {
    let (series, compliance, shunt) = match grade {
        rig::ModuleGrade::Closed => (4e9, 0.0, 0.0),
        rig::ModuleGrade::Tight => (1.2e9, 0.0, 0.0),
        rig::ModuleGrade::Medium => (4.43e8, 7.7e-12, 4.5e8),
        rig::ModuleGrade::Open => (1.43e8, 2.83e-11, 1.75e8),
    };
    Port::Porous {
        series,
        compliance,
        shunt,
    }
}

/// A diaphragm of which the pressure division gives the loss, and the mass that resonates with it
/// and the ear.
fn filter(loss_db: f64, resonance_hz: f64, q: f64) -> Port {
    let ear = compliance_m3_pa(FILTER_EAR_MM3);
    let share = 10f64.powf(-loss_db / 20.0);
    let compliance = ear * share / (1.0 - share);
    let both = compliance * ear / (compliance + ear);
    let resonance = std::f64::consts::TAU * resonance_hz;
    let mass = 1.0 / (resonance * resonance * both);
    Port::Spring {
        resistance: resonance * mass / q,
        mass,
        compliance,
    }
}

impl Vents {
    /// The vents of one side of an earphone; the wall moves only where `wall` says so.
    pub fn new(air: &Air, earphone: &rig::Earphone, side: rig::Side, wall: bool) -> Self {
        let leak = earphone.seal.resistance_pa_s_m3(side);
        Self {
            leak: leak.is_finite().then_some((leak, earphone.seal.mass_kg_m4)),
            port: Port::new(air, &earphone.port),
            wall: wall.then(|| skin(&earphone.wall)),
        }
    }

    /// Returns whether air passes at 0 Hz.
    pub fn leaks(&self) -> bool {
        self.leak.is_some() || !matches!(self.port, Port::None | Port::Spring { .. })
    }

    /// All of them together at one frequency.
    pub fn at(&self, frequency: &Frequency) -> VentResponse {
        let mut sum = self.port.at(frequency);
        if let Some((resistance, mass)) = self.leak {
            let leak = VentResponse::one_port(resistance_and_mass(resistance, mass, frequency));
            sum.seen += leak.seen;
            sum.transfer += leak.transfer;
        }
        if let Some((resistance, mass, compliance)) = self.wall {
            let stiffness = (frequency.s() * compliance).inv();
            let wall = VentResponse::one_port(
                resistance_and_mass(resistance, mass, frequency) + stiffness,
            );
            sum.seen += wall.seen;
            sum.transfer += wall.transfer;
        }
        sum
    }
}

impl Port {
    fn new(air: &Air, port: &rig::Port) -> Self {
        match *port {
            rig::Port::None => Self::None,
            rig::Port::Hole {
                diameter_mm,
                length_mm,
            } => Self::Hole(Hole::new(air, diameter_mm, length_mm)),
            rig::Port::Porous {
                series_resistance_pa_s_m3,
                compliance_m3_pa,
                shunt_resistance_pa_s_m3,
            } => Self::Porous {
                series: series_resistance_pa_s_m3,
                compliance: compliance_m3_pa,
                shunt: shunt_resistance_pa_s_m3,
            },
            rig::Port::Module { grade } => module(grade),
            rig::Port::Open {
                resistance_pa_s_m3: resistance,
                mass_kg_m4: mass,
            } => Self::Open { resistance, mass },
            rig::Port::Membrane {
                resistance_pa_s_m3: resistance,
                mass_kg_m4: mass,
                compliance_mm3,
            } => Self::Spring {
                resistance,
                mass,
                compliance: compliance_m3_pa(compliance_mm3),
            },
            rig::Port::Filter {
                loss_db,
                resonance_hz,
                q,
            } => filter(loss_db, resonance_hz, q),
        }
    }

    fn at(&self, frequency: &Frequency) -> VentResponse {
        match self {
            Self::None => VentResponse::default(),
            Self::Hole(hole) => {
                let matrix = hole.matrix(frequency);
                let transfer = matrix.b.inv();
                VentResponse {
                    seen: matrix.d * transfer,
                    transfer,
                }
            }
            // R1 + R2/(1 + s·C·R2): the foam's volume springs against the room, as the published
            // fits to vent modules have it.
            Self::Porous {
                series,
                compliance,
                shunt,
            } => VentResponse::one_port(
                *series + *shunt / (1.0 + frequency.s() * (compliance * shunt)),
            ),
            Self::Spring {
                resistance,
                mass,
                compliance,
            } => VentResponse::one_port(
                resistance_and_mass(*resistance, *mass, frequency)
                    + (frequency.s() * *compliance).inv(),
            ),
            Self::Open { resistance, mass } => {
                VentResponse::one_port(resistance_and_mass(*resistance, *mass, frequency))
            }
        }
    }
}

/// Skin and tip as a spring, the earphone as the mass on it: resistance, mass, compliance.
fn skin(wall: &rig::Wall) -> (f64, f64, f64) {
    let compliance = compliance_m3_pa(wall.compliance_mm3);
    let resonance = std::f64::consts::TAU * wall.resonance_hz;
    let mass = 1.0 / (resonance * resonance * compliance);
    (resonance * mass / wall.q, mass, compliance)
}
