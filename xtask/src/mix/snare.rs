//! A snare drum: two modes of the head and the rattle of the wires beneath it.

use std::f64::consts::TAU;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::score::{self, Part};
use super::{mix_at, samples, silent_track, SAMPLE_RATE_HZ};

pub fn track() -> Vec<f32> {
    let mut track = silent_track();
    for bar in 0..score::BARS {
        let beats: &[(f64, f64)] = match (score::part(bar), bar) {
            // A pick-up into the verse, and a fill into the chorus.
            (Part::CountIn, _) => &[(3.5, 0.45), (3.75, 0.55)],
            (Part::Verse, 4) => &[
                (1.0, 0.9),
                (3.0, 0.7),
                (3.25, 0.5),
                (3.5, 0.8),
                (3.75, 0.95),
            ],
            (Part::Verse, _) => &[(1.0, 0.85), (3.0, 0.9), (3.75, 0.18)],
            (Part::Chorus, 8) => &[(1.0, 1.0), (2.5, 0.4), (3.0, 1.0), (3.5, 0.85), (3.75, 0.9)],
            (Part::Chorus, _) => &[(1.0, 1.0), (1.75, 0.16), (3.0, 1.0)],
            (Part::End, _) => &[(0.0, 0.9)],
        };
        for (index, &(beat, gain)) in beats.iter().enumerate() {
            let hit = hit((bar * 16 + index) as u64, gain);
            mix_at(&mut track, samples(score::time_s(bar, beat)), &hit, gain);
        }
    }
    track
}

/// A hit; a harder one is brighter and rattles longer. Each seed is another spot on the head.
fn hit(seed: u64, effort: f64) -> Vec<f32> {
    let mut noise = Noise::new(0x736e_6172 + seed);
    let mut highs = Biquad::new(Coefficients::highpass(1_100.0, 0.7, SAMPLE_RATE_HZ));
    let mut body = Biquad::new(Coefficients::peak(4_200.0, 0.7, 5.0, SAMPLE_RATE_HZ));
    let mut dull = Biquad::new(Coefficients::lowpass(
        5_000.0 + 8_000.0 * effort,
        0.7,
        SAMPLE_RATE_HZ,
    ));
    let tuning = 1.0 + 0.01 * (noise.uniform() - 0.5);
    let rattle_s = 0.07 + 0.06 * effort;
    (0..samples(0.6))
        .map(|n| {
            let t = n as f64 / SAMPLE_RATE_HZ;
            let bend = 1.0 + 0.25 * (-t / 0.012).exp();
            let low = (TAU * 186.0 * tuning * bend * t).sin() * (-t / 0.085).exp();
            let high = (TAU * 331.0 * tuning * bend * t).sin() * (-t / 0.05).exp();
            let rise = 1.0 - (-t / 0.000_8).exp();
            let rattle = (-t / rattle_s).exp() * rise + 1.6 * (-t / 0.006).exp();
            let wires = dull.tick_f64(body.tick_f64(highs.tick_f64(f64::from(noise.gaussian()))));
            ((1.1 * (0.38 * low + 0.26 * high + 0.42 * wires * rattle)).tanh() * 0.9) as f32
        })
        .collect()
}
