//! The recording that the tests listen to: "Feelings", composed and performed by Sectoid (Carlos
//! Viola Iborra), from the Debian package fretsonfire-songs-sectoid, where it stands under the MIT
//! license. It is fetched by the set-up and never part of the project.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};
use xtask_launcher::packages::GUITAR;

use crate::sound::Stereo;
use crate::{build, wav};

/// The rest of the band.
const BAND: &str = "/usr/share/games/fretsonfire/data/songs/sectoid/Feelings/song.ogg";

/// A quiet passage and then the whole band.
const CUT_FROM_S: f64 = 176.0;
const CUT_LENGTH_S: f64 = 45.0;
/// A programme at this RMS level is nominal.
const NOMINAL_DBFS: f64 = -18.0;

/// The recording as WAV files at nominal level.
pub struct Music {
    /// The whole song.
    pub song: PathBuf,
    /// 45 seconds of it.
    pub cut: PathBuf,
}

/// Decodes and mixes the recording, or finds what an earlier run has left.
pub fn prepare() -> Result<Music> {
    let folder = build::target_dir()?.join("music");
    let music = Music {
        song: folder.join("feelings.wav"),
        cut: folder.join("feelings-cut.wav"),
    };
    // The cut is written last, so it stands for both.
    if music.song.is_file() && music.cut.is_file() {
        return Ok(music);
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let (rate_hz, mut song) = decode(BAND, &folder)?;
    let (guitar_rate_hz, guitar) = decode(GUITAR, &folder)?;
    ensure!(
        rate_hz == guitar_rate_hz,
        "the two tracks of the song differ in rate"
    );
    add(&mut song.left, &guitar.left);
    add(&mut song.right, &guitar.right);
    to_nominal_level(&mut song);
    let at = |time_s: f64| ((time_s * f64::from(rate_hz)) as usize).min(song.left.len());
    let range = at(CUT_FROM_S)..at(CUT_FROM_S + CUT_LENGTH_S);
    let cut = Stereo {
        left: song.left[range.clone()].to_vec(),
        right: song.right[range].to_vec(),
    };
    write(&music.song, rate_hz, &song)?;
    write(&music.cut, rate_hz, &cut)?;
    Ok(music)
}

fn decode(ogg: &str, folder: &Path) -> Result<(u32, Stereo)> {
    let decoded = folder.join("decoded.wav");
    let status = Command::new("oggdec")
        .args(["--quiet", "--output"])
        .arg(&decoded)
        .arg(ogg)
        .status()
        .context("starting oggdec")?;
    ensure!(status.success(), "`{ogg}` could not be decoded");
    let sound = wav::read(&decoded)?;
    std::fs::remove_file(&decoded)?;
    Ok(sound)
}

/// Through a second name, so that a run that was stopped leaves nothing that looks complete.
fn write(path: &Path, rate_hz: u32, sound: &Stereo) -> Result<()> {
    let unfinished = path.with_extension("part");
    wav::write(&unfinished, rate_hz, sound)?;
    std::fs::rename(&unfinished, path).with_context(|| format!("naming `{}`", path.display()))
}

fn add(to: &mut [f32], other: &[f32]) {
    to.iter_mut()
        .zip(other)
        .for_each(|(sample, other)| *sample += other);
}

/// Loud masters are brought down, never rounded off: the samples are floats.
fn to_nominal_level(sound: &mut Stereo) {
    let all = || sound.left.iter().chain(&sound.right);
    let power = all().map(|&x| f64::from(x).powi(2)).sum::<f64>() / all().count().max(1) as f64;
    let gain = (10f64.powf(NOMINAL_DBFS / 20.0) / power.sqrt().max(1e-9)) as f32;
    sound
        .left
        .iter_mut()
        .chain(&mut sound.right)
        .for_each(|sample| *sample *= gain);
}
