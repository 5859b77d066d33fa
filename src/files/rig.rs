//! Rigs by name: one that comes with Bodypack, or a file; pipes and `-`, standard input, are files.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::words::{io_words, rig_words};
use super::DASH;
use crate::chain::loudness;
use crate::rig::{presets, Rig};

/// Why there is no such rig, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoRig(String);

/// Returns whether a name is a file's: it reads like one, or no factory rig has it.
pub fn is_file(name: &str) -> bool {
    like_a_file(Path::new(name)) || presets::find(name).is_err()
}

fn like_a_file(path: &Path) -> bool {
    path == Path::new(DASH)
        || path.components().count() > 1
        || path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}

/// A preset, or a file when the text reads like one.
///
/// # Errors
///
/// When there is none, or its file is refused.
pub fn named(name: &str) -> Result<Rig, NoRig> {
    let path = Path::new(name);
    if like_a_file(path) {
        return from_file(path);
    }
    match presets::find(name) {
        Ok(rig) => Ok(rig),
        Err(_) if path.is_dir() => Err(NoRig(format!(
            "{name}: this is a folder; a rig is a file or the name of a factory rig"
        ))),
        Err(_) if path.exists() => from_file(path),
        Err(unknown) => Err(NoRig(unknown.to_string())),
    }
}

/// A rig by name, to be listened to. A rig of the factory is matched in loudness unless asked
/// otherwise, a file is if it says so. `put_parts` exchanges parts before the match is taken, and says
/// whether it did.
///
/// # Errors
///
/// See [`named`], and whatever `put_parts` refuses.
pub fn to_hear<E: From<NoRig>>(
    name: &str,
    matched: Option<bool>,
    put_parts: impl FnOnce(&mut Rig) -> Result<bool, E>,
) -> Result<Rig, E> {
    let mut rig = named(name)?;
    let kept = rig.listening.loudness_matched && rig.listening.match_db != 0.0;
    match matched {
        Some(asked) => rig.listening.loudness_matched = asked,
        None => rig.listening.loudness_matched |= !is_file(name),
    }
    let changed = put_parts(&mut rig)?;
    if rig.listening.loudness_matched && (changed || !kept) {
        loudness::take(&mut rig);
    }
    Ok(rig)
}

fn from_file(path: &Path) -> Result<Rig, NoRig> {
    let rig = Rig::from_toml(&text(path)?);
    rig.map_err(|e| NoRig(format!("{}: {}", path.display(), rig_words(&e))))
}

/// A rig with 20 drivers takes some ten kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// The text of a rig file, or of a pipe; `-` is standard input.
///
/// # Errors
///
/// When it cannot be read, is empty, is no text, or is far too long for a rig.
pub fn text(path: &Path) -> Result<String, NoRig> {
    let refused = |words: String| NoRig(format!("{}: {words}", path.display()));
    if path.is_dir() {
        return Err(refused("not a file".into()));
    }
    let bytes = if path == Path::new(DASH) {
        some_bytes(io::stdin().lock())
    } else {
        File::open(path).and_then(some_bytes)
    };
    let bytes = bytes.map_err(|e| refused(io_words(&e)))?;
    if bytes.len() as u64 > MOST_BYTES {
        let words =
            "too long for a rig file: it has more than 1 MB, and rigs take some ten kilobytes";
        return Err(refused(words.into()));
    }
    if bytes.is_empty() {
        let words = "it is empty; a rig file is expected, as `bodypack rigs drummer` prints one";
        return Err(refused(words.into()));
    }
    String::from_utf8(bytes).map_err(|_| refused("not a rig file: it is not UTF-8 text".into()))
}

/// A file or stream, which may be endless, up to a byte more than a rig may have.
fn some_bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
