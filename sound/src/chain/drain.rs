//! The pack's battery running down while it plays.
//!
//! *In the real world* a charge lasts four to twelve hours of playing; the pack then gets quieter or
//! deaf and at last goes off.
//!
//! *Model*: the charge falls in a straight line with the time that the chain has played, from what the
//! rig says, by 100 % in the hours that a charge lasts. What a charge means is the battery's
//! ([`crate::radio::battery`]). The charge is looked at four times a second. A host whose transport
//! stands still holds it.
//!
//! *Knobs*: hours; 0 holds the charge.
//!
//! *Left out*: that louder playing drains faster.
//!
//! *Tests*: its course here; on a rig, `tests/guide_effects.rs`.

use crate::rig;

/// Rate at which the charge is checked, Hz.
const LOOKS_HZ: f64 = 4.0;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Charge to begin with, %.
    pub charge_percent: f64,
    /// Hours that a full charge lasts; 0 holds it.
    pub hours: f64,
}

impl Settings {
    /// Settings taken from a rig. A link without a battery has none to drain.
    pub fn new(rig: &rig::Rig) -> Self {
        let has_battery = rig.link.radio().is_some();
        Self {
            charge_percent: rig.link.battery_percent(),
            hours: if has_battery {
                rig.pack.battery_hours
            } else {
                0.0
            },
        }
    }
}

/// The charge over time.
#[derive(Clone, Copy, Debug)]
pub struct Drain {
    settings: Settings,
    step_samples: usize,
    /// Samples until the charge is looked at next.
    left: usize,
    steps: u64,
}

impl Drain {
    /// A battery as the rig says, for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let step_samples = ((sample_rate_hz / LOOKS_HZ) as usize).max(1);
        Self {
            settings: *settings,
            step_samples,
            left: step_samples,
            steps: 0,
        }
    }

    /// Takes new settings; another charge is another battery.
    pub fn set(&mut self, settings: &Settings) {
        if settings.charge_percent != self.settings.charge_percent {
            self.reset();
        }
        self.settings = *settings;
    }

    /// Begins with a fresh battery.
    pub fn reset(&mut self) {
        self.left = self.step_samples;
        self.steps = 0;
    }

    /// Returns whether the charge holds.
    pub fn is_off(&self) -> bool {
        self.settings.hours <= 0.0
    }

    /// The charge now, %; none while it holds.
    pub fn charge_percent(&self) -> Option<f64> {
        if self.is_off() {
            return None;
        }
        let played_h = self.steps as f64 / (LOOKS_HZ * 3600.0);
        let spent_percent = 100.0 * played_h / self.settings.hours;
        Some((self.settings.charge_percent - spent_percent).max(0.0))
    }

    /// Samples that may be played before the charge is looked at.
    pub fn samples_left(&self) -> usize {
        if self.is_off() {
            usize::MAX
        } else {
            self.left
        }
    }

    /// Plays on by at most [`Self::samples_left`] samples; whether the charge has changed.
    pub fn play(&mut self, samples: usize) -> bool {
        if self.is_off() {
            return false;
        }
        self.left = self.left.saturating_sub(samples);
        if self.left > 0 {
            return false;
        }
        self.left = self.step_samples;
        self.steps = self.steps.saturating_add(1);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_lasts_as_long_as_it_says() {
        let settings = Settings {
            charge_percent: 50.0,
            hours: 2.0,
        };
        let mut drain = Drain::new(8000.0, &settings);
        let mut played = 0;
        while drain.charge_percent().unwrap() > 25.0 {
            let samples = drain.samples_left().min(480);
            drain.play(samples);
            played += samples;
        }
        // A quarter of two hours.
        let hours = played as f64 / 8000.0 / 3600.0;
        assert!((hours - 0.5).abs() < 1e-3, "{hours}");
        drain.reset();
        assert_eq!(drain.charge_percent(), Some(50.0));
    }

    #[test]
    fn none_holds_the_charge() {
        let mut drain = Drain::new(
            48_000.0,
            &Settings {
                charge_percent: 50.0,
                hours: 0.0,
            },
        );
        assert_eq!(drain.samples_left(), usize::MAX);
        assert!(!drain.play(1 << 20) && drain.charge_percent().is_none());
    }
}
