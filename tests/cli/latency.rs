//! A digital link delays by what its rig says, at every rate, measured on rendered sound.

use std::f64::consts::TAU;

use super::support::{spectrum, Bench, STIFF_RIG};

const LATENCY_S: f64 = 5e-3;

/// The phase between the wired and the digital render; 5 ms is 220.5 samples at 44.1 kHz.
#[test]
fn five_milliseconds_are_five_milliseconds_at_every_rate() {
    for rate in [8_000u32, 44_100, 48_000, 88_200, 96_000, 192_000, 768_000] {
        let bench = Bench::new();
        bench.write("rig.toml", STIFF_RIG.as_bytes());
        let [wired, _] = bench.impulse_response(rate, 0.25, "--rig rig.toml");
        let digital = "--rig rig.toml --set link.kind=digital --set link.latency_ms=5";
        for ear in bench.impulse_response(rate, 0.25, digital) {
            for frequency_hz in [100.0, 440.0, 1000.0, 3000.0] {
                let ratio =
                    spectrum(&ear, rate, frequency_hz) / spectrum(&wired, rate, frequency_hz);
                // What is left after turning back by 5 ms; no whole turn can hide in it, because
                // the lowest frequency has only half of one in 5 ms.
                let turn =
                    ratio * num_complex::Complex64::from_polar(1.0, TAU * frequency_hz * LATENCY_S);
                let error_samples = turn.arg() / (TAU * frequency_hz) * f64::from(rate);
                assert!(
                    error_samples.abs() < 0.01,
                    "{rate} Hz, at {frequency_hz} Hz: {error_samples} samples off"
                );
                let level_db = 20.0 * ratio.norm().log10();
                assert!(
                    level_db.abs() < 0.05,
                    "{rate} Hz, at {frequency_hz} Hz: {level_db} dB"
                );
            }
        }
    }
}

/// With 5 ms a whole number of samples, the link changes nothing else: bit for bit.
#[test]
fn a_whole_number_of_samples_only_shifts() {
    for rate in [48_000u32, 96_000, 192_000] {
        let bench = Bench::new();
        bench.write("rig.toml", STIFF_RIG.as_bytes());
        let [wired, _] = bench.impulse_response(rate, 0.1, "--rig rig.toml");
        let digital = "--rig rig.toml --set link.kind=digital --set link.latency_ms=5";
        let [late, _] = bench.impulse_response(rate, 0.1, digital);
        let shift = (f64::from(rate) * LATENCY_S).round() as usize;
        assert!(
            late[..shift].iter().all(|s| *s == 0.0),
            "{rate} Hz: early sound"
        );
        let loudest = wired.iter().fold(0.0, |m: f64, s| m.max(s.abs()));
        for (n, (a, b)) in late[shift..].iter().zip(&wired).enumerate() {
            assert!(
                (a - b).abs() <= 1e-6 * loudest,
                "{rate} Hz, sample {n}: {a} and {b}"
            );
        }
    }
}

/// The plugin's own latency is zero: an impulse is heard in the sample in which it enters.
#[test]
fn a_wired_rig_answers_in_the_same_sample() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let [left, _] = bench.impulse_response(48_000, 0.1, "--rig rig.toml");
    let loudest = left.iter().fold(0.0, |m: f64, s| m.max(s.abs()));
    let first = left.iter().position(|s| s.abs() > 1e-4 * loudest).unwrap();
    // A millimeter of tube and the canal of the coupler: sound takes 37 µs, two samples, and the
    // band limit spreads it by a few more.
    assert!(first <= 4, "first sound in sample {first}");
}
