//! `cargo xtask demo`: music through twelve situations, rendered by the bundled plugin, and a page to
//! listen to them.

mod page;
mod picture;

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};
use bodypack::rig::presets;
use xtask_launcher::packages;

use crate::build;
use crate::host::Plugin;
use crate::mix::{self, Song};
use crate::sound::Stereo;
use crate::wav;

/// From the wire to Bluetooth, with what the air, the ear and the earphone do in between.
const RIGS: [&str; 12] = [
    "bassist-wired-beside-the-kit",
    "bar-budget-fm-stereo",
    "singer-club-beside-the-kit",
    "singer-arena-touring-fm",
    "fault-fm-edge-of-range",
    "singer-floor-wedge",
    "fault-poor-seal-beside-the-kit",
    "drummer-one-ear-out",
    "keys-touring-level-aware-fm",
    "singer-ambient-microphones",
    "guitarist-arena-digital-uhf",
    "fault-bluetooth-on-stage",
];

/// The page of the demonstration.
const PAGE: &str = "index.html";

pub fn run(arguments: &[String]) -> Result<()> {
    let input = input_of(arguments)?;
    packages::ensure(packages::DEMO)?;
    let built = build::bundle()?;
    let folder = build::root().join("demo");
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;

    let (rate_hz, song) = match input {
        Some(path) => alone(wav::read(&path)?),
        None => synthesized(&folder)?,
    };
    wav::write(&folder.join("mix.wav"), rate_hz, &song.main)?;
    let plugin = Plugin::load(&built.clap)?;
    println!("\nRendering through the plugin at {rate_hz} Hz:");
    let mut entries = Vec::new();
    for id in RIGS {
        let rig = presets::find(id)?;
        let heard = plugin
            .render(&rig, rate_hz, [&song.main, &song.ambient, &song.own_voice])
            .with_context(|| format!("rendering {id}"))?;
        wav::write(&folder.join(format!("{id}.wav")), rate_hz, &heard)?;
        write(&folder.join(format!("{id}.svg")), &picture::svg(&rig)?)?;
        println!("  {id}.wav, {id}.svg   {}", rig.name);
        entries.push(page::Entry { id, rig });
    }
    let page = folder.join(PAGE);
    write(&page, &page::html(&entries))?;
    println!(
        "\nPlugins:      {}\n              {}\nCommand line: {}\nListen and compare: {}",
        built.clap.display(),
        built.vst3.display(),
        built.command.display(),
        page.display()
    );
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("writing `{}`", path.display()))
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

fn synthesized(folder: &Path) -> Result<(u32, Song)> {
    println!("Playing a song to render …");
    let rate_hz = mix::SAMPLE_RATE_HZ as u32;
    let song = mix::song();
    for (name, sound) in [
        ("mix-room", &song.ambient),
        ("mix-own-voice", &song.own_voice),
    ] {
        wav::write(&folder.join(format!("{name}.wav")), rate_hz, sound)?;
    }
    println!("  mix.wav, and mix-room.wav and mix-own-voice.wav for the plugin's other inputs");
    Ok((rate_hz, song))
}
