//! Meters for display: levels in and out, sound pressure at the drum, and exposure.

mod alignment;
mod levels;
mod peak;
mod sound_level;
pub mod weighting;
mod weighting_kernel;

pub use crate::chain::meters::sound_level::{SoundLevelMeter, Source};
pub use alignment::MeterDelay;
pub use levels::{DrumLevels, Levels};
pub use peak::PeakMeter;

use crate::analysis::noise_dose::Exposure;

/// One reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meters {
    /// Highest absolute input sample of each channel since the last reading.
    pub input_peak: [f32; 2],
    /// Highest absolute output sample of each channel since the last reading.
    pub output_peak: [f32; 2],
    /// Level of the programme at each drum, dB SPL unweighted, fast.
    pub programme_dbspl: [f32; 2],
    /// Level of the room at each drum, dB SPL unweighted, fast.
    pub ambient_dbspl: [f32; 2],
    /// Level of the own voice at each drum, dB SPL unweighted, fast.
    pub own_voice_dbspl: [f32; 2],
    /// Weighted levels at each drum.
    pub levels: DrumLevels,
    /// Level in the diffuse field as the mean of the last minute that sounded, A-weighted, dB; none
    /// before any sound.
    pub minute_dba: Option<[f32; 2]>,
    /// Readings of the receiver.
    pub link: crate::radio::Meters,
    /// Readings of the pack.
    pub pack: super::pack::Meters,
    /// Noise dose of the day and the week: an estimate.
    pub exposure: Exposure,
    /// Level chosen by the performer; none when the knob is left alone.
    pub performer: Option<crate::design::performer::Choice>,
    /// Lowest gain of the output limiter since the last reading, dB (0 or less).
    pub limiter_gain_db: f32,
}
