//! A reverberant room: eight delays that feed each other through a matrix that keeps the energy,
//! each losing level and highs as it goes round.

use super::{samples, SAMPLE_RATE_HZ};
use crate::sound::Stereo;

const LINES: usize = 8;

pub struct Room {
    /// The shortest of the eight paths.
    shortest_s: f64,
    longest_s: f64,
    /// Reverberation time, to −60 dB.
    reverberation_s: f64,
    /// Frequency above which the decay is faster.
    dull_above_hz: f64,
    /// The wait before the first reflection.
    first_s: f64,
}

impl Room {
    /// A hall of a few thousand seats.
    pub fn hall() -> Self {
        Self {
            shortest_s: 0.031,
            longest_s: 0.089,
            reverberation_s: 1.6,
            dull_above_hz: 3_800.0,
            first_s: 0.018,
        }
    }

    /// A plate, as a mixing desk adds to a voice.
    pub fn plate() -> Self {
        Self {
            shortest_s: 0.011,
            longest_s: 0.037,
            reverberation_s: 1.3,
            dull_above_hz: 7_000.0,
            first_s: 0.02,
        }
    }

    /// Reverberation of a sound, without the sound itself.
    pub fn wash(&self, dry: &[f32]) -> Stereo {
        let mut lines = self.lines();
        let pole = (-std::f64::consts::TAU * self.dull_above_hz / SAMPLE_RATE_HZ).exp();
        let mut dull = [0.0; LINES];
        let first = samples(self.first_s);
        let mut out = Stereo {
            left: Vec::new(),
            right: Vec::new(),
        };
        for n in 0..dry.len() {
            let input = n.checked_sub(first).map_or(0.0, |at| f64::from(dry[at]));
            let mut returned = [0.0; LINES];
            for (value, line) in returned.iter_mut().zip(&lines) {
                *value = line.samples[line.at];
            }
            let even: f64 = returned.iter().step_by(2).sum();
            let odd: f64 = returned.iter().skip(1).step_by(2).sum();
            out.left.push((0.5 * even) as f32);
            out.right.push((0.5 * odd) as f32);
            // A Householder reflection: every line hears every other, and none loses energy to it.
            let shared = 2.0 / LINES as f64 * (even + odd);
            for (index, line) in lines.iter_mut().enumerate() {
                let fed = line.gain * (returned[index] - shared);
                dull[index] = (1.0 - pole) * fed + pole * dull[index];
                // Half the lines take the input upside down, so that the first echoes differ.
                line.write(dull[index] + if index % 4 < 2 { input } else { -input });
            }
        }
        out
    }

    fn lines(&self) -> Vec<Line> {
        (0..LINES)
            .map(|index| {
                // Lengths in a geometric row with an irregular step share few common multiples.
                let place = (index as f64 + 0.37 * ((index * 5) % 8) as f64 / 8.0) / LINES as f64;
                let time_s = self.shortest_s * (self.longest_s / self.shortest_s).powf(place);
                let gain = 10f64.powf(-3.0 * time_s / self.reverberation_s);
                Line {
                    samples: vec![0.0; samples(time_s)],
                    at: 0,
                    gain,
                }
            })
            .collect()
    }
}

struct Line {
    samples: Vec<f64>,
    at: usize,
    gain: f64,
}

impl Line {
    fn write(&mut self, sample: f64) {
        self.samples[self.at] = sample;
        self.at = (self.at + 1) % self.samples.len();
    }
}
