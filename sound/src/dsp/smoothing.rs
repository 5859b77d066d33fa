//! Ramps for values that change while sound is playing.

use super::simd::Simd;

/// A value that moves to its target in a straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothed {
    target: f32,
    /// Way still to go for each sample left: computing from the end makes the arrival exact, and
    /// the values independent of how they are asked for.
    step: f32,
    left: usize,
    samples: usize,
}

impl Smoothed {
    /// A value at rest that will take `samples` samples for each change (0: at once).
    #[must_use]
    pub fn new(value: f32, samples: usize) -> Self {
        Self {
            target: value,
            step: 0.0,
            left: 0,
            samples,
        }
    }

    /// Starts towards another value from wherever it is now. Setting the present target again
    /// changes nothing.
    pub fn set(&mut self, target: f32) {
        if target == self.target {
            return;
        }
        let from = self.current();
        self.target = target;
        self.left = self.samples;
        self.step = if self.samples == 0 {
            0.0
        } else {
            (target - from) / self.samples as f32
        };
    }

    /// Jumps.
    pub fn set_now(&mut self, value: f32) {
        self.target = value;
        self.left = 0;
    }

    /// Ends a ramp at its target.
    pub fn finish(&mut self) {
        self.left = 0;
    }

    /// Target value.
    #[must_use]
    pub fn target(&self) -> f32 {
        self.target
    }

    /// Present value.
    #[inline(always)]
    #[must_use]
    pub fn current(&self) -> f32 {
        if self.left == 0 {
            self.target
        } else {
            self.target - self.step * self.left as f32
        }
    }

    /// Returns whether the value has arrived.
    #[inline(always)]
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.left == 0
    }

    /// Returns whether the value is zero and stays so.
    #[inline(always)]
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.left == 0 && self.target == 0.0
    }

    /// The value for the next sample.
    #[inline(always)]
    pub fn tick(&mut self) -> f32 {
        self.left = self.left.saturating_sub(1);
        self.current()
    }

    /// Passes over some samples.
    pub fn skip(&mut self, samples: usize) {
        self.left = self.left.saturating_sub(samples);
    }

    /// Multiplies each sample by the value as it goes.
    pub fn multiply(&mut self, samples: &mut [f32]) {
        let (moving, settled) = samples.split_at_mut(self.left.min(samples.len()));
        for sample in moving {
            *sample *= self.tick();
        }
        if self.target != 1.0 {
            Simd::detect().scale(settled, self.target);
        }
    }
}

/// A gain whose level in dB moves in a straight line.
///
/// Two ramps of opposite levels that start together are reciprocals at every sample, up to
/// rounding: what one puts on, the other takes off. That is what keeps a level change before an
/// analysis and its undoing after it inaudible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmoothedDb {
    target_db: f64,
    step_db: f64,
    left: usize,
    samples: usize,
    /// Linear gain at the target, so that no exponential is taken at rest.
    settled: f32,
}

impl SmoothedDb {
    /// A gain at rest that will take `samples` samples for each change (0: at once).
    #[must_use]
    pub fn new(level_db: f64, samples: usize) -> Self {
        Self {
            target_db: level_db,
            step_db: 0.0,
            left: 0,
            samples,
            settled: gain(level_db),
        }
    }

    /// Starts towards another level, in finite dB, from wherever it is now. Setting the present
    /// target again changes nothing.
    pub fn set(&mut self, target_db: f64) {
        if target_db == self.target_db {
            return;
        }
        let from_db = self.current_db();
        self.set_now(target_db);
        if self.samples > 0 {
            self.left = self.samples;
            self.step_db = (target_db - from_db) / self.samples as f64;
        }
    }

    /// Jumps.
    pub fn set_now(&mut self, level_db: f64) {
        self.target_db = level_db;
        self.settled = gain(level_db);
        self.left = 0;
    }

    /// Ends a ramp at its target.
    pub fn finish(&mut self) {
        self.left = 0;
    }

    /// The level headed for, in dB.
    #[must_use]
    pub fn target_db(&self) -> f64 {
        self.target_db
    }

