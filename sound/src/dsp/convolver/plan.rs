//! Partitioning of a response.

use crate::dsp::simd::HEAD_TAPS;

/// Samples in a short partition, and from one transform to the next.
pub(super) const NEAR: usize = 64;

/// Samples in a long partition.
pub(super) const FAR: usize = 512;

/// Turns of [`NEAR`] samples in which the work on one long partition is done.
pub(super) const TURNS: usize = FAR / NEAR;

/// The first tap that is in a long partition. One partition fills while the one before it is
/// worked on, so a long partition cannot come earlier than its length twice.
pub(super) const FAR_FROM: usize = 2 * FAR;

/// Responses up to this long are in short partitions throughout: below it, what fewer products
/// save goes into the long transforms.
pub(super) const SHORT_TAPS: usize = 3072;

/// Number of partitions of each kind for a response of some length.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub near: usize,
    pub far: usize,
}

impl Plan {
    /// The plan for a response of this many taps, or of at most as many: one that fits all
    /// shorter ones too.
    pub(super) fn new(taps: usize) -> Self {
        let after =
            |from: usize, to: usize, length: usize| to.saturating_sub(from).div_ceil(length);
        Self {
            near: after(HEAD_TAPS, taps.min(SHORT_TAPS), NEAR),
            far: if taps > SHORT_TAPS {
                after(FAR_FROM, taps, FAR)
            } else {
                0
            },
        }
    }
}
