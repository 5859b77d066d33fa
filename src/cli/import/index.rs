//! A folder of curves as an index: what each file is, whose ear it speaks of, and what it belongs to.

// The same file as the library's: the command line is also built without the plugin.
#[path = "../../session/library/places.rs"]
mod places;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bodypack::curve::collection::{entry, Collection, Entry};
use bodypack::curve::import;
use bodypack::files::terminal::{stdout, tell};

use crate::cli::export::save;
use crate::cli::output::{self, Format};
use crate::cli::words::{counted, io_words};
use crate::cli::{json, CliError};

/// Maximum depth of folders, and number of files read.
const DEEPEST: usize = 12;
const MOST_FILES: usize = 100_000;

/// Reads every file of a folder that is a curve, prints what they are and writes the index.
///
/// # Errors
///
/// When the folder cannot be read, or the index not be written.
pub fn run(folder: &Path, output: Option<&Path>, as_json: bool) -> Result<(), CliError> {
    let failed =
        |e: &std::io::Error| CliError::Input(format!("{}: {}", folder.display(), io_words(e)));
    let mut files = Vec::new();
    collect(folder, 0, &mut files).map_err(|e| failed(&e))?;
    files.sort();
    let (entries, inputs) = curves_of(folder, &files);
    let left_out = files.len() - entries.len();
    // The editor opens the curves from anywhere.
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let collection = Collection {
        folder: whole.to_string_lossy().into_owned(),
        entries,
    };
    let kept = match output {
        Some(output) => Some(output.to_owned()),
        None => in_library(&whole)?,
    };
    if let Some(output) = &kept {
        let target = Some(output.clone());
        // A curve of the folder must not be lost to its index.
        output::check(&[(&target, Format::Json)], &inputs)?;
        save(output, collection.to_json().as_bytes(), &inputs)?;
    }
    if as_json {
        let value = serde_json::from_str(&collection.to_json());
        return json::print(&value.unwrap_or_default());
    }
    let mut out = stdout();
    writeln!(
        out,
        "{}: {}, {}",
        folder.display(),
        counted(collection.entries.len(), "curve"),
        counted(left_out, "other file")
    )?;
    for entry in &collection.entries {
        writeln!(out, "  {}", entry.line())?;
    }
    match (&kept, output) {
        (Some(path), None) => {
            writeln!(
                out,
                "{}: written; the editor's browser finds these under Curves",
                path.display()
            )?;
        }
        (Some(path), Some(_)) if !output::is_dash(path) => {
            writeln!(out, "{}: written", path.display())?
        }
        _ => {}
    }
    Ok(())
}

/// Entries of the files of a folder that are curves, and those files.
fn curves_of<'a>(folder: &Path, files: &'a [PathBuf]) -> (Vec<Entry>, Vec<&'a Path>) {
    let (mut entries, mut inputs) = (Vec::new(), Vec::<&Path>::new());
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
        let length = fs::metadata(path).map_or(u64::MAX, |data| data.len());
        let bytes = match length <= import::LONGEST_FILE as u64 {
            true => fs::read(path).ok(),
            false => None,
        };
        if let Some(imported) = bytes.and_then(|bytes| import::read(&bytes, &name).ok()) {
            entries.push(entry(&name.replace('\\', "/"), &imported));
            inputs.push(path);
        }
    }
    (entries, inputs)
}

/// The file among the user's own indexes that is this folder's: the one that it has, or a new one.
fn in_library(folder: &Path) -> Result<Option<PathBuf>, CliError> {
    let Some(place) = places::curves_folder() else {
        tell(format_args!(
            "warning: no home folder is known, so the index is not kept; -o says where to"
        ));
        return Ok(None);
    };
    fs::create_dir_all(&place)
        .map_err(|e| CliError::Input(format!("{}: {}", place.display(), io_words(&e))))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name = if name.is_empty() {
        "curves".into()
    } else {
        name
    };
    let numbered = |number: usize| match number {
        1 => place.join(format!("{name}.json")),
        _ => place.join(format!("{name} {number}.json")),
    };
    let is_its = |path: &PathBuf| match fs::read_to_string(path) {
        Ok(text) => {
            Collection::from_json(&text).is_some_and(|known| Path::new(&known.folder) == folder)
        }
        Err(_) => !path.exists(),
    };
    Ok((1..1000).map(numbered).find(is_its))
}

/// All files below a folder; links to folders are not followed, as they may lead in circles.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || files.len() >= MOST_FILES {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            // A folder that may not be read is no reason to leave out the others.
            let _ = collect(&entry.path(), depth + 1, files);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}
