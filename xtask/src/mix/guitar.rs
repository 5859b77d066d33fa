//! Two guitars, one a side: picked strings in the verse, driven chords in the chorus.

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::score::{self, Part};
use super::string::String;
use super::{mix_at, note_hz, samples, silent_track, SAMPLE_RATE_HZ};

/// The left and the right player; they read the same part and are never quite together.
pub fn tracks() -> [Vec<f32>; 2] {
    [track(0x6c65_6674), track(0x7269_6768)]
}

fn track(player: u64) -> Vec<f32> {
    let mut hand = Noise::new(player);
    let mut clean = silent_track();
    let mut driven = silent_track();
    for bar in 0..score::BARS {
        match score::part(bar) {
            Part::CountIn | Part::Verse => pick(&mut clean, bar, &mut hand),
            Part::Chorus => {
                pick(&mut clean, bar, &mut hand);
                // Down on the beats, up between them.
                for (beat, beats, down) in [
                    (0.0, 1.4, true),
                    (1.5, 0.45, false),
                    (2.0, 1.4, true),
                    (3.5, 0.45, false),
                ] {
                    strum(&mut driven, bar, beat, beats, down, &mut hand);
                }
            }
            Part::End => {
                strum(&mut driven, bar, 0.0, 5.5, true, &mut hand);
                strum(&mut clean, bar, 0.02, 5.5, true, &mut hand);
            }
        }
    }
    body(&mut clean);
    amplify(&mut driven);
    mix_at(&mut clean, 0, &driven, 0.75);
    clean
}

fn string(midi: i32, brightness: f64) -> String {
    String {
        frequency_hz: note_hz(f64::from(midi)),
        ring_s: 3.2,
        brightness,
        pluck_at: 0.13,
        sustain: 0.75,
    }
}

/// Eighths over the strings, out and back.
fn pick(track: &mut [f32], bar: usize, hand: &mut Noise) {
    let strings: Vec<i32> = score::chord(bar)
        .strings
        .iter()
        .copied()
        .filter(|&midi| midi >= 0)
        .collect();
    let top = strings.len() - 1;
    let order = [0, 2, 3, top, 3, 2, top, 3];
    for (eighth, &index) in order.iter().enumerate() {
        let force = 0.7 + 0.3 * hand.uniform();
        let late_s = 0.008 * hand.uniform();
        let time_s = score::time_s(bar, eighth as f64 * 0.5) + late_s;
        let held = samples(1.6);
        let sound = string(strings[index.min(top)], 0.55 + 0.2 * force).plucked(
            held,
            held - samples(0.2),
            u64::from(hand.bits()),
        );
        mix_at(track, samples(time_s), &sound, 0.75 * force);
    }
}

fn strum(track: &mut [f32], bar: usize, beat: f64, beats: f64, down: bool, hand: &mut Noise) {
    let mut strings = score::chord(bar).strings.to_vec();
    if !down {
        strings.reverse();
    }
    let start_s = score::time_s(bar, beat) + 0.006 * hand.uniform();
    for (index, &midi) in strings.iter().filter(|&&midi| midi >= 0).enumerate() {
        let held = samples(beats * score::BEAT_S);
        let time_s = start_s + index as f64 * (0.007 + 0.004 * hand.uniform());
        let sound = string(midi, 0.8).plucked(held + samples(0.15), held, u64::from(hand.bits()));
        mix_at(track, samples(time_s), &sound, 0.5 + 0.15 * hand.uniform());
    }
}

/// The air and the top of an acoustic guitar's body.
fn body(track: &mut [f32]) {
    let mut filters = [
        Coefficients::highpass(85.0, 0.7, SAMPLE_RATE_HZ),
        Coefficients::peak(108.0, 3.0, 5.0, SAMPLE_RATE_HZ),
        Coefficients::peak(205.0, 3.5, 4.0, SAMPLE_RATE_HZ),
        Coefficients::peak(430.0, 2.5, -3.0, SAMPLE_RATE_HZ),
        Coefficients::high_shelf(4_000.0, 0.7, 4.0, SAMPLE_RATE_HZ),
    ]
    .map(Biquad::new);
    filters.iter_mut().for_each(|filter| filter.process(track));
}

/// A valve amplifier driven hard, and its cabinet.
fn amplify(track: &mut [f32]) {
    let mut tight = Biquad::new(Coefficients::highpass(140.0, 0.7, SAMPLE_RATE_HZ));
    let mut cabinet = [
        Coefficients::highpass(90.0, 0.9, SAMPLE_RATE_HZ),
        Coefficients::peak(2_400.0, 1.2, 5.0, SAMPLE_RATE_HZ),
        Coefficients::lowpass(4_800.0, 0.9, SAMPLE_RATE_HZ),
        Coefficients::lowpass(5_500.0, 0.6, SAMPLE_RATE_HZ),
    ]
    .map(Biquad::new);
    for sample in track.iter_mut() {
        let driven = (6.0 * tight.tick_f64(f64::from(*sample)) + 0.15).tanh() - 0.149;
        *sample = (0.45
            * cabinet
                .iter_mut()
                .fold(driven, |x, filter| filter.tick_f64(x))) as f32;
    }
}
