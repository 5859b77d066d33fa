//! Two convolvers, one an ear, that change their responses together.

use std::ops::Range;
use std::sync::Arc;

use num_complex::Complex64;

use super::stage::Stereo;
use crate::dsp::convolver::{Capacity, Convolver, Response, DELAY_SAMPLES};
use crate::dsp::sanitize;

/// The responses of the left and the right ear.
pub type Responses = [Arc<Response>; 2];

/// Time of a cross-fade between two responses, seconds.
const FADE_S: f64 = 0.03;

/// Silence beyond the longest response after which a convolution may sleep, samples: the rest of
/// the convolver's present turn.
const TURN: usize = 1024;

/// Samples that are processed at a time.
pub const CHUNK: usize = 64;

/// An input that is left out.
static SILENCE: [f32; CHUNK] = [0.0; CHUNK];

/// A convolver for each ear, with one input or several that sound together.
pub struct Convolution<const INPUTS: usize = 1> {
    sample_rate_hz: f64,
    ears: Convolver<INPUTS, 2>,
    inputs: [Silence; INPUTS],
    /// True if there is nothing in the memory of either ear.
    asleep: bool,
    /// Samples in which no input sounded last, and after how many there is nothing left.
    silence: Silence,
}

/// Silence at an input up to now.
#[derive(Clone, Copy, Debug)]
struct Silence {
    samples: usize,
    /// Samples of silence after which nothing is left.
    until_asleep: usize,
}

impl Convolution {
    /// Makes convolvers for one sample rate in Hz that start with `responses`, none longer than
    /// `max_taps`, and cross-fade to later ones.
    pub fn new(sample_rate_hz: f64, max_taps: usize, responses: &Responses) -> Self {
        let capacity = Capacity {
            max_taps,
            max_delayed_taps: 0,
            delayed_output: 0,
        };
        Self::with_capacities(sample_rate_hz, [capacity], [responses])
    }

    /// Convolves in place; costs nothing while nothing goes in and nothing is left. Falls asleep and
    /// wakes at the very sample, so that how the stream is cut plays no part.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        let mut input = [[0.0; CHUNK]; 2];
        for (left, right) in left.chunks_mut(CHUNK).zip(right.chunks_mut(CHUNK)) {
            let length = left.len().min(right.len());
            if self.asleep && sanitize::is_silent(left) && sanitize::is_silent(right) {
                continue;
            }
            input[0][..length].copy_from_slice(&left[..length]);
            input[1][..length].copy_from_slice(&right[..length]);
            let input = input.each_ref().map(|channel| &channel[..length]);
            self.process_together([Some(input)], &mut [left, right], &mut []);
        }
    }
}

impl<const INPUTS: usize> Convolution<INPUTS> {
    /// Makes convolvers for one sample rate in Hz with room for `capacities` that start with
    /// `responses`, one pair for each input, and cross-fade to later ones.
    pub fn with_capacities(
        sample_rate_hz: f64,
        capacities: [Capacity; INPUTS],
        responses: [&Responses; INPUTS],
    ) -> Self {
        let fade_samples = (FADE_S * sample_rate_hz) as usize;
        let mut ears = Convolver::with_capacities(capacities, fade_samples);
        // Taken for sure: no response is longer than there is room for.
        let refused = ears.set_responses_now(by_ear(responses));
        debug_assert!(refused.is_ok());
        let inputs = capacities.map(|capacity| {
            let Capacity {
                max_taps,
                max_delayed_taps,
                ..
            } = capacity;
            let until_asleep = max_taps.max(max_delayed_taps + DELAY_SAMPLES) + TURN;
            Silence {
                samples: until_asleep,
                until_asleep,
            }
        });
        let longest = inputs.iter().map(|input| input.until_asleep).max();
        Self {
            sample_rate_hz,
            ears,
            inputs,
            asleep: true,
            silence: Silence {
                samples: 0,
                until_asleep: longest.unwrap_or(0),
            },
        }
    }

    /// Lets the next change take `gesture` seconds, or the usual time.
    pub fn set_fade(&mut self, gesture_s: Option<f64>) {
        let fade_samples = (gesture_s.unwrap_or(FADE_S) * self.sample_rate_hz) as usize;
        self.ears.set_fade(fade_samples);
    }

