use super::*;
use crate::dsp::biquad::{Biquad, Coefficients};
use crate::dsp::noise::Noise;

const RATE: f64 = 48_000.0;

const SHAPES: [Shape; 5] = [
    Shape::LowPass,
    Shape::BandPass,
    Shape::HighPass,
    Shape::Notch,
    Shape::AllPass,
];

fn biquad(shape: Shape, f: f64, q: f64) -> Coefficients {
    match shape {
        Shape::LowPass => Coefficients::lowpass(f, q, RATE),
        Shape::BandPass => Coefficients::bandpass(f, q, RATE),
        Shape::HighPass => Coefficients::highpass(f, q, RATE),
        Shape::Notch => Coefficients::notch(f, q, RATE),
        Shape::AllPass => Coefficients::allpass(f, q, RATE),
    }
}

fn noise(length: usize) -> Vec<f32> {
    let mut noise = Noise::new(3);
    (0..length).map(|_| noise.white()).collect()
}

#[test]
fn sounds_and_responds_like_the_biquad_of_the_same_name() {
    for shape in SHAPES {
        for (f, q) in [(30.0, 0.7), (1000.0, 5.0), (18_000.0, 1.0)] {
            let coefficients = biquad(shape, f, q);
            let mut out = noise(20_000);
            let mut truth = out.clone();
            Svf::new(shape, f, q, RATE, 0).process(&mut out);
            Biquad::new(coefficients).process(&mut truth);
            let worst = out
                .iter()
                .zip(&truth)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(worst < 1e-5, "{shape:?} {f} {worst}");
            for at in [0.0, 30.0, 900.0, 20_000.0, 24_000.0] {
                let stated = Svf::new(shape, f, q, RATE, 0).response(at);
                assert!(
                    (stated - coefficients.response(at, RATE)).norm() < 1e-8,
                    "{shape:?} {at}"
                );
            }
        }
    }
}

#[test]
fn a_sweep_goes_in_octaves_stays_bounded_and_ignores_the_block_size() {
    let run = |length: usize| {
        let mut filter = Svf::new(Shape::LowPass, 100.0, 0.7, RATE, 500);
        let mut out = noise(8000);
        for (at, stretch) in out.chunks_mut(300).enumerate() {
            filter.set(if at.is_multiple_of(2) { 15_000.0 } else { 30.0 }, 4.0);
            stretch
                .chunks_mut(length)
                .for_each(|block| filter.process(block));
        }
        out
    };
    let whole = run(300);
    for length in [1, 7, 64] {
        assert!(run(length) == whole);
    }
    // A Q of 4 makes at most four times the peak of √3 at any one frequency; noise gets less.
    assert!(whole.iter().all(|x| x.abs() < 8.0));
    let mut filter = Svf::new(Shape::LowPass, 100.0, 1.0, RATE, 2);
    filter.set(400.0, 1.0);
    filter.tick(0.0);
    assert!((filter.current()[0].exp() - 200.0).abs() < 1e-9);
    filter.tick(0.0);
    assert!((filter.current()[0].exp() - 400.0).abs() < 1e-9);
    assert!(filter.left == 0);
}

#[test]
fn silence_comes_out_exact_and_nothing_is_subnormal() {
    for shape in SHAPES {
        for (f, q) in [(20.0, 0.5), (20.0, 20.0), (5000.0, 0.7), (23_000.0, 3.0)] {
            let mut filter = Svf::new(shape, f, q, RATE, 0);
            filter.process(&mut noise(5000));
            let mut silence = vec![0.0; 48_000];
            for _ in 0..20 {
                silence.fill(0.0);
                filter.process(&mut silence);
                assert!(silence.iter().all(|x| !x.is_subnormal()));
                assert!(filter.state.iter().all(|x| !x.is_subnormal()));
            }
            assert!(silence.iter().all(|x| *x == 0.0), "{shape:?} {f} {q}");
        }
    }
}

#[test]
fn no_argument_makes_it_unstable() {
    for f in [f64::NAN, -1.0, 0.0, 24_000.0, 1e12, f64::INFINITY] {
        for q in [f64::NAN, 0.0, -3.0, 1e9] {
            let mut filter = Svf::new(Shape::HighPass, f, q, RATE, 10);
            filter.set(1000.0, 1.0);
            filter.set(f, q);
            let mut out = noise(20_000);
            filter.process(&mut out);
            assert!(
                out.iter().all(|x| x.is_finite() && x.abs() < 1e5),
                "{f} {q}"
            );
        }
    }
}
