//! Files that appear whole or not at all: written under a temporary name in the same folder, and
//! renamed at the end. Dropped before that, the temporary file is removed. A file that is replaced
//! leaves its permissions to the new one, and a link stays a link. `-` is standard output.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::words::io_words;
use super::CliError;

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

/// Refuses standard input for two inputs: the second one would find it empty.
///
/// # Errors
///
/// In the user's words.
pub fn one_stream<'a>(inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), CliError> {
    match inputs.into_iter().filter(|path| is_dash(path)).count() {
        0 | 1 => Ok(()),
        _ => Err(CliError::Input(
            "-: standard input can be read once, and two inputs are named so; give a file for one of \
             them"
                .into(),
        )),
    }
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

/// Refuses what is known before anything is computed: a name that promises another format, two results
/// of one name, and a result that is also an input.
///
/// # Errors
///
/// The first of these, with the name.
pub fn check(targets: &[(&Option<PathBuf>, Format)], inputs: &[&Path]) -> Result<(), CliError> {
    let named = || {
        targets
            .iter()
            .filter_map(|(path, format)| Some((path.as_deref()?, format)))
    };
    for (path, format) in named() {
        if inputs.iter().any(|input| is_input(input, path)) {
            return Err(CliError::output(path, OutputError::AlsoInput));
        }
        format.suits(path).map_err(|e| CliError::output(path, e))?;
    }
    let paths: Vec<&Path> = named().map(|(path, _)| path).collect();
    apart(&paths).map_err(|(path, error)| CliError::output(&path, error))
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

/// Target of a link, so that the link stays one; any other name as it is.
fn through_links(target: &Path) -> PathBuf {
    let mut path = target.to_owned();
    // A ring of links ends here, and opening it then says so.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&path) else {
            break;
        };
        path = match path.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    path
}

/// A file on its way.
pub struct AtomicFile {
    on_its_way: OnItsWay,
}

enum OnItsWay {
    File {
        temporary: NamedTempFile,
        target: PathBuf,
    },
    /// Standard output gets it whole, at the end.
    Stream(File),
}

impl AtomicFile {
    /// Starts a file that will be `target`; none of `inputs` may be the same file.
    ///
    /// # Errors
    ///
    /// Everything that [`OutputError`] names.
    pub fn new(target: &Path, inputs: &[&Path]) -> Result<Self, OutputError> {
        if is_dash(target) {
            return Ok(Self {
                on_its_way: OnItsWay::Stream(tempfile::tempfile()?),
            });
        }
        let target = through_links(target);
        let mut mode = None;
        if let Ok(existing) = fs::metadata(&target) {
            if !existing.is_file() {
                return Err(OutputError::NotAFile);
            }
            if existing.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
            }
            if inputs.iter().any(|input| is_input(input, &target)) {
                return Err(OutputError::AlsoInput);
            }
            mode = Some(existing.permissions());
        }
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(OutputError::NoFolder(folder.to_owned()));
        }
        let (folder, target) = in_full(folder, &target);
        let temporary = temporary_in(&folder)?;
        if let Some(mode) = mode {
            temporary.as_file().set_permissions(mode)?;
        }
        Ok(Self {
            on_its_way: OnItsWay::File { temporary, target },
        })
    }

    /// The file to write to.
    pub fn file(&mut self) -> &mut File {
        match &mut self.on_its_way {
            OnItsWay::File { temporary, .. } => temporary.as_file_mut(),
            OnItsWay::Stream(file) => file,
        }
    }

    /// Gives the file its name, or to standard output what is in it.
    ///
    /// # Errors
    ///
    /// When that fails; nothing is left behind then either.
    pub fn keep(self) -> Result<(), OutputError> {
        match self.on_its_way {
            OnItsWay::File { temporary, target } => {
                temporary
                    .persist(target)
                    .map_err(|e| OutputError::Io(e.error))?;
            }
            OnItsWay::Stream(mut file) => {
                file.rewind()?;
                let mut out = io::stdout().lock();
                match io::copy(&mut file, &mut out).and_then(|_| out.flush()) {
                    // A reader that closed the pipe has had enough.
                    Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {}
                    done => done?,
                }
            }
        }
        Ok(())
    }
}

/// A folder and a file in it by their full names on Windows, which takes names of more than 260 characters only so.
#[cfg(windows)]
fn in_full(folder: &Path, target: &Path) -> (PathBuf, PathBuf) {
    // Some drives know no full names.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let target = folder.join(target.file_name().unwrap_or_default());
    (folder, target)
}

