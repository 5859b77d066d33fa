//! The transform of a long partition, 512 complex points as 8 × 64.
//!
//! Transforms of eight across the 64 columns, a turn of each product, and a transform of 64 of each row:
//! bin b comes to row b mod 8. Spectra are only multiplied with one another, so they stay in this order. The
//! inverse takes the same steps backward.

use super::fourier::{eight, folded, parts, row, sixty_four, turned, unfolded, Part, ROWS};
use super::plan::{FAR, NEAR};
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::simd::{Bins, Simd, LANES, TINY};

const _: () = assert!(FAR == ROWS * NEAR && NEAR == 2 * LANES && NEAR == ROWS * ROWS);

/// Real and imaginary parts of a row of 64 complex numbers.
type Row = [Part; 2];

/// The numbers that the transform turns by.
pub(super) struct LongTransform {
    simd: Simd,
    /// e^(−iπn / 1024) for sample n, which folds.
    fold: [Row; ROWS],
    /// e^(−2πi·rc / 512) for row r and column c.
    twiddles: [Row; ROWS],
    /// Those of the transform of a row.
    row_twiddles: Row,
}

/// Real and imaginary parts of eight columns of a row.
fn columns(row: &Row, at: usize) -> [&[f32; ROWS]; 2] {
    [&row[0][at], &row[1][at]]
}

impl LongTransform {
    pub(super) fn new() -> Self {
        let turns = -std::f64::consts::TAU / FAR as f64;
        let of_rows = |turn: &dyn Fn(usize, usize) -> f64| {
            std::array::from_fn(|row| parts(|at, lane| turn(row, ROWS * at + lane)))
        };
        Self {
            simd: Simd::detect(),
            fold: of_rows(&|row, column| 0.25 * turns * (NEAR * row + column) as f64),
            twiddles: of_rows(&|row, column| turns * (row * column) as f64),
            row_twiddles: parts(|row, column| turns * (ROWS * row * column) as f64),
        }
    }

    /// Writes the spectrum of two neighboring partitions of samples at the odd half-bins to `places`, one
    /// for each group of bins, tiny parts made zero.
    pub(super) fn forward<'a>(
        &self,
        samples: [&[f32]; 2],
        places: impl Iterator<Item = &'a mut Bins>,
    ) {
        self.simd.run(Forward {
            transform: self,
            samples,
            places,
        });
    }

    /// The second of two partitions that a spectrum stands for, 512 times too large.
    pub(super) fn inverse(&self, spectrum: &[Bins], out: &mut [f32]) {
        self.simd.run(Inverse {
            transform: self,
            spectrum,
            out,
        });
    }
}

struct Forward<'a, Places> {
    transform: &'a LongTransform,
    samples: [&'a [f32]; 2],
    places: Places,
}

struct Inverse<'a> {
    transform: &'a LongTransform,
    spectrum: &'a [Bins],
    out: &'a mut [f32],
}

impl<'a, Places: Iterator<Item = &'a mut Bins>> Kernel for Forward<'_, Places> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(mut self, proof: V::SimdToken) {
        let zero = V::splat(proof, 0.0);
        let mut rows = [[[[0.0; ROWS]; ROWS]; 2]; ROWS];
        for column in 0..ROWS {
            let (mut re, mut im) = ([zero; ROWS], [zero; ROWS]);
            for (at, fold) in self.transform.fold.iter().enumerate() {
                let place = ROWS * at + column;
                let both = self.samples.map(|samples| row::<V>(proof, samples, place));
                (re[at], im[at]) = folded(proof, both, columns(fold, column));
            }
            let (re, im) = eight(proof, re, im);
            for (at, to) in rows.iter_mut().enumerate() {
                let (re, im) = if at == 0 {
                    (re[at], im[at])
                } else {
                    let turn = columns(&self.transform.twiddles[at], column);
                    turned(proof, (re[at], im[at]), turn)
                };
                re.store(&mut to[0][column]);
                im.store(&mut to[1][column]);
            }
        }
        let tiny = V::splat(proof, TINY);
        for from in &rows {
            let [re, im] = [0, 1].map(|part: usize| loaded::<V>(proof, &from[part]));
            let (re, im) = sixty_four(proof, &self.transform.row_twiddles, re, im);
            for (re, im) in re.as_chunks().0.iter().zip(im.as_chunks().0) {
                let Some(to) = self.places.next() else { return };
                write_down(tiny, re, &mut to.re);
                write_down(tiny, im, &mut to.im);
            }
        }
    }
}

/// Numbers of half a row, tiny ones made zero.
#[inline(always)]
fn write_down<V: F32x8>(tiny: V, from: &[V; LANES / ROWS], to: &mut [f32; LANES]) {
    for (from, to) in from.iter().zip(to.as_chunks_mut().0) {
        from.flush_below(tiny).store(to);
    }
}

#[inline(always)]
fn loaded<V: F32x8>(proof: V::SimdToken, from: &Part) -> [V; ROWS] {
    let mut to = [V::splat(proof, 0.0); ROWS];
    for (to, from) in to.iter_mut().zip(from) {
        *to = V::load(proof, from);
    }
    to
}

