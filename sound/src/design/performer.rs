//! The hand on the knob: how loud a performer turns the mix.
//!
//! *In the real world* nobody keeps one level whatever leaks in. With floor monitors the mix has to
//! stand above the stage, and little can be given up; with the ears closed the stage hardly matters, and
//! habit decides. One ear out takes the loudness that two ears add, and lets the stage in besides.
//!
//! *Model*: static, from A-weighted levels at the drum. The *least* acceptable level is what stands
//! `clear_db` above the room, or 6 dB below the preferred level where the room is lower than that; the
//! *preferred* level is the habitual one, or 2 dB above the least where that is higher. `restraint` goes
//! from the one to the other. The figures 6 and 2 dB are those of Federman and Ricketts (2008), who
//! had 23 musicians set both levels with both kinds of monitors: least acceptable levels lay 6 dB
//! below the preferred ones with in-ears and less than 2 dB with floor monitors, while preferred levels
//! differed by 0.6 dB. With one earphone out, the other one alone has to be as loud as both: 6 dB
//! (the rule of thumb of monitor engineers; 6 to 10 dB are reported), and the room counts as the mean
//! power at both drums. The result is fitted to these figures, not predicted.
//!
//! The hand turns the listening level, so drivers, limiter, noise and dose follow; what is heard of
//! the mix stays as loud, and the room falls or rises against it.
//!
//! *Knobs*: [`rig::Performer`].
//!
//! *Left out*: the ambient input, whose level nobody knows before it plays; time; what the performer's own
//! voice covers.
//!
//! *Tests*: `tests/performer.rs`.

use crate::design::stage_spectra;
use crate::design::{DesignError, EarModel};
use crate::radio::noise::a_weighting_power;
use crate::rig::{self, Rig, Side};

/// The least acceptable level below the preferred one where the room plays no part, dB.
const HABIT_DB: f64 = 6.0;

/// The preferred level above the least acceptable one where the room decides, dB.
const COMFORT_DB: f64 = 2.0;

/// Level increase for listening with one ear, dB.
const ONE_EAR_DB: f64 = 6.0;

/// Levels that the hand can set: those of the listening level, dB SPL.
const LEVELS_DBSPL: [f64; 2] = [60.0, 115.0];

/// The sources in the room: crowd, drums, wedges, hall, public address.
pub const SOURCES: usize = 5;

/// The band that levels are summed over, Hz, and its points.
const BAND_HZ: [f64; 2] = [20.0, 20_000.0];
const POINTS: u32 = 120;

/// Transfer from a level in front of each ear to its drum, A-weighted, as power ratios; left, then
/// right. Follows from the design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hearing {
    /// Pink noise as a mix, re the listening level.
    mix: [f64; 2],
    /// Each source in the room, re its level there, by way of the earphone and of its microphones
    /// at unity.
    room: [[f64; SOURCES]; 2],
    microphones: [[f64; SOURCES]; 2],
    /// True if each earphone is in its ear.
    worn: [bool; 2],
}

impl Hearing {
    /// Levels at the ears of a rig; the right one is like the left one when it is not given.
    pub fn new(rig: &Rig, left: &EarModel, right: Option<&EarModel>) -> Self {
        let own = Ear::new(rig, left);
        let other = right.map_or(own, |right| Ear::new(rig, right));
        Self {
            mix: [own.mix, other.mix],
            room: [own.room, other.room],
            microphones: [own.microphones, other.microphones],
            worn: [!rig.earphone.left_out, !rig.earphone.right_out],
        }
    }
}

#[derive(Clone, Copy)]
struct Ear {
    mix: f64,
    room: [f64; SOURCES],
    microphones: [f64; SOURCES],
}

impl Ear {
    fn new(rig: &Rig, sound: &EarModel) -> Self {
        let octaves = (BAND_HZ[1] / BAND_HZ[0]).log2();
        let low_weight = 10f64.powf(0.1 * rig.ambient.spill.low_weight_db);
        let mut mix = 0.0;
        let [mut room, mut microphones, mut sources] = [[0.0; SOURCES]; 3];
        for n in 0..POINTS {
            let place = (f64::from(n) + 0.5) / f64::from(POINTS);
            let hz = BAND_HZ[0] * 2f64.powf(octaves * place);
            let a = a_weighting_power(hz);
            mix += a * sound.programme(hz).norm_sqr();
            let to_drum = 10f64.powf(0.1 * sound.room_to_drum_db(hz));
            let by_microphone = 10f64.powf(0.1 * sound.microphone_db(hz));
            // Densities per hertz become powers per step of pitch.
            let [crowd, drums, wedges, hall] = stage_spectra::densities(hz).map(|d| d * hz);
            let public = spill_power(hz, low_weight);
            for (n, power) in [crowd, drums, wedges, hall, public].into_iter().enumerate() {
                sources[n] += power;
                room[n] += power * a * to_drum;
                microphones[n] += power * a * by_microphone;
            }
        }
        Self {
            mix: mix / f64::from(POINTS),
            room: std::array::from_fn(|n| room[n] / sources[n]),
            microphones: std::array::from_fn(|n| microphones[n] / sources[n]),
        }
    }
}

