//! The audience: a bed of many voices that swells before the song, in the chorus and after the
//! last chord, and hands that clap along, each a little early or late.

use std::f64::consts::TAU;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::room::Room;
use super::score::{self, Part};
use super::{mix_at, samples, SAMPLE_RATE_HZ};
use crate::sound::Stereo;

const VOICES: usize = 48;
const HANDS: usize = 70;

pub fn stem() -> Stereo {
    let mut people = Stereo::silent();
    let mut noise = Noise::new(0x6372_6f77);
    for voice in 0..VOICES {
        let track = voice_track(&mut noise);
        people.add(&track, -24.0, voice as f64 / VOICES as f64 * 2.0 - 1.0);
    }
    for hand in 0..HANDS {
        let track = hand_track(&mut noise);
        people.add(&track, -27.0, hand as f64 / HANDS as f64 * 2.0 - 1.0);
    }
    let mut stem = Room::hall().wash(&super::mono_of(&people));
    stem.left
        .iter_mut()
        .chain(&mut stem.right)
        .for_each(|sample| *sample *= 0.6);
    stem.add_stereo(&people, 0.0);
    stem
}

/// Level of the audience, from 0 to 1.
fn excitement(time_s: f64) -> f64 {
    let near = |center_s: f64, width_s: f64| (-((time_s - center_s) / width_s).powi(2)).exp();
    let chorus_s = score::time_s(5, 0.0);
    let end_s = score::time_s(9, 1.0);
    let after = 1.0 / (1.0 + (-(time_s - end_s) / 0.25).exp());
    (0.22 + 0.5 * near(0.0, 1.2) + 0.45 * near(chorus_s, 1.4) + 0.8 * after).min(1.0)
}

/// One person calling: breath through two resonances that wander, opened and closed at the pace
/// of syllables.
fn voice_track(noise: &mut Noise) -> Vec<f32> {
    let pitch_hz = 130.0 * 2f64.powf(1.4 * noise.uniform());
    let first_hz = 380.0 + 500.0 * noise.uniform();
    let second_hz = 1_000.0 + 1_300.0 * noise.uniform();
    let syllables_hz = 1.5 + 3.0 * noise.uniform();
    let start = TAU * noise.uniform();
    let mut first = Biquad::new(Coefficients::bandpass(first_hz, 3.0, SAMPLE_RATE_HZ));
    let mut second = Biquad::new(Coefficients::bandpass(second_hz, 4.0, SAMPLE_RATE_HZ));
    let mut phase = 0.0;
    let mut wander = 0.0;
    (0..samples(score::LENGTH_S))
        .map(|n| {
            let t = n as f64 / SAMPLE_RATE_HZ;
            wander += 0.000_08 * (f64::from(noise.white()) - wander);
            phase = (phase + pitch_hz * (1.0 + 4.0 * wander) / SAMPLE_RATE_HZ) % 1.0;
            let breath = f64::from(noise.white());
            let throat = (phase - 0.5) * 1.2 + 0.5 * breath;
            let mouth =
                (0.5 + 0.5 * (TAU * syllables_hz * t + start + 40.0 * wander).sin()).powi(2);
            let vowel = first.tick_f64(throat) + 0.7 * second.tick_f64(throat);
            (vowel * mouth * excitement(t)) as f32
        })
        .collect()
}

/// One pair of hands, on the second and fourth beats of the chorus and at will after the end.
fn hand_track(noise: &mut Noise) -> Vec<f32> {
    let mut track = super::silent_track();
    let palm_hz = 900.0 + 1_400.0 * noise.uniform();
    let habit_s = 0.02 * f64::from(noise.gaussian());
    for bar in (0..score::BARS).filter(|&bar| score::part(bar) == Part::Chorus) {
        for beat in [1.0, 3.0] {
            let time_s = score::time_s(bar, beat) + habit_s + 0.012 * f64::from(noise.gaussian());
            mix_at(&mut track, samples(time_s), &clap(palm_hz, noise), 1.0);
        }
    }
    let mut time_s = score::time_s(9, 0.8) + 0.8 * noise.uniform();
    while time_s < score::LENGTH_S {
        mix_at(&mut track, samples(time_s), &clap(palm_hz, noise), 0.8);
        time_s += 0.2 + 0.12 * noise.uniform();
    }
    track
}

fn clap(palm_hz: f64, noise: &mut Noise) -> Vec<f32> {
    let mut palm = Biquad::new(Coefficients::bandpass(palm_hz, 1.5, SAMPLE_RATE_HZ));
    (0..samples(0.04))
        .map(|n| {
            let t = n as f64 / SAMPLE_RATE_HZ;
            palm.tick_f64(6.0 * f64::from(noise.white()) * (-t / 0.006).exp()) as f32
        })
        .collect()
}
