//! An impulse response made ready for the audio thread.

use std::sync::Arc;

use num_complex::Complex64;

use super::capacity::Capacity;
use super::delayed_response::DelayedResponse;
use super::plan::{Plan, FAR, FAR_FROM, NEAR};
use crate::dsp::convolver::uniform_partition::Spectra;
use crate::dsp::simd::{HEAD_TAPS, TINY};

/// An impulse response, prepared for [`Convolver`](super::Convolver).
///
/// Costs transforms and memory to make, so it is made off the audio thread and handed over. Both
/// ears can share one.
pub struct Response {
    pub(super) head: [f32; HEAD_TAPS],
    /// Short partitions, behind the head.
    pub(super) near: Spectra,
    /// Long partitions, behind the short ones.
    pub(super) far: Spectra,
    /// Response of the delayed output.
    pub(super) delayed: Option<Arc<DelayedResponse>>,
    impulse: Box<[f32]>,
}

impl Response {
    /// Prepares an impulse response; `impulse[0]` is the part without delay.
    ///
    /// Taps that are not finite, and taps below 10⁻¹⁸ (−360 dB), are taken as zero. Trailing zeros
    /// cost nothing later. An empty impulse gives silence.
    #[must_use]
    pub fn new(impulse: &[f32]) -> Self {
        let clean = |tap: &f32| {
            if (TINY..=f32::MAX).contains(&tap.abs()) {
                *tap
            } else {
                0.0
            }
        };
        let mut impulse: Vec<f32> = impulse.iter().map(clean).collect();
        let taps = impulse
            .iter()
            .rposition(|tap| *tap != 0.0)
            .map_or(0, |last| last + 1);
        impulse.truncate(taps);
        let tap = |tap: usize| impulse.get(tap).copied().unwrap_or(0.0);
        let (near, far) = match Plan::new(taps).far {
            0 => (impulse.get(HEAD_TAPS..), None),
            _ => (impulse.get(HEAD_TAPS..FAR_FROM), impulse.get(FAR_FROM..)),
        };
        Self {
            head: std::array::from_fn(tap),
            near: Spectra::of(NEAR, near.unwrap_or_default()),
            far: Spectra::of(FAR, far.unwrap_or_default()),
            delayed: None,
            impulse: impulse.into(),
        }
    }

    /// The same with another response of the same input, whose output comes late.
    #[must_use]
    pub fn with_delayed(self, delayed: Arc<DelayedResponse>) -> Self {
        Self {
            delayed: Some(delayed),
            ..self
        }
    }

    /// The taps up to the last one that is not zero.
    #[must_use]
    pub fn impulse(&self) -> &[f32] {
        &self.impulse
    }

    /// Length in samples up to the last tap that is not zero.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.impulse.len()
    }

    /// Length of a convolver's tail after its input has ended, in samples: rounding in the spectra
    /// reaches to the end of the last two partitions.
    #[must_use]
    pub fn tail_samples(&self) -> usize {
        let partition = if self.far.partitions() > 0 { FAR } else { NEAR };
        if self.taps() > HEAD_TAPS {
            self.taps() + 2 * partition
        } else {
            self.taps()
        }
    }

    /// The response at a frequency in Hz: the spectrum of the impulse, summed tap by tap.
    #[must_use]
    pub fn at(&self, frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
        impulse_at(&self.impulse, frequency_hz, sample_rate_hz)
    }

    /// Returns whether an input of a convolver has room for this response.
    #[must_use]
    pub fn fits(&self, capacity: &Capacity) -> bool {
        let (own, room) = (Plan::new(self.taps()), Plan::new(capacity.max_taps));
        let delayed = self.delayed.as_deref().map_or(0, DelayedResponse::taps);
        own.near <= room.near && own.far <= room.far && delayed <= capacity.max_delayed_taps
    }
}

/// The response of an impulse at a frequency in Hz: its spectrum, summed tap by tap.
#[must_use]
pub fn impulse_at(impulse: &[f32], frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
    let step = -std::f64::consts::TAU * frequency_hz / sample_rate_hz;
    impulse
        .iter()
        .enumerate()
        .map(|(tap, &level)| f64::from(level) * Complex64::cis(step * tap as f64))
        .sum()
}

impl std::fmt::Debug for Response {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Response")
            .field("taps", &self.taps())
            .finish_non_exhaustive()
    }
}
