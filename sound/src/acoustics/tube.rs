//! Round tubes, slits and cones with viscous and thermal losses.
//!
//! Zwikker–Kosten: ρ_e = ρ/(1 − F_v), K_e = γP0/(1 + (γ − 1)·F_t), Γ = jω·√(ρ_e/K_e),
//! Z_c = √(ρ_e·K_e)/S; A = D = cosh ΓL, B = Z_c·sinh ΓL, C = sinh ΓL/Z_c. Plane waves only: valid below
//! the first cross mode, 1.841·c/(2πa), which is 27 kHz for a 7.5 mm bore. Cones use the lossless
//! conical horn with the medium of their mean radius (Mapes-Riordan, JAES 41(6) 1993).

use num_complex::Complex64;

use super::air::{Air, BULK_MODULUS_PA, HEAT_RATIO};
use super::boundary;
use super::frequency::Frequency;
use super::two_port::TwoPort;

/// The air in a narrow section, as a wave meets it.
#[derive(Clone, Copy, Debug)]
pub struct Medium {
    /// Propagation constant Γ, 1/m; its real part is the attenuation in nepers per meter.
    pub propagation: Complex64,
    /// Z_c·S = √(ρ_e·K_e), Pa·s/m.
    pub specific_impedance: Complex64,
}

/// Medium of a section, from its shape and size.
#[derive(Clone, Copy, Debug)]
struct Section {
    free_part: fn(f64) -> Complex64,
    /// ρ/(γP0), s²/m².
    density_per_modulus: f64,
    /// Argument of the viscous layer per √ω.
    viscous: f64,
    /// Argument of the thermal layer per √ω.
    thermal: f64,
}

impl Section {
    fn new(air: &Air, half_width_m: f64, free_part: fn(f64) -> Complex64) -> Self {
        let viscous = half_width_m * (air.density_kg_m3 / air.viscosity_pa_s).sqrt();
        Self {
            free_part,
            density_per_modulus: air.density_kg_m3 / BULK_MODULUS_PA,
            viscous,
            thermal: viscous * air.prandtl.sqrt(),
        }
    }

    fn medium(&self, frequency: &Frequency) -> Medium {
        let moving = (self.free_part)(self.viscous * frequency.sqrt_omega);
        let adiabatic = (self.free_part)(self.thermal * frequency.sqrt_omega);
        // 1 + (γ − 1)·F_t, with F_t = 1 − (1 − F_t).
        let softness = HEAT_RATIO - (HEAT_RATIO - 1.0) * adiabatic;
        // √(ρ_e/K_e) = √(ρ·softness/(moving·γP0)); then √(ρ_e·K_e) = √(ρ_e/K_e)·γP0/softness.
        let squared = softness * moving.conj() * (self.density_per_modulus / moving.norm_sqr());
        let slowness = principal_root(squared);
        let modulus = softness.conj() * (BULK_MODULUS_PA / softness.norm_sqr());
        Medium {
            propagation: Complex64::new(-slowness.im, slowness.re) * frequency.omega,
            specific_impedance: slowness * modulus,
        }
    }
}

/// Square root of a number in the right half-plane.
#[inline]
fn principal_root(square: Complex64) -> Complex64 {
    let re = (0.5 * (square.norm_sqr().sqrt() + square.re)).sqrt();
    Complex64::new(re, 0.5 * square.im / re)
}

/// A round tube of constant radius.
#[derive(Clone, Copy, Debug)]
pub struct Tube {
    section: Section,
    length_m: f64,
    area_m2: f64,
}

impl Tube {
    /// A tube of `length_mm` and `radius_mm`.
    pub fn new(air: &Air, length_mm: f64, radius_mm: f64) -> Self {
        let radius_m = radius_mm * 1e-3;
        Self {
            section: Section::new(air, radius_m, boundary::circular),
            length_m: length_mm * 1e-3,
            area_m2: std::f64::consts::PI * radius_m * radius_m,
        }
    }

