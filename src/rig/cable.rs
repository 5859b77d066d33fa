//! The cable from the pack to the ear, as far as it is heard.

use super::schema::{choice, choices, described, number};

described! {
    /// What the cable's rubbing and thumping brings to the closed ear.
    pub struct Cable {
        /// How it is worn.
        pub route: CableRoute = CableRoute::OverEar, choice::<CableRoute>();
        /// Mean level at the drum of a well-sealed ear with the cable straight down; 0 is off.
        pub noise_dbspl: f64 = 0.0, number(0.0, 90.0, "dB SPL");
    }
}

choices! {
    /// The way of the cable.
    pub enum CableRoute {
        /// Over the ear, where it hardly pulls.
        "over-ear" = OverEar,
        /// Straight down from the ear.
        "straight-down" = StraightDown,
    }
}
