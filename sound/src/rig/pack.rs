//! The belt-pack: knobs, limiter, and the amplifier that drives the earphone.

use super::schema::{choice, choices, described, number, switch};

choices! {
    /// Channel mode of the pack.
    pub enum PackMode {
        /// Left to the left ear, right to the right one.
        "stereo" = Stereo,
        /// The mean of both to both ears.
        "mono" = Mono,
        /// Two mixes: the balance knob blends from the left one to the right one, for both ears.
        "mix" = Mix,
    }
}

described! {
    /// The receiver or wired pack on the belt. As it is by default it adds nothing.
    pub struct Pack {
        /// Volume relative to the listening level; −60 is off.
        pub volume_db: f64 = 0.0, number(-60.0, 20.0, "dB");
        /// Balance: −1 is left only, 0 is the center, 1 is right only.
        pub balance: f64 = 0.0, number(-1.0, 1.0, "");
        /// Channel mode.
        pub mode: PackMode = PackMode::Stereo, choice::<PackMode>();
        /// Boost of the highs, reached at 10 kHz.
        pub high_boost_db: f64 = 0.0, number(0.0, 12.0, "dB");
        /// True if the ear limiter is on.
        pub limiter: bool = false, switch();
        /// Level at the drum that the limiter holds, as a tone between 300 Hz and 1 kHz reaches it.
        pub limiter_dbspl: f64 = 105.0, number(80.0, 130.0, "dB SPL");
        /// Source impedance of the headphone amplifier.
        pub output_impedance_ohm: f64 = 2.0, number(0.0, 1000.0, "Ω");
        /// Noise of the amplifier at its output, A-weighted; 0 is none.
        pub noise_uv: f64 = 0.0, number(0.0, 200.0, "µV");
        /// Highest output voltage without load, RMS of a sine; 0 is without limit.
        pub max_output_v: f64 = 0.0, number(0.0, 20.0, "V");
        /// Delay of what the pack computes.
        pub latency_ms: f64 = 0.0, number(0.0, 20.0, "ms");
        /// Hours of playing that a full charge of the battery lasts; 0 holds the charge.
        pub battery_hours: f64 = 0.0, number(0.0, 24.0, "h");
        /// True if an electrostatic way gets its bias.
        pub energizer: bool = true, switch();
    }
}

impl Pack {
    /// The volume at and below which the pack is silent, dB.
    pub const OFF_DB: f64 = -60.0;

    /// Gain of the volume, dB; −∞ when it is off.
    #[must_use]
    pub fn volume_gain_db(&self) -> f64 {
        match self.volume_db <= Self::OFF_DB {
            true => f64::NEG_INFINITY,
            false => self.volume_db,
        }
    }
}
