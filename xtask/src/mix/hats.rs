//! Hi-hats and a crash: plates that ring at many frequencies without a pitch.

use std::f64::consts::TAU;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::score::{self, Part};
use super::{mix_at, samples, silent_track, SAMPLE_RATE_HZ};

pub fn track() -> Vec<f32> {
    let closed = Plate {
        lowest_hz: 3_200.0,
        partials: 70,
        decay_s: 0.045,
        hiss: 0.5,
    }
    .struck(1);
    let open = Plate {
        lowest_hz: 2_700.0,
        partials: 80,
        decay_s: 0.28,
        hiss: 0.45,
    }
    .struck(2);
    let crash = Plate {
        lowest_hz: 420.0,
        partials: 220,
        decay_s: 0.75,
        hiss: 0.55,
    }
    .struck(3);
    let mut track = silent_track();
    let mut player = Noise::new(0x6861_7473);
    for bar in 1..score::BARS {
        if matches!(bar, 1 | 5 | 7 | 9) {
            mix_at(&mut track, samples(score::time_s(bar, 0.0)), &crash, 0.8);
        }
        if score::part(bar) == Part::End {
            break;
        }
        for eighth in 0..8 {
            let (sound, base) = match (score::part(bar), eighth % 2) {
                (Part::Chorus, 1) => (&open, 0.75),
                (_, 0) => (&closed, 0.9),
                _ => (&closed, 0.5),
            };
            // A hand is never quite even, in force or in time.
            let gain = base * (0.85 + 0.3 * player.uniform());
            let late_s = 0.005 * player.uniform();
            let time_s = score::time_s(bar, f64::from(eighth) * 0.5) + late_s;
            mix_at(&mut track, samples(time_s), sound, gain);
        }
    }
    track
}

struct Plate {
    lowest_hz: f64,
    partials: usize,
    decay_s: f64,
    /// Share of noise in the sound.
    hiss: f64,
}

impl Plate {
    fn struck(&self, seed: u64) -> Vec<f32> {
        let mut noise = Noise::new(0x706c_6174 + seed);
        let length = samples(6.0 * self.decay_s);
        let mut sum = vec![0.0; length];
        for _ in 0..self.partials {
            // Modes of a plate are about evenly spread in frequency.
            let frequency_hz = self.lowest_hz + (16_000.0 - self.lowest_hz) * noise.uniform();
            let decay_s =
                self.decay_s * (0.5 + noise.uniform()) * (6_000.0 / frequency_hz).powf(0.3);
            let phase = TAU * noise.uniform();
            let weight = (frequency_hz / 6_000.0).powf(0.7);
            let gain = weight * (0.4 + noise.uniform()) / (self.partials as f64).sqrt();
            for (n, sample) in sum.iter_mut().enumerate() {
                let t = n as f64 / SAMPLE_RATE_HZ;
                *sample += gain * (TAU * frequency_hz * t + phase).sin() * (-t / decay_s).exp();
            }
        }
        let mut highs = Biquad::new(Coefficients::highpass(6_500.0, 0.7, SAMPLE_RATE_HZ));
        for (n, sample) in sum.iter_mut().enumerate() {
            let t = n as f64 / SAMPLE_RATE_HZ;
            let hiss = highs.tick_f64(f64::from(noise.white())) * (-t / (0.7 * self.decay_s)).exp();
            let rise = 1.0 - (-t / 0.000_4).exp();
            *sample = rise * ((1.0 - self.hiss) * *sample + self.hiss * hiss);
        }
        sum.into_iter().map(|sample| sample as f32).collect()
    }
}
