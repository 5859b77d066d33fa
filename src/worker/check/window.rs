//! The last minutes of sound, in pieces of half a second that are shared and never copied.
//!
//! At most [`MOST_S`] and at most [`MOST_BYTES`]: at 48 kHz three minutes of the mix are 66 MiB; with
//! room and own voice connected, 128 MiB are 116 s. The sound that is measured, or that a result was
//! measured on, is kept beside, so that twice as much is the most that an instance holds.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use crate::report::{Input, Inputs};
use crate::worker::sound_tap::{Frame, Stamp};

/// Longest time that is kept, s.
pub const MOST_S: f64 = 180.0;
/// The most memory that the window takes, bytes.
pub const MOST_BYTES: usize = 128 << 20;
/// Pieces in a second.
const PIECES_PER_S: f64 = 2.0;

/// Name of the own voice as a part of the mix, as the command line has it.
pub const OWN_VOICE: &str = "own voice";

/// One channel pair of a piece.
type Stereo = [Box<[f32]>; 2];

/// Half a second of all inputs; an input without a sound takes no memory.
struct Piece {
    /// Mix, room, own voice.
    sounds: [Option<Stereo>; 3],
    squares: f64,
}

impl Piece {
    fn new(frames: &[Frame]) -> Self {
        let channel = |n: usize| frames.iter().map(|frame| frame[n]).collect();
        let sound = |n: usize| {
            let sounds = frames
                .iter()
                .any(|f| f[2 * n] != 0.0 || f[2 * n + 1] != 0.0);
            sounds.then(|| [channel(2 * n), channel(2 * n + 1)])
        };
        let finite = |x: f32| if x.is_finite() { f64::from(x) } else { 0.0 };
        let squares = frames
            .iter()
            .map(|f| finite(f[0]).powi(2) + finite(f[1]).powi(2));
        Self {
            sounds: [0, 1, 2].map(sound),
            squares: squares.sum(),
        }
    }

    fn bytes(&self) -> usize {
        let channels = self.sounds.iter().flatten().flatten();
        channels.map(|channel| size_of_val(&**channel)).sum()
    }
}

/// The running window.
pub struct Window {
    sample_rate_hz: f64,
    piece_frames: usize,
    pieces: VecDeque<Arc<Piece>>,
    filling: Vec<Frame>,
    stamps: VecDeque<Stamp>,
    bytes: usize,
    /// Frames that came in since the window began.
    frames: u64,
}

impl Window {
    /// An empty window for a sample rate in Hz.
    pub fn new(sample_rate_hz: f64) -> Self {
        let piece_frames = ((sample_rate_hz / PIECES_PER_S) as usize).max(1);
        Self {
            sample_rate_hz,
            piece_frames,
            pieces: VecDeque::new(),
            filling: Vec::with_capacity(piece_frames),
            stamps: VecDeque::new(),
            bytes: 0,
            frames: 0,
        }
    }

    /// Takes in a frame. True when it completed a piece.
    pub fn add(&mut self, frame: Frame) -> bool {
        self.filling.push(frame);
        self.frames += 1;
        if self.filling.len() < self.piece_frames {
            return false;
        }
        let piece = Piece::new(&self.filling);
        self.filling.clear();
        self.bytes += piece.bytes();
        self.pieces.push_back(Arc::new(piece));
        while self.seconds() > MOST_S || self.bytes > MOST_BYTES {
            let Some(oldest) = self.pieces.pop_front() else {
                break;
            };
            self.bytes -= oldest.bytes();
        }
        true
    }

    /// Takes note of a jump of the transport.
    pub fn note(&mut self, stamp: Stamp) {
        self.stamps.push_back(stamp);
        // The last one before the window says where its beginning is.
        let begin = self.begin();
        while self.stamps.get(1).is_some_and(|next| next.frame <= begin) {
            self.stamps.pop_front();
        }
    }

    /// First frame of the pieces.
    fn begin(&self) -> u64 {
        let kept = self.pieces.len() * self.piece_frames + self.filling.len();
        self.frames.saturating_sub(kept as u64)
    }

    /// Length of the pieces, s.
    pub fn seconds(&self) -> f64 {
        (self.pieces.len() * self.piece_frames) as f64 / self.sample_rate_hz
    }

    /// Memory of the pieces, bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Frames since the window began.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Level of the newest ten seconds, dBFS RMS; none before there are as many.
    pub fn newest_dbfs(&self) -> Option<f64> {
        let wanted = (10.0 * PIECES_PER_S) as usize;
        let enough = self.pieces.len() >= wanted;
        enough.then(|| level_dbfs(self.pieces.iter().rev().take(wanted), self.piece_frames))
    }

    /// The window as it is now, which lives on by itself.
    pub fn held(&self) -> Held {
        let begin = self.begin();
        let place = |stamp: &Stamp| {
            let from_s = (stamp.frame as f64 - begin as f64) / self.sample_rate_hz;
            (from_s.max(0.0), stamp.song_s + (-from_s).max(0.0))
        };
        Held {
            sample_rate_hz: self.sample_rate_hz,
            piece_frames: self.piece_frames,
            pieces: self.pieces.iter().cloned().collect(),
            places: self.stamps.iter().map(place).collect(),
            end: begin + (self.pieces.len() * self.piece_frames) as u64,
        }
    }
}

fn level_dbfs<'a>(pieces: impl Iterator<Item = &'a Arc<Piece>>, frames: usize) -> f64 {
    let (mut squares, mut count) = (0.0, 0);
    for piece in pieces {
        squares += piece.squares;
        count += 2 * frames;
    }
    10.0 * (squares / f64::from(count.max(1) as u32))
        .max(1e-12)
        .log10()
}

