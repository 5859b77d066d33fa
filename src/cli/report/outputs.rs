//! Results of a report: page, JSON, picture and clips, none of which appears before all are whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bodypack::report::clips::is_name;
use tempfile::TempDir;

use super::super::output::{is_dash, AtomicFile, OutputError};
use super::super::CliError;

/// A file on its way, with its name.
pub struct Target {
    path: PathBuf,
    file: AtomicFile,
}

impl Target {
    fn new(path: PathBuf, inputs: &[&Path]) -> Result<Self, CliError> {
        let file = AtomicFile::new(&path, inputs).map_err(|e| CliError::output(&path, e))?;
        Ok(Self { path, file })
    }

    /// Writes the whole of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let written = self.file.file().write_all(bytes);
        written.map_err(|e| CliError::output(&self.path, e))
    }

    fn keep(self) -> Result<(), CliError> {
        self.file
            .keep()
            .map_err(|e| CliError::output(&self.path, e))
    }
}

/// All results.
pub struct Outputs {
    page: Target,
    facts: Target,
    picture: Option<Target>,
    /// Clips on their way, and the folder that they will be.
    clips: TempDir,
    clips_at: PathBuf,
}

impl Outputs {
    /// Begins the results that stand beside a page.
    ///
    /// # Errors
    /// When one cannot be written, or its name is taken by something else.
    pub fn new(page: &Path, png: bool, inputs: &[&Path]) -> Result<Self, CliError> {
        let refused = |words: &str| CliError::Input(format!("{}: {words}", page.display()));
        if is_dash(page) {
            return Err(refused("a report is several files; name the page"));
        }
        let extension = page
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if !["html", "htm"].contains(&extension.to_lowercase().as_str()) {
            return Err(refused(
                "cannot be written: the report is a page; name it .html",
            ));
        }
        let name = page
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let clips_at = page.with_file_name(format!("{name}-clips"));
        clips_or_nothing(&clips_at)?;
        let target = Target::new(page.to_owned(), inputs)?;
        let folder = match page.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let clips = tempfile::Builder::new()
            .prefix(".bodypack-")
            .tempdir_in(folder)
            .map_err(|e| CliError::output(&clips_at, e))?;
        Ok(Self {
            page: target,
            facts: Target::new(page.with_extension("json"), inputs)?,
            picture: match png {
                true => Some(Target::new(page.with_extension("png"), inputs)?),
                false => None,
            },
            clips,
            clips_at,
        })
    }

    pub fn page(&mut self) -> &mut Target {
        &mut self.page
    }

    pub fn facts(&mut self) -> &mut Target {
        &mut self.facts
    }

    pub fn picture(&mut self) -> Option<&mut Target> {
        self.picture.as_mut()
    }

    /// Folder to write clips into.
    pub fn clips(&self) -> &Path {
        self.clips.path()
    }

    /// Name of the folder that they will be in, from the page.
    pub fn clips_folder(&self) -> String {
        self.clips_at
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Gives everything its name, the page last.
    ///
    /// # Errors
    /// When that fails.
    pub fn keep(self) -> Result<(), CliError> {
        let failed = |e: io::Error| CliError::output(&self.clips_at, e);
        clips_or_nothing(&self.clips_at)?;
        if self.clips_at.exists() {
            fs::remove_dir_all(&self.clips_at).map_err(failed)?;
        }
        let empty = fs::read_dir(self.clips.path())
            .map_err(failed)?
            .next()
            .is_none();
        if !empty {
            open_to_others(self.clips.path()).map_err(failed)?;
            fs::rename(self.clips.keep(), &self.clips_at).map_err(failed)?;
        }
        if let Some(picture) = self.picture {
            picture.keep()?;
        }
        self.facts.keep()?;
        self.page.keep()
    }
}

/// Gives the folder the permissions of a new one of the user's; temporary ones are closed to others.
#[cfg(unix)]
pub fn open_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
pub fn open_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Refuses to take the place of a folder that holds anything but clips.
fn clips_or_nothing(path: &Path) -> Result<(), CliError> {
    let refuse = || Err(CliError::output(path, OutputError::NotAFile));
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if !metadata.is_dir() {
        return refuse();
    }
    let entries = fs::read_dir(path).map_err(|e| CliError::output(path, e))?;
    let strange = entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        !is_name(&name)
    });
    if strange {
        return Err(CliError::Input(format!(
            "{}: it holds other files than clips of a report; move them, or name the page otherwise",
            path.display()
        )));
    }
    Ok(())
}
