//! What a listener wants to read: levels in and out, sound pressure at the drum, and exposure.

mod loudness;
mod peak;
mod weighing;
pub mod weighting;

pub use loudness::{DrumLevels, Levels, Loudness, Source};
pub use peak::PeakMeter;

use super::exposure::Exposure;

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
    /// What the receiver shows.
    pub link: super::link::Meters,
    /// What the pack shows.
    pub pack: super::pack::Meters,
    /// How much of the day's and the week's sound the ears have had: an estimate.
    pub exposure: Exposure,
    /// How loud the performer turns the mix; none when the knob is left alone.
    pub performer: Option<super::performer::Choice>,
    /// Lowest gain of the output limiter since the last reading, dB (0 or less).
    pub limiter_gain_db: f32,
}
