//! Checks of results before anything is computed.

use std::io::Write;
use std::path::{Path, PathBuf};

pub use bodypack::files::output::{apart, is_dash, AtomicFile, Format, OutputError};

use super::CliError;
use bodypack::files::output::is_input;
use bodypack::files::terminal::stdout;

/// Refuses standard input for two inputs: the second one would find it empty.
///
/// # Errors
///
/// In the user's words.
pub fn one_stream<'a>(inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), CliError> {
    let is_stream = |path: &&Path| is_dash(path) || *path == Path::new("/dev/stdin");
    match inputs.into_iter().filter(is_stream).count() {
        0 | 1 => Ok(()),
        _ => Err(CliError::Input(
            "-: standard input can be read once, and two inputs are named so; give a file for one of \
             them"
                .into(),
        )),
    }
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

/// Names the files that were written, one a line, or as JSON with other facts beside them; says nothing between the
/// lines of a result on standard output.
///
/// # Errors
///
/// When standard output is closed or full.
pub fn say_written<'a>(
    paths: impl Iterator<Item = &'a PathBuf> + Clone,
    json: Option<serde_json::Value>,
) -> Result<(), CliError> {
    if paths.clone().any(|path| is_dash(path)) {
        return Ok(());
    }
    if let Some(mut facts) = json {
        let written: Vec<_> = paths.map(|path| path.to_string_lossy()).collect();
        facts["written"] = serde_json::json!(written);
        return super::json::print(&facts);
    }
    let mut out = stdout();
    for path in paths {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
