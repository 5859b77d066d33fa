//! The reading thread's own work.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::Arc;

use rtrb::{Consumer, PushError};

use super::{Order, Progress, Setting, StartOrder, NOTICE_S, PAUSE};
use crate::chunk::{Chunk, Entry, CHUNK};
use crate::producer::{Plan, Producer};
use crate::song::{OpenSong, TrackSource};

/// The song that is being read.
struct Present {
    producer: Producer,
    tracks: Vec<TrackSource>,
    rate_hz: u32,
    setting: Setting,
    /// Beginnings of blocks that were sent: index, and place in the song.
    sent: VecDeque<(u64, u64)>,
    is_done: bool,
}

pub(super) struct Worker {
    outgoing: rtrb::Producer<Box<Chunk>>,
    incoming: Consumer<Box<Chunk>>,
    received: Receiver<Order>,
    progress: Arc<Progress>,
    blocks: usize,
    // They travel in boxes, so that only a pointer goes through the queues.
    #[allow(clippy::vec_box)]
    free: Vec<Box<Chunk>>,
    /// Blocks that there are, wherever they are.
    made: usize,
    present: Option<Present>,
}

impl Worker {
    /// A thread with no song yet, and the number of blocks that it reads ahead.
    pub(super) fn new(
        outgoing: rtrb::Producer<Box<Chunk>>,
        incoming: Consumer<Box<Chunk>>,
        received: Receiver<Order>,
        progress: Arc<Progress>,
        blocks: usize,
    ) -> Self {
        Self {
            outgoing,
            incoming,
            received,
            progress,
            blocks,
            free: Vec::new(),
            made: 0,
            present: None,
        }
    }

    pub(super) fn run(mut self) {
        loop {
            let order = match self.is_busy() {
                true => self.received.try_recv().ok(),
                false => match self.received.recv_timeout(PAUSE) {
                    Ok(order) => Some(order),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                },
            };
            match order {
                Some(Order::Quit) => return,
                Some(order) => self.obey(order),
                None => {}
            }
            while let Ok(chunk) = self.incoming.pop() {
                self.free.push(chunk);
            }
            self.feed();
        }
    }

    /// Returns whether there is a block to be made now.
    fn is_busy(&self) -> bool {
        let Some(present) = self.present.as_ref().filter(|present| !present.is_done) else {
            return false;
        };
        let played = self.progress.played.load(Ordering::Relaxed);
        let ahead = present.producer.next_at().saturating_sub(played);
        // Blocks of an older plan may still lie in the queue, hence there are more than are read ahead.
        ahead < (self.blocks * CHUNK) as u64
            && (!self.free.is_empty() || self.made < 3 * self.blocks)
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Start(order) => {
                let StartOrder {
                    generation,
                    tracks,
                    song,
                    rate_hz,
                    from,
                    setting,
                    count_in_bars,
                } = *order;
                let plan = Plan {
                    count_in_bars,
                    ..plan(generation, Entry::Start, 0, from, setting)
                };
                self.begin(song, tracks, rate_hz, plan, setting);
            }
            Order::Seek { generation, to } => {
                if let Some(present) = self.present.take() {
                    let setting = present.setting;
                    let plan = plan(generation, Entry::Jump, 0, to, setting);
                    let song = present.producer.into_song();
                    self.progress.played.store(0, Ordering::Relaxed);
                    self.begin(song, present.tracks, present.rate_hz, plan, setting);
                }
            }
            Order::Set {
                generation,
                setting,
            } => self.change(generation, setting),
            Order::Quit => {}
        }
    }

    /// Another loop or click from a little later on.
    fn change(&mut self, generation: u64, setting: Setting) {
        let Some(present) = &mut self.present else {
            return;
        };
        if present.setting == setting {
            return;
        }
        let notice = (NOTICE_S * f64::from(present.rate_hz)) as u64;
        let soonest = self.progress.played.load(Ordering::Relaxed) + notice;
        // From the beginning of a block that was sent, where the place in the song is known.
        let join = present.sent.iter().find(|(at, _)| *at >= soonest).copied();
        let Some((at, from)) = join else {
            present.setting = setting;
            present.producer.set(setting);
            return;
        };
        if let Some(present) = self.present.take() {
            let plan = plan(generation, Entry::Join, at, from, setting);
            let song = present.producer.into_song();
            self.begin(song, present.tracks, present.rate_hz, plan, setting);
        }
    }

    fn begin(
        &mut self,
        song: OpenSong,
        tracks: Vec<TrackSource>,
        rate_hz: u32,
        plan: Plan,
        setting: Setting,
    ) {
        self.progress.feeds.store(true, Ordering::Relaxed);
        match Producer::new(song, plan, rate_hz) {
            Ok(producer) => {
                self.present = Some(Present {
                    producer,
                    tracks,
                    rate_hz,
                    setting,
                    sent: VecDeque::new(),
                    is_done: false,
                });
            }
            Err(error) => self.progress.say([error.to_string()]),
        }
    }

    /// Makes one block, if there is one to make.
    fn feed(&mut self) {
        if !self.is_busy() || self.outgoing.is_full() {
            return;
        }
        let Some(present) = &mut self.present else {
            return;
        };
        let mut chunk = self.free.pop().unwrap_or_else(|| {
            self.made += 1;
            Box::new(Chunk::new(present.tracks.len()))
        });
        if chunk.tracks.len() != present.tracks.len() {
            *chunk = Chunk::new(present.tracks.len());
        }
        if let Err(error) = present.producer.fill(&mut chunk) {
            self.progress.say([error.to_string()]);
            present.is_done = true;
            chunk.frames = 0;
            chunk.is_last = true;
        }
        if !chunk.counts_in {
            present.sent.push_back((chunk.at, chunk.song_frame));
        }
        if present.sent.len() > 2 * self.blocks {
            present.sent.pop_front();
        }
        if chunk.is_last {
            present.is_done = true;
            self.progress.say(present.producer.song().remarks());
        }
        if let Err(PushError::Full(chunk)) = self.outgoing.push(chunk) {
            self.free.push(chunk);
        }
    }
}

fn plan(generation: u64, entry: Entry, at: u64, from: u64, setting: Setting) -> Plan {
    Plan {
        generation,
        entry,
        at,
        from,
        rounds: setting.rounds,
        beats: setting.beats,
        clicks: setting.clicks,
        count_in_bars: 0,
    }
}
