//! Pictures of the manual: plots by the command line, and parts of the window as `cargo xtask pictures`
//! draws them. Each is kept small.

use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};

use super::scene;
use crate::palette;

/// The largest picture, bytes.
const LARGEST: u64 = 150_000;

/// Plots: the file, and the words after `bodypack` with `{}` for it.
const PLOTS: [(&str, &[&str]); 5] = [
    (
        "seal.png",
        &[
            "response",
            "--rig",
            "single-dynamic-wired",
            "--set",
            "earphone.seal.right_resistance_pa_s_m3=5e7",
            "--png",
            "{}",
        ],
    ),
    (
        "output-impedance.png",
        &["response", "--rig", "fault-output-impedance", "--png", "{}"],
    ),
    (
        "drivers.png",
        &[
            "response",
            "--rig",
            "five-armature-custom",
            "--path",
            "all",
            "--png",
            "{}",
        ],
    ),
    (
        "vent-room.png",
        &[
            "response",
            "--rig",
            "vented-dynamic",
            "--path",
            "ambient",
            "--png",
            "{}",
        ],
    ),
    (
        "own-voice.png",
        &[
            "response",
            "--rig",
            "studio-vocal-booth",
            "--path",
            "own-voice",
            "--png",
            "{}",
        ],
    ),
];

/// Pictures of the window: the file, the scene, and the part of it (left, top, width, height), pixels.
const WINDOW: [(&str, &str, [u32; 4]); 6] = [
    ("perform.png", "perform-dark-1x", WHOLE),
    ("engineer.png", "engineer-dark-1x", WHOLE),
    (
        "one-ear-out.png",
        "perform-one-ear-out-dark-1x",
        [0, 470, 1200, 330],
    ),
    ("browser-save.png", "browser-save-dark-1x", WHOLE),
    ("import-earphone.png", "import-earphone-dark-1x", WHOLE),
    ("export.png", "export-dark-1x", [0, 0, 700, 240]),
];

const WHOLE: [u32; 4] = [0, 0, 1200, 800];

fn folder() -> PathBuf {
    super::folder().join("src/pictures")
}

/// Draws the plots anew.
pub fn plot(command: &Path) -> Result<()> {
    let place = tempfile::tempdir()?;
    for (name, words) in PLOTS {
        let path = place.path().join(name);
        let shown = path.to_str().context("the path is text")?;
        let given = words
            .iter()
            .map(|&word| if word == "{}" { shown } else { word });
        super::output_of(command, &given.collect::<Vec<_>>())?;
        palette::whole(&path, &folder().join(name))?;
    }
    report(command)
}

/// Draws the window anew.
pub fn draw() -> Result<()> {
    let scenes: Vec<&str> = WINDOW
        .iter()
        .map(|(_, scene, _)| scene.trim_end_matches("-dark-1x"))
        .collect();
    crate::pictures::draw(&scenes)?;
    let drawn = crate::build::target_dir()?.join("pictures");
    for (name, scene, part) in WINDOW {
        palette::cut(
            &drawn.join(format!("{scene}.png")),
            part,
            &folder().join(name),
        )?;
    }
    Ok(())
}

/// The matrix of a translation report.
fn report(command: &Path) -> Result<()> {
    let place = tempfile::tempdir()?;
    scene::set(place.path(), &scene::song())?;
    let file = |name: &str| place.path().join(name).display().to_string();
    super::output_of(
        command,
        &[
            "report",
            &file("mix.wav"),
            "--stem",
            &format!("vocal={}", file("vocal.wav")),
            "--stage",
            "club",
            "--png",
            "--clips",
            "0",
            "-o",
            &file("report.html"),
        ],
    )?;
    palette::whole(
        &place.path().join("report.png"),
        &folder().join("report.png"),
    )
}

/// Checks that none is too large.
pub fn check() -> Result<()> {
    for entry in std::fs::read_dir(folder()).context("reading the folder of pictures")? {
        let path = entry?.path();
        let size = path.metadata()?.len();
        ensure!(
            size <= LARGEST,
            "`{}` has {size} bytes; {LARGEST} are the most",
            path.display()
        );
    }
    Ok(())
}
