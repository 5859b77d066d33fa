//! Sets: songs, rigs, stems and levels of a rehearsal in one TOML file.
//!
//! Names of files are relative to the set. A file that is not where the set says is looked for by its
//! name beside the set ([`Set::find_moved`]).

mod file;
mod find;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use values::{BeatsPerBar, CountIn, FirstBeat, LevelDb, Tempo};

use crate::click::Beats;
use crate::error::PlayerError;
use crate::mixer::linear;
use crate::song::{self, Channels, TrackSource};

/// Version of the form of sets.
pub const FORMAT: u32 = 1;

/// A set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Version of the form.
    pub format: u32,
    /// Name of the set.
    #[serde(default)]
    pub name: String,
    /// Rig of songs that name none: one that comes with Bodypack, or a rig file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rig: Option<String>,
    /// The performer whose mixes are heard; without one, the mixes of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performer: Option<String>,
    /// True if the next song follows by itself.
    #[serde(default)]
    pub continuous: bool,
    /// The songs in their order.
    #[serde(default, rename = "song")]
    pub songs: Vec<Song>,
}

impl Default for Set {
    fn default() -> Self {
        Self {
            format: FORMAT,
            name: String::new(),
            rig: None,
            performer: None,
            continuous: false,
            songs: Vec::new(),
        }
    }
}

/// A song of a set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Song {
    /// Title; without one, the name of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The song as one file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The song as a folder of stems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stems: Option<PathBuf>,
    /// Use of the file's channels.
    #[serde(default, skip_serializing_if = "is_default")]
    pub channels: Channels,
    /// Another rig than the set's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rig: Option<String>,
    /// Level of the song, dB.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level_db: LevelDb,
    /// Beats per minute.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tempo_bpm: Tempo,
    /// Beats in a bar.
    #[serde(default, skip_serializing_if = "is_default")]
    pub beats_per_bar: BeatsPerBar,
    /// Time of the first beat of a bar, s.
    #[serde(default, skip_serializing_if = "is_default")]
    pub first_beat_s: FirstBeat,
    /// Bars that are counted in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub count_in_bars: CountIn,
    /// True if the click goes on through the song.
    #[serde(default, skip_serializing_if = "is_default")]
    pub click: bool,
    /// Level of the click, dB.
    #[serde(default, skip_serializing_if = "is_default")]
    pub click_level_db: LevelDb,
    /// Beginning and end of a loop, s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loop_s: Option<[f64; 2]>,
    /// Personal mixes: for each performer, the faders of tracks by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mix: BTreeMap<String, BTreeMap<String, Fader>>,
}

/// A fader of a personal mix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fader {
    /// Level, dB.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level_db: LevelDb,
    /// True if it is off.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mute: bool,
    /// True if only it and others like it are heard.
    #[serde(default, skip_serializing_if = "is_default")]
    pub solo: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The performer of mixes where a set names none.
pub const EVERYBODY: &str = "everybody";

impl Song {
    /// A song of a file or of a folder of stems.
    pub fn of(path: &Path) -> Self {
        let path = path.to_owned();
        match path.is_dir() {
            true => Self {
                stems: Some(path),
                ..Self::default()
            },
            false => Self {
                file: Some(path),
                ..Self::default()
            },
        }
    }

    /// Where it comes from, as the set says.
    pub fn path(&self) -> &Path {
        let path = self.file.as_deref().or(self.stems.as_deref());
        path.unwrap_or(Path::new(""))
    }

    /// Its title.
    pub fn title(&self) -> String {
        match self.title.is_empty() {
            true => song::stem_of(self.path()),
            false => self.title.clone(),
        }
    }

    /// Its tracks; names of files are relative to `folder`.
    ///
    /// # Errors
    /// When a folder of stems cannot be read.
    pub fn tracks(&self, folder: &Path) -> Result<Vec<TrackSource>, PlayerError> {
        match (&self.file, &self.stems) {
            (Some(file), _) => Ok(song::of_file(&folder.join(file), self.channels)),
            (None, Some(stems)) => song::of_folder(&folder.join(stems)),
            (None, None) => Err(PlayerError::Said(format!(
                "the song \"{}\" names neither a file nor stems",
                self.title
            ))),
        }
    }

    /// Its beats.
    pub fn beats(&self) -> Beats {
        Beats {
            tempo_bpm: self.tempo_bpm.0,
            per_bar: self.beats_per_bar.0,
            first_s: self.first_beat_s.0,
        }
    }

    /// The fader of a track in a performer's mix.
    pub fn fader(&self, performer: &str, track: &str) -> Fader {
        let mix = self.mix.get(performer);
        mix.and_then(|mix| mix.get(track))
            .copied()
            .unwrap_or_default()
    }

    /// A sentence for each fader of a performer's mix that none of the tracks bears, misspelled perhaps.
    pub fn stray_faders(&self, performer: &str, tracks: &[TrackSource]) -> Vec<String> {
        let known: Vec<&str> = tracks.iter().map(|track| track.name.as_str()).collect();
        let faders = self.mix.get(performer).into_iter().flat_map(BTreeMap::keys);
        faders
            .filter(|name| !known.contains(&name.as_str()))
            .map(|name| {
                format!(
                    "{}: the mix of \"{performer}\" has a fader \"{name}\", but the tracks are {}",
                    self.title(),
                    known.join(", ")
                )
            })
            .collect()
    }

    /// Changes a fader of a performer's mix.
    pub fn change_fader(&mut self, performer: &str, track: &str, change: impl FnOnce(&mut Fader)) {
        let mix = self.mix.entry(performer.to_owned()).or_default();
        let fader = mix.entry(track.to_owned()).or_default();
        change(fader);
        if is_default(fader) {
            mix.remove(track);
        }
    }

    /// Levels of the tracks in a performer's mix, linear.
    pub fn gains(&self, performer: &str, tracks: &[TrackSource]) -> Vec<f32> {
        let faders: Vec<Fader> = tracks
            .iter()
            .map(|track| self.fader(performer, &track.name))
            .collect();
        let any_solo = faders.iter().any(|fader| fader.solo);
        let gain = |fader: &Fader| match fader.mute || (any_solo && !fader.solo) {
            true => 0.0,
            false => linear(fader.level_db.0),
        };
        faders.iter().map(gain).collect()
    }
}

impl Set {
    /// A set of songs by their paths.
    pub fn of(paths: &[PathBuf]) -> Self {
        Self {
            songs: paths.iter().map(|path| Song::of(path)).collect(),
            ..Self::default()
        }
    }

    /// The performer whose mixes are heard.
    pub fn performer(&self) -> &str {
        self.performer.as_deref().unwrap_or(EVERYBODY)
    }

    /// All performers that have a mix.
    pub fn performers(&self) -> Vec<String> {
        let mixes = self.songs.iter().flat_map(|song| song.mix.keys());
        let mut names: Vec<String> = mixes.cloned().collect();
        names.push(self.performer().to_owned());
        names.sort();
        names.dedup();
        names
    }

    /// Begins a performer's mixes with those of another one, in all songs where there is none yet.
    pub fn copy_mixes(&mut self, from: &str, to: &str) {
        for song in &mut self.songs {
            if song.mix.contains_key(to) {
                continue;
            }
            if let Some(mix) = song.mix.get(from).cloned() {
                song.mix.insert(to.to_owned(), mix);
            }
        }
    }
}

#[cfg(test)]
mod tests;
