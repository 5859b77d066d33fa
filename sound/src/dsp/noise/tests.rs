use super::*;
use num_complex::Complex64;
use std::f64::consts::TAU;

const MANY: usize = 1_000_000;

fn moments(draw: impl FnMut() -> f32) -> (f64, f64) {
    let values: Vec<f64> = std::iter::repeat_with(draw)
        .take(MANY)
        .map(f64::from)
        .collect();
    let mean = values.iter().sum::<f64>() / MANY as f64;
    let square = values.iter().map(|x| x * x).sum::<f64>() / MANY as f64;
    (mean, square.sqrt())
}

#[test]
fn equals_the_reference_generator() {
    // The check output that comes with the reference implementation, for seed 42, stream 54.
    let mut noise = Noise::with_stream(42, 54);
    let expected = [
        0xa15c_02b7,
        0x7b47_f409,
        0xba1d_3330,
        0x83d2_f293,
        0xbfa4_784b,
        0xcbed_606e_u32,
    ];
    assert_eq!([(); 6].map(|()| noise.bits()), expected);
}

#[test]
fn one_seed_one_stream() {
    let stream = |seed| {
        let mut noise = Noise::new(seed);
        let mut pink = Pink::new(seed, 48_000.0);
        (0..100)
            .map(|_| noise.white() + noise.gaussian() + pink.tick())
            .collect::<Vec<f32>>()
    };
    assert_eq!(stream(7), stream(7));
    assert_ne!(stream(7), stream(8));
    assert_ne!(stream(0), stream(1));
}

#[test]
fn levels_are_one_and_spreads_as_stated() {
    // The mean of a million draws strays by 0.001 (one standard deviation), the RMS by 0.0007 at
    // most.
    let mut noise = Noise::new(1);
    let (mean, rms) = moments(|| noise.white());
    assert!(mean.abs() < 0.004 && (rms - 1.0).abs() < 0.003);
    let (mean, rms) = moments(|| noise.gaussian());
    assert!(mean.abs() < 0.004 && (rms - 1.0).abs() < 0.003);
    let beyond = (0..MANY).filter(|_| noise.gaussian().abs() > 2.0).count() as f64;
    // 4.55 % of a normal spread lies beyond two standard deviations.
    assert!((beyond / MANY as f64 - 0.0455).abs() < 0.001);
    assert!((0..MANY).all(|_| noise.white().abs() <= 1.732_051));
    assert!((0..MANY).all(|_| (0.0..1.0).contains(&noise.uniform())));
}

#[test]
fn white_noise_does_not_repeat_what_it_said() {
    let mut noise = Noise::new(3);
    let values: Vec<f64> = (0..MANY).map(|_| f64::from(noise.white())).collect();
    for lag in [1, 2, 3, 64, 1000, 65_536] {
        let products = values.iter().zip(&values[lag..]).map(|(a, b)| a * b);
        // One standard deviation is 0.001.
        assert!(
            (products.sum::<f64>() / (MANY - lag) as f64).abs() < 0.005,
            "lag {lag}"
        );
    }
}

#[test]
fn pink_noise_falls_by_three_decibels_per_octave_and_has_a_level_of_one() {
    for rate in [8000.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0, 768_000.0] {
        let pink = Pink::new(1, rate);
        let level_db = |f: f64| {
            let turn = Complex64::from_polar(1.0, -TAU * f / rate);
            let parts = pink
                .parts
                .iter()
                .map(|[pole, share, _]| share / (1.0 - pole * turn));
            let response: Complex64 = parts.sum::<Complex64>() + pink.direct;
            20.0 * response.norm().log10() + 10.0 * f.log10()
        };
        let top = 20_000_f64.min(0.45 * rate);
        let levels: Vec<f64> = (0..=300)
            .map(|step| level_db(20.0 * (top / 20.0).powf(f64::from(step) / 300.0)))
            .collect();
        let high = levels.iter().copied().fold(f64::MIN, f64::max);
        let low = levels.iter().copied().fold(f64::MAX, f64::min);
        let limit = if rate < 96_000.0 { 0.9 } else { 0.3 };
        assert!((high - low) / 2.0 < limit, "{rate}: {}", (high - low) / 2.0);
        // Parseval, over half the circle and in steps as fine as the lowest pole needs.
        let steps = 2_000_000;
        let power: f64 = (0..steps)
            .map(|step| {
                let f = (f64::from(step) + 0.5) / f64::from(steps) * rate / 2.0;
                10_f64.powf((level_db(f) - 10.0 * f.log10()) / 10.0)
            })
            .sum();
        assert!(
            (power / f64::from(steps) - 1.0).abs() < 1e-3,
            "{rate}: {power}"
        );
    }
    let mut pink = Pink::new(5, 48_000.0);
    let (_, rms) = moments(|| pink.tick());
    // The lowest octaves hold few independent values in twenty seconds.
    assert!((rms - 1.0).abs() < 0.05, "{rms}");
}

#[test]
fn many_numbers_are_those_that_come_one_by_one() {
    let mut many = Noise::with_stream(5, 9);
    let mut single = many.clone();
    for _ in 0..100 {
        let bits: [u32; 3] = many.many_bits();
        assert_eq!(bits, [(); 3].map(|()| single.bits()));
        let white: [f64; 4] = many.many_white();
        assert_eq!(white.map(|x| x as f32), [(); 4].map(|()| single.white()));
    }
}
