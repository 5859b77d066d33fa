//! The limiter in the amplifier of a full-range electrostatic.
//!
//! *In the real world* such an earphone has an amplifier of its own, which makes the bias and knows how
//! far the diaphragm may go: asked for more than its highest voltage it turns itself down, since a
//! diaphragm that falls onto a stator stays there.
//!
//! *Model*: the peak of a tone with the power of the sound, followed within some milliseconds, against
//! the voltage that the stators get at most. The gain follows it down within 2 ms and comes back within
//! a tenth of a second, for each ear by itself. There is no look-ahead: what gets past while the gain
//! comes down meets the diaphragm's own end (`shaper`). A steady tone has a steady gain, so that nothing
//! but what the diaphragm adds is heard beside it.
//!
//! *Knobs*: none; the voltage belongs to the rig.
//!
//! *Left out*: the amplifier's own distortion. Times are design choices.
//!
//! *Tests*: that a full-scale tone folds back by less than −90 dB and stays within the stroke
//! (`tests/distortion.rs`).

use crate::dsp::smoothing::SmoothedDb;
use crate::dsp::stage::Stereo;

/// Time of each of the two followers of power, seconds.
const POWER_S: f64 = 0.004;

/// Times in which the gain goes down and comes back, seconds.
const DOWN_S: f64 = 0.002;
const BACK_S: f64 = 0.1;

/// Powers below this are nothing, Pa².
const NOTHING: f32 = 1e-18;

/// A gain this near to 1 is 1.
const NEAR: f64 = 1e-6;

/// Samples at a time.
const RUN: usize = 64;

/// Upper bound of the pressure that is evaluated, Pa: louder than any amplifier.
const MOST_PA: f32 = 1e9;

/// State of one ear's amplifier.
#[derive(Clone, Copy, Debug)]
struct Channel {
    /// The power of the sound, followed once and twice, as the square of a tone's peak, Pa².
    power: [f32; 2],
    /// In 64 bits, since in 32 it would stand still short of one.
    gain: f64,
}

const AT_REST: Channel = Channel {
    power: [0.0; 2],
    gain: 1.0,
};

impl Channel {
    fn is_at_rest(&self) -> bool {
        self.gain == 1.0 && self.power == [0.0; 2]
    }

    /// Drops what has died away.
    fn settle(&mut self) {
        for power in &mut self.power {
            if *power < NOTHING {
                *power = 0.0;
            }
        }
        if 1.0 - self.gain < NEAR {
            self.gain = 1.0;
        }
    }
}

/// The amplifiers of both ears.
pub struct Limiter {
    /// Full scale to pascals.
    level: SmoothedDb,
    /// Highest peaks in pascals; infinite without an amplifier that limits.
    limits_pa: [f32; 2],
    follow: f32,
    down: f64,
    back: f64,
    channels: [Channel; 2],
}

impl Limiter {
    /// Makes it for one sample rate in Hz and a gain in dB from full scale to pascals.
    pub fn new(
        sample_rate_hz: f64,
        limits_pa: [f32; 2],
        gain_db: f64,
        ramp_samples: usize,
    ) -> Self {
        let share = |seconds: f64| 1.0 - (-1.0 / (seconds * sample_rate_hz)).exp();
        Self {
            level: SmoothedDb::new(gain_db, ramp_samples),
            limits_pa,
            follow: share(POWER_S) as f32,
            down: share(DOWN_S),
            back: share(BACK_S),
            channels: [AT_REST; 2],
        }
    }

    /// Takes another level.
    pub fn set(&mut self, gain_db: f64) {
        self.level.set(gain_db);
    }

    /// Takes another earphone's limits; the gain goes there as it does for sound.
    pub fn limit_to(&mut self, limits_pa: [f32; 2]) {
        self.limits_pa = limits_pa;
    }

    /// Returns whether there is anything that limits.
    pub fn is_on(&self) -> bool {
        self.limits_pa.iter().any(|limit| limit.is_finite())
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.level.finish();
        self.channels = [AT_REST; 2];
    }

    /// Processes in place.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        let at_rest = self.channels.iter().all(Channel::is_at_rest);
        let silent = || left.iter().chain(right.iter()).all(|x| *x == 0.0);
        if at_rest && (!self.is_on() || silent()) {
            self.level.skip(left.len());
            return;
        }
        for (left, right) in left.chunks_mut(RUN).zip(right.chunks_mut(RUN)) {
            let mut pascals = [1.0; RUN];
            let pascals = &mut pascals[..left.len().min(RUN)];
            self.level.multiply(pascals);
            self.turn_down(0, left, pascals);
            self.turn_down(1, right, pascals);
        }
    }

    fn turn_down(&mut self, ear: usize, samples: &mut [f32], pascals: &[f32]) {
        let limit = self.limits_pa[ear];
        let channel = &mut self.channels[ear];
        for (sample, pascals) in samples.iter_mut().zip(pascals) {
            let sound = (*sample * pascals).clamp(-MOST_PA, MOST_PA);
            channel.power[0] += self.follow * (2.0 * sound * sound - channel.power[0]);
            channel.power[1] += self.follow * (channel.power[0] - channel.power[1]);
            let peak = channel.power[1].sqrt();
            let wanted = match peak > limit {
                true => f64::from(limit / peak),
                false => 1.0,
            };
            let share = if wanted < channel.gain {
                self.down
            } else {
                self.back
            };
            channel.gain += share * (wanted - channel.gain);
            *sample *= channel.gain as f32;
            channel.settle();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amplifier_that_has_limited_comes_to_rest_at_any_rate() {
        for rate_hz in [8_000.0, 48_000.0, 768_000.0] {
            let mut limiter = Limiter::new(rate_hz, [1.0; 2], 0.0, 0);
            let mut play = |level: f32, seconds: f64| {
                let mut last = 0.0;
                for _ in 0..(seconds * rate_hz / 64.0) as usize {
                    let (mut left, mut right) = ([level; 64], [0.0; 64]);
                    limiter.process(&mut [&mut left, &mut right]);
                    last = left[63];
                }
                last
            };
            assert!(play(4.0, 0.1) < 1.0, "{rate_hz} Hz");
            // Some 14 time constants, and the followers' own.
            assert_eq!(play(0.25, 1.7), 0.25, "{rate_hz} Hz");
            play(0.0, 0.5);
            assert!(
                limiter.channels.iter().all(Channel::is_at_rest),
                "{rate_hz} Hz"
            );
        }
    }
}