    /// A flat slit: `width_mm` across, `gap_mm` high and much narrower than wide.
    pub fn slit(air: &Air, length_mm: f64, width_mm: f64, gap_mm: f64) -> Self {
        Self {
            section: Section::new(air, 0.5e-3 * gap_mm, boundary::slit),
            length_m: length_mm * 1e-3,
            area_m2: width_mm * gap_mm * 1e-6,
        }
    }

    /// The medium in it.
    pub fn medium(&self, frequency: &Frequency) -> Medium {
        self.section.medium(frequency)
    }

    /// The whole tube.
    pub fn matrix(&self, frequency: &Frequency) -> TwoPort {
        self.piece(&self.medium(frequency), 1.0)
    }

    /// A `fraction` of its length, 0 to 1, with the medium already known.
    pub fn piece(&self, medium: &Medium, fraction: f64) -> TwoPort {
        let (cosh, sinh) = cosh_sinh(medium.propagation * (self.length_m * fraction));
        let impedance = medium.specific_impedance / self.area_m2;
        TwoPort {
            a: cosh,
            b: impedance * sinh,
            c: sinh / impedance,
            d: cosh,
        }
    }
}

/// A piece of a round horn whose radius goes linearly from one end to the other.
#[derive(Clone, Copy, Debug)]
pub struct Cone {
    section: Section,
    length_m: f64,
    first_m: f64,
    second_m: f64,
}

impl Cone {
    /// A cone from `first_mm` radius at port 1 to `second_mm` at port 2.
    pub fn new(air: &Air, length_mm: f64, first_mm: f64, second_mm: f64) -> Self {
        let mean_m = 0.5e-3 * (first_mm + second_mm);
        Self {
            section: Section::new(air, mean_m, boundary::circular),
            length_m: length_mm * 1e-3,
            first_m: first_mm * 1e-3,
            second_m: second_mm * 1e-3,
        }
    }

    /// Its chain matrix.
    pub fn matrix(&self, frequency: &Frequency) -> TwoPort {
        let medium = self.section.medium(frequency);
        let u = medium.propagation * self.length_m;
        let (cosh, sinh) = cosh_sinh(u);
        let (first, second) = (self.first_m, self.second_m);
        let widening = second - first;
        let area = std::f64::consts::PI * first * second;
        let a = cosh * (second / first) - sinh / u * (widening / first);
        let d = cosh * (first / second) + sinh / u * (widening / second);
        let b = medium.specific_impedance * sinh / area;
        // From A·D − B·C = 1 with the common factor sinh taken out.
        let apex = widening * widening / (first * second);
        let c = area / medium.specific_impedance * (sinh + apex * cone_remainder(u, cosh, sinh));
        TwoPort { a, b, c, d }
    }
}

/// cosh(u)/u − sinh(u)/u², which is u/3 for small u.
fn cone_remainder(u: Complex64, cosh: Complex64, sinh: Complex64) -> Complex64 {
    if u.norm_sqr() < 0.01 {
        let square = u * u;
        return u * (1.0 / 3.0 + square * (1.0 / 30.0 + square * (1.0 / 840.0 + square / 45360.0)));
    }
    (cosh - sinh / u) / u
}

/// cosh and sinh of a complex number, the latter without cancellation near zero.
fn cosh_sinh(u: Complex64) -> (Complex64, Complex64) {
    let (sin, cos) = u.im.sin_cos();
    let grown = u.re.exp();
    let shrunk = 1.0 / grown;
    let cosh = 0.5 * (grown + shrunk);
    let sinh = if u.re.abs() < 0.05 {
        let square = u.re * u.re;
        u.re * (1.0 + square / 6.0 * (1.0 + square / 20.0 * (1.0 + square / 42.0)))
    } else {
        0.5 * (grown - shrunk)
    };
    (
        Complex64::new(cosh * cos, sinh * sin),
        Complex64::new(sinh * cos, cosh * sin),
    )
}
