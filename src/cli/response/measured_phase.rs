//! Phase of a measured earphone: the minimum phase that the chain gives to its level.

use bodypack::design::{measured_impulse, EarModel};
use bodypack::rig::Rig;
use num_complex::Complex64;

/// Sample rate of the response whose phase is shown, Hz.
pub const RATE_HZ: f64 = 48_000.0;

/// Returns whether a measurement is heard in place of the rig's drivers.
pub fn is_measured(rig: &Rig) -> bool {
    rig.earphone.measured.as_ref().is_some_and(|m| m.enabled)
}

/// The impulse response of a measured earphone, to be asked for its phase.
pub struct MeasuredPhase {
    impulse: Vec<f64>,
}

impl MeasuredPhase {
    /// The phase of an ear; none when its network is heard.
    pub fn new(sound: &EarModel) -> Option<Self> {
        let impulse = measured_impulse(sound, RATE_HZ)?;
        Some(Self { impulse })
    }

    /// The phase at a frequency, as a number of magnitude one, and the group delay there, ms.
    pub fn at(&self, frequency_hz: f64) -> (Complex64, f64) {
        let turn = Complex64::cis(-std::f64::consts::TAU * frequency_hz / RATE_HZ);
        // The response as a polynomial in the turn of one sample, and its derivative.
        let zero = (Complex64::ZERO, Complex64::ZERO);
        let (whole, slope) = self.impulse.iter().rev().fold(zero, |(whole, slope), h| {
            (whole * turn + h, slope * turn + whole)
        });
        let size = whole.norm();
        if size <= f64::MIN_POSITIVE {
            return (Complex64::ONE, 0.0);
        }
        let delay_samples = (slope * turn / whole).re;
        (whole / size, 1e3 * delay_samples / RATE_HZ)
    }
}
