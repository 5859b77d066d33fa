//! A plucked string: a loop as long as one period that loses its highs a little on every round
//! (after Karplus and Strong, with the pick's place and a fractional length).

use std::f64::consts::PI;

use bodypack::dsp::noise::Noise;

use super::SAMPLE_RATE_HZ;

pub struct String {
    pub frequency_hz: f64,
    /// Decay time of the fundamental by 60 dB.
    pub ring_s: f64,
    /// From 0 (the flesh of a thumb) to 1 (a thin plectrum).
    pub brightness: f64,
    /// Plucking point, as a part of the length from the bridge.
    pub pluck_at: f64,
    /// Share of its highs that the string keeps on each round, from 0 to 1.
    pub sustain: f64,
}

impl String {
    /// Plucks it and lets it ring for `length` samples; from `damped_at` on, a hand lies on it.
    pub fn plucked(&self, length: usize, damped_at: usize, seed: u64) -> Vec<f32> {
        let period = SAMPLE_RATE_HZ / self.frequency_hz;
        let pole = 0.55 * (1.0 - self.sustain);
        // The loop filter delays by its phase at the fundamental; the line holds the rest.
        let omega = 2.0 * PI / period;
        let filter_delay = (pole * omega.sin()).atan2(1.0 - pole * omega.cos()) / omega;
        let line_delay = period - filter_delay;
        let whole = line_delay.floor();
        let fraction = line_delay - whole;
        let mut line = self.pluck(whole as usize + 1, seed);
        let held = 10f64.powf(-3.0 * period / SAMPLE_RATE_HZ / self.ring_s);
        let damped = 10f64.powf(-3.0 * period / SAMPLE_RATE_HZ / 0.12);
        let mut low = 0.0;
        let mut at = 0;
        (0..length)
            .map(|n| {
                let next = (at + 1) % line.len();
                // The oldest sample and the one after it.
                let read = line[at] * fraction + line[next] * (1.0 - fraction);
                low = (1.0 - pole) * read + pole * low;
                line[at] = low * if n < damped_at { held } else { damped };
                at = next;
                read as f32
            })
            .collect()
    }

    /// One period of what the pick leaves on the string: noise, darkened, and without the partials
    /// that have a node where it is plucked.
    fn pluck(&self, length: usize, seed: u64) -> Vec<f64> {
        let mut noise = Noise::new(seed);
        let pole = 0.93 - 0.75 * self.brightness;
        let mut low = 0.0;
        let shape: Vec<f64> = (0..length)
            .map(|_| {
                low = (1.0 - pole) * f64::from(noise.white()) + pole * low;
                low
            })
            .collect();
        let offset = ((length as f64 * self.pluck_at) as usize).max(1);
        let mut line: Vec<f64> = (0..length)
            .map(|n| shape[n] - shape[(n + length - offset) % length])
            .collect();
        let rms = (line.iter().map(|x| x * x).sum::<f64>() / length as f64)
            .sqrt()
            .max(1e-6);
        line.iter_mut().for_each(|x| *x *= 0.2 / rms);
        line
    }
}
