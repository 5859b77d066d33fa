//! Convolution by multiplied spectra, in partitions of one length.
//!
//! Overlap and save, as usual, but with the spectrum taken at the odd half-bins, where a product
//! of spectra means a convolution that wraps round with its sign changed. Half of each result is
//! discarded anyway, so the sign is of no matter; in return a real signal of length 2 L folds into
//! a complex one of length L, whose transform holds exactly L bins and needs no sorting out
//! afterwards (H. J. Nussbaumer, "Fast Fourier Transform and Convolution Algorithms", Springer
//! 1981, gives the fold for products modulo z^N + 1).

use std::ops::Range;

use super::long_transform::LongTransform;
use super::plan::{FAR, NEAR};
use super::shared_product::SharedProduct;
use super::short_transform::ShortTransform;
use crate::dsp::simd::{Bins, Simd, LANES};

/// The transform of partitions of some length.
#[allow(clippy::large_enum_variant)] // the small one is in every convolver, and read at each turn
enum Transform {
    Short(ShortTransform),
    Long(Box<LongTransform>),
}

impl Transform {
    fn new(partition: usize) -> Self {
        match partition {
            NEAR => Self::Short(ShortTransform::new()),
            _ => Self::Long(Box::new(LongTransform::new())),
        }
    }

    /// Files the spectrum of two neighboring partitions as number `at` of the `count` in `bins`.
    fn forward(
        &self,
        [first, second]: [&[f32]; 2],
        bins: &mut [Bins],
        (count, at): (usize, usize),
    ) {
        let groups = bins.chunks_exact_mut(count.max(1));
        let mut places = groups.filter_map(|group| group.get_mut(at));
        match self {
            Self::Short(short) => {
                let samples = (first.first_chunk(), second.first_chunk());
                let places = (places.next(), places.next());
                if let ((Some(first), Some(second)), (Some(low), Some(high))) = (samples, places) {
                    short.forward([first, second], [low, high]);
                }
            }
            Self::Long(long) => long.forward([first, second], places),
        }
    }

    /// Turns the spectrum of a partition of output into samples.
    fn inverse(&self, spectrum: &[Bins], out: &mut [f32]) {
        match self {
            Self::Short(short) => {
                if let (Some(spectrum), Some(out)) = (spectrum.first_chunk(), out.first_chunk_mut())
                {
                    short.inverse(spectrum, out);
                }
            }
            Self::Long(long) => long.inverse(spectrum, out),
        }
    }
}

/// The spectra of an impulse response, one for each partition.
pub(super) struct Spectra {
    /// For each group of bins, the partitions from the earliest on.
    bins: Vec<Bins>,
    partitions: usize,
}

impl Spectra {
    /// Those of a part of a response in partitions of `partition` samples. Allocates.
    pub(super) fn of(partition: usize, part: &[f32]) -> Self {
        if part.is_empty() {
            return Self {
                bins: Vec::new(),
                partitions: 0,
            };
        }
        UniformPartition::new(partition, 0).spectra(part)
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
    transform: Transform,
    /// For each group of bins, a ring of past spectra; `newest` is where the latest one is and
    /// older ones follow it, so that a walk back in time is at most two contiguous runs.
    ring: Vec<Bins>,
    depth: usize,
    newest: usize,
}

impl UniformPartition {
    /// Partitions of `partition` samples ([`NEAR`] or [`FAR`]), with memory for `depth` past ones.
    pub(super) fn new(partition: usize, depth: usize) -> Self {
        debug_assert!([NEAR, FAR].contains(&partition));
        Self {
            simd: Simd::detect(),
            partition,
            transform: Transform::new(partition),
            ring: vec![Bins::ZERO; depth * partition / LANES],
            depth,
            newest: 0,
        }
    }

    /// Prepares the part of an impulse response that this level takes care of. Allocates.
    fn spectra(&mut self, impulse: &[f32]) -> Spectra {
        let partitions = impulse.len().div_ceil(self.partition);
        let mut bins = vec![Bins::ZERO; partitions * self.partition / LANES];
        let zeros = vec![0.0; self.partition];
        let mut first = zeros.clone();
        // The inverse transform leaves everything `partition` times too large, a power of two.
        let scale = 1.0 / self.partition as f32;
        for (at, part) in impulse.chunks(self.partition).enumerate() {
            first.fill(0.0);
            for (to, tap) in first.iter_mut().zip(part) {
                *to = scale * tap;
            }
            self.transform
                .forward([&first, &zeros], &mut bins, (partitions, at));
        }
        Spectra { bins, partitions }
    }

    /// Takes in one partition of input; `previous` is the one before it.
    pub(super) fn push(&mut self, previous: &[f32], current: &[f32]) {
        if self.depth == 0 {
            return;
        }
        self.newest = self.newest.checked_sub(1).unwrap_or(self.depth - 1);
        let place = (self.depth, self.newest);
        self.transform
            .forward([previous, current], &mut self.ring, place);
    }

    /// Writes some groups of bins of the next partition of output to `spectrum`, or adds them to what
    /// is there: each partition of the response by the past input that is as many partitions old, and
    /// `age` more.
    pub(super) fn multiply(
        &self,
        response: &Spectra,
        age: usize,
        groups: Range<usize>,
        spectrum: &mut [Bins],
        adds: bool,
    ) {
        let first = (self.newest + age) % self.depth.max(1);
        let spectrum = spectrum.iter_mut().enumerate();
        for (group, to) in spectrum.skip(groups.start).take(groups.len()) {
            let start = group * self.depth;
            let ring = self.ring.get(start..start + self.depth).unwrap_or_default();
            let (wrapped, recent) = ring.split_at_checked(first).unwrap_or_default();
            let response = response.group(group);
            let split = response.len().min(recent.len());
            let (early, late) = response.split_at_checked(split).unwrap_or_default();
            (self.simd).multiply(to, adds, (recent, early), (wrapped, late));
        }
    }

    /// [`Self::multiply`] for two inputs, which have come in at the same times, by one response.
    pub(super) fn multiply_both(
        [one, other]: [&Self; 2],
        response: &Spectra,
        age: usize,
        groups: Range<usize>,
        [spectrum, other_spectrum]: [&mut [Bins]; 2],
        adds: bool,
    ) {
        debug_assert!(one.newest == other.newest && one.depth == other.depth);
        let first = (one.newest + age) % one.depth.max(1);
        for group in groups {
            let rings = [one, other].map(|partitions| {
                let start = group * partitions.depth;
                let ring = partitions.ring.get(start..start + partitions.depth);
                let ring = ring.unwrap_or_default();
                ring.split_at_checked(first).unwrap_or_default()
            });
            let response = response.group(group);
            let [(wrapped, recent), (other_wrapped, other_recent)] = rings;
            let split = response.len().min(recent.len());
            let (early, late) = response.split_at_checked(split).unwrap_or_default();
            if let (Some(to), Some(other_to)) =
                (spectrum.get_mut(group), other_spectrum.get_mut(group))
            {
                one.simd.run(SharedProduct {
                    sums: [to, other_to],
                    adds,
                    factors: [
                        ([recent, other_recent], early),
                        ([wrapped, other_wrapped], late),
                    ],
                });
            }
        }
    }

    /// Turns the spectrum of a partition of output into samples.
    pub(super) fn finish(&mut self, spectrum: &[Bins], out: &mut [f32]) {
        self.transform.inverse(spectrum, out);
    }

    /// Forgets all input.
    pub(super) fn reset(&mut self) {
        self.ring.fill(Bins::ZERO);
        self.newest = 0;
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
