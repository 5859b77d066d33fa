//! The belt-pack: volume, balance and the amplifier that drives the earphone.

use serde::{Deserialize, Serialize};

/// The receiver or wired pack on the belt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pack {
    /// Volume relative to the listening level, −60 to 20 dB; −60 is off.
    pub volume_db: f64,
    /// Balance: −1 is left only, 0 is centre, 1 is right only.
    pub balance: f64,
    /// Source impedance of the headphone amplifier, 0 to 200 Ω.
    pub output_impedance_ohm: f64,
}

impl Default for Pack {
    fn default() -> Self {
        Self {
            volume_db: 0.0,
            balance: 0.0,
            output_impedance_ohm: 2.0,
        }
    }
}
