//! `bodypack export`: a rig's response for other programs, as a table, as a graphic equaliser or as an
//! impulse to convolve with.

use std::io::Write;
use std::path::{Path, PathBuf};

use bodypack::chain::{max_taps, Sound, SAMPLE_RATES_HZ};
use bodypack::curve::{export, minimum_phase, Curve};
use bodypack::rig::{Rig, Side};

use super::output::Pending;
use super::rig_choice::RigChoice;
use super::wav::WavWriter;
use super::{words, Failure};

/// Where the response is solved: finer than anything that is written, and as far as is heard, Hz.
const PER_OCTAVE: f64 = 192.0;
const BAND_HZ: (f64, f64) = (10.0, 24_000.0);

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
    /// Writes a stereo WAV impulse of minimum phase; its highest gain is 0 dB.
    #[arg(long, value_name = "FILE", group = "what")]
    impulse: Option<PathBuf>,
    /// Sample rate of the impulse, Hz.
    #[arg(long, value_name = "HZ", default_value_t = 48_000)]
    rate: u32,
}

impl Arguments {
    pub fn run(self) -> Result<(), Failure> {
        let rig = self.rig.rig()?;
        if !SAMPLE_RATES_HZ.contains(&f64::from(self.rate)) {
            return Err(Failure::Input(format!(
                "the sample rate is {} Hz; allowed are 8000 to 768000 Hz",
                self.rate
            )));
        }
        let left = self.curve(&rig, Side::Left)?;
        let right = self.curve(&rig, Side::Right)?;
        if let Some(path) = &self.csv {
            save(path, export::csv(&left, &right).as_bytes())?;
        }
        if let Some(path) = &self.graphic_eq {
            save(path, export::graphic_eq(&left, &right).as_bytes())?;
        }
        if let Some(path) = &self.impulse {
            let wav = impulse(&left, &right, self.rate).map_err(|e| Failure::output(path, e))?;
            save(path, &wav)?;
        }
        for path in [&self.csv, &self.graphic_eq, &self.impulse]
            .into_iter()
            .flatten()
        {
            writeln!(std::io::stdout(), "{}", path.display())?;
        }
        Ok(())
    }

    /// The level of one ear, solved.
    fn curve(&self, rig: &Rig, side: Side) -> Result<Curve, Failure> {
        let sound = Sound::new(rig, side).map_err(|e| Failure::Input(e.to_string()))?;
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
        Curve::from_levels(&levels).map_err(|e| Failure::Input(e.to_string()))
    }
}

/// A WAV file with the impulse responses of two levels.
fn impulse(left: &Curve, right: &Curve, rate: u32) -> std::io::Result<Vec<u8>> {
    let rate_hz = f64::from(rate);
    let top_db = export::highest_db(left, right);
    let [left, right] = [left, right].map(|curve| -> Vec<f32> {
        let impulse =
            minimum_phase::impulse(|f| curve.level_db(f) - top_db, rate_hz, max_taps(rate_hz));
        impulse.into_iter().map(|h| h as f32).collect()
    });
    let mut writer = WavWriter::new(Vec::new(), rate, left.len() as u64)?;
    writer.write(&left, &right)?;
    writer.finish()
}

/// Writes a whole small file.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut pending = Pending::new(path, &[]).map_err(|e| Failure::output(path, e))?;
    pending
        .file()
        .write_all(bytes)
        .map_err(|e| Failure::output(path, e))?;
    pending.keep().map_err(|e| Failure::output(path, e))
}

/// Reads a whole file that is not too long to be a curve.
pub fn load(path: &Path, longest: usize) -> Result<Vec<u8>, Failure> {
    let failed =
        |e: &std::io::Error| Failure::Input(format!("{}: {}", path.display(), words::io_words(e)));
    let length = std::fs::metadata(path).map_err(|e| failed(&e))?.len();
    if length > longest as u64 {
        return Err(Failure::Input(format!(
            "{}: the file has {length} bytes; curves of up to 4 MB can be read",
            path.display()
        )));
    }
    std::fs::read(path).map_err(|e| failed(&e))
}
