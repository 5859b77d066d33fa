//! Ten seconds of each finding, as the mix and as heard on the rig, at one loudness.

use std::fs;
use std::io;
use std::path::Path;

use super::super::excerpt::{self, Pair};
use super::super::{words, CliError};
use super::files::Spooled;
use super::{stopped, Report};

/// Renders the clips of the first findings of each list into a folder.
///
/// # Errors
/// When an input cannot be read, a clip cannot be written, or the user stops.
pub fn write(
    report: &mut Report,
    spooled: &Spooled,
    count: usize,
    seed: u64,
    folder: &Path,
) -> Result<(), CliError> {
    let unread = |e: io::Error| CliError::Input(words::io_words(&e));
    let mut inputs = spooled.open().map_err(unread)?;
    let mix = report.of_mix.len().min(
        count
            .div_ceil(2)
            .max(count.saturating_sub(report.of_performers.len())),
    );
    let performers = count - mix;
    let wanted =
        |n: usize| n < mix || (report.of_mix.len()..report.of_mix.len() + performers).contains(&n);
    let mut clips = Vec::new();
    for (n, finding) in report.findings().enumerate() {
        if !wanted(n) {
            clips.push(None);
            continue;
        }
        let rig = &report.rigs[finding.rigs.first().copied().unwrap_or(0)];
        let names =
            ["mix", "ear"].map(|what| format!("{:02}-{}-{what}.wav", n + 1, finding.kind.id()));
        let rigs = [None, Some(&rig.candidate.rig)];
        let pair = Pair::new(rigs, finding.place, &mut inputs, seed)?;
        for (sound, name) in pair.sounds.iter().zip(&names) {
            let path = folder.join(name);
            fs::write(&path, excerpt::wav(sound, report.sample_rate_hz))
                .map_err(|e| CliError::output(Path::new(name), e))?;
        }
        clips.push(Some(names));
        if stopped() {
            return Err(CliError::Stopped);
        }
    }
    report.clips = clips;
    Ok(())
}
