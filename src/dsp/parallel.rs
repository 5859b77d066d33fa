//! Responses as sums of a few decaying oscillations whose places never change.
//!
//! A bank of complex one-pole filters is spread over the band as hearing is; any smooth response is
//! then a weighted sum of what they give, and the weights follow from a linear least-squares fit (B.
//! Bank, "Perceptually motivated audio equalization using fixed-pole parallel second-order
//! filters", IEEE Signal Processing Letters 15, 2008). Since the poles stay, one bank serves several
//! outputs ([`Split`]) or inputs ([`Join`]) at once, and a change of response needs no new memory.
//!
//! Good for what bends gently: with eight poles some 0.5 dB rms for a driver's inner signals from
//! 20 Hz to 16 kHz, and up to 3 dB on a sharp resonance.

use num_complex::Complex64;

use super::simd::{multiply_add_one, Simd};

/// How many poles a bank has.
pub const POLES: usize = 8;

/// Where they are, Hz; at low sample rates all move down together.
const PLACES_HZ: [f64; POLES] = [40.0, 250.0, 900.0, 1700.0, 2900.0, 4700.0, 7500.0, 12_500.0];

/// The highest place, as a share of the sample rate.
const HIGHEST: f64 = 0.38;

/// Weights of a response: two a pole, and two taps without memory.
const WEIGHTS: usize = 2 * POLES + 2;

/// What keeps the fit from leaning on differences of large weights, relative to its diagonal.
const RIDGE: f64 = 1e-9;

/// States below this are nothing: −300 dB.
const NOTHING: f32 = 1e-15;

/// The poles of a bank at one sample rate.
#[derive(Clone, Debug)]
pub struct Poles {
    sample_rate_hz: f64,
    exact: [Complex64; POLES],
    re: [f32; POLES],
    im: [f32; POLES],
    simd: Simd,
}

/// One response of a bank.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weights {
    re: [f32; POLES],
    im: [f32; POLES],
    direct: [f32; 2],
}

impl Poles {
    /// The poles for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let scale = (HIGHEST * sample_rate_hz / PLACES_HZ[POLES - 1]).min(1.0);
        let place = |at: usize| PLACES_HZ[at] * scale;
        let exact = std::array::from_fn(|at| {
            let below = if at > 0 {
                place(at - 1)
            } else {
                place(0) * place(0) / place(1)
            };
            let above = if at + 1 < POLES {
                place(at + 1)
            } else {
                place(at) * place(at) / place(at - 1)
            };
            // As wide as the way to the middle (in octaves) of both neighbours.
            let width_hz = (place(at) * above).sqrt() - (place(at) * below).sqrt();
            let decay = -std::f64::consts::PI * width_hz;
            let turn = std::f64::consts::TAU * place(at);
            (Complex64::new(decay, turn) / sample_rate_hz).exp()
        });
        Self {
            sample_rate_hz,
            exact,
            re: exact.map(|pole| pole.re as f32),
            im: exact.map(|pole| pole.im as f32),
            simd: Simd::detect(),
        }
    }

    /// Samples in which the slowest pole dies away by `nepers`.
    #[must_use]
    pub fn decay_samples(&self, nepers: f64) -> f64 {
        let slowest = self
            .exact
            .iter()
            .map(|pole| pole.norm().ln())
            .fold(f64::MIN, f64::max);
        nepers / -slowest
    }

    /// What each weight contributes at a frequency in Hz.
    fn basis(&self, frequency_hz: f64) -> [Complex64; WEIGHTS] {
        let back = Complex64::cis(-std::f64::consts::TAU * frequency_hz / self.sample_rate_hz);
        let mut basis = [Complex64::ONE; WEIGHTS];
        for (pole, pair) in self.exact.iter().zip(basis.chunks_exact_mut(2)) {
            let (a, b) = ((1.0 - pole * back).inv(), (1.0 - pole.conj() * back).inv());
            pair[0] = 0.5 * (a + b);
            pair[1] = Complex64::I * 0.5 * (a - b);
        }
        basis[WEIGHTS - 1] = back;
        basis
    }

    /// The weights whose response is nearest to the targets: frequency in Hz, value there, and how
    /// much a deviation there counts. Allocates.
    #[must_use]
    pub fn fit(&self, targets: &[(f64, Complex64, f64)]) -> Weights {
        let mut normal = [[0.0; WEIGHTS]; WEIGHTS];
        let mut right = [0.0; WEIGHTS];
        for &(frequency_hz, target, weight) in targets {
            let basis = self.basis(frequency_hz).map(|value| value * weight);
            let target = target * weight;
            for (row, a) in basis.iter().enumerate() {
                for (sum, b) in normal[row].iter_mut().zip(&basis[..=row]) {
                    *sum += a.re * b.re + a.im * b.im;
                }
                right[row] += a.re * target.re + a.im * target.im;
            }
        }
        let trace: f64 = (0..WEIGHTS).map(|at| normal[at][at]).sum();
        for (at, row) in normal.iter_mut().enumerate() {
            row[at] += RIDGE * trace / WEIGHTS as f64;
        }
        let solved = solve(normal, right);
        let mut weights = Weights::default();
        for at in 0..POLES {
            weights.re[at] = solved[2 * at] as f32;
            weights.im[at] = solved[2 * at + 1] as f32;
        }
        weights.direct = [solved[WEIGHTS - 2] as f32, solved[WEIGHTS - 1] as f32];
        weights
    }

    /// The response of some weights at a frequency in Hz.
    #[must_use]
    pub fn response(&self, weights: &Weights, frequency_hz: f64) -> Complex64 {
        let basis = self.basis(frequency_hz);
        let mut sum = basis[WEIGHTS - 2] * f64::from(weights.direct[0])
            + basis[WEIGHTS - 1] * f64::from(weights.direct[1]);
        for at in 0..POLES {
            sum += basis[2 * at] * f64::from(weights.re[at])
                + basis[2 * at + 1] * f64::from(weights.im[at]);
        }
        sum
    }
}