    /// Begins a cross-fade to other responses, one pair for each input. The caller keeps the old ones
    /// alive until [`Self::release`] has said that they are no longer in use, so that none is freed
    /// here.
    pub fn fade_to(&mut self, responses: [&Responses; INPUTS]) {
        // The chain starts no second fade before the first has ended, so none is refused.
        let refused = self.ears.set_responses(by_ear(responses));
        debug_assert!(refused.is_ok());
        if self.asleep {
            // Between silence and silence.
            self.ears.reset();
        }
    }

    /// Lets go of responses whose fade has ended. True when none but the current ones is held.
    pub fn release(&mut self) -> bool {
        drop(self.ears.take_retired());
        !self.ears.is_fading()
    }

    /// Forgets the past; a running fade ends at once.
    pub fn reset(&mut self) {
        self.ears.reset();
        for input in &mut self.inputs {
            input.samples = input.until_asleep;
        }
        (self.asleep, self.silence.samples) = (true, 0);
    }

    /// Returns whether nothing is left in the memory.
    pub fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// Returns whether nothing is left of an input.
    pub fn is_input_asleep(&self, input: usize) -> bool {
        let silence = self.inputs.get(input);
        self.asleep || silence.is_none_or(|input| input.samples >= input.until_asleep)
    }

    /// Convolves the inputs together into `out`, and by their delayed responses into `delayed`; all
    /// have the same length, at most [`CHUNK`]. An input that is left out is silent. Costs nothing while nothing goes in and nothing is left, and nothing for
    /// an input of which that is true. Falls asleep and wakes at the very sample, so that how the
    /// stream is cut plays no part.
    pub fn process_together(
        &mut self,
        inputs: [Option<[&[f32]; 2]>; INPUTS],
        out: &mut Stereo<'_>,
        delayed: &mut [Stereo<'_>],
    ) {
        let length = out[0].len().min(out[1].len()).min(CHUNK);
        if self.asleep && inputs.iter().all(is_silent) {
            return fill_silence(out, delayed, 0..length);
        }
        let mut heard = [[&SILENCE[..length]; 2]; INPUTS];
        let mut awake = [false; INPUTS];
        let mut last_sound = None;
        for (at, (silence, input)) in self.inputs.iter_mut().zip(&inputs).enumerate() {
            let was_asleep = silence.samples >= silence.until_asleep;
            if was_asleep && is_silent(input) {
                continue;
            }
            let input = input.unwrap_or(heard[at]);
            let last = (0..length).rev().find(|&n| sounds(&input, n));
            (heard[at], awake[at]) = (input, true);
            silence.samples = match last {
                Some(last) => length - 1 - last,
                None => silence.samples + length,
            };
            last_sound = last_sound.max(last);
        }
        let inputs = heard;
        if !self.asleep && self.silence.samples + length < self.silence.until_asleep {
            // Too early to fall asleep within the block, whatever is in it.
            self.silence.samples = match last_sound {
                Some(last) => length - 1 - last,
                None => self.silence.samples + length,
            };
            return self.convolve((&inputs, &awake), out, delayed, 0..length);
        }
        self.convolve_awake((&inputs, &awake), out, delayed, length);
    }

    /// Convolves from the first sample that sounds, if it is asleep, until it has been silent for
    /// long enough.
    fn convolve_awake(
        &mut self,
        (inputs, awake): (&[[&[f32]; 2]; INPUTS], &[bool; INPUTS]),
        out: &mut Stereo<'_>,
        delayed: &mut [Stereo<'_>],
        length: usize,
    ) {
        let any_sounds = |n: usize| inputs.iter().any(|input| sounds(input, n));
        let mut from = 0;
        while from < length {
            if self.asleep {
                let first = (from..length).find(|&n| any_sounds(n));
                fill_silence(out, delayed, from..first.unwrap_or(length));
                let Some(first) = first else {
                    return;
                };
                (self.asleep, self.silence.samples, from) = (false, 0, first);
            }
            let mut to = from;
            while to < length && self.silence.samples < self.silence.until_asleep {
                let sound = any_sounds(to);
                self.silence.samples = if sound { 0 } else { self.silence.samples + 1 };
                to += 1;
            }
            self.convolve((inputs, awake), out, delayed, from..to);
            if self.silence.samples >= self.silence.until_asleep {
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

    /// Convolves a stretch of a block.
    fn convolve(
        &mut self,
        (inputs, awake): (&[[&[f32]; 2]; INPUTS], &[bool; INPUTS]),
        out: &mut Stereo<'_>,
        delayed: &mut [Stereo<'_>],
        stretch: Range<usize>,
    ) {
        self.asleep = false;
        let by_ear = [0, 1].map(|ear| {
            std::array::from_fn(|input: usize| {
                let channel = awake[input].then_some(inputs[input][ear]);
                channel.and_then(|channel| channel.get(stretch.clone()))
            })
        });
        let [left, right] = out;
        if stretch == (0..left.len()) {
            let outs: Stereo<'_> = [&mut **left, &mut **right];
            return self.ears.process_together(by_ear, outs, delayed);
        }
        let outs = [left, right].map(|out| out.get_mut(stretch.clone()).unwrap_or_default());
        let outputs = delayed.len().min(INPUTS);
        let mut runs: [Stereo<'_>; INPUTS] =
            std::array::from_fn(|_| std::array::from_fn(|_| Default::default()));
        for (run, delayed) in runs.iter_mut().zip(&mut *delayed) {
            *run = (delayed.each_mut()).map(|ear| ear.get_mut(stretch.clone()).unwrap_or_default());
        }
        (self.ears).process_together(by_ear, outs, &mut runs[..outputs]);
    }

    /// The responses of the two ears to an input at a frequency in Hz.
    pub fn response_to(&self, input: usize, frequency_hz: f64) -> [Complex64; 2] {
        [0, 1].map(|ear: usize| {
            let responses = self.ears.responses().map(|responses| &responses[ear]);
            let response = responses.and_then(|responses| responses.get(input));
            response.map_or(Complex64::ZERO, |response| {
                response.at(frequency_hz, self.sample_rate_hz)
            })
        })
    }

    /// The responses of the two ears to the first input at a frequency in Hz.
    pub fn response(&self, frequency_hz: f64) -> [Complex64; 2] {
        self.response_to(0, frequency_hz)
    }

    /// Length of the tail of an input's present responses, in samples.
    pub fn tail_samples_of(&self, input: usize) -> usize {
        let taps = |responses: &[Arc<Response>; INPUTS]| {
            let response = responses.get(input);
            response.map_or(0, |response| response.tail_samples())
        };
        let ears = self.ears.responses().into_iter().flatten();
        ears.map(taps).max().unwrap_or(0)
    }

    /// Length of the tail of the present responses, in samples.
    pub fn tail_samples(&self) -> usize {
        let tails = (0..INPUTS).map(|input| self.tail_samples_of(input));
        tails.max().unwrap_or(0)
    }
}

/// Responses of each input, by ears.
fn by_ear<const INPUTS: usize>(responses: [&Responses; INPUTS]) -> [[Arc<Response>; INPUTS]; 2] {
    [0, 1].map(|ear: usize| responses.map(|response| Arc::clone(&response[ear])))
}

/// Returns whether an input is left out or silent.
fn is_silent(input: &Option<[&[f32]; 2]>) -> bool {
    input.is_none_or(|channels| channels.iter().all(|ear| sanitize::is_silent(ear)))
}

/// Returns whether an input sounds at a sample.
fn sounds(input: &[&[f32]; 2], at: usize) -> bool {
    input
        .iter()
        .any(|ear| ear.get(at).is_some_and(|x| *x != 0.0))
}

/// Fills a stretch of all outputs with silence.
fn fill_silence(out: &mut Stereo<'_>, delayed: &mut [Stereo<'_>], stretch: Range<usize>) {
    for channel in out {
        if let Some(stretch) = channel.get_mut(stretch.clone()) {
            stretch.fill(0.0);
        }
    }
    for channel in delayed.iter_mut().flatten() {
        if let Some(stretch) = channel.get_mut(stretch.clone()) {
            stretch.fill(0.0);
        }
    }
}
