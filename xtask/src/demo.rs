//! `cargo xtask demo`: music through a handful of factory rigs, rendered by the bundled plugin.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use bodypack::rig::presets;

use crate::build::{self, Built};
use crate::host::Plugin;
use crate::mix::{self, Song};
use crate::sound::Stereo;
use crate::{packages, wav};

/// Factory rigs that differ clearly by ear.
const RIGS: &[&str] = &[
    "single-dynamic-wired",
    "single-dynamic-poor-seal",
    "dual-armature-digital",
    "hybrid-electrostatic-custom",
    "vented-dynamic",
    "drummer",
];

pub fn run(arguments: &[String]) -> Result<()> {
    let input = input_of(arguments)?;
    packages::ensure(packages::DEMO)?;
    let built = build::bundle()?;
    let folder = build::root().join("demo");
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;

    let (rate_hz, song) = match input {
        Some(path) => alone(wav::read(&path)?),
        None => synthesised(&folder)?,
    };
    let plugin = Plugin::load(&built.clap)?;
    println!("\nRendering through the plugin at {rate_hz} Hz:");
    for id in RIGS {
        let rig = presets::find(id)?;
        let heard = plugin
            .render(&rig, rate_hz, [&song.main, &song.ambient, &song.own_voice])
            .with_context(|| format!("rendering {id}"))?;
        wav::write(&folder.join(format!("{id}.wav")), rate_hz, &heard)?;
        picture(&built, id, &folder)?;
        println!("  {id}.wav, {id}.png   {}", rig.name);
    }
    println!(
        "\nPlugins:      {}\n              {}\nCommand line: {}\nMusic and pictures of each \
         response: {}",
        built.clap.display(),
        built.vst3.display(),
        built.command.display(),
        folder.display()
    );
    Ok(())
}

fn input_of(arguments: &[String]) -> Result<Option<PathBuf>> {
    match arguments {
        [] => Ok(None),
        [option, path] if option == "--input" => {
            // Relative to where the user is, wherever the tasks run.
            let path = std::path::absolute(path)?;
            ensure!(path.is_file(), "`{}` is not a file", path.display());
            Ok(Some(path))
        }
        _ => bail!("the demonstration takes `--input SONG.wav` or nothing"),
    }
}

/// A song of the user's own comes without a room and without the performer's voice.
pub fn alone((rate_hz, main): (u32, Stereo)) -> (u32, Song) {
    let silence = || Stereo {
        left: vec![0.0; main.left.len()],
        right: vec![0.0; main.left.len()],
    };
    let (ambient, own_voice) = (silence(), silence());
    (
        rate_hz,
        Song {
            main,
            ambient,
            own_voice,
        },
    )
}

fn synthesised(folder: &Path) -> Result<(u32, Song)> {
    println!("Playing a song to render …");
    let rate_hz = mix::SAMPLE_RATE_HZ as u32;
    let song = mix::song();
    for (name, sound) in [
        ("mix", &song.main),
        ("mix-room", &song.ambient),
        ("mix-own-voice", &song.own_voice),
    ] {
        wav::write(&folder.join(format!("{name}.wav")), rate_hz, sound)?;
    }
    println!("  mix.wav, and mix-room.wav and mix-own-voice.wav for the plugin's other inputs");
    Ok((rate_hz, song))
}

/// The response at the drum, drawn by the command line.
fn picture(built: &Built, id: &str, folder: &Path) -> Result<()> {
    let status = Command::new(&built.command)
        .args(["response", "--rig", id, "--png"])
        .arg(folder.join(format!("{id}.png")))
        .status()
        .with_context(|| format!("starting `{}`", built.command.display()))?;
    ensure!(status.success(), "no picture of {id}");
    Ok(())
}
