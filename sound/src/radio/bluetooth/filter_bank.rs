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
    /// For each folded sample, its share in each band.
    cosines: [[f64; BANDS]; 2 * BANDS],
}

impl Analysis {
    /// A filter bank at rest, of 4 or 8 bands.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        let mut cosines = [[0.0; BANDS]; 2 * BANDS];
        for (k, row) in cosines[..2 * bands].iter_mut().enumerate() {
            for (band, cosine) in row[..bands].iter_mut().enumerate() {
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
        match self.bands {
            4 => self.split_into::<4, 8>(input, out),
            _ => self.split_into::<8, 16>(input, out),
        }
    }

    /// The same for a number of bands that the compiler knows, and its double. Sums run over all
    /// bands side by side.
    fn split_into<const BANDS_HERE: usize, const STRETCH: usize>(
        &mut self,
        input: &[f64],
        out: &mut [f64],
    ) {
        let taps = TAPS_A_BAND * BANDS_HERE;
        self.past.copy_within(..taps - BANDS_HERE, BANDS_HERE);
        for (place, x) in self.past[..BANDS_HERE].iter_mut().rev().zip(input) {
            *place = *x;
        }
        let mut folded = [0.0; STRETCH];
        let pasts = self.past[..taps].as_chunks::<STRETCH>().0.iter();
        for (past, window) in pasts.zip(prototype(BANDS_HERE).as_chunks::<STRETCH>().0) {
            for ((folded, x), c) in folded.iter_mut().zip(past).zip(window) {
                *folded += x * c;
            }
        }
        let mut sums = [0.0; BANDS_HERE];
        for (folded, row) in folded.iter().zip(&self.cosines) {
            for (sum, cosine) in sums.iter_mut().zip(row) {
                *sum += cosine * folded;
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sum;
        }
    }
}

/// Joins the bands of one channel.
#[derive(Clone, Debug)]
pub struct Synthesis {
    bands: usize,
    /// Modulated samples, newest first, in stretches of twice as many as there are bands.
    past: [f64; 2 * MOST_TAPS],
    /// For each band, its share in each modulated sample.
    cosines: [[f64; 2 * BANDS]; BANDS],
}

impl Synthesis {
    /// A filter bank at rest, of 4 or 8 bands.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        let mut cosines = [[0.0; 2 * BANDS]; BANDS];
        for (band, row) in cosines[..bands].iter_mut().enumerate() {
            for (k, cosine) in row[..2 * bands].iter_mut().enumerate() {
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
        match self.bands {
            4 => self.join_from::<4, 8>(input, out),
            _ => self.join_from::<8, 16>(input, out),
        }
    }

    /// The same for a number of bands that the compiler knows, and its double.
    fn join_from<const BANDS_HERE: usize, const STRETCH: usize>(
        &mut self,
        input: &[f64],
        out: &mut [f64],
    ) {
        let size = TAPS_A_BAND * STRETCH;
        self.past.copy_within(..size - STRETCH, STRETCH);
        let mut modulated = [0.0; STRETCH];
        for (sample, row) in input.iter().take(BANDS_HERE).zip(&self.cosines) {
            for (modulated, cosine) in modulated.iter_mut().zip(row) {
                *modulated += cosine * sample;
            }
        }
        self.past[..STRETCH].copy_from_slice(&modulated);
        let mut sums = [0.0; BANDS_HERE];
        let windows = prototype(BANDS_HERE).as_chunks::<STRETCH>().0.iter();
        for (past, window) in self.past[..size].chunks_exact(2 * STRETCH).zip(windows) {
            // Even stretches give their first half, odd ones their second.
            let pasts = past.iter().zip(&past[STRETCH + BANDS_HERE..]);
            let windows = window.iter().zip(&window[BANDS_HERE..]);
            for (sum, ((first, second), (early, late))) in sums.iter_mut().zip(pasts.zip(windows)) {
                *sum += first * early + second * late;
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = -(BANDS_HERE as f64) * sum;
        }
    }
}
