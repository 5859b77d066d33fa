//! Limits: from which figure on something is a finding, with the source of each.
//!
//! Where no publication gives a limit, it stands above what normal mixes suffer: a synthesized band in
//! seven balances (each part ±3 dB) and a recorded song. Those are marked as fitted to them.

mod table;

use super::BANDS;
pub(super) use table::of;

/// A-weighting at the middle of each band, dB (IEC 61672-1, table 3).
pub(super) const A_WEIGHTING_DB: [f64; BANDS] = [
    -39.4, -30.2, -26.2, -22.5, -19.1, -16.1, -13.4, -10.9, -8.6, -6.6, -4.8, -3.2, -1.9, -0.8,
    0.0, 0.6, 1.0, 1.2, 1.3, 1.2, 1.0, 0.5, -0.1, -1.1, -2.5, -4.3, -6.6,
];

/// Bands of 2 to 10 kHz, in which hiss is heard.
pub(super) const TREBLE: std::ops::Range<usize> = 17..25;
/// Bands of 50 to 100 Hz, and of 125 to 315 Hz.
pub(super) const LOW: std::ops::Range<usize> = 1..5;
pub(super) const LOW_MIDDLE: std::ops::Range<usize> = 5..10;
/// Bands of 5 to 8 kHz, where sibilants stand.
pub(super) const SIBILANT: std::ops::Range<usize> = 21..24;

/// Masked threshold of a narrow band of sound in a noise of its critical band, dB re the noise.
pub(super) const MASKED_BELOW_DB: f64 = -4.0;

/// Regions of a voice: third octaves, and the share of the time that is masked at the desk in a normal
/// mix and some more.
pub(super) const VOICE_REGIONS: [(std::ops::Range<usize>, f64); 4] =
    [(8..11, 0.45), (11..14, 0.52), (14..17, 0.75), (17..20, 0.8)];

/// One-third-octave band importance from 160 Hz to 8 kHz (ANSI S3.5-1997, table 3).
pub(super) const SII_IMPORTANCE: [f64; 18] = [
    0.0083, 0.0095, 0.0150, 0.0289, 0.0440, 0.0578, 0.0653, 0.0711, 0.0818, 0.0844, 0.0882, 0.0898,
    0.0868, 0.0844, 0.0771, 0.0527, 0.0364, 0.0185,
];
/// The first of its bands.
pub(super) const SII_FROM: usize = 6;

/// Limit of one kind of finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The figure from which on it is a finding.
    pub value: f64,
    /// Distance beyond the limit that makes it clear, and twice that severe; negative when less is worse.
    pub step: f64,
    /// Unit of both.
    pub unit: &'static str,
    /// Quantity that is compared.
    pub measure: &'static str,
    /// Source of the limit.
    pub source: &'static str,
}

impl Limit {
    /// Distance of a figure beyond the limit, in steps; negative when it is on the good side.
    #[must_use]
    pub fn excess(&self, value: f64) -> f64 {
        (value - self.value) / self.step
    }
}

const fn limit(
    value: f64,
    step: f64,
    unit: &'static str,
    measure: &'static str,
    source: &'static str,
) -> Limit {
    Limit {
        value,
        step,
        unit,
        measure,
        source,
    }
}
