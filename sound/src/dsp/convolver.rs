//! Convolution with an impulse response of any length, without latency, in blocks of any size.
//!
//! The first 64 taps are convolved directly, so that the output never waits. The others are taken
//! in partitions of 64 samples and multiplied as spectra, once every 64 samples whatever the
//! host's block is. In a response of more than 3072 taps, those from 1024 on are taken in
//! partitions of 512, whose work is dealt out over eight turns. The memory holds spectra of the
//! *input*, so a new response finds its whole past ready: a change costs one more sum of products
//! and one more inverse transform for as long as the two outputs cross-fade, and the new one never
//! starts from a hole.
//!
//! A second response of the same input may come late ([`DelayedResponse`]): it uses the spectra of the
//! long partitions, and needs no direct part.
//!
//! Several inputs may sound in one output: their spectra are added before the inverse transform, which
//! all share. Several channels go in step, so that a response that they have in common is loaded once.

mod capacity;
mod delayed_response;
mod fourier;
mod frequency_delay_line;
mod long_output;
mod long_transform;
mod plan;
mod response;
mod shared_product;
mod short_transform;
mod single;
mod slot;
mod uniform_partition;

use std::sync::Arc;

use crate::dsp::convolver::frequency_delay_line::FrequencyDelayLine;
use crate::dsp::sanitize;
pub use capacity::Capacity;
pub use delayed_response::{DelayedResponse, DELAY_SAMPLES};
use plan::{NEAR, TURNS};
pub use response::{impulse_at, Response};
pub use slot::Responses;
use slot::{ConvolutionSlot, Turn};

/// Capacity for replaced responses that wait to be taken away.
const RETIRED: usize = 4;

/// A convolver with one input or several that sound together, for one channel or several alike. See
/// the [module](self) for how it works.
///
/// Without responses it is silent.
pub struct Convolver<const INPUTS: usize = 1, const CHANNELS: usize = 1> {
    capacities: [Capacity; INPUTS],
    outputs: [usize; INPUTS],
    histories: [[FrequencyDelayLine; INPUTS]; CHANNELS],
    /// Samples of the present partition that have come in, and its place in a long partition.
    position: usize,
    turn: usize,
    playing: ConvolutionSlot<INPUTS, CHANNELS>,
    /// The responses that are being faded to, and how many samples ago that began.
    next: ConvolutionSlot<INPUTS, CHANNELS>,
    fading: Option<usize>,
    fade_samples: usize,
    retired: [Option<Responses<INPUTS, CHANNELS>>; RETIRED],
}

impl<const INPUTS: usize, const CHANNELS: usize> Convolver<INPUTS, CHANNELS> {
    /// Makes room for responses of each input, faded to over `fade_samples` samples (0: at once).
    #[must_use]
    pub fn with_capacities(capacities: [Capacity; INPUTS], fade_samples: usize) -> Self {
        let histories = [(); CHANNELS].map(|()| {
            capacities.map(|capacity| {
                FrequencyDelayLine::new(capacity.max_taps, capacity.max_delayed_taps)
            })
        });
        let delayed = capacities
            .iter()
            .filter(|capacity| capacity.max_delayed_taps > 0);
        let outputs = delayed.map(|capacity| capacity.delayed_output + 1).max();
        let slot = || ConvolutionSlot::new(&histories, outputs.unwrap_or(0));
        Self {
            capacities,
            outputs: capacities.map(|capacity| capacity.delayed_output),
            position: 0,
            turn: 0,
            playing: slot(),
            next: slot(),
            histories,
            fading: None,
            fade_samples,
            retired: Default::default(),
        }
    }

    /// Begins the cross-fade to other responses from the next sample on. Real-time safe.
    ///
    /// # Errors
    /// Gives the responses back if they cannot be taken now: while a fade is under way, or while
    /// replaced responses wait for [`Convolver::take_retired`]; or ever, if one is longer than the
    /// convolver was made for ([`Response::fits`] tells before).
    pub fn set_responses(
        &mut self,
        responses: Responses<INPUTS, CHANNELS>,
    ) -> Result<(), Responses<INPUTS, CHANNELS>> {
        if self.fading.is_some() || !self.accepts(&responses) {
            return Err(responses);
        }
        if self.fade_samples == 0 {
            return self.set_responses_now(responses);
        }
        self.next.responses = Some(responses);
        self.next
            .catch_up(&mut self.histories, everything(self.turn, &self.outputs));
        self.fading = Some(0);
        Ok(())
    }

