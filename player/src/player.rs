//! The player: a set, the song that is chosen, and the streams that it is heard through.
//!
//! Everything in here happens on the thread of the window, or of the program without one; [`Player::poll`]
//! is called some times a second and sees to what comes by itself: the end of a song, a device that is
//! gone or back, and what there is to say.

mod loops;
mod songs;
mod sound;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bodypack::rig::Rig;
use nice_plug::context::gui::GuiContext;

use crate::device::DeviceChoice;
use crate::error::PlayerError;
use crate::feeder::Setting;
use crate::hearing::{hearing, Hearing};
use crate::host::Host;
use crate::overview::Overview;
use crate::playback::{Command, State};
use crate::rehearsal::Rehearsal;
use crate::render::rig_of;
use crate::set::{Set, Song};
use crate::song::TrackSource;
pub use sound::Facts;
use sound::Sound;

/// Rate of the chain where neither song nor device says one, Hz.
const USUAL_HZ: u32 = 48_000;
/// Time between two tries to open a device that is gone.
const RETRY: Duration = Duration::from_secs(1);

/// The song that is chosen.
pub struct Chosen {
    /// Index in the set.
    pub index: usize,
    /// Its tracks.
    pub tracks: Vec<TrackSource>,
    /// Rate of its files, Hz.
    pub rate_hz: u32,
    /// Waveform and length.
    pub overview: Overview,
    /// Frame that it begins at when it is played next.
    cue: u64,
    /// Beginning of a loop whose end is still to come, frames.
    loop_from: Option<u64>,
}

/// The player.
pub struct Player {
    /// The set.
    pub set: Set,
    /// The folder that its names are relative to.
    pub folder: PathBuf,
    /// The file of the set, once it has one.
    pub set_path: Option<PathBuf>,
    /// True if the set has changed since it was read or written.
    pub is_changed: bool,
    hearing: Hearing,
    gui: GuiContext,
    /// Half of the chain that waits for a device.
    end: Option<crate::hearing::HearingEnd>,
    /// Name of the rig that was loaded for a song.
    loaded_rig: Option<String>,
    choice: DeviceChoice,
    sound: Option<Sound>,
    chosen: Option<Chosen>,
    messages: Vec<String>,
    rehearsal: Rehearsal,
    counted: Instant,
    retried: Instant,
    was_lost: bool,
    has_warned_of_rate: bool,
}

impl Player {
    /// A player of a set, which has opened no device yet.
    ///
    /// # Errors
    /// When the first song's rig is refused.
    pub fn new(
        set: Set,
        folder: &Path,
        set_path: Option<PathBuf>,
        choice: DeviceChoice,
    ) -> Result<Self, PlayerError> {
        let fallback = Song::default();
        let first = set.songs.first().unwrap_or(&fallback);
        let rig = rig_of(&set, first, folder)?;
        let loaded_rig = songs::rig_name(&set, first);
        let (hearing, end) = hearing(rig);
        hearing.params.origin.replace(songs::origin_of(&loaded_rig));
        hearing.params.show_rig();
        let gui = GuiContext::new(Arc::new(Host(Arc::clone(&hearing.params))));
        let now = Instant::now();
        Ok(Self {
            set,
            folder: folder.to_owned(),
            set_path,
            is_changed: false,
            hearing,
            gui,
            end: Some(end),
            loaded_rig: Some(loaded_rig),
            choice,
            sound: None,
            chosen: None,
            messages: Vec::new(),
            rehearsal: Rehearsal::default(),
            counted: now,
            retried: now,
            was_lost: false,
            has_warned_of_rate: false,
        })
    }

    /// The chain.
    pub fn hearing(&self) -> &Hearing {
        &self.hearing
    }

    /// The song that is chosen.
    pub fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    /// The song that is chosen, in the set.
    pub fn song(&self) -> Option<&Song> {
        self.set.songs.get(self.chosen.as_ref()?.index)
    }

    /// Messages to the user since the last call.
    pub fn take_messages(&mut self) -> Vec<String> {
        std::mem::take(&mut self.messages)
    }

    /// Has something said to the user.
    pub fn say(&mut self, words: impl std::fmt::Display) {
        self.messages.push(words.to_string());
    }

    /// State of the song.
    pub fn state(&self) -> State {
        self.sound
            .as_ref()
            .map_or(State::Stopped, |s| s.controls.status.state())
    }

    /// Place in the song, frames of its files.
    pub fn position(&self) -> u64 {
        let cue = self.chosen.as_ref().map_or(0, |chosen| chosen.cue);
        match (&self.sound, self.state()) {
            (Some(sound), State::Playing | State::Paused) => {
                sound.controls.status.song_frame.load(Ordering::Relaxed)
            }
            _ => cue,
        }
    }

