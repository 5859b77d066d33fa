//! `bodypack import`: a measured response or an equalizer into a rig file, with a report of what was
//! read, what was rejected and why; or a folder of curves into an index.

mod beside;
mod index;
mod report;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bodypack::curve::import::{self, Imported, Options, Remark, Weight};
use bodypack::files::terminal::{stdout, Printed};
use bodypack::rig::measurement::{self, Headphones, LONGEST_NAME};
use bodypack::rig::{MeasuredOn, Rig, Treble, WearingStyle};
use clap::ValueEnum;

use super::export::{load, save};
use super::output::{self, Format};
use super::{json, words, CliError};
use beside::Folder;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A frequency response, the settings of an equalizer in any of the usual formats, or its impulse as
    /// WAV; - for standard input; or a folder of such files, which is listed and indexed.
    #[arg(required_unless_present = "stdin")]
    file: Option<PathBuf>,
    /// Reads the file from standard input, as - does.
    #[arg(long, conflicts_with = "file")]
    stdin: bool,
    /// The file of the other ear.
    #[arg(long, value_name = "FILE")]
    other: Option<PathBuf>,
    /// Role of the file: the performer's earphone, or your own headphones. An equalizer is always
    /// for your own headphones.
    #[arg(long = "as", value_enum)]
    role: Option<Role>,
    /// The rig that it goes into: a name or a file; - for standard input. Without one, only the report is printed.
    #[arg(long, value_name = "NAME|FILE", requires = "output")]
    rig: Option<String>,
    /// The new rig file; - for standard output. Of a folder, the index, which is otherwise kept with your own rigs.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Coupler of the measurement.
    #[arg(long, value_enum, default_value_t = Coupler::Unknown)]
    coupler: Coupler,
    /// Whose work it is; kept in the rig.
    #[arg(long, value_name = "TEXT", default_value = "")]
    credit: String,
    /// Wearing style of your own headphones.
    #[arg(long, value_enum, default_value_t = Wear::InEar)]
    worn: Wear,
    /// You run this equalizer yourself while you listen.
    #[arg(long = "equalizer-runs", alias = "equaliser-runs")]
    equaliser_runs: bool,
    /// Keeps a measured earphone above 10 kHz as it was measured, and not its trend.
    #[arg(long)]
    keep_treble: bool,
    /// Takes a response that does not cover 100 Hz to 8 kHz, and a file of which little could be read.
    #[arg(long)]
    partial: bool,
    /// The device that an Equalizer APO configuration is read for; words of its name. Without it, the
    /// first output device that the file names.
    #[arg(long, value_name = "WORDS")]
    device: Option<String>,
    /// The stage that an Equalizer APO configuration is read for.
    #[arg(long, value_enum, default_value_t = Stage::PostMix)]
    stage: Stage,
    /// Says what the file looks like, and why.
    #[arg(long)]
    explain: bool,
    /// Prints the report as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Role {
    Earphone,
    Headphones,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Coupler {
    #[value(name = "711")]
    Coupler711,
    #[value(name = "type-4-3")]
    Type43,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wear {
    InEar,
    OverEar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    PreMix,
    PostMix,
    Capture,
}

impl Arguments {
    /// The file, or the name of standard input.
    fn file(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new("-"))
    }

    pub fn run(self) -> Result<(), CliError> {
        if self.file().is_dir() {
            return index::run(self.file(), self.output.as_deref(), self.json);
        }
        if let (Some(output), None) = (&self.output, &self.rig) {
            return Err(CliError::Input(format!(
                "-o {} needs --rig NAME|FILE too: the rig that the curve goes into",
                output.display()
            )));
        }
        if self.explain {
            self.explained()?;
        }
        self.check_output()?;
        let mut included = Vec::new();
        let first = self.read(self.file(), &mut included)?;
        let other = self
            .other
            .as_deref()
            .map(|path| self.read(path, &mut included))
            .transpose()?;
        // A rig on standard output must not have a report around it.
        let to_stream = self.output.as_deref().is_some_and(output::is_dash);
        let mut out: Box<dyn Write> = match to_stream {
            true => Box::new(Printed(io::stderr())),
            false => Box::new(stdout()),
        };
        let files: Vec<(&Path, &Imported)> = [(Some(self.file()), Some(&first))]
            .into_iter()
            .chain([(self.other.as_deref(), other.as_ref())])
            .filter_map(|(path, imported)| Some((path?, imported?)))
            .collect();
        let (rig, remarks) = self.filled(&first, other.as_ref())?;
        if !self.json {
            report::print(&mut out, &files)?;
            self.offer_other_ear(&mut out)?;
        }
        if let (Some(rig), Some(target)) = (rig, &self.output) {
            let mut inputs = self.inputs();
            inputs.extend(included.iter().map(PathBuf::as_path));
            save(target, rig.to_toml().as_bytes(), &inputs)?;
        }
        if self.json {
            let all = report::facts(&files, &remarks, self.output.as_deref());
            return match to_stream {
                true => Ok(writeln!(out, "{all:#}")?),
                false => json::print(&all),
            };
        }
        for remark in &remarks {
            writeln!(out, "  {remark}")?;
        }
        if let (Some(target), false) = (&self.output, to_stream) {
            writeln!(out, "{}: written", target.display())?;
        }
        Ok(())
    }

    /// The rig that is asked for, with the curve in it, and remarks on the curves.
    fn filled(
        &self,
        first: &Imported,
        other: Option<&Imported>,
    ) -> Result<(Option<Rig>, Vec<Remark>), CliError> {
        let (Some(rig), Some(_)) = (&self.rig, &self.output) else {
            let remarks = other.map_or_else(Vec::new, |other| measurement::pair(first, other));
            return Ok((None, remarks));
        };
        let mut rig = bodypack::files::rig::named(rig)?;
        let mut remarks = self.put(&mut rig, first, other)?;
        remarks.extend(self.cut_credit());
        rig.validate()
            .map_err(|e| CliError::Input(words::rig_words(&e)))?;
        Ok((Some(rig), remarks))
    }

    /// A remark on a credit that is too long for a rig.
    fn cut_credit(&self) -> Option<Remark> {
        let length = self.credit.chars().count();
        (length > LONGEST_NAME).then(|| Remark {
            line: None,
            weight: Weight::Warning,
            reason: format!(
                "--credit has {length} characters; a rig keeps {LONGEST_NAME}, and the rest is cut off"
            ),
        })
    }

    fn options(&self) -> Options {
        Options {
            device: self.device.clone(),
            stage: match self.stage {
                Stage::PreMix => import::Stage::PreMix,
                Stage::PostMix => import::Stage::PostMix,
                Stage::Capture => import::Stage::Capture,
            },
            partial: self.partial,
        }
    }

    /// All files that are read.
    fn inputs(&self) -> Vec<&Path> {
        let rig = self
            .rig
            .as_deref()
            .map(Path::new)
            .filter(|path| path.is_file());
        [Some(self.file()), self.other.as_deref(), rig]
            .into_iter()
            .flatten()
            .collect()
    }

    fn check_output(&self) -> Result<(), CliError> {
        output::one_stream(
            [
                Some(self.file()),
                self.other.as_deref(),
                self.rig.as_deref().map(Path::new),
            ]
            .into_iter()
            .flatten(),
        )?;
        output::check(&[(&self.output, Format::Rig)], &self.inputs())
    }

    /// Reads a file, and adds to `included` those that it names.
    fn read(&self, path: &Path, included: &mut Vec<PathBuf>) -> Result<Imported, CliError> {
        let bytes = load(path, import::LONGEST_FILE)?;
        let mut beside = Folder::of(path);
        let name = path.to_string_lossy();
        let imported = import::read_with(&bytes, &name, &self.options(), Some(&mut beside))
            .map_err(|e| CliError::Input(format!("{}: {e}", path.display())));
        included.extend(beside.into_read());
        imported
    }

    /// Evidence for each file, also where it cannot be read.
    fn explained(&self) -> Result<(), CliError> {
        let mut out = io::stderr().lock();
        for path in [Some(self.file()), self.other.as_deref()]
            .into_iter()
            .flatten()
        {
            if output::is_dash(path) {
                continue;
            }
            let bytes = load(path, import::LONGEST_FILE)?;
            let evidence = import::explained(&bytes);
            let words = if evidence.is_empty() {
                "nothing that is known"
            } else {
                ""
            };
            writeln!(out, "{}: looks like {words}", path.display())?;
            for one in evidence {
                writeln!(out, "  {:>3} {}: {}", one.score, one.format, one.reason)?;
            }
        }
        Ok(())
    }

    fn put(
        &self,
        rig: &mut Rig,
        first: &Imported,
        other: Option<&Imported>,
    ) -> Result<Vec<Remark>, CliError> {
        let usual = match first.kind.is_equalizer() {
            true => Role::Headphones,
            false => Role::Earphone,
        };
        let coupler = match self.coupler {
            Coupler::Coupler711 => MeasuredOn::Coupler711,
            Coupler::Type43 => MeasuredOn::Type43,
            Coupler::Unknown => MeasuredOn::Unknown,
        };
        match self.role.unwrap_or(usual) {
            Role::Earphone => {
                let refused = match (&self.other, first.kind.is_equalizer()) {
                    (Some(other), false) => other,
                    _ => self.file(),
                };
                let remarks = measurement::as_earphone(rig, first, other, coupler, &self.credit)
                    .map_err(|e| CliError::Input(format!("{}: {e}", refused.display())))?;
                if let (true, Some(measured)) = (self.keep_treble, &mut rig.earphone.measured) {
                    measured.treble = Treble::Measured;
                }
                Ok(remarks)
            }
            Role::Headphones => {
                let worn = match self.worn {
                    Wear::InEar => WearingStyle::InEar,
                    Wear::OverEar => WearingStyle::OverEar,
                };
                let headphones = Headphones {
                    worn,
                    coupler,
                    equaliser_runs: self.equaliser_runs,
                };
                Ok(measurement::as_headphones(
                    rig,
                    first,
                    other,
                    headphones,
                    &self.credit,
                ))
            }
        }
    }

    /// Says so when the file of the other ear is there and was not given.
    fn offer_other_ear(&self, out: &mut impl Write) -> io::Result<()> {
        let name = self.file().to_string_lossy();
        let other = import::other_ear(&name).filter(|other| Path::new(other).is_file());
        match other {
            Some(other) if self.other.is_none() => {
                writeln!(out, "  the other ear is there too: --other \"{other}\"")
            }
            _ => Ok(()),
        }
    }
}
