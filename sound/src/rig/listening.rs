//! The levels at the drum, and the user's own playback device that is divided out.

use super::measured::Device;
use super::schema::{choice, choices, described, number, optional, switch, table};

described! {
    /// Playback device of the user, and the performer's listening level.
    pub struct Listening {
        /// Sound level at the eardrum that a mix at −18 dBFS RMS gives with the pack's volume at
        /// 0 dB.
        pub level_dbspl: f64 = 85.0, number(60.0, 115.0, "dB SPL");
        /// Tuning of your own headphones; it is divided out of the output.
        pub reference: Reference = Reference::HarmanInEar, choice::<Reference>();
        /// Amount of the reference that is divided out: 0 is none, 1 is all of it.
        pub amount: f64 = 1.0, number(0.0, 1.0, "");
        /// The ear that the earphone plays into.
        pub ear: Ear = Ear::Type43, choice::<Ear>();
        /// The highest output level; a limiter without look-ahead holds it.
        pub ceiling_dbfs: f64 = 0.0, number(-24.0, 0.0, "dBFS");
        /// True if the mix on the rig is brought to the loudness that it came in with.
        pub loudness_matched: bool = false, switch();
        /// The gain that does so, as it was taken when the rig or a part of it was chosen.
        pub match_db: f64 = 0.0, number(-40.0, 40.0, "dB");
        /// Gain before the ceiling, to make room for loud rooms and peaks.
        pub output_db: f64 = 0.0, number(-40.0, 12.0, "dB");
        /// Response of your own headphones, or an equalizer for them, from a file.
        pub device: Option<Device> = None, optional(table::<Device>());
    }
}

choices! {
    /// A target that playback devices are tuned to.
    pub enum Reference {
        /// The in-ear preference target of 2019.
        "harman-in-ear" = HarmanInEar,
        /// The diffuse field at the drum.
        "diffuse-field" = DiffuseField,
        /// Nothing: the pressure at the drum is played as it is.
        "flat" = Flat,
        /// The preference target of 2018 for headphones around the ear.
        "harman-over-ear" = HarmanOverEar,
    }
}

choices! {
    /// An ear, natural or artificial.
    pub enum Ear {
        /// An average adult's canal and drum at 36 °C, as ITU-T P.57 describes its type 4.3 ear.
        "type-4-3" = Type43,
        /// The same canal with the drum model of Hudde and Engel (1998), which rings more above
        /// 8 kHz.
        "hudde-engel" = HuddeEngel,
        /// The occluded-ear simulator of IEC 60318-4 at 23 °C, for comparison with published
        /// graphs.
        "711" = Coupler711,
        /// An average adult's ear, fitted to canals and drums of persons at once: transfer impedance,
        /// absorbance and the open ear's resonance, with its concha.
        "average" = Average,
        /// A small adult's ear: more bass and a higher resonance from the same earphone.
        "small" = Small,
        /// A large adult's ear: less bass and a lower resonance.
        "large" = Large,
    }
}
