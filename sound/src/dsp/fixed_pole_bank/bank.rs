//! A bank of both ears at audio rate.
//!
//! The memory of both ears lies side by side, left and right by turns: four poles of both in one
//! vector. A response weighs all of them and adds up the pairs.

use num_complex::Complex64;

use super::{Weights, POLES};
use crate::dsp::f32x8::{self, F32x8};

/// Signals of both ears that go out or in side by side: two of each ear, left and right by turns.
pub const GROUP: usize = 4;

/// Poles of both ears in one vector.
const IN_ONE: usize = 4;

/// Vectors of a part of the memory.
const VECTORS: usize = POLES / IN_ONE;

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
    re: [[f32; 8]; VECTORS],
    im: [[f32; 8]; VECTORS],
}

impl Memory {
    /// Drops what has died away, before it gets so small that it slows a processor down, and adds
    /// the energy of the rest. To be called every 64 samples or sooner.
    #[inline(always)]
    fn sweep<V: F32x8>(&mut self, proof: V::SimdToken, mut energy: V) -> V {
        for part in self.re.iter_mut().chain(&mut self.im) {
            energy = f32x8::flush_and_energy(proof, part, NOTHING, energy);
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
            re: memory.re.each_ref().map(|part| V::load(proof, part)),
            im: memory.im.each_ref().map(|part| V::load(proof, part)),
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
            from.store(to);
        }
        for (to, from) in memory.im.iter_mut().zip(self.im) {
            from.store(to);
        }
    }
}

/// The weights of two responses of each ear, as the memory lies.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))] // so that no vector lies across two lines of the cache
struct GroupWeights {
    re: [[[f32; 8]; VECTORS]; GROUP / 2],
    im: [[[f32; 8]; VECTORS]; GROUP / 2],
}

impl GroupWeights {
    /// Of the left and the right ear by turns.
    fn new(all: [&Weights; GROUP]) -> Self {
        let part = |of: fn(&Weights) -> &[f32; POLES]| {
            std::array::from_fn(|one: usize| {
                std::array::from_fn(|vector| {
                    std::array::from_fn(|lane| {
                        of(all[2 * one + lane % 2])[vector * IN_ONE + lane / 2]
                    })
                })
            })
        };
        Self {
            re: part(|weights| &weights.re),
            im: part(|weights| &weights.im),
        }
    }
}

/// The responses of a group of outputs.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))] // as above
pub struct OutputWeights {
    poles: GroupWeights,
    /// Direct path, now and from the sample before, twice.
    straight: [[f32; 2 * GROUP]; 2],
}

impl OutputWeights {
    /// Outputs of the left and the right ear by turns.
    #[must_use]
    pub fn new(outputs: [&Weights; GROUP]) -> Self {
        Self {
            poles: GroupWeights::new(outputs),
            straight: [0, 1].map(|at| std::array::from_fn(|lane| outputs[lane % GROUP].direct[at])),
        }
    }

    /// The outputs, twice: of the poles' states, and of the input now and before.
    #[inline(always)]
    fn draw<V: F32x8>(
        &self,
        proof: V::SimdToken,
        states: &RotatingState<V>,
        now: V,
        before: V,
    ) -> V {
        let mut sums = [V::splat(proof, 0.0); GROUP / 2];
        for (one, sum) in sums.iter_mut().enumerate() {
            // Two short sums and not a long one: a processor has room for few samples that wait.
            let re = weighted(proof, &states.re, &self.poles.re[one]);
            let im = weighted(proof, &states.im, &self.poles.im[one]);
            *sum = re - im;
        }
        let [straight, delayed] = &self.straight;
        let direct = V::load(proof, delayed) * before;
        let direct = V::load(proof, straight).mul_add(now, direct);
        direct + sums[0].pairs_of_both_added(sums[1])
    }
}

/// A part of the states by its weights.
#[inline(always)]
fn weighted<V: F32x8>(
    proof: V::SimdToken,
    states: &[V; VECTORS],
    weights: &[[f32; 8]; VECTORS],
) -> V {
    let [first, second] = weights;
    let first = V::load(proof, first) * states[0];
    V::load(proof, second).mul_add(states[1], first)
}

/// The responses of some inputs.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))] // as above
pub struct InputWeights {
    poles: GroupWeights,
    /// Direct path, now and from the sample before: each once, in its half.
    straight: [[f32; 2 * GROUP]; 2],
}

impl InputWeights {
    /// Inputs of the left and the right ear by turns.
    #[must_use]
    pub fn new(inputs: [&Weights; GROUP]) -> Self {
        let half = |at: usize, lane: usize| match lane / GROUP == at {
            true => inputs[lane % GROUP].direct[at],
            false => 0.0,
        };
        Self {
            poles: GroupWeights::new(inputs),
            straight: [0, 1].map(|at| std::array::from_fn(|lane| half(at, lane))),
        }
    }
}

/// One input of each ear, several outputs.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))] // as above
pub struct FanOut {
    memory: Memory,
    before: [f32; 2],
}

impl FanOut {
    /// Takes the memory into registers for a run.
    #[inline(always)]
    pub fn running<V: F32x8>(&self, proof: V::SimdToken, poles: &super::Poles) -> Splitting<V> {
        Splitting {
            turning: RotatingState::new(proof, &self.memory, &poles.bank),
            now: V::of_pair(proof, &self.before),
            before: V::splat(proof, 0.0),
        }
    }

