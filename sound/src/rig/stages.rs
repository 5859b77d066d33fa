//! Stages of a kind under generic names: what sounds around the performer, to put into any rig.
//!
//! Levels are estimates from what is reported of such places (kit at the drummer's ears 100 to
//! 110 dB, club stages 95 to 105 dB, arena crowds 95 to 105 dB), not measurements of one.

use super::{Ambient, Spill, StageSound};

/// A stage of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Short name without blanks, which never changes: `club`.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: &'static str,
    /// Description.
    pub notes: &'static str,
    /// Levels of crowd, drum kit, wedges and hall, dB SPL; 0 is off.
    pub levels_dbspl: [f64; 4],
    /// Level of the public address on the stage, dB SPL; 0 is off.
    pub spill_dbspl: f64,
    /// Distance to its loudspeakers, m, how much louder its lows are, dB, and the hall's share.
    pub spill: (f64, f64, f64),
}

const fn stage(
    id: &'static str,
    name: &'static str,
    notes: &'static str,
    levels_dbspl: [f64; 4],
    spill_dbspl: f64,
    spill: (f64, f64, f64),
) -> Surroundings {
    Surroundings {
        id,
        name,
        notes,
        levels_dbspl,
        spill_dbspl,
        spill,
    }
}

/// All stages, from quiet to loud.
pub const ALL: &[Surroundings] = &[
    stage(
        "silent",
        "No room",
        "Nothing around: the mix alone.",
        [0.0; 4],
        0.0,
        (12.0, 9.0, 0.5),
    ),
    stage(
        "broadcast",
        "Broadcast studio",
        "A quiet studio with an audience that listens.",
        [60.0, 0.0, 0.0, 35.0],
        0.0,
        (12.0, 9.0, 0.5),
    ),
    stage(
        "theater",
        "Theater",
        "A musical: a band in the pit, an audience that sits, a moderate public address.",
        [68.0, 88.0, 82.0, 60.0],
        84.0,
        (8.0, 6.0, 0.5),
    ),
    stage(
        "church",
        "Church",
        "A band behind a drum shield in a hall that rings on.",
        [74.0, 92.0, 84.0, 72.0],
        86.0,
        (10.0, 9.0, 0.7),
    ),
    stage(
        "rehearsal-room",
        "Rehearsal room",
        "A kit and amplifiers in a small room.",
        [0.0, 100.0, 96.0, 0.0],
        0.0,
        (3.0, 3.0, 0.5),
    ),
    stage(
        "bar",
        "Bar",
        "A loud band in the corner of a small bar.",
        [84.0, 102.0, 98.0, 0.0],
        96.0,
        (4.0, 6.0, 0.6),
    ),
    stage(
        "club",
        "Club",
        "A small stage: the kit behind, wedges in front, the public address at both sides.",
        [90.0, 102.0, 98.0, 82.0],
        98.0,
        (6.0, 9.0, 0.5),
    ),
    stage(
        "arena",
        "Arena",
        "A wide stage, thousands in front of it, and the hall's answer.",
        [98.0, 100.0, 92.0, 92.0],
        98.0,
        (15.0, 12.0, 0.6),
    ),
    stage(
        "stadium",
        "Stadium",
        "A huge crowd; the public address is far away, late and all bass.",
        [102.0, 100.0, 94.0, 90.0],
        100.0,
        (25.0, 15.0, 0.4),
    ),
    stage(
        "behind-pa",
        "Behind the public address",
        "Beside and behind the stacks, where only the lows go around.",
        [88.0, 98.0, 94.0, 84.0],
        106.0,
        (5.0, 18.0, 0.4),
    ),
    stage(
        "beside-the-kit",
        "Beside the kit",
        "An arm's length from the cymbals.",
        [84.0, 108.0, 96.0, 0.0],
        94.0,
        (8.0, 9.0, 0.5),
    ),
];

/// The stage with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Surroundings> {
    ALL.iter().find(|stage| stage.id == id)
}

impl Surroundings {
    /// Puts it around the performer. The ambient input and the microphones stay as they are.
    pub fn apply(&self, ambient: &mut Ambient) {
        ambient.enabled = true;
        (ambient.stage, ambient.spill) = self.sound(&ambient.spill);
    }

    /// Returns whether this is what is around the performer.
    #[must_use]
    pub fn is_around(&self, ambient: &Ambient) -> bool {
        (ambient.stage.clone(), ambient.spill.clone()) == self.sound(&ambient.spill)
    }

    fn sound(&self, before: &Spill) -> (StageSound, Spill) {
        let [crowd_dbspl, drums_dbspl, wedges_dbspl, hall_dbspl] = self.levels_dbspl;
        let (distance_m, low_weight_db, hall_share) = self.spill;
        let stage = StageSound {
            crowd_dbspl,
            drums_dbspl,
            wedges_dbspl,
            hall_dbspl,
        };
        let spill = Spill {
            level_dbspl: self.spill_dbspl,
            distance_m,
            low_weight_db,
            hall_share,
            ..before.clone()
        };
        (stage, spill)
    }
}
