//! Responses in use, one for each input of each channel, and their share of the output that was
//! computed ahead.

use std::sync::Arc;

use super::frequency_delay_line::{multiply, FrequencyDelayLine, Level, Used};
use super::long_output::{LongOutput, Outputs};
use super::plan::{FAR, NEAR, TURNS};
use super::response::Response;
use super::uniform_partition::Spectra;
use crate::dsp::simd::{Bins, Simd, LANES};

/// Responses of each input, for each channel.
pub type Responses<const INPUTS: usize, const CHANNELS: usize> =
    [[Arc<Response>; INPUTS]; CHANNELS];

/// State of the present turn, which all slots of a convolver have in common.
#[derive(Clone, Copy)]
pub(super) struct Turn<'a, const INPUTS: usize> {
    /// Number of the turn within a long partition.
    pub at: usize,
    /// Inputs that are not silent throughout their past.
    pub awake: &'a [bool; INPUTS],
    /// Delayed output of each input.
    pub outputs: &'a [usize; INPUTS],
}

/// Responses in use, and their share of the output that was computed ahead.
pub(super) struct ConvolutionSlot<const INPUTS: usize, const CHANNELS: usize> {
    simd: Simd,
    pub responses: Option<Responses<INPUTS, CHANNELS>>,
    channels: [Channel; CHANNELS],
}

/// Output of a channel.
struct Channel {
    /// The present short partition of what the direct part leaves out.
    tail: [f32; NEAR],
    /// Output of the long partitions, and of those of each delayed output.
    far: LongOutput,
    delayed: Vec<LongOutput>,
    /// Spectrum of the present short partition.
    near_spectrum: [Bins; NEAR / LANES],
}

impl<const INPUTS: usize, const CHANNELS: usize> ConvolutionSlot<INPUTS, CHANNELS> {
    /// A slot without responses, for some histories and a number of delayed outputs.
    pub(super) fn new(
        histories: &[[FrequencyDelayLine; INPUTS]; CHANNELS],
        delayed_outputs: usize,
    ) -> Self {
        let channels = histories.each_ref().map(|histories| {
            let has_far = histories.iter().any(|history| history.far.is_some());
            let length = if has_far { FAR } else { 0 };
            // A delayed output's transform comes a turn before the other one, so that none bears both.
            let delayed = (0..delayed_outputs).map(|_| LongOutput::new(length, TURNS - 2));
            Channel {
                tail: [0.0; NEAR],
                far: LongOutput::new(length, TURNS - 1),
                delayed: delayed.collect(),
                near_spectrum: [Bins::ZERO; NEAR / LANES],
            }
        });
        Self {
            simd: Simd::detect(),
            responses: None,
            channels,
        }
    }

    /// Makes up for having heard nothing: afterwards the slot is where it would be if it had had
    /// its responses all along.
    pub(super) fn catch_up(
        &mut self,
        histories: &mut [[FrequencyDelayLine; INPUTS]; CHANNELS],
        turn: Turn<'_, INPUTS>,
    ) {
        self.work(histories, turn, |outputs| outputs.catch_up(turn.at));
    }

    /// Goes on to the next short partition.
    pub(super) fn turn(
        &mut self,
        histories: &mut [[FrequencyDelayLine; INPUTS]; CHANNELS],
        turn: Turn<'_, INPUTS>,
    ) {
        self.work(histories, turn, |outputs| outputs.turn(turn.at));
    }