impl Kernel for Inverse<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let zero = V::splat(proof, 0.0);
        let mut rows = [[[[0.0; ROWS]; ROWS]; 2]; ROWS];
        for ((low_high, to), twiddles) in (self.spectrum.as_chunks::<2>().0.iter())
            .zip(&mut rows)
            .zip(&self.transform.twiddles)
        {
            let (mut re, mut im) = ([zero; ROWS], [zero; ROWS]);
            for at in 0..ROWS {
                let bins = &low_high[at * ROWS / LANES];
                re[at] = row(proof, &bins.re, at % (LANES / ROWS));
                im[at] = row(proof, &bins.im, at % (LANES / ROWS));
            }
            // With the parts exchanged, the transforms run backward.
            let (im, re) = sixty_four(proof, &self.transform.row_twiddles, im, re);
            for at in 0..ROWS {
                let (im, re) = turned(proof, (im[at], re[at]), columns(twiddles, at));
                re.store(&mut to[0][at]);
                im.store(&mut to[1][at]);
            }
        }
        let outs = self.out.as_chunks_mut().0;
        for column in 0..ROWS {
            let (mut re, mut im) = ([zero; ROWS], [zero; ROWS]);
            for (at, from) in rows.iter().enumerate() {
                re[at] = V::load(proof, &from[0][column]);
                im[at] = V::load(proof, &from[1][column]);
            }
            let (im, re) = eight(proof, im, re);
            for (at, fold) in self.transform.fold.iter().enumerate() {
                if let Some(out) = outs.get_mut(ROWS * at + column) {
                    unfolded(proof, (re[at], im[at]), columns(fold, column)).store(out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex64;

    use super::*;
    use crate::dsp::f32x8::Plain;
    use crate::dsp::noise::Noise;

    type Spectrum = [Bins; FAR / LANES];

    fn noise(seed: u64) -> [Vec<f32>; 2] {
        let mut noise = Noise::new(seed);
        [(); 2].map(|()| (0..FAR).map(|_| noise.gaussian()).collect())
    }

    fn spectrum([first, second]: &[Vec<f32>; 2]) -> Spectrum {
        let mut spectrum = [Bins::ZERO; FAR / LANES];
        LongTransform::new().forward([first, second], spectrum.iter_mut());
        spectrum
    }

    #[test]
    fn bins_are_those_of_the_definition_at_the_odd_half_bins() {
        let both = noise(1);
        let spectrum = spectrum(&both);
        let samples: Vec<f64> = both.iter().flatten().map(|x| f64::from(*x)).collect();
        for place in 0..FAR {
            let bin = ROWS * (place % NEAR) + place / NEAR;
            // Folding takes every second of the odd half-bins.
            let turn = -std::f64::consts::TAU * (2.0 * bin as f64 + 0.5) / (2 * FAR) as f64;
            let exact: Complex64 = (samples.iter().enumerate())
                .map(|(n, x)| x * Complex64::cis(turn * n as f64))
                .sum();
            let bins = &spectrum[place / LANES];
            let found = Complex64::new(
                f64::from(bins.re[place % LANES]),
                f64::from(bins.im[place % LANES]),
            );
            assert!((found - exact).norm() < 3e-5, "{bin}: {found} {exact}");
        }
    }

    #[test]
    fn the_second_partition_comes_back() {
        let both = noise(2);
        let mut out = [0.0; FAR];
        LongTransform::new().inverse(&spectrum(&both), &mut out);
        for (out, second) in out.iter().zip(&both[1]) {
            assert!((out / FAR as f32 - second).abs() < 1e-6);
        }
    }

    #[test]
    fn this_processor_and_any_other_agree_to_rounding() {
        let both = noise(3);
        let wide = spectrum(&both);
        let mut plain = [Bins::ZERO; FAR / LANES];
        let transform = LongTransform::new();
        Forward {
            transform: &transform,
            samples: [&both[0], &both[1]],
            places: plain.iter_mut(),
        }
        .run::<Plain>(());
        for (wide, plain) in wide.iter().zip(&plain) {
            let wide = wide.re.iter().chain(&wide.im);
            for (a, b) in wide.zip(plain.re.iter().chain(&plain.im)) {
                assert!((a - b).abs() < 3e-5);
            }
        }
        let mut out = [[0.0; FAR]; 2];
        transform.inverse(&wide, &mut out[0]);
        Inverse {
            transform: &transform,
            spectrum: &wide,
            out: &mut out[1],
        }
        .run::<Plain>(());
        for (a, b) in out[0].iter().zip(out[1]) {
            assert!((a - b).abs() < 2e-3, "{a} is not {b}");
        }
    }

    #[test]
    fn tiny_parts_are_zero() {
        let spectrum = spectrum(&[vec![1e-21; FAR], vec![1e-21; FAR]]);
        let mut parts = spectrum
            .iter()
            .flat_map(|bins| bins.re.iter().chain(&bins.im));
        assert!(parts.all(|part| *part == 0.0));
    }
}
