use super::*;
use crate::dsp::noise::Noise;
use num_complex::Complex64;
use std::f64::consts::{FRAC_1_SQRT_2, TAU};

const RATE: f64 = 48_000.0;

fn db(response: Complex64) -> f64 {
    20.0 * response.norm().log10()
}

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() < tolerance, "{a} is not {b}");
}

fn all() -> Vec<Coefficients> {
    let mut all = Vec::new();
    for f in [20.0, 1000.0, 20_000.0] {
        for q in [0.3, FRAC_1_SQRT_2, 12.0] {
            all.push(Coefficients::lowpass(f, q, RATE));
            all.push(Coefficients::highpass(f, q, RATE));
            all.push(Coefficients::bandpass(f, q, RATE));
            all.push(Coefficients::notch(f, q, RATE));
            all.push(Coefficients::allpass(f, q, RATE));
            for gain_db in [-20.0, 9.0] {
                all.push(Coefficients::peak(f, q, gain_db, RATE));
                all.push(Coefficients::low_shelf(f, q, gain_db, RATE));
                all.push(Coefficients::high_shelf(f, q, gain_db, RATE));
                all.push(Coefficients::low_shelf_1(f, gain_db, RATE));
                all.push(Coefficients::high_shelf_1(f, gain_db, RATE));
            }
        }
        all.push(Coefficients::lowpass_1(f, RATE));
        all.push(Coefficients::highpass_1(f, RATE));
    }
    all
}

/// Response of the analog prototype at `f` with its corner at `corner`, by the bilinear transform's
/// warping of the frequency axis.
fn prototype(f: f64, corner: f64, shape: impl Fn(Complex64) -> Complex64) -> Complex64 {
    let warp = |f: f64| (std::f64::consts::PI * f / RATE).tan();
    shape(Complex64::new(0.0, warp(f) / warp(corner)))
}

#[test]
fn shapes_equal_their_analog_prototypes() {
    let (corner, q, gain_db) = (1200.0, 1.7, 8.0);
    let a = 10_f64.powf(gain_db / 40.0);
    let low = Coefficients::lowpass(corner, q, RATE);
    let high = Coefficients::highpass(corner, q, RATE);
    let band = Coefficients::bandpass(corner, q, RATE);
    let notch = Coefficients::notch(corner, q, RATE);
    let all = Coefficients::allpass(corner, q, RATE);
    let peak = Coefficients::peak(corner, q, gain_db, RATE);
    let low_shelf = Coefficients::low_shelf(corner, q, gain_db, RATE);
    let high_shelf = Coefficients::high_shelf(corner, q, gain_db, RATE);
    for f in [11.0, 300.0, 1200.0, 1300.0, 6000.0, 21_000.0] {
        let equal = |filter: &Coefficients, shape: &dyn Fn(Complex64) -> Complex64| {
            let difference = filter.response(f, RATE) - prototype(f, corner, shape);
            assert!(difference.norm() < 1e-9, "{filter:?} at {f}");
        };
        equal(&low, &|s| 1.0 / (s * s + s / q + 1.0));
        equal(&high, &|s| s * s / (s * s + s / q + 1.0));
        equal(&band, &|s| s / q / (s * s + s / q + 1.0));
        equal(&notch, &|s| (s * s + 1.0) / (s * s + s / q + 1.0));
        equal(&all, &|s| (s * s - s / q + 1.0) / (s * s + s / q + 1.0));
        equal(&peak, &|s| {
            (s * s + s * a / q + 1.0) / (s * s + s / (a * q) + 1.0)
        });
        let r = a.sqrt() / q;
        equal(&low_shelf, &|s| {
            a * (s * s + s * r + a) / (a * s * s + s * r + 1.0)
        });
        equal(&high_shelf, &|s| {
            a * (a * s * s + s * r + 1.0) / (s * s + s * r + a)
        });
    }
}

