//! A set into files: what one would hear, song by song, without a device.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use bodypack::chain::Io;
use bodypack::files::{rig, AtomicFile, WavWriter};
use bodypack::rig::{presets, Rig};

use crate::chunk::{Chunk, Entry, CHUNK};
use crate::error::PlayerError;
use crate::hearing::hearing;
use crate::mixer::{Levels, Mixer};
use crate::producer::{Plan, Producer};
use crate::set::{Set, Song};
use crate::song::OpenSong;

/// A song that has been rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The file.
    pub path: PathBuf,
    /// Name of its rig.
    pub rig: String,
    /// Length, s.
    pub seconds: f64,
    /// Highest sample, linear.
    pub peak: f32,
    /// Defects of its files.
    pub remarks: Vec<String>,
}

/// The rig of a song, to be listened to: by name, matched in loudness as the command line does.
///
/// # Errors
/// When there is none of that name, or its file is refused.
pub fn rig_of(set: &Set, song: &Song, folder: &Path) -> Result<Rig, PlayerError> {
    let name = song.rig.as_deref().or(set.rig.as_deref());
    let name = name.unwrap_or(presets::DEFAULT_RIG_ID);
    // A file is named relative to the set.
    let beside = folder.join(name);
    let name = match rig::is_file(name) && beside.is_file() {
        true => beside.to_string_lossy().into_owned(),
        false => name.to_owned(),
    };
    rig::to_hear(&name, None, |_| Ok::<bool, PlayerError>(false))
}

/// Renders all songs of a set into a folder, which is made if it is not there. Loops are passed straight through.
///
/// # Errors
/// When the folder cannot be made, a song or its rig is refused, or a file cannot be written; nothing is
/// left of that one.
pub fn render(
    set: &Set,
    folder: &Path,
    to: &Path,
    mut done: impl FnMut(&Rendered),
) -> Result<(), PlayerError> {
    if !to.is_dir() {
        std::fs::create_dir(to).map_err(|e| PlayerError::output(to, e))?;
    }
    for (index, song) in set.songs.iter().enumerate() {
        let name = format!("{:02} {}.wav", index + 1, file_name(&song.title()));
        done(&one(set, song, folder, &to.join(name))?);
    }
    Ok(())
}

/// A title as the name of a file.
fn file_name(title: &str) -> String {
    title.replace(['/', '\\', ':', '\0'], " ")
}

fn one(set: &Set, song: &Song, folder: &Path, to: &Path) -> Result<Rendered, PlayerError> {
    let sources = song.tracks(folder)?;
    let opened = OpenSong::open(&sources)?;
    let rate_hz = opened.rate_hz;
    let rig = rig_of(set, song, folder)?;
    let name = rig.name.clone();
    let levels = Levels::default();
    levels.set_tracks(&song.gains(set.performer(), &sources));
    levels.set(song.click_level_db.0, song.level_db.0);
    let plan = plan_of(song);
    let frames = length(opened, plan)?;

    let (mut near, mut end) = hearing(rig);
    let engine = near.engine(f64::from(rate_hz), true);
    let engine = engine.ok_or_else(|| {
        PlayerError::Said(format!("{}: its rate is beyond the chain's", song.title()))
    })?;
    end.install(engine, f64::from(rate_hz));
    end.set_running(true);
    let inputs: Vec<&Path> = sources.iter().map(|source| source.path.as_path()).collect();
    let refused = |e| PlayerError::output(to, e);
    let mut file = AtomicFile::new(to, &inputs).map_err(refused)?;
    let unwritten = |e: std::io::Error| PlayerError::output(to, e);
    let mut writer =
        WavWriter::new(BufWriter::new(file.file()), rate_hz, frames).map_err(unwritten)?;
    let mut producer = Producer::new(OpenSong::open(&sources)?, plan, rate_hz)?;
    let mut chunk = Chunk::new(sources.len());
    let mut mixer = Mixer::default();
    let [mut left, mut right] = [vec![0.0; CHUNK], vec![0.0; CHUNK]];
    let mut peak = 0.0_f32;
    while !chunk.is_last {
        producer.fill(&mut chunk)?;
        let (left, right) = (&mut left[..chunk.frames], &mut right[..chunk.frames]);
        mixer.mix(&levels, &chunk, 0, [&mut *left, &mut *right]);
        end.process(Io {
            main: [&mut *left, &mut *right],
            ambient: None,
            own_voice: None,
        });
        writer.write(left, right).map_err(unwritten)?;
        peak = left
            .iter()
            .chain(&*right)
            .fold(peak, |peak, x| peak.max(x.abs()));
    }
    writer.finish().map_err(unwritten)?;
    file.keep().map_err(refused)?;
    Ok(Rendered {
        path: to.to_owned(),
        rig: name,
        seconds: frames as f64 / f64::from(rate_hz),
        peak,
        remarks: [
            song.stray_faders(set.performer(), &sources),
            producer.into_song().remarks(),
        ]
        .concat(),
    })
}

/// Writes a text, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_text(path: &Path, text: &str) -> Result<(), PlayerError> {
    let mut file = AtomicFile::new(path, &[]).map_err(|e| PlayerError::output(path, e))?;
    let written = file.file().write_all(text.as_bytes());
    written.map_err(|e| PlayerError::output(path, e))?;
    file.keep().map_err(|e| PlayerError::output(path, e))
}

/// The plan of a song from its beginning.
pub fn plan_of(song: &Song) -> Plan {
    Plan {
        generation: 1,
        entry: Entry::Start,
        at: 0,
        from: 0,
        rounds: None,
        beats: song.beats(),
        clicks: song.click,
        count_in_bars: song.count_in_bars.0,
    }
}

/// Length of a song with its count-in at its own rate, frames; read through where no header says it.
fn length(song: OpenSong, plan: Plan) -> Result<u64, PlayerError> {
    let rate_hz = song.rate_hz;
    let mut chunk = Chunk::new(song.tracks.len());
    let mut producer = Producer::new(song, plan, rate_hz)?;
    let mut frames = 0;
    while !chunk.is_last {
        producer.fill(&mut chunk)?;
        frames += chunk.frames as u64;
    }
    Ok(frames)
}
