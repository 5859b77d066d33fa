//! A delay by any time, also between samples.
//!
//! A whole number of samples is an exact copy. In between, the value is interpolated over 32
//! samples with a windowed sinc: within 0.01 dB and a thousandth of a sample up to 0.4 of the
//! sample rate. That needs 15 samples on either side; a fractional delay shorter than that is
//! interpolated over as many as there are (Lagrange), which lets the highest frequencies sag: at
//! half a sample it is the mean of two neighbors. A change of delay cross-fades from the old time
//! to the new and never bends the pitch.

mod tap;

use num_complex::Complex64;

use super::simd::Simd;
use crate::dsp::{crossfade, sanitize};
use tap::Tap;

/// Samples that are taken in before the line is read.
pub(super) const CHUNK: usize = 64;

/// A delay line for one channel.
pub struct Delay {
    simd: Simd,
    /// A ring of the latest samples, and the place of the next one.
    line: Vec<f32>,
    head: usize,
    max_delay_samples: usize,
    playing: Tap,
    next: Tap,
    /// Samples since the fade to `next` began.
    fading: Option<usize>,
    fade_samples: usize,
    /// A delay asked for while another change was under way.
    waiting: Option<f64>,
}

impl Delay {
    /// A line for up to `max_delay_samples`, at no delay, that takes `fade_samples` (0: at once)
    /// for each change.
    #[must_use]
    pub fn new(max_delay_samples: usize, fade_samples: usize) -> Self {
        let size = max_delay_samples + tap::LONGEST + CHUNK;
        Self {
            simd: Simd::detect(),
            line: vec![0.0; size],
            head: 0,
            max_delay_samples,
            playing: Tap::new(0.0),
            next: Tap::new(0.0),
            fading: None,
            fade_samples,
            waiting: None,
        }
    }

    /// The longest delay, in samples.
    #[must_use]
    pub fn max_delay_samples(&self) -> usize {
        self.max_delay_samples
    }

    /// The delay that is set, in samples, which a fade may not have reached yet.
    #[must_use]
    pub fn delay_samples(&self) -> f64 {
        let heading = if self.fading.is_some() {
            &self.next
        } else {
            &self.playing
        };
        self.waiting.unwrap_or(heading.delay_samples)
    }

    /// The response of the delay that is set at a frequency in Hz.
    #[must_use]
    pub fn response(&self, frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
        Tap::new(self.delay_samples()).response(frequency_hz, sample_rate_hz)
    }

    /// Length of the tail after the input has ended, in samples.
    #[must_use]
    pub fn tail_samples(&self) -> usize {
        self.delay_samples().ceil() as usize + tap::LONGEST
    }

    /// Begins the cross-fade to another delay, held to the range from zero to the longest. A
    /// change asked for during a fade waits until that is over; only the latest one is kept.
    pub fn set(&mut self, delay_samples: f64) {
        let delay_samples = self.held(delay_samples);
        if delay_samples == self.delay_samples() {
            return;
        }
        if self.fading.is_some() {
            self.waiting = Some(delay_samples).filter(|delay| *delay != self.next.delay_samples);
        } else if self.fade_samples == 0 {
            self.playing = Tap::new(delay_samples);
        } else {
            self.next = Tap::new(delay_samples);
            self.fading = Some(0);
        }
    }

    /// Takes another delay at once.
    pub fn set_now(&mut self, delay_samples: f64) {
        self.playing = Tap::new(self.held(delay_samples));
        self.fading = None;
        self.waiting = None;
    }

    /// Forgets all input and ends a change at its target.
    pub fn reset(&mut self) {
        self.set_now(self.delay_samples());
        self.line.fill(0.0);
        self.head = 0;
    }

    /// Delays a block of any length in place. What is under [`sanitize::SILENCE`] becomes zero.
    pub fn process(&mut self, samples: &mut [f32]) {
        let mut rest = samples;
        while !rest.is_empty() {
            let until_change = match self.fading {
                Some(elapsed) => self.fade_samples.saturating_sub(elapsed).max(1),
                None => CHUNK,
            };
            let length = rest.len().min(CHUNK).min(until_change);
            let (run, later) = rest.split_at_mut(length);
            self.advance(run);
            rest = later;
        }
    }

    /// Processes a run of at most [`CHUNK`] samples within which no fade ends.
    fn advance(&mut self, run: &mut [f32]) {
        sanitize::flush(run);
        self.take_in(run);
        if self.fading.is_none() && self.playing.delay_samples == 0.0 {
            return;
        }
        self.playing.read(self.simd, &self.line, self.head, run);
        let Some(elapsed) = self.fading else { return };
        let mut other = [0.0; CHUNK];
        let Some(other) = other.get_mut(..run.len()) else {
            return;
        };
        self.next.read(self.simd, &self.line, self.head, other);
        let scale = 1.0 / self.fade_samples.max(1) as f32;
        for (at, (out, next)) in run.iter_mut().zip(other).enumerate() {
            let share = crossfade::gain((elapsed + at + 1) as f32 * scale);
            *out = sanitize::flushed(*out + share * (*next - *out));
        }
        self.fading = Some(elapsed + run.len());
        if elapsed + run.len() >= self.fade_samples {
            self.fading = None;
            self.playing = self.next;
            if let Some(waiting) = self.waiting.take() {
                self.set(waiting);
            }
        }
    }

    /// Writes a run into the ring.
    fn take_in(&mut self, run: &[f32]) {
        let (before, after) = run.split_at(run.len().min(self.line.len() - self.head));
        for part in [before, after] {
            let place = self.head..self.head + part.len();
            let end = place.end;
            if let Some(place) = self.line.get_mut(place) {
                place.copy_from_slice(part);
            }
            self.head = if end == self.line.len() { 0 } else { end };
        }
    }

    fn held(&self, delay_samples: f64) -> f64 {
        // In this order a delay that is not a number becomes zero.
        delay_samples.max(0.0).min(self.max_delay_samples as f64)
    }
}

#[cfg(test)]
mod tests;
