//! Feed: the signal that the desk sends to the transmitter.
//!
//! *In the real world* this is an aux send: a level, a routing of the mix to the two ears, the
//! performer's own channel turned up ("more me"), and the time that desk and network take. On an
//! unbalanced line the mains join in.
//!
//! *Model*: a 2 × 2 gain matrix (trim, routing and width in one), the own-voice input added at its
//! gain, then one delay for desk and network together, then hum ([`super::hum`]). Delays are exact to
//! a fraction of a sample.
//!
//! *Knobs*: those of [`crate::rig::Feed`].
//!
//! *Left out*: the desk's own sound, jitter of the network.
//!
//! *Tests*: the laws of every stage; here, the matrix of every routing.

use num_complex::Complex64;

use super::hum::{self, Hum};
use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{self, Stage, Stereo};
use crate::dsp::stereo_delay::StereoDelay;
use crate::dsp::{gain, units};
use crate::rig::{self, FeedMode};

/// The level at and below which "more me" is off, dB.
pub const MORE_ME_OFF_DB: f64 = -60.0;

/// The longest delay of desk and network together, seconds.
const MAX_DELAY_S: f64 = 0.1;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Gains from the inputs to the ears: left to left, right to left, left to right, right to
    /// right.
    pub matrix: [f32; 4],
    /// Gain of the own-voice input.
    pub more_me_gain: f32,
    /// Delay of desk and network, seconds.
    pub delay_s: f64,
    /// Mains hum.
    pub hum: hum::Settings,
}

impl Settings {
    /// The matrix and the delay of a feed.
    pub fn new(feed: &rig::Feed) -> Self {
        let [ll, rl, lr, rr] = routing(feed.mode);
        let trim = units::gain(feed.trim_db);
        let same = trim * 0.5 * (1.0 + feed.width);
        let other = trim * 0.5 * (1.0 - feed.width);
        Self {
            matrix: [
                same * ll + other * lr,
                same * rl + other * rr,
                same * lr + other * ll,
                same * rr + other * rl,
            ]
            .map(|gain| gain as f32),
            more_me_gain: if feed.more_me_db <= MORE_ME_OFF_DB {
                0.0
            } else {
                units::gain(feed.more_me_db) as f32
            },
            delay_s: 1e-3 * (feed.desk_delay_ms + feed.network_delay_ms),
            hum: hum::Settings::new(feed),
        }
    }
}

/// Gains of a routing: left to left, right to left, left to right, right to right.
fn routing(mode: FeedMode) -> [f64; 4] {
    match mode {
        FeedMode::Stereo => [1.0, 0.0, 0.0, 1.0],
        FeedMode::Mono => [0.5; 4],
        FeedMode::Left => [1.0, 0.0, 1.0, 0.0],
        FeedMode::Right => [0.0, 1.0, 0.0, 1.0],
        FeedMode::Swap => [0.0, 1.0, 1.0, 0.0],
    }
}

/// A sample of an input that may be shorter than the block.
fn voice_sample(voice: &[f32], n: usize) -> f32 {
    sanitize::sanitized(voice.get(n).copied().unwrap_or(0.0), stage::LIMIT)
}

/// The desk's send to one performer.
pub struct Feed {
    matrix: [Smoothed; 4],
    more_me: Smoothed,
    lag: StereoDelay,
    hum: Hum,
}

