//! The audio thread: blocks of the song, mixed and heard through the chain.
//!
//! A song begins with a fresh chain and without a fade, so that its samples are those of a render from the
//! first one on; what is paused, goes on or jumps is faded over 5 ms. While nothing has been played
//! and no input is open there is silence, without the chain's own noise.

mod queue;
mod status;

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::Arc;

use bodypack::audio::engine::Engine;
use bodypack::chain::Io;

pub use status::{State, Status};

use crate::chunk::{Chunk, Entry, CHUNK};
use crate::feeder::{blocks_ahead, ChunkPort, Progress};
use crate::hearing::HearingEnd;
use crate::mixer::{Levels, Mixer};

/// Length of a fade, s.
const FADE_S: f64 = 0.005;
/// Blocks that are there before a song begins or goes on elsewhere.
const READY: usize = 6;
/// Longest piece that is processed at once, frames.
const PIECE: usize = CHUNK;

/// Order to the audio thread.
pub enum Command {
    /// Begins the song of a plan with an engine of its own.
    Start {
        /// Number of the plan.
        generation: u64,
        /// Chain that has heard nothing yet.
        engine: Box<Engine>,
    },
    /// Hears inputs through this engine though no song plays.
    Listen(Box<Engine>),
    /// Pauses, or goes on.
    Play(bool),
    /// Ends the song.
    Stop,
}

/// Everything that runs on the audio thread.
pub struct Playback {
    hearing: HearingEnd,
    port: ChunkPort,
    commands: rtrb::Consumer<Command>,
    /// Engines that have served, to be freed elsewhere.
    retired: rtrb::Producer<Box<Engine>>,
    levels: Arc<Levels>,
    mixer: Mixer,
    status: Arc<Status>,
    progress: Arc<Progress>,
    sample_rate_hz: f64,
    queue: VecDeque<Box<Chunk>>,
    /// Frames of the first block that have been played.
    taken: usize,
    /// Plan that is played; blocks of an older one are out of date.
    generation: u64,
    /// Engine of a song that waits.
    next: Option<(u64, Box<Engine>)>,
    plays: bool,
    /// Level of the song while it fades, from 0 to 1.
    fade: f32,
    left: Vec<f32>,
    right: Vec<f32>,
}

/// The program's ends of the audio thread.
pub struct Controls {
    /// Orders.
    pub commands: rtrb::Producer<Command>,
    /// Engines to be freed.
    pub retired: rtrb::Consumer<Box<Engine>>,
    /// State of the song.
    pub status: Arc<Status>,
    /// Levels.
    pub levels: Arc<Levels>,
}

/// Makes the audio thread's half for a device's rate, Hz, and what controls it.
pub fn playback(
    hearing: HearingEnd,
    port: ChunkPort,
    progress: Arc<Progress>,
    rate_hz: u32,
) -> (Playback, Controls) {
    let (commands_in, commands) = rtrb::RingBuffer::new(16);
    let (retired, retired_out) = rtrb::RingBuffer::new(16);
    let (levels, status) = (Arc::new(Levels::default()), Arc::new(Status::default()));
    let playback = Playback {
        hearing,
        port,
        commands,
        retired,
        levels: Arc::clone(&levels),
        mixer: Mixer::default(),
        status: Arc::clone(&status),
        progress,
        sample_rate_hz: f64::from(rate_hz),
        queue: VecDeque::with_capacity(4 * blocks_ahead(rate_hz)),
        taken: 0,
        generation: 0,
        next: None,
        plays: false,
        fade: 1.0,
        left: vec![0.0; PIECE],
        right: vec![0.0; PIECE],
    };
    let controls = Controls {
        commands: commands_in,
        retired: retired_out,
        status,
        levels,
    };
    (playback, controls)
}

impl Playback {
    /// Fills both channels. Inputs are as long as the channels.
    pub fn process(
        &mut self,
        out: [&mut [f32]; 2],
        ambient: Option<[&[f32]; 2]>,
        own_voice: Option<[&[f32]; 2]>,
    ) {
        let [left, right] = out;
        let mut from = 0;
        while from < left.len() {
            self.obey();
            self.receive();
            self.begin_waiting();
            let to = left.len().min(from + self.piece());
            let out = [&mut left[from..to], &mut right[from..to]];
            let (ambient, own_voice) = (part(ambient, from, to), part(own_voice, from, to));
            self.piece_into(out, ambient, own_voice);
            from = to;
        }
    }

    /// Sample rate, Hz.
    pub fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    /// The chain, to be heard at another rate.
    pub fn into_hearing(self) -> HearingEnd {
        self.hearing
    }

    fn obey(&mut self) {
        while let Ok(command) = self.commands.pop() {
            match command {
                Command::Start { generation, engine } => {
                    self.drop_next();
                    self.next = Some((generation, engine));
                    if !self.plays {
                        self.status.set_state(State::Waiting);
                    }
                }
                Command::Listen(engine) => {
                    if !self.hearing.is_ready() {
                        self.install(engine);
                    } else {
                        self.retire(engine);
                    }
                }
                Command::Play(plays) => {
                    let state = self.status.state();
                    if matches!(state, State::Playing | State::Paused) {
                        self.plays = plays;
                        let state = if plays { State::Playing } else { State::Paused };
                        self.status.set_state(state);
                        self.hearing.set_running(plays);
                    }
                }
                Command::Stop => {
                    self.drop_next();
                    self.plays = false;
                    self.status.set_state(State::Stopped);
                    self.hearing.set_running(false);
                }
            }
        }
    }

