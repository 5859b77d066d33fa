//! The device of a player: opened with the first song, and again when it has been gone.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use bodypack::analysis::latency_budget::Budget;

use super::{Player, USUAL_HZ};
use crate::device::{DeviceChoice, OpenDevice, Streams};
use crate::error::PlayerError;
use crate::feeder::{Feeder, Progress, Setting};
use crate::playback::{playback, Command, Controls, Playback, State};

/// A device that takes another rate than it says by more than this share is spoken of.
const LIE: f64 = 0.01;

/// All that belongs to a device's rate.
pub struct Sound {
    pub feeder: Feeder,
    pub controls: Controls,
    pub rate_hz: u32,
    /// True once the audio thread has a chain, or will have one.
    pub has_engine: bool,
    /// Setting that the feeder was told last.
    pub setting: Option<Setting>,
    playback: Arc<Mutex<Playback>>,
    progress: Arc<Progress>,
    streams: Option<Streams>,
}

/// Figures of the streams, for the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Name of the device, empty without one.
    pub device: String,
    /// Sample rate, Hz.
    pub rate_hz: u32,
    /// Frames of a buffer.
    pub buffer_frames: Option<u32>,
    /// Buffers that the device had no sound for, and frames that the song was late by.
    pub glitches: u64,
    /// Longest time that a buffer took to be rendered, percent of the time that it sounds.
    pub longest_percent: f64,
    /// Frames of the song that came too late.
    pub starved: u64,
    /// From a microphone to the ear without what is emulated, ms; only with an input.
    pub round_trip_ms: Option<f64>,
    /// Emulated latency of the rig, ms.
    pub emulated_ms: f64,
    /// Why there is no sound at present.
    pub lost: Option<String>,
}

impl Player {
    /// Opens the device, unless it is open: at the song's rate if it takes that.
    ///
    /// # Errors
    /// In one sentence, where there is no device or it is refused.
    pub fn open_sound(&mut self, song_hz: u32) -> Result<(), PlayerError> {
        let runs = self
            .sound
            .as_ref()
            .is_some_and(|sound| sound.streams.is_some());
        if runs {
            return Ok(());
        }
        let device = OpenDevice::open(&self.choice, song_hz)?;
        if self
            .sound
            .as_ref()
            .is_none_or(|sound| sound.rate_hz != device.rate_hz)
        {
            self.make_sound(device.rate_hz)?;
        }
        if let Some(sound) = &mut self.sound {
            let playback = Arc::clone(&sound.playback);
            sound.streams = Some(Streams::begin(device, &self.choice, playback)?);
        }
        self.was_lost = false;
        Ok(())
    }

    /// Opens the device for the inputs, so that they are heard before a song begins.
    ///
    /// # Errors
    /// See [`Self::open_sound`].
    pub fn listen(&mut self) -> Result<(), PlayerError> {
        let song_hz = self
            .chosen
            .as_ref()
            .map_or(USUAL_HZ, |chosen| chosen.rate_hz);
        self.open_sound(song_hz)?;
        let Some(sound) = self.sound.as_ref().filter(|sound| !sound.has_engine) else {
            return Ok(());
        };
        let rate_hz = f64::from(sound.rate_hz);
        if self.choice.has_input() {
            if let Some(engine) = self.hearing.engine(rate_hz, false) {
                self.order(Command::Listen(engine));
            }
            if let Some(sound) = &mut self.sound {
                sound.has_engine = true;
            }
        }
        Ok(())
    }

    fn make_sound(&mut self, rate_hz: u32) -> Result<(), PlayerError> {
        let end = match self.sound.take() {
            Some(sound) => sound.into_hearing(),
            None => self.end.take(),
        };
        let mut end = end.ok_or_else(|| {
            PlayerError::Said("the device before has not ended yet; try again".into())
        })?;
        end.forget_rate();
        let (feeder, port, progress) = Feeder::new(rate_hz)?;
        let (playback, controls) = playback(end, port, Arc::clone(&progress), rate_hz);
        self.sound = Some(Sound {
            feeder,
            controls,
            rate_hz,
            has_engine: false,
            setting: None,
            playback: Arc::new(Mutex::new(playback)),
            progress,
            streams: None,
        });
        Ok(())
    }

    /// Another device, or other channels of it. What plays goes on from where it is.
    ///
    /// # Errors
    /// When it is refused; then there is no sound until another one is chosen.
    pub fn choose_device(&mut self, choice: DeviceChoice) -> Result<(), PlayerError> {
        self.choice = choice;
        if let Some(sound) = &mut self.sound {
            sound.streams = None;
        }
        let before = self.before();
        self.listen()?;
        self.go_on(before)
    }

