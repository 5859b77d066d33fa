//! A rig of which a part is switched off, to hear what that part does.
//!
//! An earphone that is switched off is one that meets the listener's reference: what its fit does
//! to the sound stays, its own tuning goes. A listening stage that is switched off hands on the
//! pressure at the drum as it is.

use std::sync::Arc;

use super::drum_response::{DrumResponse, DrumResponses};
use super::heard::HeardCache;
use super::impulses::{drum_response_of, response};
use super::{max_taps, DesignError, EarModel, Plot, ResponseSet};
use crate::design::adaptive_curve;
use crate::rig::{Rig, Side};

/// Stages that are bypassed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageBypass {
    /// The earphone's own tuning.
    pub earphone: bool,
    /// The correction for the user's own headphones.
    pub listening: bool,
}

impl ResponseSet {
    /// The same rig with parts of it switched off, for a sample rate in Hz. Allocates.
    ///
    /// # Errors
    /// See [`crate::design::design()`].
    pub fn without(
        mut self,
        rig: &Rig,
        sample_rate_hz: f64,
        without: StageBypass,
    ) -> Result<Self, DesignError> {
        if without.earphone {
            self.programme = reference(rig, sample_rate_hz)?;
            self.distortion = Default::default();
            self.limits_pa = [f32::INFINITY; 2];
            self.around.shut_jaw();
        }
        if without.listening {
            let unity = response(&[1.0]);
            self.listening = [Arc::clone(&unity), unity];
        }
        if without != StageBypass::default() {
            self.heard = HeardCache::default().of(self.sources(), &self.listening);
        }
        Ok(self)
    }
}

/// Response at both drums of an earphone that meets the reference.
fn reference(rig: &Rig, sample_rate_hz: f64) -> Result<DrumResponses, DesignError> {
    let ear = |side| -> Result<Arc<DrumResponse>, DesignError> {
        let sound = EarModel::new(rig, side)?;
        let levels =
            adaptive_curve::AdaptiveCurve::solved(|f| sound.reference_db(f) + fit_db(&sound, f));
        let taps = max_taps(sample_rate_hz);
        Ok(drum_response_of(&levels, sample_rate_hz, taps))
    };
    let left = ear(Side::Left)?;
    let right = if rig.earphone.is_symmetric() && super::reference::is_symmetric(&rig.listening) {
        Arc::clone(&left)
    } else {
        ear(Side::Right)?
    };
    Ok([left, right])
}

/// Effect of the fit on the sealed earphone, dB.
fn fit_db(sound: &EarModel, frequency_hz: f64) -> f64 {
    let change = sound.programme(frequency_hz).norm() / sound.sealed(frequency_hz).norm();
    20.0 * change.log10()
}

impl Plot {
    /// The curves of the same rig with parts of it switched off.
    pub fn without(mut self, without: StageBypass) -> Self {
        if without.earphone {
            for programme_db in &mut self.programme_db {
                let others = self.sealed_db.iter().zip(&self.reference_db);
                for (level_db, (sealed_db, reference_db)) in programme_db.iter_mut().zip(others) {
                    *level_db += reference_db - sealed_db;
                }
            }
            self.sealed_db.clone_from(&self.reference_db);
        }
        if without.listening {
            self.reference_db.fill(0.0);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex64;

    use super::super::design;
    use super::*;
    use crate::rig::presets;

    const RATE_HZ: f64 = 48_000.0;

    fn db(response: Complex64) -> f64 {
        20.0 * response.norm().log10()
    }

    #[test]
    fn a_reference_earphone_with_a_perfect_seal_cancels_against_the_listening_stage() {
        let mut rig = presets::find("dual-armature-digital").unwrap();
        rig.earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
        rig.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
        let off = StageBypass {
            earphone: true,
            listening: false,
        };
        let designed = design(&rig, RATE_HZ).unwrap();
        let designed = designed.without(&rig, RATE_HZ, off).unwrap();
        for frequency_hz in [30.0, 100.0, 1000.0, 3000.0, 8000.0, 16_000.0] {
            let sum_db = db(designed.programme()[0].at(frequency_hz, RATE_HZ))
                + db(designed.listening()[0].at(frequency_hz, RATE_HZ));
            assert!(sum_db.abs() < 0.1, "{frequency_hz} Hz: {sum_db} dB");
            let heard_db = db(designed.heard()[0][0].at(frequency_hz, RATE_HZ));
            assert!(
                (heard_db - sum_db).abs() < 1e-4,
                "{frequency_hz} Hz: {heard_db} dB"
            );
        }
    }

    #[test]
    fn a_listening_stage_that_is_off_changes_nothing() {
        let rig = Rig::default();
        let off = StageBypass {
            earphone: false,
            listening: true,
        };
        let designed = design(&rig, RATE_HZ).unwrap();
        let before = designed.programme()[0].at(3000.0, RATE_HZ);
        let designed = designed.without(&rig, RATE_HZ, off).unwrap();
        assert_eq!(designed.programme()[0].at(3000.0, RATE_HZ), before);
        assert_eq!(designed.heard()[0][0].at(3000.0, RATE_HZ), before);
        for frequency_hz in [30.0, 3000.0, 16_000.0] {
            assert!(db(designed.listening()[0].at(frequency_hz, RATE_HZ)).abs() < 1e-6);
        }
    }
}
