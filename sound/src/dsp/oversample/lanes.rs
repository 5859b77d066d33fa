//! Twice the sample rate for four signals side by side, for what is small beside the sound that it
//! is added to: fewer sections than [`Oversampler`](super::Oversampler), images and folded products
//! about 75 dB down.

use super::halfband::coefficients;
use super::EDGE;
use crate::dsp::f32x8::{self, F32x8};

/// Signals that are processed side by side.
pub const LANES: usize = 4;

/// Sections of the filter.
const SECTIONS: usize = 6;

/// States below this are nothing: −300 dB.
const NOTHING: f32 = 1e-15;

/// One sample of each signal.
pub type Lanes = [f32; LANES];

/// Steps of each of the two chains.
const STEPS: usize = SECTIONS / 2;

/// Two chains of all-passes, each run at the lower rate, of four signals: the chain of the first
/// sample of a pair, then that of the second.
#[derive(Clone, Copy, Debug)]
struct Chains {
    coefficients: [[f32; 8]; STEPS],
    /// Last input of each step, and last output of the last one.
    memory: [[f32; 8]; STEPS + 1],
}

impl Chains {
    /// `even_first` when the chain of the even sections is that of the first sample.
    fn new(even_first: bool) -> Self {
        let all = coefficients::<SECTIONS>(EDGE / 2.0).map(|c| c as f32);
        let chain = |step: usize, first: bool| all[2 * step + usize::from(first != even_first)];
        Self {
            coefficients: std::array::from_fn(|step| {
                std::array::from_fn(|lane| chain(step, lane < LANES))
            }),
            memory: [[0.0; 8]; STEPS + 1],
        }
    }

    /// Group delay of the filter at 0 Hz, in samples of the higher rate.
    fn delay_samples(&self) -> f64 {
        let delays = (self.coefficients.iter()).flat_map(|lanes| [lanes[0], lanes[LANES]]);
        let delays = delays.map(f64::from);
        (delays.map(|c| 2.0 * (1.0 - c) / (1.0 + c)).sum::<f64>() + 1.0) / 2.0
    }

    #[inline(always)]
    fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let mut energy = V::splat(proof, 0.0);
        for memory in &mut self.memory {
            energy = f32x8::flush_and_energy(proof, memory, NOTHING, energy);
        }
        energy.is_zero()
    }
}

/// Chains in registers.
#[derive(Clone, Copy)]
struct Running<V> {
    coefficients: [V; STEPS],
    memory: [V; STEPS + 1],
}

impl<V: F32x8> Running<V> {
    #[inline(always)]
    fn new(proof: V::SimdToken, chains: &Chains) -> Self {
        Self {
            coefficients: chains.coefficients.each_ref().map(|c| V::load(proof, c)),
            memory: chains.memory.each_ref().map(|state| V::load(proof, state)),
        }
    }

    #[inline(always)]
    fn tick(&mut self, mut signals: V) -> V {
        for step in 0..STEPS {
            // Only the last product waits for the output before.
            let straight = self.coefficients[step].mul_add(signals, self.memory[step]);
            let out = self.coefficients[step].mul_subtract(self.memory[step + 1], straight);
            self.memory[step] = signals;
            signals = out;
        }
        self.memory[STEPS] = signals;
        signals
    }

    #[inline(always)]
    fn store(&self, chains: &mut Chains) {
        for (to, from) in chains.memory.iter_mut().zip(self.memory) {
            from.store(to);
        }
    }
}

/// Delay of low frequencies through both, in samples of the outer rate.
#[must_use]
pub fn delay_samples() -> f64 {
    // Less the one sample by which the second of a pair is ahead of the first.
    (2.0 * Chains::new(true).delay_samples() - 1.0) / 2.0
}

/// Doubles the rate.
#[derive(Clone, Copy, Debug)]
pub struct Up(Chains);

impl Default for Up {
    fn default() -> Self {
        Self(Chains::new(true))
    }
}

impl Up {
    /// Takes the memory into registers for a run.
    #[inline(always)]
    pub fn running<V: F32x8>(&self, proof: V::SimdToken) -> Raising<V> {
        Raising(Running::new(proof, &self.0))
    }

