//! `bodypack export`: a rig's response for other programs, as a table, as an equalizer of several kinds or as an
//! impulse to convolve with.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use bodypack::curve::export::Equalizer;
use bodypack::curve::{export, fit, minimum_phase, Curve};
use bodypack::design::{max_taps, EarModel};
use bodypack::files::terminal::tell;
use bodypack::files::WavWriter;
use bodypack::rig::{Rig, Side};
use clap::ValueEnum;

use super::numbers::whole;
use super::output::{self, AtomicFile, Format};
use super::rig_choice::RigChoice;
use super::{cable, words, CliError};

/// Resolution of the solved response: finer than any output, over the audible band.
const PER_OCTAVE: f64 = 192.0;
const BAND_HZ: (f64, f64) = (10.0, 24_000.0);

/// The longest impulse that is written, samples.
const MOST_TAPS: u64 = 1 << 20;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct Arguments {
    #[command(flatten)]
    rig: RigChoice,
    /// Exports what you hear, with your own headphones divided out, and not the pressure at the
    /// performer's drum.
    #[arg(long)]
    heard: bool,
    /// Writes a table with 48 points per octave.
    #[arg(long, value_name = "FILE", group = "what")]
    csv: Option<PathBuf>,
    /// Writes a GraphicEQ.txt; its highest gain is 0 dB.
    #[arg(long, value_name = "FILE", group = "what")]
    graphic_eq: Option<PathBuf>,
    /// Writes filters for Equalizer APO (and all that reads ParametricEQ.txt).
    #[arg(long, value_name = "FILE", group = "what")]
    equalizer_apo: Option<PathBuf>,
    /// Writes an output preset of EasyEffects.
    #[arg(long, value_name = "FILE", group = "what")]
    easy_effects: Option<PathBuf>,
    /// Writes a PipeWire filter-chain.
    #[arg(long, value_name = "FILE", group = "what")]
    pipewire: Option<PathBuf>,
    /// Writes filters and pipeline of CamillaDSP.
    #[arg(long, value_name = "FILE", group = "what")]
    camilla_dsp: Option<PathBuf>,
    /// Number of filters parametric formats get for each ear.
    #[arg(long, value_name = "COUNT", default_value_t = 20, allow_negative_numbers = true,
          value_parser = whole::<u32>(2..=fit::MOST_FILTERS as u64 - 1))]
    filters: u32,
    /// Writes a stereo WAV impulse; its highest gain is 0 dB.
    #[arg(long, value_name = "FILE", group = "what")]
    impulse: Option<PathBuf>,
    /// Sample rate of the impulse, Hz.
    #[arg(long, value_name = "HZ", default_value_t = 48_000, allow_negative_numbers = true,
          value_parser = whole::<u32>(8_000..=768_000))]
    rate: u32,
    /// Length of the impulse in samples; without it, as long as the rig rings.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = whole::<u32>(16..=MOST_TAPS))]
    taps: Option<u32>,
    /// Phase of the impulse: minimum has no delay, linear is alike on both sides of its middle.
    #[arg(long, value_enum, default_value_t = Phase::Minimum)]
    phase: Phase,
    /// Prints what was written as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Phase {
    Minimum,
    Linear,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let inputs: Vec<&Path> = self.rig.file().into_iter().collect();
        let targets = self.targets();
        output::check(&targets, &inputs)?;
        let rig = self.rig.rig()?;
        cable::tell_broken(&rig);
        let left = self.curve(&rig, Side::Left)?;
        let right = self.curve(&rig, Side::Right)?;
        let text = |path: &Option<PathBuf>, make: &dyn Fn() -> String| match path {
            Some(path) => save(path, make().as_bytes(), &inputs),
            None => Ok(()),
        };
        text(&self.csv, &|| export::csv(&left, &right))?;
        text(&self.graphic_eq, &|| export::graphic_eq(&left, &right))?;
        let fitted = self.parametric(&left, &right);
        if let Some(equalizer) = &fitted {
            text(&self.equalizer_apo, &|| equalizer.equalizer_apo())?;
            text(&self.easy_effects, &|| equalizer.easy_effects())?;
            text(&self.pipewire, &|| equalizer.pipewire(&rig.name))?;
            text(&self.camilla_dsp, &|| equalizer.camilla_dsp())?;
        }
        if let Some(path) = &self.impulse {
            let wav = self
                .impulse(&left, &right)
                .map_err(|e| CliError::output(path, e))?;
            save(path, &wav, &inputs)?;
        }
        self.say(fitted.as_ref())
    }

    fn targets(&self) -> [(&Option<PathBuf>, Format); 7] {
        [
            (&self.csv, Format::Csv),
            (&self.graphic_eq, Format::Text),
            (&self.equalizer_apo, Format::Text),
            (&self.easy_effects, Format::Json),
            (&self.pipewire, Format::Conf),
            (&self.camilla_dsp, Format::Yaml),
            (&self.impulse, Format::Wav),
        ]
    }

    /// The filters that follow the curves, where a format wants them.
    fn parametric(&self, left: &Curve, right: &Curve) -> Option<Equalizer> {
        let wanted = [
            &self.equalizer_apo,
            &self.easy_effects,
            &self.pipewire,
            &self.camilla_dsp,
        ];
        let any = wanted.into_iter().any(Option::is_some);
        any.then(|| Equalizer::new(left, right, self.filters as usize))
    }

    /// Says what was written; not between the lines of a result on standard output.
    fn say(&self, fitted: Option<&Equalizer>) -> Result<(), CliError> {
        let targets = self.targets();
        if let Some(worst_db) = fitted.map(Equalizer::worst_db) {
            tell(format_args!(
                "{} filters follow the response within {worst_db:.1} dB from 20 Hz to 16 kHz",
                self.filters
            ));
        }
        let facts = serde_json::json!({ "worst_db": fitted.map(Equalizer::worst_db) });
        let paths = targets.iter().filter_map(|(path, _)| path.as_ref());
        output::say_written(paths, self.json.then_some(facts))
    }

    /// The level of one ear, solved.
    fn curve(&self, rig: &Rig, side: Side) -> Result<Curve, CliError> {
        let sound = EarModel::new(rig, side).map_err(|e| CliError::Input(e.to_string()))?;
        let (low_hz, high_hz) = BAND_HZ;
        let steps = ((high_hz / low_hz).log2() * PER_OCTAVE).ceil();
        let levels: Vec<(f64, f64)> = (0..=steps as i32)
            .map(|n| low_hz * (high_hz / low_hz).powf(f64::from(n) / steps))
            .map(|f| {
                let reference_db = if self.heard {
                    sound.reference_db(f)
                } else {
                    0.0
                };
                (f, sound.programme_db(f) - reference_db)
            })
            .collect();
        Curve::from_levels(&levels).map_err(|e| CliError::Input(e.to_string()))
    }

    /// A WAV file with the impulse responses of two levels.
    fn impulse(&self, left: &Curve, right: &Curve) -> std::io::Result<Vec<u8>> {
        let rate_hz = f64::from(self.rate);
        let taps = self
            .taps
            .map_or_else(|| max_taps(rate_hz), |taps| taps as usize);
        let top_db = export::highest_db(left, right);
        let [left, right] = [left, right].map(|curve| -> Vec<f32> {
            let level_db = |f: f64| curve.level_db(f) - top_db;
            let impulse = match self.phase {
                Phase::Minimum => minimum_phase::impulse(level_db, rate_hz, taps),
                Phase::Linear => minimum_phase::linear(level_db, rate_hz, taps),
            };
            impulse.into_iter().map(|h| h as f32).collect()
        });
        let mut writer = WavWriter::new(Vec::new(), self.rate, left.len() as u64)?;
        writer.write(&left, &right)?;
        writer.finish()
    }
}

