//! Several mixes at once: where each of them goes.

use std::path::{Path, PathBuf};

use crate::cli::output::{self, Format};
use crate::cli::CliError;

/// Which of how many mixes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// From 0.
    pub index: usize,
    pub count: usize,
}

/// Each mix with its result. A folder gets a file of the mix's name for each; one that ends in a slash is
/// made if it is not there.
///
/// # Errors
///
/// When the folder is not there or cannot be made, two results would have one name, or a name promises another format.
pub fn jobs(inputs: &[PathBuf], output: &Path) -> Result<Vec<(PathBuf, PathBuf)>, CliError> {
    let text = output.to_string_lossy();
    let is_folder = text.ends_with(['/', std::path::MAIN_SEPARATOR]);
    let into = inputs.len() > 1 || is_folder;
    if let ([only], false) = (inputs, into) {
        Format::Wav
            .suits(output)
            .map_err(|e| CliError::output(output, e))?;
        return Ok(vec![(only.clone(), output.to_owned())]);
    }
    if !output.exists() && is_folder {
        std::fs::create_dir(output).map_err(|e| CliError::output(output, e))?;
    }
    if !output.is_dir() {
        return Err(CliError::Input(format!(
            "{text}: several mixes need a folder; `{text}/` makes one"
        )));
    }
    let jobs: Vec<(PathBuf, PathBuf)> = inputs
        .iter()
        .map(|input| {
            let stem = match output::is_dash(input) {
                true => "stdin".into(),
                false => input.file_stem().unwrap_or_default().to_owned(),
            };
            let mut name = stem;
            name.push(".wav");
            (input.clone(), output.join(name))
        })
        .collect();
    let targets: Vec<&Path> = jobs.iter().map(|(_, target)| target.as_path()).collect();
    output::apart(&targets).map_err(|(path, error)| CliError::output(&path, error))?;
    Ok(jobs)
}
