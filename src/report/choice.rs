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

/// Returns whether a word means a rig: a tag of it, its id, its name, or all.
pub fn is_meant<'a>(
    word: &str,
    id: &str,
    name: &str,
    tags: impl IntoIterator<Item = &'a str>,
) -> bool {
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