/// Solves a symmetric positive definite system, given by its lower half, by Cholesky decomposition.
/// What is not definite (no targets) gives zeros.
fn solve(mut lower: [[f64; WEIGHTS]; WEIGHTS], mut x: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    for row in 0..WEIGHTS {
        for col in 0..=row {
            let before: f64 = (0..col).map(|k| lower[row][k] * lower[col][k]).sum();
            let rest = lower[row][col] - before;
            if row != col {
                lower[row][col] = rest / lower[col][col];
            } else if rest > 0.0 {
                lower[row][row] = rest.sqrt();
            } else {
                return [0.0; WEIGHTS];
            }
        }
    }
    for row in 0..WEIGHTS {
        let before: f64 = (0..row).map(|k| lower[row][k] * x[k]).sum();
        x[row] = (x[row] - before) / lower[row][row];
    }
    for row in (0..WEIGHTS).rev() {
        let after: f64 = (row + 1..WEIGHTS).map(|k| lower[k][row] * x[k]).sum();
        x[row] = (x[row] - after) / lower[row][row];
    }
    x
}

/// The memory of a bank.
#[derive(Clone, Copy, Debug, Default)]
struct Bank {
    re: [f32; POLES],
    im: [f32; POLES],
}

impl Bank {
    /// One sample further, with what comes in at each pole.
    #[inline(always)]
    fn turn<const FUSED: bool>(&mut self, poles: &Poles, re: [f32; POLES], im: [f32; POLES]) {
        let (old_re, old_im) = (self.re, self.im);
        for at in 0..POLES {
            let new = multiply_add_one::<FUSED>(-poles.im[at], old_im[at], re[at]);
            self.re[at] = multiply_add_one::<FUSED>(poles.re[at], old_re[at], new);
            let new = multiply_add_one::<FUSED>(poles.im[at], old_re[at], im[at]);
            self.im[at] = multiply_add_one::<FUSED>(poles.re[at], old_im[at], new);
        }
    }

    /// Drops what has died away, before it gets so small that it slows a processor down. True when
    /// nothing is left. To be called every 64 samples or sooner.
    fn settle(&mut self) -> bool {
        let mut left = false;
        for state in self.re.iter_mut().chain(&mut self.im) {
            if state.abs() < NOTHING {
                *state = 0.0;
            }
            left |= *state != 0.0;
        }
        !left
    }
}

