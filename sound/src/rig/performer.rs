//! The performer's behavior: what a hand does to the volume knob.

use super::schema::{described, number, switch};

described! {
    /// Level to which the performer turns the mix. When off, the listening level is as set.
    pub struct Performer {
        /// True if the performer turns up until the mix stands clear of what the room leaks in.
        pub turns_up: bool = false, switch();
        /// Level at the drum that the performer is used to, A-weighted.
        pub preferred_dba: f64 = 96.0, number(70.0, 115.0, "dB");
        /// Level of the mix above the room at the drum, both A-weighted.
        pub clear_db: f64 = 3.0, number(-10.0, 20.0, "dB");
        /// Restraint: share of the way from the preferred to the least acceptable level given up
        /// for hearing protection; 0 is none, 1 is all of it.
        pub restraint: f64 = 0.0, number(0.0, 1.0, "");
        /// Level at the drum that the performer never goes beyond, A-weighted.
        pub most_dba: f64 = 110.0, number(80.0, 125.0, "dB");
    }
}
