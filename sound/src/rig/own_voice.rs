//! The performer's own sound, as it reaches the ear without any electronics.

use super::schema::{described, number, switch};

described! {
    /// The path from the performer's own voice or instrument to the ear that no delay touches.
    pub struct OwnVoice {
        /// True if your own voice is heard through your head, undelayed.
        pub enabled: bool = true, switch();
        /// Level of the bone-conducted sound in an open ear, relative to the own-voice input at the
        /// listening level.
        pub bone_level_db: f64 = -6.0, number(-40.0, 20.0, "dB");
        /// Amount of the occlusion effect on one's own voice, in decibels: 1 as the fit makes it.
        pub occlusion: f64 = 1.0, number(0.0, 1.0, "");
    }
}
