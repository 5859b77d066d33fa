//! The thread that reads songs ahead of the audio thread.
//!
//! Blocks go to the audio thread through one queue and come back through another to be filled again. A
//! change of the plan (another place, loop or click) begins a new generation of blocks; what the audio
//! thread holds of the old one it plays only as far as the new one says.

mod worker;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{mpsc, Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rtrb::{Consumer, RingBuffer};

use crate::chunk::{Chunk, CHUNK};
use crate::click::Beats;
use crate::error::PlayerError;
use crate::song::{OpenSong, TrackSource};
use crate::transport::Loop;
use worker::Worker;

/// Sound that is read ahead, s.
const AHEAD_S: f64 = 0.7;
/// A change of loop or click is heard so much later, s: what is nearer is on its way already.
const NOTICE_S: f64 = 0.15;
/// Time between two looks for room.
const PAUSE: Duration = Duration::from_millis(4);

/// State that the feeder and the audio thread share.
#[derive(Debug, Default)]
pub struct Progress {
    /// Frames since the song began that the audio thread has played.
    pub played: AtomicU64,
    /// True if the device's rate has not been converted, or a file has broken off.
    remarks: Mutex<Vec<String>>,
    /// True while the feeder has a song.
    feeds: AtomicBool,
}

impl Progress {
    /// Problems since the last call.
    pub fn take_remarks(&self) -> Vec<String> {
        std::mem::take(&mut *self.remarks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds problems.
    pub fn say(&self, words: impl IntoIterator<Item = String>) {
        let mut remarks = self.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        remarks.extend(words);
    }
}

/// Settings of a song that can change while it plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// The loop, frames of the song.
    pub rounds: Option<Loop>,
    /// The beats.
    pub beats: Beats,
    /// True if they are heard.
    pub clicks: bool,
}

enum Order {
    Start(Box<StartOrder>),
    Seek { generation: u64, to: u64 },
    Set { generation: u64, setting: Setting },
    Quit,
}

struct StartOrder {
    generation: u64,
    tracks: Vec<TrackSource>,
    song: OpenSong,
    rate_hz: u32,
    from: u64,
    setting: Setting,
    count_in_bars: u32,
}

/// The audio thread's ends of the queues.
pub struct ChunkPort {
    /// Blocks to play.
    pub inbox: Consumer<Box<Chunk>>,
    /// Blocks that have been played.
    pub outbox: rtrb::Producer<Box<Chunk>>,
}

/// The handle to the thread, which ends with it.
pub struct Feeder {
    orders: Sender<Order>,
    progress: Arc<Progress>,
    generation: u64,
    thread: Option<JoinHandle<()>>,
}

impl Feeder {
    /// Starts the thread for a device's rate, Hz.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn new(rate_hz: u32) -> Result<(Self, ChunkPort, Arc<Progress>), PlayerError> {
        let blocks = blocks_ahead(rate_hz);
        let (outgoing, inbox) = RingBuffer::new(4 * blocks);
        let (outbox, incoming) = RingBuffer::new(4 * blocks);
        let (orders, received) = mpsc::channel();
        let progress = Arc::new(Progress::default());
        let worker = Worker::new(outgoing, incoming, received, Arc::clone(&progress), blocks);
        let thread = std::thread::Builder::new().name("reading ahead".into());
        let thread = thread.spawn(move || worker.run()).map_err(|error| {
            PlayerError::Said(format!("the thread that reads songs cannot start: {error}"))
        })?;
        let feeder = Self {
            orders,
            progress: Arc::clone(&progress),
            generation: 0,
            thread: Some(thread),
        };
        Ok((feeder, ChunkPort { inbox, outbox }, progress))
    }

    fn next(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// Begins a song at a frame. Gives the number of its first plan.
    pub fn start(
        &mut self,
        (song, tracks): (OpenSong, Vec<TrackSource>),
        rate_hz: u32,
        from: u64,
        setting: Setting,
        count_in_bars: u32,
    ) -> u64 {
        let generation = self.next();
        self.progress.played.store(0, Ordering::Relaxed);
        let _ = self.orders.send(Order::Start(Box::new(StartOrder {
            generation,
            tracks,
            song,
            rate_hz,
            from,
            setting,
            count_in_bars,
        })));
        generation
    }

    /// Goes on at another frame of the song.
    pub fn seek(&mut self, to: u64) {
        let generation = self.next();
        let _ = self.orders.send(Order::Seek { generation, to });
    }

    /// Goes on with another loop or click.
    pub fn set(&mut self, setting: Setting) {
        let generation = self.next();
        let _ = self.orders.send(Order::Set {
            generation,
            setting,
        });
    }

    /// Returns whether a song is being read.
    pub fn feeds(&self) -> bool {
        self.progress.feeds.load(Ordering::Relaxed)
    }
}

impl Drop for Feeder {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Quit);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Number of blocks that are read ahead.
pub fn blocks_ahead(rate_hz: u32) -> usize {
    (AHEAD_S * f64::from(rate_hz) / CHUNK as f64).ceil() as usize
}
