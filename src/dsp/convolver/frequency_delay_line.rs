//! Frequency-domain delay line of the convolver's input, and the state of one response.

use std::sync::Arc;

use super::plan::{Plan, FAR, NEAR, TURNS};
use super::Response;
use crate::dsp::convolver::uniform_partition::UniformPartition;
use crate::dsp::simd::{Bins, Simd, HEAD_OUTPUTS, LANES, TINY};

/// Inputs beyond this are a fault upstream and would overflow the sums; they are taken as zero.
const HUGE: f32 = 1e15;

/// Length of the input that is kept as it came: the partition before, the present one, and room
/// for the direct part to read in whole groups.
const WINDOW: usize = 2 * NEAR + HEAD_OUTPUTS;

/// The past of one channel. It knows nothing of responses, so any can be applied to it.
pub(super) struct FrequencyDelayLine {
    simd: Simd,
    window: [f32; WINDOW],
    near: UniformPartition,
    far: Option<UniformPartition>,
    /// The long partition before and the present one, as they came.
    far_window: Vec<f32>,
    /// Number of steps done for the present long partition.
    turn: usize,
}

impl FrequencyDelayLine {
    /// A silent past, long enough for responses of up to `max_taps`.
    pub(super) fn new(max_taps: usize) -> Self {
        let plan = Plan::new(max_taps);
        let has_far = plan.far > 0;
        Self {
            simd: Simd::detect(),
            window: [0.0; WINDOW],
            near: UniformPartition::new(NEAR, plan.near),
            // One more than a response has: the partition being played and the one being worked
            // on lie one apart.
            far: has_far.then(|| UniformPartition::new(FAR, plan.far + 1)),
            far_window: if has_far {
                vec![0.0; 2 * FAR]
            } else {
                Vec::new()
            },
            turn: 0,
        }
    }

    /// Returns whether long partitions are kept.
    pub(super) fn has_far(&self) -> bool {
        self.far.is_some()
    }

    /// Forgets everything.
    pub(super) fn reset(&mut self) {
        self.window.fill(0.0);
        self.near.reset();
        self.far.iter_mut().for_each(UniformPartition::reset);
        self.far_window.fill(0.0);
        self.turn = 0;
    }

    /// Takes in a run that does not go beyond the present short partition. What is not finite
    /// becomes zero.
    pub(super) fn take_in(&mut self, position: usize, run: &[f32]) {
        let arrived = self.window.iter_mut().skip(NEAR + position);
        for (to, from) in arrived.zip(run) {
            // Written as one test that a NaN fails too.
            *to = if (TINY..=HUGE).contains(&from.abs()) {
                *from
            } else {
                0.0
            };
        }
    }

    /// Goes on to the next short partition: the one before has come in whole.
    pub(super) fn turn(&mut self) {
        let (previous, rest) = self.window.split_at(NEAR);
        let (current, _) = rest.split_at(NEAR);
        self.near.push(previous, current);
        if let Some(far) = &mut self.far {
            let arrived = self
                .far_window
                .chunks_exact_mut(NEAR)
                .nth(TURNS + self.turn);
            if let Some(arrived) = arrived {
                arrived.copy_from_slice(current);
            }
            self.turn = (self.turn + 1) % TURNS;
            if self.turn == 0 {
                let (previous, current) = self.far_window.split_at_mut(FAR);
                far.push(previous, current);
                previous.copy_from_slice(current);
            }
        }
        self.window.copy_within(NEAR..2 * NEAR, 0);
    }
}

/// A response in use, and its share of the output that was computed ahead.
pub(super) struct ConvolutionSlot {
    pub response: Option<Arc<Response>>,
    /// The present short partition of what the direct part leaves out.
    tail: [f32; NEAR],
    /// The present long partition, and the next one.
    far: [Vec<f32>; 2],
    /// Spectrum of the next one.
    spectrum: Vec<Bins>,
    /// Spectrum of the present short partition.
    near_spectrum: [Bins; NEAR / LANES],
}

