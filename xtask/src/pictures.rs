//! `cargo xtask pictures`: the editor as it looks while music plays, drawn without a display.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use xtask_launcher::packages;

use crate::demo::alone;
use crate::mix::{self, Song};
use crate::{build, wav};

/// Pictures of both views for the read-me and the documentation, and their names there.
const README: [(&str, &str); 2] = [
    ("perform-dark-1x.png", "perform.png"),
    ("engineer-dark-1x.png", "editor.png"),
];

struct Wishes {
    song: Option<PathBuf>,
    readme: bool,
}

pub fn run(arguments: &[String]) -> Result<()> {
    let wishes = wishes(arguments)?;
    packages::ensure(packages::DEMO)?;
    let folder = build::target_dir()?.join("pictures");
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let (rate_hz, song) = match &wishes.song {
        Some(path) => alone(wav::read(path)?),
        None => (mix::SAMPLE_RATE_HZ as u32, mix::song()),
    };
    keep(&folder, rate_hz, &song)?;
    paint(&folder, "")?;
    if wishes.readme {
        for (from, to) in README {
            let to = build::root().join("docs").join(to);
            std::fs::copy(folder.join(from), &to)
                .with_context(|| format!("writing `{}`", to.display()))?;
        }
    }
    println!("\nPictures: {}", folder.display());
    Ok(())
}

/// Draws some scenes of the window alone, with the synthesized song, into target/pictures.
pub fn draw(scenes: &[&str]) -> Result<()> {
    packages::ensure(packages::DEMO)?;
    let folder = build::target_dir()?.join("pictures");
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    keep(&folder, mix::SAMPLE_RATE_HZ as u32, &mix::song())?;
    paint(&folder, &scenes.join(","))
}

/// Has the painter draw scenes, or all of them, from the sounds that lie in a folder.
fn paint(folder: &Path, scenes: &str) -> Result<()> {
    let mut painter = Command::new("cargo");
    painter
        .args(["test", "--release", "--test", "pictures"])
        .args(["--", "--ignored", "--nocapture"])
        .current_dir(build::root())
        .env("BODYPACK_PICTURES", folder);
    if !scenes.is_empty() {
        painter.env("BODYPACK_SCENES", scenes);
    }
    let status = painter.status().context("starting the painter")?;
    ensure!(status.success(), "the pictures were not drawn");
    Ok(())
}

fn wishes(arguments: &[String]) -> Result<Wishes> {
    let mut wishes = Wishes {
        song: None,
        readme: false,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), &wishes.song) {
            ("--readme", _) => wishes.readme = true,
            ("--input", None) => {
                let path = arguments.next().context("`--input` takes a WAV file")?;
                let path = std::path::absolute(path)?;
                ensure!(path.is_file(), "`{}` is not a file", path.display());
                wishes.song = Some(path);
            }
            (other, _) => bail!("`{other}` is not understood; there are --input and --readme"),
        }
    }
    Ok(wishes)
}

/// Puts the plugin's three inputs where the painter finds them.
fn keep(folder: &Path, rate_hz: u32, song: &Song) -> Result<()> {
    for (name, sound) in [
        ("mix", &song.main),
        ("mix-room", &song.ambient),
        ("mix-own-voice", &song.own_voice),
    ] {
        wav::write(&folder.join(format!("{name}.wav")), rate_hz, sound)?;
    }
    Ok(())
}
