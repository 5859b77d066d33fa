//! From what goes into the ears to what the user's headphones are to play.
//!
//! *In the real world* the mix, the room, the sound of ambient microphones and the own voice each
//! reach the drum by a way of their own, and there they add up.
//!
//! *Model*: each way is an impulse response of the same acoustic network ([`crate::design`]), in which
//! what the user's own headphones do is divided out already ([`super::listening`]); all four are
//! convolved together. The pressures at the drum, which only the level meter needs, come of the ways
//! without that division, and later by [`DELAY_SAMPLES`].
//!
//! *Knobs*: none of its own; the listening level gives the gain into pascals.
//!
//! *Left out*: what is made at the drum itself, which has no way there: `listening`.
//!
//! *Tests*: the laws of every stage; levels at the drum (`tests/levels.rs`,
//! `tests/ambient.rs`, `tests/own_voice.rs`).

use num_complex::Complex64;

use super::ambient::Ambient;
use super::earphone;
use super::parts::{self, parts};
use super::PART;
use crate::design::{heard_taps, max_smooth_taps, max_taps, metered_taps, ResponseSet, SOURCES};
use crate::dsp::convolver::Capacity;
#[cfg(doc)]
use crate::dsp::convolver::DELAY_SAMPLES;
use crate::dsp::smoothing::SmoothedDb;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::stereo_convolution::Convolution;
use crate::dsp::{gain, units};

/// Pressures that are metered at the drum.
const METERED: usize = 3;

/// Inputs of the ears, in the order of [`ResponseSet::heard`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The earphones' input, full scale.
    Programme,
    /// The room outside the earphones, Pa.
    Room,
    /// The signal of the ambient microphones, Pa.
    Microphones,
    /// The own voice at an open drum, Pa.
    OwnVoice,
}

/// The ways of all sources through both ears.
pub struct Ears {
    /// Full scale to pascals, and back.
    gain: SmoothedDb,
    back: SmoothedDb,
    /// Sound that goes in with the part that comes next, and where there is any.
    inputs: [[[f32; PART]; 2]; SOURCES],
    given: [bool; SOURCES],
    /// Pressures of programme, room and own voice with the last part, delayed.
    at_drum: [[[f32; PART]; 2]; METERED],
    /// Number of them that are written.
    metered: usize,
    pub(super) convolution: Convolution<SOURCES>,
}

impl Ears {
    /// Makes the ways for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, designed: &ResponseSet, settings: &earphone::Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let capacity = |taps: usize, delayed_output: usize| Capacity {
            max_taps: heard_taps(taps, sample_rate_hz),
            max_delayed_taps: metered_taps(taps, sample_rate_hz),
            delayed_output,
        };
        let (longest, smooth) = (max_taps(sample_rate_hz), max_smooth_taps(sample_rate_hz));
        let capacities = [
            capacity(longest, 0),
            capacity(smooth, 1),
            capacity(smooth, 1),
            capacity(smooth, 2),
        ];
        Self {
            gain: SmoothedDb::new(settings.gain_db, ramp_samples),
            back: SmoothedDb::new(-settings.gain_db, ramp_samples),
            inputs: [[[0.0; PART]; 2]; SOURCES],
            given: [false; SOURCES],
            at_drum: [[[0.0; PART]; 2]; METERED],
            metered: 0,
            convolution: Convolution::with_capacities(sample_rate_hz, capacities, designed.heard()),
        }
    }

    /// Returns whether nothing is left of an input.
    pub fn is_at_rest(&self, input: Input) -> bool {
        self.convolution.is_input_asleep(input as usize)
    }

    /// The place for what goes in with the part that comes next; silence if it is not asked for.
    pub fn input(&mut self, input: Input, length: usize) -> Stereo<'_> {
        self.given[input as usize] = true;
        self.inputs[input as usize] = [[0.0; PART]; 2];
        parts(&mut self.inputs[input as usize], length)
    }

    /// Lets the room and the microphones in it go in with the part that comes next, of so many samples;
    /// `input` is what goes into the room.
    pub fn hear_room(&mut self, ambient: &mut Ambient, input: Option<[&[f32]; 2]>, length: usize) {
        let mut room = self.input(Input::Room, length);
        parts::copy_input(input, &mut room);
        ambient.process(&mut room);
        if let Some(signal) = ambient.microphone() {
            let signal = signal.each_ref().map(|channel| &channel[..]);
            let mut microphones = self.input(Input::Microphones, length);
            parts::copy_input(Some(signal), &mut microphones);
        }
    }

    /// Convolves all inputs together, with `programme`, which is replaced: pascals, divided by the
    /// reference. Of at most `PART` samples. The other inputs are silent again afterwards.
    pub fn process_part(&mut self, programme: &mut Stereo<'_>) {
        let length = programme[0].len().min(PART);
        let kept = &mut self.inputs[Input::Programme as usize];
        parts::copy(programme, &mut parts(kept, length));
        let back = self.back;
        self.back.skip(length);
        let [_, others @ ..] = &mut self.inputs;
        for (input, given) in others.iter_mut().zip(&self.given[1..]) {
            if *given {
                gain::apply_db(&mut { back }, &mut parts(input, length));
            }
        }
        self.given[Input::Programme as usize] = true;
        let inputs = std::array::from_fn(|input| {
            let channels = self.inputs[input].each_ref();
            self.given[input].then(|| channels.map(|channel| &channel[..length]))
        });
        // Silent outputs behind the last one that sounds are left out.
        let rests = |input: Input| !self.given[input as usize] && self.is_at_rest(input);
        let room_rests = rests(Input::Room) && rests(Input::Microphones);
        self.metered = match (room_rests, rests(Input::OwnVoice)) {
            (_, false) => METERED,
            (false, true) => METERED - 1,
            (true, true) => 1,
        };
        let mut at_drum = (self.at_drum.each_mut()).map(|drum| parts(drum, length));
        let at_drum = &mut at_drum[..self.metered];
        (self.convolution).process_together(inputs, programme, at_drum);
        for drum in at_drum {
            gain::apply_db(&mut { self.gain }, drum);
        }
        gain::apply_db(&mut self.gain, programme);
        self.given = [false; SOURCES];
    }

    /// The pressures of programme, room and own voice at the drum with the last part, delayed; none
    /// where there is silence.
    pub fn at_drum(&mut self, length: usize) -> [Option<Stereo<'_>>; METERED] {
        let metered = self.metered;
        let mut drums = self.at_drum.iter_mut().enumerate();
        std::array::from_fn(|_| {
            let sounding = drums.next().filter(|(at, _)| *at < metered);
            sounding.map(|(_, drum)| parts(drum, length))
        })
    }

    /// Length of the tail of an input, samples.
    pub fn tail_samples_of(&self, input: Input) -> usize {
        self.convolution.tail_samples_of(input as usize)
    }
}

/// The stage has the programme alone.
impl Stage for Ears {
    type Settings = earphone::Settings;

    fn set(&mut self, settings: &earphone::Settings) {
        self.gain.set(settings.gain_db);
        self.back.set(-settings.gain_db);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.back.finish();
        self.given = [false; SOURCES];
        self.convolution.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        for (left, right) in left.chunks_mut(PART).zip(right.chunks_mut(PART)) {
            self.process_part(&mut [left, right]);
        }
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        let gain = units::gain(self.gain.target_db());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        self.tail_samples_of(Input::Programme)
    }
}
