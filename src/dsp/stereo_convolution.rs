//! Two convolvers, one an ear, that change their responses together.

use std::sync::Arc;

use num_complex::Complex64;

use super::stage::Stereo;
use crate::dsp::convolver::{Convolver, Response};
use crate::dsp::sanitize;

/// The responses of the left and the right ear.
pub type Responses = [Arc<Response>; 2];

/// Time of a cross-fade between two responses, seconds.
const FADE_S: f64 = 0.03;

/// Silence beyond the longest response after which a convolution may sleep, samples: the rest of
/// the convolver's present turn.
const TURN: usize = 1024;

/// A convolver for each ear.
pub struct Convolution {
    sample_rate_hz: f64,
    ears: [Convolver; 2],
    /// True if there is nothing in the memory of either ear.
    asleep: bool,
    /// Samples of silence that went in last, and after how many there is nothing left.
    silent_samples: usize,
    sleep_after_samples: usize,
}

impl Convolution {
    /// Makes convolvers for one sample rate in Hz that start with `responses`, none longer than
    /// `max_taps`, and cross-fade to later ones.
    pub fn new(sample_rate_hz: f64, max_taps: usize, responses: &Responses) -> Self {
        let fade_samples = (FADE_S * sample_rate_hz) as usize;
        let ears = responses.each_ref().map(|response| {
            let mut ear = Convolver::new(max_taps, fade_samples);
            // Taken for sure: no response is longer than `max_taps`.
            let refused = ear.set_response_now(Arc::clone(response));
            debug_assert!(refused.is_ok());
            ear
        });
        Self {
            sample_rate_hz,
            ears,
            asleep: true,
            silent_samples: 0,
            sleep_after_samples: max_taps + TURN,
        }
    }

    /// Lets the next change take `gesture` seconds, or the usual time.
    pub fn set_fade(&mut self, gesture_s: Option<f64>) {
        let fade_samples = (gesture_s.unwrap_or(FADE_S) * self.sample_rate_hz) as usize;
        for ear in &mut self.ears {
            ear.set_fade(fade_samples);
        }
    }

    /// Begins a cross-fade to other responses. The caller keeps the old ones alive until
    /// [`Self::release`] has said that they are no longer in use, so that none is freed here.
    pub fn fade_to(&mut self, responses: &Responses) {
        for (ear, response) in self.ears.iter_mut().zip(responses) {
            // The chain starts no second fade before the first has ended, so none is refused.
            let refused = ear.set_response(Arc::clone(response));
            debug_assert!(refused.is_ok());
            if self.asleep {
                // Between silence and silence.
                ear.reset();
            }
        }
    }

    /// Lets go of responses whose fade has ended. True when none but the current ones is held.
    pub fn release(&mut self) -> bool {
        self.ears.iter_mut().all(|ear| {
            drop(ear.take_retired());
            !ear.is_fading()
        })
    }

    /// Forgets the past; a running fade ends at once.
    pub fn reset(&mut self) {
        self.ears.iter_mut().for_each(Convolver::reset);
        self.asleep = true;
        self.silent_samples = 0;
    }

    /// Returns whether nothing is left in the memory.
    pub fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// Convolves in place; costs nothing while nothing goes in and nothing is left. Falls asleep and
    /// wakes at the very sample, so that how the stream is cut plays no part.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        let length = left.len().min(right.len());
        let (left, right) = (&mut left[..length], &mut right[..length]);
        if self.asleep && sanitize::is_silent(left) && sanitize::is_silent(right) {
            return;
        }
        if !self.asleep && self.silent_samples + length < self.sleep_after_samples {
            // Too early to fall asleep within the block, whatever is in it.
            let sounds = |n: usize| left[n] != 0.0 || right[n] != 0.0;
            self.silent_samples = match (0..length).rev().find(|&n| sounds(n)) {
                Some(last) => length - 1 - last,
                None => self.silent_samples + length,
            };
            self.convolve(&mut [left, right]);
            return;
        }
        let sounds = |left: &[f32], right: &[f32], n: usize| left[n] != 0.0 || right[n] != 0.0;
        let mut from = 0;
        while from < length {
            if self.asleep {
                let Some(first) = (from..length).find(|&n| sounds(left, right, n)) else {
                    return;
                };
                (self.asleep, self.silent_samples, from) = (false, 0, first);
            }
            let mut to = from;
            while to < length && self.silent_samples < self.sleep_after_samples {
                let sound = sounds(left, right, to);
                self.silent_samples = if sound { 0 } else { self.silent_samples + 1 };
                to += 1;
            }
            self.convolve(&mut [&mut left[from..to], &mut right[from..to]]);
            if self.silent_samples >= self.sleep_after_samples {
                self.reset();
            }
            from = to;
        }
    }

    /// Forgets the past, if there is one.
    pub fn sleep(&mut self) {
        if !self.asleep {
            self.reset();
        }
    }

    fn convolve(&mut self, block: &mut Stereo<'_>) {
        self.asleep = false;
        for (ear, channel) in self.ears.iter_mut().zip(block.iter_mut()) {
            ear.process(channel);
        }
    }

    /// The responses of the two ears at a frequency in Hz.
    pub fn response(&self, frequency_hz: f64) -> [Complex64; 2] {
        self.ears.each_ref().map(|ear| {
            ear.response().map_or(Complex64::ZERO, |response| {
                response.at(frequency_hz, self.sample_rate_hz)
            })
        })
    }

    /// Length of the tail of the present responses, in samples.
    pub fn tail_samples(&self) -> usize {
        let taps = |ear: &Convolver| ear.response().map_or(0, Response::tail_samples);
        self.ears.iter().map(taps).max().unwrap_or(0)
    }
}