/// The sum of eight numbers, always in the same order.
#[inline(always)]
fn sum(values: [f32; POLES]) -> f32 {
    let [a, b, c, d, e, f, g, h] = values;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// One input, several outputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Split {
    bank: Bank,
    inputs: [f32; 2],
}

impl Split {
    /// What each of the responses makes of a run of input, for two channels side by side: as many
    /// outputs as weights, each as long as the inputs.
    #[inline]
    pub fn process(
        pair: &mut [Self; 2],
        poles: &Poles,
        inputs: [&[f32]; 2],
        weights: [&[&Weights]; 2],
        outs: [&mut [&mut [f32]]; 2],
    ) {
        poles.simd.split_bank(pair, poles, inputs, weights, outs);
    }

    #[inline(always)]
    fn take<const FUSED: bool>(&mut self, poles: &Poles, input: f32) {
        self.bank.turn::<FUSED>(poles, [input; POLES], [0.0; POLES]);
        self.inputs = [input, self.inputs[0]];
    }

    #[inline(always)]
    fn read<const FUSED: bool>(&self, weights: &Weights) -> f32 {
        let mut parts = [0.0; POLES];
        for (at, part) in parts.iter_mut().enumerate() {
            let turned = -(weights.im[at] * self.bank.im[at]);
            *part = multiply_add_one::<FUSED>(weights.re[at], self.bank.re[at], turned);
        }
        sum(parts) + (weights.direct[0] * self.inputs[0] + weights.direct[1] * self.inputs[1])
    }

    /// As `Bank::settle`.
    pub fn settle(&mut self) -> bool {
        self.bank.settle() && self.inputs == [0.0; 2]
    }
}

#[inline(always)]
pub(super) fn split_bank_body<const FUSED: bool>(
    pair: &mut [Split; 2],
    poles: &Poles,
    inputs: [&[f32]; 2],
    weights: [&[&Weights]; 2],
    outs: [&mut [&mut [f32]]; 2],
) {
    for (channel, outs) in outs.into_iter().enumerate() {
        let mut state = pair[channel];
        for (at, input) in inputs[channel].iter().enumerate() {
            state.take::<FUSED>(poles, *input);
            for (out, weights) in outs.iter_mut().zip(weights[channel]) {
                if let Some(out) = out.get_mut(at) {
                    *out = state.read::<FUSED>(weights);
                }
            }
        }
        pair[channel] = state;
    }
}

#[inline(always)]
pub(super) fn join_bank_body<const FUSED: bool>(
    pair: &mut [Join; 2],
    poles: &Poles,
    inputs: [&[&[f32]]; 2],
    weights: [&[&Weights]; 2],
    outs: [&mut [f32]; 2],
) {
    let mut states = *pair;
    for at in 0..outs[0].len().min(outs[1].len()) {
        for channel in 0..2 {
            let state = &mut states[channel];
            let (mut re, mut im) = ([0.0; POLES], [0.0; POLES]);
            let mut straight = [state.straight[1], 0.0];
            for (input, weights) in inputs[channel].iter().zip(weights[channel]) {
                let input = input.get(at).copied().unwrap_or(0.0);
                for at in 0..POLES {
                    re[at] = multiply_add_one::<FUSED>(weights.re[at], input, re[at]);
                    im[at] = multiply_add_one::<FUSED>(weights.im[at], input, im[at]);
                }
                straight[0] += weights.direct[0] * input;
                straight[1] += weights.direct[1] * input;
            }
            state.bank.turn::<FUSED>(poles, re, im);
            state.straight = straight;
            outs[channel][at] = sum(state.bank.re) + straight[0];
        }
    }
    *pair = states;
}

/// Several inputs, one output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Join {
    bank: Bank,
    /// What goes straight through, now and with the next sample.
    straight: [f32; 2],
}

