//! The post-filter, which takes noise out from between the harmonics of a pitch at low bit rates (the LC3
//! specification, section 3.4.9).

use super::layout::{Duration, MOST_SAMPLES};
use super::pitch::Pitch;
use super::pitch_tables::{DENOMINATORS, NUMERATORS};

/// Samples within which the filter fades in and out: 2.5 ms.
const FADE: usize = 120;

/// Past samples: the longest lag, 855, and half of the filter.
const PAST: usize = 864;

/// Part of the gain that the present samples have.
const PRESENT: f64 = 0.85;

/// The filter at one pitch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Comb {
    lag: usize,
    part: usize,
    gain: f64,
    /// Row of the present samples' coefficients.
    row: usize,
}

impl Comb {
    /// The filter for a pitch, at so many bits in 10 ms.
    fn new(pitch: &Pitch, bits: usize) -> Option<Self> {
        let (gain, row) = match bits {
            0..640 => (0.4, 0),
            640..720 => (0.35, 1),
            720..800 => (0.3, 2),
            800..880 => (0.25, 3),
            _ => return None,
        };
        // From quarters of a sample at 12.8 kHz to such at 48 kHz.
        let quarters = (15 * pitch.quarters() + 2) / 4;
        pitch.active.then_some(Self {
            lag: quarters / 4,
            part: quarters % 4,
            gain,
            row,
        })
    }

    /// The part of a sample that the filter takes off.
    fn excess(&self, input: &[f64], output: &[f64], at: usize) -> f64 {
        let numerator = &NUMERATORS[self.row];
        let present = &input[at + 1 - numerator.len()..=at];
        let present: f64 = present
            .iter()
            .rev()
            .zip(numerator)
            .map(|(x, c)| x * c)
            .sum();
        let denominator = &DENOMINATORS[self.part];
        let newest = at - self.lag + denominator.len() / 2;
        let then = &output[newest + 1 - denominator.len()..=newest];
        let then: f64 = then.iter().rev().zip(denominator).map(|(y, c)| y * c).sum();
        self.gain * (PRESENT * present - then)
    }
}

/// The filter's state.
pub(super) struct PostFilter {
    duration: Duration,
    input: Vec<f64>,
    output: Vec<f64>,
    comb: Option<Comb>,
}

impl PostFilter {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            input: vec![0.0; PAST + MOST_SAMPLES],
            output: vec![0.0; PAST + MOST_SAMPLES],
            comb: None,
        }
    }

    pub(super) fn restart(&mut self, duration: Duration) {
        self.duration = duration;
        self.input.fill(0.0);
        self.output.fill(0.0);
        self.comb = None;
    }

    /// Filters a frame in place.
    pub(super) fn process(&mut self, pitch: Option<&Pitch>, bits: usize, samples: &mut [f64]) {
        let size = samples.len();
        for buffer in [&mut self.input, &mut self.output] {
            buffer.copy_within(size..size + PAST, 0);
        }
        self.input[PAST..PAST + size].copy_from_slice(samples);
        self.output[PAST..PAST + size].copy_from_slice(samples);
        let bits = self.duration.bits_in_10_ms(bits);
        let now = pitch.and_then(|pitch| Comb::new(pitch, bits));
        let was = std::mem::replace(&mut self.comb, now);
        if was == now {
            if let Some(now) = now {
                self.filter(&now, 0..size, |_| 1.0);
            }
        } else {
            if let Some(was) = was {
                self.filter(&was, 0..FADE, |n| 1.0 - n as f64 / FADE as f64);
                // The next filter takes up what this one leaves.
                self.input.copy_from_slice(&self.output);
            }
            if let Some(now) = now {
                self.filter(&now, 0..FADE, |n| n as f64 / FADE as f64);
                self.input[PAST..PAST + size].copy_from_slice(samples);
                self.filter(&now, FADE..size, |_| 1.0);
            }
        }
        self.input[PAST..PAST + size].copy_from_slice(samples);
        samples.copy_from_slice(&self.output[PAST..PAST + size]);
    }

    fn filter(&mut self, comb: &Comb, places: std::ops::Range<usize>, gain: impl Fn(usize) -> f64) {
        for n in places {
            let at = PAST + n;
            self.output[at] = self.input[at] - gain(n) * comb.excess(&self.input, &self.output, at);
        }
    }
}
