//! Choosing and beginning songs, and what comes by itself.

use std::path::{Path, PathBuf};
use std::time::Instant;

use bodypack::rig::presets;
use bodypack::session::library::factory_id;

use super::{Chosen, Player, RETRY};
use crate::error::PlayerError;
use crate::overview::Overview;
use crate::playback::{Command, State};
use crate::render::rig_of;
use crate::set::{Set, Song};
use crate::song::{is_sound, OpenSong};

/// Name of a song's rig.
pub fn rig_name(set: &Set, song: &Song) -> String {
    let name = song.rig.as_deref().or(set.rig.as_deref());
    name.unwrap_or(presets::DEFAULT_RIG_ID).to_owned()
}

/// Identifier of a rig in the library; empty for a file.
pub fn origin_of(name: &str) -> String {
    match presets::find(name) {
        Ok(_) => factory_id(name),
        Err(_) => String::new(),
    }
}

impl Player {
    /// Chooses a song of the set without playing it.
    ///
    /// # Errors
    /// When its files are refused.
    pub fn choose(&mut self, index: usize) -> Result<(), PlayerError> {
        let Some(song) = self.set.songs.get(index) else {
            return Err(PlayerError::Said("there is no such song in the set".into()));
        };
        let tracks = song.tracks(&self.folder)?;
        let opened = OpenSong::open(&tracks)?;
        let repaint = self.hearing.repaint.clone();
        self.chosen = Some(Chosen {
            index,
            rate_hz: opened.rate_hz,
            overview: Overview::of(tracks.clone(), move || repaint.request()),
            tracks,
            cue: 0,
            loop_from: None,
        });
        Ok(())
    }

    /// Begins a song of the set, from where it was cued if it is the one that is chosen.
    ///
    /// # Errors
    /// When it, its rig or the device is refused.
    pub fn begin(&mut self, index: usize) -> Result<(), PlayerError> {
        if self
            .chosen
            .as_ref()
            .is_none_or(|chosen| chosen.index != index)
        {
            self.choose(index)?;
        }
        let Some(song) = self.set.songs.get(index).cloned() else {
            return Ok(());
        };
        self.load_rig(&song)?;
        let (rate_hz, tracks, cue) = match &self.chosen {
            Some(chosen) => (chosen.rate_hz, chosen.tracks.clone(), chosen.cue),
            None => return Ok(()),
        };
        let length = self
            .chosen
            .as_ref()
            .map_or(0, |chosen| chosen.overview.frames());
        let cue = match self.rounds() {
            Some(rounds) if cue >= rounds.to => rounds.from,
            _ if length > 0 && cue >= length => 0,
            _ => cue,
        };
        self.open_sound(rate_hz)?;
        let opened = OpenSong::open(&tracks)?;
        let setting = self.setting();
        let (Some(sound), Some(setting)) = (&mut self.sound, setting) else {
            return Ok(());
        };
        let device_hz = sound.rate_hz;
        let engine = self.hearing.engine(f64::from(device_hz), false);
        let engine = engine.ok_or_else(|| {
            PlayerError::Said(format!("the chain cannot be computed at {device_hz} Hz"))
        })?;
        let levels = &sound.controls.levels;
        levels.set_tracks(&song.gains(self.set.performer(), &tracks));
        levels.set(song.click_level_db.0, song.level_db.0);
        sound.say(song.stray_faders(self.set.performer(), &tracks));
        (sound.setting, sound.has_engine) = (Some(setting), true);
        let bars = song.count_in_bars.0;
        let generation = sound
            .feeder
            .start((opened, tracks), device_hz, cue, setting, bars);
        self.order(Command::Start { generation, engine });
        let rig = self.rig().name;
        self.rehearsal.begin(&song.title(), &rig);
        self.counted = Instant::now();
        Ok(())
    }

    /// Loads a song's rig, unless it is there already: what the user has turned since then stays.
    fn load_rig(&mut self, song: &Song) -> Result<(), PlayerError> {
        let name = rig_name(&self.set, song);
        if self.loaded_rig.as_ref() == Some(&name) {
            return Ok(());
        }
        let rig = rig_of(&self.set, song, &self.folder)?;
        self.hearing.params.load(&rig, &origin_of(&name), &self.gui);
        self.hearing.designer.wake();
        self.loaded_rig = Some(name);
        Ok(())
    }

