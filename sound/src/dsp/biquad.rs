//! Second-order filters with the usual audio shapes.
//!
//! Coefficients and state are 64-bit, so that a filter at 20 Hz in a 768 kHz stream keeps its
//! shape and adds no noise of its own.

mod design;

pub use design::Coefficients;

use crate::dsp::sanitize;

/// Added to every input (−600 dBFS): keeps the state off the subnormal numbers that a filter
/// ringing out into silence would otherwise reach, for one addition that nothing waits for. It is
/// far below what a 32-bit sample's rounding leaves, and below [`guard::SILENCE`], so silence still
/// comes out as exact zero.
pub(super) const DC_OFFSET: f64 = 1e-30;

/// One channel of a second-order filter: transposed direct form II.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Biquad {
    coefficients: Coefficients,
    state: [f64; 2],
}

impl Biquad {
    /// A filter at rest.
    #[must_use]
    pub fn new(coefficients: Coefficients) -> Self {
        Self {
            coefficients,
            state: [0.0; 2],
        }
    }

    /// Takes other coefficients and keeps the state. For smooth sweeps use
    /// [`Svf`](super::svf::Svf).
    pub fn set(&mut self, coefficients: Coefficients) {
        self.coefficients = coefficients;
    }

    /// The coefficients in use.
    #[must_use]
    pub fn coefficients(&self) -> &Coefficients {
        &self.coefficients
    }

    /// Forgets all input.
    pub fn reset(&mut self) {
        self.state = [0.0; 2];
    }

    /// Filters a block of any length in place. Inputs must be finite.
    pub fn process(&mut self, samples: &mut [f32]) {
        let mut filter = *self;
        for sample in samples {
            *sample = filter.tick(*sample);
        }
        self.state = filter.state;
    }

    /// Filters one sample.
    #[inline(always)]
    pub fn tick(&mut self, input: f32) -> f32 {
        sanitize::flushed(self.tick_f64(f64::from(input)) as f32)
    }

    /// Filters one sample in 64 bits, for filters in a row.
    #[inline(always)]
    pub fn tick_f64(&mut self, input: f64) -> f64 {
        let Coefficients { b0, b1, b2, a1, a2 } = self.coefficients;
        let input = input + DC_OFFSET;
        let output = b0 * input + self.state[0];
        // In this order the next output waits for three operations after this one, not for four.
        self.state[0] = (b1 * input + self.state[1]) - a1 * output;
        self.state[1] = b2 * input - a2 * output;
        output
    }
}

/// Filters two channels side by side, which takes little longer than one: each would otherwise
/// wait for its own last output. The shorter of the two blocks sets the length.
pub fn process_pair(filters: &mut [Biquad; 2], blocks: [&mut [f32]; 2]) {
    let [mut first, mut second] = *filters;
    let [left, right] = blocks;
    for (left, right) in left.iter_mut().zip(right) {
        *left = first.tick(*left);
        *right = second.tick(*right);
    }
    *filters = [first, second];
}

/// Filters a block by one filter after the other, in 64 bits between them: sample by sample, so that none
/// waits for the last output of another.
pub fn process_in_row<const COUNT: usize>(filters: [&mut Biquad; COUNT], samples: &mut [f32]) {
    let mut row = filters.each_ref().map(|filter| **filter);
    for sample in samples {
        let mut passing = f64::from(*sample);
        for filter in &mut row {
            passing = filter.tick_f64(passing);
        }
        *sample = sanitize::flushed(passing as f32);
    }
    for (filter, after) in filters.into_iter().zip(row) {
        *filter = after;
    }
}

#[cfg(test)]
mod tests;
