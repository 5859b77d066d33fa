//! Two or four times the sample rate around a process that makes new frequencies.
//!
//! Half-band filters made of two chains of all-passes, with the elliptic design of R. A.
//! Valenzuela and A. G. Constantinides, "Digital signal processing schemes for efficient
//! interpolation and decimation", IEE Proc. G 130 (1983). They need no block of samples in hand:
//! the first sample in already moves the first sample out. What they do is turn the phase, so at
//! low frequencies the sound comes [`Oversampler::delay_samples`] late (3.2 samples for twice the rate,
//! 4.3 for four times).
//!
//! Up to 0.4535 of the sample rate (20 kHz at 44.1 kHz) the round trip is flat to a billionth of a
//! dB, and images and folded products are at least 100 dB down.

mod halfband;
pub mod lanes;

use halfband::{coefficients, Down, Up};

/// Number of samples per call of the inner process, before oversampling.
const CHUNK: usize = 32;

/// Passband edge, as a share of the outer sample rate.
const EDGE: f64 = 20_000.0 / 44_100.0;

/// Sections of the filter next to the outer rate, whose transition is narrow: −104 dB.
const NARROW: usize = 8;

/// Sections of the filter between twice and four times the rate: −125 dB.
const WIDE: usize = 4;

/// By how much the sample rate is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Not at all: the process runs as it is.
    One,
    /// To twice the rate.
    Two,
    /// To four times the rate.
    Four,
}

impl Factor {
    /// The factor as a number.
    #[must_use]
    pub fn get(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
        }
    }
}

/// One channel of oversampling.
#[derive(Clone, Debug)]
pub struct Oversampler {
    factor: Factor,
    up: Up<NARROW>,
    down: Down<NARROW>,
    up_again: Up<WIDE>,
    down_again: Down<WIDE>,
}

impl Oversampler {
    /// An oversampler at rest. One that is changed to another factor is a new one.
    #[must_use]
    pub fn new(factor: Factor) -> Self {
        let narrow = coefficients(EDGE / 2.0);
        let wide = coefficients(EDGE / 4.0);
        Self {
            factor,
            up: Up::new(narrow),
            down: Down::new(narrow),
            up_again: Up::new(wide),
            down_again: Down::new(wide),
        }
    }

    /// By how much the rate is raised.
    #[must_use]
    pub fn factor(&self) -> Factor {
        self.factor
    }

    /// Forgets all input.
    pub fn reset(&mut self) {
        self.up.reset();
        self.down.reset();
        self.up_again.reset();
        self.down_again.reset();
    }

    /// Delay of low frequencies, in samples of the outer rate.
    #[must_use]
    pub fn delay_samples(&self) -> f64 {
        // Each stage's two filters at its raised rate, less the one sample by which the second of
        // a pair, to which the down filter's output belongs, is ahead of the first.
        let narrow = (2.0 * self.up.delay_samples() - 1.0) / 2.0;
        let wide = (2.0 * self.up_again.delay_samples() - 1.0) / 4.0;
        match self.factor {
            Factor::One => 0.0,
            Factor::Two => narrow,
            Factor::Four => narrow + wide,
        }
    }

    /// Runs `inner` over a block of any length at the raised rate. It is called with short runs,
    /// in order, and must be as indifferent to their length as everything else here.
    pub fn process(&mut self, samples: &mut [f32], mut inner: impl FnMut(&mut [f32])) {
        if self.factor == Factor::One {
            return inner(samples);
        }
        let mut twice = [0.0; 2 * CHUNK];
        for run in samples.chunks_mut(CHUNK) {
            let Some(twice) = twice.get_mut(..2 * run.len()) else {
                return;
            };
            self.up.process(run, twice);
            if self.factor == Factor::Four {
                self.process_again(twice, &mut inner);
            } else {
                inner(twice);
            }
            self.down.process(twice, run);
        }
    }

    /// The second doubling.
    fn process_again(&mut self, twice: &mut [f32], inner: &mut impl FnMut(&mut [f32])) {
        let mut four_times = [0.0; 4 * CHUNK];
        let Some(four_times) = four_times.get_mut(..2 * twice.len()) else {
            return;
        };
        self.up_again.process(twice, four_times);
        inner(four_times);
        self.down_again.process(four_times, twice);
    }
}

#[cfg(test)]
mod tests;