#[test]
fn first_order_shapes_equal_their_analog_prototypes() {
    let (corner, gain_db) = (3000.0, -7.0);
    let g = 10_f64.powf(gain_db / 20.0);
    let r = g.sqrt();
    for f in [0.001, 11.0, 3000.0, 9000.0, 23_999.0] {
        let equal = |filter: Coefficients, shape: &dyn Fn(Complex64) -> Complex64| {
            let difference = filter.response(f, RATE) - prototype(f, corner, shape);
            assert!(difference.norm() < 1e-9, "{filter:?} at {f}");
        };
        equal(Coefficients::lowpass_1(corner, RATE), &|s| 1.0 / (s + 1.0));
        equal(Coefficients::highpass_1(corner, RATE), &|s| s / (s + 1.0));
        equal(Coefficients::low_shelf_1(corner, gain_db, RATE), &|s| {
            (s + r) / (s + 1.0 / r)
        });
        equal(Coefficients::high_shelf_1(corner, gain_db, RATE), &|s| {
            (g * s + r) / (s + r)
        });
    }
    close(
        db(Coefficients::low_shelf_1(corner, gain_db, RATE).response(corner, RATE)),
        -3.5,
        1e-9,
    );
    close(
        db(Coefficients::high_shelf_1(corner, gain_db, RATE).response(corner, RATE)),
        -3.5,
        1e-9,
    );
    close(
        db(Coefficients::high_shelf_1(corner, gain_db, RATE).response(1e-3, RATE)),
        0.0,
        1e-9,
    );
}

#[test]
fn the_running_filter_has_the_response_it_states() {
    for coefficients in all() {
        let mut filter = Biquad::new(coefficients);
        // At the two lowest corners an impulse rings for long; 64 bits carry it.
        let length = 400_000;
        let impulse: Vec<f64> = (0..length)
            .map(|n| filter.tick_f64(f64::from(u8::from(n == 0))))
            .collect();
        for f in [30.0, 997.0, 15_000.0] {
            let turn = Complex64::from_polar(1.0, -TAU * f / RATE);
            let measured = impulse
                .iter()
                .rev()
                .fold(Complex64::ZERO, |sum, x| sum * turn + x);
            let stated = coefficients.response(f, RATE);
            assert!((measured - stated).norm() < 1e-6, "{coefficients:?} at {f}");
        }
    }
}

#[test]
fn no_argument_gives_an_unstable_filter() {
    for f in [f64::NAN, -5.0, 0.0, 1e-9, 24_000.0, 1e9, f64::INFINITY] {
        for q in [0.0, -1.0, f64::NAN, 1e3] {
            for c in [
                Coefficients::lowpass(f, q, RATE),
                Coefficients::highpass(f, q, RATE),
                Coefficients::low_shelf(f, q, 20.0, RATE),
                Coefficients::peak(f, q, -20.0, RATE),
            ] {
                // Jury's conditions for a second-order denominator.
                assert!(c.a2.abs() < 1.0 && c.a1.abs() < 1.0 + c.a2, "{f} {q} {c:?}");
            }
        }
    }
}

#[test]
fn block_size_does_not_matter_and_silence_comes_out_exact() {
    for coefficients in all() {
        let mut noise = Noise::new(1);
        let input: Vec<f32> = (0..5000).map(|_| noise.white()).collect();
        let mut whole = input.clone();
        let mut filter = Biquad::new(coefficients);
        filter.process(&mut whole);
        let mut split = input.clone();
        let mut again = Biquad::new(coefficients);
        split.chunks_mut(37).for_each(|block| again.process(block));
        assert!(whole == split);
        let mut silence = vec![0.0; 48_000];
        let mut zero = false;
        for _ in 0..40 {
            silence.fill(0.0);
            filter.process(&mut silence);
            assert!(silence.iter().all(|x| !x.is_subnormal()));
            assert!(filter.state.iter().all(|x| !x.is_subnormal()));
            zero = silence.iter().all(|x| *x == 0.0);
        }
        assert!(zero, "{coefficients:?}");
        filter.reset();
        let mut fresh = input.clone();
        filter.process(&mut fresh);
        assert!(fresh == whole);
    }
}

#[test]
fn a_pair_is_two_single_filters() {
    let mut noise = Noise::new(1);
    let input: Vec<f32> = (0..500).map(|_| noise.white()).collect();
    let designs = [
        Coefficients::lowpass(900.0, 2.0, RATE),
        Coefficients::highpass_1(90.0, RATE),
    ];
    let mut pair = designs.map(Biquad::new);
    let (mut left, mut right) = (input.clone(), input.clone());
    process_pair(&mut pair, [&mut left, &mut right]);
    for (design, out) in designs.into_iter().zip([left, right]) {
        let mut single = input.clone();
        Biquad::new(design).process(&mut single);
        assert!(single == out);
    }
}
