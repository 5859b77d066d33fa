//! The room around the listener.

use serde::{Deserialize, Serialize};

/// How loud the room is that the ambient input carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ambient {
    /// Whether the ambient input is heard at all.
    pub enabled: bool,
    /// Sound pressure level in the room of an ambient input at −18 dBFS RMS, 40 to 120 dB SPL.
    pub level_dbspl: f64,
}

impl Default for Ambient {
    fn default() -> Self {
        Self {
            enabled: true,
            level_dbspl: 94.0,
        }
    }
}
