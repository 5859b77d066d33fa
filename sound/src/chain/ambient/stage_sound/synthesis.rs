//! A run of the stage's sound: white noise, its levels and its spectra, and what both ears get of it.

use crate::design::stage_spectra::{Lanes, LANES};
use crate::dsp::biquad::Coefficients;
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::f64x4::F64x4;
use crate::dsp::noise::Noise;

/// Samples that are filtered at a time.
pub(super) const RUN: usize = 32;

/// A second-order filter for each lane.
#[derive(Clone, Debug)]
pub(super) struct Filters {
    /// b0, b1, b2, a1, a2.
    coefficients: [Lanes; 5],
    pub(super) memory: [Lanes; 2],
}

impl Filters {
    pub(super) fn new(coefficients: [Coefficients; LANES]) -> Self {
        Self {
            coefficients: [
                coefficients.map(|c| c.b0),
                coefficients.map(|c| c.b1),
                coefficients.map(|c| c.b2),
                coefficients.map(|c| c.a1),
                coefficients.map(|c| c.a2),
            ],
            memory: [[0.0; LANES]; 2],
        }
    }
}

/// Half of the lanes, which fill a register.
type Half = [f64; LANES / 2];

/// One of the halves of some lanes.
#[inline(always)]
fn half(lanes: &Lanes, at: usize) -> &Half {
    &lanes.as_chunks().0[at]
}

/// One of the halves of some lanes, to be written.
#[inline(always)]
fn half_mut(lanes: &mut Lanes, at: usize) -> &mut Half {
    &mut lanes.as_chunks_mut().0[at]
}

/// A run of at most [`RUN`] samples, which is added to both ears.
pub(super) struct Synthesis<'a> {
    pub(super) noise: &'a mut Noise,
    pub(super) filters: &'a mut [Filters; 2],
    pub(super) scales: &'a Lanes,
    pub(super) gains: &'a mut Lanes,
    pub(super) gain_steps: &'a Lanes,
    /// Pascals at the left and the right ear of a unit in each lane.
    pub(super) weights: Weights<'a>,
    pub(super) ears: [&'a mut [f32]; 2],
}

/// Weights of all lanes in both ears.
pub(super) enum Weights<'a> {
    Settled([Lanes; 2]),
    /// One for each sample.
    Moving(&'a [[Lanes; 2]]),
}

impl Kernel for Synthesis<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let [left, right] = self.ears;
        let length = left.len().min(right.len()).min(RUN);
        let mut white = [[0.0; LANES]; RUN];
        let mut noise = self.noise.clone();
        for white in &mut white[..length] {
            *white = self::white(&mut noise);
        }
        *self.noise = noise;
        let levels = [self.scales, self.gains, self.gain_steps];
        let mut low = Shaper::<V::Doubles>::new(proof, 0, self.filters, levels);
        let mut high = Shaper::<V::Doubles>::new(proof, 1, self.filters, levels);
        let ears = left.iter_mut().zip(right.iter_mut());
        for (at, (white, (left, right))) in white.iter().zip(ears).enumerate() {
            let [white_low, white_high] = white.as_chunks().0 else {
                return;
            };
            let low = low.next(V::Doubles::from_f32(proof, white_low));
            let high = high.next(V::Doubles::from_f32(proof, white_high));
            let [of_left, of_right] = match &self.weights {
                Weights::Settled(weights) => weights,
                Weights::Moving(weights) => &weights[at],
            };
            *left += heard(proof, [low, high], of_left) as f32;
            *right += heard(proof, [low, high], of_right) as f32;
        }
        low.store(0, self.filters, self.gains);
        high.store(1, self.filters, self.gains);
    }
}

/// The filters of half of the lanes in registers.
struct Shaper<V> {
    scale: V,
    gain: V,
    step: V,
    coefficients: [[V; 5]; 2],
    states: [[V; 2]; 2],
}

impl<V: F64x4> Shaper<V> {
    #[inline(always)]
    fn new(
        proof: V::SimdToken,
        at: usize,
        [first, second]: &[Filters; 2],
        [scales, gains, steps]: [&Lanes; 3],
    ) -> Self {
        let load = |lanes: &Lanes| V::load(proof, half(lanes, at));
        let coefficients = |filters: &Filters| {
            let [b0, b1, b2, a1, a2] = &filters.coefficients;
            [load(b0), load(b1), load(b2), load(a1), load(a2)]
        };
        let states = |filters: &Filters| [load(&filters.memory[0]), load(&filters.memory[1])];
        Self {
            scale: load(scales),
            gain: load(gains),
            step: load(steps),
            coefficients: [coefficients(first), coefficients(second)],
            states: [states(first), states(second)],
        }
    }

    /// One sample of white noise with its level and its spectrum.
    #[inline(always)]
    fn next(&mut self, white: V) -> V {
        self.gain = self.gain + self.step;
        let x = white * (self.gain * self.scale);
        let x = filtered(x, &self.coefficients[0], &mut self.states[0]);
        filtered(x, &self.coefficients[1], &mut self.states[1])
    }

    #[inline(always)]
    fn store(self, at: usize, filters: &mut [Filters; 2], gains: &mut Lanes) {
        self.gain.store(half_mut(gains, at));
        for (filter, states) in filters.iter_mut().zip(self.states) {
            for (to, from) in filter.memory.iter_mut().zip(states) {
                from.store(half_mut(to, at));
            }
        }
    }
}

/// The sum of all lanes by their weights in an ear.
#[inline(always)]
fn heard<V: F64x4>(proof: V::SimdToken, [low, high]: [V; 2], weights: &Lanes) -> f64 {
    let of_low = low * V::load(proof, half(weights, 0));
    let mut sums = [0.0; 2];
    (high.mul_add(V::load(proof, half(weights, 1)), of_low))
        .add_halves()
        .store_half(&mut sums);
    sums[0] + sums[1]
}

/// Scale of [`white`] to a power of one: half the width of an even spread over sixteen bits, per bit.
pub(super) const WHITE: f64 = 1.732_050_807_568_877_2 / 32_768.0;

/// White noise in each lane, two lanes from each draw.
#[inline(always)]
fn white(noise: &mut Noise) -> [f32; LANES] {
    let drawn: [u32; LANES / 2] = noise.many_bits();
    let mut lanes = [0.0; LANES];
    for (pair, bits) in lanes.chunks_exact_mut(2).zip(drawn) {
        // Exact in 32 bits.
        pair[0] = (bits >> 16) as f32 - 32_767.5;
        pair[1] = (bits & 0xFFFF) as f32 - 32_767.5;
    }
    lanes
}

/// One sample of a filter in each lane.
#[inline(always)]
fn filtered<V: F64x4>(x: V, [b0, b1, b2, a1, a2]: &[V; 5], [s1, s2]: &mut [V; 2]) -> V {
    let y = b0.mul_add(x, *s1);
    *s1 = y.times_from(*a1, b1.mul_add(x, *s2));
    *s2 = y.times_from(*a2, *b2 * x);
    y
}
