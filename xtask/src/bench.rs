//! `cargo xtask bench`: what the plugin costs, as ratios within one run.
//!
//! Rows in the plugin's own bundles: VST3 in pedalboard beside a chain of stock JUCE parts, CLAP in a
//! host of our own, responses from a knob's turn on, and sizes. Each is a median with the range that
//! holds the middle 80 %. `--save FILE` keeps the table and `--compare FILE` prints what moved.

mod instances;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{ensure, Context, Result};
use bodypack::design::ResponseCache;
use bodypack::rig::{presets, Rig};
use xtask_launcher::packages;

use crate::host::Plugin;
use crate::hosts::Python;
use crate::{build, music, wav};

/// Memory that the C library keeps for the next call, bytes: more than there is.
const KEPT_BYTES: u64 = 1 << 36;

/// Rounds of a row in pedalboard.
const ROUNDS: usize = 9;
/// Part of the song that instances play, seconds.
const SOUND_S: f64 = 4.0;

/// A row of the table.
pub struct Row {
    name: String,
    median: f64,
    /// Range of the middle 80 %.
    range: Option<[f64; 2]>,
}

impl Row {
    /// A row of repetitions in ascending order.
    fn of(name: &str, sorted: &[f64]) -> Self {
        Self {
            name: name.to_owned(),
            median: quantile(sorted, 0.5),
            range: Some([0.1, 0.9].map(|share| quantile(sorted, share))),
        }
    }

    /// A row of one figure.
    fn single(name: &str, value: f64) -> Self {
        Self {
            name: name.to_owned(),
            median: value,
            range: None,
        }
    }

    /// A line of a script: name, median, low, high.
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let name = fields.next()?.to_owned();
        let median = fields.next()?.parse().ok()?;
        let range = match (fields.next(), fields.next()) {
            (Some(low), Some(high)) => Some([low.parse().ok()?, high.parse().ok()?]),
            _ => None,
        };
        Some(Self {
            name,
            median,
            range,
        })
    }

    fn line(&self) -> String {
        let range = self.range.map_or(String::new(), |[low, high]| {
            format!("\t{low:.4}\t{high:.4}")
        });
        format!("{}\t{:.4}{range}", self.name, self.median)
    }

    fn print(&self) {
        let range = self.range.map_or(String::new(), |[low, high]| {
            format!("({low:.3} to {high:.3})")
        });
        println!("{:56} {:9.3}  {range}", self.name, self.median);
    }
}

/// The value in ascending ones below which `share` of them lie.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = (share * last as f64).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// Arguments of the task.
#[derive(Default)]
struct Options {
    rigs: bool,
    thorough: bool,
    save: Option<PathBuf>,
    compare: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut file = || -> Result<PathBuf> {
                let name = arguments.next();
                Ok(name
                    .with_context(|| format!("`{argument}` needs a file"))?
                    .into())
            };
            match argument.as_str() {
                "--rigs" => options.rigs = true,
                "--thorough" => options.thorough = true,
                "--save" => options.save = Some(file()?),
                "--compare" => options.compare = Some(file()?),
                other => anyhow::bail!(
                    "`cargo xtask bench` knows --rigs, --thorough, --save FILE and --compare FILE, \
                     not `{other}`"
                ),
            }
        }
        Ok(options)
    }
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    // Read before anything takes its time: a file that is not there is said at once.
    let before = options.compare.as_deref().map(read).transpose()?;
    println!("Builds and bundles the plugin (some minutes the first time), then measures for about five minutes.");
    packages::ensure(packages::BENCH)?;
    let built = build::bundle()?;
    let song = music::prepare()?;
    let mut rows = Vec::new();
    println!("\nprocessor time of the VST3 by that of six equalizer bands, two compressors, a convolution of 1024 taps");
    println!("and a limiter in JUCE, stereo, 48 kHz, blocks of 64: median (10 % to 90 %)\n");
    let script = pedalboard_rows(&built.vst3, &song.song, options.rigs)?;
    show(&mut rows, script);
    println!("\nthe CLAP in a host of our own\n");
    let sound = sound_of(&song.song)?;
    let plugin = Plugin::load(&built.clap)?;
    show(
        &mut rows,
        instances::rows(&plugin, &sound, options.thorough)?,
    );
    println!("\nresponses and sizes\n");
    show(
        &mut rows,
        from_knob_to_response()?
            .into_iter()
            .chain([size(&built.clap)?])
            .collect(),
    );
    if let Some(file) = &options.save {
        let lines: Vec<String> = rows.iter().map(Row::line).collect();
        std::fs::write(file, lines.join("\n") + "\n")
            .with_context(|| format!("writing `{}`", file.display()))?;
    }
    if let Some(before) = before {
        compare(&before, &rows);
    }
    Ok(())
}

