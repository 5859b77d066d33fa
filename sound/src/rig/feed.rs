//! Feed: the signal that the desk sends to the transmitter.

use super::schema::{choice, choices, described, number};

described! {
    /// The monitor mix as it leaves the desk.
    pub struct Feed {
        /// Level trim before everything else.
        pub trim_db: f64 = 0.0, number(-24.0, 24.0, "dB");
        /// Which of the two channels go to which ear.
        pub mode: FeedMode = FeedMode::Stereo, choice::<FeedMode>();
        /// Width of the panning: 1 is as mixed, 0 is mono.
        pub width: f64 = 1.0, number(0.0, 1.0, "");
        /// Delay of the desk, from in to out.
        pub desk_delay_ms: f64 = 0.0, number(0.0, 50.0, "ms");
        /// Delay of the audio network before and after the desk.
        pub network_delay_ms: f64 = 0.0, number(0.0, 50.0, "ms");
        /// Level of your own voice added to the mix ("more me"); −60 is off.
        pub more_me_db: f64 = -60.0, number(-60.0, 12.0, "dB");
        /// Mains hum of an unbalanced feed, RMS, relative to nominal line level; −100 is none.
        pub hum_db: f64 = -100.0, number(-100.0, 0.0, "dB");
        /// Frequency of the mains.
        pub mains_hz: f64 = 50.0, number(40.0, 70.0, "Hz");
    }
}

choices! {
    /// Routing of the two channels of the mix.
    pub enum FeedMode {
        /// Left to left, right to right.
        "stereo" = Stereo,
        /// The mean of both to both.
        "mono" = Mono,
        /// The left channel to both ears.
        "left" = Left,
        /// The right channel to both ears.
        "right" = Right,
        /// Left to right, right to left.
        "swap" = Swap,
    }
}
