//! The noise of an FM link as the plugin makes it at the audio rate, beside a full simulation of
//! multiplex, modulator, complex baseband, discriminator and decoder, and both beside the theory.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::fm;
use super::measure;
use std::f64::consts::TAU;

use bodypack::radio::emphasis::{FirstOrder, Shape};
use bodypack::radio::noise::{Carrier, LinkNoise};
use measure::{check, RATES_HZ};
use rustfft::num_complex::Complex64;

const DEVIATION_HZ: f64 = 40_000.0;
const PILOT_SHARE: f64 = 0.91;

fn de_emphasis(time_s: f64) -> impl Fn(f64) -> f64 + Copy {
    move |f| 1.0 / (1.0 + (TAU * f * time_s).powi(2))
}

/// Sum and difference channel of the plugin's noise, as spectra of one second in Hz.
fn product(cnr_db: f64, rate_hz: f64, seed: u64) -> [Vec<Complex64>; 2] {
    let carrier = Carrier::new(cnr_db, 0.0, rate_hz);
    let mut noise = LinkNoise::new(DEVIATION_HZ, rate_hz, seed);
    let length = rate_hz as usize;
    let mut channels = [Vec::new(), Vec::new()];
    for _ in 0..length {
        for (channel, x) in channels.iter_mut().zip(noise.next(&carrier, 0.0)) {
            channel.push(Complex64::from(DEVIATION_HZ * x));
        }
    }
    channels.map(|mut channel| {
        fm::transform(&mut channel, false);
        channel.truncate(fm::BAND.end() + 1);
        channel
            .iter_mut()
            .for_each(|x| *x *= 2_f64.sqrt() / length as f64);
        channel
    })
}

/// Sum and difference channel of the full simulation, without programme.
fn oracle(cnr_db: f64, seed: u64) -> [Vec<Complex64>; 2] {
    fm::decode(&fm::receive(|_| 0.0, cnr_db, seed))
}

/// Ratio in dB of a sine at full deviation to the noise in the sum channel, over some seconds.
fn mono_db(
    make: impl Fn(u64) -> [Vec<Complex64>; 2],
    seconds: u64,
    gain: impl Fn(f64) -> f64 + Copy,
) -> f64 {
    let power: f64 = (0..seconds)
        .map(|seed| fm::power(&make(seed)[0], gain))
        .sum();
    -10.0 * (power / seconds as f64 / (0.5 * DEVIATION_HZ * DEVIATION_HZ)).log10()
}

#[test]
fn fm_mono_noise_above_threshold() {
    // (3/2)(Δf/W)²(B/W)·CNR.
    let flat = |_| 1.0;
    let found = mono_db(|seed| oracle(20.0, seed), 3, flat);
    check("oracle, dB", found, 41.5, 0.3);
    for rate_hz in RATES_HZ {
        let at = |cnr_db| mono_db(|seed| product(cnr_db, rate_hz, seed), 3, flat);
        check("product, dB", at(20.0), 41.5, 0.3);
        check("product slope", (at(40.0) - at(15.0)) / 25.0, 1.0, 0.02);
    }
    let at = |cnr_db| mono_db(|seed| oracle(cnr_db, seed), 3, flat);
    check("oracle slope", (at(40.0) - at(15.0)) / 25.0, 1.0, 0.02);
}

#[test]
fn fm_threshold() {
    let flat = |_| 1.0;
    for (cnr_db, deficit_db) in [(8.0, 2.4), (6.0, 8.4)] {
        let linear_db = 21.53 + cnr_db;
        let found = linear_db - mono_db(|seed| oracle(cnr_db, seed), 8, flat);
        check("oracle deficit, dB", found, deficit_db, 0.8);
        for rate_hz in RATES_HZ {
            let found = linear_db - mono_db(|seed| product(cnr_db, rate_hz, 100 + seed), 8, flat);
            check("product deficit, dB", found, deficit_db, 0.8);
        }
    }
}

/// Clicks in a minute of the plugin's noise: samples beyond half a click.
fn product_clicks(cnr_db: f64, rate_hz: f64, seconds: f64, modulation: impl Fn(f64) -> f64) -> f64 {
    let carrier = Carrier::new(cnr_db, 0.0, rate_hz);
    let mut noise = LinkNoise::new(DEVIATION_HZ, rate_hz, 11);
    let half = 0.5 * rate_hz / DEVIATION_HZ;
    let count = (0..(seconds * rate_hz) as usize)
        .filter(|n| noise.next(&carrier, modulation(*n as f64 / rate_hz))[0].abs() > half)
        .count();
    count as f64 / seconds
}

#[test]
fn fm_click_rate_below_threshold() {
    let oracle: usize = (0..30).map(|seed| fm::clicks(0.0, 8.0, 1000 + seed)).sum();
    check("oracle, clicks/s", oracle as f64 / 30.0, 22.0, 2.2);
    for rate_hz in [48_000.0, 96_000.0, 192_000.0] {
        let found = product_clicks(8.0, rate_hz, 60.0, |_| 0.0);
        check("product, clicks/s", found, 22.0, 2.2);
    }
}

