//! A singer: pulses of the vocal folds as a row of harmonics (so that nothing aliases), breath,
//! and the resonances of the mouth in series that move from vowel to vowel; vibrato that sets in
//! late, a glide into each note, hisses, closures and hums in front of them.

use std::f64::consts::{PI, TAU};

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;

use super::score::{self, Onset, Sung, Vowel};
use super::{mix_at, note_hz, samples, silent_track, SAMPLE_RATE_HZ};

/// The resonances are set anew after this many samples.
const STEP: usize = 32;
const HIGHEST_HARMONIC_HZ: f64 = 14_000.0;
/// Formants of an adult's vocal tract, in hertz; the third to fifth stand close, as in trained
/// singers.
const WIDTHS_HZ: [f64; TRACT] = [
    75.0, 95.0, 130.0, 160.0, 260.0, 400.0, 600.0, 900.0, 1_300.0, 1_800.0,
];
const NASAL_HZ: [f64; TRACT] = mouth([270.0, 1_050.0, 2_250.0, 3_000.0, 4_200.0]);

/// Five resonances make the vowel. The ones above are much the same for every vowel; without them
/// the row would fall away above 4 kHz as no mouth does.
const TRACT: usize = 10;

const fn mouth(vowel_hz: [f64; 5]) -> [f64; TRACT] {
    let [first, second, third, fourth, fifth] = vowel_hz;
    [
        first, second, third, fourth, fifth, 5_000.0, 6_100.0, 7_300.0, 8_600.0, 10_000.0,
    ]
}

fn formants_hz(vowel: Vowel) -> [f64; TRACT] {
    mouth(match vowel {
        Vowel::A => [730.0, 1_170.0, 2_620.0, 3_050.0, 3_900.0],
        Vowel::E => [470.0, 1_820.0, 2_560.0, 3_050.0, 3_900.0],
        Vowel::I => [330.0, 2_150.0, 2_830.0, 3_250.0, 4_000.0],
        Vowel::O => [500.0, 880.0, 2_520.0, 3_000.0, 3_900.0],
        Vowel::U => [370.0, 760.0, 2_440.0, 2_950.0, 3_900.0],
    })
}

pub fn track() -> Vec<f32> {
    let mut singer = Singer::new();
    let mut track = silent_track();
    for (index, note) in score::MELODY.iter().enumerate() {
        let start = samples(score::time_s(note.bar, note.beat));
        let tied_on = score::MELODY
            .get(index + 1)
            .is_some_and(|next| next.onset == Onset::Tied);
        let sound = singer.sing(note, tied_on);
        mix_at(&mut track, start, &sound, 1.0);
        mix_at(
            &mut track,
            start - samples(0.09),
            &singer.consonant(note),
            1.0,
        );
    }
    // A microphone close to the mouth, and the air that every desk adds.
    Biquad::new(Coefficients::high_shelf(3_500.0, 0.6, 7.0, SAMPLE_RATE_HZ)).process(&mut track);
    track
}

struct Singer {
    noise: Noise,
    phase: f64,
    /// The last note and mouth, from which a tied note glides.
    key: f64,
    mouth_hz: [f64; TRACT],
    resonances: [Resonance; TRACT],
    drift: f64,
}

impl Singer {
    fn new() -> Self {
        Self {
            noise: Noise::new(0x766f_6963),
            phase: 0.0,
            key: 60.0,
            mouth_hz: NASAL_HZ,
            resonances: [Resonance::default(); TRACT],
            drift: 0.0,
        }
    }

    fn sing(&mut self, note: &Sung, tied_on: bool) -> Vec<f32> {
        let beats_s = note.beats * score::BEAT_S;
        let release_s = if tied_on { 0.012 } else { 0.07 };
        let from_key = if note.onset == Onset::Tied {
            self.key
        } else {
            note.midi - 0.8
        };
        let from_mouth = match note.onset {
            Onset::Tied => self.mouth_hz,
            Onset::M => NASAL_HZ,
            _ => formants_hz(Vowel::E),
        };
        let to_mouth = formants_hz(note.vowel);
        let mut breath_band = Biquad::new(Coefficients::highpass(1_200.0, 0.7, SAMPLE_RATE_HZ));
        // Louder singing closes the folds faster, which brightens the harmonics.
        let slope = 1.45 - 0.4 * note.effort;
        let harmonics: Vec<f64> = (1..200).map(|k| f64::from(k).powf(-slope)).collect();
        let mut out = Vec::new();
        for n in 0..samples(beats_s + release_s) {
            let t = n as f64 / SAMPLE_RATE_HZ;
            let opened = 1.0 - (-t / 0.055).exp();
            if n % STEP == 0 {
                self.mouth_hz =
                    std::array::from_fn(|i| from_mouth[i] + (to_mouth[i] - from_mouth[i]) * opened);
                for (i, resonance) in self.resonances.iter_mut().enumerate() {
                    resonance.set(self.mouth_hz[i], WIDTHS_HZ[i]);
                }
            }
            let key = note.midi + (from_key - note.midi) * (-t / 0.035).exp() + self.sway(t);
            let source = self.folds(note_hz(key), &harmonics, &mut breath_band);
            let tract = self.resonances.iter_mut().fold(source, |x, r| r.tick(x));
            let level = envelope(note, t, beats_s, release_s) * (0.45 + 0.55 * note.effort);
            out.push((0.32 * tract * level) as f32);
        }
        self.key = note.midi;
        out
    }

