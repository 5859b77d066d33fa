//! Lumped acoustic parts: holes, slits' and meshes' resistances, masses, compliances, membranes.
//!
//! A part is "lumped" while it is much smaller than a wavelength: a cavity driven at one end is
//! 3 % off at kL = 0.3 and 36 % at kL = 1.

use num_complex::Complex64;

use super::air::{Air, BULK_MODULUS_PA, HEAT_RATIO};
use super::boundary;
use super::frequency::Frequency;
use super::tube::Tube;
use super::two_port::TwoPort;

/// End correction of a hole in a wide flange, in radii per end: 8/(3π).
pub const FLANGED_END: f64 = 0.85;
/// End correction of a free end, in radii.
pub const FREE_END: f64 = 0.61;

/// Impedance of a resistance in series with a mass, Pa·s/m³.
pub fn resistance_and_mass(
    resistance_pa_s_m3: f64,
    mass_kg_m4: f64,
    frequency: &Frequency,
) -> Complex64 {
    Complex64::new(resistance_pa_s_m3, frequency.omega * mass_kg_m4)
}

/// Acoustic resistance of a mesh, Pa·s/m³, from its specific resistance (rayl) and area.
pub fn mesh_resistance(specific_pa_s_m: f64, area_mm2: f64) -> f64 {
    specific_pa_s_m / (area_mm2 * 1e-6)
}

/// Admittance of a volume whose walls take heat, m³/(Pa·s).
///
/// `jω·V/(γP0)·(1 + (γ − 1)·F)` with F that of a round section as wide as the cavity: adiabatic at
/// high frequencies, isothermal (1.4 times as compliant) at low ones.
pub fn cavity(air: &Air, volume_mm3: f64, wall_mm2: f64, frequency: &Frequency) -> Complex64 {
    let half_width_m = 2e-3 * volume_mm3 / wall_mm2;
    let layer = (air.density_kg_m3 * air.prandtl / air.viscosity_pa_s).sqrt();
    let adiabatic = boundary::circular(half_width_m * layer * frequency.sqrt_omega);
    let softness = HEAT_RATIO - (HEAT_RATIO - 1.0) * adiabatic;
    frequency.s() * softness * (volume_mm3 * 1e-9 / BULK_MODULUS_PA)
}

/// Impedance of a stretched membrane or diaphragm, Pa·s/m³: (r + jωm + k/(jω))/S².
pub fn membrane(
    area_mm2: f64,
    mass_mg: f64,
    stiffness_n_m: f64,
    resistance_kg_s: f64,
    frequency: &Frequency,
) -> Complex64 {
    let area_m2 = area_mm2 * 1e-6;
    let reactance = frequency.omega * mass_mg * 1e-6 - stiffness_n_m / frequency.omega;
    Complex64::new(resistance_kg_s, reactance) / (area_m2 * area_m2)
}

/// A round hole between two rooms: the tube with its losses, and at both ends the mass and the
/// surface resistance √(2μρω) of a flanged mouth.
#[derive(Clone, Copy, Debug)]
pub struct Hole {
    tube: Tube,
    end_mass_kg_m4: f64,
    /// End resistance per √ω.
    end_resistance: f64,
}

impl Hole {
    /// A hole of `diameter_mm` and `length_mm`.
    pub fn new(air: &Air, diameter_mm: f64, length_mm: f64) -> Self {
        let radius_m = 0.5e-3 * diameter_mm;
        let area_m2 = std::f64::consts::PI * radius_m * radius_m;
        Self {
            tube: Tube::new(air, length_mm, 0.5 * diameter_mm),
            end_mass_kg_m4: air.density_kg_m3 * FLANGED_END * radius_m / area_m2,
            end_resistance: 0.5 * (2.0 * air.viscosity_pa_s * air.density_kg_m3).sqrt() / area_m2,
        }
    }

    /// Its chain matrix.
    pub fn matrix(&self, frequency: &Frequency) -> TwoPort {
        let end = TwoPort::series(resistance_and_mass(
            self.end_resistance * frequency.sqrt_omega,
            self.end_mass_kg_m4,
            frequency,
        ));
        end * self.tube.matrix(frequency) * end
    }
}