#[test]
fn modulation_makes_clicks_against_its_direction() {
    // Rice's rate for a steady deviation f, √(r² + f²)·erfc√(ρ(1 + f²/r²)) + f·e^−ρ·erf(√ρ·f/r) with
    // r = B ÷ 2√3, averaged over a sine at full deviation: 49.8 a second at 8 dB.
    let oracle: usize = (0..12)
        .map(|seed| fm::clicks(DEVIATION_HZ, 8.0, 2000 + seed))
        .sum();
    check("oracle, clicks/s", oracle as f64 / 12.0, 49.8, 5.0);
    let found = product_clicks(8.0, 48_000.0, 30.0, |t| (TAU * 1000.0 * t).sin());
    check("product, clicks/s", found, 49.8, 5.0);
}

#[test]
fn fm_emphasis_stereo_penalty_and_deviation() {
    let flat = |_| 1.0;
    for (time_s, gain_db, penalty_db, width) in
        [(50e-6, 10.17, 21.6, -0.983), (75e-6, 13.20, 23.0, -0.988)]
    {
        let filter = de_emphasis(time_s);
        let figures = |make: &dyn Fn(u64) -> [Vec<Complex64>; 2]| {
            let seconds = 4;
            let [mut flat_power, mut sum_power, mut ear_power, mut correlation] = [0.0; 4];
            for seed in 0..seconds {
                let channels = make(seed);
                let [left, right] = fm::ears(&channels);
                flat_power += fm::power(&channels[0], flat);
                sum_power += fm::power(&channels[0], filter);
                ear_power += 0.5 * (fm::power(&left, filter) + fm::power(&right, filter));
                correlation += fm::correlation(&left, &right, filter) / seconds as f64;
            }
            let penalty = ear_power / (PILOT_SHARE * PILOT_SHARE * sum_power);
            [
                10.0 * (flat_power / sum_power).log10(),
                10.0 * penalty.log10(),
                correlation,
            ]
        };
        let all = |name: &str, [gain, penalty, correlation]: [f64; 3]| {
            check(&format!("{name}, dB"), gain, gain_db, 0.2);
            check(&format!("{name}, dB"), penalty, penalty_db, 0.4);
            check(name, correlation, width, 0.01);
        };
        all("oracle", figures(&|seed| oracle(25.0, seed)));
        for rate_hz in RATES_HZ {
            all("product", figures(&|seed| product(25.0, rate_hz, seed)));
        }
    }
}

#[test]
fn fm_noise_spectrum() {
    let filter = de_emphasis(50e-6);
    // Decibels re the density at 1 kHz.
    let frequencies = [5_000, 10_000, 15_000];
    let expected = [("mono", [9.0, 10.1, 10.3]), ("stereo", [-4.9, -9.5, -12.3])];
    let colors = |make: &dyn Fn(u64) -> [Vec<Complex64>; 2]| {
        let mut sums = [[0.0; 4]; 2];
        for seed in 0..6 {
            let channels = make(seed);
            let [left, _] = fm::ears(&channels);
            for (sums, spectrum) in sums.iter_mut().zip([&channels[0], &left]) {
                for (sum, f) in sums.iter_mut().zip([1_000, 5_000, 10_000, 15_000]) {
                    *sum += fm::density(spectrum, f) * filter(f.min(14_750) as f64);
                }
            }
        }
        sums.map(|[one, rest @ ..]| rest.map(|d| 10.0 * (d / one).log10()))
    };
    let all = |name: &str, found: [[f64; 3]; 2]| {
        for ((kind, expected), found) in expected.iter().zip(found) {
            for ((f, expected), found) in frequencies.iter().zip(expected).zip(found) {
                check(&format!("{name} {kind} {f} Hz, dB"), found, *expected, 0.5);
            }
        }
    };
    all("oracle", colors(&|seed| oracle(25.0, seed)));
    for rate_hz in RATES_HZ {
        all("product", colors(&|seed| product(25.0, rate_hz, seed)));
    }
}

#[test]
fn the_digital_de_emphasis_colors_the_noise_as_the_network_does() {
    // The comparisons above use the network's formula; this ties the audio-rate filter to it on
    // the noise that it is there for.
    for rate_hz in RATES_HZ {
        let shape = Shape::de_emphasis(50e-6, rate_hz);
        let mut filter = FirstOrder::new(shape);
        let carrier = Carrier::new(25.0, 0.0, rate_hz);
        let mut noise = LinkNoise::new(DEVIATION_HZ, rate_hz, 3);
        let length = rate_hz as usize;
        let mut raw = Vec::new();
        let mut filtered = Vec::new();
        for _ in 0..length {
            let x = noise.next(&carrier, 0.0)[0];
            raw.push(Complex64::from(x));
            filtered.push(Complex64::from(filter.next(x)));
        }
        for signal in [&mut raw, &mut filtered] {
            fm::transform(signal, false);
        }
        let formula = fm::power(&raw, de_emphasis(50e-6));
        let found = 10.0 * (fm::power(&filtered, |_| 1.0) / formula).log10();
        check("digital over analog de-emphasis, dB", found, 0.0, 0.1);
    }
}
