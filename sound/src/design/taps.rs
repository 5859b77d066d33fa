//! Lengths of responses.

/// The longest programme response, seconds: a seal that leaks below 10 Hz rings about this long.
const PROGRAMME_S: f64 = 0.17;

/// The length of the other responses, seconds.
const SMOOTH_S: f64 = 0.043;

/// Step of the lengths that the level meter listens to, samples: a shorter one saves no work.
const METERED_STEP: usize = 512;

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

/// Length of a response of at most so many taps as it is heard, with that of the user's own headphones
/// divided out, at a sample rate in Hz, in samples.
pub fn heard_taps(taps: usize, sample_rate_hz: f64) -> usize {
    taps + max_smooth_taps(sample_rate_hz)
}

/// The part of a response of at most so many taps at the drum that the level meter listens to, at a
/// sample rate in Hz: half of the longest, whose other half is bass below 10 Hz, and nearly all of the
/// others.
pub fn metered_taps(taps: usize, sample_rate_hz: f64) -> usize {
    let metered = max_smooth_taps(sample_rate_hz).max(taps / 2);
    (metered / METERED_STEP * METERED_STEP).max(METERED_STEP)
}

fn taps(seconds: f64, sample_rate_hz: f64) -> usize {
    ((seconds * sample_rate_hz / 64.0).ceil() as usize * 64).min(MAX_TAPS)
}