impl Join {
    /// The sum of what the responses make of their inputs, for a run of two channels side by side:
    /// as many inputs as weights, each as long as the outputs.
    #[inline]
    pub fn process(
        pair: &mut [Self; 2],
        poles: &Poles,
        inputs: [&[&[f32]]; 2],
        weights: [&[&Weights]; 2],
        outs: [&mut [f32]; 2],
    ) {
        poles.simd.join_bank(pair, poles, inputs, weights, outs);
    }

    /// As `Bank::settle`.
    pub fn settle(&mut self) -> bool {
        for straight in &mut self.straight {
            if straight.abs() < NOTHING {
                *straight = 0.0;
            }
        }
        self.bank.settle() && self.straight == [0.0; 2]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A low-pass with a resonance, as a coil and a diaphragm make it.
    fn target(hz: f64) -> Complex64 {
        let v = hz / 1800.0;
        let resonance = Complex64::new(1.0 - v * v, v / 2.0).inv();
        resonance + Complex64::new(1.0, hz / 900.0).inv()
    }

    fn frequencies() -> impl Iterator<Item = f64> {
        (0..64).map(|n| 15.0 * (16_000.0_f64 / 15.0).powf(f64::from(n) / 63.0))
    }

    fn fitted(poles: &Poles) -> Weights {
        let targets: Vec<_> = frequencies()
            .map(|f| (f, target(f), 1.0 / target(f).norm()))
            .collect();
        poles.fit(&targets)
    }

    #[test]
    fn gentle_responses_are_met_at_any_rate() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0, 768_000.0] {
            let poles = Poles::new(rate_hz);
            let weights = fitted(&poles);
            for f in frequencies().filter(|f| *f < 12_000.0) {
                let off = 20.0 * (poles.response(&weights, f) / target(f)).norm().log10();
                assert!(off.abs() < 1.5, "{rate_hz}: {off} dB at {f} Hz");
            }
        }
    }

    /// What is heard is what the weights say, both ways round.
    #[test]
    fn the_response_is_the_spectrum_of_the_impulse() {
        let rate_hz = 48_000.0;
        let poles = Poles::new(rate_hz);
        let weights = fitted(&poles);
        let (mut splits, mut joins) = ([Split::default(); 2], [Join::default(); 2]);
        let length = 24_000;
        let mut input = vec![0.0; length];
        input[0] = 1.0;
        let (mut split_out, mut join_out) = (vec![0.0; length], vec![0.0; length]);
        let silent = vec![0.0; length];
        let mut rest = vec![0.0; length];
        Split::process(
            &mut splits,
            &poles,
            [&silent, &input],
            [&[], &[&weights]],
            [&mut [], &mut [&mut split_out]],
        );
        Join::process(
            &mut joins,
            &poles,
            [&[&input], &[]],
            [&[&weights], &[]],
            [&mut join_out, &mut rest],
        );
        assert!(rest.iter().all(|x| *x == 0.0));
        let impulses = [split_out, join_out];
        for f in [50.0, 700.0, 1800.0, 9000.0] {
            let expected = poles.response(&weights, f);
            for impulse in &impulses {
                let heard: Complex64 = (impulse.iter().enumerate())
                    .map(|(at, sample)| {
                        let turn = -std::f64::consts::TAU * f / rate_hz * at as f64;
                        f64::from(*sample) * Complex64::cis(turn)
                    })
                    .sum();
                assert!((heard - expected).norm() < 1e-3 * expected.norm(), "{f} Hz");
            }
        }
    }

    #[test]
    fn silence_comes_to_rest() {
        let poles = Poles::new(48_000.0);
        let mut splits = [Split::default(); 2];
        let run = |splits: &mut [Split; 2], input: &[f32]| {
            Split::process(splits, &poles, [input; 2], [&[]; 2], [&mut [], &mut []]);
        };
        run(&mut splits, &[1.0]);
        let samples = poles.decay_samples((1.0 / f64::from(NOTHING)).ln()) as usize;
        for _ in 0..samples / 32 + 2 {
            run(&mut splits, &[0.0; 32]);
            splits.iter_mut().for_each(|split| {
                split.settle();
            });
            let split = &splits[0];
            let states = split.bank.re.iter().chain(&split.bank.im);
            assert!(states.into_iter().all(|state| !state.is_subnormal()));
        }
        assert!(splits[0].settle());
    }
}
