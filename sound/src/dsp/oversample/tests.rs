use super::*;
use crate::dsp::noise::Noise;
use num_complex::Complex64;
use std::f64::consts::TAU;

const FACTORS: [Factor; 2] = [Factor::Two, Factor::Four];

fn noise(length: usize) -> Vec<f32> {
    let mut noise = Noise::new(3);
    (0..length).map(|_| noise.white()).collect()
}

/// Level and phase of one frequency (a share of the rate) under a Blackman-Harris window, after
/// the filters have settled.
fn tone(samples: &[f32], share: f64) -> Complex64 {
    let settled = &samples[1000..];
    let length = settled.len() as f64;
    let mut sum = Complex64::ZERO;
    let mut weight = 0.0;
    for (n, x) in settled.iter().enumerate() {
        let place = TAU * n as f64 / length;
        let window = 0.35875 - 0.48829 * place.cos() + 0.14128 * (2.0 * place).cos()
            - 0.01168 * (3.0 * place).cos();
        sum +=
            window * f64::from(*x) * Complex64::from_polar(1.0, -TAU * share * (n + 1000) as f64);
        weight += window;
    }
    2.0 * sum / weight
}

fn sine(share: f64, length: usize) -> Vec<f32> {
    (0..length)
        .map(|n| (TAU * share * n as f64).sin() as f32)
        .collect()
}

fn db(value: Complex64) -> f64 {
    20.0 * value.norm().log10()
}

#[test]
fn the_round_trip_is_flat_and_as_late_as_stated() {
    for factor in FACTORS {
        for share in [0.001, 0.01, 0.1, 0.3, 0.45] {
            let input = sine(share, 9000);
            let mut out = input.clone();
            Oversampler::new(factor).process(&mut out, |_| ());
            let gain = tone(&out, share) / tone(&input, share);
            // Limited by the measurement in 32 bits, not by the filter.
            assert!(
                db(gain).abs() < 1e-4,
                "{factor:?} at {share}: {} dB",
                db(gain)
            );
            if share < 0.01 {
                let late = -gain.arg() / (TAU * share);
                let stated = Oversampler::new(factor).delay_samples();
                assert!((late - stated).abs() < 0.01, "{late} is not {stated}");
            }
        }
    }
}

#[test]
fn images_stay_out_of_the_inner_rate() {
    for factor in FACTORS {
        let times = factor.get();
        for share in [0.02, 0.2, 0.4535] {
            let mut inner = Vec::new();
            let mut out = sine(share, 9000);
            Oversampler::new(factor).process(&mut out, |run| inner.extend_from_slice(run));
            let level = db(tone(&inner, share / times as f64));
            assert!(level.abs() < 1e-4);
            for multiple in 1..=times / 2 {
                for image in [multiple as f64 - share, multiple as f64 + share] {
                    let image = image / times as f64;
                    if image < 0.5 {
                        let level = db(tone(&inner, image));
                        assert!(level < -100.0, "{factor:?}: {share} at {image}: {level} dB");
                    }
                }
            }
        }
    }
}

#[test]
fn products_beyond_the_band_do_not_fold_into_it() {
    for factor in FACTORS {
        // A cube turns f into f and 3 f, a square into 0 and 2 f. Each is chosen to land beyond
        // half the outer rate and inside half the inner one, and so to fold to 1 − that.
        for (share, order) in [
            (0.19, 3),
            (0.21, 3),
            (0.31, 3),
            (0.33, 3),
            (0.3, 2),
            (0.45, 2),
        ] {
            let product = share * f64::from(order);
            if product < 1.0 - 0.4535 || product > factor.get() as f64 / 2.0 {
                continue;
            }
            let mut out = sine(share, 9000);
            Oversampler::new(factor).process(&mut out, |run| {
                run.iter_mut().for_each(|x| *x = x.powi(order));
            });
            let level = db(tone(&out, 1.0 - product));
            assert!(
                level < -90.0,
                "{factor:?}: {share} to the {order}: {level} dB"
            );
        }
    }
}

#[test]
fn block_size_does_not_matter_and_reset_is_as_good_as_new() {
    for factor in [Factor::One, Factor::Two, Factor::Four] {
        let bend = |run: &mut [f32]| run.iter_mut().for_each(|x| *x = x.tanh());
        let mut oversampler = Oversampler::new(factor);
        let mut whole = noise(3000);
        oversampler.process(&mut whole, bend);
        for length in [1, 5, 31, 32, 33, 480] {
            oversampler.reset();
            let mut split = noise(3000);
            split
                .chunks_mut(length)
                .for_each(|block| oversampler.process(block, bend));
            assert!(whole == split, "{factor:?} in blocks of {length}");
        }
    }
}

#[test]
fn silence_comes_out_exact_and_nothing_is_subnormal() {
    for factor in FACTORS {
        let mut oversampler = Oversampler::new(factor);
        oversampler.process(&mut noise(3000), |_| ());
        let mut silence = vec![0.0; 3000];
        for _ in 0..10 {
            silence.fill(0.0);
            oversampler.process(&mut silence, |run| {
                assert!(run.iter().all(|x| !x.is_subnormal()));
            });
            assert!(oversampler.up.holds_no_subnormal());
            assert!(oversampler.up_again.holds_no_subnormal());
        }
        assert!(silence.iter().all(|x| *x == 0.0));
    }
}
