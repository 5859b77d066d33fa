//! The room around the listener.

use super::schema::{described, number, switch};

described! {
    /// How loud the room is that the ambient input carries.
    pub struct Ambient {
        /// Whether the room is heard at all.
        pub enabled: bool = true, switch();
        /// Sound level in the room when the ambient input is at −18 dBFS RMS.
        pub level_dbspl: f64 = 94.0, number(40.0, 120.0, "dB SPL");
    }
}
