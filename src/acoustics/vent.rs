//! The ways between the tip's face and the room: the leak past the tip, the port, and the wall that
//! tip and shell make.

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
    Porous {
        series: f64,
        compliance: f64,
        shunt: f64,
    },
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

    /// Whether air passes at 0 Hz.
    pub fn leaks(&self) -> bool {
        self.leak.is_some() || !matches!(self.port, Port::None)
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
