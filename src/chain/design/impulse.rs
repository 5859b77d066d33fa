//! From a solved response to the impulse response that a convolver plays.

use num_complex::Complex64;
use realfft::RealFftPlanner;

/// Low enough for the limit towards 0 Hz, as a part of the spacing of the bins.
const TOWARDS_DC: f64 = 1.0 / 1024.0;

/// The first `taps` samples of the impulse response whose spectrum is `response`, a function of the
/// frequency in Hz, at a sample rate in Hz. Every bin is solved for itself. What would come before
/// the impulse, because the response is cut off at half the sample rate, is left out.
pub fn causal(response: impl Fn(f64) -> Complex64, sample_rate_hz: f64, taps: usize) -> Vec<f64> {
    let length = (2 * taps).next_power_of_two();
    let spacing_hz = sample_rate_hz / length as f64;
    let mut spectrum: Vec<Complex64> = (0..=length / 2)
        .map(|bin| response(spacing_hz * (bin as f64).max(TOWARDS_DC)))
        .collect();
    spectrum[0].im = 0.0;
    spectrum[length / 2].im = 0.0;
    let mut impulse = vec![0.0; length];
    // Lengths and the two real bins are right by construction, so this cannot fail.
    let failed = RealFftPlanner::new()
        .plan_fft_inverse(length)
        .process(&mut spectrum, &mut impulse);
    debug_assert!(failed.is_ok());
    impulse.truncate(taps);
    impulse.iter_mut().for_each(|h| *h /= length as f64);
    impulse
}
