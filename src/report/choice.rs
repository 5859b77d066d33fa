//! The rigs of a report, and the room around them.

use super::Candidate;
use crate::chain::loudness;
use crate::rig::{nearest, stages, Rig};

/// Sound around every performer.
#[derive(Clone, Copy, Debug)]
pub enum Room {
    /// That of each rig.
    Own,
    /// A recording.
    Recorded,
    /// A stage of a kind.
    Stage(&'static stages::Surroundings),
}

impl Room {
    /// The room by what was asked for.
    ///
    /// # Errors
    /// In one line, when there is no such stage.
    pub fn new(recorded: bool, stage: Option<&str>) -> Result<Self, String> {
        let Some(id) = stage else {
            return Ok(if recorded { Self::Recorded } else { Self::Own });
        };
        stages::find(id).map(Self::Stage).ok_or_else(|| {
            let ids = || stages::ALL.iter().map(|stage| stage.id);
            let near = nearest(id, ids())
                .map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
            let all: Vec<&str> = ids().collect();
            format!(
                "there is no stage \"{id}\"{near}; there are {}",
                all.join(", ")
            )
        })
    }

    /// The room in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Own => "the stage of each rig".into(),
            Self::Recorded => "the recording of the room".into(),
            Self::Stage(stage) => format!("{}, around everyone", stage.name),
        }
    }

    fn put(self, rig: &mut Rig) {
        match self {
            Self::Own => {}
            Self::Stage(stage) => stage.apply(&mut rig.ambient),
            Self::Recorded => {
                // The recording holds what the stage would play.
                if let Some(silent) = stages::find("silent") {
                    silent.apply(&mut rig.ambient);
                }
            }
        }
    }
}

/// Before the id of a rig whose id is a tag as well: that rig alone is meant.
const ALONE: &str = "factory:";

/// Returns whether a word means a rig: a tag of it, its id, its name, or all; with `factory:` before it, its id
/// alone.
pub fn is_meant<'a>(
    word: &str,
    id: &str,
    name: &str,
    tags: impl IntoIterator<Item = &'a str>,
) -> bool {
    if let Some(word) = word.strip_prefix(ALONE) {
        return id.eq_ignore_ascii_case(word);
    }
    let same = |other: &str| other.eq_ignore_ascii_case(word);
    same("all") || same(id) || same(name) || tags.into_iter().any(same)
}

/// A rig as it is heard: a rig of the factory is matched in loudness, a file if it says so.
#[must_use]
pub fn prepared(id: &str, mut rig: Rig, factory: bool, room: Room) -> Candidate {
    room.put(&mut rig);
    rig.listening.loudness_matched |= factory;
    if rig.listening.loudness_matched && (factory || rig.listening.match_db == 0.0) {
        loudness::take(&mut rig);
    }
    Candidate {
        id: id.to_owned(),
        rig,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_a_rig_by_tag_id_or_name_and_behind_a_prefix_by_its_id_alone() {
        let drummer =
            |word: &str| is_meant(word, "drummer", "Drummer: on a cable", ["kit", "drummer"]);
        let other = |word: &str| is_meant(word, "kit-far", "Another drummer", ["drummer", "far"]);
        for (word, expected) in [
            ("drummer", [true, true]),
            ("Drummer: On A Cable", [true, false]),
            ("KIT", [true, false]),
            ("far", [false, true]),
            ("all", [true, true]),
            ("factory:drummer", [true, false]),
            ("factory:kit", [false, false]),
            ("factory:all", [false, false]),
        ] {
            assert_eq!([drummer(word), other(word)], expected, "{word}");
        }
    }
}
