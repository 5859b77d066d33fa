//! The curves of a rig for a picture.

use super::{DesignError, Sound};
use crate::rig::{Rig, Side};

/// Curves over one set of frequencies; where there are two, left comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Frequencies, Hz, rising.
    pub frequencies_hz: Vec<f64>,
    /// Programme at the drum, dB re the sealed earphone's mean from 300 to 1000 Hz.
    pub programme_db: [Vec<f64>; 2],
    /// The same without leak and port.
    pub sealed_db: Vec<f64>,
    /// What is divided out for the user's own headphones, dB.
    pub reference_db: Vec<f64>,
    /// Room at the drum against the open ear, dB.
    pub isolation_db: [Vec<f64>; 2],
}

impl Plot {
    /// Solves a rig at frequencies in Hz.
    ///
    /// # Errors
    /// As [`Sound::new`].
    pub fn new(rig: &Rig, frequencies_hz: Vec<f64>) -> Result<Self, DesignError> {
        let left = Sound::new(rig, Side::Left)?;
        let right = Sound::new(rig, Side::Right)?;
        let curve = |of: &dyn Fn(f64) -> f64| frequencies_hz.iter().map(|&f| of(f)).collect();
        let level_db = |response: num_complex::Complex64| 20.0 * response.norm().log10();
        Ok(Self {
            programme_db: [
                curve(&|f| level_db(left.programme(f))),
                curve(&|f| level_db(right.programme(f))),
            ],
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