    /// Takes the memory back after a run, whose last input is given.
    #[inline(always)]
    pub fn keep<V: F32x8>(&mut self, running: &Splitting<V>, last: [f32; 2]) {
        running.turning.store(&mut self.memory);
        self.before = last;
    }

    /// Drops what has died away, to be called every 64 samples or sooner. True when nothing is
    /// left.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let energy = self.memory.sweep(proof, V::splat(proof, 0.0));
        energy.is_zero() && self.before == [0.0; 2]
    }

    /// Returns whether the state is free of numbers that slow a processor down.
    #[cfg(test)]
    pub fn holds_no_subnormal(&self) -> bool {
        let mut states = self.memory.re.iter().chain(&self.memory.im).flatten();
        states.all(|state| !state.is_subnormal())
    }
}

/// A [`FanOut`] in registers.
pub struct Splitting<V> {
    turning: RotatingState<V>,
    now: V,
    before: V,
}

impl<V: F32x8> Splitting<V> {
    /// Takes in a sample, left and right.
    #[inline(always)]
    pub fn take(&mut self, proof: V::SimdToken, input: &[f32; 2]) {
        self.before = self.now;
        self.now = V::of_pair(proof, input);
        let none = V::splat(proof, 0.0);
        self.turning.turn([self.now; VECTORS], [none; VECTORS]);
    }

    /// The outputs of a group for the sample taken in last, twice.
    #[inline(always)]
    pub fn draw(&self, proof: V::SimdToken, drawn: &OutputWeights) -> V {
        drawn.draw(proof, &self.turning, self.now, self.before)
    }
}

/// Several inputs, one output of each ear.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))] // as above
pub struct FanIn<const GROUPS: usize> {
    memory: Memory,
    /// The last inputs of each group, twice.
    before: [[f32; 2 * GROUP]; GROUPS],
}

impl<const GROUPS: usize> Default for FanIn<GROUPS> {
    fn default() -> Self {
        Self {
            memory: Memory::default(),
            before: [[0.0; 2 * GROUP]; GROUPS],
        }
    }
}

impl<const GROUPS: usize> FanIn<GROUPS> {
    /// Takes the memory into registers for a run, in which some of the groups are heard.
    #[inline(always)]
    pub fn running<V: F32x8, const USED: usize>(
        &self,
        proof: V::SimdToken,
        poles: &super::Poles,
    ) -> Joining<V, USED> {
        let mut before = [V::splat(proof, 0.0); USED];
        for (before, kept) in before.iter_mut().zip(&self.before) {
            *before = V::load(proof, kept);
        }
        Joining {
            turning: RotatingState::new(proof, &self.memory, &poles.bank),
            before,
        }
    }

    /// Takes the memory back after a run.
    #[inline(always)]
    pub fn keep<V: F32x8, const USED: usize>(&mut self, running: &Joining<V, USED>) {
        running.turning.store(&mut self.memory);
        for (to, from) in self.before.iter_mut().zip(running.before) {
            from.store(to);
        }
    }

    /// Forgets the last inputs of a group that is no longer heard.
    pub fn forget(&mut self, group: usize) {
        if let Some(before) = self.before.get_mut(group) {
            *before = [0.0; 2 * GROUP];
        }
    }

    /// Drops what has died away, to be called every 64 samples or sooner. True when nothing is
    /// left.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let mut energy = self.memory.sweep(proof, V::splat(proof, 0.0));
        for before in &mut self.before {
            energy = f32x8::flush_and_energy(proof, before, NOTHING, energy);
        }
        energy.is_zero()
    }
}

/// A [`FanIn`] in registers.
pub struct Joining<V, const USED: usize> {
    turning: RotatingState<V>,
    before: [V; USED],
}

impl<V: F32x8, const USED: usize> Joining<V, USED> {
    /// The sum of what the responses make of the inputs of each group, which are given twice; of the
    /// first `PAIRS` inputs of an ear alone.
    #[inline(always)]
    pub fn tick<const PAIRS: usize>(
        &mut self,
        proof: V::SimdToken,
        mixed: [&InputWeights; USED],
        inputs: [V; USED],
    ) -> [f32; 2] {
        let none = V::splat(proof, 0.0);
        let (mut re, mut im) = ([none; VECTORS], [none; VECTORS]);
        let mut straight = none;
        for ((mixed, input), before) in mixed.iter().zip(inputs).zip(&mut self.before) {
            let pairs = [input.first_pairs(), input.second_pairs()];
            for (one, pair) in pairs.into_iter().enumerate().take(PAIRS) {
                for vector in 0..VECTORS {
                    let weights = V::load(proof, &mixed.poles.re[one][vector]);
                    re[vector] = weights.mul_add(pair, re[vector]);
                    let weights = V::load(proof, &mixed.poles.im[one][vector]);
                    im[vector] = weights.mul_add(pair, im[vector]);
                }
            }
            let [now, delayed] = &mixed.straight;
            straight = V::load(proof, delayed).mul_add(*before, straight);
            straight = V::load(proof, now).mul_add(input, straight);
            *before = input;
        }
        self.turning.turn(re, im);
        for part in self.turning.re {
            straight = straight + part;
        }
        straight.pairs_added()
    }
}