    /// Deviation of the pitch from the note, in semitones: delayed vibrato, and drift.
    fn sway(&mut self, t: f64) -> f64 {
        self.drift += 0.000_3 * (f64::from(self.noise.white()) - self.drift);
        let depth = 0.32 * ((t - 0.22) / 0.4).clamp(0.0, 1.0);
        depth * (TAU * 5.5 * t).sin() + 4.0 * self.drift
    }

    /// One sample of what the vocal folds let through.
    fn folds(&mut self, pitch_hz: f64, harmonics: &[f64], breath_band: &mut Biquad) -> f64 {
        self.phase = (self.phase + pitch_hz / SAMPLE_RATE_HZ) % 1.0;
        let count = (HIGHEST_HARMONIC_HZ / pitch_hz) as usize;
        let mut sum = 0.0;
        // sin(kx) from the two before it; one sine and one cosine a sample.
        let (mut before, mut now) = (0.0, (TAU * self.phase).sin());
        let turn = 2.0 * (TAU * self.phase).cos();
        for gain in harmonics.iter().take(count) {
            sum += now * gain;
            (before, now) = (now, turn * now - before);
        }
        let open = 0.4 + 0.6 * (1.0 - self.phase);
        let breath = breath_band.tick_f64(f64::from(self.noise.white()));
        sum + 0.03 * breath * open
    }

    /// Consonant before the vowel; it ends where the note begins, 90 ms in.
    fn consonant(&mut self, note: &Sung) -> Vec<f32> {
        let (center_hz, from_s, to_s, gain) = match note.onset {
            Onset::S => (6_300.0, 0.0, 0.095, 0.3),
            Onset::T => (3_900.0, 0.078, 0.098, 0.5),
            _ => return Vec::new(),
        };
        let mut teeth = Biquad::new(Coefficients::bandpass(center_hz, 1.3, SAMPLE_RATE_HZ));
        (0..samples(0.1))
            .map(|n| {
                let place = (n as f64 / SAMPLE_RATE_HZ - from_s) / (to_s - from_s);
                let shape = if (0.0..1.0).contains(&place) {
                    (PI * place).sin()
                } else {
                    0.0
                };
                let hiss = teeth.tick_f64(f64::from(self.noise.gaussian()));
                (gain * note.effort * hiss * shape) as f32
            })
            .collect()
    }
}

fn envelope(note: &Sung, t: f64, held_s: f64, release_s: f64) -> f64 {
    let attack_s = match note.onset {
        Onset::Tied => 0.008,
        Onset::T => 0.012,
        Onset::M => 0.05,
        _ => 0.03,
    };
    let attack = (t / attack_s).min(1.0);
    let release = ((held_s + release_s - t) / release_s).clamp(0.0, 1.0);
    // Closed lips pass little; the vowel opens over the first tenth of a second.
    let lips = if note.onset == Onset::M {
        (0.35 + t / 0.12).min(1.0)
    } else {
        1.0
    };
    let swell = 1.0 + 0.15 * (PI * (t / held_s).min(1.0)).sin();
    attack.sqrt() * (0.5 - 0.5 * (PI * release).cos()) * lips * swell
}

/// A resonance of the mouth with a gain of one at 0 Hz, so that a row of them has the levels of a
/// real tract (as in Klatt's synthesizer).
#[derive(Clone, Copy, Default)]
struct Resonance {
    input: f64,
    first: f64,
    second: f64,
    before: [f64; 2],
}

impl Resonance {
    fn set(&mut self, frequency_hz: f64, width_hz: f64) {
        let radius = (-PI * width_hz / SAMPLE_RATE_HZ).exp();
        self.first = 2.0 * radius * (TAU * frequency_hz / SAMPLE_RATE_HZ).cos();
        self.second = -radius * radius;
        self.input = 1.0 - self.first - self.second;
    }

    fn tick(&mut self, x: f64) -> f64 {
        let y = self.input * x + self.first * self.before[0] + self.second * self.before[1];
        self.before = [y, self.before[0]];
        y
    }
}
