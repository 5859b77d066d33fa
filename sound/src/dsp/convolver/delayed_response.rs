//! A response whose output may come late.

use super::plan::{FAR, FAR_FROM};
use crate::dsp::convolver::uniform_partition::Spectra;
use crate::dsp::simd::TINY;

/// Delay of the output of a [`DelayedResponse`], samples: one long partition fills while the one
/// before it is worked on.
pub const DELAY_SAMPLES: usize = FAR_FROM;

/// An impulse response whose output comes [`DELAY_SAMPLES`] late: what a meter needs of a signal that
/// nobody hears by itself.
///
/// It is in long partitions throughout, and shares their spectra of the input with the
/// `Response` that it goes with, so that it costs a fraction of a convolution.
pub struct DelayedResponse {
    pub(super) far: Spectra,
    taps: usize,
}

impl DelayedResponse {
    /// Prepares an impulse response. Taps that are not finite, and taps below 10⁻¹⁸, are taken as
    /// zero.
    #[must_use]
    pub fn new(impulse: &[f32]) -> Self {
        let clean = |tap: &f32| match (TINY..=f32::MAX).contains(&tap.abs()) {
            true => *tap,
            false => 0.0,
        };
        let impulse: Vec<f32> = impulse.iter().map(clean).collect();
        Self {
            far: Spectra::of(FAR, &impulse),
            taps: impulse.len(),
        }
    }

    /// Length in samples.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.taps
    }
}

impl std::fmt::Debug for DelayedResponse {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DelayedResponse")
            .field("taps", &self.taps)
            .finish_non_exhaustive()
    }
}
