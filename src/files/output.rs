//! Files that appear whole or not at all: written under a temporary name in the same folder, and
//! renamed at the end. Dropped before that, the temporary file is removed. A file that is replaced
//! leaves its permissions to the new one, and a link stays a link. `-` is standard output.

mod atomic;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::words::io_words;

pub use atomic::AtomicFile;

/// Why a file could not be written. The text stands after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The disk or its permissions are in the way.
    #[error("cannot be written: {}", io_words(.0))]
    Io(#[from] io::Error),
    /// The folder to write to is not there.
    #[error("cannot be written: there is no folder {0}")]
    NoFolder(PathBuf),
    /// The target is a folder, a device or a pipe, which a rename would replace.
    #[error("cannot be written: it exists and is not a file")]
    NotAFile,
    /// The target is also read.
    #[error("cannot be written: it is also an input")]
    AlsoInput,
    /// Two results would have one name.
    #[error("cannot be written: it is named for two results")]
    Twice,
    /// The name promises another format.
    #[error(
        "cannot be written: `.{extension}` promises another format than {is}; name it .{usual}"
    )]
    Promises {
        /// The end of the name.
        extension: String,
        /// Kind of the file.
        is: &'static str,
        /// Usual extension.
        usual: &'static str,
    },
}

/// Format of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 32-bit float WAV.
    Wav,
    /// A table, separated by commas.
    Csv,
    /// A picture.
    Png,
    /// A rig file.
    Rig,
    /// Text for Equalizer APO and its kin.
    Text,
    /// JSON.
    Json,
    /// A PipeWire configuration.
    Conf,
    /// YAML.
    Yaml,
}

impl Format {
    /// Name of the format, and its extensions, the usual one first.
    fn names(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Wav => ("WAV", &["wav", "wave", "irs"]),
            Self::Csv => ("CSV", &["csv", "txt", "tsv"]),
            Self::Png => ("PNG", &["png"]),
            Self::Rig => ("a rig file", &["toml"]),
            Self::Text => ("text", &["txt"]),
            Self::Json => ("JSON", &["json"]),
            Self::Conf => ("a PipeWire configuration", &["conf"]),
            Self::Yaml => ("YAML", &["yml", "yaml"]),
        }
    }

    /// Refuses a name that promises something else. A name without a known end promises nothing.
    ///
    /// # Errors
    ///
    /// [`OutputError::Promises`].
    pub fn suits(self, path: &Path) -> Result<(), OutputError> {
        const KNOWN: &[&str] = &[
            "wav", "wave", "flac", "mp3", "ogg", "oga", "opus", "aac", "m4a", "mp4", "wma", "aif",
            "aiff", "aifc", "w64", "caf", "au", "wv", "ape", "csv", "tsv", "png", "jpg", "jpeg",
            "gif", "svg", "pdf", "webp", "toml", "json", "yml", "yaml", "conf", "xml", "txt",
            "xlsx", "ods", "zip",
        ];
        let Some(extension) = path.extension().and_then(|e| e.to_str()) else {
            return Ok(());
        };
        let extension = extension.to_lowercase();
        let (is, own) = self.names();
        if own.contains(&extension.as_str()) || !KNOWN.contains(&extension.as_str()) {
            return Ok(());
        }
        Err(OutputError::Promises {
            extension,
            is,
            usual: own[0],
        })
    }
}

/// Returns whether a name stands for standard output.
pub fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses two results of one name.
///
/// # Errors
///
/// [`OutputError::Twice`], with the name.
pub fn apart(targets: &[&Path]) -> Result<(), (PathBuf, OutputError)> {
    for (index, one) in targets.iter().enumerate() {
        if targets[..index].iter().any(|other| are_one(one, other)) {
            return Err((one.to_path_buf(), OutputError::Twice));
        }
    }
    Ok(())
}

/// Returns whether two names are of one result.
fn are_one(a: &Path, b: &Path) -> bool {
    if is_dash(a) || is_dash(b) {
        return is_dash(a) && is_dash(b);
    }
    if same_file(a, b).unwrap_or(false) {
        return true;
    }
    let (a, b) = (identity(a), identity(b));
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    a == b || (lower(&a) == lower(&b) && ignores_case(&a))
}

/// Returns whether the folder of a file that is not there yet takes names in capitals and in small
/// letters for the same.
fn ignores_case(path: &Path) -> bool {
    let Some(folder) = path.parent() else {
        return false;
    };
    let builder = Builder::new().prefix(".bodypack-case-").tempfile_in(folder);
    builder.is_ok_and(|probe| {
        let name = probe
            .path()
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        folder.join(name.to_uppercase()).exists()
    })
}

/// The file that a name stands for, links followed, also where it is not there yet.
fn identity(path: &Path) -> PathBuf {
    if let Ok(whole) = fs::canonicalize(path) {
        return whole;
    }
    let parent = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}

/// Returns whether a result would take the place of an input. Streams are no files.
pub fn is_input(input: &Path, target: &Path) -> bool {
    !is_dash(input) && !is_dash(target) && same_file(target, input).unwrap_or(false)
}

/// Returns whether two names lead to one file: by links of both kinds, folders that are links, or in
/// another case where the disk takes no notice of that.
#[cfg(unix)]
fn same_file(a: &Path, b: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    // Of both names the file itself, never opened: a pipe would hold the program.
    let (a, b) = (fs::metadata(a)?, fs::metadata(b)?);
    Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
}

/// Like that, but a second name of the same bytes (a hard link) is not known here; what it would replace
/// stays under the first one.
#[cfg(not(unix))]
fn same_file(a: &Path, b: &Path) -> io::Result<bool> {
    Ok(fs::canonicalize(a)? == fs::canonicalize(b)?)
}
