//! A stage without a recording of one: crowd, drums, wedges and hall as noise with their spectra.
//!
//! *In the real world* the ears of a performer are in the middle of all this, and what gets past
//! the earphone of it masks the mix.
//!
//! *Model*: four kinds of noise, each through two second-order filters and a slow envelope. The
//! crowd murmurs from 180 Hz to 1 kHz and swells; the drums are two instruments, a low and a high
//! one, that are struck in a pattern of sixteenths at 120 beats a minute; the wedges sound like a
//! mix heard from behind, from 150 Hz to 3.5 kHz, in syllables; the hall is a steady rumble that
//! comes from everywhere. Filters and envelopes are scaled so that each part's long-term level is
//! what its setting says, as the mean power of the two ears. Spectra are plausible, not measured.
//!
//! *Knobs*: the level of each part in dB SPL.
//!
//! *Left out*: anything one could hum.
//!
//! *Tests*: levels within 0.5 dB over a minute, spectra's middles, the same bits for any block
//! size; here, that the filters' power is what it is scaled by.

use super::super::rest::Rest;
use crate::design::stage_spectra::{
    of_unit_power, spectra, white_power, Lanes, IMAGES, LANES, PARTS,
};
mod envelopes;
mod synthesis;

use envelopes::Envelopes;
use synthesis::{Filters, Synthesis, Weights, RUN, WHITE};

use crate::dsp::f32x8::Simd;
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;
use crate::dsp::{gain, units};
use crate::rig;

const DRUMS: usize = 1;

/// About how often envelopes are renewed, Hz.
const CONTROL_HZ: f64 = 1500.0;
/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// RMS pressure of crowd, drums, wedges and hall, Pa; 0 is off.
    pub pressures_pa: [f32; PARTS],
}

impl Settings {
    /// The levels of a rig's stage; a level of 0 dB SPL is off.
    pub fn new(stage: &rig::StageSound) -> Self {
        Self {
            pressures_pa: stage.levels_dbspl().map(|dbspl| {
                if dbspl > 0.0 {
                    (units::REFERENCE_PA * units::gain(dbspl)) as f32
                } else {
                    0.0
                }
            }),
        }
    }
}

/// The synthesized stage.
pub struct StageSound {
    simd: Simd,
    seed: u64,
    pressures: [Smoothed; PARTS],
    noise: Noise,
    filters: [Filters; 2],
    /// Scale of each lane's white noise to a power of one behind its filters.
    scales: Lanes,
    images: [[[f64; 2]; 2]; PARTS],
    envelopes: Envelopes,
    /// Samples between two control steps, and how many of them are left.
    control_samples: usize,
    left: usize,
    gains: Lanes,
    gain_steps: Lanes,
    /// True if it has sounded since it was last as new.
    used: bool,
}

impl StageSound {
    /// Makes the stage's sound for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let control_samples = (sample_rate_hz / CONTROL_HZ).round().max(1.0) as usize;
        let control_s = control_samples as f64 / sample_rate_hz;
        let [first, second] = spectra(sample_rate_hz);
        let scales = std::array::from_fn(|lane| {
            WHITE / white_power(&[first[lane], second[lane]], sample_rate_hz).sqrt()
        });
        Self {
            simd: Simd::detect(),
            seed,
            pressures: (settings.pressures_pa)
                .map(|pa| Smoothed::new(pa, gain::ramp_samples(sample_rate_hz))),
            noise: Noise::with_stream(seed, 0x5374_6167),
            filters: [Filters::new(first), Filters::new(second)],
            scales,
            images: IMAGES.map(of_unit_power),
            envelopes: Envelopes::new(seed, control_s),
            control_samples,
            left: 0,
            gains: [0.0; LANES],
            gain_steps: [0.0; LANES],
            used: false,
        }
    }

    /// Takes new settings; levels ramp.
    pub fn set(&mut self, settings: &Settings) {
        self.rests();
        for (pressure, &pa) in self.pressures.iter_mut().zip(&settings.pressures_pa) {
            pressure.set(pa);
        }
    }

    /// Starts anew at the settings.
    pub fn reset(&mut self) {
        self.pressures.iter_mut().for_each(Smoothed::finish);
        self.start_anew();
    }

    /// Adds pascals to a block. When every part is off, nothing is computed, and the stage starts
    /// anew the next time, so that where it was switched off plays no part.
    pub fn add_to(&mut self, [left, right]: &mut Stereo<'_>) {
        if self.rests() {
            return;
        }
        self.used = true;
        let (mut left, mut right) = (&mut **left, &mut **right);
        while !left.is_empty() && !right.is_empty() {
            if self.left == 0 {
                self.renew();
            }
            let length = left.len().min(right.len()).min(self.left).min(RUN);
            self.left -= length;
            let (part_left, rest_left) = left.split_at_mut(length);
            let (part_right, rest_right) = right.split_at_mut(length);
            (left, right) = (rest_left, rest_right);
            let moving;
            let weights = match self.pressures.iter().all(Smoothed::is_settled) {
                true => Weights::Settled(self.weights()),
                false => {
                    let mut weights = [[[0.0; LANES]; 2]; RUN];
                    for weights in &mut weights[..length] {
                        self.pressures
                            .iter_mut()
                            .for_each(|pressure| _ = pressure.tick());
                        *weights = self.weights();
                    }
                    moving = weights;
                    Weights::Moving(&moving)
                }
            };
            self.simd.run(Synthesis {
                noise: &mut self.noise,
                filters: &mut self.filters,
                scales: &self.scales,
                gains: &mut self.gains,
                gain_steps: &self.gain_steps,
                weights,
                ears: [part_left, part_right],
            });
        }
    }

    /// Pascals at the left and the right ear of a unit in each lane.
    fn weights(&self) -> [Lanes; 2] {
        [0, 1].map(|ear| {
            std::array::from_fn(|lane| {
                let pressure_pa = f64::from(self.pressures[lane / 2].current());
                pressure_pa * self.images[lane / 2][ear][lane % 2]
            })
        })
    }

    fn renew(&mut self) {
        self.left = self.control_samples;
        let next = self.envelopes.next_gains();
        for ((step, gain), next) in self.gain_steps.iter_mut().zip(&self.gains).zip(next) {
            *step = (next - gain) / self.control_samples as f64;
        }
    }
}

impl Rest for StageSound {
    fn is_off(&self) -> bool {
        self.pressures.iter().all(Smoothed::is_zero)
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.used = false;
        self.noise = Noise::with_stream(self.seed, 0x5374_6167);
        self.envelopes.start_anew(self.seed);
        for filters in &mut self.filters {
            filters.memory = [[0.0; LANES]; 2];
        }
        self.left = 0;
        self.gains = [0.0; LANES];
        self.gain_steps = [0.0; LANES];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_power_is_that_of_the_noise() {
        let rate_hz = 48_000.0;
        let [first, second] = spectra(rate_hz);
        for lane in 0..LANES {
            let mut filters = [first[lane], second[lane]].map(crate::dsp::biquad::Biquad::new);
            let mut noise = Noise::new(3);
            let count = 1_000_000;
            let mut power = 0.0;
            for _ in 0..count {
                let [one, two] = &mut filters;
                let y = two.tick_f64(one.tick_f64(f64::from(noise.white())));
                power += y * y / f64::from(count);
            }
            let expected = white_power(&[first[lane], second[lane]], rate_hz);
            let off_db = 10.0 * (power / expected).log10();
            assert!(off_db.abs() < 0.3, "lane {lane}: {off_db} dB");
        }
    }
}
