//! The way through the air.

use crate::rig::schema::{choice, choices, described, number, switch};

choices! {
    /// Line of sight between the antennas.
    pub enum Sight {
        /// Nothing: a direct wave arrives besides the reflections.
        "clear" = Clear,
        /// Only reflections arrive.
        "blocked" = Blocked,
    }
}

described! {
    /// Position of the performer and signals on air there.
    pub struct Radio {
        /// Carrier frequency.
        pub frequency_mhz: f64 = 550.0, number(100.0, 6000.0, "MHz");
        /// Transmitted power.
        pub power_dbm: f64 = 14.8, number(-20.0, 30.0, "dBm");
        /// From the transmitter to the performer.
        pub distance_m: f64 = 10.0, number(0.0, 1000.0, "m");
        /// Walking speed of the performer.
        pub speed_m_s: f64 = 0.5, number(0.0, 10.0, "m/s");
        /// Line of sight to the transmitter's antenna.
        pub sight: Sight = Sight::Clear, choice::<Sight>();
        /// True if the pack picks the better of two antennas.
        pub diversity: bool = false, switch();
        /// Standard deviation of the slow changes from place to place.
        pub shadowing_db: f64 = 0.0, number(0.0, 12.0, "dB");
        /// Loss when the performer's body is in the way.
        pub body_loss_db: f64 = 0.0, number(0.0, 40.0, "dB");
        /// Time of one turn of the performer; 0 leaves the body in the way.
        pub turn_s: f64 = 0.0, number(0.0, 120.0, "s");
        /// Any further loss: walls, a bad antenna.
        pub extra_loss_db: f64 = 0.0, number(0.0, 120.0, "dB");
        /// Level of another carrier on the channel, relative to the wanted one; −100 is none.
        pub interferer_db: f64 = -100.0, number(-100.0, 40.0, "dB");
        /// Distance of that carrier from the wanted one.
        pub interferer_offset_khz: f64 = 2.0, number(-100.0, 100.0, "kHz");
        /// Deviation of that carrier's own talk against that of your own: 0 is a silent carrier, 1 a
        /// set like your own, 3 a product of third order of two others.
        pub interferer_modulation: f64 = 0.0, number(0.0, 3.0, "");
        /// Width of a carrier that many share, across which a fade is never the same; 0 is a narrow
        /// carrier of its own.
        pub width_mhz: f64 = 0.0, number(0.0, 40.0, "MHz");
    }
}
