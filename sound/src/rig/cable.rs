//! The cable from the pack to the ear, as far as it is heard.

use super::schema::{choice, choices, described, number};

described! {
    /// The cable from the pack to the ear: what its rubbing brings to the closed ear, and its wear.
    pub struct Cable {
        /// Routing of the cable.
        pub route: CableRoute = CableRoute::OverEar, choice::<CableRoute>();
        /// Mean level at the drum of a well-sealed ear with the cable straight down; 0 is off.
        pub noise_dbspl: f64 = 0.0, number(0.0, 90.0, "dB SPL");
        /// Wear of plug and strands: 0 is sound, 1 crackles several times a second.
        pub wear: f64 = 0.0, number(0.0, 1.0, "");
        /// Which conductor is broken.
        pub broken: BrokenConductor = BrokenConductor::None, choice::<BrokenConductor>();
    }
}

choices! {
    /// A conductor of the cable that is broken.
    pub enum BrokenConductor {
        /// None.
        "none" = None,
        /// That of the left side, which is silent.
        "left" = Left,
        /// That of the right side, which is silent.
        "right" = Right,
        /// The return that both sides share: half of the difference is left of the sound.
        "return" = Return,
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
