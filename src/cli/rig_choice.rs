//! Which rig a command works on: a name that comes with Bodypack or a file, with changes on top.

use std::fs;
use std::path::Path;

use bodypack::rig::{presets, Rig};

use super::words::{io_words, rig_words};
use super::Failure;

/// The options that choose a rig.
#[derive(Debug, clap::Args)]
pub struct RigChoice {
    /// A rig's name (`bodypack rigs` lists them), or a rig file.
    #[arg(long, value_name = "NAME|FILE")]
    rig: String,
    /// Changes one value of the rig, for example pack.volume_db=-6; can be given several times.
    #[arg(long, value_name = "KEY.PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY.PATH=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

impl RigChoice {
    /// The rig with its changes.
    ///
    /// # Errors
    ///
    /// When there is no such rig, its file is refused, or a change is.
    pub fn rig(&self) -> Result<Rig, Failure> {
        let mut rig = named(&self.rig)?;
        for (key, value) in &self.set {
            rig.set(key, value)
                .map_err(|e| Failure::Input(format!("--set {key}={value}: {}", rig_words(&e))))?;
        }
        Ok(rig)
    }
}

/// A preset, or a file when the text reads like one.
pub fn named(name: &str) -> Result<Rig, Failure> {
    let path = Path::new(name);
    let like_a_file = path.components().count() > 1
        || path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    if like_a_file {
        return from_file(path);
    }
    match presets::find(name) {
        Ok(rig) => Ok(rig),
        Err(_) if path.is_file() => from_file(path),
        Err(unknown) => Err(Failure::Input(unknown.to_string())),
    }
}

fn from_file(path: &Path) -> Result<Rig, Failure> {
    let rig = Rig::from_toml(&text(path)?);
    rig.map_err(|e| Failure::Input(format!("{}: {}", path.display(), rig_words(&e))))
}

/// The text of a rig file.
///
/// # Errors
///
/// When it cannot be read, is no text, or is far too long for a rig.
pub fn text(path: &Path) -> Result<String, Failure> {
    /// A rig with 20 drivers takes some ten kilobytes.
    const MOST_BYTES: u64 = 1 << 20;
    let refused = |words: String| Failure::Input(format!("{}: {words}", path.display()));
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
