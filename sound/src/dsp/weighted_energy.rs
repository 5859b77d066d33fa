//! Energy of a stereo signal behind the K weighting of ITU-R BS.1770-4.

use super::biquad::{self, Biquad};
use super::{k_weighting, sanitize};

/// Samples that are weighted at a time.
const PART: usize = 64;

/// Sum of squares of both channels, weighted.
pub struct WeightedEnergy {
    filters: [[Biquad; 2]; 2],
    work: [[f32; PART]; 2],
    energy: f64,
}

impl WeightedEnergy {
    /// For a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let filters =
            k_weighting::filters(sample_rate_hz).map(|filter| [filter; 2].map(Biquad::new));
        Self {
            filters,
            work: [[0.0; PART]; 2],
            energy: 0.0,
        }
    }

    /// Takes in as many samples as both channels have.
    pub fn add(&mut self, signal: [&[f32]; 2]) {
        for (one, other) in signal[0].chunks(PART).zip(signal[1].chunks(PART)) {
            let length = one.len().min(other.len());
            let [left, right] = &mut self.work;
            let (left, right) = (&mut left[..length], &mut right[..length]);
            left.copy_from_slice(&one[..length]);
            right.copy_from_slice(&other[..length]);
            for channel in [&mut *left, &mut *right] {
                sanitize::sanitize(channel, 1e3);
            }
            for filters in &mut self.filters {
                biquad::process_pair(filters, [&mut *left, &mut *right]);
            }
            let square = |x: &f32| f64::from(*x) * f64::from(*x);
            for (left, right) in left.iter().zip(right.iter()) {
                self.energy += square(left) + square(right);
            }
        }
    }

    /// The energy since the last call.
    pub fn take(&mut self) -> f64 {
        std::mem::take(&mut self.energy)
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.filters.iter_mut().flatten().for_each(Biquad::reset);
        self.energy = 0.0;
    }
}
