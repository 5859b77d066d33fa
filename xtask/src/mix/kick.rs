//! A bass drum: a head whose pitch falls as its tension relaxes, and the felt of the beater.

use std::f64::consts::TAU;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::score::{self, Part};
use super::{mix_at, samples, silent_track, SAMPLE_RATE_HZ};

pub fn track() -> Vec<f32> {
    let hit = hit();
    let mut track = silent_track();
    for bar in 1..score::BARS {
        let beats: &[(f64, f64)] = match score::part(bar) {
            Part::CountIn => &[],
            Part::Verse => &[(0.0, 1.0), (2.0, 0.9), (2.5, 0.6)],
            Part::Chorus => &[(0.0, 1.0), (1.5, 0.7), (2.0, 0.95), (3.5, 0.75)],
            Part::End => &[(0.0, 1.0)],
        };
        for &(beat, gain) in beats {
            mix_at(&mut track, samples(score::time_s(bar, beat)), &hit, gain);
        }
    }
    track
}

fn hit() -> Vec<f32> {
    let mut noise = Noise::new(0x6b69_636b);
    let mut felt = Biquad::new(Coefficients::bandpass(3_200.0, 0.8, SAMPLE_RATE_HZ));
    let mut phase = 0.0;
    (0..samples(0.7))
        .map(|n| {
            let t = n as f64 / SAMPLE_RATE_HZ;
            let frequency_hz = 49.0 + 95.0 * (-t / 0.022).exp() + 14.0 * (-t / 0.09).exp();
            phase += TAU * frequency_hz / SAMPLE_RATE_HZ;
            let rise = 1.0 - (-t / 0.000_6).exp();
            let head = phase.sin() * (-t / 0.16).exp() * rise;
            let shell = (phase * 2.63).sin() * (-t / 0.035).exp() * 0.22;
            let beater = felt.tick_f64(f64::from(noise.white())) * (-t / 0.004).exp() * 1.3;
            ((1.5 * (head + shell + beater)).tanh() * 0.8) as f32
        })
        .collect()
}
