//! The limiter that watches over the ears.
//!
//! *In the real world* every receiver has one, because a lost carrier with the squelch open, or a
//! microphone that falls, is at the drum at full volume. It works on the voltage, knowing the
//! earphone only by its sensitivity: where an earphone rises, so does what gets through.
//!
//! *Model*: peaks of both channels against the threshold, held and let go with 150 ms; the gain
//! follows within 0.3 ms, one for both ears so that the image stays; what is faster is clipped half
//! a decibel above the threshold, and that is heard. Below the threshold, samples pass bit for bit.
//! Attack, release and the clip are design choices within what such packs state (attack under 1 ms,
//! release 100 to 200 ms, ratio of 10 and more).
//!
//! *Tests*: `tests/pack.rs`.

use crate::dsp::stage::Stereo;
use crate::dsp::{gain, sanitize};

const ATTACK_S: f64 = 0.3e-3;
const RELEASE_S: f64 = 0.15;

/// Half a decibel.
const OVERSHOOT: f32 = 1.059_253_7;

/// Threshold from which one that is switched on comes down, by its end: 40 dB.
const FROM_ABOVE: f32 = 100.0;

/// Below this the held peak is gone.
const GONE: f32 = 1e-12;

/// The limiter.
pub struct Limiter {
    /// Highest sample that stays; none when it is off.
    limit: Option<f32>,
    /// The same on its way there, by equal ratios.
    present: f32,
    step: f32,
    steps_left: usize,
    ramp_samples: usize,
    attack: f32,
    kept: f32,
    held: f32,
    gain: f32,
    lowest_gain: f32,
}