/// A stretch of sound that is measured.
#[derive(Clone)]
pub struct Held {
    sample_rate_hz: f64,
    piece_frames: usize,
    pieces: Vec<Arc<Piece>>,
    /// Places in the window at which the transport jumped, and where in the song it then was, s.
    places: Vec<(f64, f64)>,
    /// The window's frame at its end.
    pub end: u64,
}

impl Held {
    /// Length, s.
    pub fn seconds(&self) -> f64 {
        self.frames() as f64 / self.sample_rate_hz
    }

    /// Memory, bytes.
    pub fn bytes(&self) -> usize {
        self.pieces.iter().map(|piece| piece.bytes()).sum()
    }

    /// Level of the mix, dBFS RMS.
    pub fn level_dbfs(&self) -> f64 {
        level_dbfs(self.pieces.iter(), self.piece_frames)
    }

    /// Names of the parts of the mix that are there by themselves.
    pub fn stems(&self) -> Vec<String> {
        let own_voice = self.has(Input::OwnVoice);
        own_voice
            .then(|| OWN_VOICE.to_owned())
            .into_iter()
            .collect()
    }

    /// Place in the host's song of a moment of the sound, s; none where the host did not say.
    pub fn song_s(&self, time_s: f64) -> Option<f64> {
        let (from_s, song_s) = *(self.places.iter().rev()).find(|(from_s, _)| *from_s <= time_s)?;
        Some(song_s + time_s - from_s)
    }

    /// Words about what the sound is, for the page.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(song_s) = self.song_s(0.0) {
            let song_s = song_s.max(0.0).round() as u64;
            let jumps = self.places.len().saturating_sub(1);
            let more = match jumps {
                0 => String::new(),
                1 => "; the transport jumped once after that".to_owned(),
                n => format!("; the transport jumped {n} times after that"),
            };
            remarks.push(format!(
                "0:00 is {}:{:02} on the host's timeline{more}.",
                song_s / 60,
                song_s % 60
            ));
        }
        remarks
    }

    fn sound(&self, input: Input) -> Option<usize> {
        match input {
            Input::Mix => Some(0),
            Input::Ambient => Some(1),
            Input::OwnVoice | Input::Stem(0) => Some(2),
            Input::Stem(_) => None,
        }
    }
}

impl Inputs for Held {
    fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    fn frames(&self) -> u64 {
        (self.pieces.len() * self.piece_frames) as u64
    }

    fn has(&self, input: Input) -> bool {
        let Some(sound) = self.sound(input) else {
            return false;
        };
        input == Input::Mix
            || self
                .pieces
                .iter()
                .any(|piece| piece.sounds[sound].is_some())
    }

    fn read(&mut self, input: Input, from: u64, to: [&mut [f32]; 2]) -> io::Result<()> {
        let sound = self.sound(input);
        for (channel, to) in to.into_iter().enumerate() {
            let mut at = usize::try_from(from).unwrap_or(usize::MAX);
            let mut rest = to;
            while !rest.is_empty() {
                let inside = at % self.piece_frames;
                let length = rest.len().min(self.piece_frames - inside);
                let (now, later) = rest.split_at_mut(length);
                let piece = self.pieces.get(at / self.piece_frames);
                match sound.and_then(|sound| piece?.sounds[sound].as_ref()) {
                    Some(stereo) => now.copy_from_slice(&stereo[channel][inside..inside + length]),
                    None => now.fill(0.0),
                }
                at = at.saturating_add(length);
                rest = later;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(n: u64) -> Frame {
        [n as f32 + 1.0, -1.0, 0.0, 0.0, 0.0, 0.0]
    }

    #[test]
    fn the_window_holds_the_last_three_minutes_and_no_more() {
        let mut window = Window::new(100.0);
        for n in 0..25_000 {
            window.add(frame(n));
        }
        assert_eq!(window.seconds(), MOST_S);
        // Two channels of the mix and nothing for what is silent.
        assert_eq!(window.bytes(), 2 * 4 * 18_000);
        let mut held = window.held();
        let [mut left, mut right] = [[0.0; 120], [0.0; 120]];
        held.read(Input::Mix, 30, [&mut left, &mut right]).unwrap();
        assert_eq!((left[0], left[119], right[50]), (7031.0, 7150.0, -1.0));
        held.read(Input::Mix, 17_990, [&mut left, &mut right])
            .unwrap();
        assert_eq!((left[9], left[10]), (25_000.0, 0.0), "silence past the end");
        assert!(!held.has(Input::Ambient) && held.stems().is_empty());
    }

    #[test]
    fn memory_has_a_bound_at_any_rate() {
        let mut window = Window::new(192_000.0);
        let loud: Frame = [0.5; 6];
        // As long as three minutes would be; every piece is freed as it comes.
        for _ in 0..(40.0 * 192_000.0) as usize {
            window.add(loud);
            assert!(window.bytes() <= MOST_BYTES);
        }
        assert!(window.seconds() > 28.0, "{}", window.seconds());
        assert_eq!(window.held().stems(), [OWN_VOICE]);
    }

    #[test]
    fn a_moment_is_found_in_the_song_across_jumps() {
        let mut window = Window::new(100.0);
        let stamp = |frame, song_s| Stamp { frame, song_s };
        window.note(stamp(0, 60.0));
        for n in 0..30_000 {
            if n == 20_000 {
                window.note(stamp(20_000, 10.0));
            }
            window.add(frame(n));
        }
        let held = window.held();
        // The window begins at 120 s of sound.
        assert_eq!(held.song_s(0.0), Some(180.0));
        assert_eq!(held.song_s(79.5), Some(259.5));
        assert_eq!(held.song_s(81.0), Some(11.0));
        assert_eq!(
            held.remarks(),
            ["0:00 is 3:00 on the host's timeline; the transport jumped once after that."]
        );
    }
}
