//! A tip that slowly slips out of its seat and is pushed back.
//!
//! *In the real world* sweat and jaw movements walk a silicone tip outwards; the leak widens little by
//! little, until the performer notices and pushes it back.
//!
//! *Model*: the share of a wider leak rises from 0 to 1 within the time that the rig says, slowly at
//! first and then faster (the square of the elapsed share), stays there for a twentieth of it, and falls back
//! within 0.4 s. Over and over, in both ears at once. What a share of the leak does is designed with
//! the jaw's ([`super::jaw`]).
//!
//! *Knobs*: how far the leak opens, and the time. Its course is an estimate.
//!
//! *Left out*: the depth of the tip, which changes with it; ears that slip at different times.
//!
//! *Tests*: its course here; on a rig, `tests/guide_effects.rs`.

/// Part of the cycle in which the slipped tip is not yet noticed.
const UNNOTICED: f64 = 0.05;
/// Time of the push, seconds.
const PUSH_S: f64 = 0.4;

/// The tip's way, sample by sample.
#[derive(Clone, Copy, Debug)]
pub struct Slip {
    sample_rate_hz: f64,
    /// Samples since the tip was last pushed back.
    at: u64,
}

impl Slip {
    /// A tip that sits well.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            sample_rate_hz,
            at: 0,
        }
    }

    /// Sits well again.
    pub fn reset(&mut self) {
        self.at = 0;
    }

    /// The share of the leak at the next sample, for a time of slipping in seconds.
    pub fn tick(&mut self, slip_s: f64) -> f64 {
        let elapsed_s = self.at as f64 / self.sample_rate_hz;
        let held_s = slip_s * (1.0 + UNNOTICED);
        self.at += 1;
        if elapsed_s < slip_s {
            let share = elapsed_s / slip_s;
            share * share
        } else if elapsed_s < held_s {
            1.0
        } else if elapsed_s < held_s + PUSH_S {
            1.0 - (elapsed_s - held_s) / PUSH_S
        } else {
            self.at = 0;
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_slowly_and_shuts_at_once() {
        let rate_hz = 1000.0;
        let mut slip = Slip::new(rate_hz);
        let shares: Vec<f64> = (0..25_000).map(|_| slip.tick(10.0)).collect();
        assert_eq!(shares[0], 0.0);
        assert!((shares[5000] - 0.25).abs() < 1e-3);
        assert_eq!(shares[10_200], 1.0);
        assert!(shares[10_900] <= 0.01, "{}", shares[10_900]);
        // The next cycle is like the first.
        assert!((shares[10_902 + 5000] - 0.25).abs() < 1e-2);
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
