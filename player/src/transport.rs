//! The way through a song: from a frame on, straight or round a loop.
//!
//! A jump from the loop's end to its beginning would be heard as a click wherever the two do not fit.
//! So the last frames before the end are cross-faded with those before the beginning ([`SEAM_S`]): what
//! follows then goes on from what was faded in. Where both are the same sound, as in a loop of whole
//! periods, the sum of the two weights is one and nothing changes.

/// Length of the cross-fade, s.
pub const SEAM_S: f64 = 0.01;

/// A loop, in frames of the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The first frame.
    pub from: u64,
    /// The frame after the last one.
    pub to: u64,
}

impl Loop {
    /// A loop between two frames in either order; `None` when it is shorter than `least`.
    pub fn between(a: u64, b: u64, least: u64) -> Option<Self> {
        let (from, to) = (a.min(b), a.max(b));
        (to - from >= least.max(1)).then_some(Self { from, to })
    }

    /// Length of the cross-fade: shorter in a short loop, and where little lies before the beginning.
    pub fn seam(self, rate_hz: f64) -> u64 {
        let longest = (SEAM_S * rate_hz) as u64;
        longest.min((self.to - self.from) / 4).min(self.from)
    }
}

/// Frames that lie together in the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Number of frames of the way before this one.
    pub at: u64,
    /// The first frame in the song.
    pub from: u64,
    /// Number of frames.
    pub frames: usize,
    /// True if a jump leads here: the files are to be read from `from` on.
    pub is_jump: bool,
}

/// A way through a song.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    next: u64,
    at: u64,
    rounds: Option<Loop>,
    is_jump: bool,
}

impl Route {
    /// A way from a frame on.
    pub fn new(from: u64, rounds: Option<Loop>) -> Self {
        Self {
            next: from,
            at: 0,
            rounds,
            is_jump: true,
        }
    }

    /// The loop.
    pub fn rounds(&self) -> Option<Loop> {
        self.rounds
    }

    /// Another loop, or none, from here on.
    pub fn set_rounds(&mut self, rounds: Option<Loop>) {
        self.rounds = rounds;
    }

    /// The frame that comes next, unless a jump leads to it.
    pub fn goes_on_at(&self) -> Option<u64> {
        (!self.is_jump).then_some(self.next)
    }

    /// The next frames, at most so many.
    pub fn step(&mut self, most: usize) -> Step {
        let to_end = match self.rounds {
            Some(rounds) if self.next < rounds.to => rounds.to - self.next,
            _ => u64::MAX,
        };
        let frames = usize::try_from(to_end).map_or(most, |n| n.min(most));
        let step = Step {
            at: self.at,
            from: self.next,
            frames,
            is_jump: self.is_jump,
        };
        self.at += frames as u64;
        self.next += frames as u64;
        self.is_jump = frames as u64 == to_end;
        if let (true, Some(rounds)) = (self.is_jump, self.rounds) {
            self.next = rounds.from;
        }
        step
    }
}

/// Weight of what lies before the beginning of a loop at a frame, 0 outside of the cross-fade.
pub fn seam_weight(rounds: Loop, seam: u64, frame: u64) -> f32 {
    let begins = rounds.to - seam;
    if frame < begins || frame >= rounds.to {
        return 0.0;
    }
    (frame - begins + 1) as f32 / (seam + 1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(route: &mut Route, count: usize, most: usize) -> Vec<u64> {
        let mut out = Vec::new();
        while out.len() < count {
            let step = route.step(most.min(count - out.len()));
            assert_eq!(step.at, out.len() as u64);
            out.extend((0..step.frames as u64).map(|n| step.from + n));
        }
        out
    }

    #[test]
    fn every_frame_of_a_loop_comes_in_its_turn_whatever_the_blocks() {
        let rounds = Loop::between(100, 137, 1);
        let expected: Vec<u64> = (90..137)
            .chain((0..).flat_map(|_| 100..137))
            .take(500)
            .collect();
        for most in [1, 3, 37, 64, 512] {
            let mut route = Route::new(90, rounds);
            assert_eq!(
                frames(&mut route, 500, most),
                expected,
                "in blocks of {most}"
            );
        }
    }

    #[test]
    fn a_place_behind_the_loop_goes_straight_on() {
        let mut route = Route::new(200, Loop::between(100, 137, 1));
        assert_eq!(frames(&mut route, 50, 8), (200..250).collect::<Vec<_>>());
    }

    #[test]
    fn only_the_beginning_and_the_rounds_are_jumps() {
        let mut route = Route::new(0, Loop::between(4, 8, 1));
        let jumps: Vec<bool> = (0..6).map(|_| route.step(4).is_jump).collect();
        assert_eq!(jumps, [true, false, true, true, true, true]);
    }

    #[test]
    fn the_weights_of_the_seam_rise_to_one_at_the_beginning() {
        let rounds = Loop {
            from: 1000,
            to: 9000,
        };
        let seam = rounds.seam(48_000.0);
        assert_eq!(seam, 480);
        assert_eq!(seam_weight(rounds, seam, 9000 - 481), 0.0);
        assert!(seam_weight(rounds, seam, 9000 - 480) > 0.0);
        assert!(seam_weight(rounds, seam, 8999) > 0.997);
        assert_eq!(Loop { from: 20, to: 9000 }.seam(48_000.0), 20);
        assert_eq!(Loop::between(5, 5, 0), None);
    }
}