    /// Place and length in seconds.
    pub fn times_s(&self) -> [f64; 2] {
        let Some(chosen) = &self.chosen else {
            return [0.0; 2];
        };
        [self.position(), chosen.overview.frames()].map(|n| n as f64 / f64::from(chosen.rate_hz))
    }

    /// Returns whether the song is being counted in.
    pub fn counts_in(&self) -> bool {
        let status = self.sound.as_ref().map(|sound| &sound.controls.status);
        let counts = status.is_some_and(|status| status.counts_in.load(Ordering::Relaxed));
        counts && self.state() == State::Playing
    }

    /// Plays, pauses, or begins the song that is chosen.
    ///
    /// # Errors
    /// When it cannot be played.
    pub fn toggle(&mut self) -> Result<(), PlayerError> {
        match self.state() {
            State::Playing => self.order(Command::Play(false)),
            State::Paused => self.order(Command::Play(true)),
            State::Waiting => {}
            State::Stopped | State::Ended => {
                let index = self.chosen.as_ref().map_or(0, |chosen| chosen.index);
                return self.begin(index);
            }
        }
        Ok(())
    }

    /// Ends the song; the next time it begins at its beginning.
    pub fn stop(&mut self) {
        self.order(Command::Stop);
        if let Some(chosen) = &mut self.chosen {
            chosen.cue = 0;
        }
    }

    fn order(&mut self, command: Command) {
        if let Some(sound) = &mut self.sound {
            // The audio thread takes orders in every block; when it takes none, there is no sound.
            let _ = sound.controls.commands.push(command);
        }
    }

    /// Goes to a place in the song, s.
    pub fn seek_s(&mut self, to_s: f64) {
        let Some(chosen) = &mut self.chosen else {
            return;
        };
        let length = chosen.overview.frames();
        let wanted = (to_s.max(0.0) * f64::from(chosen.rate_hz)) as u64;
        let to = if length > 0 {
            wanted.min(length)
        } else {
            wanted
        };
        chosen.cue = to;
        let state = self.state();
        if let (Some(sound), State::Playing | State::Paused) = (&mut self.sound, state) {
            sound.feeder.seek(to);
        }
    }

    /// Has the song begin at a frame the next time.
    fn cue(&mut self, frame: u64) {
        if let Some(chosen) = &mut self.chosen {
            chosen.cue = frame;
        }
    }

    /// Goes on or back by some seconds.
    pub fn skip_s(&mut self, by_s: f64) {
        let [now_s, _] = self.times_s();
        self.seek_s(now_s + by_s);
    }

    /// Changes the song that is chosen; loop and click are heard at once, levels too.
    pub fn change_song(&mut self, change: impl FnOnce(&mut Song)) {
        let Some(index) = self.chosen.as_ref().map(|chosen| chosen.index) else {
            return;
        };
        if let Some(song) = self.set.songs.get_mut(index) {
            change(song);
            self.is_changed = true;
        }
        self.follow();
    }

    /// Has the sound follow what the set says of the song.
    pub fn follow(&mut self) {
        let setting = self.setting();
        let (Some(chosen), Some(sound)) = (&self.chosen, &mut self.sound) else {
            return;
        };
        let Some(song) = self.set.songs.get(chosen.index) else {
            return;
        };
        let levels = &sound.controls.levels;
        levels.set_tracks(&song.gains(self.set.performer(), &chosen.tracks));
        levels.set(song.click_level_db.0, song.level_db.0);
        if let Some(setting) = setting.filter(|setting| Some(*setting) != sound.setting) {
            sound.setting = Some(setting);
            sound.feeder.set(setting);
        }
    }

    fn setting(&self) -> Option<Setting> {
        let song = self.song()?;
        Some(Setting {
            rounds: self.rounds(),
            beats: song.beats(),
            clicks: song.click,
        })
    }

    /// Writes the set.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&mut self, path: &Path) -> Result<(), PlayerError> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut set = self.set.clone();
        set.move_to(&self.folder, folder);
        set.write(path)?;
        self.set = set;
        self.folder = folder.to_owned();
        self.set_path = Some(path.to_owned());
        self.is_changed = false;
        Ok(())
    }

    /// The report of the rehearsal, unless nothing has been played.
    pub fn report(&self) -> Option<String> {
        let exposure = self.hearing.params.exposure.get();
        let report = || self.rehearsal.report(&self.set.name, &exposure);
        (!self.rehearsal.is_empty()).then(report)
    }

    /// The present rig.
    pub fn rig(&self) -> Rig {
        self.hearing.params.rig()
    }
}