impl Feed {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        Self {
            matrix: settings
                .matrix
                .map(|gain| Smoothed::new(gain, ramp_samples)),
            more_me: Smoothed::new(settings.more_me_gain, ramp_samples),
            lag: StereoDelay::new(sample_rate_hz, MAX_DELAY_S, settings.delay_s),
            hum: Hum::new(sample_rate_hz, &settings.hum),
        }
    }

    /// Applies the matrix.
    fn route(&mut self, [left, right]: &mut Stereo<'_>) {
        let frames = left.iter_mut().zip(right.iter_mut());
        if !self.matrix.iter().all(Smoothed::is_settled) {
            for (left, right) in frames {
                let [ll, rl, lr, rr] = self.matrix.each_mut().map(Smoothed::tick);
                (*left, *right) = (ll * *left + rl * *right, lr * *left + rr * *right);
            }
            return;
        }
        let [ll, rl, lr, rr] = self.matrix.each_ref().map(Smoothed::target);
        if [ll, rl, lr, rr] == [1.0, 0.0, 0.0, 1.0] {
            return;
        }
        for (left, right) in frames {
            (*left, *right) = (ll * *left + rl * *right, lr * *left + rr * *right);
        }
    }

    /// Like [`Stage::process`], with the own-voice input: both channels of it go to their own ears.
    pub fn process_with_voice(&mut self, block: &mut Stereo<'_>, voice: Option<[&[f32]; 2]>) {
        stage::sanitize(block);
        self.process_finite_with_voice(block, voice);
    }

    fn process_finite_with_voice(&mut self, block: &mut Stereo<'_>, voice: Option<[&[f32]; 2]>) {
        self.route(block);
        let [left, right] = block;
        match voice {
            Some(_) if self.more_me.is_zero() => {}
            Some([voice_left, voice_right]) => {
                for (n, (left, right)) in left.iter_mut().zip(right.iter_mut()).enumerate() {
                    let gain = self.more_me.tick();
                    *left += gain * voice_sample(voice_left, n);
                    *right += gain * voice_sample(voice_right, n);
                }
            }
            None => self.more_me.skip(left.len()),
        }
        self.lag.process(block);
        let [left, right] = block;
        self.hum.add_to(left, right);
    }
}

impl Stage for Feed {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        for (gain, &target) in self.matrix.iter_mut().zip(&settings.matrix) {
            gain.set(target);
        }
        self.more_me.set(settings.more_me_gain);
        self.lag.set(settings.delay_s);
        self.hum.set(&settings.hum);
    }

    fn reset(&mut self) {
        self.matrix.iter_mut().for_each(Smoothed::finish);
        self.more_me.finish();
        self.lag.reset();
        self.hum.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        self.process_finite_with_voice(block, None);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        if !self.hum.is_off() {
            return None;
        }
        let [ll, rl, lr, rr] = self.matrix.each_ref().map(|gain| f64::from(gain.target()));
        let delay = self.lag.response(frequency_hz);
        Some([delay * (ll + rl), delay * (lr + rr)])
    }

    fn emulated_latency_samples(&self) -> f64 {
        self.lag.samples()
    }

    fn tail_samples(&self) -> usize {
        self.lag.tail_samples()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(mode: FeedMode, width: f64) -> [f32; 4] {
        Settings::new(&rig::Feed {
            mode,
            width,
            ..rig::Feed::default()
        })
        .matrix
    }

    #[test]
    fn every_routing_is_what_it_says() {
        assert_eq!(matrix(FeedMode::Stereo, 1.0), [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(matrix(FeedMode::Mono, 1.0), [0.5; 4]);
        assert_eq!(matrix(FeedMode::Left, 1.0), [1.0, 0.0, 1.0, 0.0]);
        assert_eq!(matrix(FeedMode::Right, 1.0), [0.0, 1.0, 0.0, 1.0]);
        assert_eq!(matrix(FeedMode::Swap, 1.0), [0.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn no_width_is_mono_and_half_the_width_halves_the_side() {
        assert_eq!(matrix(FeedMode::Stereo, 0.0), [0.5; 4]);
        let [ll, rl, _, _] = matrix(FeedMode::Stereo, 0.5);
        // Mid (l + r) is kept, side (l − r) is halved.
        assert_eq!((ll + rl, ll - rl), (1.0, 0.5));
    }

    #[test]
    fn more_me_adds_the_voice_to_both_ears() {
        let settings = Settings::new(&rig::Feed {
            more_me_db: 0.0,
            ..rig::Feed::default()
        });
        let mut feed = Feed::new(48_000.0, &settings);
        let (mut left, mut right) = ([0.25_f32; 8], [0.0_f32; 8]);
        let voice = [0.5_f32; 8];
        feed.process_with_voice(&mut [&mut left, &mut right], Some([&voice, &voice]));
        assert_eq!((left, right), ([0.75; 8], [0.5; 8]));
    }
}
