//! The filters of the levels at the drum: four signals at a time, which are both ears of two sources.

use super::super::PART;
use super::weighting;
use crate::dsp::biquad::Coefficients;
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::f64x4::{F64x4, Filter, Memory};

/// Samples by which the way to the field follows the weighting when one source sounds alone, so that
/// the filters of both, side by side, need not wait for each other.
const LAG: usize = 8;

/// Sources that are weighed together.
pub(super) const TOGETHER: usize = 2;

/// One number for both ears of two sources.
pub(super) type Lanes<T> = [T; 2 * TOGETHER];

/// The filters of a sample rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filters {
    c_weighting: [Coefficients; 2],
    a_after_c: Coefficients,
    to_field: [Coefficients; 3],
}

impl Filters {
    pub(super) fn new(sample_rate_hz: f64) -> Self {
        Self {
            c_weighting: weighting::c_weighting(sample_rate_hz),
            a_after_c: weighting::a_after_c(sample_rate_hz),
            to_field: weighting::to_field(sample_rate_hz),
        }
    }
}

/// Two sources: what their filters remember, and how they sound in the present part.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceFilters {
    memory: [Memory; 3],
    /// Pressures, Pa.
    pub heard: [Lanes<f32>; PART],
    /// Sums of the squares, A-weighted and plain, Pa².
    pub weighted: Lanes<f64>,
    pub plain: Lanes<f64>,
    /// The highest C-weighted magnitude, Pa.
    pub peak: Lanes<f64>,
}

impl SourceFilters {
    pub(super) fn new() -> Self {
        Self {
            memory: [Memory::default(); 3],
            heard: [Default::default(); PART],
            weighted: Default::default(),
            plain: Default::default(),
            peak: Default::default(),
        }
    }

    /// Forgets what one of the sources has left in the filters.
    pub(super) fn forget(&mut self, source: usize) {
        for memory in self.memory.as_flattened_mut() {
            memory[2 * source..][..2].fill(0.0);
        }
    }
}

/// All sources together.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedSum {
    memory: [Memory; 3],
    /// Sums of the squares, A-weighted and in the field, Pa².
    pub weighted: Lanes<f64>,
    pub field: Lanes<f64>,
    /// The highest C-weighted magnitude, Pa.
    pub peak: Lanes<f64>,
    /// Sums of the sources, A- and C-weighted, at each sample of the part.
    sums: [[Lanes<f64>; 2]; PART],
    /// For a source alone: its pressure at each sample of the part, and the A-weighted one of [`LAG`]
    /// samples before.
    lagging: [Lanes<f64>; PART + LAG],
}

impl WeightedSum {
    pub(super) fn new() -> Self {
        Self {
            memory: Default::default(),
            weighted: Default::default(),
            field: Default::default(),
            peak: Default::default(),
            sums: [Default::default(); PART],
            lagging: [Default::default(); PART + LAG],
        }
    }
}

/// Weighs a part of some sources, and their sum.
pub(super) struct WeightingKernel<'a> {
    pub filters: &'a Filters,
    pub length: usize,
    pub scales: &'a mut [SourceFilters],
    /// Which of them sound.
    pub sounding: &'a [bool],
    /// True if one source sounds, the first of its two.
    pub alone: bool,
    pub total: &'a mut WeightedSum,
}

impl Kernel for WeightingKernel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let length = self.length.min(PART);
        let scales = self.scales.iter_mut().zip(self.sounding);
        let mut sounding = scales.filter(|(_, sounds)| **sounds);
        let (Some((first, _)), second) = (sounding.next(), sounding.next()) else {
            return;
        };
        if self.alone {
            weigh_alone::<V::Doubles>(proof, self.filters, first, self.total, length);
            return;
        }
        self.total.lagging[..LAG].fill(Lanes::default());
        match second {
            None => weigh::<V::Doubles, true, true>(proof, self.filters, first, self.total, length),
            Some((second, _)) => {
                weigh::<V::Doubles, true, false>(proof, self.filters, first, self.total, length);
                weigh::<V::Doubles, false, true>(proof, self.filters, second, self.total, length);
            }
        }
    }
}

