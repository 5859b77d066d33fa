//! The curves of a rig for a picture.

use num_complex::Complex64;

use super::{DesignError, EarModel};
use crate::rig::{Rig, Side};

/// Curves over one set of frequencies; where there are two, left comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Frequencies, Hz, rising.
    pub frequencies_hz: Vec<f64>,
    /// Programme at the drum, dB re the sealed earphone's mean from 300 to 1000 Hz.
    pub programme_db: [Vec<f64>; 2],
    /// Response of each driver of the left ear alone, in the rig's order, dB on the same scale.
    pub drivers_db: Vec<Vec<f64>>,
    /// The same without leak and port.
    pub sealed_db: Vec<f64>,
    /// Reference divided out for the user's own headphones, dB.
    pub reference_db: Vec<f64>,
    /// Room at the drum against the open ear, dB.
    pub isolation_db: [Vec<f64>; 2],
}

impl Plot {
    /// Solves a rig at frequencies in Hz.
    ///
    /// # Errors
    /// See [`EarModel::new`].
    pub fn new(rig: &Rig, frequencies_hz: Vec<f64>) -> Result<Self, DesignError> {
        let left = EarModel::new(rig, Side::Left)?;
        let right = EarModel::new(rig, Side::Right)?;
        let curve = |of: &dyn Fn(f64) -> f64| frequencies_hz.iter().map(|&f| of(f)).collect();
        let level_db = |response: Complex64| 20.0 * response.norm().log10();
        Ok(Self {
            programme_db: [
                curve(&|f| level_db(left.programme(f))),
                curve(&|f| level_db(right.programme(f))),
            ],
            drivers_db: drivers_db(&left, rig.earphone.drivers.len(), &frequencies_hz),
            sealed_db: curve(&|f| level_db(left.sealed(f))),
            reference_db: curve(&|f| left.reference_db(f)),
            isolation_db: [
                curve(&|f| left.isolation_db(f)),
                curve(&|f| right.isolation_db(f)),
            ],
            frequencies_hz,
        })
    }
}

/// A curve for each driver.
fn drivers_db(sound: &EarModel, drivers: usize, frequencies_hz: &[f64]) -> Vec<Vec<f64>> {
    let mut curves = vec![Vec::with_capacity(frequencies_hz.len()); drivers];
    let mut parts = vec![Complex64::ZERO; drivers];
    for &frequency_hz in frequencies_hz {
        sound.drivers(frequency_hz, &mut parts);
        for (curve, part) in curves.iter_mut().zip(&parts) {
            curve.push(20.0 * part.norm().max(1e-12).log10());
        }
    }
    curves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;

    #[test]
    fn the_drivers_together_are_the_whole() {
        for preset in presets::all() {
            let sound = EarModel::new(&preset.rig, Side::Left).expect("it sounds");
            let mut parts = vec![Complex64::ZERO; preset.rig.earphone.drivers.len()];
            for frequency_hz in [63.0, 1000.0, 8000.0] {
                sound.drivers(frequency_hz, &mut parts);
                let sum: Complex64 = parts.iter().sum();
                let whole = sound.programme(frequency_hz);
                assert!((sum - whole).norm() < 1e-9 * whole.norm(), "{}", preset.id);
            }
        }
    }
}
