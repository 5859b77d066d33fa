//! Numbers of a set, each with the range that it is read in.

use serde::{Deserialize, Serialize};

use crate::click::TEMPO_BPM;

/// Levels of faders, dB.
pub const LEVEL_DB: std::ops::RangeInclusive<f64> = -80.0..=20.0;

macro_rules! number {
    ($name:ident, $of:ty, $default:expr, $range:expr, $what:literal) => {
        #[doc = $what]
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(pub $of);

        impl Default for $name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl TryFrom<f64> for $name {
            type Error = String;

            fn try_from(value: f64) -> Result<Self, String> {
                let range: std::ops::RangeInclusive<f64> = $range;
                let whole = <$of>::try_from_f64(value);
                match whole {
                    Some(number) if range.contains(&value) => Ok(Self(number)),
                    _ => Err(format!(
                        "{value} is out of range; {} from {} to {} expected",
                        <$of>::KIND,
                        range.start(),
                        range.end()
                    )),
                }
            }
        }

        impl From<$name> for f64 {
            fn from(value: $name) -> Self {
                f64::from(value.0)
            }
        }
    };
}

/// Kinds of numbers that a set holds.
trait Kind: Sized {
    const KIND: &'static str;
    fn try_from_f64(value: f64) -> Option<Self>;
}

impl Kind for f64 {
    const KIND: &'static str = "a number";
    fn try_from_f64(value: f64) -> Option<Self> {
        value.is_finite().then_some(value)
    }
}

impl Kind for u32 {
    const KIND: &'static str = "a whole number";
    fn try_from_f64(value: f64) -> Option<Self> {
        (value.fract() == 0.0 && (0.0..1e6).contains(&value)).then_some(value as u32)
    }
}

number!(LevelDb, f64, 0.0, LEVEL_DB, "A level, dB.");
number!(Tempo, f64, 120.0, TEMPO_BPM, "A tempo, beats per minute.");
number!(BeatsPerBar, u32, 4, 1.0..=32.0, "Beats in a bar.");
number!(CountIn, u32, 0, 0.0..=8.0, "Bars that are counted in.");
number!(
    FirstBeat,
    f64,
    0.0,
    -60.0..=3600.0,
    "Time of a first beat, s."
);
