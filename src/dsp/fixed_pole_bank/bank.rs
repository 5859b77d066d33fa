//! A bank of both ears at audio rate.
//!
//! The memory of both ears lies side by side, left and right by turns, so that the pair of any pole
//! is one 64-bit load away from all the outputs that it goes into.

use num_complex::Complex64;

use super::{Weights, POLES};
use crate::dsp::f32x8::{self, F32x8, Pairs};

/// Signals of both ears that go out or in side by side: two of each ear, left and right by turns.
pub const GROUP: usize = 4;

/// Poles of both ears in one vector.
const IN_ONE: usize = 4;

/// Vectors of a part of the memory.
const VECTORS: usize = POLES / IN_ONE;

/// Samples that are drawn together.
const TOGETHER: usize = 8;

/// Rows of an output: both parts of each pole, and the inputs now and before.
const ROWS: usize = 2 * POLES + 2;

/// States below this are nothing: −300 dB.
const NOTHING: f32 = 1e-15;

/// The poles as the memory lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poles {
    re: [[f32; 8]; VECTORS],
    im: [[f32; 8]; VECTORS],
}

/// A number for each pole, for both ears.
fn spread(of: impl Fn(usize) -> f32) -> [[f32; 8]; VECTORS] {
    std::array::from_fn(|vector| std::array::from_fn(|lane| of(vector * IN_ONE + lane / 2)))
}

impl Poles {
    pub(super) fn new(exact: &[Complex64; POLES]) -> Self {
        Self {
            re: spread(|pole| exact[pole].re as f32),
            im: spread(|pole| exact[pole].im as f32),
        }
    }
}

/// Real or imaginary parts, or both, of a bank.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    re: [Pairs; VECTORS],
    im: [Pairs; VECTORS],
}

impl Memory {
    /// Drops what has died away, before it gets so small that it slows a processor down, and adds
    /// the energy of the rest. To be called every 64 samples or sooner.
    #[inline(always)]
    fn sweep<V: F32x8>(&mut self, proof: V::SimdToken, mut energy: V) -> V {
        for pairs in self.re.iter_mut().chain(&mut self.im) {
            if let Some(eight) = pairs.as_flattened_mut().first_chunk_mut() {
                energy = f32x8::flush_and_energy(proof, eight, NOTHING, energy);
            }
        }
        energy
    }
}

/// The memory in registers, with the poles that turn it.
struct RotatingState<V> {
    re: [V; VECTORS],
    im: [V; VECTORS],
    pole_re: [V; VECTORS],
    pole_im: [V; VECTORS],
}

impl<V: F32x8> RotatingState<V> {
    #[inline(always)]
    fn new(proof: V::SimdToken, memory: &Memory, poles: &Poles) -> Self {
        Self {
            re: memory.re.each_ref().map(|pairs| V::of_pairs(proof, pairs)),
            im: memory.im.each_ref().map(|pairs| V::of_pairs(proof, pairs)),
            pole_re: poles.re.each_ref().map(|part| V::load(proof, part)),
            pole_im: poles.im.each_ref().map(|part| V::load(proof, part)),
        }
    }

    /// One sample further, with what comes in at each pole.
    #[inline(always)]
    fn turn(&mut self, re: [V; VECTORS], im: [V; VECTORS]) {
        for at in 0..VECTORS {
            let (old_re, old_im) = (self.re[at], self.im[at]);
            let new = self.pole_im[at].mul_subtract(old_im, re[at]);
            self.re[at] = self.pole_re[at].mul_add(old_re, new);
            let new = self.pole_im[at].mul_add(old_re, im[at]);
            self.im[at] = self.pole_re[at].mul_add(old_im, new);
        }
    }

    #[inline(always)]
    fn store(&self, memory: &mut Memory) {
        for (to, from) in memory.re.iter_mut().zip(self.re) {
            from.store_pairs(to);
        }
        for (to, from) in memory.im.iter_mut().zip(self.im) {
            from.store_pairs(to);
        }
    }
}

/// The responses of eight outputs: for each output the weights of its ear.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutputWeights([[f32; 8]; ROWS]);