    /// Adds songs, folders of stems or a set; the first of them is chosen if none was.
    ///
    /// # Errors
    /// When one is refused; those before it are there.
    pub fn add(&mut self, paths: &[PathBuf]) -> Result<(), PlayerError> {
        for path in paths {
            if !path.is_dir() && !is_sound(path) {
                return Err(PlayerError::of(
                    path,
                    "is neither a song (WAV, FLAC, MP3, Ogg or AIFF) nor a folder of stems",
                ));
            }
            let song = Song::of(&absolute(path));
            OpenSong::open(&song.tracks(&self.folder)?)?;
            self.set.songs.push(song);
            self.is_changed = true;
        }
        if self.chosen.is_none() && !self.set.songs.is_empty() {
            self.choose(0)?;
        }
        Ok(())
    }

    /// Opens a set in place of the present one. False where the file is none: rigs are TOML files too.
    ///
    /// # Errors
    /// When it is a set and is refused.
    pub fn open_set(&mut self, path: &Path) -> Result<bool, PlayerError> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if !text.contains("[[song]]") {
            return Ok(false);
        }
        let mut set = Set::read(path)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        for moved in set.find_moved(&folder) {
            let said = moved.said.display().to_string();
            self.say(match moved.found {
                Some(found) => format!("{said} has moved: {} is taken", found.display()),
                None => format!(
                    "{said}: no such file or folder, nor one of its name beside the set; put it there, \
                     or drop it here"
                ),
            });
        }
        self.stop();
        (self.set, self.folder, self.set_path) = (set, folder, Some(path.to_owned()));
        (self.chosen, self.is_changed) = (None, false);
        if !self.set.songs.is_empty() {
            self.choose(0)?;
        }
        Ok(true)
    }

    /// Reads the song that is chosen anew: its tracks have changed. What played ends.
    ///
    /// # Errors
    /// When its files are refused.
    pub fn reload(&mut self) -> Result<(), PlayerError> {
        let Some(index) = self.chosen.as_ref().map(|chosen| chosen.index) else {
            return Ok(());
        };
        let cue = self.position();
        self.order(Command::Stop);
        self.choose(index)?;
        if let Some(chosen) = &mut self.chosen {
            chosen.cue = cue;
        }
        Ok(())
    }

    /// Takes a song out of the set.
    pub fn remove(&mut self, index: usize) {
        if index >= self.set.songs.len() {
            return;
        }
        self.set.songs.remove(index);
        self.is_changed = true;
        match self.chosen.as_mut().map(|chosen| chosen.index) {
            Some(chosen) if chosen == index => {
                self.stop();
                self.chosen = None;
            }
            Some(chosen) if chosen > index => {
                if let Some(chosen) = &mut self.chosen {
                    chosen.index -= 1;
                }
            }
            _ => {}
        }
    }

    /// Begins the song before or after the one that is chosen, if there is one.
    ///
    /// # Errors
    /// When it cannot be played.
    pub fn step(&mut self, by: isize) -> Result<(), PlayerError> {
        let now = self.chosen.as_ref().map_or(0, |chosen| chosen.index);
        match now.checked_add_signed(by) {
            Some(next) if next < self.set.songs.len() => {
                let plays = matches!(self.state(), State::Playing | State::Waiting);
                self.stop();
                match plays {
                    true => self.begin(next),
                    false => self.choose(next),
                }
            }
            _ => Ok(()),
        }
    }

    /// Sees to what comes by itself.
    pub fn poll(&mut self) {
        self.count();
        self.poll_sound();
        if self.state() == State::Ended {
            self.order(Command::Stop);
            let next = self.chosen.as_mut().map_or(0, |chosen| {
                chosen.cue = 0;
                chosen.index + 1
            });
            if self.set.continuous && next < self.set.songs.len() {
                if let Err(error) = self.begin(next) {
                    self.say(error);
                }
            }
        }
    }

    /// Counts the time that the song was heard.
    fn count(&mut self) {
        let now = Instant::now();
        let seconds = now.duration_since(self.counted).as_secs_f64();
        self.counted = now;
        if self.state() != State::Playing || self.was_lost {
            return;
        }
        let title = self.song().map(Song::title).unwrap_or_default();
        let rig = self.rig().name;
        self.rehearsal.add(&title, &rig, seconds);
    }

    /// Returns whether it is time to try a device again.
    pub(super) fn retries_now(&mut self) -> bool {
        let is_time = self.retried.elapsed() >= RETRY;
        if is_time {
            self.retried = Instant::now();
        }
        is_time
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
