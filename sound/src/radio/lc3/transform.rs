//! The lapped transform with a low-delay window (the LC3 specification, sections 3.3.4 and 3.4.8).

use std::f64::consts::PI;
use std::sync::Arc;

use num_complex::Complex64;
use rustfft::{Fft, FftPlanner};

use super::layout::{Duration, MOST_SAMPLES};

/// The cosine transform of type IV, by a complex transform of half the length.
pub struct Cosines {
    fft: Arc<dyn Fft<f64>>,
    twiddles: Vec<Complex64>,
    folded: Vec<Complex64>,
    scratch: Vec<Complex64>,
}

impl Cosines {
    /// A transform for frames of so many samples.
    #[must_use]
    pub fn new(samples: usize) -> Self {
        let fft = FftPlanner::new().plan_fft_forward(samples / 2);
        let turn = |n: usize| -PI * (n as f64 + 0.125) / samples as f64;
        let scratch = vec![Complex64::default(); fft.get_inplace_scratch_len()];
        Self {
            fft,
            twiddles: (0..samples / 2).map(|n| Complex64::cis(turn(n))).collect(),
            folded: vec![Complex64::default(); samples / 2],
            scratch,
        }
    }

    /// Transforms in place, so that twice is the same again.
    fn process(&mut self, x: &mut [f64]) {
        let last = x.len() - 1;
        for (n, (folded, twiddle)) in self.folded.iter_mut().zip(&self.twiddles).enumerate() {
            *folded = Complex64::new(x[2 * n], x[last - 2 * n]) * twiddle;
        }
        self.fft
            .process_with_scratch(&mut self.folded, &mut self.scratch);
        let scale = (2.0 / x.len() as f64).sqrt();
        for (k, (folded, twiddle)) in self.folded.iter().zip(&self.twiddles).enumerate() {
            let turned = folded * twiddle * scale;
            x[2 * k] = turned.re;
            x[last - 2 * k] = -turned.im;
        }
    }
}

/// From samples to lines.
pub(super) struct Analysis {
    duration: Duration,
    /// The samples under the window, oldest first.
    past: Vec<f64>,
}

impl Analysis {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            past: vec![0.0; 2 * MOST_SAMPLES],
        }
    }

    pub(super) fn restart(&mut self, duration: Duration) {
        self.duration = duration;
        self.past.fill(0.0);
    }

    /// Takes a frame of samples and gives as many lines.
    pub(super) fn split(&mut self, samples: &[f64], cosines: &mut Cosines, lines: &mut [f64]) {
        let size = self.duration.samples();
        let (window, zeros) = (self.duration.window(), self.duration.zeros());
        self.past.copy_within(size..2 * size - zeros, 0);
        self.past[size - zeros..2 * size - zeros].copy_from_slice(samples);
        let windowed = |n: usize| window.get(n).map_or(0.0, |w| w * self.past[n]);
        let half = size / 2;
        for n in 0..half {
            lines[n] = -windowed(3 * half - 1 - n) - windowed(3 * half + n);
            lines[half + n] = windowed(n) - windowed(size - 1 - n);
        }
        cosines.process(lines);
    }
}

/// From lines to samples.
pub(super) struct Synthesis {
    duration: Duration,
    /// Samples that the last frame adds to the next one.
    overlap: Vec<f64>,
}

impl Synthesis {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            overlap: vec![0.0; MOST_SAMPLES],
        }
    }

    pub(super) fn restart(&mut self, duration: Duration) {
        self.duration = duration;
        self.overlap.fill(0.0);
    }

    /// Takes a frame of lines, which it uses up, and gives as many samples.
    pub(super) fn join(&mut self, lines: &mut [f64], cosines: &mut Cosines, samples: &mut [f64]) {
        let size = self.duration.samples();
        let (window, zeros) = (self.duration.window(), self.duration.zeros());
        cosines.process(lines);
        let half = size / 2;
        let unfolded = |n: usize| {
            let mirrored = match n / half {
                0 => lines[half + n],
                1 => -lines[3 * half - 1 - n],
                2 => -lines[3 * half - 1 - n],
                _ => -lines[n - 3 * half],
            };
            window.get(2 * size - 1 - n).map_or(0.0, |w| w * mirrored)
        };
        for (n, sample) in samples.iter_mut().enumerate() {
            *sample = unfolded(zeros + n) + self.overlap[n];
        }
        for (n, overlap) in self.overlap[..size - zeros].iter_mut().enumerate() {
            *overlap = unfolded(size + zeros + n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    const DURATIONS: [Duration; 2] = [Duration::SevenAndAHalfMs, Duration::TenMs];

    fn noise(length: usize) -> Vec<f64> {
        let mut noise = Noise::new(1);
        (0..length).map(|_| f64::from(noise.white())).collect()
    }

    #[test]
    fn the_fast_transform_is_the_sum() {
        for samples in DURATIONS.map(Duration::samples) {
            let input = noise(samples);
            let mut fast = input.clone();
            Cosines::new(samples).process(&mut fast);
            let size = samples as f64;
            for k in [0, 1, 17, samples - 1] {
                let turn = |n: usize| PI / size * (n as f64 + 0.5) * (k as f64 + 0.5);
                let products = input.iter().enumerate().map(|(n, x)| x * turn(n).cos());
                let sum = (2.0 / size).sqrt() * products.sum::<f64>();
                assert!((fast[k] - sum).abs() < 1e-10, "{samples}: {k}");
            }
        }
    }

    #[test]
    fn samples_come_back_as_they_were() {
        for duration in DURATIONS {
            let size = duration.samples();
            let input = noise(8 * size);
            let mut cosines = Cosines::new(size);
            let (mut analysis, mut synthesis) = (Analysis::new(duration), Synthesis::new(duration));
            let (mut lines, mut output) = (vec![0.0; size], Vec::new());
            for part in input.chunks_exact(size) {
                let mut samples = vec![0.0; size];
                analysis.split(part, &mut cosines, &mut lines);
                synthesis.join(&mut lines, &mut cosines, &mut samples);
                output.extend(samples);
            }
            let delay = size - 2 * duration.zeros();
            for (y, x) in output[delay..].iter().zip(&input) {
                // The published window has nine digits.
                assert!((y - x).abs() < 1e-7, "{duration:?}: {y} for {x}");
            }
        }
    }
}
