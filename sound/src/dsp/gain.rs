//! A gain on both channels that ramps.

use super::stage::Stereo;
use crate::dsp::smoothing::{Smoothed, SmoothedDb};

/// Time of a change of gain, seconds.
pub const RAMP_S: f64 = 0.02;

/// The number of samples of a change of gain.
pub fn ramp_samples(sample_rate_hz: f64) -> usize {
    (RAMP_S * sample_rate_hz) as usize
}

/// Multiplies both channels by one ramping gain.
pub fn apply(gain: &mut Smoothed, [left, right]: &mut Stereo<'_>) {
    { *gain }.multiply(left);
    gain.multiply(right);
}

/// Like [`apply`], for a gain that ramps in dB: two such ramps of opposite sign cancel throughout.
pub fn apply_db(gain: &mut SmoothedDb, [left, right]: &mut Stereo<'_>) {
    { *gain }.multiply(left);
    gain.multiply(right);
}
