use super::*;
use crate::dsp::f32x8::{F32x8, Kernel, Simd};

const RUN: usize = 32;

/// A response drawn from a bank and mixed into one, of both ears.
struct Through<'a> {
    split: &'a mut FanOut,
    join: &'a mut FanIn<1>,
    poles: &'a Poles,
    weights: &'a Weights,
    input: &'a [[f32; 2]],
}

impl Kernel for Through<'_> {
    type Output = [Vec<[f32; 2]>; 2];

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
        let none = Weights::default();
        let drawn = OutputWeights::new([&none, &none, self.weights, self.weights]);
        let mixed = InputWeights::new([self.weights, self.weights, &none, &none]);
        let mut outs = [Vec::new(), Vec::new()];
        for input in self.input.chunks(RUN) {
            let mut split = self.split.running::<V>(proof, self.poles);
            let mut join = self.join.running::<V, 1>(proof, self.poles);
            for [l, r] in input {
                split.take(proof, &[*l, *r]);
                let mut drew = [0.0; 8];
                split.draw(proof, &drawn).store(&mut drew);
                outs[0].push([drew[6], drew[7]]);
                let both = V::load(proof, &[*l, *r, *r, *l, *l, *r, *r, *l]);
                outs[1].push(join.tick::<2>(proof, [&mixed], [both]));
            }
            self.split.keep(&split, input[input.len() - 1]);
            self.join.keep(&join);
        }
        outs
    }
}

struct Settled<'a>(&'a mut FanOut);

impl Kernel for Settled<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) -> bool {
        self.0.settle::<V>(proof)
    }
}

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

/// The rendered response equals that of the weights, in both directions.
#[test]
fn the_response_is_the_spectrum_of_the_impulse() {
    let rate_hz = 48_000.0;
    let poles = Poles::new(rate_hz);
    let weights = fitted(&poles);
    let length = 24_000;
    let mut input = vec![[0.0; 2]; length];
    input[0][1] = 1.0;
    let through = Simd::detect().run(Through {
        split: &mut FanOut::default(),
        join: &mut FanIn::default(),
        poles: &poles,
        weights: &weights,
        input: &input,
    });
    let impulses = through.map(|both| {
        assert!(both.iter().all(|ears| ears[0] == 0.0));
        both.into_iter().map(|ears| ears[1]).collect::<Vec<f32>>()
    });
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
    let (mut split, mut join) = (FanOut::default(), FanIn::default());
    let mut run = |input: &[[f32; 2]]| {
        Simd::detect().run(Through {
            split: &mut split,
            join: &mut join,
            poles: &poles,
            weights: &fitted(&poles),
            input,
        });
        assert!(split.holds_no_subnormal());
        Simd::detect().run(Settled(&mut split))
    };
    run(&[[1.0; 2]]);
    let samples = poles.decay_samples((1.0_f64 / 1e-15).ln()) as usize;
    for _ in 0..samples / RUN + 2 {
        run(&[[0.0; 2]; RUN]);
    }
    assert!(run(&[[0.0; 2]; RUN]));
}
