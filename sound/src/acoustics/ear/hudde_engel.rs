//! The human eardrum with ossicles, cochlea and middle-ear cavities.
//!
//! Hudde and Engel, Acustica 84 (1998), parts I to III, with the parameters as the authors' group
//! publishes them (Sankowsky-Rothe et al. 2022). The two empirical phase laws go with log10, as in
//! that group's own formulation; readings with ln are off by up to 28° at 12.5 kHz. The laws were
//! made for the audible range: above 20 kHz the impedance is held, as the phase laws would turn the
//! drum into a source of power there.

use num_complex::Complex64;

use crate::acoustics::air::BULK_MODULUS_PA;
use crate::acoustics::frequency::Frequency;

/// Above this the impedance is held, Hz.
const HELD_FROM_HZ: f64 = 20_000.0;

/// Impedance of the drum at its reference point, Pa·s/m³.
pub fn impedance(frequency: &Frequency) -> Complex64 {
    let held = Frequency::new(frequency.hz.min(HELD_FROM_HZ));
    let area = effective_area_m2(&held);
    cavities(&held) + (shunt_admittance(&held) + area * area / ossicles(&held)).inv()
}

/// Tympanic cavity in parallel with the passage to antrum and mastoid, Pa·s/m³.
fn cavities(frequency: &Frequency) -> Complex64 {
    let s = frequency.s();
    let compliance = |volume_cm3: f64| volume_cm3 * 1e-6 / BULK_MODULUS_PA;
    let (resonance_hz, q) = (3500.0, 0.4);
    let mastoid_compliance = compliance(8.0);
    let resonance = std::f64::consts::TAU * resonance_hz;
    let mass = 1.0 / (resonance * resonance * mastoid_compliance);
    let mastoid = resonance * mass / q + s * mass + (s * mastoid_compliance).inv();
    let antrum = (s * compliance(0.8) + mastoid.inv()).inv();
    let passage = 1.7e6 + s * 880.0 + antrum;
    let tympanic = 2.0e6 + (s * compliance(0.5)).inv();
    (tympanic.inv() + passage.inv()).inv()
}

/// The part of the drum that moves without the malleus, m³/(Pa·s).
fn shunt_admittance(frequency: &Frequency) -> Complex64 {
    let s = frequency.s();
    let mass = 2400.0 * (1.0 + (frequency.hz / 1900.0).sqrt());
    let phase = 1.4 * std::f64::consts::PI * (1.0 + frequency.hz / 8000.0).log10();
    Complex64::from_polar(1.0, phase) / (4e7 + s * mass + (s * 5e-12).inv())
}

/// Area with which the drum pulls the malleus, m².
fn effective_area_m2(frequency: &Frequency) -> Complex64 {
    const LOW_M2: f64 = 38e-6;
    const HIGH_M2: f64 = 2e-6;
    const PHASE_LAW_FROM_HZ: f64 = 1500.0;
    let resonant = |hz: f64| {
        let v = hz / 2200.0;
        (LOW_M2 + HIGH_M2) / Complex64::new(1.0 - v * v, v / 1.3) - HIGH_M2
    };
    let area = resonant(frequency.hz);
    if frequency.hz <= PHASE_LAW_FROM_HZ {
        return area;
    }
    let slope = -1.2 * std::f64::consts::PI;
    let phase =
        resonant(PHASE_LAW_FROM_HZ).arg() + slope * (frequency.hz / PHASE_LAW_FROM_HZ).log10();
    Complex64::from_polar(area.norm(), phase)
}

/// Mechanical impedance that the malleus presents to the drum, N·s/m: two thirds of the ossicles'
/// impedance, the yielding joint of malleus and incus, the last third, stapes and cochlea.
fn ossicles(frequency: &Frequency) -> Complex64 {
    let s = frequency.s();
    let free = s * 12e-6 + 0.02;
    let coupling = (s * 0.5e-3).inv() + 0.08;
    let chain = (s * 3e-3).inv() + s * 7e-6 + (free.inv() + coupling.inv()).inv();
    let joint = ((s * 0.04e-3).inv() + 1.0).inv();
    let load = (0.018 + 0.070) + s * (3e-6 + 10e-6) + (s * 1.2e-3).inv() + (s * 11e-3).inv();
    chain * (2.0 / 3.0) + (joint + (chain / 3.0 + load).inv()).inv()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drum takes power and never gives any.
    #[test]
    fn is_passive() {
        for step in 0..400 {
            let hz = 5.0 * 10f64.powf(f64::from(step) * 0.01);
            assert!(impedance(&Frequency::new(hz)).re > 0.0, "{hz} Hz");
        }
    }
}
