//! `bodypack report`: one mix on many rigs, and a page about what is at risk on them.

pub mod choose;
mod crew;
pub mod files;
pub mod outputs;
mod picture;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::numbers::{whole, SEEDS};
use super::CliError;
use bodypack::files::terminal::tell;
use bodypack::report::choice::Room;
use bodypack::report::clips::{self, Clips};
use bodypack::report::{facts, page, Candidate, Report};

/// Set by Ctrl-C; nothing is left behind then.
static STOP: AtomicBool = AtomicBool::new(false);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The mix: mono or stereo, any format and rate that `bodypack render` takes.
    #[arg(value_name = "MIX")]
    mix: PathBuf,
    /// The page, HTML; a JSON file of the same name and a folder of clips stand beside it.
    #[arg(short, long, value_name = "REPORT.html")]
    output: PathBuf,
    /// Recording of the room, at the mix's rate: it takes the place of the rigs' own stages.
    #[arg(long, value_name = "A.wav", conflicts_with = "stage")]
    ambient: Option<PathBuf>,
    /// Sound around every performer (`bodypack list` shows the stages); without it, that of each rig.
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,
    /// The performer's own voice or instrument, at the mix's rate: it is heard in the clips, and looked
    /// for in the mix where no stem is a voice.
    #[arg(long, value_name = "V.wav")]
    own_voice: Option<PathBuf>,
    /// A part of the mix by itself, at the mix's rate and in time with it, at any level; can be given
    /// several times. Names with vocal, kick, bass, click, lead or snare say what it has to do.
    #[arg(long, value_name = "NAME=FILE", value_parser = stem)]
    stem: Vec<(String, PathBuf)>,
    /// Rigs by tag, name or file, separated by commas, or all; a rig whose name is a tag as well is
    /// factory:NAME; without it, every rig of a performer that shows no fault.
    #[arg(long, value_name = "TAG,…", value_delimiter = ',')]
    rigs: Vec<String>,
    /// Writes a picture of the matrix beside the page.
    #[arg(long)]
    png: bool,
    /// Findings that get a clip of ten seconds, before and after the rig.
    #[arg(long, value_name = "COUNT", default_value_t = 10, allow_negative_numbers = true,
          value_parser = whole::<u32>(0..=100))]
    clips: u32,
    /// Seed of noise and fading; the same seed gives the same bits.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = whole::<u64>(SEEDS))]
    seed: u64,
    /// Rigs that play at once; without it, one for each core.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = whole::<u32>(1..=256))]
    jobs: Option<u32>,
}

fn stem(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !name.trim().is_empty() && !file.is_empty() => {
            Ok((name.trim().to_owned(), file.into()))
        }
        _ => Err("expected NAME=FILE, for example vocal=vocal.wav".into()),
    }
}

/// Stops tidily at Ctrl-C.
pub fn heed_ctrl_c() {
    // Without a handler Ctrl-C would still stop the program, only less tidily.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
}

/// Returns whether the user wants to stop.
pub fn stopped() -> bool {
    STOP.load(Ordering::Relaxed)
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let inputs = self.inputs();
        let rigs = self.rigs.iter().map(|word| Path::new(word.trim()));
        super::output::one_stream(inputs.iter().copied().chain(rigs))?;
        let (candidates, mut failed) = choose::rigs(&self.rigs, self.room()?)?;
        heed_ctrl_c();
        let mut outputs = outputs::Outputs::new(&self.output, self.png, &inputs)?;
        let spooled = files::Spooled::new(&files::Sources {
            mix: &self.mix,
            ambient: self.ambient.as_deref(),
            own_voice: self.own_voice.as_deref(),
            stems: &self.stem,
        })?;
        let report = self.measure(&spooled, candidates, &mut failed)?;
        let clips = self.render_clips(&report, &spooled, outputs.clips())?;
        let clips = clips.in_folder(outputs.clips_folder());
        outputs
            .page()
            .write(page::html(&report, &clips).as_bytes())?;
        outputs
            .facts()
            .write(format!("{:#}\n", facts::json(&report, &clips)).as_bytes())?;
        if let Some(picture) = outputs.picture() {
            let png = picture::png(&report).map_err(|e| CliError::Input(e.to_string()))?;
            picture.write(&png)?;
        }
        if stopped() {
            return Err(CliError::Stopped);
        }
        outputs.keep()?;
        self.say(&report);
        Ok(())
    }

    /// All files that are read.
    fn inputs(&self) -> Vec<&Path> {
        let aux = [&self.ambient, &self.own_voice].into_iter().flatten();
        let stems = self.stem.iter().map(|(_, path)| path);
        let all = std::iter::once(&self.mix).chain(aux).chain(stems);
        all.map(PathBuf::as_path).collect()
    }

    fn room(&self) -> Result<Room, CliError> {
        Room::new(self.ambient.is_some(), self.stage.as_deref()).map_err(CliError::Input)
    }

    /// Writes the clips of the first findings into a folder.
    fn render_clips(
        &self,
        report: &Report,
        spooled: &files::Spooled,
        folder: &Path,
    ) -> Result<Clips, CliError> {
        let mut inputs = spooled.reopened()?;
        let mut put = |name: &str, bytes: Vec<u8>| -> Result<(), CliError> {
            let path = folder.join(name);
            fs::write(path, bytes).map_err(|e| CliError::output(&self.output, e))?;
            match stopped() {
                true => Err(CliError::Stopped),
                false => Ok(()),
            }
        };
        clips::render(
            report,
            &mut inputs,
            self.clips as usize,
            self.seed,
            &mut put,
        )
    }

    fn measure(
        &self,
        spooled: &files::Spooled,
        candidates: Vec<Candidate>,
        failed: &mut Vec<(String, String)>,
    ) -> Result<Report, CliError> {
        let crew = crew::Crew::new(spooled, candidates.len(), self.jobs);
        let desk = crew.listen(spooled)?;
        let mut rigs = Vec::new();
        for outcome in crew.play(spooled, &desk, candidates, self.seed)? {
            match outcome {
                Ok(rig) => rigs.push(rig),
                Err(failure) => failed.push(failure),
            }
        }
        if rigs.is_empty() {
            let (name, reason) = failed.first().cloned().unwrap_or_default();
            return Err(CliError::Input(format!(
                "none of the rigs can be played; {name}: {reason}"
            )));
        }
        let name = spooled.name().to_owned();
        Ok(Report {
            failed: std::mem::take(failed),
            room: self.room()?.words(),
            remarks: spooled.remarks().to_vec(),
            ..Report::new(name, spooled.sample_rate_hz(), desk, rigs)
        })
    }

    /// Words at the end, on standard error.
    fn say(&self, report: &Report) {
        for remark in &report.remarks {
            tell(format_args!("warning: {remark}"));
        }
        for (name, reason) in &report.failed {
            tell(format_args!("warning: {name} was left out: {reason}"));
        }
        let [of_mix, of_performers] = [report.of_mix.len(), report.of_performers.len()];
        let count = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            n => format!("{n} {what}s"),
        };
        tell(format_args!(
            "{}: {} about the mix, {of_performers} about performers, on {}",
            self.output.display(),
            count(of_mix, "finding"),
            count(report.rigs.len(), "rig")
        ));
        for finding in report.of_mix.iter().take(3) {
            tell(format_args!(
                "  {}: {}",
                finding.severity().word(),
                finding.sentence
            ));
        }
    }
}