    fn drop_next(&mut self) {
        if let Some((_, engine)) = self.next.take() {
            self.retire(engine);
        }
    }

    fn retire(&mut self, engine: Box<Engine>) {
        if let Err(rtrb::PushError::Full(engine)) = self.retired.push(engine) {
            // Nothing is freed on this thread.
            std::mem::forget(engine);
        }
    }

    fn install(&mut self, engine: Box<Engine>) {
        if let Some(old) = self.hearing.install(engine, self.sample_rate_hz) {
            self.retire(old);
        }
    }

    /// Returns whether a jump waits for the sound before it to fade.
    fn jumps(&self) -> bool {
        let newest = self.queue.back();
        newest.is_some_and(|c| c.generation > self.generation && c.entry == Entry::Jump)
    }

    /// Length of the next piece: no longer than what is left of a block, and up to where a new plan
    /// begins.
    fn piece(&self) -> usize {
        let left = match self.queue.front() {
            Some(chunk) if chunk.generation == self.generation => chunk.frames - self.taken,
            _ => PIECE,
        };
        left.clamp(1, PIECE)
    }

    fn piece_into(
        &mut self,
        out: [&mut [f32]; 2],
        ambient: Option<[&[f32]; 2]>,
        own_voice: Option<[&[f32]; 2]>,
    ) {
        let frames = out[0].len();
        self.hearing.set_place(self.plays, self.place_s());
        let wanted = f32::from(u8::from(self.plays && !self.jumps()));
        let (mut left, mut right) = (
            std::mem::take(&mut self.left),
            std::mem::take(&mut self.right),
        );
        let song = [&mut left[..frames], &mut right[..frames]];
        if wanted > 0.0 || self.fade > 0.0 {
            self.take_song(song, wanted);
        } else {
            song.into_iter().for_each(|channel| channel.fill(0.0));
        }
        let main = [&mut left[..frames], &mut right[..frames]];
        if self.hearing.is_ready() {
            self.hearing.process(Io {
                main,
                ambient,
                own_voice,
            });
        } else {
            main.into_iter().for_each(|channel| channel.fill(0.0));
        }
        let [out_left, out_right] = out;
        out_left.copy_from_slice(&left[..frames]);
        out_right.copy_from_slice(&right[..frames]);
        (self.left, self.right) = (left, right);
    }

    /// Place in the song, s.
    fn place_s(&self) -> Option<f64> {
        let chunk = self
            .queue
            .front()
            .filter(|c| c.generation == self.generation)?;
        Some(chunk.song_frame as f64 / f64::from(chunk.song_hz))
    }

    /// Mixes the next frames of the song, at a level on its way to `wanted`.
    fn take_song(&mut self, [left, right]: [&mut [f32]; 2], wanted: f32) {
        let frames = left.len();
        let is_there = (self.queue.front()).is_some_and(|c| c.generation == self.generation);
        if !is_there {
            left.fill(0.0);
            right.fill(0.0);
            if self.status.state() == State::Playing && !self.jumps() {
                let starved = &self.status.starved;
                starved.fetch_add(frames as u64, Ordering::Relaxed);
            }
            self.fade = wanted;
            return;
        }
        if let Some(chunk) = self.queue.front() {
            let out = [&mut *left, &mut *right];
            self.mixer.mix(&self.levels, chunk, self.taken, out);
            let at = chunk.song_frame;
            self.status.song_frame.store(at, Ordering::Relaxed);
            self.status
                .counts_in
                .store(chunk.counts_in, Ordering::Relaxed);
        }
        if self.fade != wanted {
            let step = (1.0 / (FADE_S * self.sample_rate_hz)) as f32;
            for (l, r) in left.iter_mut().zip(right.iter_mut()) {
                self.fade = match self.fade < wanted {
                    true => (self.fade + step).min(wanted),
                    false => (self.fade - step).max(wanted),
                };
                *l *= self.fade;
                *r *= self.fade;
            }
        }
        self.progress
            .played
            .fetch_add(frames as u64, Ordering::Relaxed);
        self.taken += frames;
        let ends = self
            .queue
            .front()
            .map(|c| (self.taken >= c.frames, c.is_last));
        if let Some((true, is_last)) = ends {
            self.taken = 0;
            if let Some(chunk) = self.queue.pop_front() {
                self.give_back(chunk);
            }
            if is_last {
                self.plays = false;
                self.fade = 0.0;
                self.status.set_state(State::Ended);
                self.hearing.set_running(false);
            }
        }
    }
}

/// Some frames of a pair of channels.
fn part(pair: Option<[&[f32]; 2]>, from: usize, to: usize) -> Option<[&[f32]; 2]> {
    pair.map(|pair| pair.map(|channel| &channel[from..to]))
}
