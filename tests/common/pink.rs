//! Pink noise from 20 Hz to 20 kHz, the band that levels of mixes are stated for.

use rustfft::num_complex::Complex64;

/// So many samples at a sample rate in Hz, RMS −18 dBFS; the phases are random, the spectrum is not.
pub fn pink(samples: usize, rate_hz: f64, mut seed: u32) -> Vec<f32> {
    let mut spectrum = vec![Complex64::default(); samples];
    for bin in 1..samples / 2 {
        let hz = bin as f64 * rate_hz / samples as f64;
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if (20.0..20_000.0).contains(&hz) {
            let phase = std::f64::consts::TAU * f64::from(seed >> 8) / f64::from(1 << 24);
            let line = Complex64::from_polar(1.0 / hz.sqrt(), phase);
            spectrum[bin] = line;
            spectrum[samples - bin] = line.conj();
        }
    }
    let mut planner = rustfft::FftPlanner::new();
    planner.plan_fft_inverse(samples).process(&mut spectrum);
    let power: f64 = spectrum.iter().map(|x| x.re * x.re).sum::<f64>() / samples as f64;
    let gain = 10f64.powf(-18.0 / 20.0) / power.sqrt();
    spectrum.iter().map(|x| (gain * x.re) as f32).collect()
}
