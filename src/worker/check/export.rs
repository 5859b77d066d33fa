//! The page of a result with its JSON file and clips, none of which appears before all are whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::measure::{Checked, SEED};
use crate::report::clips;
use crate::report::{facts, page, Stopped};

/// Findings that get a clip, as in the command line.
const CLIPS: usize = 10;

/// Why a page was not written.
enum Failure {
    Stopped,
    Words(String),
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Asked => Self::Stopped,
            other => Self::Words(other.to_string()),
        }
    }
}

/// Writes the page of a result; `goes_on` is asked between clips. False when it was stopped.
///
/// # Errors
/// In one line with the file, when something cannot be written.
pub fn write(checked: &Checked, to: &Path, goes_on: &dyn Fn() -> bool) -> Result<bool, String> {
    let failed = |path: &Path, error: &io::Error| format!("{}: {error}", path.display());
    let name = to.file_stem().unwrap_or_default().to_string_lossy();
    let clips_at = to.with_file_name(format!("{name}-clips"));
    clips_or_nothing(&clips_at)?;
    let folder = match to.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let unfinished = tempfile::Builder::new()
        .prefix(".bodypack-")
        .tempdir_in(folder)
        .map_err(|error| failed(folder, &error))?;
    let mut put = |name: &str, bytes: Vec<u8>| {
        let path = unfinished.path().join(name);
        fs::write(&path, bytes).map_err(|error| Failure::Words(failed(Path::new(name), &error)))?;
        goes_on().then_some(()).ok_or(Failure::Stopped)
    };
    let mut inputs = checked.held.clone();
    let clips = match clips::render(&checked.report, &mut inputs, CLIPS, SEED, &mut put) {
        Ok(clips) => clips.in_folder(format!("{name}-clips")),
        Err(Failure::Stopped) => return Ok(false),
        Err(Failure::Words(words)) => return Err(words),
    };
    let texts = [
        (
            to.with_extension("json"),
            format!("{:#}\n", facts::json(&checked.report, &clips)),
        ),
        (to.to_owned(), page::html(&checked.report, &clips)),
    ];
    let mut files: Vec<(PathBuf, NamedTempFile)> = Vec::new();
    for (path, text) in texts {
        let file = file(folder, &text).map_err(|error| failed(&path, &error))?;
        files.push((path, file));
    }
    put_clips(unfinished.keep(), &clips_at).map_err(|error| failed(&clips_at, &error))?;
    for (path, file) in files {
        file.persist(&path)
            .map_err(|error| failed(&path, &error.error))?;
    }
    Ok(true)
}

/// A text in a file that has no name yet.
fn file(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bodypack-");
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt;
        // As of any new file, less what the user's mask takes.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives the folder of clips its name, in the place of that of an earlier page.
fn put_clips(unfinished: PathBuf, at: &Path) -> io::Result<()> {
    let put = || {
        if at.exists() {
            fs::remove_dir_all(at)?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o755))?;
        }
        // Looked at first: Windows renames no folder that is still being listed.
        let has_clips = fs::read_dir(&unfinished)?.next().is_some();
        if has_clips {
            fs::rename(&unfinished, at)
        } else {
            fs::remove_dir(&unfinished)
        }
    };
    let done = put();
    if done.is_err() {
        // Nothing unfinished stays; that it cannot be taken away is not the news.
        let _ = fs::remove_dir_all(&unfinished);
    }
    done
}

/// Refuses to take the place of anything but a folder of clips.
fn clips_or_nothing(path: &Path) -> Result<(), String> {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let refused = || {
        format!(
            "{}: it holds other files than clips of a page; move them, or name the page otherwise",
            path.display()
        )
    };
    if !metadata.is_dir() {
        return Err(refused());
    }
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let only_clips = entries
        .flatten()
        .all(|entry| clips::is_name(&entry.file_name().to_string_lossy()));
    only_clips.then_some(()).ok_or_else(refused)
}
