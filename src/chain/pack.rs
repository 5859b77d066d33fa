//! The belt-pack: volume and balance.
//!
//! *In the real world* this is the receiver on the performer's belt, or a wired pack: two knobs and
//! a headphone amplifier.
//!
//! *Model*: gains. The balance pot is of the kind that leaves the louder side alone and turns the
//! other one down to nothing. The amplifier's output impedance acts together with the earphone's
//! own impedance and belongs to the same electrical network, so the designer puts it into the
//! earphone's response (`acoustics`), not this file.
//!
//! *Knobs*: volume in dB relative to the listening level, balance from −1 (left) to 1 (right).
//!
//! *Left out* here: limiter, high boost, amplifier noise and clipping, battery.
//!
//! *Tests*: the laws of every stage; here, gains against their definition.

use num_complex::Complex64;

use super::stage::{self, Stage, Stereo};
use super::{gain, level};
use crate::dsp::smooth::Smoothed;

/// The volume at and below which the pack is silent, dB.
pub const OFF_DB: f64 = -60.0;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Gain of the left channel, linear.
    pub left_gain: f32,
    /// Gain of the right channel, linear.
    pub right_gain: f32,
}

impl Settings {
    /// The gains of a pack's volume and balance.
    pub fn new(pack: &crate::rig::Pack) -> Self {
        let volume = if pack.volume_db <= OFF_DB {
            0.0
        } else {
            level::gain(pack.volume_db)
        };
        Self {
            left_gain: (volume * (1.0 - pack.balance).min(1.0)) as f32,
            right_gain: (volume * (1.0 + pack.balance).min(1.0)) as f32,
        }
    }
}

/// Volume and balance of the pack.
pub struct Pack {
    gains: [Smoothed; 2],
}

impl Pack {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        Self {
            gains: [settings.left_gain, settings.right_gain]
                .map(|gain| Smoothed::new(gain, ramp_samples)),
        }
    }
}

impl Stage for Pack {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gains[0].set(settings.left_gain);
        self.gains[1].set(settings.right_gain);
    }

    fn reset(&mut self) {
        self.gains.iter_mut().for_each(Smoothed::finish);
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        for (gain, channel) in self.gains.iter_mut().zip(block.iter_mut()) {
            gain.multiply(channel);
        }
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        Some(
            self.gains
                .each_ref()
                .map(|gain| f64::from(gain.target()).into()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig;

    #[test]
    fn balance_leaves_the_louder_side_alone() {
        let pack = rig::Pack {
            volume_db: 6.0,
            balance: 0.25,
            ..rig::Pack::default()
        };
        let settings = Settings::new(&pack);
        assert!((f64::from(settings.right_gain) - level::gain(6.0)).abs() < 1e-6);
        assert!((f64::from(settings.left_gain) - 0.75 * level::gain(6.0)).abs() < 1e-6);
    }

    #[test]
    fn the_lowest_volume_is_silence() {
        let pack = rig::Pack {
            volume_db: OFF_DB,
            ..rig::Pack::default()
        };
        assert_eq!(Settings::new(&pack).left_gain, 0.0);
    }
}
