//! A second carrier in the channel.
//!
//! *In the real world* another transmitter on the same frequency is heard as a whistle while it is
//! the weaker one, and takes the receiver over when it is the stronger one.
//!
//! *Model*: two unequal carriers through an ideal limiter and discriminator, in closed form. With
//! the amplitude ratio a and the difference phase θ, the output is f1 + (f2 − f1)·w with
//! w = a(a + cos θ) ÷ (1 + a² + 2a·cos θ): for small a a beat of a·δ at the offset δ, for a > 1 the
//! other carrier (capture). A beat that lies around the 38 kHz subcarrier comes down into the
//! difference channel.
//!
//! The other carrier is silent, or talks ([`crate::radio::neighbor`]); one that talks belongs to another set in
//! the room and fades on its own.
//!
//! *Left out*: the other set's pilot.
//!
//! *Tests*: `tests/link_radio.rs`: beat level a·δ/Δf, and capture.

use std::f64::consts::TAU;

use super::fading::{Conditions, Fader};
use super::neighbor::Neighbor;
use super::noise::SUBCARRIER_HZ;
use crate::dsp::lanes::Pair;
use crate::dsp::noise::Noise;

/// At and below this level re the carrier there is none, dB.
pub const OFF_DB: f64 = -100.0;

/// Nearer than this to equal amplitudes the beat would be one endless spike.
const LEAST_DIFFERENCE: f64 = 0.02;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Amplitude over the wanted carrier's mean; 0 for none.
    pub ratio: f64,
    /// Frequency offset, Hz.
    pub offset_hz: f64,
    /// Deviation of its own programme against the wanted carrier's at unity; 0 is none.
    pub modulation: f64,
    /// Fading of the interferer while it transmits.
    pub fading: Conditions,
}

/// The second carrier.
#[derive(Clone, Debug)]
pub struct Interferer {
    settings: Settings,
    sample_s: f64,
    deviation_hz: f64,
    /// Phase between the carriers, turns; and of the beat against the subcarrier.
    phase: f64,
    side_phase: f64,
    /// Amplitude ratio now.
    ratio: f64,
    neighbor: Neighbor,
    fader: Fader,
}

impl Interferer {
    /// For a deviation at unity in Hz, an audio rate, and a rate of ticks. `seed` starts its talk and
    /// its fading.
    #[must_use]
    pub fn new(
        settings: Settings,
        deviation_hz: f64,
        [sample_rate_hz, tick_rate_hz]: [f64; 2],
        seed: u64,
    ) -> Self {
        let mut noise = Noise::with_stream(seed, 0x496E_7465);
        Self {
            settings,
            sample_s: 1.0 / sample_rate_hz,
            deviation_hz,
            phase: 0.0,
            side_phase: 0.0,
            ratio: settings.ratio,
            neighbor: Neighbor::new(sample_rate_hz, seed),
            fader: Fader::new(settings.fading, tick_rate_hz, &mut noise),
        }
    }

    /// Takes new settings.
    pub fn set(&mut self, settings: Settings) {
        if settings.fading != self.settings.fading {
            self.fader.set(settings.fading);
        }
        self.settings = settings;
    }

    /// One tick: the wanted carrier's power gain changes the ratio.
    pub fn tick(&mut self, carrier_power: f64) {
        let mut ratio = self.settings.ratio / carrier_power.max(1e-12).sqrt();
        if self.settings.modulation > 0.0 && self.settings.ratio > 0.0 {
            ratio *= self.fader.tick().sqrt();
        }
        // Half of the way each tick: no step when settings jump.
        self.ratio += 0.1 * (ratio.min(1e3) - self.ratio);
        if self.ratio < 1e-6 {
            self.ratio = 0.0;
        }
    }

    /// Returns whether the receiver follows the other carrier.
    #[must_use]
    pub fn captures(&self) -> bool {
        self.ratio > 1.0
    }

    /// Applies interference to sum and difference channel, re unity.
    #[inline(always)]
    pub fn apply(&mut self, sum_and_difference: Pair) -> Pair {
        if self.ratio == 0.0 {
            return sum_and_difference;
        }
        let [sum, difference] = self.apply_beat(sum_and_difference.to_array());
        Pair::new(sum, difference)
    }

    #[cold]
    fn apply_beat(&mut self, [sum, difference]: [f64; 2]) -> [f64; 2] {
        let mut a = self.ratio;
        if (a - 1.0).abs() < LEAST_DIFFERENCE {
            a = if a > 1.0 {
                1.0 + LEAST_DIFFERENCE
            } else {
                1.0 - LEAST_DIFFERENCE
            };
        }
        let mut offset_hz = self.settings.offset_hz;
        if self.settings.modulation > 0.0 {
            offset_hz += self.settings.modulation * self.deviation_hz * self.neighbor.tick();
        }
        let between_hz = offset_hz - sum * self.deviation_hz;
        self.phase = (self.phase + between_hz * self.sample_s).fract();
        self.side_phase =
            (self.side_phase + (between_hz.abs() - SUBCARRIER_HZ) * self.sample_s).fract();
        let offset = offset_hz / self.deviation_hz;
        // Beyond the audio rate only the mean of the weight is heard: 0 or 1.
        let audible = offset_hz.abs() < 0.45 / self.sample_s;
        let weight = if audible {
            let cosine = (TAU * self.phase).cos();
            a * (a + cosine) / (1.0 + a * a + 2.0 * a * cosine)
        } else if a > 1.0 {
            1.0
        } else {
            0.0
        };
        let side = if (offset_hz.abs() - SUBCARRIER_HZ).abs() < 15_000.0 {
            a.min(1.0 / a) * offset.abs() * (TAU * self.side_phase).cos()
        } else {
            0.0
        };
        [
            sum + weight * (offset - sum),
            difference * (1.0 - weight.clamp(0.0, 1.0)) + side,
        ]
    }
}
