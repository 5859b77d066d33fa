//! The waveform of a song at a glance, and its true length: read through once on a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::song::{OpenSong, TrackSource};

/// Columns of the picture.
pub const COLUMNS: usize = 1024;
/// Frames that are read at once.
const PIECE: usize = 8192;

/// Findings so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Highest sample of all tracks in each stretch of the song.
    pub peaks: Vec<f32>,
    /// Frames in each stretch.
    pub frames_per_peak: u64,
    /// Length, frames: by the header until it has been read through.
    pub frames: u64,
    /// True once it has been read through.
    pub is_whole: bool,
}

/// A look through a song, which ends with it.
pub struct Overview {
    found: Arc<Mutex<Found>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Overview {
    /// Looks through a song; `notify` is called when there is more to see.
    pub fn of(tracks: Vec<TrackSource>, notify: impl Fn() + Send + 'static) -> Self {
        let found = Arc::new(Mutex::new(Found::default()));
        let stop = Arc::new(AtomicBool::new(false));
        let (own_found, own_stop) = (Arc::clone(&found), Arc::clone(&stop));
        let thread = std::thread::Builder::new().name("overview".into());
        let thread = thread.spawn(move || look(&tracks, &own_found, &own_stop, &notify));
        Self {
            found,
            stop,
            // Without the thread there is no picture.
            thread: thread.ok(),
        }
    }

    /// Findings so far.
    pub fn found(&self) -> Found {
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Length in frames, as far as it is known.
    pub fn frames(&self) -> u64 {
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .frames
    }
}

impl Drop for Overview {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn look(tracks: &[TrackSource], found: &Mutex<Found>, stop: &AtomicBool, notify: &dyn Fn()) {
    let Ok(mut song) = OpenSong::open(tracks) else {
        return;
    };
    let declared = song.declared_frames().unwrap_or(0);
    let mut picture = Found {
        frames_per_peak: (declared / COLUMNS as u64).max(PIECE as u64 / 8),
        frames: declared,
        ..Found::default()
    };
    let publish = |picture: &Found| {
        *found.lock().unwrap_or_else(PoisonError::into_inner) = picture.clone();
        notify();
    };
    publish(&picture);
    let [mut left, mut right] = [(); 2].map(|()| vec![0.0_f32; PIECE]);
    let (mut at, mut sum) = (0_u64, vec![0.0_f32; PIECE]);
    let mut pieces = 0;
    while !stop.load(Ordering::Relaxed) {
        let mut got = 0;
        sum.fill(0.0);
        for track in &mut song.tracks {
            got = got.max(track.read(&mut left, &mut right));
            for (sum, (l, r)) in sum.iter_mut().zip(left.iter().zip(&right)) {
                *sum = sum.max(l.abs()).max(r.abs());
            }
        }
        for (n, peak) in (at..).zip(&sum[..got]) {
            let column = (n / picture.frames_per_peak) as usize;
            if picture.peaks.len() <= column {
                picture.peaks.resize(column + 1, 0.0);
            }
            picture.peaks[column] = picture.peaks[column].max(*peak);
        }
        at += got as u64;
        picture.frames = picture.frames.max(at);
        pieces += 1;
        if got < PIECE {
            picture.frames = at;
            picture.is_whole = true;
            publish(&picture);
            return;
        }
        if pieces % 64 == 0 {
            publish(&picture);
        }
    }
}
