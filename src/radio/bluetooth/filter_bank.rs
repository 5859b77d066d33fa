//! The cosine-modulated filter bank (A2DP specification, appendix B, 12.7): analysis and synthesis
//! of 4 or 8 bands with a prototype of ten times as many taps.

use std::f64::consts::PI;

use super::prototype;
use super::BANDS;

/// Taps of the prototype for each band.
const TAPS_A_BAND: usize = 10;

const MOST_TAPS: usize = TAPS_A_BAND * BANDS;

fn prototype(bands: usize) -> &'static [f64] {
    if bands == 4 {
        &prototype::FOUR
    } else {
        &prototype::EIGHT
    }
}

/// Splits one channel into bands.
#[derive(Clone, Debug)]
pub struct Analysis {
    bands: usize,
    /// The newest samples, newest first.
    past: [f64; MOST_TAPS],
    cosines: [[f64; 2 * BANDS]; BANDS],
}

impl Analysis {
    /// A filter bank at rest, of 4 or 8 bands.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        let mut cosines = [[0.0; 2 * BANDS]; BANDS];
        for (band, row) in cosines[..bands].iter_mut().enumerate() {
            for (k, cosine) in row[..2 * bands].iter_mut().enumerate() {
                let offset = k as f64 - 0.5 * bands as f64;
                *cosine = ((band as f64 + 0.5) * offset * PI / bands as f64).cos();
            }
        }
        Self {
            bands,
            past: [0.0; MOST_TAPS],
            cosines,
        }
    }

    /// Takes as many samples as there are bands, oldest first, and gives one sample of each band.
    pub fn split(&mut self, input: &[f64], out: &mut [f64]) {
        let bands = self.bands;
        let taps = TAPS_A_BAND * bands;
        self.past.copy_within(..taps - bands, bands);
        for (place, x) in self.past[..bands].iter_mut().rev().zip(input) {
            *place = *x;
        }
        let mut folded = [0.0; 2 * BANDS];
        for (n, (x, c)) in self.past[..taps].iter().zip(prototype(bands)).enumerate() {
            folded[n % (2 * bands)] += x * c;
        }
        for (out, row) in out.iter_mut().zip(&self.cosines[..bands]) {
            *out = row.iter().zip(&folded).map(|(m, y)| m * y).sum();
        }
    }
}

/// Joins the bands of one channel.
#[derive(Clone, Debug)]
pub struct Synthesis {
    bands: usize,
    /// Modulated samples, newest first, in stretches of twice as many as there are bands.
    past: [f64; 2 * MOST_TAPS],
    cosines: [[f64; BANDS]; 2 * BANDS],
}

impl Synthesis {
    /// A filter bank at rest, of 4 or 8 bands.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        let mut cosines = [[0.0; BANDS]; 2 * BANDS];
        for (k, row) in cosines[..2 * bands].iter_mut().enumerate() {
            for (band, cosine) in row[..bands].iter_mut().enumerate() {
                let offset = k as f64 + 0.5 * bands as f64;
                *cosine = ((band as f64 + 0.5) * offset * PI / bands as f64).cos();
            }
        }
        Self {
            bands,
            past: [0.0; 2 * MOST_TAPS],
            cosines,
        }
    }

    /// Takes one sample of each band and gives as many samples of sound.
    pub fn join(&mut self, input: &[f64], out: &mut [f64]) {
        let bands = self.bands;
        let (stretch, size) = (2 * bands, 2 * TAPS_A_BAND * bands);
        self.past.copy_within(..size - stretch, stretch);
        for (place, row) in self.past[..stretch].iter_mut().zip(&self.cosines) {
            *place = row.iter().zip(input).map(|(n, s)| n * s).sum();
        }
        let window = prototype(bands);
        for (j, out) in out.iter_mut().enumerate() {
            let mut sum = 0.0;
            for i in 0..TAPS_A_BAND / 2 {
                // Even stretches give their first half, odd ones their second.
                let first = self.past[i * 4 * bands + j];
                let second = self.past[i * 4 * bands + 3 * bands + j];
                sum += first * window[j + 2 * i * bands] + second * window[j + (2 * i + 1) * bands];
            }
            *out = -(bands as f64) * sum;
        }
    }
}
