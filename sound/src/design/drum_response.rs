//! The response of a drum, and what the level meter needs of it.
//!
//! Nobody hears the pressure at the drum as it is ([`heard`](super::heard)). The level meter may get it
//! late, and without the end of its bass.

use std::sync::Arc;

use num_complex::Complex64;

use super::impulses::audible_length;
use super::metered_taps;
use crate::dsp::convolver::{impulse_at, DelayedResponse};

/// The response of one ear's drum.
pub struct DrumResponse {
    pub(super) impulse: Box<[f32]>,
    pub(super) metered: Arc<DelayedResponse>,
}

/// Those of the left and the right ear.
pub type DrumResponses = [Arc<DrumResponse>; 2];

impl DrumResponse {
    /// Prepares an impulse response for a sample rate in Hz, without the end that carries nothing.
    pub(super) fn new(impulse: &[f64], sample_rate_hz: f64) -> Arc<Self> {
        let metered = metered_taps(impulse.len(), sample_rate_hz);
        let impulse: Box<[f32]> = impulse[..audible_length(impulse)]
            .iter()
            .map(|&h| h as f32)
            .collect();
        let metered = DelayedResponse::new(&faded(&impulse, metered));
        Arc::new(Self {
            impulse,
            metered: Arc::new(metered),
        })
    }

    /// Length in samples.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.impulse.len()
    }

    /// The response at a frequency in Hz.
    #[must_use]
    pub fn at(&self, frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
        impulse_at(&self.impulse, frequency_hz, sample_rate_hz)
    }
}

/// At most so many taps, the last eighth faded out where some are left out.
fn faded(impulse: &[f32], taps: usize) -> Vec<f32> {
    let mut kept: Vec<f32> = impulse.iter().copied().take(taps).collect();
    if impulse.len() > taps {
        let length = taps / 8;
        for (n, h) in kept[taps - length..].iter_mut().enumerate() {
            let share = (n as f32 + 0.5) / length as f32;
            *h *= 0.5 * (1.0 + (std::f32::consts::PI * share).cos());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_hears_less_of_a_long_response_and_all_of_a_short_one() {
        assert_eq!(faded(&[1.0; 300], 400), [1.0; 300]);
        let kept = faded(&[1.0; 1000], 400);
        assert_eq!(kept.len(), 400);
        assert_eq!(kept[..350], [1.0; 350]);
        assert!((kept[375] - 0.5).abs() < 0.02);
        assert!(kept[350..].windows(2).all(|pair| pair[1] < pair[0]) && kept[399] < 1e-3);
    }
}
