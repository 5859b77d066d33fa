//! The sound on its way from the audio thread to *Check mix*: all inputs, whole, through a ring that is
//! there only while somebody listens.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use rtrb::{Consumer, Producer, RingBuffer};

/// Capacity of the ring, s: the thread that drains it comes by twenty times a second.
const WAITING_S: f64 = 1.5;
/// Jumps of the host's transport that can wait to be read.
const JUMPS: usize = 64;
/// Difference of the transport from where it should be that is a jump, s.
const JUMP_S: f64 = 0.05;

/// One sample of all inputs: mix, room, own voice, left and right each.
pub type Frame = [f32; 6];

/// Place on the host's timeline at which a frame was played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamp {
    /// The frame, counted from the tap's beginning.
    pub frame: u64,
    /// Its place in the song, s.
    pub song_s: f64,
}

/// The transport of the host at the beginning of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transport {
    /// True if it runs.
    pub plays: bool,
    /// Place in the song, s; none where the host does not say, or after it has been read.
    pub song_s: Option<f64>,
}

/// The audio thread's end.
pub struct SoundTap {
    frames: Producer<Frame>,
    stamps: Producer<Stamp>,
    sample_rate_hz: f64,
    passed: u64,
    /// Place in the song at which the next frame should be.
    expected_s: Option<f64>,
    lost: Arc<AtomicU64>,
}

/// The other end.
pub struct SoundOutlet {
    /// The sound.
    pub frames: Consumer<Frame>,
    /// Jumps of the transport.
    pub stamps: Consumer<Stamp>,
    lost: Arc<AtomicU64>,
}

/// Both ends of a tap for a sample rate in Hz.
pub fn tap(sample_rate_hz: f64) -> (Box<SoundTap>, SoundOutlet) {
    let (producer, frames) = RingBuffer::new((WAITING_S * sample_rate_hz) as usize);
    let (stamps, stamps_out) = RingBuffer::new(JUMPS);
    let lost = Arc::new(AtomicU64::new(0));
    let tap = SoundTap {
        frames: producer,
        stamps,
        sample_rate_hz,
        passed: 0,
        expected_s: None,
        lost: Arc::clone(&lost),
    };
    let outlet = SoundOutlet {
        frames,
        stamps: stamps_out,
        lost,
    };
    (Box::new(tap), outlet)
}

impl SoundOutlet {
    /// Frames that found no room so far.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl SoundTap {
    /// Passes on a block of the mix with the room and the own voice, where they are connected; what finds
    /// no room is counted as lost. Silence while the transport stands is left out, so that a pause does
    /// not push the song out. Real-time safe.
    pub fn pass(
        &mut self,
        main: [&[f32]; 2],
        aux: [Option<[&[f32]; 2]>; 2],
        transport: &mut Transport,
    ) {
        let length = main[0].len().min(main[1].len());
        let silent = || main.iter().all(|channel| channel.iter().all(|x| *x == 0.0));
        if length == 0 || (!transport.plays && silent()) {
            return;
        }
        self.note_place(transport.song_s.take().filter(|_| transport.plays));
        self.expected_s = self
            .expected_s
            .map(|place_s| place_s + length as f64 / self.sample_rate_hz);
        let Ok(room) = self.frames.write_chunk_uninit(length) else {
            self.lost.fetch_add(length as u64, Ordering::Relaxed);
            return;
        };
        let pair = |pair: Option<[&[f32]; 2]>, n: usize| {
            pair.map_or([0.0; 2], |[left, right]| {
                [left, right].map(|channel| channel.get(n).copied().unwrap_or(0.0))
            })
        };
        let frame = |n: usize| {
            let [ambient, own] = aux.map(|sound| pair(sound, n));
            [
                main[0][n], main[1][n], ambient[0], ambient[1], own[0], own[1],
            ]
        };
        let written = room.fill_from_iter((0..length).map(frame));
        self.passed += written as u64;
    }

    /// Notes where the song is, if it has jumped there.
    fn note_place(&mut self, song_s: Option<f64>) {
        let Some(song_s) = song_s else { return };
        let jumped = self
            .expected_s
            .is_none_or(|expected_s| (song_s - expected_s).abs() > JUMP_S);
        self.expected_s = Some(song_s);
        if jumped {
            // With so many jumps at once a place in the song says nothing.
            let _ = self.stamps.push(Stamp {
                frame: self.passed,
                song_s,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playing(song_s: Option<f64>) -> Transport {
        Transport {
            plays: true,
            song_s,
        }
    }

    #[test]
    fn everything_arrives_in_order_with_the_places_of_jumps() {
        let (mut tap, mut outlet) = tap(1000.0);
        let block: Vec<f32> = (0..100).map(|n| n as f32).collect();
        let aux = [Some([&block[..], &block[..]]), None];
        for song_s in [10.0, 10.1, 10.2, 42.0] {
            tap.pass([&block, &block], aux, &mut playing(Some(song_s)));
        }
        assert_eq!(outlet.frames.slots(), 400);
        let frames: Vec<Frame> = std::iter::from_fn(|| outlet.frames.pop().ok()).collect();
        assert_eq!(frames[7], [7.0, 7.0, 7.0, 7.0, 0.0, 0.0]);
        let stamps: Vec<Stamp> = std::iter::from_fn(|| outlet.stamps.pop().ok()).collect();
        let places: Vec<(u64, f64)> = stamps.iter().map(|s| (s.frame, s.song_s)).collect();
        assert_eq!(places, [(0, 10.0), (300, 42.0)]);
        assert_eq!(outlet.lost(), 0);
    }

    #[test]
    fn a_full_ring_counts_what_is_lost_and_a_pause_is_left_out() {
        let (mut tap, mut outlet) = tap(1000.0);
        let silence = [0.0; 700];
        tap.pass([&silence; 2], [None; 2], &mut Transport::default());
        assert_eq!(outlet.frames.slots(), 0, "a pause");
        for _ in 0..3 {
            tap.pass([&silence; 2], [None; 2], &mut playing(None));
        }
        assert_eq!((outlet.frames.slots(), outlet.lost()), (1400, 700));
        while outlet.frames.pop().is_ok() {}
        tap.pass([&silence; 2], [None; 2], &mut playing(None));
        assert_eq!((outlet.frames.slots(), outlet.lost()), (700, 700));
    }
}
