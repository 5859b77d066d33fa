//! The click that a drummer and everybody else plays to: a higher tick on each bar's first beat.

use std::f64::consts::TAU;

use super::{mix_at, samples, score, silent_track, SAMPLE_RATE_HZ};

pub fn track() -> Vec<f32> {
    let [first, other] = [1_760.0, 1_320.0].map(tick);
    let mut track = silent_track();
    for bar in 0..score::BARS {
        for beat in 0..4 {
            let sound = if beat == 0 { &first } else { &other };
            mix_at(
                &mut track,
                samples(score::time_s(bar, f64::from(beat))),
                sound,
                1.0,
            );
        }
    }
    track
}

fn tick(frequency_hz: f64) -> Vec<f32> {
    (0..samples(0.05))
        .map(|n| {
            let t = n as f64 / SAMPLE_RATE_HZ;
            let rise = 1.0 - (-t / 0.000_3).exp();
            let tone =
                (TAU * frequency_hz * t).sin() + 0.4 * (TAU * 2.756 * frequency_hz * t).sin();
            (tone * rise * (-t / 0.009).exp()) as f32
        })
        .collect()
}
