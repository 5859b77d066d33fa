//! Mains hum of an unbalanced feed.
//!
//! *In the real world* two devices on different outlets, joined by an unbalanced line, share a loop
//! through the mains earth. The current in the shield drops a voltage along it, which an unbalanced
//! input takes for signal; a balanced one would reject it.
//!
//! *Model*: the mains frequency with its first twelve harmonics, odd ones stronger than even ones,
//! falling by about 6 dB an octave: rectifiers draw their current in short pulses. The level is the
//! RMS value of all of it relative to nominal line level. The same in both channels, since both share
//! one shield.
//!
//! *Knobs*: level and mains frequency. The levels of the harmonics are an estimate.
//!
//! *Left out*: drift of the mains frequency; buzz of dimmers; radio noise.
//!
//! *Tests*: level and frequencies here; on a rig, `tests/guide_effects.rs`.

use crate::dsp::smoothing::Smoothed;
use crate::dsp::{gain, units};
use crate::rig;

/// The level at and below which there is none, dB re nominal line level.
pub const OFF_DB: f64 = -100.0;

/// Amplitudes of the mains frequency and its harmonics, dB re the strongest.
const HARMONICS_DB: [f64; 12] = [
    0.0, -14.0, -6.0, -20.0, -10.0, -24.0, -13.0, -28.0, -16.0, -31.0, -19.0, -34.0,
];

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// RMS value of the hum in units of full scale; 0 is none.
    pub amplitude: f32,
    /// Mains frequency, Hz.
    pub mains_hz: f64,
}

impl Settings {
    /// Settings taken from a rig.
    pub fn new(feed: &rig::Feed) -> Self {
        Self {
            amplitude: if feed.hum_db > OFF_DB {
                units::gain(feed.hum_db + units::NOMINAL_DBFS) as f32
            } else {
                0.0
            },
            mains_hz: feed.mains_hz,
        }
    }
}

/// The hum.
pub struct Hum {
    sample_rate_hz: f64,
    mains_hz: f64,
    level: Smoothed,
    /// Turns of the mains since the start.
    phase: f64,
    amplitudes: [f64; HARMONICS_DB.len()],
}

impl Hum {
    /// Makes it for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let shares = HARMONICS_DB.map(units::gain);
        let power: f64 = shares.iter().map(|share| 0.5 * share * share).sum();
        Self {
            sample_rate_hz,
            mains_hz: settings.mains_hz,
            level: Smoothed::new(settings.amplitude, gain::ramp_samples(sample_rate_hz)),
            phase: 0.0,
            amplitudes: shares.map(|share| share / power.sqrt()),
        }
    }

    /// Takes new settings; the level ramps.
    pub fn set(&mut self, settings: &Settings) {
        self.level.set(settings.amplitude);
        self.mains_hz = settings.mains_hz;
    }

    /// Starts anew at the settings.
    pub fn reset(&mut self) {
        self.level.finish();
        self.phase = 0.0;
    }

    /// Returns whether there is none.
    pub fn is_off(&self) -> bool {
        self.level.is_zero()
    }

    /// Adds it to both channels.
    pub fn add_to(&mut self, left: &mut [f32], right: &mut [f32]) {
        if self.is_off() {
            self.phase = 0.0;
            return;
        }
        let step = self.mains_hz / self.sample_rate_hz;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let (sine, cosine) = (std::f64::consts::TAU * self.phase).sin_cos();
            // sin(n + 1)x = 2·cos x·sin nx − sin(n − 1)x.
            let [mut before, mut now] = [0.0, sine];
            let mut sum = 0.0;
            for amplitude in &self.amplitudes {
                sum += amplitude * now;
                (before, now) = (now, 2.0 * cosine * now - before);
            }
            let hum = (sum * f64::from(self.level.tick())) as f32;
            *left += hum;
            *right += hum;
            self.phase = (self.phase + step).fract();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_is_re_nominal_and_the_mains_frequency_is_the_strongest() {
        let feed = rig::Feed {
            hum_db: -40.0,
            mains_hz: 60.0,
            ..rig::Feed::default()
        };
        let mut hum = Hum::new(48_000.0, &Settings::new(&feed));
        let (mut left, mut right) = (vec![0.0_f32; 48_000], vec![0.0_f32; 48_000]);
        hum.add_to(&mut left, &mut right);
        let power: f64 = left.iter().map(|x| f64::from(x * x)).sum::<f64>() / 48_000.0;
        assert!((10.0 * power.log10() + 58.0).abs() < 0.05, "{power}");
        let at = |frequency_hz: f64| {
            let turn = std::f64::consts::TAU * frequency_hz / 48_000.0;
            let sum: num_complex::Complex64 = (left.iter().enumerate())
                .map(|(n, &x)| f64::from(x) * num_complex::Complex64::cis(-turn * n as f64))
                .sum();
            20.0 * (sum.norm() / 24_000.0).log10()
        };
        assert!((at(180.0) - at(60.0) + 6.0).abs() < 0.1);
        assert!(at(50.0) < at(60.0) - 60.0);
        assert_eq!(left, right);
    }

    #[test]
    fn none_adds_nothing() {
        let mut hum = Hum::new(48_000.0, &Settings::new(&rig::Feed::default()));
        let (mut left, mut right) = ([0.25_f32; 8], [-0.0_f32; 8]);
        hum.add_to(&mut left, &mut right);
        assert_eq!(left, [0.25; 8]);
        assert!(right.iter().all(|x| x.to_bits() == (-0.0_f32).to_bits()));
    }
}
