use super::*;
use crate::dsp::noise::Noise;
use num_complex::Complex64;
use std::f64::consts::TAU;

fn noise(length: usize) -> Vec<f32> {
    let mut noise = Noise::new(5);
    (0..length).map(|_| noise.white()).collect()
}

fn delayed(delay_samples: f64, mut samples: Vec<f32>) -> Vec<f32> {
    let mut delay = Delay::new(2000, 0);
    delay.set(delay_samples);
    delay.process(&mut samples);
    samples
}

#[test]
fn whole_delays_are_exact_copies() {
    let input = noise(3000);
    for samples in [0, 1, 2, 14, 15, 63, 64, 65, 240, 1999, 2000] {
        let out = delayed(samples as f64, input.clone());
        assert!(out[..samples].iter().all(|x| *x == 0.0));
        assert!(out[samples..] == input[..3000 - samples], "{samples}");
    }
}

/// Worst error of level in dB and of delay in samples, up to a share of the sample rate.
fn errors(delay_samples: f64, up_to: f64) -> (f64, f64) {
    let mut impulse = vec![0.0; 2200];
    impulse[0] = 1.0;
    let impulse = delayed(delay_samples, impulse);
    let mut worst = (0.0_f64, 0.0_f64);
    for step in 1..=200 {
        let share = up_to * f64::from(step) / 200.0;
        let response: Complex64 = impulse
            .iter()
            .enumerate()
            .map(|(n, x)| {
                f64::from(*x) * Complex64::from_polar(1.0, TAU * share * (delay_samples - n as f64))
            })
            .sum();
        worst.0 = worst.0.max((20.0 * response.norm().log10()).abs());
        worst.1 = worst.1.max((response.arg() / (TAU * share)).abs());
    }
    worst
}

#[test]
fn fractional_delays_keep_level_and_time() {
    for delay_samples in [15.5, 15.01, 16.25, 100.5, 333.333, 1999.9] {
        let (level_db, time_samples) = errors(delay_samples, 0.4);
        assert!(
            level_db < 0.01 && time_samples < 1e-3,
            "{delay_samples}: {level_db} dB, {time_samples}"
        );
    }
    // The nearer to no delay, the lower the frequency up to which that holds.
    for (delay_samples, up_to) in [
        (0.5, 0.015),
        (1.5, 0.07),
        (3.25, 0.15),
        (7.5, 0.2),
        (14.9, 0.3),
    ] {
        let (level_db, time_samples) = errors(delay_samples, up_to);
        assert!(
            level_db < 0.01 && time_samples < 1e-3,
            "{delay_samples}: {level_db} dB, {time_samples}"
        );
    }
}

#[test]
fn short_fractional_delays_are_lagrange_interpolated() {
    let impulse = |delay_samples| {
        let mut impulse = vec![0.0; 6];
        impulse[0] = 1.0;
        delayed(delay_samples, impulse)
    };
    assert_eq!(impulse(0.25), [0.75, 0.25, 0.0, 0.0, 0.0, 0.0]);
    // The cubic through four samples, half-way.
    assert_eq!(impulse(1.5), [-0.0625, 0.5625, 0.5625, -0.0625, 0.0, 0.0]);
    let quintic = [3.0, -25.0, 150.0, 150.0, -25.0, 3.0].map(|x| x / 256.0);
    for (weight, expected) in impulse(2.5).into_iter().zip(quintic) {
        assert!((f64::from(weight) - expected).abs() < 1e-7);
    }
}

#[test]
fn a_change_cross_fades_between_the_two_times() {
    let input = noise(3000);
    let (from, to, at, fade) = (100, 457, 700, 333);
    let mut delay = Delay::new(500, fade);
    delay.set_now(from as f64);
    let mut out = input.clone();
    delay.process(&mut out[..at]);
    delay.set(to as f64);
    delay.process(&mut out[at..]);
    let past = |n: usize, d: usize| n.checked_sub(d).map_or(0.0, |n| f64::from(input[n]));
    for (n, out) in out.iter().enumerate() {
        let progress = ((n + 1).saturating_sub(at) as f64 / fade as f64).min(1.0);
        let share = progress.powi(3) * (progress * (6.0 * progress - 15.0) + 10.0);
        let truth = past(n, from) + share * (past(n, to) - past(n, from));
        assert!((f64::from(*out) - truth).abs() < 1e-6, "{n}");
    }
}

#[test]
fn changes_during_a_fade_wait_and_block_size_does_not_matter() {
    let input = noise(6000);
    let run = |length: usize| {
        let mut delay = Delay::new(500, 333);
        let mut out = input.clone();
        for (at, stretch) in out.chunks_mut(700).enumerate() {
            delay.set(at as f64 * 31.7);
            delay.set(5.0);
            delay.set(at as f64 * 41.3);
            stretch
                .chunks_mut(length)
                .for_each(|block| delay.process(block));
        }
        assert_eq!(delay.delay_samples(), 8.0 * 41.3);
        out
    };
    let whole = run(6000);
    for length in [1, 13, 64, 65, 480] {
        assert!(run(length) == whole, "{length}");
    }
}

#[test]
fn out_of_range_is_held_and_reset_forgets() {
    let mut delay = Delay::new(100, 10);
    for (asked, held) in [(-1.0, 0.0), (1e9, 100.0), (f64::NAN, 0.0)] {
        delay.set_now(asked);
        assert_eq!(delay.delay_samples(), held);
    }
    delay.set_now(50.0);
    delay.process(&mut noise(200));
    delay.set(20.0);
    delay.process(&mut [1.0; 5]);
    delay.reset();
    let mut out = [1.0; 30];
    delay.process(&mut out);
    assert!(out[..20].iter().all(|x| *x == 0.0) && out[20..].iter().all(|x| *x == 1.0));
    delay.process(&mut [1e-39; 200]);
    let mut quiet = [1e-39; 200];
    delay.process(&mut quiet);
    assert!(quiet.iter().all(|x| *x == 0.0));
}