    /// Lets later fades take another time. One that is under way keeps its own. Real-time safe.
    pub fn set_fade(&mut self, fade_samples: usize) {
        if self.fading.is_none() {
            self.fade_samples = fade_samples;
        }
    }

    /// Takes other responses from the next sample on, without a fade. Real-time safe.
    ///
    /// # Errors
    /// Gives the responses back if one is longer than the convolver was made for, or if replaced
    /// responses wait for [`Convolver::take_retired`].
    pub fn set_responses_now(
        &mut self,
        responses: Responses<INPUTS, CHANNELS>,
    ) -> Result<(), Responses<INPUTS, CHANNELS>> {
        if !self.accepts(&responses) {
            return Err(responses);
        }
        if self.fading.is_some() {
            self.finish_fade();
        }
        let old = self.playing.responses.replace(responses);
        self.retire(old);
        (self.playing).catch_up(&mut self.histories, everything(self.turn, &self.outputs));
        Ok(())
    }

    /// Hands out responses that are no longer in use, to be dropped off the audio thread.
    pub fn take_retired(&mut self) -> Option<Responses<INPUTS, CHANNELS>> {
        self.retired.iter_mut().find_map(Option::take)
    }

    /// Returns whether a cross-fade is under way.
    #[must_use]
    pub fn is_fading(&self) -> bool {
        self.fading.is_some()
    }

    /// The responses that are set, which a fade may not have reached yet.
    #[must_use]
    pub fn responses(&self) -> Option<&Responses<INPUTS, CHANNELS>> {
        let heading = if self.fading.is_some() {
            &self.next
        } else {
            &self.playing
        };
        heading.responses.as_ref()
    }

    /// Convolves a block of any length: for each channel, what becomes of the inputs together goes to
    /// `outs`, and what becomes of them by their delayed responses, [`DELAY_SAMPLES`] late, to
    /// `delayed`, all as long as the inputs. An input that is silent in all channels, and has been for
    /// longer than all its responses, may be left out: it costs nothing. Inputs that are not finite
    /// count as zero.
    pub fn process_together(
        &mut self,
        inputs: [[Option<&[f32]>; INPUTS]; CHANNELS],
        mut outs: [&mut [f32]; CHANNELS],
        delayed: &mut [[&mut [f32]; CHANNELS]],
    ) {
        let length = outs.iter().map(|out| out.len()).min().unwrap_or(0);
        if length <= NEAR - self.position {
            // As a rule: a part of a block.
            return self.advance(inputs, outs, delayed);
        }
        let (mut from, outputs) = (0, delayed.len().min(INPUTS));
        while from < length {
            let to = length.min(from + NEAR - self.position);
            let inputs = inputs.map(|of_channel| {
                of_channel.map(|input| input.and_then(|input| input.get(from..to)))
            });
            let mut runs: [[&mut [f32]; CHANNELS]; INPUTS] =
                std::array::from_fn(|_| std::array::from_fn(|_| Default::default()));
            for (run, delayed) in runs.iter_mut().zip(&mut *delayed) {
                *run = delayed
                    .each_mut()
                    .map(|run| run.get_mut(from..to).unwrap_or_default());
            }
            let outs = outs
                .each_mut()
                .map(|out| out.get_mut(from..to).unwrap_or_default());
            self.advance(inputs, outs, &mut runs[..outputs]);
            from = to;
        }
    }

    /// Forgets all input and ends a fade at its target.
    pub fn reset(&mut self) {
        if self.fading.is_some() {
            self.finish_fade();
        }
        for history in self.histories.iter_mut().flatten() {
            history.reset();
        }
        (self.position, self.turn) = (0, 0);
        self.playing.reset();
    }

    /// Processes a run that does not go beyond the present partition.
    fn advance(
        &mut self,
        inputs: [[Option<&[f32]>; INPUTS]; CHANNELS],
        mut outs: [&mut [f32]; CHANNELS],
        delayed: &mut [[&mut [f32]; CHANNELS]],
    ) {
        let length = outs.first().map_or(0, |out| out.len());
        let mut awake = [false; INPUTS];
        for (histories, inputs) in self.histories.iter_mut().zip(&inputs) {
            for ((history, input), awake) in histories.iter_mut().zip(inputs).zip(&mut awake) {
                if let Some(input) = input {
                    history.take_in(self.position, input);
                    *awake = true;
                }
            }
        }
        let (at, position) = (self.turn, self.position);
        let turn = Turn {
            at,
            awake: &awake,
            outputs: &self.outputs,
        };
        for (channel, (out, histories)) in outs.iter_mut().zip(&self.histories).enumerate() {
            (self.playing).write(channel, histories, turn, position, out);
            for (output, run) in delayed.iter_mut().enumerate() {
                (self.playing).write_delayed((channel, output), at, position, run[channel]);
            }
        }
        if let Some(elapsed) = self.fading {
            self.fade(&awake, &mut outs, delayed, elapsed);
        }
        for out in outs {
            sanitize::flush(out);
        }
        for run in delayed.iter_mut().flatten() {
            sanitize::flush(run);
        }
        self.position += length;
        if self.position >= NEAR {
            self.turn(&awake);
        }
    }

