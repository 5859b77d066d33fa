//! The performer's own sound, as it reaches the ear without any electronics.

use serde::{Deserialize, Serialize};

/// The path from the performer's own voice or instrument to the ear that no delay touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnVoice {
    /// Whether the undelayed path is heard.
    pub enabled: bool,
    /// Level of the bone-conducted sound relative to the own-voice input at the listening level,
    /// −40 to 20 dB.
    pub bone_level_db: f64,
}

impl Default for OwnVoice {
    fn default() -> Self {
        Self {
            enabled: true,
            bone_level_db: -6.0,
        }
    }
}
