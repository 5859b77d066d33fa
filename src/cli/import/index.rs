//! A folder of curves as an index: what each file is, whose ear it speaks of, and what it belongs to.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bodypack::curve::collection::{entry, Collection};
use bodypack::curve::import;

use crate::cli::export::save;
use crate::cli::output::{self, Format};
use crate::cli::words::io_words;
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
    let mut entries = Vec::new();
    let mut left_out = 0usize;
    for path in &files {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
        let length = fs::metadata(path).map_or(u64::MAX, |data| data.len());
        let bytes = match length <= import::LONGEST_FILE as u64 {
            true => fs::read(path).ok(),
            false => None,
        };
        match bytes.and_then(|bytes| import::read(&bytes, &name).ok()) {
            Some(imported) => entries.push(entry(&name.replace('\\', "/"), &imported)),
            None => left_out += 1,
        }
    }
    let collection = Collection {
        folder: folder.to_string_lossy().into_owned(),
        entries,
    };
    if let Some(output) = output {
        let target = Some(output.to_owned());
        output::check(&[(&target, Format::Json)], &[])?;
        save(output, collection.to_json().as_bytes(), &[])?;
    }
    if as_json {
        let value = serde_json::from_str(&collection.to_json());
        return json::print(&value.unwrap_or_default());
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {} curves, {left_out} other files",
        folder.display(),
        collection.entries.len()
    )?;
    for entry in &collection.entries {
        writeln!(out, "  {}", entry.line())?;
    }
    Ok(())
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