#[cfg(not(windows))]
fn in_full(folder: &Path, target: &Path) -> (PathBuf, PathBuf) {
    (folder.to_owned(), target.to_owned())
}

/// A temporary file with the permissions that a new file of the user gets.
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".bodypack-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes away what the user does not want, as for any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Returns whether a result would take the place of an input. Streams are no files.
fn is_input(input: &Path, target: &Path) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_file_that_was_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut pending = AtomicFile::new(&folder.path().join("out.wav"), &[]).unwrap();
        pending.file().write_all(b"half").unwrap();
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_kept_file_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.wav");
        fs::write(&target, b"old").unwrap();
        let mut pending = AtomicFile::new(&target, &[]).unwrap();
        pending.file().write_all(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        pending.keep().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_input_is_never_overwritten_by_any_of_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("song.wav");
        fs::write(&input, b"song").unwrap();
        let roundabout = folder.path().join(".").join("song.wav");
        let refused = AtomicFile::new(&roundabout, &[&input]);
        assert!(matches!(refused, Err(OutputError::AlsoInput)));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_as_they_are() {
        use std::os::unix::fs::{symlink, PermissionsExt};
        let folder = tempfile::tempdir().unwrap();
        let (own, link) = (
            folder.path().join("own.txt"),
            folder.path().join("link.txt"),
        );
        fs::write(&own, b"old").unwrap();
        fs::set_permissions(&own, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("own.txt", &link).unwrap();
        let mut pending = AtomicFile::new(&link, &[]).unwrap();
        pending.file().write_all(b"new").unwrap();
        pending.keep().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&own).unwrap(), b"new");
        let mode = fs::metadata(&own).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        // The link and what it leads to are one file.
        let twice = apart(&[&own, &link]);
        assert!(matches!(twice, Err((_, OutputError::Twice))));
        let refused = AtomicFile::new(&link, &[&own]);
        assert!(matches!(refused, Err(OutputError::AlsoInput)));
    }

    #[cfg(unix)]
    #[test]
    fn one_file_is_known_under_all_its_names() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        symlink("real", at("linked")).unwrap();
        fs::write(at("real/song.wav"), b"song").unwrap();
        fs::hard_link(at("real/song.wav"), at("hard.wav")).unwrap();
        for other in ["linked/song.wav", "real/../linked/song.wav", "hard.wav"] {
            let refused = AtomicFile::new(&at(other), &[&at("real/song.wav")]);
            assert!(matches!(refused, Err(OutputError::AlsoInput)), "{other}");
            let twice = apart(&[&at("real/song.wav"), &at(other)]);
            assert!(matches!(twice, Err((_, OutputError::Twice))), "{other}");
        }
        // Not there yet, by way of the linked folder; and streams.
        let new = apart(&[&at("real/new.wav"), &at("linked/new.wav")]);
        assert!(matches!(new, Err((_, OutputError::Twice))));
        let streams = apart(&[Path::new("-"), Path::new("-")]);
        assert!(matches!(streams, Err((_, OutputError::Twice))));
        assert!(apart(&[&at("a.wav"), &at("b.wav")]).is_ok());
        // In another case they are two where the disk says so.
        let apart = apart(&[&at("new.wav"), &at("NEW.WAV")]).is_ok();
        fs::write(at("probe"), b"").unwrap();
        assert_eq!(apart, !at("PROBE").exists());
    }

    #[test]
    fn names_that_promise_another_format_are_refused() {
        for (name, suits) in [
            ("a.wav", true),
            ("a.WAV", true),
            ("a", true),
            ("a.final", true),
            ("-", true),
            ("a.flac", false),
            ("a.mp3", false),
            ("a.toml", false),
        ] {
            assert_eq!(Format::Wav.suits(Path::new(name)).is_ok(), suits, "{name}");
        }
        assert!(Format::Rig.suits(Path::new("mine.wav")).is_err());
        assert!(Format::Csv.suits(Path::new("table.txt")).is_ok());
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            AtomicFile::new(folder.path(), &[]),
            Err(OutputError::NotAFile)
        ));
        let missing = folder.path().join("none").join("out.wav");
        assert!(matches!(
            AtomicFile::new(&missing, &[]),
            Err(OutputError::NoFolder(_))
        ));
    }
}
