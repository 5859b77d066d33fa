//! Convolution by multiplied spectra, in partitions of one length.
//!
//! Overlap and save, as usual, but with the spectrum taken at the odd half-bins, where a product
//! of spectra means a convolution that wraps round with its sign changed. Half of each result is
//! discarded anyway, so the sign is of no matter; in return a real signal of length 2 L folds into
//! a complex one of length L, whose transform holds exactly L bins and needs no sorting out
//! afterwards (H. J. Nussbaumer, "Fast Fourier Transform and Convolution Algorithms", Springer
//! 1981, gives the fold for products modulo z^N + 1).

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use rustfft::num_complex::{Complex32, Complex64};
use rustfft::{Fft, FftPlanner};

use crate::dsp::simd::{Bins, Simd, LANES};

thread_local! {
    /// Keeps its plans, which cost more than a response's transforms.
    static PLANNER: RefCell<FftPlanner<f32>> = RefCell::new(FftPlanner::new());
}

/// The spectra of an impulse response, one for each partition.
pub(super) struct Spectra {
    /// For each group of bins, the partitions from the earliest on.
    bins: Vec<Bins>,
    partitions: usize,
}

impl Spectra {
    /// Those of nothing.
    pub(super) fn none() -> Self {
        Self {
            bins: Vec::new(),
            partitions: 0,
        }
    }

    /// Number of partitions.
    pub(super) fn partitions(&self) -> usize {
        self.partitions
    }

    /// The same bins of all partitions.
    fn group(&self, group: usize) -> &[Bins] {
        let start = group * self.partitions;
        self.bins
            .get(start..start + self.partitions)
            .unwrap_or_default()
    }
}

/// The spectra of the past input, and the means to make and use them.
pub(super) struct UniformPartition {
    simd: Simd,
    partition: usize,
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
    /// e^(−iπn / 2L) for each n < L.
    turn: Vec<Complex32>,
    buffer: Vec<Complex32>,
    scratch: Vec<Complex32>,
    /// For each group of bins, a ring of past spectra; `newest` is where the latest one is and
    /// older ones follow it, so that a walk back in time is at most two contiguous runs.
    ring: Vec<Bins>,
    depth: usize,
    newest: usize,
}

impl UniformPartition {
    /// Partitions of `partition` samples (a multiple of [`LANES`]), with memory for `depth` past
    /// ones.
    pub(super) fn new(partition: usize, depth: usize) -> Self {
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
            partition,
            forward,
            inverse,
            turn: turn.collect(),
            buffer: vec![Complex32::default(); partition],
            scratch: vec![Complex32::default(); scratch],
            ring: vec![Bins::ZERO; depth * partition / LANES],
            depth,
            newest: 0,
        }
    }

    /// Prepares the part of an impulse response that this level takes care of. Allocates.
    pub(super) fn spectra(&mut self, impulse: &[f32]) -> Spectra {
        let partitions = impulse.len().div_ceil(self.partition);
        let mut bins = vec![Bins::ZERO; partitions * self.partition / LANES];
        let zeros = vec![0.0; self.partition];
        let mut first = zeros.clone();
        for (at, part) in impulse.chunks(self.partition).enumerate() {
            first.fill(0.0);
            first[..part.len()].copy_from_slice(part);
            self.transform(&first, &zeros);
            // The inverse transform leaves everything `partition` times too large.
            let scale = 1.0 / self.partition as f32;
            self.buffer.iter_mut().for_each(|bin| *bin *= scale);
            self.store(&mut bins, partitions, at);
        }
        Spectra { bins, partitions }
    }

    /// Takes in one partition of input; `previous` is the one before it.
    pub(super) fn push(&mut self, previous: &[f32], current: &[f32]) {
        if self.depth == 0 {
            return;
        }
        self.transform(previous, current);
        self.newest = self.newest.checked_sub(1).unwrap_or(self.depth - 1);
        let mut ring = std::mem::take(&mut self.ring);
        self.store(&mut ring, self.depth, self.newest);
        self.ring = ring;
    }

    /// Number of groups of bins in a spectrum.
    pub(super) fn groups(&self) -> usize {
        self.partition / LANES
    }

    /// Writes some groups of bins of the next partition of output to `spectrum`: each partition of
    /// the response by the past input that is as many partitions old, and `age` more.
    pub(super) fn multiply(
        &self,
        response: &Spectra,
        age: usize,
        groups: Range<usize>,
        spectrum: &mut [Complex32],
    ) {
        let first = (self.newest + age) % self.depth.max(1);
        let spectrum = spectrum.chunks_exact_mut(LANES).enumerate();
        for (group, to) in spectrum.skip(groups.start).take(groups.len()) {
            let start = group * self.depth;
            let ring = self.ring.get(start..start + self.depth).unwrap_or_default();
            let (wrapped, recent) = ring.split_at_checked(first).unwrap_or_default();
            let response = response.group(group);
            let split = response.len().min(recent.len());
            let (early, late) = response.split_at_checked(split).unwrap_or_default();
            let mut sum = Bins::ZERO;
            self.simd.multiply_add(&mut sum, recent, early);
            self.simd.multiply_add(&mut sum, wrapped, late);
            if let Some(to) = to.first_chunk_mut() {
                self.simd.join(&sum, to);
            }
        }
    }

    /// Turns the spectrum of a partition of output into samples, and itself into rubbish.
    pub(super) fn finish(&mut self, spectrum: &mut [Complex32], out: &mut [f32]) {
        self.inverse
            .process_with_scratch(spectrum, &mut self.scratch);
        self.simd.unfold(spectrum, &self.turn, out);
    }

    /// Forgets all input.
    pub(super) fn reset(&mut self) {
        self.ring.fill(Bins::ZERO);
        self.newest = 0;
    }

    /// Leaves the spectrum of two neighboring stretches in `buffer`.
    fn transform(&mut self, first: &[f32], second: &[f32]) {
        self.simd.fold(first, second, &self.turn, &mut self.buffer);
        self.forward
            .process_with_scratch(&mut self.buffer, &mut self.scratch);
    }

    /// Files `buffer` as spectrum number `at` of the `count` in `bins`.
    fn store(&self, bins: &mut [Bins], count: usize, at: usize) {
        let groups = bins.chunks_exact_mut(count.max(1));
        for (from, group) in self.buffer.chunks_exact(LANES).zip(groups) {
            if let (Some(from), Some(to)) = (from.first_chunk(), group.get_mut(at)) {
                self.simd.split(from, to);
            }
        }
    }
}

#[cfg(test)]
impl UniformPartition {
    /// Returns whether the state is free of numbers that slow a processor down.
    pub fn holds_no_subnormal(&self) -> bool {
        let parts = self
            .ring
            .iter()
            .flat_map(|bins| bins.re.iter().chain(&bins.im));
        parts.into_iter().all(|part| !part.is_subnormal())
    }
}
