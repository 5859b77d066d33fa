//! Third octaves of a sound over time: overlapping frames of about 85 ms, their power by band.
//!
//! *Model*: Hann windows, half overlapped; a bin belongs to the band that holds its frequency (exact
//! base-ten edges, IEC 61260-1). Below 45 Hz the bins are too few, so that all of it is one band.

use std::sync::Arc;

use num_complex::{Complex32, Complex64};
use realfft::RealToComplex;

use crate::curve::plans;

/// Number of bands.
pub const BANDS: usize = 27;

/// Nominal middle of each band, Hz; the first one holds everything from 20 to 45 Hz.
pub const CENTERS_HZ: [f64; BANDS] = [
    31.5, 50.0, 63.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0,
    1e3, 1.25e3, 1.6e3, 2e3, 2.5e3, 3.15e3, 4e3, 5e3, 6.3e3, 8e3, 10e3, 12.5e3, 16e3,
];

/// Least length of a frame, s.
const FRAME_S: f64 = 0.08;
const LOWEST_HZ: f64 = 20.0;
const NO_BAND: u8 = u8::MAX;

/// Power by band: mean square of the samples.
pub type Powers = [f32; BANDS];

/// Sum of some bands.
pub(super) fn sum(powers: &Powers, bands: std::ops::Range<usize>) -> f64 {
    powers[bands].iter().map(|&power| f64::from(power)).sum()
}

/// Ratio of two powers in dB, held within ±120.
pub(super) fn db(ratio: f64) -> f64 {
    10.0 * ratio.clamp(1e-12, 1e12).log10()
}

/// Division of time and frequency for a sample rate.
#[derive(Clone, Debug)]
pub struct Layout {
    sample_rate_hz: f64,
    size: usize,
    band_of_bin: Arc<[u8]>,
}

impl Layout {
    /// The layout for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let size = ((FRAME_S * sample_rate_hz) as usize).next_power_of_two();
        let band = |bin: usize| {
            let frequency_hz = bin as f64 * sample_rate_hz / size as f64;
            if frequency_hz < LOWEST_HZ {
                return NO_BAND;
            }
            // The exact middle of a band is a power of ten to a tenth.
            let step = (10.0 * frequency_hz.log10()).round() as i64;
            match step {
                ..17 => 0,
                17..=42 => (step - 16) as u8,
                _ => NO_BAND,
            }
        };
        Self {
            sample_rate_hz,
            size,
            band_of_bin: (0..=size / 2).map(band).collect(),
        }
    }

    /// Samples from one frame to the next.
    #[must_use]
    pub fn hop(&self) -> usize {
        self.size / 2
    }

    /// Samples of a frame.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Frames in a second.
    #[must_use]
    pub fn frames_per_s(&self) -> f64 {
        self.sample_rate_hz / self.hop() as f64
    }

    /// Start of a frame, s.
    #[must_use]
    pub fn time_s(&self, frame: usize) -> f64 {
        frame as f64 / self.frames_per_s()
    }

    /// Number of frequencies of a frame.
    pub(super) fn bins(&self) -> usize {
        self.band_of_bin.len()
    }

    /// Frequency of a bin, Hz.
    pub(super) fn frequency_hz(&self, bin: usize) -> f64 {
        bin as f64 * self.sample_rate_hz / self.size as f64
    }

    /// Power by band of one spectrum, each bin weighted.
    pub(super) fn powers(&self, power_of_bin: impl Fn(usize) -> f32) -> Powers {
        let mut powers = [0.0; BANDS];
        for (bin, &band) in self.band_of_bin.iter().enumerate() {
            if let Some(sum) = powers.get_mut(usize::from(band)) {
                *sum += power_of_bin(bin);
            }
        }
        powers
    }

    /// Spreads a figure of each band over its bins; zero outside all bands.
    pub(super) fn by_band(&self, mut add: impl FnMut(usize, usize)) {
        for (bin, &band) in self.band_of_bin.iter().enumerate() {
            if usize::from(band) < BANDS {
                add(bin, usize::from(band));
            }
        }
    }
}

/// Spectra of both channels of a frame, scaled so that the squares add up to the mean square.
pub(super) type Spectra = [Vec<Complex32>; 2];

