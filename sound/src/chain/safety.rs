//! The last stage: nothing leaves that could hurt ears or a host.
//!
//! *In the real world* this is the limiter that a monitor engineer insists on at the end of every
//! in-ear feed.
//!
//! *Model*: a peak limiter without look-ahead, because look-ahead would be latency. The gain falls
//! in the very sample that would pass the ceiling and recovers exponentially; both ears share it,
//! so that the image does not move. Below the ceiling with the gain recovered, samples pass
//! untouched, bit for bit.
//!
//! *Knobs*: the ceiling in dBFS.
//!
//! *Left out*: any attempt to sound good while limiting; what drives it hard should be turned down.
//!
//! *Tests*: the laws of every stage; here, that 0 dBFS passes untouched, that anything over the
//! ceiling is held, and that NaN, Inf and subnormals become silence.

use super::meters::PeakMeter;
use crate::dsp::lanes::Lane;
use crate::dsp::sanitize;
use crate::dsp::stage::{Stage, Stereo};

/// Time in which the gain recovers to 1 − 1/e of the way, seconds.
const RELEASE_S: f64 = 0.08;

/// The gain recovers towards one and this much more, so that it arrives there, in 16 times the release.
const BEYOND: f64 = 1e-7;

/// Samples whose gains are found before they are applied.
const RUN: usize = 64;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The highest absolute sample value that leaves.
    pub ceiling: f32,
}

/// Limiter and guard.
pub struct Safety {
    ceiling: f32,
    /// Share of its way back that the gain goes in a sample, and the gain: in 32 bits it would stand
    /// still short of one.
    release: f64,
    gain: f64,
    lowest_gain: f32,
    output: PeakMeter,
}

impl Safety {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        Self {
            ceiling: settings.ceiling,
            release: 1.0 - (-1.0 / (RELEASE_S * sample_rate_hz)).exp(),
            gain: 1.0,
            lowest_gain: 1.0,
            output: PeakMeter::default(),
        }
    }

    /// The highest absolute samples that have left since the last call.
    pub fn take_output_peaks(&mut self) -> [f32; 2] {
        self.output.take()
    }

    /// The lowest gain since the last call, linear; 1 when nothing was limited.
    pub fn take_lowest_gain(&mut self) -> f32 {
        std::mem::replace(&mut self.lowest_gain, self.gain as f32)
    }

    /// The gain for each sample of two channels of the same length, at most [`RUN`].
    fn next_gains(&mut self, [left, right]: [&[f32]; 2]) -> [f32; RUN] {
        let mut gains = [1.0; RUN];
        let samples = left.iter().zip(right);
        // The highest gain that holds each sample.
        for (most, (left, right)) in gains.iter_mut().zip(samples) {
            let room = self.ceiling / sanitize::louder(*left, *right);
            // Silence may have none.
            *most = if room < 1.0 { room } else { 1.0 };
        }
        // A product, a sum and a comparison are all that a sample waits for.
        let (kept, brought) = (1.0 - self.release, (1.0 + BEYOND) * self.release);
        let mut gain = self.gain;
        for next in gains.iter_mut().take(left.len().min(right.len())) {
            gain = Lane::min(gain * kept + brought, f64::from(*next));
            *next = gain as f32;
        }
        self.gain = gain;
        self.lowest_gain = gains
            .iter()
            .fold(self.lowest_gain, |lowest, gain| lowest.min(*gain));
        gains
    }
}

impl Stage for Safety {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.ceiling = settings.ceiling;
    }

    fn reset(&mut self) {
        self.gain = 1.0;
        self.lowest_gain = 1.0;
        self.output.take();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        let peaks = [sanitize::peak(left), sanitize::peak(right)];
        if self.gain == 1.0 && peaks.iter().all(|peak| *peak <= self.ceiling) {
            // Nothing to limit and nothing to recover from.
            self.output.raise(peaks);
            return;
        }
        for (left, right) in left.chunks_mut(RUN).zip(right.chunks_mut(RUN)) {
            let gains = self.next_gains([left, right]);
            sanitize::limit(left, &gains, self.ceiling);
            sanitize::limit(right, &gains, self.ceiling);
        }
        self.output.add(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(samples: &[f32], ceiling: f32) -> Vec<f32> {
        let mut left = samples.to_vec();
        let mut right = samples.to_vec();
        Safety::new(48_000.0, &Settings { ceiling }).process(&mut [&mut left, &mut right]);
        left
    }

    #[test]
    fn full_scale_passes_untouched() {
        let wave: Vec<f32> = (0..1000).map(|n| (n as f32 * 0.1).sin()).collect();
        assert_eq!(run(&wave, 1.0), wave);
    }

    #[test]
    fn nothing_passes_the_ceiling() {
        let wave: Vec<f32> = (0..1000).map(|n| 37.0 * (n as f32 * 0.1).sin()).collect();
        for &y in &run(&wave, 0.5) {
            assert!(y.abs() <= 0.5);
        }
    }

    #[test]
    fn the_lowest_gain_and_the_peaks_that_leave_are_told() {
        let mut safety = Safety::new(48_000.0, &Settings { ceiling: 0.5 });
        let mut play = |level: f32| {
            let (mut left, mut right) = ([level; 64], [0.1; 64]);
            safety.process(&mut [&mut left, &mut right]);
            let peaks = safety.take_output_peaks();
            (left[63], peaks, safety.take_lowest_gain())
        };
        let (held, peaks, lowest) = play(2.0);
        assert_eq!((held, peaks[0], lowest), (0.5, 0.5, 0.25));
        // Rises within the block: its lowest gain is the one that it began with.
        let (rising, _, lowest) = play(0.2);
        assert!(rising > 0.05 && lowest < 0.26, "{rising}, {lowest}");
    }

    #[test]
    fn sound_passes_untouched_again_at_any_rate() {
        for rate_hz in [8_000.0, 48_000.0, 768_000.0] {
            let mut safety = Safety::new(rate_hz, &Settings { ceiling: 0.5 });
            let mut play = |level: f32| {
                let (mut left, mut right) = ([level; 64], [0.1; 64]);
                safety.process(&mut [&mut left, &mut right]);
                (left, safety.take_lowest_gain())
            };
            play(2.0);
            for _ in 0..(1.5 * rate_hz / 64.0) as usize {
                play(0.2);
            }
            assert_eq!(play(0.2), ([0.2; 64], 1.0), "{rate_hz} Hz");
        }
    }

    #[test]
    fn rubbish_becomes_silence_or_the_ceiling() {
        let out = run(
            &[
                f32::NAN,
                f32::INFINITY,
                f32::NEG_INFINITY,
                1e30,
                -1e30,
                1e-40,
                0.25,
            ],
            1.0,
        );
        assert!(out.iter().all(|y| y.abs() <= 1.0 && !y.is_subnormal()));
        assert_eq!(out[0], 0.0);
        assert_eq!(out[5], 0.0);
    }
}