impl OutputWeights {
    /// Outputs of the left and the right ear by turns.
    #[must_use]
    pub fn new(outputs: [&Weights; 8]) -> Self {
        Self(std::array::from_fn(|row| {
            outputs.map(|weights| match row.checked_sub(2 * POLES) {
                Some(straight) => weights.direct[straight],
                None if row < POLES => weights.re[row],
                None => -weights.im[row - POLES],
            })
        }))
    }
}

/// The responses of some inputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct InputWeights {
    /// For each of the two inputs of an ear.
    re: [[[f32; 8]; VECTORS]; GROUP / 2],
    im: [[[f32; 8]; VECTORS]; GROUP / 2],
    /// Direct path, now and with the next sample.
    straight: [[f32; GROUP]; 2],
}

impl InputWeights {
    /// Inputs of the left and the right ear by turns.
    #[must_use]
    pub fn new(inputs: [&Weights; GROUP]) -> Self {
        let part = |of: fn(&Weights) -> &[f32; POLES]| {
            std::array::from_fn(|input: usize| {
                std::array::from_fn(|vector| {
                    std::array::from_fn(|lane| {
                        of(inputs[2 * input + lane % 2])[vector * IN_ONE + lane / 2]
                    })
                })
            })
        };
        Self {
            re: part(|weights| &weights.re),
            im: part(|weights| &weights.im),
            straight: [0, 1].map(|at| inputs.map(|weights| weights.direct[at])),
        }
    }
}

/// One input of each ear, several outputs.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))] // so that no vector lies across two lines of the cache
pub struct FanOut<const RUN: usize> {
    /// The memory and the input at each sample of the present run.
    states: [Memory; RUN],
    inputs: [[[f32; 2]; 2]; RUN],
    memory: Memory,
    before: [f32; 2],
}

impl<const RUN: usize> Default for FanOut<RUN> {
    fn default() -> Self {
        Self {
            memory: Memory::default(),
            before: [0.0; 2],
            states: [Memory::default(); RUN],
            inputs: [[[0.0; 2]; 2]; RUN],
        }
    }
}

impl<const RUN: usize> FanOut<RUN> {
    /// Takes in a run of at most `RUN` samples, left and right.
    #[inline(always)]
    pub fn take<V: F32x8>(
        &mut self,
        proof: V::SimdToken,
        poles: &super::Poles,
        inputs: &[[f32; 2]],
    ) {
        let mut turning = RotatingState::<V>::new(proof, &self.memory, &poles.bank);
        let none = [V::splat(proof, 0.0); VECTORS];
        let mut before = self.before;
        let places = self.states.iter_mut().zip(&mut self.inputs);
        for (input, (state, kept)) in inputs.iter().zip(places) {
            turning.turn([V::of_pair(proof, input); VECTORS], none);
            turning.store(state);
            *kept = [*input, before];
            before = *input;
        }
        self.before = before;
        turning.store(&mut self.memory);
    }

    /// Outputs of the responses for the run taken in last.
    #[inline(always)]
    pub fn draw<V: F32x8>(
        &self,
        proof: V::SimdToken,
        drawn: &OutputWeights,
        outs: &mut [[f32; 8]],
    ) {
        let places = self
            .states
            .chunks(TOGETHER)
            .zip(self.inputs.chunks(TOGETHER));
        for (outs, (states, inputs)) in outs.chunks_mut(TOGETHER).zip(places) {
            if let (Some(outs), Some(states), Some(inputs)) = (
                outs.first_chunk_mut::<TOGETHER>(),
                states.first_chunk(),
                inputs.first_chunk(),
            ) {
                draw_some::<V, TOGETHER>(proof, drawn, states, inputs, outs);
                continue;
            }
            for ((out, state), input) in outs.iter_mut().zip(states).zip(inputs) {
                let (state, input) = (std::array::from_ref(state), std::array::from_ref(input));
                draw_some::<V, 1>(proof, drawn, state, input, std::array::from_mut(out));
            }
        }
    }

    /// Drops what has died away, to be called every 64 samples or sooner. True when nothing is
    /// left.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let energy = self.memory.sweep(proof, V::splat(proof, 0.0));
        energy.is_zero() && self.before == [0.0; 2]
    }
}

