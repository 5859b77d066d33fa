//! Readings of the sound level meter.

use crate::dsp::units;

/// Weighted levels of one source at the left and the right drum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// A-weighted, fast, dB.
    pub fast_dba: [f32; 2],
    /// A-weighted, slow, dB.
    pub slow_dba: [f32; 2],
    /// Highest C-weighted peak since the last reading, dB.
    pub peak_dbc: [f32; 2],
}

impl Default for Levels {
    fn default() -> Self {
        let silent = [units::dbspl(0.0) as f32; 2];
        Self {
            fast_dba: silent,
            slow_dba: silent,
            peak_dbc: silent,
        }
    }
}

/// Weighted levels at the drums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DrumLevels {
    /// The mix.
    pub programme: Levels,
    /// The room.
    pub ambient: Levels,
    /// The own voice.
    pub own_voice: Levels,
    /// All together.
    pub total: Levels,
    /// All together, A-weighted, slow, in the diffuse field that would be as loud, dB.
    pub field_dba: [f32; 2],
}
