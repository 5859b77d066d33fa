//! The squelch of an analog receiver, its tone key, and the stereo decoder's pilot detector.
//!
//! *In the real world* a receiver mutes when the carrier is too weak to be worth hearing, because
//! an open discriminator fills the whole deviation with noise; one with a tone key opens only for
//! its own transmitter. A stereo decoder that loses the pilot falls back to mono.
//!
//! *Model*: the carrier-to-noise ratio, averaged for 2 ms, against a threshold with 4 dB of
//! hysteresis; the receiver holds for 30 ms before it mutes, and mutes within 3 ms. Pilot lost
//! below 10 dB, found again above 12 dB, blended within 20 ms.
//!
//! *Left out*: noise squelches, which listen above the audio band.
//!
//! *Tests*: here and in `tests/link_radio.rs`.

/// Between opening and closing, dB.
const HYSTERESIS_DB: f64 = 4.0;

/// Hold time of a missing carrier before the receiver mutes, s.
const HOLD_S: f64 = 0.030;

/// Averaging of the field-strength detector, s.
const AVERAGING_S: f64 = 0.002;

/// Time from open to mute, s.
pub const MUTE_RAMP_S: f64 = 0.003;

/// Level at which the decoder loses and finds the pilot, dB.
const PILOT_LOST_DB: f64 = 10.0;
const PILOT_FOUND_DB: f64 = 12.0;

/// At and below this threshold the squelch is off, dB.
pub const OFF_DB: f64 = -20.0;

/// The decisions of a receiver from tick to tick.
#[derive(Clone, Debug)]
pub struct Squelch {
    open_db: f64,
    tick_s: f64,
    level_db: f64,
    /// Time for which the carrier has been too weak, s.
    weak_s: f64,
    open: bool,
    pilot: bool,
}

impl Squelch {
    /// A receiver that opens at a carrier-to-noise ratio in dB.
    #[must_use]
    pub fn new(open_db: f64, tick_rate_hz: f64) -> Self {
        Self {
            open_db,
            tick_s: 1.0 / tick_rate_hz,
            level_db: 100.0,
            weak_s: 0.0,
            open: true,
            pilot: true,
        }
    }

    /// Takes another threshold, dB.
    pub fn set(&mut self, open_db: f64) {
        self.open_db = open_db;
    }

    /// One tick with the present ratio, and whether a foreign carrier has taken over a receiver
    /// that wants its own transmitter's tone.
    pub fn tick(&mut self, cnr_db: f64, foreign: bool) {
        let share = -(-self.tick_s / AVERAGING_S).exp_m1();
        self.level_db += share * (cnr_db - self.level_db);
        let strong_db = if self.open {
            self.open_db - HYSTERESIS_DB
        } else {
            self.open_db
        };
        let strong = self.open_db <= OFF_DB || self.level_db >= strong_db;
        if strong && !foreign {
            self.weak_s = 0.0;
            self.open = true;
        } else {
            self.weak_s += self.tick_s;
            self.open &= self.weak_s < HOLD_S;
        }
        let pilot_db = if self.pilot {
            PILOT_LOST_DB
        } else {
            PILOT_FOUND_DB
        };
        self.pilot = self.level_db >= pilot_db;
    }

    /// Returns whether the receiver lets sound through.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Returns whether the decoder sees the pilot.
    #[must_use]
    pub fn has_pilot(&self) -> bool {
        self.pilot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK_HZ: f64 = 1000.0;

    #[test]
    fn a_short_fade_passes_and_a_long_one_mutes() {
        let mut squelch = Squelch::new(15.0, TICK_HZ);
        (0..20).for_each(|_| squelch.tick(0.0, false));
        assert!(squelch.is_open());
        (0..20).for_each(|_| squelch.tick(40.0, false));
        (0..45).for_each(|_| squelch.tick(0.0, false));
        assert!(!squelch.is_open());
    }

    #[test]
    fn it_opens_later_than_it_closes() {
        let mut squelch = Squelch::new(15.0, TICK_HZ);
        (0..500).for_each(|_| squelch.tick(12.0, false));
        assert!(squelch.is_open());
        (0..500).for_each(|_| squelch.tick(10.0, false));
        assert!(!squelch.is_open());
        (0..500).for_each(|_| squelch.tick(14.0, false));
        assert!(!squelch.is_open());
        (0..500).for_each(|_| squelch.tick(16.0, false));
        assert!(squelch.is_open());
    }

    #[test]
    fn an_open_squelch_stays_open_and_a_tone_key_does_not() {
        let mut squelch = Squelch::new(OFF_DB, TICK_HZ);
        (0..500).for_each(|_| squelch.tick(-60.0, false));
        assert!(squelch.is_open() && !squelch.has_pilot());
        (0..500).for_each(|_| squelch.tick(60.0, true));
        assert!(!squelch.is_open());
    }
}
