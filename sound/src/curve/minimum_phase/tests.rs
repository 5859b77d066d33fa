use std::f64::consts::{PI, TAU};

use super::*;

/// A digital second-order section; minimum phase when its zeros and poles lie in the unit circle.
struct Section {
    b: [f64; 3],
    a: [f64; 2],
}

impl Section {
    /// Peaking section of the Audio EQ Cookbook (R. Bristow-Johnson).
    fn peaking(center_hz: f64, gain_db: f64, q: f64, sample_rate_hz: f64) -> Self {
        let (a, w) = (10f64.powf(gain_db / 40.0), TAU * center_hz / sample_rate_hz);
        let alpha = w.sin() / (2.0 * q);
        let a0 = 1.0 + alpha / a;
        Self {
            b: [1.0 + alpha * a, -2.0 * w.cos(), 1.0 - alpha * a].map(|b| b / a0),
            a: [-2.0 * w.cos() / a0, (1.0 - alpha / a) / a0],
        }
    }

    /// First-order high-pass through the bilinear transform: a zero at 0 Hz, as a leak has.
    fn high_pass(corner_hz: f64, sample_rate_hz: f64) -> Self {
        let k = (PI * corner_hz / sample_rate_hz).tan();
        let b = 1.0 / (1.0 + k);
        Self {
            b: [b, -b, 0.0],
            a: [(k - 1.0) / (k + 1.0), 0.0],
        }
    }

    /// Second-order low-pass of the cookbook: a double zero at half the sampling rate.
    fn low_pass(corner_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let w = TAU * corner_hz / sample_rate_hz;
        let alpha = w.sin() / (2.0 * q);
        let (a0, b) = (1.0 + alpha, 1.0 - w.cos());
        Self {
            b: [0.5 * b / a0, b / a0, 0.5 * b / a0],
            a: [-2.0 * w.cos() / a0, (1.0 - alpha) / a0],
        }
    }

    fn level_db(&self, frequency_hz: f64, sample_rate_hz: f64) -> f64 {
        let z = Complex64::cis(-TAU * frequency_hz / sample_rate_hz);
        let zeros = self.b[0] + z * (self.b[1] + z * self.b[2]);
        let poles = 1.0 + z * (self.a[0] + z * self.a[1]);
        20.0 * (zeros / poles).norm().log10()
    }

    fn impulse(&self, taps: usize) -> Vec<f64> {
        let (mut x, mut y) = ([0.0; 3], [0.0; 3]);
        (0..taps)
            .map(|n| {
                x = [if n == 0 { 1.0 } else { 0.0 }, x[0], x[1]];
                let feedback = self.a[0] * y[0] + self.a[1] * y[1];
                let out = self.b[0] * x[0] + self.b[1] * x[1] + self.b[2] * x[2] - feedback;
                y = [out, y[0], y[1]];
                out
            })
            .collect()
    }
}

/// Largest difference between the two impulse responses, as a fraction of the largest sample.
fn difference(section: &Section, sample_rate_hz: f64, taps: usize) -> f64 {
    let designed = impulse(
        |f| section.level_db(f, sample_rate_hz),
        sample_rate_hz,
        taps,
    );
    let exact = section.impulse(taps);
    assert_eq!(designed.len(), taps);
    let largest = exact.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
    (designed.iter().zip(&exact)).fold(0.0, |a: f64, (b, c)| a.max((b - c).abs())) / largest
}

#[test]
fn analytic_minimum_phase_sections_come_back_sample_for_sample() {
    for sample_rate_hz in [8e3, 44.1e3, 48e3, 96e3, 192e3, 768e3] {
        for (section, name) in [
            (Section::peaking(3000.0, 12.0, 3.0, sample_rate_hz), "peak"),
            (Section::peaking(100.0, -15.0, 1.0, sample_rate_hz), "dip"),
            (Section::low_pass(2000.0, 2.0, sample_rate_hz), "low-pass"),
            (Section::high_pass(6.0, sample_rate_hz), "leak"),
        ] {
            let error = difference(&section, sample_rate_hz, 4096);
            assert!(error < 1e-5, "{name} at {sample_rate_hz} Hz: {error:e}");
        }
    }
}

#[test]
fn the_level_comes_back_within_a_hundredth_of_a_db() {
    let sample_rate_hz = 48e3;
    let level_db = |f: f64| crate::curve::references::harman_in_ear().level_db(f);
    let taps = 32768;
    let response = impulse(level_db, sample_rate_hz, taps);
    for frequency_hz in [20.0, 31.5, 100.0, 1000.0, 3150.0, 10000.0, 16000.0, 23000.0] {
        let sum: Complex64 = (response.iter().enumerate())
            .map(|(n, h)| h * Complex64::cis(-TAU * frequency_hz * n as f64 / sample_rate_hz))
            .sum();
        let error_db = 20.0 * sum.norm().log10() - level_db(frequency_hz);
        assert!(error_db.abs() < 0.01, "{frequency_hz} Hz: {error_db} dB");
    }
}

#[test]
fn a_flat_level_is_a_single_sample() {
    let response = impulse(|_| -6.0, 48e3, 64);
    assert!((response[0] - 10f64.powf(-0.3)).abs() < 1e-12);
    assert!(response[1..].iter().all(|h| h.abs() < 1e-12));
}

#[test]
fn a_delay_is_never_added() {
    // Of all responses with this level, the minimum-phase one has its energy first.
    let section = Section::peaking(1000.0, 9.0, 2.0, 48e3);
    let response = impulse(|f| section.level_db(f, 48e3), 48e3, 1024);
    let first = response[0].abs();
    assert!(response[1..].iter().all(|h| h.abs() < first));
}

#[test]
fn levels_without_a_number_and_odd_lengths_give_finite_responses() {
    for taps in [0, 1, 2, 3, 1000] {
        for level_db in [f64::NAN, f64::NEG_INFINITY, f64::INFINITY] {
            let response = impulse(|f| if f < 100.0 { level_db } else { 0.0 }, 48e3, taps);
            assert_eq!(response.len(), taps);
            assert!(response.iter().all(|h| h.is_finite()));
        }
    }
}
