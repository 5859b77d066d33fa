//! Objects that are attached to the audio thread for a while: the tap of *Check mix*, the pair of a
//! blind test. They are made and freed away from it and travel through queues.

use std::sync::{Arc, Mutex, PoisonError};

use rtrb::{Consumer, Producer, RingBuffer};

use super::rig_update::Garbage;
use super::sound_tap::{SoundTap, Transport};
use crate::chain::blind_pair::BlindPair;

/// Messages that can wait while no sound runs.
const WAITING: usize = 64;

/// One message: what is to be attached, or nothing in its place.
pub enum Attachment {
    /// The tap of *Check mix*.
    Tap(Option<Box<SoundTap>>),
    /// The pair of a blind test.
    Pair(Option<Box<BlindPair>>),
}

/// The sending end, for several threads.
#[derive(Clone)]
pub struct Attacher(Arc<Mutex<Producer<Attachment>>>);

impl Attacher {
    /// Sends a message. False when too many wait already; then what it held is freed.
    pub fn send(&self, message: Attachment) -> bool {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push(message).is_ok()
    }
}

/// The audio thread's end, and what is attached.
pub struct Attached {
    queue: Consumer<Attachment>,
    /// The tap of *Check mix*.
    pub tap: Option<Box<SoundTap>>,
    /// The pair of a blind test.
    pub pair: Option<Box<BlindPair>>,
    /// The host's transport at the beginning of the block.
    pub transport: Transport,
}

/// Both ends.
pub fn ends() -> (Attacher, Attached) {
    let (producer, queue) = RingBuffer::new(WAITING);
    let attached = Attached {
        queue,
        tap: None,
        pair: None,
        transport: Transport::default(),
    };
    (Attacher(Arc::new(Mutex::new(producer))), attached)
}

impl Attached {
    /// Takes what has been sent; what it replaces goes to the outbox to be freed. Real-time safe.
    pub fn receive(&mut self, outbox: &mut Producer<Garbage>) {
        while outbox.slots() > 0 {
            let Ok(message) = self.queue.pop() else {
                return;
            };
            let old = match message {
                Attachment::Tap(tap) => std::mem::replace(&mut self.tap, tap).map(Garbage::Tap),
                Attachment::Pair(pair) => {
                    std::mem::replace(&mut self.pair, pair).map(Garbage::Pair)
                }
            };
            if let Some(Err(rtrb::PushError::Full(lost))) = old.map(|old| outbox.push(old)) {
                // Cannot happen; leaking is the one thing that is safe on the audio thread.
                std::mem::forget(lost);
            }
        }
    }

    /// Frees everything: a new activation has another sample rate. Not for the audio thread.
    pub fn clear(&mut self) {
        while self.queue.pop().is_ok() {}
        self.tap = None;
        self.pair = None;
    }
}
