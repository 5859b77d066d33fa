//! State of the song, as the audio thread says it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicU8, Ordering};

/// State of the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No song has begun.
    Stopped,
    /// A song is being read and has not begun yet.
    Waiting,
    /// A song plays.
    Playing,
    /// A song is paused.
    Paused,
    /// A song has come to its end.
    Ended,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Stopped,
        Self::Waiting,
        Self::Playing,
        Self::Paused,
        Self::Ended,
    ];
}

/// State of the song, written by the audio thread.
#[derive(Debug, Default)]
pub struct Status {
    state: AtomicU8,
    /// Place in the song, frames of its files.
    pub song_frame: AtomicU64,
    /// True while it is counted in.
    pub counts_in: AtomicBool,
    /// Frames that were silent because the song was not there in time.
    pub starved: AtomicU64,
}

impl Status {
    /// State of the song.
    pub fn state(&self) -> State {
        let index = usize::from(self.state.load(Ordering::Acquire));
        State::ALL.get(index).copied().unwrap_or(State::Stopped)
    }

    pub(super) fn set_state(&self, state: State) {
        let index = State::ALL.iter().position(|known| *known == state);
        self.state
            .store(index.unwrap_or(0) as u8, Ordering::Release);
    }
}
