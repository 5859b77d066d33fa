//! Ten seconds of each finding, as the mix and as heard on the rig, at one loudness.

use super::excerpt::{self, Pair};
use super::{Inputs, Report, Stopped};

/// Endings of the names of clips: before and after the rig.
const ENDINGS: [&str; 2] = ["-mix.wav", "-ear.wav"];

/// Returns whether a file could be a clip, by its name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Clips that stand beside a page.
#[derive(Clone, Debug, Default)]
pub struct Clips {
    /// Their folder, as the page names it.
    folder: String,
    /// Names of the files before and after the rig, by finding.
    names: Vec<Option<[String; 2]>>,
}

impl Clips {
    /// The same in a folder of this name beside the page.
    #[must_use]
    pub fn in_folder(self, folder: String) -> Self {
        Self { folder, ..self }
    }

    /// Paths of a finding's clips before and after the rig, from the page.
    #[must_use]
    pub fn of(&self, finding: usize) -> Option<[String; 2]> {
        let names = self.names.get(finding)?.as_ref()?;
        Some(
            names
                .each_ref()
                .map(|name| format!("{}/{name}", self.folder)),
        )
    }
}

/// Takes a file with its name.
pub type Put<'a, E> = &'a mut dyn FnMut(&str, Vec<u8>) -> Result<(), E>;

/// Renders the clips of the first findings of each list, `count` in all; `put` takes each file by its
/// name. The folder's name is left to whoever writes them.
///
/// # Errors
/// When an input cannot be read, or `put` fails.
pub fn render<E: From<Stopped>>(
    report: &Report,
    inputs: &mut dyn Inputs,
    count: usize,
    seed: u64,
    put: Put<'_, E>,
) -> Result<Clips, E> {
    let mix = report.of_mix.len().min(
        count
            .div_ceil(2)
            .max(count.saturating_sub(report.of_performers.len())),
    );
    let performers = count - mix;
    let wanted =
        |n: usize| n < mix || (report.of_mix.len()..report.of_mix.len() + performers).contains(&n);
    let mut all = Vec::new();
    for (n, finding) in report.findings().enumerate() {
        if !wanted(n) {
            all.push(None);
            continue;
        }
        let rig = &report.rigs[finding.rigs.first().copied().unwrap_or(0)];
        let names = ENDINGS.map(|ending| format!("{:02}-{}{ending}", n + 1, finding.kind.id()));
        let rigs = [None, Some(&rig.candidate.rig)];
        let pair = Pair::new(rigs, finding.place, inputs, seed)?;
        for (sound, name) in pair.sounds.iter().zip(&names) {
            put(name, excerpt::wav(sound, report.sample_rate_hz))?;
        }
        all.push(Some(names));
    }
    Ok(Clips {
        folder: String::new(),
        names: all,
    })
}
