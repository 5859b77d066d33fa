//! The transform of a long partition, by the library.

use std::cell::RefCell;
use std::sync::Arc;

use rustfft::num_complex::{Complex32, Complex64};
use rustfft::{Fft, FftPlanner};

use crate::dsp::simd::{Bins, Simd, LANES};

thread_local! {
    /// Keeps its plans, which cost more than a response's transforms.
    static PLANNER: RefCell<FftPlanner<f32>> = RefCell::new(FftPlanner::new());
}

/// The transform, and memory to do it in.
pub(super) struct LongTransform {
    simd: Simd,
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
    /// e^(−iπn / 2L) for each n < L.
    turn: Vec<Complex32>,
    buffer: Vec<Complex32>,
    scratch: Vec<Complex32>,
}

impl LongTransform {
    /// For partitions of `partition` samples, a multiple of [`LANES`].
    pub(super) fn new(partition: usize) -> Self {
        let (forward, inverse) = PLANNER.with_borrow_mut(|planner| {
            (
                planner.plan_fft_forward(partition),
                planner.plan_fft_inverse(partition),
            )
        });
        let scratch = forward
            .get_inplace_scratch_len()
            .max(inverse.get_inplace_scratch_len());
        let step = -std::f64::consts::FRAC_PI_2 / partition as f64;
        let turn = (0..partition).map(|n| {
            let turn = Complex64::from_polar(1.0, step * n as f64);
            Complex32::new(turn.re as f32, turn.im as f32)
        });
        Self {
            simd: Simd::detect(),
            forward,
            inverse,
            turn: turn.collect(),
            buffer: vec![Complex32::default(); partition],
            scratch: vec![Complex32::default(); scratch],
        }
    }

    /// Writes the spectrum of two neighboring partitions to `places`, one for each group of bins.
    pub(super) fn forward<'a>(
        &mut self,
        first: &[f32],
        second: &[f32],
        places: impl Iterator<Item = &'a mut Bins>,
    ) {
        self.simd.fold(first, second, &self.turn, &mut self.buffer);
        self.forward
            .process_with_scratch(&mut self.buffer, &mut self.scratch);
        for (from, to) in self.buffer.as_chunks::<LANES>().0.iter().zip(places) {
            self.simd.split(from, to);
        }
    }

    /// The second of two partitions that a spectrum stands for, as many times too large as it has
    /// samples.
    pub(super) fn inverse(&mut self, spectrum: &[Bins], out: &mut [f32]) {
        for (from, to) in spectrum.iter().zip(self.buffer.as_chunks_mut::<LANES>().0) {
            self.simd.join(from, to);
        }
        self.inverse
            .process_with_scratch(&mut self.buffer, &mut self.scratch);
        self.simd.unfold(&self.buffer, &self.turn, out);
    }
}
