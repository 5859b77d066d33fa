//! `bodypack import`: a measured response or an equaliser into a rig file, with a report of what was
//! read, what was rejected and why.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bodypack::chain::imports::{self, Headphones};
use bodypack::curve::import::{self, Imported, Remark};
use bodypack::rig::{MeasuredOn, Rig, Treble, Worn};
use clap::ValueEnum;

use super::export::{load, save};
use super::rig_choice;
use super::{words, Failure};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A frequency response, or the settings of a parametric or graphic equaliser.
    file: PathBuf,
    /// The file of the other ear.
    #[arg(long, value_name = "FILE")]
    other: Option<PathBuf>,
    /// What it is: the performer's earphone, or what you listen on. An equaliser is always for
    /// your own headphones.
    #[arg(long = "as", value_enum)]
    role: Option<Role>,
    /// The rig that it goes into: a name or a file. Without one, only the report is printed.
    #[arg(long, value_name = "NAME|FILE", requires = "output")]
    rig: Option<String>,
    /// The new rig file.
    #[arg(short, long, value_name = "FILE", requires = "rig")]
    output: Option<PathBuf>,
    /// What it was measured on.
    #[arg(long, value_enum, default_value_t = Coupler::Unknown)]
    coupler: Coupler,
    /// Whose work it is; kept in the rig.
    #[arg(long, value_name = "TEXT", default_value = "")]
    credit: String,
    /// How your own headphones are worn.
    #[arg(long, value_enum, default_value_t = Wear::InEar)]
    worn: Wear,
    /// You run this equaliser yourself while you listen.
    #[arg(long)]
    equaliser_runs: bool,
    /// Keeps a measured earphone above 10 kHz as it was measured, and not its trend.
    #[arg(long)]
    keep_treble: bool,
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

impl Arguments {
    pub fn run(self) -> Result<(), Failure> {
        let first = read(&self.file)?;
        let other = self.other.as_deref().map(read).transpose()?;
        let mut out = io::stdout().lock();
        for (path, imported) in [
            (Some(&self.file), Some(&first)),
            (self.other.as_ref(), other.as_ref()),
        ] {
            if let (Some(path), Some(imported)) = (path, imported) {
                report(&mut out, path, imported)?;
            }
        }
        self.offer_other_ear(&mut out)?;
        if let (Some(rig), Some(output)) = (&self.rig, &self.output) {
            let mut rig = rig_choice::named(rig)?;
            for remark in self.put(&mut rig, &first, other.as_ref())? {
                writeln!(out, "  {remark}")?;
            }
            rig.validate()
                .map_err(|e| Failure::Input(words::rig_words(&e)))?;
            save(output, rig.to_toml().as_bytes())?;
            writeln!(out, "{}: written", output.display())?;
        }
        Ok(())
    }

    fn put(
        &self,
        rig: &mut Rig,
        first: &Imported,
        other: Option<&Imported>,
    ) -> Result<Vec<Remark>, Failure> {
        let usual = match first.kind.is_equaliser() {
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
                let remarks = imports::as_earphone(rig, first, other, coupler, &self.credit)
                    .map_err(|e| Failure::Input(format!("{}: {e}", self.file.display())))?;
                if let (true, Some(measured)) = (self.keep_treble, &mut rig.earphone.measured) {
                    measured.treble = Treble::Measured;
                }
                Ok(remarks)
            }
            Role::Headphones => {
                let worn = match self.worn {
                    Wear::InEar => Worn::InEar,
                    Wear::OverEar => Worn::OverEar,
                };
                let headphones = Headphones {
                    worn,
                    coupler,
                    equaliser_runs: self.equaliser_runs,
                };
                Ok(imports::as_headphones(
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
        let name = self.file.to_string_lossy();
        let other = import::other_ear(&name).filter(|other| Path::new(other).is_file());
        match other {
            Some(other) if self.other.is_none() => {
                writeln!(out, "  the other ear is there too: --other \"{other}\"")
            }
            _ => Ok(()),
        }
    }
}

fn read(path: &Path) -> Result<Imported, Failure> {
    let bytes = load(path, import::LONGEST_FILE)?;
    import::read(&bytes, &path.to_string_lossy())
        .map_err(|e| Failure::Input(format!("{}: {e}", path.display())))
}

fn report(out: &mut impl Write, path: &Path, imported: &Imported) -> io::Result<()> {
    let points = imported.left.points();
    let band = match points {
        [first, .., last] => format!(
            ", {} to {}",
            words::hertz(first.frequency_hz),
            words::hertz(last.frequency_hz)
        ),
        _ => String::new(),
    };
    let ears = match imported.is_stereo() {
        true => "left and right apart, ",
        false => "",
    };
    let rejected = match imported.rejected_lines {
        1 => "1 line rejected".to_owned(),
        count => format!("{count} lines rejected"),
    };
    writeln!(
        out,
        "{}: a {}, {ears}{} points{band}; {rejected}",
        path.display(),
        imported.kind,
        points.len(),
    )?;
    for remark in &imported.report {
        writeln!(out, "  {remark}")?;
    }
    Ok(())
}
