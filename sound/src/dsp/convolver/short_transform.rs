//! The transform of a short partition, 64 complex points in registers.
//!
//! Samples are folded before it and unfolded behind it as
//! [`uniform_partition`](super::uniform_partition) describes, in the same registers.

use super::fourier::{folded, parts, row, sixty_four, unfolded, Part, ROWS};
use super::plan::NEAR;
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::simd::{Bins, Simd, LANES, TINY};

/// Spectrum of a short partition.
pub(super) type Spectrum = [Bins; NEAR / LANES];

/// The numbers that the transform turns by.
pub(super) struct ShortTransform {
    simd: Simd,
    /// e^(−iπn / 128) for sample n, which folds.
    fold: [Part; 2],
    /// e^(−2πi·rc / 64) for row r and column c.
    twiddles: [Part; 2],
}

impl ShortTransform {
    pub(super) fn new() -> Self {
        let turns = -std::f64::consts::TAU / NEAR as f64;
        Self {
            simd: Simd::detect(),
            fold: parts(|row, column| 0.25 * turns * (ROWS * row + column) as f64),
            twiddles: parts(|row, column| turns * (row * column) as f64),
        }
    }

    /// Writes the spectrum of two neighboring partitions of samples at the odd half-bins, tiny parts
    /// made zero.
    pub(super) fn forward(&self, samples: [&[f32; NEAR]; 2], spectrum: [&mut Bins; NEAR / LANES]) {
        self.simd.run(Forward {
            transform: self,
            samples,
            spectrum,
        });
    }

    /// The second of two partitions that a spectrum stands for, 64 times too large.
    pub(super) fn inverse(&self, spectrum: &Spectrum, out: &mut [f32; NEAR]) {
        self.simd.run(Inverse {
            transform: self,
            spectrum,
            out,
        });
    }
}

struct Forward<'a> {
    transform: &'a ShortTransform,
    samples: [&'a [f32; NEAR]; 2],
    spectrum: [&'a mut Bins; NEAR / LANES],
}

struct Inverse<'a> {
    transform: &'a ShortTransform,
    spectrum: &'a Spectrum,
    out: &'a mut [f32; NEAR],
}

/// The place of a row of the spectrum: its bins, and where in them it begins.
const fn place(row: usize) -> (usize, usize) {
    (row * ROWS / LANES, row * ROWS % LANES / ROWS)
}

impl Kernel for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let [fold_re, fold_im] = &self.transform.fold;
        let zero = V::splat(proof, 0.0);
        let (mut re, mut im) = ([zero; ROWS], [zero; ROWS]);
        for at in 0..ROWS {
            let both = self.samples.map(|samples| row::<V>(proof, samples, at));
            (re[at], im[at]) = folded(proof, both, [&fold_re[at], &fold_im[at]]);
        }
        let (re, im) = sixty_four(proof, &self.transform.twiddles, re, im);
        let tiny = V::splat(proof, TINY);
        for at in 0..ROWS {
            let (group, first) = place(at);
            let Bins {
                re: to_re,
                im: to_im,
            } = &mut *self.spectrum[group];
            if let (Some(to_re), Some(to_im)) = (
                to_re.as_chunks_mut().0.get_mut(first),
                to_im.as_chunks_mut().0.get_mut(first),
            ) {
                re[at].flush_below(tiny).store(to_re);
                im[at].flush_below(tiny).store(to_im);
            }
        }
    }
}

impl Kernel for Inverse<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let zero = V::splat(proof, 0.0);
        let (mut re, mut im) = ([zero; ROWS], [zero; ROWS]);
        for at in 0..ROWS {
            let (group, first) = place(at);
            re[at] = row(proof, &self.spectrum[group].re, first);
            im[at] = row(proof, &self.spectrum[group].im, first);
        }
        // With the parts exchanged, the transform runs backward.
        let (im, re) = sixty_four(proof, &self.transform.twiddles, im, re);
        let [fold_re, fold_im] = &self.transform.fold;
        let outs = self.out.as_chunks_mut().0;
        for (at, out) in outs.iter_mut().enumerate().take(ROWS) {
            let turn = [&fold_re[at], &fold_im[at]];
            unfolded(proof, (re[at], im[at]), turn).store(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex64;

    use super::*;
    use crate::dsp::f32x8::Plain;
    use crate::dsp::noise::Noise;

    fn spectrum(transform: &ShortTransform, first: &[f32; NEAR], second: &[f32; NEAR]) -> Spectrum {
        let mut spectrum = [Bins::ZERO; NEAR / LANES];
        transform.forward([first, second], spectrum.each_mut());
        spectrum
    }

    fn noise(seed: u64) -> [[f32; NEAR]; 2] {
        let mut noise = Noise::new(seed);
        [(); 2].map(|()| std::array::from_fn(|_| noise.gaussian()))
    }

    #[test]
    fn bins_are_those_of_the_definition_at_the_odd_half_bins() {
        let [first, second] = noise(1);
        let spectrum = spectrum(&ShortTransform::new(), &first, &second);
        let samples: Vec<f64> = first.iter().chain(&second).map(|x| f64::from(*x)).collect();
        for bin in 0..NEAR {
            // Folding takes every second of the odd half-bins.
            let turn = -std::f64::consts::TAU * (2.0 * bin as f64 + 0.5) / (2 * NEAR) as f64;
            let exact: Complex64 = (samples.iter().enumerate())
                .map(|(n, x)| x * Complex64::cis(turn * n as f64))
                .sum();
            let bins = &spectrum[bin / LANES];
            let found = Complex64::new(
                f64::from(bins.re[bin % LANES]),
                f64::from(bins.im[bin % LANES]),
            );
            assert!((found - exact).norm() < 1e-5, "{bin}: {found} {exact}");
        }
    }

    #[test]
    fn the_second_partition_comes_back() {
        let [first, second] = noise(2);
        let transform = ShortTransform::new();
        let mut out = [0.0; NEAR];
        transform.inverse(&spectrum(&transform, &first, &second), &mut out);
        for (out, second) in out.iter().zip(second) {
            assert!((out / NEAR as f32 - second).abs() < 1e-6);
        }
    }

    #[test]
    fn this_processor_and_any_other_agree_to_rounding() {
        let [first, second] = noise(3);
        let transform = ShortTransform::new();
        let wide = spectrum(&transform, &first, &second);
        let mut plain = [Bins::ZERO; NEAR / LANES];
        Forward {
            transform: &transform,
            samples: [&first, &second],
            spectrum: plain.each_mut(),
        }
        .run::<Plain>(());
        for (wide, plain) in wide.iter().zip(&plain) {
            for (a, b) in wide
                .re
                .iter()
                .chain(&wide.im)
                .zip(plain.re.iter().chain(&plain.im))
            {
                assert!((a - b).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn tiny_parts_are_zero() {
        let spectrum = spectrum(&ShortTransform::new(), &[1e-20; NEAR], &[1e-20; NEAR]);
        let parts = spectrum
            .iter()
            .flat_map(|bins| bins.re.iter().chain(&bins.im));
        assert!(parts.into_iter().all(|part| *part == 0.0));
    }
}