/// The public address on the stage, power per step of pitch: pink from 35 Hz up, with its lows
/// raised below 300 Hz.
fn spill_power(hz: f64, low_weight: f64) -> f64 {
    let loudspeaker = 1.0 / (1.0 + (35.0 / hz).powi(4));
    let low = 1.0 / (1.0 + (hz / 300.0).powi(2));
    loudspeaker * (1.0 + (low_weight - 1.0) * low)
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    preferred_dba: f64,
    clear_db: f64,
    restraint: f64,
    most_dba: f64,
    /// Power of each source in the room, re the reference of sound pressure.
    room: [f64; SOURCES],
    /// Power gain of the ambient microphones; 0 is off.
    microphones: f64,
    /// The listening level as it is set, dB SPL.
    set_dbspl: f64,
}

/// Level chosen by the performer, A-weighted at the drum of an ear that is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The least acceptable level, dB.
    pub least_dba: f64,
    /// The preferred level, dB.
    pub preferred_dba: f64,
    /// The level that is chosen, dB.
    pub chosen_dba: f64,
    /// The room at the drums, mean power of both, dB.
    pub room_dba: f64,
    /// The listening level that gives it, dB SPL.
    pub level_dbspl: f64,
}

impl Settings {
    /// Settings taken from a rig; none for a performer who leaves the knob alone. Allocates
    /// nothing.
    #[must_use]
    pub fn new(rig: &Rig) -> Option<Self> {
        rig.performer.turns_up.then(|| Self::of(rig))
    }

    /// Settings taken from a rig, whether its performer turns the knob or not. Allocates nothing.
    #[must_use]
    pub fn of(rig: &Rig) -> Self {
        let rig::Performer {
            turns_up: _,
            preferred_dba,
            clear_db,
            restraint,
            most_dba,
        } = rig.performer;
        let power = |dbspl: f64| match dbspl > 0.0 {
            true => 10f64.powf(0.1 * dbspl),
            false => 0.0,
        };
        Self {
            preferred_dba,
            clear_db,
            restraint,
            most_dba,
            room: rig.ambient.levels_dbspl().map(power),
            microphones: match rig.ambient.microphones.enabled {
                true => 10f64.powf(0.1 * rig.ambient.microphones.gain_db),
                false => 0.0,
            },
            set_dbspl: rig.listening.level_dbspl,
        }
    }

    /// The mix and the room at the drums, mean power of both, A-weighted, dB, for a mix at a
    /// listening level in dB SPL. An earphone that is out of its ear brings no mix there. Allocates
    /// nothing.
    #[must_use]
    pub fn at_the_drums_dba(&self, hearing: &Hearing, level_dbspl: f64) -> [f64; 2] {
        let mix = |ear: usize| match hearing.worn[ear] {
            true => hearing.mix[ear],
            false => 0.0,
        };
        let mix = 0.5 * (mix(0) + mix(1));
        let mix_dba = level_dbspl + 10.0 * mix.max(1e-12).log10();
        [mix_dba, self.choice(hearing).room_dba]
    }

    /// By how much the hand turns the listening level away from what it is set to, dB.
    #[must_use]
    pub fn turn_db(&self, choice: &Choice) -> f64 {
        choice.level_dbspl - self.set_dbspl
    }

    /// The level that the performer chooses. Allocates nothing.
    #[must_use]
    pub fn choice(&self, hearing: &Hearing) -> Choice {
        let [left, right] = [0, 1].map(|ear| {
            let ways = hearing.room[ear].iter().zip(&hearing.microphones[ear]);
            let to_drum = ways.map(|(leak, microphone)| leak + self.microphones * microphone);
            to_drum
                .zip(&self.room)
                .map(|(way, room)| way * room)
                .sum::<f64>()
        });
        let room_dba = 10.0 * (0.5 * (left + right)).max(1.0).log10();
        let [left, right] = hearing.worn;
        let one_ear_db = if left == right { 0.0 } else { ONE_EAR_DB };
        let least = (room_dba + self.clear_db).max(self.preferred_dba - HABIT_DB);
        let preferred = self.preferred_dba.max(least + COMFORT_DB);
        let hold = |dba: f64| (dba + one_ear_db).min(self.most_dba);
        let chosen_dba = hold(preferred + self.restraint * (least - preferred));
        // The louder of the ears that are in.
        let mix = match hearing.worn {
            [true, false] => hearing.mix[0],
            [false, true] => hearing.mix[1],
            _ => hearing.mix[0].max(hearing.mix[1]),
        };
        let level_dbspl = chosen_dba - 10.0 * mix.max(1e-12).log10();
        Choice {
            least_dba: hold(least),
            preferred_dba: hold(preferred),
            chosen_dba,
            room_dba,
            level_dbspl: level_dbspl.clamp(LEVELS_DBSPL[0], LEVELS_DBSPL[1]),
        }
    }
}

/// The level that the performer of a rig chooses; none for one who leaves the knob alone. Takes
/// milliseconds.
///
/// # Errors
/// When the earphone has no solution or makes no sound.
pub fn choice(rig: &Rig) -> Result<Option<Choice>, DesignError> {
    let Some(settings) = Settings::new(rig) else {
        return Ok(None);
    };
    let left = EarModel::new(rig, Side::Left)?;
    let right = match rig.earphone.is_symmetric() {
        true => None,
        false => Some(EarModel::new(rig, Side::Right)?),
    };
    Ok(Some(settings.choice(&Hearing::new(
        rig,
        &left,
        right.as_ref(),
    ))))
}