    /// Rate of the sound, and whether a song plays and where.
    fn before(&self) -> (Option<u32>, bool, u64) {
        let rate_hz = self.sound.as_ref().map(|sound| sound.rate_hz);
        let plays = matches!(self.state(), State::Playing | State::Waiting);
        (rate_hz, plays, self.position())
    }

    /// Goes on where the song was, after a device of another rate was opened. At the same rate all that
    /// was on its way is still there.
    fn go_on(&mut self, before: (Option<u32>, bool, u64)) -> Result<(), PlayerError> {
        let (rate_hz, plays, place) = before;
        if rate_hz.is_none() || rate_hz == self.sound.as_ref().map(|sound| sound.rate_hz) {
            return Ok(());
        }
        let Some(index) = self.chosen.as_ref().map(|chosen| chosen.index) else {
            return Ok(());
        };
        self.cue(place);
        match plays {
            true => self.begin(index),
            false => Ok(()),
        }
    }

    /// The device that was chosen.
    pub fn device_choice(&self) -> &DeviceChoice {
        &self.choice
    }

    /// Figures of the streams.
    pub fn facts(&self) -> Facts {
        let emulated_ms = Budget::of(&self.rig()).total_ms();
        let Some(sound) = &self.sound else {
            return Facts {
                emulated_ms,
                ..Facts::default()
            };
        };
        let starved = sound.controls.status.starved.load(Ordering::Relaxed);
        let Some(streams) = &sound.streams else {
            return Facts {
                starved,
                emulated_ms,
                lost: self.was_lost.then(|| "the device is gone".to_owned()),
                ..Facts::default()
            };
        };
        let health = streams.health();
        let output_ms = health.output_ns.load(Ordering::Relaxed) as f64 * 1e-6;
        Facts {
            device: streams.name.clone(),
            rate_hz: streams.rate_hz,
            buffer_frames: streams.buffer_frames,
            glitches: health.glitches.load(Ordering::Relaxed),
            longest_percent: 0.1 * health.longest_permille.load(Ordering::Relaxed) as f64,
            starved,
            round_trip_ms: streams.input().map(|input| input.latency_ms() + output_ms),
            emulated_ms,
            lost: streams.is_lost(),
        }
    }

    /// Frees what has served, says what there is to say, and brings a lost device back.
    pub(super) fn poll_sound(&mut self) {
        let Some(sound) = &mut self.sound else {
            return;
        };
        while sound.controls.retired.pop().is_ok() {}
        let mut said = sound.progress.take_remarks();
        let lost = sound.streams.as_ref().and_then(Streams::is_lost);
        if let (Some(why), Some(streams)) = (&lost, &sound.streams) {
            said.push(format!(
                "the device \"{}\" is gone ({why}); the song goes on when it is back, or when another \
                 one is chosen",
                streams.name
            ));
            sound.streams = None;
            self.was_lost = true;
        }
        if let Some(streams) = sound.streams.as_ref().filter(|_| !self.has_warned_of_rate) {
            let says = f64::from(streams.rate_hz);
            let lies = |hz: &f64| (hz / says - 1.0).abs() > LIE;
            if let Some(measured_hz) = streams.measured_hz().filter(lies) {
                self.has_warned_of_rate = true;
                said.push(format!(
                    "the device \"{}\" says {says:.0} Hz and takes {measured_hz:.0} frames a second: \
                     songs are not in tune or time; choose another rate or device",
                    streams.name
                ));
            }
        }
        self.messages.extend(said);
        if self.was_lost && self.retries_now() {
            let song_hz = self
                .chosen
                .as_ref()
                .map_or(USUAL_HZ, |chosen| chosen.rate_hz);
            let before = self.before();
            let usual = before.0.unwrap_or(song_hz);
            if self.open_sound(usual).is_ok() {
                self.say("the device is back");
                if let Err(error) = self.go_on(before) {
                    self.say(error);
                }
            }
        }
    }
}

impl Sound {
    /// Adds problems to those that are said next.
    pub(super) fn say(&self, problems: Vec<String>) {
        self.progress.say(problems);
    }

    /// The chain's half, once no stream holds it any more.
    fn into_hearing(self) -> Option<crate::hearing::HearingEnd> {
        drop(self.streams);
        let playback = Arc::try_unwrap(self.playback).ok()?;
        let playback = playback
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        Some(playback.into_hearing())
    }
}