/// Weighs one source that sounds alone and takes it to the field: the filters of the one way in the
/// first half of each vector, those of the other, which come [`LAG`] samples later, in the second.
#[inline(always)]
fn weigh_alone<V: F64x4>(
    proof: V::SimdToken,
    filters: &Filters,
    scale: &mut SourceFilters,
    total: &mut WeightedSum,
    length: usize,
) {
    let [c_one, c_two] = &filters.c_weighting;
    let first = [c_one, c_two, &filters.a_after_c];
    let pair = |at: usize| {
        let weighting = (first[at], &scale.memory[at]);
        let to_field = (&filters.to_field[at], &total.memory[at]);
        Filter::<V>::of_halves(proof, [weighting, to_field])
    };
    let [mut one, mut two, mut three] = [pair(0), pair(1), pair(2)];
    let [mut square, mut plain, mut peak] = [V::splat(proof, 0.0); 3];
    let heard = scale.heard.iter().take(length);
    for (input, [left, right, ..]) in total.lagging.iter_mut().zip(heard) {
        (input[0], input[1]) = (f64::from(*left), f64::from(*right));
    }
    for n in 0..length.min(PART) {
        let x = V::load(proof, &total.lagging[n]);
        let c = one.tick(proof, x);
        let c = two.tick(proof, c);
        let a = three.tick(proof, c);
        plain = x.mul_add(x, plain);
        square = a.mul_add(a, square);
        peak = peak.larger(c);
        if let Some(later) = total.lagging[n + LAG].last_chunk_mut() {
            a.store_half(later);
        }
    }
    total.lagging.copy_within(length..length + LAG, 0);
    let memories = scale.memory.iter_mut().zip(&mut total.memory);
    for (filter, (first, second)) in [one, two, three].iter().zip(memories) {
        filter.keep_halves([first, second]);
    }
    let mut squares = Lanes::default();
    square.store(&mut squares);
    plain.store(&mut scale.plain);
    peak.store(&mut scale.peak);
    (scale.weighted, total.weighted, total.peak) = (squares, squares, scale.peak);
    let [_, _, left, right] = squares;
    total.field = [left, right, 0.0, 0.0];
}

/// Weighs two sources. The first begin the sums and others are added; behind the last, the sums are
/// taken to the field in the same loop, so that no filter waits for another.
#[inline(always)]
fn weigh<V: F64x4, const FIRST: bool, const LAST: bool>(
    proof: V::SimdToken,
    filters: &Filters,
    scale: &mut SourceFilters,
    total: &mut WeightedSum,
    length: usize,
) {
    let [one, two] = &filters.c_weighting;
    let mut one = Filter::<V>::new(proof, one, &scale.memory[0]);
    let mut two = Filter::<V>::new(proof, two, &scale.memory[1]);
    let mut a_after_c = Filter::<V>::new(proof, &filters.a_after_c, &scale.memory[2]);
    let [mut square, mut plain, mut peak] = [V::splat(proof, 0.0); 3];
    let heard = scale.heard.iter().take(length);
    for ([sum_a, sum_c], heard) in total.sums.iter_mut().zip(heard) {
        let x = V::from_f32(proof, heard);
        let c = one.tick(proof, x);
        let c = two.tick(proof, c);
        let a = a_after_c.tick(proof, c);
        plain = x.mul_add(x, plain);
        square = a.mul_add(a, square);
        peak = peak.larger(c);
        let [all_a, all_c] = match FIRST {
            true => [a, c],
            false => [V::load(proof, sum_a) + a, V::load(proof, sum_c) + c],
        };
        all_a.store(sum_a);
        all_c.store(sum_c);
    }
    for (filter, memory) in [one, two, a_after_c].iter().zip(&mut scale.memory) {
        filter.keep(memory);
    }
    square.store(&mut scale.weighted);
    plain.store(&mut scale.plain);
    peak.store(&mut scale.peak);
    if LAST {
        // In a loop of its own: the filters of both would not fit the registers.
        let mut whole = Whole::<V>::new(proof, filters, total);
        for [sum_a, sum_c] in total.sums.iter().take(length) {
            whole.add(proof, V::load(proof, sum_a), V::load(proof, sum_c));
        }
        whole.keep(total);
    }
}

/// All sources together, in the present part.
struct Whole<V: F64x4> {
    to_field: [Filter<V>; 3],
    square: V,
    field: V,
    peak: V,
}

impl<V: F64x4> Whole<V> {
    #[inline(always)]
    fn new(proof: V::SimdToken, filters: &Filters, total: &WeightedSum) -> Self {
        let filter = |at: usize| Filter::new(proof, &filters.to_field[at], &total.memory[at]);
        let [square, field, peak] = [V::splat(proof, 0.0); 3];
        Self {
            to_field: [filter(0), filter(1), filter(2)],
            square,
            field,
            peak,
        }
    }

    /// Adds the sums of one sample, A- and C-weighted.
    #[inline(always)]
    fn add(&mut self, proof: V::SimdToken, sum_a: V, sum_c: V) {
        let [a, c] = [sum_a, sum_c].map(V::add_halves);
        self.square = a.mul_add(a, self.square);
        self.peak = self.peak.larger(c);
        let [one, two, three] = &mut self.to_field;
        let in_field = one.tick(proof, a);
        let in_field = two.tick(proof, in_field);
        let in_field = three.tick(proof, in_field);
        self.field = in_field.mul_add(in_field, self.field);
    }

    #[inline(always)]
    fn keep(&self, total: &mut WeightedSum) {
        for (filter, memory) in self.to_field.iter().zip(&mut total.memory) {
            filter.keep(memory);
        }
        self.square.store(&mut total.weighted);
        self.field.store(&mut total.field);
        self.peak.store(&mut total.peak);
    }
}