/// Cuts a stereo stream into frames and transforms them.
pub(super) struct Framer {
    size: usize,
    plan: Arc<dyn RealToComplex<f64>>,
    window: Vec<f64>,
    kept: [Vec<f32>; 2],
    time: Vec<f64>,
    scratch: Vec<Complex64>,
    spectrum: Vec<Complex64>,
    spectra: Spectra,
    frames: usize,
}

impl Framer {
    pub(super) fn new(layout: &Layout) -> Self {
        let size = layout.size;
        let (plan, _) = plans::real(size);
        let hann = |n: usize| 0.5 - 0.5 * (std::f64::consts::TAU * n as f64 / size as f64).cos();
        // Of the Hann window the mean square is 3/8; a bin stands for two of the whole spectrum.
        let scale = (2.0_f64 / 0.375).sqrt() / size as f64;
        let spectrum = vec![Complex32::default(); size / 2 + 1];
        Self {
            size,
            window: (0..size).map(|n| scale * hann(n)).collect(),
            kept: [Vec::new(), Vec::new()],
            time: plan.make_input_vec(),
            scratch: plan.make_scratch_vec(),
            spectrum: plan.make_output_vec(),
            spectra: [spectrum.clone(), spectrum],
            plan,
            frames: 0,
        }
    }

    /// Takes in samples and hands on each frame that they complete.
    pub(super) fn add(&mut self, left: &[f32], right: &[f32], mut each: impl FnMut(&Spectra)) {
        for (kept, samples) in self.kept.iter_mut().zip([left, right]) {
            // What is no number would spoil everything after it.
            kept.extend(samples.iter().map(|x| if x.is_finite() { *x } else { 0.0 }));
        }
        while self.kept[0].len() >= self.size {
            self.transform();
            each(&self.spectra);
            for kept in &mut self.kept {
                kept.drain(..self.size / 2);
            }
        }
    }

    /// Hands on a last frame, filled up with silence, when there was none yet.
    pub(super) fn finish(&mut self, each: impl FnMut(&Spectra)) {
        if self.frames == 0 {
            let missing = vec![0.0; self.size - self.kept[0].len().min(self.size)];
            self.add(&missing, &missing, each);
        }
    }

    fn transform(&mut self) {
        self.frames += 1;
        for (kept, spectrum) in self.kept.iter().zip(&mut self.spectra) {
            for ((time, kept), window) in self.time.iter_mut().zip(kept).zip(&self.window) {
                *time = f64::from(*kept) * window;
            }
            let wide = &mut self.spectrum;
            let done = (self.plan).process_with_scratch(&mut self.time, wide, &mut self.scratch);
            // Cannot fail: the lengths are the plan's own.
            debug_assert!(done.is_ok());
            for (to, from) in spectrum.iter_mut().zip(wide) {
                *to = Complex32::new(from.re as f32, from.im as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_has_its_power_in_its_band() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
            let layout = Layout::new(rate_hz);
            let mut framer = Framer::new(&layout);
            let sine: Vec<f32> = (0..2 * layout.size())
                .map(|n| 0.5 * (std::f64::consts::TAU * 1e3 * n as f64 / rate_hz).sin() as f32)
                .collect();
            let mut seen = 0;
            framer.add(&sine, &sine, |[left, _]| {
                let powers = layout.powers(|bin| left[bin].norm_sqr());
                // The mean square of a sine of 0.5 is 1/8.
                assert!((powers[14] / 0.125 - 1.0).abs() < 0.01, "{}", powers[14]);
                assert!(powers[10] < 1e-6 && powers[18] < 1e-6);
                seen += 1;
            });
            assert_eq!(seen, 3);
        }
    }

    #[test]
    fn every_band_holds_its_own_middle() {
        let layout = Layout::new(48_000.0);
        for (band, center_hz) in CENTERS_HZ.iter().enumerate().skip(2) {
            let bin = (center_hz / 48_000.0 * layout.size() as f64).round() as usize;
            let powers = layout.powers(|n| f32::from(u8::from(n == bin)));
            assert_eq!(powers[band], 1.0, "{center_hz} Hz");
        }
    }
}
