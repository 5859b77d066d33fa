//! The rigs of a report by tag, name or file.

use bodypack::report::choice::{is_meant, prepared, Room};
use bodypack::report::{is_usual, Candidate};
use bodypack::rig::presets::{self, Preset};
use bodypack::rig::{nearest, Rig};

use super::super::CliError;

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
    if words.iter().all(|word| word.trim().is_empty()) && !words.is_empty() {
        return Err(CliError::Input(
            "--rigs: it names nothing; leave it out for every rig of a performer that shows no fault".into(),
        ));
    }
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
        let named: Vec<bool> = presets::all().iter().map(|rig| means(word, rig)).collect();
        if named.contains(&true) {
            wanted
                .iter_mut()
                .zip(&named)
                .for_each(|(wanted, named)| *wanted |= named);
            continue;
        }
        let looks_like_a_file =
            word == "-" || word.contains(['/', '\\']) || word.to_lowercase().ends_with(".toml");
        match bodypack::files::rig::named(word) {
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

/// Returns whether a word means a rig of the factory.
fn means(word: &str, preset: &Preset) -> bool {
    let tags = preset.rig.tags();
    let tags = tags.iter().map(|tag| tag.word.as_str());
    is_meant(word, preset.id, &preset.rig.name, tags)
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
        "--rigs: there is no tag, rig or file \"{word}\"{question}; `bodypack rigs` lists the rigs, with `--json` their tags as well"
    ))
}

/// One rig by name or file, as it is heard.
///
/// # Errors
/// When there is none, or its file is refused.
pub fn one(name: &str) -> Result<Rig, CliError> {
    let rig = bodypack::files::rig::named(name)?;
    let factory = presets::find(name).is_ok();
    Ok(prepared(name, rig, factory, Room::Own).rig)
}
