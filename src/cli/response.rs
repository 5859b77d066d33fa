//! `bodypack response`: what a rig's earphone does to the mix, or to the room, as a table, a CSV
//! file or a picture. Steady state, solved at each frequency; nothing is rendered.

mod columns;
mod isolation;
mod measured_phase;
mod path_kind;
mod pictures;
mod sweep;
mod table;

use std::path::{Path, PathBuf};

use bodypack::files::terminal::{stdout, tell};
use bodypack::rig::{Ear as EarModel, Rig, Side};
use clap::ValueEnum;

use super::export::save;
use super::output::{self, Format};
use super::plot::{self, Picture};
use super::rig_choice::RigChoice;
use super::{cable, json, CliError, Ear};
use path_kind::PathKind;
pub use sweep::Sweep;

/// Points per octave of a table, a CSV file and a picture, which shows every pixel of a narrow peak.
const TABLE_PER_OCTAVE: u32 = 12;
const FILE_PER_OCTAVE: u32 = 48;
const PICTURE_PER_OCTAVE: u32 = 192;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    rig: RigChoice,
    /// The sound that is followed to the drum, or another thing that the network tells.
    #[arg(long, value_enum, default_value_t = PathKind::Program)]
    path: PathKind,
    /// Which ear; tables show the left one when it is not given, pictures both where they differ.
    #[arg(long, value_enum)]
    ear: Option<Ear>,
    /// Measurement point: the microphone of a 711 coupler at 23 °C, or a human drum at 36 °C.
    /// Without it, the ear that the rig names.
    #[arg(long, value_enum)]
    at: Option<At>,
    /// Writes a CSV file with 48 points per octave, and prints no table.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Draws a picture as a PNG file, and prints no table.
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// Prints the table as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum At {
    #[value(name = "711")]
    Coupler,
    Drum,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let rig = self.rig.rig()?;
        let inputs: Vec<&Path> = self.rig.file().into_iter().collect();
        output::check(
            &[(&self.csv, Format::Csv), (&self.png, Format::Png)],
            &inputs,
        )?;
        let ear = match self.at {
            None => rig.listening.ear,
            Some(At::Coupler) => EarModel::Coupler711,
            Some(At::Drum) if rig.listening.ear != EarModel::Coupler711 => rig.listening.ear,
            Some(At::Drum) => EarModel::Type43,
        };
        let side = self.ear.map_or(Side::Left, Side::from);
        self.tell_left_out(&rig);
        if self.csv.is_none() && self.png.is_none() {
            let sweep = Sweep::new(&rig, side, ear, TABLE_PER_OCTAVE)?;
            if self.json {
                return json::print(&table::facts(&rig, &sweep, self.path));
            }
            let out = &mut stdout();
            if self.path == PathKind::Ambient {
                isolation::print(out, &rig, ear)?;
            }
            return Ok(table::print(out, &rig, &sweep, self.path)?);
        }
        if let Some(path) = &self.csv {
            let sweep = Sweep::new(&rig, side, ear, FILE_PER_OCTAVE)?;
            let mut text = Vec::new();
            table::csv(&mut text, &rig, &sweep, self.path)?;
            save(path, &text, &inputs)?;
        }
        if let Some(path) = &self.png {
            let picture = self.picture(&rig, ear)?;
            let bytes = plot::png(&picture).map_err(|e| CliError::Input(e.to_string()))?;
            save(path, &bytes, &inputs)?;
        }
        let paths = [&self.csv, &self.png].into_iter().flatten();
        output::say_written(paths, self.json.then(|| serde_json::json!({})))
    }

    /// Says on standard error what the curves of this path do not hold.
    fn tell_left_out(&self, rig: &Rig) {
        let drivers = matches!(self.path, PathKind::Drivers | PathKind::All);
        if drivers || self.path == PathKind::Program {
            cable::tell_broken(rig);
        }
        if drivers && measured_phase::is_measured(rig) {
            tell(
                "notice: the measurement replaces the rig’s drivers: what is shown of them is not heard, \
                 and does not add up to the program",
            );
        }
    }

    fn picture(&self, rig: &Rig, ear: EarModel) -> Result<Picture, CliError> {
        let differ = !rig.earphone.is_symmetric();
        let sides = match self.ear {
            Some(one) => vec![one.into()],
            None if differ => Side::BOTH.to_vec(),
            None => vec![Side::Left],
        };
        let sweeps: Result<Vec<_>, _> = sides
            .into_iter()
            .map(|side| Sweep::new(rig, side, ear, PICTURE_PER_OCTAVE))
            .collect();
        let sweeps = sweeps?;
        let name = |sweep: &Sweep| match differ {
            true => sweep::side_name(sweep.side),
            false => "both ears",
        };
        let panels = pictures::panels(rig, self.path, &sweeps, name);
        let which = match &sweeps[..] {
            [only] if differ => format!(", {} ear", sweep::side_name(only.side)),
            _ => String::new(),
        };
        let subtitle = format!("{}{which}", table::what(rig, ear, self.path));
        Ok(Picture {
            title: rig.name.clone(),
            subtitle,
            panels,
        })
    }
}
