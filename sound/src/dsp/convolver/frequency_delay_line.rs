//! Frequency-domain delay line of an input of the convolver.

use std::ops::Range;

use super::plan::{Plan, FAR, NEAR, TURNS};
use crate::dsp::convolver::uniform_partition::{Spectra, UniformPartition};
use crate::dsp::simd::{Bins, Simd, HEAD_OUTPUTS};

/// Inputs beyond this are a fault upstream and would overflow the sums; they are taken as zero.
const HUGE: f32 = 1e15;

/// Length of the input that is kept as it came: the partition before, the present one, and room
/// for the direct part to read in whole groups.
const WINDOW: usize = 2 * NEAR + HEAD_OUTPUTS;

/// The past of one channel. It knows nothing of responses, so any can be applied to it.
pub(super) struct FrequencyDelayLine {
    pub window: [f32; WINDOW],
    pub near: UniformPartition,
    pub far: Option<UniformPartition>,
    /// The long partition before and the present one, as they came.
    far_window: Vec<f32>,
}

impl FrequencyDelayLine {
    /// A silent past, long enough for responses of up to `max_taps`, and for delayed ones of up to
    /// `max_delayed_taps`.
    pub(super) fn new(max_taps: usize, max_delayed_taps: usize) -> Self {
        let plan = Plan::new(max_taps);
        let far = plan.far.max(max_delayed_taps.div_ceil(FAR));
        let has_far = far > 0;
        Self {
            window: [0.0; WINDOW],
            near: UniformPartition::new(NEAR, plan.near),
            // One more than a response has: the partition being played and the one being worked
            // on lie one apart.
            far: has_far.then(|| UniformPartition::new(FAR, far + 1)),
            far_window: if has_far {
                vec![0.0; 2 * FAR]
            } else {
                Vec::new()
            },
        }
    }

    /// Forgets everything.
    pub(super) fn reset(&mut self) {
        self.window.fill(0.0);
        self.near.reset();
        self.far.iter_mut().for_each(UniformPartition::reset);
        self.far_window.fill(0.0);
    }

    /// Takes in a run that does not go beyond the present short partition. What is not finite
    /// becomes zero.
    pub(super) fn take_in(&mut self, position: usize, run: &[f32]) {
        if let Some(arrived) = self.window.get_mut(NEAR + position..) {
            Simd::detect().copy_sound(run, HUGE, arrived);
        }
    }

    /// Goes on from a turn to the next short partition: the one before has come in whole.
    pub(super) fn turn(&mut self, turn: usize) {
        let (previous, rest) = self.window.split_at(NEAR);
        let (current, _) = rest.split_at(NEAR);
        self.near.push(previous, current);
        if let Some(far) = &mut self.far {
            let arrived = self.far_window.chunks_exact_mut(NEAR).nth(TURNS + turn);
            if let Some(arrived) = arrived {
                arrived.copy_from_slice(current);
            }
            if turn + 1 == TURNS {
                let (previous, current) = self.far_window.split_at_mut(FAR);
                far.push(previous, current);
                previous.copy_from_slice(current);
            }
        }
        self.window.copy_within(NEAR..2 * NEAR, 0);
    }
}

/// Short or long partitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Near,
    Far,
}

/// Spectra of the responses in use: one for each input of each channel, none where nothing comes of it.
pub(super) type Used<'a, const INPUTS: usize, const CHANNELS: usize> =
    [[Option<&'a Spectra>; INPUTS]; CHANNELS];

/// Writes some groups of bins of the output of each channel: of all inputs together, `age` partitions
/// ago. For each channel, true if any input has a share in it; else its bins stay as they are. The
/// channels of an input are silent at the same times.
pub(super) fn multiply<const INPUTS: usize, const CHANNELS: usize>(
    level: Level,
    histories: &[[FrequencyDelayLine; INPUTS]; CHANNELS],
    responses: &Used<'_, INPUTS, CHANNELS>,
    age: usize,
    groups: Range<usize>,
    mut spectra: [&mut [Bins]; CHANNELS],
) -> [bool; CHANNELS] {
    let mut sounds = [false; CHANNELS];
    for input in 0..INPUTS {
        let of = |channel: usize| {
            let history: &FrequencyDelayLine = &histories[channel][input];
            let partitions = match level {
                Level::Near => Some(&history.near),
                Level::Far => history.far.as_ref(),
            };
            partitions.zip(responses[channel][input])
        };
        // Channels with the same response load it once.
        if let ([left, right], [adds, other_adds]) = (&mut spectra[..], &mut sounds[..]) {
            if let (Some((one, response)), Some((other, same))) = (of(0), of(1)) {
                if std::ptr::eq(response, same) && adds == other_adds {
                    let spectra = [&mut **left, &mut **right];
                    let both = [one, other];
                    UniformPartition::multiply_both(
                        both,
                        response,
                        age,
                        groups.clone(),
                        spectra,
                        *adds,
                    );
                    (*adds, *other_adds) = (true, true);
                    continue;
                }
            }
        }
        for (channel, (spectrum, adds)) in spectra.iter_mut().zip(&mut sounds).enumerate() {
            if let Some((partitions, response)) = of(channel) {
                partitions.multiply(response, age, groups.clone(), spectrum, *adds);
                *adds = true;
            }
        }
    }
    sounds
}

#[cfg(test)]
impl FrequencyDelayLine {
    /// Returns whether the state is free of numbers that slow a processor down.
    pub fn holds_no_subnormal(&self) -> bool {
        let kept = self.window.iter().chain(&self.far_window);
        kept.into_iter().all(|x| !x.is_subnormal())
            && self.near.holds_no_subnormal()
            && self.far.iter().all(UniformPartition::holds_no_subnormal)
    }
}