/// Some samples together, so that each weight is fetched once for all.
#[allow(clippy::needless_range_loop)] // a sum for each sample stays in a register
#[inline(always)]
fn draw_some<V: F32x8, const COUNT: usize>(
    proof: V::SimdToken,
    drawn: &OutputWeights,
    states: &[Memory; COUNT],
    inputs: &[[[f32; 2]; 2]; COUNT],
    outs: &mut [[f32; 8]; COUNT],
) {
    let mut sums = [V::splat(proof, 0.0); COUNT];
    let mut row = 0;
    for part in 0..2 {
        for vector in 0..VECTORS {
            for place in 0..IN_ONE {
                let weights = V::load(proof, &drawn.0[row]);
                row += 1;
                for at in 0..COUNT {
                    let state = if part == 0 {
                        &states[at].re
                    } else {
                        &states[at].im
                    };
                    let state = V::of_pair(proof, &state[vector][place]);
                    sums[at] = weights.mul_add(state, sums[at]);
                }
            }
        }
    }
    for straight in 0..2 {
        let weights = V::load(proof, &drawn.0[row]);
        row += 1;
        for at in 0..COUNT {
            let input = V::of_pair(proof, &inputs[at][straight]);
            sums[at] = weights.mul_add(input, sums[at]);
        }
    }
    for (out, sum) in outs.iter_mut().zip(sums) {
        sum.store(out);
    }
}

/// Several inputs, one output of each ear.
#[derive(Clone, Copy, Debug)]
pub struct FanIn<const GROUPS: usize> {
    memory: Memory,
    before: [[f32; GROUP]; GROUPS],
}

impl<const GROUPS: usize> Default for FanIn<GROUPS> {
    fn default() -> Self {
        Self {
            memory: Memory::default(),
            before: [[0.0; GROUP]; GROUPS],
        }
    }
}

impl<const GROUPS: usize> FanIn<GROUPS> {
    /// The sum of what the responses make of a run of inputs; of as many groups as there are
    /// responses.
    #[inline(always)]
    pub fn process<V: F32x8>(
        &mut self,
        proof: V::SimdToken,
        poles: &super::Poles,
        mixed: &[InputWeights],
        inputs: &[[[f32; GROUP]; GROUPS]],
        outs: &mut [[f32; 2]],
    ) {
        let mut turning = RotatingState::<V>::new(proof, &self.memory, &poles.bank);
        let zero = V::splat(proof, 0.0);
        let mut before = self.before;
        for (out, inputs) in outs.iter_mut().zip(inputs) {
            let (mut re, mut im) = ([zero; VECTORS], [zero; VECTORS]);
            let mut straight = zero;
            for ((mixed, input), before) in mixed.iter().zip(inputs).zip(&mut before) {
                for (at, pair) in input.as_chunks().0.iter().enumerate() {
                    let pair = V::of_pair(proof, pair);
                    for vector in 0..VECTORS {
                        let weights = V::load(proof, &mixed.re[at][vector]);
                        re[vector] = weights.mul_add(pair, re[vector]);
                        let weights = V::load(proof, &mixed.im[at][vector]);
                        im[vector] = weights.mul_add(pair, im[vector]);
                    }
                }
                let [now, next] = &mixed.straight;
                let weights = V::of_halves(proof, now, next);
                straight = weights.mul_add(V::of_halves(proof, input, before), straight);
                *before = *input;
            }
            turning.turn(re, im);
            let sum = turning.re.into_iter().fold(straight, |sum, re| sum + re);
            *out = sum.pairs_added();
        }
        self.before = before;
        turning.store(&mut self.memory);
    }

    /// Forgets the last inputs of a group that is no longer heard.
    pub fn forget(&mut self, group: usize) {
        if let Some(before) = self.before.get_mut(group) {
            *before = [0.0; GROUP];
        }
    }

    /// Drops what has died away, to be called every 64 samples or sooner. True when nothing is
    /// left.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let mut rest = true;
        for before in self.before.as_flattened_mut() {
            if before.abs() < NOTHING {
                *before = 0.0;
            }
            rest &= *before == 0.0;
        }
        let energy = self.memory.sweep(proof, V::splat(proof, 0.0));
        energy.is_zero() & rest
    }
}

#[cfg(test)]
impl<const RUN: usize> FanOut<RUN> {
    /// Returns whether the state is free of numbers that slow a processor down.
    pub fn holds_no_subnormal(&self) -> bool {
        let states = self.memory.re.iter().chain(&self.memory.im);
        states
            .flatten()
            .flatten()
            .all(|state| !state.is_subnormal())
    }
}
