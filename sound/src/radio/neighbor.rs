//! The programme of another transmitter that breaks into the channel.
//!
//! *In the real world* two sets on one frequency, or a third-order product of two others that falls on
//! it, bring somebody else's talk and music into the ear whenever the own carrier fades.
//!
//! *Model*: a voice as a modulator: pulses of a glottis whose pitch wanders between 95 and 180 Hz,
//! through two resonances that change with every syllable, with pauses between phrases. Its
//! deviation is stated against the own one at unity; a product of third order (2·f1 − f2) carries twice
//! the deviation of one transmitter and that of the other, which makes it a garbled rattle. Carrier and
//! capture are the interferer's ([`crate::radio::interferer`]).
//!
//! *Left out*: the neighbor's compander and pilot: what one hears is expanded although it was not
//! compressed alike, as in a receiver of another make.
//!
//! *Tests*: level and pauses here; in a receiver, `tests/guide_effects.rs`.

use std::f64::consts::TAU;

use crate::dsp::biquad::{Biquad, Coefficients};
use crate::dsp::noise::Noise;

/// Pitch, Hz.
const PITCH_HZ: (f64, f64) = (95.0, 180.0);
/// First and second resonances of vowels, Hz.
const VOWELS_HZ: [[f64; 2]; 6] = [
    [730.0, 1090.0],
    [270.0, 2290.0],
    [300.0, 870.0],
    [530.0, 1840.0],
    [570.0, 840.0],
    [660.0, 1720.0],
];
/// Lengths of syllables and pauses, seconds.
const SYLLABLE_S: (f64, f64) = (0.11, 0.26);
const PAUSE_S: (f64, f64) = (0.25, 0.9);
/// Chance that a syllable is followed by a pause.
const PAUSE_CHANCE: f64 = 0.14;
/// Time in which a syllable swells and dies, seconds.
const SWELL_S: f64 = 0.03;
/// Brings the voice to a peak of about one.
const SCALE: f64 = 3.2;

/// Somebody talking on another transmitter.
#[derive(Clone, Debug)]
pub struct Neighbor {
    sample_rate_hz: f64,
    noise: Noise,
    resonances: [Biquad; 2],
    phase: f64,
    pitch_hz: f64,
    loud: bool,
    envelope: f64,
    swell: f64,
    /// Samples of the present syllable or pause that are left.
    left: usize,
}

impl Neighbor {
    /// A voice for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64, seed: u64) -> Self {
        Self {
            sample_rate_hz,
            noise: Noise::with_stream(seed, 0x4E65_6967),
            resonances: [Biquad::new(Coefficients::PASS); 2],
            phase: 0.0,
            pitch_hz: PITCH_HZ.0,
            loud: false,
            envelope: 0.0,
            swell: -(-1.0 / (SWELL_S * sample_rate_hz)).exp_m1(),
            left: 0,
        }
    }

    fn between(&mut self, (low, high): (f64, f64)) -> f64 {
        low + (high - low) * self.noise.uniform()
    }

    fn next_syllable(&mut self) {
        self.loud = !self.loud || self.noise.uniform() >= PAUSE_CHANCE;
        let length_s = if self.loud {
            self.pitch_hz = self.between(PITCH_HZ);
            let vowel = (self.noise.uniform() * VOWELS_HZ.len() as f64) as usize;
            let resonances_hz = VOWELS_HZ[vowel.min(VOWELS_HZ.len() - 1)];
            for (filter, hz) in self.resonances.iter_mut().zip(resonances_hz) {
                filter.set(Coefficients::bandpass(hz, 6.0, self.sample_rate_hz));
            }
            self.between(SYLLABLE_S)
        } else {
            self.between(PAUSE_S)
        };
        self.left = ((length_s * self.sample_rate_hz) as usize).max(1);
    }

    /// The modulation at the next sample, about −1 to 1.
    pub fn tick(&mut self) -> f64 {
        if self.left == 0 {
            self.next_syllable();
        }
        self.left -= 1;
        let target = if self.loud { 1.0 } else { 0.0 };
        self.envelope += self.swell * (target - self.envelope);
        self.phase = (self.phase + self.pitch_hz / self.sample_rate_hz).fract();
        // A smooth pulse a period.
        let pulse = (0.5 + 0.5 * (TAU * self.phase).cos()).powi(8) - 0.196;
        let [first, second] = &mut self.resonances;
        let voice = first.tick_f64(pulse) + 0.6 * second.tick_f64(pulse);
        (SCALE * self.envelope * voice).clamp(-1.5, 1.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_talks_with_pauses_at_about_full_deviation() {
        let rate_hz = 48_000.0;
        let mut neighbor = Neighbor::new(rate_hz, 3);
        let talk: Vec<f64> = (0..30 * 48_000).map(|_| neighbor.tick()).collect();
        let peak = talk.iter().fold(0.0_f64, |peak, x| peak.max(x.abs()));
        assert!((0.6..=1.5).contains(&peak), "{peak}");
        let loud = (talk.chunks_exact(4800))
            .filter(|part| part.iter().any(|x| x.abs() > 0.1 * peak))
            .count();
        assert!((150..290).contains(&loud), "{loud} of 300");
        let mut again = Neighbor::new(rate_hz, 3);
        assert!(talk.iter().take(1000).all(|x| *x == again.tick()));
    }
}
