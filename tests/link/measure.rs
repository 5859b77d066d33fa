//! Measuring functions of the link tests.
#![allow(dead_code)] // each test binary uses its own part

use std::f64::consts::TAU;

/// The sample rates at which everything must hold, Hz.
pub const RATES_HZ: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];

/// 20·log10.
pub fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// The linear gain of a level in dB.
pub fn gain(level_db: f64) -> f64 {
    10_f64.powf(level_db / 20.0)
}

/// A sine at a peak level in dB.
pub fn sine(frequency_hz: f64, level_db: f64, rate_hz: f64, seconds: f64) -> Vec<f64> {
    let amplitude = gain(level_db);
    (0..(seconds * rate_hz) as usize)
        .map(|n| amplitude * (TAU * frequency_hz * n as f64 / rate_hz).sin())
        .collect()
}

/// RMS.
pub fn rms(signal: &[f64]) -> f64 {
    (signal.iter().map(|x| x * x).sum::<f64>() / signal.len() as f64).sqrt()
}

/// Peak amplitude of the sine at a frequency within a signal, by correlation over whole periods
/// with a Hann window, so that other components do not leak in.
pub fn amplitude(signal: &[f64], frequency_hz: f64, rate_hz: f64) -> f64 {
    let length = signal.len() as f64;
    let (mut re, mut im) = (0.0, 0.0);
    for (n, x) in signal.iter().enumerate() {
        let window = 1.0 - (TAU * n as f64 / length).cos();
        let phase = TAU * frequency_hz * n as f64 / rate_hz;
        re += window * x * phase.cos();
        im += window * x * phase.sin();
    }
    2.0 * re.hypot(im) / length
}

/// Harmonics 2 to 9 below the band edge over the fundamental.
pub fn distortion(signal: &[f64], frequency_hz: f64, rate_hz: f64) -> f64 {
    let fundamental = amplitude(signal, frequency_hz, rate_hz);
    let power: f64 = (2..=9)
        .map(|n| f64::from(n) * frequency_hz)
        .filter(|f| *f < 0.45 * rate_hz)
        .map(|f| amplitude(signal, f, rate_hz).powi(2))
        .sum();
    power.sqrt() / fundamental
}

/// White noise with the spread of thermal noise, RMS as given.
pub fn white(rms: f64, length: usize, seed: u64) -> Vec<f64> {
    let mut noise = bodypack::dsp::noise::Noise::new(seed);
    (0..length)
        .map(|_| rms * f64::from(noise.gaussian()))
        .collect()
}

/// Fails with the figure obtained beside the one expected.
#[track_caller]
pub fn check(what: &str, found: f64, expected: f64, tolerance: f64) {
    // Shown with the tests' output, for those who want to know by how much it holds.
    #[allow(clippy::print_stdout)]
    {
        println!("{what}: {found:.4} (expected {expected} ±{tolerance})");
    }
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found} beside {expected} ±{tolerance}"
    );
}

/// A signal through the A-weighting, by its spectrum.
pub fn a_weighted(signal: &[f64], rate_hz: f64) -> Vec<f64> {
    use rustfft::num_complex::Complex64;
    let length = signal.len();
    let mut planner = rustfft::FftPlanner::new();
    let mut spectrum: Vec<Complex64> = signal.iter().map(|x| Complex64::from(*x)).collect();
    planner.plan_fft_forward(length).process(&mut spectrum);
    for (bin, x) in spectrum.iter_mut().enumerate() {
        let frequency_hz = bin.min(length - bin) as f64 * rate_hz / length as f64;
        let power = bodypack::radio::noise::a_weighting_power(frequency_hz);
        *x *= power.sqrt() / length as f64;
    }
    planner.plan_fft_inverse(length).process(&mut spectrum);
    spectrum.into_iter().map(|x| x.re).collect()
}
