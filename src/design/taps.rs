//! Lengths of responses.

/// The longest programme response, seconds: a seal that leaks below 10 Hz rings about this long.
const PROGRAMME_S: f64 = 0.17;

/// The length of the other responses, seconds.
const SMOOTH_S: f64 = 0.043;

/// The longest response at any rate, samples.
const MAX_TAPS: usize = 32_768;

/// The longest response at a sample rate in Hz, in samples.
pub fn max_taps(sample_rate_hz: f64) -> usize {
    taps(PROGRAMME_S, sample_rate_hz)
}

/// The longest room or listening response at a sample rate in Hz, in samples.
pub fn max_smooth_taps(sample_rate_hz: f64) -> usize {
    taps(SMOOTH_S, sample_rate_hz)
}

fn taps(seconds: f64, sample_rate_hz: f64) -> usize {
    ((seconds * sample_rate_hz / 64.0).ceil() as usize * 64).min(MAX_TAPS)
}