/// Prints rows and keeps them.
fn show(rows: &mut Vec<Row>, more: Vec<Row>) {
    more.iter().for_each(Row::print);
    rows.extend(more);
}

fn pedalboard_rows(vst3: &Path, song: &Path, rigs: bool) -> Result<Vec<Row>> {
    let python = Python::prepare()?;
    let script = build::target_dir()?.join("hosts").join("bench.py");
    std::fs::write(&script, include_str!("bench/pedalboard.py"))?;
    let mut command = Command::new(python.program());
    command
        .arg(script)
        .arg(vst3)
        .arg(song)
        .arg(ROUNDS.to_string());
    // The host makes new memory for each call; handed back to the system in between, it would cost a page fault for
    // every page, several times as much as a plain gain.
    for threshold in ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"] {
        command.env(threshold, KEPT_BYTES.to_string());
    }
    if rigs {
        command.arg("rigs");
    }
    let output = command.output().context("starting Python")?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "pedalboard: {errors}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(said.lines().filter_map(Row::parse).collect())
}

/// Some seconds of the song, left and right.
fn sound_of(song: &Path) -> Result<[Vec<f32>; 2]> {
    let (rate_hz, sound) = wav::read(song)?;
    let from = 20 * rate_hz as usize;
    let until = from + (SOUND_S * f64::from(rate_hz)) as usize;
    let cut = |channel: &[f32]| channel.get(from..until).map(<[f32]>::to_vec);
    let channels = cut(&sound.left).zip(cut(&sound.right));
    let (left, right) = channels.context("the song is too short")?;
    Ok([left, right])
}

/// Times of a new response after a turn of a knob, eight armatures, ears apart: of the seal, which leaves
/// drivers, tubes and ear as they are, and of a bore, which leaves nothing.
fn from_knob_to_response() -> Result<[Row; 2]> {
    let seal = |rig: &mut Rig, turned: f64| {
        rig.earphone.seal.left_resistance_pa_s_m3 = 1e8 * turned;
        rig.earphone.seal.right_resistance_pa_s_m3 = 2e8 * turned;
    };
    let bore = |rig: &mut Rig, turned: f64| rig.earphone.bores[0].length_mm = 8.0 * turned;
    Ok([
        responses(
            "knob to new response, eight armatures, ears apart, ms",
            seal,
        )?,
        responses("knob of a bore to new response, ms", bore)?,
    ])
}

fn responses(label: &'static str, turn: impl Fn(&mut Rig, f64)) -> Result<Row> {
    const RIG: &str = "eight-armature-custom";
    let preset = presets::find(RIG).with_context(|| format!("there is no rig `{RIG}`"))?;
    let mut rig = preset.clone();
    rig.earphone.seal.left_resistance_pa_s_m3 = 1e8;
    rig.earphone.seal.right_resistance_pa_s_m3 = 2e8;
    let mut cache = ResponseCache::default();
    let mut times = Vec::new();
    for step in 0..60 {
        turn(&mut rig, 1.01_f64.powi(step));
        let start = Instant::now();
        cache.design(&rig, 48_000.0)?;
        times.push(1e3 * start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(Row::of(label, &times))
}

fn size(clap: &Path) -> Result<Row> {
    let bytes = std::fs::metadata(clap)?.len();
    Ok(Row::single(
        "size of the CLAP bundle, MB",
        bytes as f64 / 1e6,
    ))
}

/// A table that was saved.
fn read(file: &Path) -> Result<BTreeMap<String, f64>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading `{}`", file.display()))?;
    let rows = text.lines().filter_map(Row::parse);
    Ok(rows.map(|row| (row.name, row.median)).collect())
}

fn compare(before: &BTreeMap<String, f64>, rows: &[Row]) {
    println!(
        "\n{:56} {:>9} {:>9} {:>8}",
        "by the saved table", "before", "now", "change"
    );
    for row in rows {
        match before.get(&row.name) {
            Some(&then) => {
                let percent = 100.0 * (row.median / then - 1.0);
                println!(
                    "{:56} {then:9.3} {:9.3} {percent:+7.1}%",
                    row.name, row.median
                );
            }
            None => println!("{:56} {:>9} {:9.3}", row.name, "new", row.median),
        }
    }
}
