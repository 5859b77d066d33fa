//! The loop of the song that is chosen.

use super::Player;
use crate::transport::Loop;

/// Shortest loop, s.
const SHORTEST_LOOP_S: f64 = 0.05;

impl Player {
    /// The loop, frames of the song.
    pub fn rounds(&self) -> Option<Loop> {
        let (chosen, song) = (self.chosen.as_ref()?, self.song()?);
        let rate_hz = f64::from(chosen.rate_hz);
        let [from, to] = song.loop_s?.map(|time_s| (time_s * rate_hz).round() as u64);
        let length = chosen.overview.frames();
        let to = if length > 0 { to.min(length) } else { to };
        Loop::between(from, to, (SHORTEST_LOOP_S * rate_hz) as u64)
    }

    /// Beginning of a loop whose end is still to come, frames.
    pub fn loop_from(&self) -> Option<u64> {
        self.chosen.as_ref()?.loop_from
    }

    /// Sets the beginning of the loop here.
    pub fn loop_from_here(&mut self) {
        let here = self.position();
        let end = self
            .rounds()
            .map(|rounds| rounds.to)
            .filter(|to| *to > here);
        if let Some(chosen) = &mut self.chosen {
            chosen.loop_from = Some(here);
        }
        match end {
            Some(end) => self.set_loop(Some([here, end])),
            None => self.set_loop(None),
        }
    }

    /// Sets the end of the loop here; without a beginning, it begins with the song.
    pub fn loop_to_here(&mut self) {
        let here = self.position();
        let from = self.rounds().map(|rounds| rounds.from);
        let from = self.loop_from().or(from).filter(|from| *from < here);
        self.set_loop(Some([from.unwrap_or(0), here]));
    }

    /// Loops between two frames, or no longer.
    pub fn set_loop(&mut self, frames: Option<[u64; 2]>) {
        let Some(rate_hz) = self.chosen.as_ref().map(|chosen| f64::from(chosen.rate_hz)) else {
            return;
        };
        let loop_s = frames.map(|frames| frames.map(|n| n as f64 / rate_hz));
        self.change_song(|song| song.loop_s = loop_s.filter(|[from, to]| from < to));
    }
}
