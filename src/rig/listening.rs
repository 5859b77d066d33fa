//! The levels at the drum, and the user's own playback device that is divided out.

use serde::{Deserialize, Serialize};

/// What the user listens on, and how loud the performer has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Listening {
    /// Level at the drum that a programme at −18 dBFS RMS gives with the pack's volume at 0 dB,
    /// 60 to 115 dB SPL.
    pub level_dbspl: f64,
    /// What the user's own headphones are tuned to; this is divided out of the response.
    pub reference: Reference,
    /// How much of the reference is divided out: 0 is nothing, 1 is all of it.
    pub amount: f64,
    /// The ear that the earphone plays into.
    pub ear: Ear,
    /// The highest output, −24 to 0 dBFS; a limiter without look-ahead holds it.
    pub ceiling_dbfs: f64,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            level_dbspl: 85.0,
            reference: Reference::HarmanInEar,
            amount: 1.0,
            ear: Ear::Human,
            ceiling_dbfs: 0.0,
        }
    }
}

/// A target that playback devices are tuned to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// The in-ear preference target of 2019.
    #[default]
    HarmanInEar,
    /// The diffuse field at the drum.
    DiffuseField,
    /// Nothing: the pressure at the drum is played as it is.
    Flat,
}

/// An ear, natural or artificial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ear {
    /// A human canal and drum at 36 °C.
    #[default]
    Human,
    /// The occluded-ear simulator of IEC 60318-4 at 23 °C, for comparison with published graphs.
    #[serde(rename = "711")]
    Coupler711,
}
