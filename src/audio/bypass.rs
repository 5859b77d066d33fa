//! The host's bypass: a short cross-fade between the chain and the input as it came in, or as loud as
//! the chain.
//!
//! Once it has faded the chain rests: nothing is computed that nobody hears. When it is wanted again
//! it starts from silence, and the input stays until the emulated links have carried the first sound.

use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;

/// Length of the cross-fade, seconds.
const FADE_S: f64 = 0.02;

/// An input with a gain is taken as this at most.
const LIMIT: f32 = 1e3;

/// Samples that are played at once while the chain rests.
const RUN: usize = 64;

/// An equal-gain cross-fade that is exact at both ends: sample for sample the input when bypassed
/// (times a gain that may be 1), sample for sample the chain when not.
pub struct Bypass {
    fade_samples: u32,
    /// Share of the chain in the output, in steps from 0 to `fade_samples`.
    position: u32,
    /// Samples until the chain may be heard.
    held: u32,
    /// Gain of the input.
    gain: Smoothed,
}

/// Level of the input: a gain, and the highest sample that the gain may produce.
#[derive(Clone, Copy)]
pub struct Level {
    /// 1 leaves the input as it is.
    pub gain: f32,
    /// Holds for gains other than 1.
    pub ceiling: f32,
}

impl Level {
    /// The input as it came in.
    pub const AS_IT_IS: Level = Level {
        gain: 1.0,
        ceiling: 1.0,
    };
}

impl Bypass {
    /// Settled for a sample rate in Hz.
    pub fn new(sample_rate_hz: f64, bypassed: bool) -> Self {
        let fade_samples = (FADE_S * sample_rate_hz).round().max(1.0) as u32;
        let mut bypass = Self {
            fade_samples,
            position: 0,
            held: 0,
            gain: Smoothed::new(1.0, fade_samples as usize),
        };
        bypass.settle(bypassed);
        bypass
    }

    /// Jumps to where it is bound for.
    pub fn settle(&mut self, bypassed: bool) {
        self.position = if bypassed { 0 } else { self.fade_samples };
        self.held = 0;
        self.gain.finish();
    }

    /// Returns whether any of the input as it came in is heard during the next samples.
    pub fn needs_dry(&self, bypassed: bool) -> bool {
        bypassed || self.position < self.fade_samples
    }

    /// Returns whether nothing of the chain is heard from now on.
    pub fn rests(&self, bypassed: bool) -> bool {
        bypassed && self.position == 0
    }

    /// Number of samples it is to the rest, if it is bound for it.
    pub fn samples_to_rest(&self, bypassed: bool) -> Option<usize> {
        (bypassed && self.position > 0).then_some(self.position as usize)
    }

    /// Plays the input for some more samples before the chain fades in.
    pub fn hold(&mut self, samples: u32) {
        self.held = samples;
    }

    /// Mixes the input into what the chain made of it.
    pub fn mix(
        &mut self,
        bypassed: bool,
        level: Level,
        dry: [&[f32]; 2],
        wet: &mut [&mut [f32]; 2],
    ) {
        self.gain.set(level.gain);
        let [wet_left, wet_right] = wet;
        let dry = dry[0].iter().zip(dry[1]);
        for (dry, (left, right)) in dry.zip(wet_left.iter_mut().zip(wet_right.iter_mut())) {
            self.step(bypassed);
            let gain = self.gain.tick();
            let [dry_left, dry_right] =
                [*dry.0, *dry.1].map(|dry| played(dry, gain, level.ceiling));
            if self.position == 0 {
                (*left, *right) = (dry_left, dry_right);
            } else if self.position < self.fade_samples {
                let share = self.position as f32 / self.fade_samples as f32;
                *left = between(dry_left, *left, share);
                *right = between(dry_right, *right, share);
            }
        }
    }

