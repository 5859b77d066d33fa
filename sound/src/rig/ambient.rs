//! The room around the listener.

use super::schema::{described, number, switch, table};

described! {
    /// Room sound at the ear: an input, a synthesized stage, PA spill, and the microphones that may
    /// bring it in.
    pub struct Ambient {
        /// True if the room is heard at all.
        pub enabled: bool = true, switch();
        /// Sound level in the room when the ambient input is at −18 dBFS RMS.
        pub level_dbspl: f64 = 94.0, number(40.0, 120.0, "dB SPL");
        /// A stage without a recording of one.
        pub stage: StageSound = StageSound::default(), table::<StageSound>();
        /// The mix as the audience hears it, spilling onto the stage.
        pub spill: Spill = Spill::default(), table::<Spill>();
        /// Microphones in the earphones that bring the room in on purpose.
        pub microphones: Microphones = Microphones::default(), table::<Microphones>();
        /// A floor wedge of one's own that plays the monitor mix.
        pub wedge: Wedge = Wedge::default(), table::<Wedge>();
        /// Active noise canceling of consumer earphones.
        pub canceling: Canceling = Canceling::default(), table::<Canceling>();
    }
}

described! {
    /// A floor wedge that plays the monitor mix to the ears of the performer.
    pub struct Wedge {
        /// Level at the ears of a mono mix of pink noise at −18 dBFS RMS; 0 is off.
        pub level_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
        /// Distance to the ears.
        pub distance_m: f64 = 1.5, number(0.3, 10.0, "m");
    }
}

described! {
    /// Active noise canceling: it takes the lows of what leaks in.
    pub struct Canceling {
        /// Attenuation at its best, about 160 Hz; 0 is off.
        pub depth_db: f64 = 0.0, number(0.0, 35.0, "dB");
        /// Its own noise at the drum; 0 is none.
        pub noise_dbspl: f64 = 26.0, number(0.0, 50.0, "dB SPL");
    }
}

described! {
    /// The parts of a synthesized stage, each at its level in the room.
    pub struct StageSound {
        /// Level of the crowd's murmur; 0 is off.
        pub crowd_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
        /// Level of the drum kit behind; 0 is off.
        pub drums_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
        /// Level of the others' wedges; 0 is off.
        pub wedges_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
        /// Level of the hall's rumble; 0 is off.
        pub hall_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
    }
}

described! {
    /// The public address as the stage hears it: late, dull and with the hall.
    pub struct Spill {
        /// Level on the stage of a mono mix of pink noise at −18 dBFS RMS; 0 is off.
        pub level_dbspl: f64 = 0.0, number(0.0, 120.0, "dB SPL");
        /// Distance to the loudspeakers.
        pub distance_m: f64 = 12.0, number(1.0, 100.0, "m");
        /// Level of the lows above the highs behind the loudspeakers.
        pub low_weight_db: f64 = 9.0, number(0.0, 24.0, "dB");
        /// Share of the hall in the power of the spill.
        pub hall_share: f64 = 0.5, number(0.0, 1.0, "");
        /// Time in which the hall falls silent by 60 dB.
        pub hall_s: f64 = 1.5, number(0.2, 6.0, "s");
    }
}

described! {
    /// Active ambient microphones, one in each earphone.
    pub struct Microphones {
        /// True if they are on.
        pub enabled: bool = false, switch();
        /// Level of what they bring, against the open ear.
        pub gain_db: f64 = 0.0, number(-40.0, 20.0, "dB");
        /// The wearer's limit: louder sound is turned down to this, about A-weighted. Usual are
        /// 105 on stage and 85 to listen around.
        pub limit_dbspl: f64 = 105.0, number(70.0, 120.0, "dB SPL");
        /// Tone below 250 Hz.
        pub bass_db: f64 = 0.0, number(-12.0, 12.0, "dB");
        /// Tone from 250 Hz to 3 kHz.
        pub mid_db: f64 = 0.0, number(-12.0, 12.0, "dB");
        /// Tone above 3 kHz.
        pub treble_db: f64 = 0.0, number(-12.0, 12.0, "dB");
        /// Delay of their electronics; it combs with what leaks in.
        pub delay_ms: f64 = 0.0, number(0.0, 5.0, "ms");
        /// The microphones' own noise, as a level in the room; 0 is none.
        pub noise_dbspl: f64 = 28.0, number(0.0, 60.0, "dB SPL");
        /// Level of the performer's own voice in them, against what an open ear hears of it through
        /// the air; −60 is none.
        pub own_voice_db: f64 = -60.0, number(-60.0, 12.0, "dB");
    }
}

impl StageSound {
    /// Levels of crowd, drums, wedges and hall in the room, dB SPL; 0 is off.
    #[must_use]
    pub fn levels_dbspl(&self) -> [f64; 4] {
        [
            self.crowd_dbspl,
            self.drums_dbspl,
            self.wedges_dbspl,
            self.hall_dbspl,
        ]
    }
}

impl Wedge {
    /// Speed of its sound, m/s.
    pub const SPEED_M_S: f64 = 343.0;

    /// Time of the sound from the wedge to the ears, s.
    #[must_use]
    pub fn delay_s(&self) -> f64 {
        self.distance_m / Self::SPEED_M_S
    }
}

impl Ambient {
    /// The wedge, where it plays the mix.
    #[must_use]
    pub fn playing_wedge(&self) -> Option<&Wedge> {
        (self.enabled && self.wedge.level_dbspl > 0.0).then_some(&self.wedge)
    }

    /// Levels of crowd, drums, wedges, hall and spill in the room, dB SPL; 0 is off, and so is all
    /// of a room that is switched off.
    #[must_use]
    pub fn levels_dbspl(&self) -> [f64; 5] {
        if !self.enabled {
            return [0.0; 5];
        }
        let [crowd, drums, wedges, hall] = self.stage.levels_dbspl();
        [crowd, drums, wedges, hall, self.spill.level_dbspl]
    }
}
