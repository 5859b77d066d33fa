//! The rigs of a report, and the room around them.

use bodypack::chain::loudness;
use bodypack::report::{is_usual, Candidate};
use bodypack::rig::presets::{self, Preset};
use bodypack::rig::{nearest, stages, Rig};

use super::super::{rig_choice, CliError};

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
    pub fn new(recorded: bool, stage: Option<&str>) -> Result<Self, CliError> {
        let Some(id) = stage else {
            return Ok(if recorded { Self::Recorded } else { Self::Own });
        };
        stages::find(id).map(Self::Stage).ok_or_else(|| {
            let ids = || stages::ALL.iter().map(|stage| stage.id);
            let near = nearest(id, ids())
                .map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
            let all: Vec<&str> = ids().collect();
            CliError::Input(format!(
                "there is no stage \"{id}\"{near}; there are {}",
                all.join(", ")
            ))
        })
    }

    /// The room in words.
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

/// Rigs that can be played, and those that cannot, with the reason.
type Chosen = (Vec<Candidate>, Vec<(String, String)>);

/// The rigs that some words ask for, each once, in the order of the factory's list. A file that is refused
/// is left out with its reason.
///
/// # Errors
/// When a word is no tag, no rig and no file.
pub fn rigs(words: &[String], room: Room) -> Result<Chosen, CliError> {
    let mut files = Vec::new();
    let mut failed = Vec::new();
    let mut wanted = vec![words.is_empty(); presets::all().len()];
    if words.is_empty() {
        for (wanted, preset) in wanted.iter_mut().zip(presets::all()) {
            *wanted = is_usual(&preset.rig);
        }
    }
    for word in words
        .iter()
        .map(|word| word.trim())
        .filter(|word| !word.is_empty())
    {
        let named: Vec<bool> = presets::all()
            .iter()
            .map(|preset| is_meant(word, preset))
            .collect();
        if named.contains(&true) {
            wanted
                .iter_mut()
                .zip(&named)
                .for_each(|(wanted, named)| *wanted |= named);
            continue;
        }
        let looks_like_a_file =
            word.contains(['/', '\\']) || word.to_lowercase().ends_with(".toml");
        match rig_choice::named(word) {
            Ok(rig) => files.push((word.to_owned(), rig)),
            Err(error) if looks_like_a_file => failed.push((word.to_owned(), error.to_string())),
            Err(_) => return Err(unknown(word)),
        }
    }
    let factory = presets::all()
        .iter()
        .zip(wanted)
        .filter(|(_, wanted)| *wanted);
    let mut all: Vec<Candidate> = factory
        .map(|(preset, _)| prepared(preset.id, preset.rig.clone(), true, room))
        .collect();
    all.extend(
        files
            .into_iter()
            .map(|(name, rig)| prepared(&name, rig, false, room)),
    );
    Ok((all, failed))
}

/// Returns whether a word is a tag of a rig, its name, or all.
fn is_meant(word: &str, preset: &Preset) -> bool {
    let same = |other: &str| other.eq_ignore_ascii_case(word);
    same("all")
        || same(preset.id)
        || same(&preset.rig.name)
        || preset.rig.tags().iter().any(|tag| same(&tag.word))
}

fn unknown(word: &str) -> CliError {
    let tags: Vec<String> = presets::all()
        .iter()
        .flat_map(|preset| preset.rig.tags())
        .map(|tag| tag.word)
        .collect();
    let ids = presets::all().iter().map(|preset| preset.id);
    let near = nearest(word, tags.iter().map(String::as_str).chain(ids));
    let question = near.map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
    CliError::Input(format!(
        "--rigs: there is no tag, rig or file \"{word}\"{question}; `bodypack rigs` lists them"
    ))
}

/// A rig as it is heard: a rig of the factory is matched in loudness, a file if it says so.
fn prepared(id: &str, mut rig: Rig, factory: bool, room: Room) -> Candidate {
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

/// One rig by name or file, as it is heard.
///
/// # Errors
/// When there is none, or its file is refused.
pub fn one(name: &str) -> Result<Rig, CliError> {
    let rig = rig_choice::named(name)?;
    let factory = presets::find(name).is_ok();
    Ok(prepared(name, rig, factory, Room::Own).rig)
}