    /// Takes the memory back after a run.
    #[inline(always)]
    pub fn keep<V: F32x8>(&mut self, running: &Raising<V>) {
        running.0.store(&mut self.0);
    }

    /// Drops what has died away; to be called every 32 samples or so. True when nothing sounds on.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        self.0.settle::<V>(proof)
    }
}

/// Interpolator by two, in registers.
#[derive(Clone, Copy)]
pub struct Raising<V>(Running<V>);

impl<V: F32x8> Raising<V> {
    /// Two samples of four signals for one, which is given twice: the first of each, then the
    /// second of each.
    #[inline(always)]
    pub fn tick(&mut self, twice: V) -> V {
        self.0.tick(twice)
    }
}

/// Halves the rate.
#[derive(Clone, Copy, Debug)]
pub struct Down(Chains);

impl Default for Down {
    fn default() -> Self {
        // The second sample of a pair is a step ahead.
        Self(Chains::new(false))
    }
}

impl Down {
    /// Takes the memory into registers for a run.
    #[inline(always)]
    pub fn running<V: F32x8>(&self, proof: V::SimdToken) -> Lowering<V> {
        Lowering(Running::new(proof, &self.0))
    }

    /// Takes the memory back after a run.
    #[inline(always)]
    pub fn keep<V: F32x8>(&mut self, running: &Lowering<V>) {
        running.0.store(&mut self.0);
    }

    /// Drops what has died away; to be called every 32 samples or so. True when nothing sounds on.
    #[inline(always)]
    pub fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        self.0.settle::<V>(proof)
    }
}

/// Decimator by two, in registers.
#[derive(Clone, Copy)]
pub struct Lowering<V>(Running<V>);

impl<V: F32x8> Lowering<V> {
    /// One sample of four signals, twice, for two: the first of each, then the second of each.
    #[inline(always)]
    pub fn tick(&mut self, proof: V::SimdToken, pair: V) -> V {
        self.0.tick(pair).add_halves() * V::splat(proof, 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::f32x8::{Kernel, Simd};

    /// Up and down again: the pair in between, and what comes out of the last lane.
    struct Through<'a>(&'a mut Up, &'a mut Down, f32);

    impl Kernel for Through<'_> {
        type Output = ([f32; 2], f32);

        #[inline(always)]
        fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
            let (mut up, mut down) = (self.0.running::<V>(proof), self.1.running::<V>(proof));
            let pair = up.tick(V::splat(proof, self.2));
            let mut out = [0.0; LANES];
            down.tick(proof, pair).store_half(&mut out);
            self.0.keep(&up);
            self.1.keep(&down);
            let mut lanes = [0.0; 8];
            pair.store(&mut lanes);
            ([lanes[0], lanes[LANES]], out[LANES - 1])
        }
    }

    /// Level in dB of a tone of `share` of the outer rate that goes up and down again, and of its
    /// image at the inner rate.
    fn through(share: f64) -> [f64; 2] {
        let (mut up, mut down) = (Up::default(), Down::default());
        let length = 4096;
        let mut sums = [num_complex::Complex64::ZERO; 2];
        for at in 0..2 * length {
            let tone = (std::f64::consts::TAU * share * at as f64).sin() as f32;
            let (pair, out) = Simd::detect().run(Through(&mut up, &mut down, tone));
            if at >= length {
                let turn = std::f64::consts::TAU * share * at as f64;
                sums[0] += f64::from(out) * num_complex::Complex64::cis(-turn);
                // The image lies at one less this share of the outer rate.
                for (half, sample) in pair.into_iter().enumerate() {
                    let time = at as f64 + 0.5 * half as f64;
                    let turn = std::f64::consts::TAU * (1.0 - share) * time;
                    sums[1] += 0.5 * f64::from(sample) * num_complex::Complex64::cis(-turn);
                }
            }
        }
        sums.map(|sum| 20.0 * (2.0 * sum.norm() / length as f64).log10())
    }

    #[test]
    fn flat_within_the_band_and_images_are_down() {
        for share in [0.01, 0.1, 0.25, 0.4, 0.45] {
            let [passed, image] = through((share * 4096.0_f64).round() / 4096.0);
            assert!(passed.abs() < 0.01, "{passed} dB at {share}");
            assert!(image < -70.0, "image of {image} dB at {share}");
        }
    }
}