impl ConvolutionSlot {
    /// A voice without a response, for a history.
    pub(super) fn new(history: &FrequencyDelayLine) -> Self {
        let length = if history.has_far() { FAR } else { 0 };
        Self {
            response: None,
            tail: [0.0; NEAR],
            far: [vec![0.0; length], vec![0.0; length]],
            spectrum: vec![Bins::ZERO; length / LANES],
            near_spectrum: [Bins::ZERO; NEAR / LANES],
        }
    }

    /// Makes up for having heard nothing: afterwards the voice is where it would be if it had had
    /// its response all along.
    pub(super) fn catch_up(&mut self, history: &mut FrequencyDelayLine) {
        let Some(response) = &self.response else {
            return;
        };
        let has_far = response.far.partitions() > 0;
        if let Some(far) = history.far.as_mut().filter(|_| has_far) {
            // Both are written whole before they are read.
            let [present, next] = &mut self.far;
            far.multiply(&response.far, 1, 0..far.groups(), &mut self.spectrum);
            far.finish(&self.spectrum, present);
            for turn in 0..=history.turn {
                work_ahead(far, response, turn, &mut self.spectrum, next);
            }
        }
        self.sum_up(history);
    }

    /// Goes on to the next short partition.
    pub(super) fn turn(&mut self, history: &mut FrequencyDelayLine) {
        let Some(response) = &self.response else {
            return;
        };
        if let Some(far) = &mut history.far {
            if history.turn == 0 {
                self.far.swap(0, 1);
            }
            if response.far.partitions() > 0 {
                work_ahead(
                    far,
                    response,
                    history.turn,
                    &mut self.spectrum,
                    &mut self.far[1],
                );
            }
        }
        self.sum_up(history);
    }

    /// Forgets all input.
    pub(super) fn reset(&mut self) {
        self.tail.fill(0.0);
        self.far.iter_mut().for_each(|far| far.fill(0.0));
        self.spectrum.fill(Bins::ZERO);
    }

    /// Writes the output for the part of the present short partition from `position` on.
    pub(super) fn write(&self, history: &FrequencyDelayLine, position: usize, out: &mut [f32]) {
        let Some(response) = &self.response else {
            return out.fill(0.0);
        };
        if let (Some(x), Some(tail)) = (history.window.get(position..), self.tail.get(position..)) {
            history.simd.head(&response.head, x, tail, out);
        }
    }

    /// Puts the tail together.
    fn sum_up(&mut self, history: &mut FrequencyDelayLine) {
        let Some(response) = &self.response else {
            return;
        };
        if response.near.partitions() > 0 {
            let (near, spectrum) = (&mut history.near, &mut self.near_spectrum);
            near.multiply(&response.near, 0, 0..near.groups(), spectrum);
            near.finish(spectrum, &mut self.tail);
        } else {
            self.tail.fill(0.0);
        }
        if response.far.partitions() > 0 {
            let far = self.far[0]
                .chunks_exact(NEAR)
                .nth(history.turn)
                .unwrap_or_default();
            for (tail, far) in self.tail.iter_mut().zip(far) {
                *tail += far;
            }
        }
    }

    #[cfg(test)]
    pub fn holds_no_subnormal(&self) -> bool {
        let far = self.far.iter().flatten();
        self.tail.iter().chain(far).all(|x| !x.is_subnormal())
    }
}

/// Does one turn's share of the work on the next long partition. The first turn has the transform
/// of the input to bear and the last the one of the output; the products are for those between.
fn work_ahead(
    far: &mut UniformPartition,
    response: &Response,
    turn: usize,
    spectrum: &mut [Bins],
    next: &mut [f32],
) {
    const BETWEEN: usize = TURNS - 2;
    let groups = far.groups();
    if let Some(turn) = turn.checked_sub(1).filter(|turn| *turn < BETWEEN) {
        let share = groups * turn / BETWEEN..groups * (turn + 1) / BETWEEN;
        far.multiply(&response.far, 0, share, spectrum);
    } else if turn == TURNS - 1 {
        far.finish(spectrum, next);
    }
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
