//! `cargo xtask hosts`: the built bundles in the hosts that install here, none of which has a window
//! on a screen or a sound card. What comes of it is a table of hosts and checks.

pub mod ardour;
mod python;
mod qtractor;
mod run;
pub mod session;
mod table;
mod test_hosts;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use bodypack::rig::presets;
use bodypack::session::{Export, Mode};
use xtask_launcher::packages;

pub use python::Python;

use self::table::{Check, Outcome, Table};
use crate::build::{self, Built};
use crate::sound::Stereo;
use crate::{mix, vstpreset, wav};

/// The factory rig that is chosen in the hosts.
const RIG: &str = "drummer";
/// Length of the song, seconds.
pub const LENGTH_S: usize = 4;
/// Start of the song in the synthesized mix, seconds.
const FROM_S: usize = 4;

/// Input of every host.
pub struct Given {
    built: Built,
    /// A folder of this run alone.
    folder: PathBuf,
    /// A few seconds of music, 48 kHz, stereo, 32-bit float.
    song: PathBuf,
    /// The same through [`RIG`], rendered by the command line.
    expected: PathBuf,
    /// The same through the rig of a fresh instance.
    fresh: PathBuf,
    /// A preset file under which an export passes through.
    passing: PathBuf,
}

/// Drives every host, or those that are named, and prints the table.
pub fn run(arguments: &[String]) -> Result<()> {
    const HOSTS: [&str; 5] = ["ardour", "qtractor", "pedalboard", "dawdreamer", "tests"];
    if let Some(other) = arguments
        .iter()
        .find(|name| !HOSTS.contains(&name.as_str()))
    {
        bail!("there is no host `{other}`; there are {}", HOSTS.join(", "));
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|own| own == name);
    packages::ensure(packages::HOSTS)?;
    let given = prepare()?;
    let mut table = Table::default();
    if wanted("ardour") {
        table.add("Ardour (VST3)", ardour::drive(&given)?);
    }
    if wanted("qtractor") {
        table.add("Qtractor (CLAP)", qtractor::drive(&given)?);
    }
    if wanted("pedalboard") || wanted("dawdreamer") {
        let python = Python::prepare()?;
        for (name, title) in [
            ("pedalboard", "pedalboard (VST3)"),
            ("dawdreamer", "DawDreamer (VST3)"),
        ] {
            if wanted(name) {
                table.add(title, python.drive(name, &given)?);
            }
        }
    }
    if wanted("tests") {
        for (title, outcomes) in test_hosts::drive(&given)? {
            table.add(title, outcomes);
        }
    }
    println!("\n{table}");
    ensure!(!table.has_failed(), "a check has failed");
    Ok(())
}

/// Builds what the hosts load and renders what they are held to.
fn prepare() -> Result<Given> {
    let built = build::bundle()?;
    let folder = build::target_dir()?.join("hosts").join("run");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let rate_hz = mix::SAMPLE_RATE_HZ as u32;
    let whole = mix::song().main;
    let range = FROM_S * rate_hz as usize..(FROM_S + LENGTH_S) * rate_hz as usize;
    let cut = Stereo {
        left: whole.left[range.clone()].to_vec(),
        right: whole.right[range].to_vec(),
    };
    let song = folder.join("song.wav");
    wav::write(&song, rate_hz, &cut)?;
    let expected = folder.join("expected.wav");
    render(&built, &song, &expected, RIG)?;
    let fresh = folder.join("fresh.wav");
    render(&built, &song, &fresh, presets::DEFAULT_RIG_ID)?;
    let passing = folder.join("passing.vstpreset");
    std::fs::write(&passing, vstpreset::file_of(passing_state().as_bytes()))?;
    Ok(Given {
        built,
        folder,
        song,
        expected,
        fresh,
        passing,
    })
}

/// A state that says nothing but that an export passes through.
fn passing_state() -> String {
    let word = Mode::PassThrough.word();
    format!(
        r#"{{"version":"1","params":{{}},"fields":{{"{}":"\"{word}\""}}}}"#,
        Export::KEY
    )
}

fn render(built: &Built, from: &Path, to: &Path, rig: &str) -> Result<()> {
    let status = Command::new(&built.command)
        .arg("render")
        .arg(from)
        .arg("-o")
        .arg(to)
        .args(["--rig", rig, "--gain", "0"])
        .status()
        .context("starting the command line")?;
    ensure!(status.success(), "the command line did not render");
    Ok(())
}

/// Largest difference between two recordings; they may differ in length by what a host adds.
pub fn apart(a: &Path, b: &Path) -> Result<f32> {
    let ((_, a), (_, b)) = (wav::read(a)?, wav::read(b)?);
    let pairs = a
        .left
        .iter()
        .zip(&b.left)
        .chain(a.right.iter().zip(&b.right));
    let worst = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    let shortest = a.left.len().min(b.left.len());
    ensure!(shortest > 0, "nothing was rendered");
    Ok(worst)
}

/// Outcome of a check whose run may have failed.
fn outcome(result: Result<()>) -> Outcome {
    match result {
        Ok(()) => Outcome::Ok,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

/// The outcomes of a host, which does not offer some of the checks.
type Outcomes = Vec<(Check, Outcome)>;
