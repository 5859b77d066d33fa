//! The filters of the levels at the drum: four signals at a time, which are both ears of two sources.

use super::super::PART;
use super::weighting;
use crate::dsp::biquad::Coefficients;
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::f64x4::{F64x4, Filter, Memory};

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
}

impl WeightedSum {
    pub(super) fn new() -> Self {
        Self {
            memory: Default::default(),
            weighted: Default::default(),
            field: Default::default(),
            peak: Default::default(),
            sums: [Default::default(); PART],
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
    pub total: &'a mut WeightedSum,
}

impl Kernel for WeightingKernel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let length = self.length.min(PART);
        let scales = self.scales.iter_mut().zip(self.sounding);
        let sounding = scales.filter(|(_, sounds)| **sounds);
        for (at, (scale, _)) in sounding.enumerate() {
            let sums = &mut self.total.sums[..length];
            match at {
                0 => weigh::<V::Doubles, true>(proof, self.filters, scale, sums),
                _ => weigh::<V::Doubles, false>(proof, self.filters, scale, sums),
            }
        }
        add_up::<V::Doubles>(proof, self.filters, self.total, length);
    }
}

/// Weighs two sources; the first begin the sums, others are added.
#[inline(always)]
fn weigh<V: F64x4, const FIRST: bool>(
    proof: V::SimdToken,
    filters: &Filters,
    scale: &mut SourceFilters,
    sums: &mut [[[f64; 4]; 2]],
) {
    let [one, two] = &filters.c_weighting;
    let mut one = Filter::<V>::new(proof, one, &scale.memory[0]);
    let mut two = Filter::<V>::new(proof, two, &scale.memory[1]);
    let mut a_after_c = Filter::<V>::new(proof, &filters.a_after_c, &scale.memory[2]);
    let [mut square, mut plain, mut peak] = [V::splat(proof, 0.0); 3];
    for ([sum_a, sum_c], heard) in sums.iter_mut().zip(&scale.heard) {
        let x = V::from_f32(proof, heard);
        let c = one.tick(proof, x);
        let c = two.tick(proof, c);
        let a = a_after_c.tick(proof, c);
        plain = x.mul_add(x, plain);
        square = a.mul_add(a, square);
        peak = peak.larger(c);
        for (sum, own) in [(sum_a, a), (sum_c, c)] {
            match FIRST {
                true => own.store(sum),
                false => (V::load(proof, sum) + own).store(sum),
            }
        }
    }
    for (filter, memory) in [one, two, a_after_c].iter().zip(&mut scale.memory) {
        filter.keep(memory);
    }
    square.store(&mut scale.weighted);
    plain.store(&mut scale.plain);
    peak.store(&mut scale.peak);
}

#[inline(always)]
fn add_up<V: F64x4>(
    proof: V::SimdToken,
    filters: &Filters,
    total: &mut WeightedSum,
    length: usize,
) {
    let [one, two, three] = &filters.to_field;
    let mut one = Filter::<V>::new(proof, one, &total.memory[0]);
    let mut two = Filter::<V>::new(proof, two, &total.memory[1]);
    let mut three = Filter::<V>::new(proof, three, &total.memory[2]);
    let [mut square, mut field, mut peak] = [V::splat(proof, 0.0); 3];
    for [sum_a, sum_c] in &total.sums[..length] {
        let [a, c] = [sum_a, sum_c].map(|sum| V::load(proof, sum).add_halves());
        square = a.mul_add(a, square);
        peak = peak.larger(c);
        let in_field = one.tick(proof, a);
        let in_field = two.tick(proof, in_field);
        let in_field = three.tick(proof, in_field);
        field = in_field.mul_add(in_field, field);
    }
    for (filter, memory) in [one, two, three].iter().zip(&mut total.memory) {
        filter.keep(memory);
    }
    square.store(&mut total.weighted);
    field.store(&mut total.field);
    peak.store(&mut total.peak);
}
