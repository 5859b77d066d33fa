//! The receiver's battery.
//!
//! *In the real world* a regulated pack plays on until its regulator gives up; a cheap one gets
//! quieter first. Then the receiver goes deaf, the squelch closes, and at last it is off.
//!
//! *Model*: above 20 % nothing; down to 8 % the output falls by 3 dB; down to 2 % the receiver
//! loses 60 dB of sensitivity; below it is off. The figures are a design choice.
//!
//! *Tests*: here.

const LOW_PERCENT: f64 = 20.0;
const DEAF_PERCENT: f64 = 8.0;
const OFF_PERCENT: f64 = 2.0;
const OUTPUT_LOSS_DB: f64 = 3.0;
const SENSITIVITY_LOSS_DB: f64 = 60.0;

/// Effects of a state of charge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// Loss of output level, dB.
    pub output_loss_db: f64,
    /// Loss of sensitivity, dB.
    pub sensitivity_loss_db: f64,
    /// True if the receiver works at all.
    pub alive: bool,
}

impl Battery {
    /// The state at a charge in percent.
    #[must_use]
    pub fn new(percent: f64) -> Self {
        let share = |from: f64, to: f64| ((from - percent) / (from - to)).clamp(0.0, 1.0);
        Self {
            output_loss_db: OUTPUT_LOSS_DB * share(LOW_PERCENT, DEAF_PERCENT),
            sensitivity_loss_db: SENSITIVITY_LOSS_DB * share(DEAF_PERCENT, OFF_PERCENT),
            alive: percent > OFF_PERCENT,
        }
    }

    /// Linear output gain; nothing when dead.
    #[must_use]
    pub fn output_gain(&self) -> f64 {
        if self.alive {
            10_f64.powf(-self.output_loss_db / 20.0)
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_quieter_then_deaf_then_dead() {
        let fresh = Battery::new(100.0);
        assert_eq!((fresh.output_gain(), fresh.sensitivity_loss_db), (1.0, 0.0));
        // Half the way from 20 to 8 %, and from 8 to 2 %.
        let low = Battery::new(14.0);
        assert_eq!((low.output_loss_db, low.sensitivity_loss_db), (1.5, 0.0));
        let deaf = Battery::new(5.0);
        assert_eq!((deaf.output_loss_db, deaf.sensitivity_loss_db), (3.0, 30.0));
        assert!(deaf.alive);
        assert_eq!(Battery::new(1.0).output_gain(), 0.0);
    }
}