    /// Plays the input alone, in place, while the chain rests.
    pub fn rest(&mut self, level: Level, input: &mut [&mut [f32]; 2]) {
        self.gain.set(level.gain);
        if self.gain.is_settled() && level.gain == 1.0 {
            return;
        }
        if self.gain.is_settled() {
            for run in input.iter_mut().flat_map(|channel| channel.chunks_mut(RUN)) {
                sanitize::sanitize(run, LIMIT);
                sanitize::limit(run, &[level.gain; RUN], level.ceiling);
            }
            return;
        }
        let [left, right] = input;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let gain = self.gain.tick();
            *left = played(*left, gain, level.ceiling);
            *right = played(*right, gain, level.ceiling);
        }
    }

    fn step(&mut self, bypassed: bool) {
        if bypassed {
            self.position = self.position.saturating_sub(1);
        } else if self.held > 0 {
            self.held -= 1;
        } else {
            self.position = (self.position + 1).min(self.fade_samples);
        }
    }
}

/// The input with a gain; with none it stays as it is, whatever it is.
fn played(dry: f32, gain: f32, ceiling: f32) -> f32 {
    if gain == 1.0 {
        dry
    } else {
        (sanitize::sanitized(dry, LIMIT) * gain).clamp(-ceiling, ceiling)
    }
}

/// A share of the way from `dry` to `wet`; an input that is no number must not spoil the fade.
fn between(dry: f32, wet: f32, share: f32) -> f32 {
    let dry = if dry.is_finite() { dry } else { 0.0 };
    dry * (1.0 - share) + wet * share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bypass: &mut Bypass, bypassed: bool, length: usize) -> Vec<f32> {
        let (mut left, mut right) = (vec![1.0; length], vec![1.0; length]);
        let dry = vec![0.25; length];
        let level = Level::AS_IT_IS;
        bypass.mix(bypassed, level, [&dry, &dry], &mut [&mut left, &mut right]);
        assert_eq!(left, right);
        left
    }

    #[test]
    fn the_fade_ends_exactly_at_either_side_after_20_ms() {
        let mut bypass = Bypass::new(48_000.0, false);
        assert!(!bypass.needs_dry(false));
        assert!(run(&mut bypass, false, 10).iter().all(|&x| x == 1.0));
        let down = run(&mut bypass, true, 2000);
        assert!(down.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(down.iter().position(|&x| x == 0.25), Some(959));
        assert!(down[959..].iter().all(|&x| x == 0.25));
        let up = run(&mut bypass, false, 2000);
        assert_eq!(up.iter().position(|&x| x == 1.0), Some(959));
    }

    #[test]
    fn blocks_of_any_length_give_the_same() {
        let mut whole = Bypass::new(44_100.0, false);
        let expected = run(&mut whole, true, 1200);
        let mut cut = Bypass::new(44_100.0, false);
        let mut found = Vec::new();
        for length in [1, 37, 0, 600, 562] {
            found.extend(run(&mut cut, true, length));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn the_input_is_held_until_the_chain_has_something_to_say() {
        let mut bypass = Bypass::new(48_000.0, true);
        assert!(bypass.rests(true));
        bypass.hold(100);
        let up = run(&mut bypass, false, 2000);
        assert!(up[..100].iter().all(|&x| x == 0.25));
        assert_eq!(up.iter().position(|&x| x == 1.0), Some(1059));
        assert_eq!(bypass.samples_to_rest(true), Some(960));
    }

    #[test]
    fn a_gain_is_reached_without_a_step_and_held_by_the_ceiling() {
        let mut bypass = Bypass::new(48_000.0, true);
        let level = Level {
            gain: 0.5,
            ceiling: 0.3,
        };
        let (mut left, mut right) = ([0.5; 2000], [1.0; 2000]);
        bypass.rest(level, &mut [&mut left, &mut right]);
        assert!(left[0] > 0.29 && left.windows(2).all(|w| (w[1] - w[0]).abs() < 1e-3));
        assert_eq!((left[1999], right[1999]), (0.25, 0.3));
    }

    #[test]
    fn an_input_that_is_no_number_does_not_reach_the_fade() {
        assert_eq!(between(f32::NAN, 0.5, 0.5), 0.25);
        assert_eq!(between(f32::INFINITY, 0.5, 0.5), 0.25);
    }
}
