//! Which rig a command works on: a name that comes with Bodypack or a file, with other parts put in
//! and changes on top.

use std::fs;
use std::path::Path;

use bodypack::chain::loudness;
use bodypack::rig::parts::{self, PartKind};
use bodypack::rig::{presets, Rig};
use clap::ValueEnum;

use super::words::{io_words, rig_words};
use super::CliError;

/// The options that choose a rig.
#[derive(Debug, clap::Args)]
pub struct RigChoice {
    /// A rig's name (`bodypack rigs` lists them), or a rig file.
    #[arg(long, value_name = "NAME|FILE", default_value = presets::DEFAULT_RIG_ID)]
    rig: String,
    #[command(flatten)]
    parts: Parts,
    /// Changes one value of the rig, for example pack.volume_db=-6; can be given several times.
    #[arg(long, value_name = "KEY.PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

/// Parts that are put into the rig, each without touching the rest.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Parts (bodypack list shows them)")]
struct Parts {
    /// Other drivers, bores and vent; how they sit in the ear stays.
    #[arg(long, value_name = "NAME")]
    earphone: Option<String>,
    /// Another link, with the pack that goes with it.
    #[arg(long, value_name = "NAME")]
    link: Option<String>,
    /// Another pack.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,
    /// Another tip or shell, with its usual seal.
    #[arg(long, value_name = "NAME")]
    tip: Option<String>,
    /// Seal of the tip, and which ears wear the earphone.
    #[arg(long, value_name = "NAME")]
    fit: Option<String>,
    /// Another desk with its network.
    #[arg(long, value_name = "NAME")]
    desk: Option<String>,
    /// Sound around the performer.
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,
}

impl Parts {
    /// Requested parts, in the order of their use: a pack replaces a link's, a fit a tip's.
    fn wanted(&self) -> impl Iterator<Item = (PartKind, &str)> {
        PartKind::ALL.into_iter().filter_map(|kind| {
            let name = match kind {
                PartKind::Earphone => &self.earphone,
                PartKind::Link => &self.link,
                PartKind::Pack => &self.pack,
                PartKind::Tip => &self.tip,
                PartKind::Fit => &self.fit,
                PartKind::Desk => &self.desk,
                PartKind::Stage => &self.stage,
            };
            Some((kind, name.as_deref()?))
        })
    }
}

/// Loudness matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Loudness {
    /// Matches the mix to its input; the room keeps its ratio to it.
    Matched,
    /// Leaves the level as the rig makes it.
    AsItWouldBe,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY.PATH=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

impl RigChoice {
    /// The rig with its parts and changes. Says on standard error which parts do not fit.
    ///
    /// # Errors
    ///
    /// When there is no such rig or part, its file is refused, or a change is.
    pub fn rig(&self) -> Result<Rig, CliError> {
        let mut rig = named(&self.rig)?;
        self.put_parts(&mut rig)?;
        self.put_changes(&mut rig)?;
        Ok(rig)
    }

    /// Like [`Self::rig`], to be listened to. A rig of the factory is matched in loudness unless
    /// asked otherwise, a file is if it says so. The match is taken before the changes: they are
    /// knobs that are turned afterwards.
    ///
    /// # Errors
    ///
    /// See [`Self::rig`].
    pub fn rig_to_hear(&self, loudness: Option<Loudness>) -> Result<Rig, CliError> {
        let mut rig = named(&self.rig)?;
        let kept = rig.listening.loudness_matched && rig.listening.match_db != 0.0;
        match loudness {
            Some(asked) => rig.listening.loudness_matched = asked == Loudness::Matched,
            None => rig.listening.loudness_matched |= !is_file(&self.rig),
        }
        let changed = self.put_parts(&mut rig)?;
        if rig.listening.loudness_matched && (changed || !kept) {
            loudness::take(&mut rig);
        }
        self.put_changes(&mut rig)?;
        Ok(rig)
    }

    /// The rig file, when it is one: no result may go over it.
    pub fn file(&self) -> Option<&Path> {
        is_file(&self.rig).then_some(Path::new(&self.rig))
    }

    /// Puts the parts in; says whether there were any.
    fn put_parts(&self, rig: &mut Rig) -> Result<bool, CliError> {
        let mut any = false;
        for (kind, name) in self.parts.wanted() {
            let put = kind.put(name, rig);
            for misfit in put.map_err(|e| CliError::Input(e.to_string()))? {
                eprintln!("notice: {misfit}");
            }
            any = true;
        }
        if any {
            for notice in rig.notices() {
                eprintln!("notice: {notice}");
            }
        }
        Ok(any)
    }

    fn put_changes(&self, rig: &mut Rig) -> Result<(), CliError> {
        for (key, value) in &self.set {
            rig.set(key, value)
                .map_err(|e| CliError::Input(format!("--set {key}={value}: {}", rig_words(&e))))?;
            if key == "pack.energizer" && rig.pack.energizer && !parts::has_electrostatics(rig) {
                eprintln!(
                    "notice: --set {key}={value} does nothing: the earphone has no electrostatic \
                     driver"
                );
            }
        }
        Ok(())
    }
}

/// Returns whether a name is a file's: it reads like one, or no factory rig has it.
fn is_file(name: &str) -> bool {
    like_a_file(Path::new(name)) || presets::find(name).is_err()
}

fn like_a_file(path: &Path) -> bool {
    path.components().count() > 1
        || path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}

/// A preset, or a file when the text reads like one.
pub fn named(name: &str) -> Result<Rig, CliError> {
    let path = Path::new(name);
    if like_a_file(path) {
        return from_file(path);
    }
    match presets::find(name) {
        Ok(rig) => Ok(rig),
        Err(_) if path.is_file() => from_file(path),
        Err(unknown) => Err(CliError::Input(unknown.to_string())),
    }
}

fn from_file(path: &Path) -> Result<Rig, CliError> {
    let rig = Rig::from_toml(&text(path)?);
    rig.map_err(|e| CliError::Input(format!("{}: {}", path.display(), rig_words(&e))))
}

/// The text of a rig file.
///
/// # Errors
///
/// When it cannot be read, is no text, or is far too long for a rig.
pub fn text(path: &Path) -> Result<String, CliError> {
    /// A rig with 20 drivers takes some ten kilobytes.
    const MOST_BYTES: u64 = 1 << 20;
    let refused = |words: String| CliError::Input(format!("{}: {words}", path.display()));
    let metadata = fs::metadata(path).map_err(|e| refused(io_words(&e)))?;
    if !metadata.is_file() {
        return Err(refused("not a file".into()));
    }
    if metadata.len() > MOST_BYTES {
        return Err(refused("too long for a rig file".into()));
    }
    let bytes = fs::read(path).map_err(|e| refused(io_words(&e)))?;
    String::from_utf8(bytes).map_err(|_| refused("not a rig file: it is not UTF-8 text".into()))
}