impl Limiter {
    /// At rest, off.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            limit: None,
            present: 0.0,
            step: 1.0,
            steps_left: 0,
            ramp_samples: gain::ramp_samples(sample_rate_hz),
            attack: (1.0 - (-1.0 / (ATTACK_S * sample_rate_hz)).exp()) as f32,
            kept: (-1.0 / (RELEASE_S * sample_rate_hz)).exp() as f32,
            held: 0.0,
            gain: 1.0,
            lowest_gain: 1.0,
        }
    }

    /// Takes another threshold, a sample value; none switches it off. It goes there in a ramp, so that
    /// neither a knob nor a switch is heard as a click.
    pub fn set(&mut self, limit: Option<f32>) {
        if limit == self.limit {
            return;
        }
        if let Some(limit) = limit {
            if self.limit.is_none() {
                self.present = FROM_ABOVE * limit;
            }
            self.steps_left = self.ramp_samples.max(1);
            self.step = (limit / self.present).powf(1.0 / self.steps_left as f32);
        }
        self.limit = limit;
    }

    /// The threshold of the next sample.
    #[inline(always)]
    fn next_limit(&mut self, limit: f32) -> f32 {
        if self.steps_left == 0 {
            return limit;
        }
        self.steps_left -= 1;
        self.present = match self.steps_left {
            0 => limit,
            _ => self.present * self.step,
        };
        self.present
    }

    /// Jumps to the threshold.
    pub fn finish(&mut self) {
        self.present = self.limit.unwrap_or_default();
        self.steps_left = 0;
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.finish();
        self.held = 0.0;
        self.gain = 1.0;
        self.lowest_gain = 1.0;
    }

    /// The lowest gain since the last call, linear.
    pub fn take_lowest_gain(&mut self) -> f32 {
        std::mem::replace(&mut self.lowest_gain, self.gain)
    }

    /// Processes in place.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        let Some(limit) = self.limit else {
            self.let_go([left, right]);
            return;
        };
        let loudest = sanitize::peak(left).max(sanitize::peak(right));
        let has_arrived = self.steps_left == 0;
        if has_arrived && self.gain == 1.0 && self.held.max(loudest) <= limit {
            // Nothing to hold down: the peak is followed, and the sound passes as it is.
            for (left, right) in left.iter().zip(right.iter()) {
                self.hold(*left, *right);
            }
        } else {
            self.hold_down([left, right], limit);
        }
        if self.held < GONE {
            self.held = 0.0;
        }
    }

    /// The held peak after a sample of both channels.
    #[inline(always)]
    fn hold(&mut self, left: f32, right: f32) -> f32 {
        self.held = sanitize::louder(sanitize::louder(left, right), self.kept * self.held);
        self.held
    }

    fn hold_down(&mut self, [left, right]: [&mut [f32]; 2], limit: f32) {
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let limit = self.next_limit(limit);
            let most = OVERSHOOT * limit;
            let held = self.hold(*left, *right);
            let wanted = if held > limit { limit / held } else { 1.0 };
            self.gain = if wanted < self.gain {
                self.gain + self.attack * (wanted - self.gain)
            } else {
                wanted
            };
            self.lowest_gain = self.lowest_gain.min(self.gain);
            *left = (self.gain * *left).clamp(-most, most);
            *right = (self.gain * *right).clamp(-most, most);
        }
    }

    /// Switched off while it holds something down, it lets go as it would after a peak.
    fn let_go(&mut self, [left, right]: [&mut [f32]; 2]) {
        self.held = 0.0;
        if self.gain == 1.0 {
            return;
        }
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            self.gain = (self.gain / self.kept).min(1.0);
            *left *= self.gain;
            *right *= self.gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 48_000.0;

    /// Plays a steady level in parts of 64 samples, and gives the last part.
    fn play(limiter: &mut Limiter, level: f32, parts: usize) -> [f32; 64] {
        let mut last = [0.0; 64];
        for _ in 0..parts {
            let (mut left, mut right) = ([level; 64], [0.0; 64]);
            limiter.process(&mut [&mut left, &mut right]);
            last = left;
        }
        last
    }

    fn limiter() -> Limiter {
        let mut limiter = Limiter::new(RATE_HZ);
        limiter.set(Some(0.5));
        limiter.finish();
        limiter
    }

    #[test]
    fn a_burst_after_a_pause_is_held_as_the_first_one() {
        let mut limiter = limiter();
        let first = play(&mut limiter, 2.0, 1);
        // The held peak falls below the limit after some 0.2 s; what is quiet then passes untouched.
        assert_eq!(play(&mut limiter, 0.25, 400), [0.25; 64]);
        assert!(limiter.take_lowest_gain() < 0.3);
        assert_eq!(limiter.take_lowest_gain(), 1.0);
        assert_eq!(play(&mut limiter, 2.0, 1), first);
    }

    #[test]
    fn a_peak_is_held_through_what_is_quiet() {
        let mut limiter = limiter();
        // Below the limit, and yet followed: the limit may be turned down any time.
        play(&mut limiter, 0.45, 1);
        limiter.set(Some(0.3));
        let held = play(&mut limiter, 0.1, 20);
        let gain = 0.3 / (0.45 * (-20.0 * 64.0 / (RELEASE_S * RATE_HZ)).exp() as f32);
        assert!((held[63] / (0.1 * gain) - 1.0).abs() < 0.01, "{}", held[63]);
    }

    #[test]
    fn silence_lets_go_of_the_held_peak() {
        let mut limiter = limiter();
        play(&mut limiter, 2.0, 1);
        play(&mut limiter, 0.0, 4000);
        assert_eq!(limiter.held, 0.0);
    }

    /// The largest step between samples of a tone of 220 Hz, while the limiter is at rest and after
    /// its threshold is set anew.
    fn steps(before: Option<f32>, after: Option<f32>) -> [f32; 2] {
        let mut limiter = Limiter::new(RATE_HZ);
        limiter.set(before);
        limiter.finish();
        let tone =
            |n: usize| 0.5 * (std::f64::consts::TAU * 220.0 * n as f64 / RATE_HZ).sin() as f32;
        let mut last = 0.0;
        let mut largest = [0.0_f32; 2];
        for block in 0..1500 {
            if block == 750 {
                limiter.set(after);
            }
            let (mut left, mut right) = ([0.0; 64], [0.0; 64]);
            for (n, left) in left.iter_mut().enumerate() {
                *left = tone(64 * block + n);
            }
            limiter.process(&mut [&mut left, &mut right]);
            for sample in left {
                let largest = &mut largest[block / 750];
                if block > 100 {
                    *largest = largest.max((sample - last).abs());
                }
                last = sample;
            }
        }
        largest
    }

    #[test]
    fn a_threshold_that_moves_does_not_click() {
        for (before, after) in [
            (Some(0.05), Some(0.9)),
            (Some(0.3), Some(0.45)),
            (Some(0.9), Some(0.05)),
            (None, Some(0.05)),
            (Some(0.05), None),
        ] {
            let [at_rest, moved] = steps(before, after);
            // That of the tone without any limiting.
            let own = 0.5 * (std::f64::consts::TAU * 220.0 / RATE_HZ) as f32;
            assert!(
                at_rest.max(moved) < 1.5 * own,
                "{before:?} {after:?}: {at_rest} {moved}, {own}"
            );
        }
    }

    #[test]
    fn a_threshold_arrives_where_it_is_set() {
        let mut limiter = limiter();
        play(&mut limiter, 2.0, 100);
        limiter.set(Some(0.25));
        let held = play(&mut limiter, 2.0, 100);
        assert!((held[63] - 0.25).abs() < 1e-3, "{}", held[63]);
    }
}
