//! The overshoot limiter of the transmitter, and the bend of modulator and discriminator.
//!
//! *In the real world* the deviation must not exceed what the channel allows. What the compressor
//! lets through in its first milliseconds is clipped. Modulator and discriminator are not quite
//! straight either.
//!
//! The clip stands behind the compressor or in its loop, as the zener diodes across the amplifier of
//! the SA572's compressor do (data sheet of 1998, fig. 8): there the detector hears what the limit
//! leaves, and so does the expander's. In such a link the curvature is that of the
//! compressor's gain cell, which stands in the loop as well, and is aligned with a tone at unity.
//!
//! *Model*: a clip, and the cubic x − k·x³, whose third harmonic is k·A²/4 of the fundamental.
//!
//! *Left out*: even orders; anti-aliasing of the clip, most of whose aliases fall above the
//! 15 kHz filter that follows.
//!
//! *Tests*: `tests/link_compander.rs`.

use crate::dsp::lanes::Lane;

/// Deviation limit and curvature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limiter {
    limit: f64,
    /// Amplitude at which the curve would fold back.
    fold: f64,
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
            fold: peak.min(1e6),
            cubic,
        }
    }

    /// One sample.
    #[inline(always)]
    #[must_use]
    pub fn apply<T: Lane>(&self, input: T) -> T {
        self.bend(self.clip(input))
    }

    /// Applies the deviation limit to one sample.
    #[inline(always)]
    #[must_use]
    pub fn clip<T: Lane>(&self, input: T) -> T {
        input.min(T::splat(self.limit)).max(T::splat(-self.limit))
    }

    /// The curvature, for one sample within the limit.
    #[inline(always)]
    #[must_use]
    pub fn bend<T: Lane>(&self, clipped: T) -> T {
        clipped - T::splat(self.cubic) * clipped * clipped * clipped
    }

    /// The gain cell of a compressor: the same curvature, aligned so that a sine at unity keeps its
    /// amplitude, on a sample that has not been limited yet.
    #[inline(always)]
    #[must_use]
    pub fn gain_cell<T: Lane>(&self, link: T) -> T {
        let within = link.min(T::splat(self.fold)).max(T::splat(-self.fold));
        // Three products side by side, since a compressor waits for the result.
        let linear = T::splat(1.0 + 0.75 * self.cubic) * within;
        linear - (T::splat(self.cubic) * within) * (within * within)
    }
}
