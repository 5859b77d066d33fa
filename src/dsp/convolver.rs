//! Convolution with an impulse response of any length, without latency, in blocks of any size.
//!
//! The first 64 taps are convolved directly, so that the output never waits. The others are taken
//! in partitions of 64 samples and multiplied as spectra, once every 64 samples whatever the
//! host's block is. In a response of more than 3072 taps, those from 1024 on are taken in
//! partitions of 512, whose work is dealt out over eight turns. The memory holds spectra of the
//! *input*, so a new response finds its whole past ready: a change costs one more sum of products
//! and one more inverse transform for as long as the two outputs cross-fade, and the new one never
//! starts from a hole.

mod frequency_delay_line;
mod long_transform;
mod plan;
mod response;
mod short_transform;
mod uniform_partition;

use std::sync::Arc;

use crate::dsp::convolver::frequency_delay_line::{ConvolutionSlot, FrequencyDelayLine};
use crate::dsp::sanitize;
use plan::NEAR;
pub use response::Response;

/// Capacity for replaced responses that wait to be taken away.
const RETIRED: usize = 4;

/// A convolver for one channel. See the [module](self) for how it works.
///
/// Without a response it is silent.
pub struct Convolver {
    max_taps: usize,
    history: FrequencyDelayLine,
    /// Samples of the present partition that have come in.
    position: usize,
    playing: ConvolutionSlot,
    /// The response that is being faded to, and how many samples ago that began.
    next: ConvolutionSlot,
    fading: Option<usize>,
    fade_samples: usize,
    retired: [Option<Arc<Response>>; RETIRED],
}

impl Convolver {
    /// Makes room for responses of up to `max_taps` samples, faded to over `fade_samples` samples
    /// (0: at once).
    #[must_use]
    pub fn new(max_taps: usize, fade_samples: usize) -> Self {
        let history = FrequencyDelayLine::new(max_taps);
        Self {
            max_taps,
            position: 0,
            playing: ConvolutionSlot::new(&history),
            next: ConvolutionSlot::new(&history),
            history,
            fading: None,
            fade_samples,
            retired: Default::default(),
        }
    }

    /// Begins the cross-fade to another response, from the next sample on. Real-time safe.
    ///
    /// # Errors
    /// Gives the response back if it cannot be taken now: while a fade is under way, or while
    /// replaced responses wait for [`Convolver::take_retired`]; or ever, if it is longer than the
    /// convolver was made for ([`Response::fits`] tells before).
    pub fn set_response(&mut self, response: Arc<Response>) -> Result<(), Arc<Response>> {
        if self.fading.is_some() || !self.accepts(&response) {
            return Err(response);
        }
        if self.fade_samples == 0 {
            return self.set_response_now(response);
        }
        self.next.response = Some(response);
        self.next.catch_up(&mut self.history);
        self.fading = Some(0);
        Ok(())
    }

    /// Lets later fades take another time. One that is under way keeps its own. Real-time safe.
    pub fn set_fade(&mut self, fade_samples: usize) {
        if self.fading.is_none() {
            self.fade_samples = fade_samples;
        }
    }

    /// Takes another response from the next sample on, without a fade. Real-time safe.
    ///
    /// # Errors
    /// Gives the response back if it is longer than the convolver was made for, or if replaced
    /// responses wait for [`Convolver::take_retired`].
    pub fn set_response_now(&mut self, response: Arc<Response>) -> Result<(), Arc<Response>> {
        if !self.accepts(&response) {
            return Err(response);
        }
        if self.fading.is_some() {
            self.finish_fade();
        }
        let old = self.playing.response.replace(response);
        self.retire(old);
        self.playing.catch_up(&mut self.history);
        Ok(())
    }

    /// Hands out a response that is no longer in use, to be dropped off the audio thread.
    pub fn take_retired(&mut self) -> Option<Arc<Response>> {
        self.retired.iter_mut().find_map(Option::take)
    }

    /// Returns whether a cross-fade is under way.
    #[must_use]
    pub fn is_fading(&self) -> bool {
        self.fading.is_some()
    }

    /// The response that is set, which a fade may not have reached yet.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        let heading = if self.fading.is_some() {
            &self.next
        } else {
            &self.playing
        };
        heading.response.as_deref()
    }

    /// Convolves a block of any length in place. Inputs that are not finite count as zero.
    pub fn process(&mut self, samples: &mut [f32]) {
        let first = samples.len().min(NEAR - self.position);
        if let Some((first, rest)) = samples.split_at_mut_checked(first) {
            self.advance(first);
            for run in rest.chunks_mut(NEAR) {
                self.advance(run);
            }
        }
    }

    /// Forgets all input and ends a fade at its target.
    pub fn reset(&mut self) {
        if self.fading.is_some() {
            self.finish_fade();
        }
        self.history.reset();
        self.position = 0;
        self.playing.reset();
    }

    /// Processes a run that does not go beyond the present partition.
    fn advance(&mut self, run: &mut [f32]) {
        self.history.take_in(self.position, run);
        self.playing.write(&self.history, self.position, run);
        if let Some(elapsed) = self.fading {
            self.fade(run, elapsed);
        }
        sanitize::flush(run);
        self.position += run.len();
        if self.position >= NEAR {
            self.turn();
        }
    }

    /// Cross-fades a run from the playing response to the next.
    fn fade(&mut self, run: &mut [f32], elapsed: usize) {
        let mut other = [0.0; NEAR];
        let Some(other) = other.get_mut(..run.len()) else {
            return;
        };
        self.next.write(&self.history, self.position, other);
        let scale = 1.0 / self.fade_samples as f32;
        for (at, (out, next)) in run.iter_mut().zip(other).enumerate() {
            let done = elapsed + at + 1;
            *out = if done < self.fade_samples {
                *out + crate::dsp::crossfade::gain(done as f32 * scale) * (*next - *out)
            } else {
                *next
            };
        }
        let elapsed = elapsed + run.len();
        self.fading = Some(elapsed);
        if elapsed >= self.fade_samples {
            self.finish_fade();
        }
    }

    /// Goes on to the next partition: the one before has come in whole.
    fn turn(&mut self) {
        self.history.turn();
        self.position = 0;
        self.playing.turn(&mut self.history);
        if self.fading.is_some() {
            self.next.turn(&mut self.history);
        }
    }

    /// Makes the next response the playing one.
    fn finish_fade(&mut self) {
        self.fading = None;
        std::mem::swap(&mut self.playing, &mut self.next);
        let old = self.next.response.take();
        self.retire(old);
    }

    /// Returns whether a response fits, and whatever it would replace can be put aside.
    fn accepts(&self, response: &Response) -> bool {
        // A change without a fade during a fade replaces two.
        let room = self.retired.iter().filter(|place| place.is_none()).count();
        response.fits(self.max_taps) && room >= 2
    }

    /// Puts a response aside; `accepts` has made sure of a place.
    fn retire(&mut self, response: Option<Arc<Response>>) {
        if let Some(place) = self.retired.iter_mut().find(|place| place.is_none()) {
            *place = response;
        }
    }
}

#[cfg(test)]
mod tests;
