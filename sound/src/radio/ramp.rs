//! A value that moves to its target at a steady speed.

/// A gain that takes the same time for every full change.
#[derive(Clone, Copy, Debug)]
pub struct Ramp {
    value: f64,
    step: f64,
}

impl Ramp {
    /// At rest at a value, with a time in seconds for a change by one.
    #[must_use]
    pub fn new(value: f64, time_s: f64, sample_rate_hz: f64) -> Self {
        Self {
            value,
            step: 1.0 / (time_s * sample_rate_hz).max(1.0),
        }
    }

    /// The value one sample nearer to its target.
    #[inline(always)]
    pub fn tick(&mut self, target: f64) -> f64 {
        self.value += (target - self.value).clamp(-self.step, self.step);
        self.value
    }

    /// The value for the next sample: one step nearer to its target if any ramp moves, and as it is where
    /// all are known to have arrived.
    #[inline(always)]
    pub fn next<const MOVING: bool>(&mut self, target: f64) -> f64 {
        match MOVING {
            true => self.tick(target),
            false => self.value,
        }
    }

    /// Returns whether the value has arrived at its target.
    pub fn is_at(&self, target: f64) -> bool {
        self.value == target
    }

    /// The value now.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }
}
