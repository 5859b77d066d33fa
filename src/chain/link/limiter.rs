//! The overshoot limiter of the transmitter, and the bend of modulator and discriminator.
//!
//! *In the real world* the deviation must not exceed what the channel allows. What the compressor
//! lets through in its first milliseconds is clipped. Modulator and discriminator are not quite
//! straight either.
//!
//! *Model*: a clip, and the cubic x − k·x³, whose third harmonic is k·A²/4 of the fundamental.
//!
//! *Left out*: even orders; anti-aliasing of the clip, most of whose aliases fall above the
//! 15 kHz filter that follows.
//!
//! *Tests*: `tests/link_compander.rs`.

use crate::dsp::lane::Lane;

/// Deviation limit and curvature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limiter {
    limit: f64,
    cubic: f64,
}

impl Limiter {
    /// Clips at `limit` (linear, re unity) and has this third-order distortion (a fraction, not
    /// percent) at unity.
    #[must_use]
    pub fn new(limit: f64, distortion_at_unity: f64) -> Self {
        // Beyond 1 ÷ √(3k) the cubic would fold back; the clip comes first.
        let cubic = (4.0 * distortion_at_unity).max(0.0);
        let peak = if cubic > 0.0 {
            (1.0 / (3.0 * cubic)).sqrt()
        } else {
            f64::INFINITY
        };
        Self {
            limit: limit.min(peak),
            cubic,
        }
    }

    /// One sample.
    #[inline(always)]
    #[must_use]
    pub fn apply<T: Lane>(&self, input: T) -> T {
        let limit = T::splat(self.limit);
        let clipped = input.min(limit).max(T::splat(-self.limit));
        clipped - T::splat(self.cubic) * clipped * clipped * clipped
    }
}
