//! The belt-pack: volume, balance and the amplifier that drives the earphone.

use super::schema::{described, number};

described! {
    /// The receiver or wired pack on the belt.
    pub struct Pack {
        /// Volume relative to the listening level; −60 is off.
        pub volume_db: f64 = 0.0, number(-60.0, 20.0, "dB");
        /// Balance: −1 is left only, 0 is the centre, 1 is right only.
        pub balance: f64 = 0.0, number(-1.0, 1.0, "");
        /// Source impedance of the headphone amplifier.
        pub output_impedance_ohm: f64 = 2.0, number(0.0, 200.0, "Ω");
    }
}
