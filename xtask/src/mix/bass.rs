//! An electric bass: a heavy string, a pickup that hears it near its end, and a warm amplifier.

use bodypack::dsp::biquad::{Biquad, Coefficients};

use super::score::{self, Part};
use super::string::String;
use super::{mix_at, note_hz, samples, silent_track, SAMPLE_RATE_HZ};

pub fn track() -> Vec<f32> {
    let mut strings = silent_track();
    for bar in 1..score::BARS {
        let root = score::chord(bar).bass;
        // Beat, length in beats, steps above the root, force.
        let notes: &[(f64, f64, f64, f64)] = match score::part(bar) {
            Part::CountIn => &[],
            Part::Verse => &[
                (0.0, 1.9, 0.0, 1.0),
                (2.0, 0.45, 0.0, 0.9),
                (2.5, 1.4, 7.0, 0.8),
            ],
            Part::Chorus => &[
                (0.0, 0.48, 0.0, 1.0),
                (0.5, 0.48, 0.0, 0.8),
                (1.0, 0.48, 12.0, 0.85),
                (1.5, 0.48, 0.0, 0.9),
                (2.0, 0.48, 0.0, 1.0),
                (2.5, 0.48, 0.0, 0.8),
                (3.0, 0.48, 7.0, 0.85),
                (3.5, 0.48, 0.0, 0.9),
            ],
            Part::End => &[(0.0, 5.5, 0.0, 1.0)],
        };
        for (index, &(beat, beats, steps, force)) in notes.iter().enumerate() {
            let string = String {
                frequency_hz: note_hz(root + steps),
                ring_s: 4.0,
                brightness: 0.04 + 0.08 * force,
                pluck_at: 0.21,
                sustain: 0.1,
            };
            let held = samples(beats * score::BEAT_S);
            let seed = (bar * 16 + index) as u64 + 0x6261_7373;
            let sound = string.plucked(held + samples(0.15), held, seed);
            mix_at(
                &mut strings,
                samples(score::time_s(bar, beat)),
                &sound,
                force,
            );
        }
    }
    amplified(strings)
}

fn amplified(mut track: Vec<f32>) -> Vec<f32> {
    let mut depth = Biquad::new(Coefficients::low_shelf(130.0, 0.7, 9.0, SAMPLE_RATE_HZ));
    let mut rumble = Biquad::new(Coefficients::highpass(32.0, 0.7, SAMPLE_RATE_HZ));
    let mut cabinet = Biquad::new(Coefficients::lowpass(850.0, 0.5, SAMPLE_RATE_HZ));
    for sample in &mut track {
        let warm = (1.6 * depth.tick_f64(f64::from(*sample))).tanh();
        *sample = (0.6 * rumble.tick_f64(cabinet.tick_f64(warm))) as f32;
    }
    track
}
