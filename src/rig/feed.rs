//! What the desk sends to the transmitter.

use serde::{Deserialize, Serialize};

/// The monitor mix as it leaves the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Feed {
    /// Level trim before everything else, −24 to 24 dB.
    pub trim_db: f64,
    /// Which of the two channels go to which ear.
    pub mode: FeedMode,
    /// Pan width: 1 is as mixed, 0 is mono, 0 to 1.
    pub width: f64,
    /// Delay of the desk, in to out, 0 to 50 ms.
    pub desk_delay_ms: f64,
    /// Delay of the audio network before and after the desk, 0 to 50 ms.
    pub network_delay_ms: f64,
    /// Level of the own-voice input added to the mix ("more me"), −60 to 12 dB; −60 is off.
    pub more_me_db: f64,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            trim_db: 0.0,
            mode: FeedMode::Stereo,
            width: 1.0,
            desk_delay_ms: 0.0,
            network_delay_ms: 0.0,
            more_me_db: -60.0,
        }
    }
}

/// Routing of the two channels of the mix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedMode {
    /// Left to left, right to right.
    #[default]
    Stereo,
    /// The mean of both to both.
    Mono,
    /// The left channel to both ears.
    Left,
    /// The right channel to both ears.
    Right,
    /// Left to right, right to left.
    Swap,
}
