//! `bodypack rigs`: the rigs that come with Bodypack.

use std::io::{self, Write};

use bodypack::rig::presets::{self, Preset};
use bodypack::rig::{nearest, Group, TagKind};
use serde_json::{json, Value};

use super::words::table_row;
use super::CliError;

#[derive(Debug, Default, clap::Args)]
pub struct Arguments {
    /// The rig to print as a rig file; without it, all are listed.
    name: Option<String>,
    /// Lists only rigs with this tag, for example drummer, digital or poor-seal; can be given
    /// several times.
    #[arg(long, value_name = "TAG", conflicts_with = "name")]
    tag: Vec<String>,
    /// Lists them as JSON, with notes, groups and tags.
    #[arg(long, conflicts_with = "name")]
    json: bool,
}

impl Arguments {
    /// The list of all rigs.
    pub fn all(json: bool) -> Self {
        Self {
            json,
            ..Self::default()
        }
    }

    pub fn run(self) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        if let Some(name) = self.name {
            let rig = presets::find(&name).map_err(|e| CliError::Input(e.to_string()))?;
            // The file as it was written, because its comments say where its figures are from.
            let file = presets::all().iter().find(|preset| preset.rig == rig);
            let text = file.map_or_else(|| rig.to_toml(), |preset| preset.toml.to_owned());
            out.write_all(text.as_bytes())?;
            return Ok(());
        }
        let shown = tagged(&self.tag)?;
        if self.json {
            let list: Vec<Value> = shown.into_iter().map(described).collect();
            serde_json::to_writer_pretty(&mut out, &list).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            table(&mut out, &shown)?;
        }
        Ok(())
    }
}

/// The rigs that have all of some tags.
fn tagged(wanted: &[String]) -> Result<Vec<&'static Preset>, CliError> {
    for tag in wanted {
        known(tag)?;
    }
    let has = |preset: &&Preset, tag: &String| {
        let tags = preset.rig.tags();
        tags.iter()
            .any(|known| known.word.eq_ignore_ascii_case(tag.trim()))
    };
    let found: Vec<&Preset> = (presets::all().iter())
        .filter(|preset| wanted.iter().all(|tag| has(preset, tag)))
        .collect();
    if found.is_empty() {
        return Err(CliError::Input(format!(
            "no rig has all of the tags {}",
            wanted.join(", ")
        )));
    }
    Ok(found)
}

/// Refuses a tag that no rig has.
fn known(tag: &str) -> Result<(), CliError> {
    let mut words: Vec<String> = (presets::all().iter())
        .flat_map(|preset| preset.rig.tags())
        .map(|tag| tag.word)
        .collect();
    words.sort_unstable();
    words.dedup();
    if words
        .iter()
        .any(|word| word.eq_ignore_ascii_case(tag.trim()))
    {
        return Ok(());
    }
    let near = nearest(tag, words.iter().map(String::as_str));
    let hint = near.map_or("tags are".into(), |near| {
        format!("did you mean \"{near}\"? Tags are")
    });
    Err(CliError::Input(format!(
        "no rig has the tag \"{tag}\"; {hint} {}",
        words.join(", ")
    )))
}

/// One rig a line, in groups whose headings are indented.
fn table(out: &mut impl Write, shown: &[&Preset]) -> io::Result<()> {
    let mut first = true;
    for group in Group::ALL {
        let rigs: Vec<&&Preset> = (shown.iter())
            .filter(|preset| preset.rig.group() == group)
            .collect();
        if rigs.is_empty() {
            continue;
        }
        if !first {
            writeln!(out)?;
        }
        first = false;
        writeln!(out, "  {}", group.name())?;
        for preset in rigs {
            for line in table_row(preset.id, &preset.rig.name) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// A rig with what is known of it.
fn described(preset: &Preset) -> Value {
    let rig = &preset.rig;
    let tags = rig.tags();
    let of_kind = |kind: TagKind| -> Vec<&str> {
        let words = tags.iter().filter(|tag| tag.kind == kind);
        words.map(|tag| tag.word.as_str()).collect()
    };
    let tags: serde_json::Map<String, Value> = (TagKind::ALL.into_iter())
        .map(|kind| (kind.name().to_owned(), json!(of_kind(kind))))
        .collect();
    json!({
        "id": preset.id,
        "name": rig.name,
        "group": rig.group().name(),
        "listen_for": rig.about.listen_for,
        "notes": rig.notes.split_whitespace().collect::<Vec<_>>().join(" "),
        "default": preset.id == presets::DEFAULT_RIG_ID,
        "tags": tags,
    })
}
