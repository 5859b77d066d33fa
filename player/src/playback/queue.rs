//! The blocks that wait on the audio thread, and which plan they belong to.

use std::sync::atomic::Ordering;

use super::{Playback, State, READY};
use crate::chunk::{Chunk, Entry};

impl Playback {
    pub(super) fn give_back(&mut self, chunk: Box<Chunk>) {
        if let Err(rtrb::PushError::Full(chunk)) = self.port.outbox.push(chunk) {
            std::mem::forget(chunk);
        }
    }

    /// Takes blocks from the queue, as far as there is place, and drops those that are out of date.
    pub(super) fn receive(&mut self) {
        while self.queue.len() < self.queue.capacity() {
            let Ok(chunk) = self.port.inbox.pop() else {
                break;
            };
            if chunk.generation < self.generation {
                self.give_back(chunk);
            } else {
                self.queue.push_back(chunk);
            }
        }
        let Some(newest) = self.queue.back().map(|chunk| chunk.generation) else {
            return;
        };
        if newest == self.generation {
            return;
        }
        // Of the newest plan, is there enough to go on with?
        let fresh = self.queue.iter().filter(|c| c.generation == newest);
        let (mut count, mut is_whole, mut first) = (0, false, None);
        for chunk in fresh {
            count += 1;
            is_whole |= chunk.is_last;
            first = first.or(Some((chunk.entry, chunk.at)));
        }
        let Some((entry, at)) = first else { return };
        let is_ready = count >= READY || is_whole;
        match entry {
            // Begins by a command, with an engine.
            Entry::Start => {}
            Entry::Jump if is_ready && (self.fade == 0.0 || !self.plays) => {
                self.forget_before(newest);
            }
            Entry::Jump => {}
            Entry::Join => self.join(newest, at),
        }
    }

    /// Drops all blocks of older plans.
    pub(super) fn forget_before(&mut self, generation: u64) {
        self.generation = generation;
        self.taken = 0;
        while self
            .queue
            .front()
            .is_some_and(|c| c.generation < generation)
        {
            if let Some(chunk) = self.queue.pop_front() {
                self.give_back(chunk);
            }
        }
        let front = self.queue.front().map(|chunk| (chunk.song_frame, chunk.at));
        if let Some((song_frame, at)) = front {
            self.status.song_frame.store(song_frame, Ordering::Relaxed);
            self.progress.played.store(at, Ordering::Relaxed);
        }
    }

    /// Goes over to a new plan of the same sound where the old one has come to its first frame.
    fn join(&mut self, generation: u64, at: u64) {
        let Some(front) = self.queue.front() else {
            return;
        };
        if front.generation == generation || front.at + self.taken as u64 >= at {
            self.forget_before(generation);
        }
    }

    /// Begins the song that waits, once enough of it is there.
    pub(super) fn begin_waiting(&mut self) {
        let Some((generation, _)) = self.next else {
            return;
        };
        let of_it = self.queue.iter().filter(|c| c.generation == generation);
        let (mut count, mut is_whole) = (0, false);
        for chunk in of_it {
            count += 1;
            is_whole |= chunk.is_last;
        }
        if count < READY && !is_whole {
            return;
        }
        if let Some((_, engine)) = self.next.take() {
            self.forget_before(generation);
            self.install(engine);
            self.hearing.set_running(true);
            self.mixer.jump();
            (self.plays, self.fade) = (true, 1.0);
            self.status.set_state(State::Playing);
        }
    }
}