    fn work(
        &mut self,
        histories: &mut [[FrequencyDelayLine; INPUTS]; CHANNELS],
        turn: Turn<'_, INPUTS>,
        long: impl Fn(Outputs<'_, INPUTS, CHANNELS>),
    ) {
        let Some(responses) = &self.responses else {
            return;
        };
        long(Outputs {
            outputs: (self.channels.each_mut()).map(|channel| &mut channel.far),
            histories,
            responses: used(responses, turn, |_, response| Some(&response.far)),
        });
        for output in 0..self.channels[0].delayed.len() {
            let mut inputs = turn.awake.iter().zip(turn.outputs);
            let sounds = inputs.any(|(awake, of_input)| *awake && *of_input == output);
            if !sounds && (self.channels.iter()).all(|channel| channel.delayed[output].is_silent())
            {
                continue;
            }
            long(Outputs {
                outputs: (self.channels.each_mut()).map(|channel| &mut channel.delayed[output]),
                histories,
                responses: used(responses, turn, |input, response| {
                    let delayed = response.delayed.as_ref();
                    let delayed = delayed.filter(|_| turn.outputs[input] == output);
                    delayed.map(|delayed| &delayed.far)
                }),
            });
        }
        let near = used(responses, turn, |_, response| Some(&response.near));
        let spectra = (self.channels.each_mut()).map(|channel| &mut channel.near_spectrum[..]);
        let sounds = multiply(Level::Near, histories, &near, 0, 0..NEAR / LANES, spectra);
        let channels = self.channels.iter_mut().zip(histories);
        for ((channel, histories), sounds) in channels.zip(sounds) {
            channel.sum_up(&mut histories[0], sounds, turn.at);
        }
    }

    /// Writes the output of a channel for the part of the present short partition from `position` on.
    pub(super) fn write(
        &self,
        channel: usize,
        histories: &[FrequencyDelayLine; INPUTS],
        turn: Turn<'_, INPUTS>,
        position: usize,
        out: &mut [f32],
    ) {
        let Some(responses) = &self.responses else {
            return out.fill(0.0);
        };
        let (responses, channel) = (&responses[channel], &self.channels[channel]);
        let Some(tail) = channel.tail.get(position..position + out.len()) else {
            return;
        };
        let mut written = false;
        for (input, (history, response)) in histories.iter().zip(responses).enumerate() {
            if !turn.awake[input] {
                continue;
            }
            let x = history.window.get(position..).unwrap_or_default();
            if written {
                let mut sum = [0.0; NEAR];
                let sum = &mut sum[..out.len()];
                sum.copy_from_slice(out);
                self.simd.head(&response.head, x, sum, out);
            } else {
                self.simd.head(&response.head, x, tail, out);
            }
            written = true;
        }
        if !written {
            out.copy_from_slice(tail);
        }
    }

    /// Writes a delayed output of a channel for the part of the present short partition from
    /// `position` on.
    pub(super) fn write_delayed(
        &self,
        (channel, output): (usize, usize),
        turn: usize,
        position: usize,
        out: &mut [f32],
    ) {
        let delayed = self.channels[channel].delayed.get(output);
        let delayed = delayed.filter(|_| self.responses.is_some());
        let present = delayed.and_then(|delayed| delayed.present(turn));
        match present.and_then(|present| present.get(position..position + out.len())) {
            Some(present) => out.copy_from_slice(present),
            None => out.fill(0.0),
        }
    }

    /// Forgets all input.
    pub(super) fn reset(&mut self) {
        for channel in &mut self.channels {
            channel.tail.fill(0.0);
            channel.far.reset();
            channel.delayed.iter_mut().for_each(LongOutput::reset);
        }
    }
}

impl Channel {
    /// Puts the tail together.
    fn sum_up(&mut self, history: &mut FrequencyDelayLine, sounds: bool, turn: usize) {
        match sounds {
            true => history.near.finish(&self.near_spectrum, &mut self.tail),
            false => self.tail.fill(0.0),
        }
        if let Some(far) = self.far.present(turn) {
            for (tail, far) in self.tail.iter_mut().zip(far) {
                *tail += far;
            }
        }
    }
}

/// Spectra of a kind for each input that is awake and has such.
fn used<'a, const INPUTS: usize, const CHANNELS: usize>(
    responses: &'a [[Arc<Response>; INPUTS]; CHANNELS],
    turn: Turn<'_, INPUTS>,
    of: impl Fn(usize, &'a Response) -> Option<&'a Spectra>,
) -> Used<'a, INPUTS, CHANNELS> {
    responses.each_ref().map(|responses| {
        std::array::from_fn(|input| {
            let spectra = turn.awake[input].then(|| of(input, &responses[input]));
            spectra.flatten().filter(|spectra| spectra.partitions() > 0)
        })
    })
}

#[cfg(test)]
impl<const INPUTS: usize, const CHANNELS: usize> ConvolutionSlot<INPUTS, CHANNELS> {
    /// Returns whether the state is free of numbers that slow a processor down.
    pub(super) fn holds_no_subnormal(&self) -> bool {
        self.channels.iter().all(|channel| {
            let delayed = channel.delayed.iter().flat_map(LongOutput::samples);
            let far = channel.far.samples().chain(delayed);
            channel.tail.iter().chain(far).all(|x| !x.is_subnormal())
        })
    }
}