    /// The level now, in dB.
    #[inline(always)]
    #[must_use]
    pub fn current_db(&self) -> f64 {
        if self.left == 0 {
            self.target_db
        } else {
            self.target_db - self.step_db * self.left as f64
        }
    }

    /// Returns whether the level has arrived.
    #[inline(always)]
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.left == 0
    }

    /// The linear gain for the next sample.
    #[inline]
    pub fn tick(&mut self) -> f32 {
        if self.left == 0 {
            return self.settled;
        }
        self.left -= 1;
        if self.left == 0 {
            self.settled
        } else {
            gain(self.current_db())
        }
    }

    /// Passes over some samples.
    pub fn skip(&mut self, samples: usize) {
        self.left = self.left.saturating_sub(samples);
    }

    /// Multiplies each sample by the gain as it goes.
    pub fn multiply(&mut self, samples: &mut [f32]) {
        let (moving, settled) = samples.split_at_mut(self.left.min(samples.len()));
        for sample in moving {
            *sample *= self.tick();
        }
        if self.settled != 1.0 {
            Simd::detect().scale(settled, self.settled);
        }
    }
}

/// The linear gain of a level in dB.
#[inline]
fn gain(level_db: f64) -> f32 {
    /// Natural logarithm of the gain of one decibel.
    const NEPERS_PER_DB: f64 = std::f64::consts::LN_10 / 20.0;
    (level_db * NEPERS_PER_DB).exp() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_is_a_straight_line_that_arrives() {
        let mut value = Smoothed::new(1.0, 4);
        assert_eq!(value.tick(), 1.0);
        value.set(3.0);
        assert!(!value.is_settled());
        let values: Vec<f32> = (0..5).map(|_| value.tick()).collect();
        assert_eq!(values, [1.5, 2.0, 2.5, 3.0, 3.0]);
        assert!(value.is_settled());
        value.set(1.0);
        value.tick();
        value.set(2.5);
        assert_eq!(value.current(), 2.5);
        value.set(0.0);
        assert_eq!([value.tick(), value.tick()], [1.875, 1.25]);
        let mut jump = Smoothed::new(1.0, 0);
        jump.set(5.0);
        assert_eq!(jump.tick(), 5.0);
    }

    #[test]
    fn how_a_ramp_is_asked_for_does_not_matter() {
        let mut one = Smoothed::new(0.1, 100);
        let mut other = one;
        let mut db_one = SmoothedDb::new(-3.0, 100);
        let mut db_other = db_one;
        one.set(0.7);
        other.set(0.7);
        db_one.set(5.0);
        db_other.set(5.0);
        let mut whole = [1.0; 300];
        one.multiply(&mut whole);
        db_one.multiply(&mut whole);
        let mut split = [1.0; 300];
        for block in split.chunks_mut(37) {
            other.multiply(block);
            db_other.multiply(block);
        }
        assert!(whole == split);
        assert_eq!(whole[250], 0.7 * gain(5.0));
        one.set(0.0);
        other.set(0.0);
        one.skip(20);
        (0..20).for_each(|_| _ = other.tick());
        assert_eq!(one, other);
    }

    #[test]
    fn opposite_levels_are_reciprocals_all_the_way() {
        let mut up = SmoothedDb::new(0.0, 480);
        let mut down = SmoothedDb::new(0.0, 480);
        for level_db in [12.0, -30.0, 60.0, 0.3, 0.0] {
            up.set(level_db);
            down.set(-level_db);
            // The last change comes before the one before it has arrived.
            for _ in 0..400 {
                let product = f64::from(up.tick()) * f64::from(down.tick());
                // Each gain is rounded to 24 bits once: half a unit in the last place each.
                assert!((product - 1.0).abs() <= 2.0 * f64::from(f32::EPSILON) / 2.0);
            }
        }
    }

    #[test]
    fn a_level_ramp_is_straight_in_decibels_and_arrives() {
        let mut level = SmoothedDb::new(-20.0, 10);
        level.set(0.0);
        for sample in 1..=10 {
            let value = f64::from(level.tick());
            let expected_db = -20.0 + 2.0 * f64::from(sample);
            assert!((20.0 * value.log10() - expected_db).abs() < 1e-5);
        }
        assert_eq!(level.tick(), 1.0);
        assert!(level.is_settled());
    }
}