    /// Cross-fades runs, and the delayed ones, from the playing responses to the next.
    fn fade(
        &mut self,
        awake: &[bool; INPUTS],
        outs: &mut [&mut [f32]; CHANNELS],
        delayed: &mut [[&mut [f32]; CHANNELS]],
        elapsed: usize,
    ) {
        let length = outs.first().map_or(0, |out| out.len());
        let mut other = [0.0; NEAR];
        let Some(other) = other.get_mut(..length) else {
            return;
        };
        let (at, position) = (self.turn, self.position);
        let turn = Turn {
            at,
            awake,
            outputs: &self.outputs,
        };
        for (channel, (out, histories)) in outs.iter_mut().zip(&self.histories).enumerate() {
            (self.next).write(channel, histories, turn, position, other);
            self.mix(out, other, elapsed);
            for (output, run) in delayed.iter_mut().enumerate() {
                (self.next).write_delayed((channel, output), at, position, other);
                self.mix(run[channel], other, elapsed);
            }
        }
        let elapsed = elapsed + length;
        self.fading = Some(elapsed);
        if elapsed >= self.fade_samples {
            self.finish_fade();
        }
    }

    /// Mixes the output of the next responses into a run, so many samples after the fade began.
    fn mix(&self, run: &mut [f32], next: &[f32], elapsed: usize) {
        let scale = 1.0 / self.fade_samples as f32;
        for (at, (out, next)) in run.iter_mut().zip(next).enumerate() {
            let done = elapsed + at + 1;
            *out = if done < self.fade_samples {
                *out + crate::dsp::crossfade::gain(done as f32 * scale) * (*next - *out)
            } else {
                *next
            };
        }
    }

    /// Goes on to the next partition: the one before has come in whole.
    fn turn(&mut self, awake: &[bool; INPUTS]) {
        for histories in &mut self.histories {
            for (history, awake) in histories.iter_mut().zip(awake) {
                if *awake {
                    history.turn(self.turn);
                }
            }
        }
        self.position = 0;
        self.turn = (self.turn + 1) % TURNS;
        let turn = Turn {
            at: self.turn,
            awake,
            outputs: &self.outputs,
        };
        self.playing.turn(&mut self.histories, turn);
        if self.fading.is_some() {
            self.next.turn(&mut self.histories, turn);
        }
    }

    /// Makes the next responses the playing ones.
    fn finish_fade(&mut self) {
        self.fading = None;
        std::mem::swap(&mut self.playing, &mut self.next);
        let old = self.next.responses.take();
        self.retire(old);
    }

    /// Returns whether responses fit, and whatever they would replace can be put aside.
    fn accepts(&self, responses: &Responses<INPUTS, CHANNELS>) -> bool {
        // A change without a fade during a fade replaces two.
        let room = self.retired.iter().filter(|place| place.is_none()).count();
        let fits = |of_channel: &[Arc<Response>; INPUTS]| {
            let mut rooms = of_channel.iter().zip(&self.capacities);
            rooms.all(|(response, capacity)| response.fits(capacity))
        };
        room >= 2 && responses.iter().all(fits)
    }

    /// Puts responses aside; `accepts` has made sure of a place.
    fn retire(&mut self, responses: Option<Responses<INPUTS, CHANNELS>>) {
        if let Some(place) = self.retired.iter_mut().find(|place| place.is_none()) {
            *place = responses;
        }
    }
}

/// A turn in which all inputs count as awake: which are silent is known with the next block.
fn everything<const INPUTS: usize>(at: usize, outputs: &[usize; INPUTS]) -> Turn<'_, INPUTS> {
    Turn {
        at,
        awake: &[true; INPUTS],
        outputs,
    }
}

#[cfg(test)]
mod tests;