/// Writes a whole small file that none of the inputs may be.
pub fn save(path: &Path, bytes: &[u8], inputs: &[&Path]) -> Result<(), CliError> {
    let mut pending = AtomicFile::new(path, inputs).map_err(|e| CliError::output(path, e))?;
    pending
        .file()
        .write_all(bytes)
        .map_err(|e| CliError::output(path, e))?;
    pending.keep().map_err(|e| CliError::output(path, e))
}

/// Reads a whole file that is not too long to be a curve; `-` is standard input.
pub fn load(path: &Path, longest: usize) -> Result<Vec<u8>, CliError> {
    let failed =
        |e: &std::io::Error| CliError::Input(format!("{}: {}", path.display(), words::io_words(e)));
    let too_long = |length: u64| {
        CliError::Input(format!(
            "{}: the file has {length} bytes; curves of up to 4 MB can be read",
            path.display()
        ))
    };
    let mut bytes = Vec::new();
    if output::is_dash(path) {
        // One byte more shows that there is more.
        let limit = longest as u64 + 1;
        let stream = std::io::stdin().lock();
        stream
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|e| failed(&e))?;
    } else {
        let data = std::fs::metadata(path).map_err(|e| failed(&e))?;
        if data.len() > longest as u64 {
            return Err(too_long(data.len()));
        }
        let file = std::fs::File::open(path).map_err(|e| failed(&e))?;
        let limit = longest as u64 + 1;
        file.take(limit)
            .read_to_end(&mut bytes)
            .map_err(|e| failed(&e))?;
    }
    if bytes.len() > longest {
        return Err(too_long(bytes.len() as u64));
    }
    Ok(bytes)
}
