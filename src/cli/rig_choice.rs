//! Which rig a command works on: a name that comes with Bodypack or a file, with other parts put in
//! and changes on top.

use std::path::Path;

use bodypack::files::rig::{is_file, named, to_hear};
use bodypack::files::rig_words;
use bodypack::files::terminal::tell;
use bodypack::rig::parts::{self, PartKind};
use bodypack::rig::{presets, Rig};
use clap::ValueEnum;

use super::CliError;

/// The options that choose a rig.
#[derive(Debug, clap::Args)]
pub struct RigChoice {
    /// A rig's name (`bodypack rigs` lists them), or a rig file; - for standard input.
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
    let expected = "expected KEY.PATH=VALUE, for example pack.volume_db=-6";
    let (key, value) = text.split_once('=').ok_or(expected)?;
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() {
        return Err(expected.into());
    }
    // Texts may be in quotes, as they are in rig files.
    let unquoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    });
    Ok((key.to_owned(), unquoted.unwrap_or(value).to_owned()))
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
        let matched = loudness.map(|asked| asked == Loudness::Matched);
        let mut rig = to_hear(&self.rig, matched, |rig| self.put_parts(rig))?;
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
                tell(format_args!("notice: {misfit}"));
            }
            any = true;
        }
        if any {
            for notice in rig.notices() {
                tell(format_args!("notice: {notice}"));
            }
        }
        Ok(any)
    }

    fn put_changes(&self, rig: &mut Rig) -> Result<(), CliError> {
        for (key, value) in &self.set {
            rig.set(key, value)
                .map_err(|e| CliError::Input(format!("--set {key}={value}: {}", rig_words(&e))))?;
            if key == "pack.energizer" && rig.pack.energizer && !parts::has_electrostatics(rig) {
                tell(format_args!(
                    "notice: --set {key}={value} does nothing: the earphone has no electrostatic \
                     driver"
                ));
            }
        }
        Ok(())
    }
}
