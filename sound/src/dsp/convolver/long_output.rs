//! Output of the long partitions of some responses: the work on one partition is dealt out over the
//! turns in which the one before it is played.

use std::ops::Range;

use super::frequency_delay_line::{multiply, FrequencyDelayLine, Level, Used};
use super::plan::{NEAR, TURNS};
use crate::dsp::simd::{Bins, LANES};

/// The partition that is played, and the next one.
pub(super) struct LongOutput {
    present: Partition,
    next: Partition,
    /// Spectrum of the next one.
    spectrum: Vec<Bins>,
    /// Turn in which the spectrum becomes samples.
    last_turn: usize,
}

/// Samples of one partition.
struct Partition {
    samples: Vec<f32>,
    /// True if they count as zeros, whatever they are.
    silent: bool,
}

impl Partition {
    fn new(length: usize) -> Self {
        Self {
            samples: vec![0.0; length],
            silent: true,
        }
    }
}

/// The same output of all channels, and what it comes of.
pub(super) struct Outputs<'a, const INPUTS: usize, const CHANNELS: usize> {
    pub outputs: [&'a mut LongOutput; CHANNELS],
    pub histories: &'a mut [[FrequencyDelayLine; INPUTS]; CHANNELS],
    /// Responses in use.
    pub responses: Used<'a, INPUTS, CHANNELS>,
}

impl<const INPUTS: usize, const CHANNELS: usize> Outputs<'_, INPUTS, CHANNELS> {
    /// Comes to where they would be if they had had their responses all along.
    pub(super) fn catch_up(mut self, turn: usize) {
        let groups = 0..self.outputs[0].spectrum.len();
        let sounds = self.multiply(1, groups);
        let channels = self.outputs.iter_mut().zip(&mut *self.histories);
        for ((output, histories), sounds) in channels.zip(sounds) {
            output.present.silent = !sounds;
            if sounds {
                finish(histories, &output.spectrum, &mut output.present.samples);
            }
        }
        for turn in 0..=turn {
            self.work_ahead(turn);
        }
    }

    /// Goes on to a turn.
    pub(super) fn turn(mut self, turn: usize) {
        if turn == 0 {
            for output in &mut self.outputs {
                std::mem::swap(&mut output.present, &mut output.next);
            }
        }
        self.work_ahead(turn);
    }

    /// Does one turn's share of the work on the next partition. The first turn has the transforms of
    /// the inputs to bear and the last the one of the output; the products are for those between.
    fn work_ahead(&mut self, turn: usize) {
        let (groups, last_turn) = (self.outputs[0].spectrum.len(), self.outputs[0].last_turn);
        let between = last_turn - 1;
        if turn == last_turn {
            for (output, histories) in self.outputs.iter_mut().zip(&mut *self.histories) {
                if !output.next.silent {
                    finish(histories, &output.spectrum, &mut output.next.samples);
                }
            }
        } else if let Some(turn) = turn.checked_sub(1).filter(|turn| *turn < between) {
            let share = groups * turn / between..groups * (turn + 1) / between;
            let sounds = self.multiply(0, share.clone());
            for (output, sounds) in self.outputs.iter_mut().zip(sounds) {
                let was_silent = turn == 0 || output.next.silent;
                // What an input that wakes or falls asleep on the way leaves out is zero.
                match (was_silent, sounds) {
                    (true, true) => output.fill_zero(0..share.start),
                    (false, false) => output.fill_zero(share.clone()),
                    _ => {}
                }
                output.next.silent = was_silent && !sounds;
            }
        }
    }

    /// Writes some groups of bins of the spectra; true for channels in which any input has a share.
    fn multiply(&mut self, age: usize, groups: Range<usize>) -> [bool; CHANNELS] {
        let spectra = (self.outputs.each_mut()).map(|output| &mut output.spectrum[..]);
        multiply(
            Level::Far,
            self.histories,
            &self.responses,
            age,
            groups,
            spectra,
        )
    }
}

impl LongOutput {
    /// Silence, in partitions of `length` samples, each finished in turn `last_turn`, from 2 on.
    pub(super) fn new(length: usize, last_turn: usize) -> Self {
        Self {
            present: Partition::new(length),
            next: Partition::new(length),
            spectrum: vec![Bins::ZERO; length / LANES],
            last_turn,
        }
    }

    fn fill_zero(&mut self, groups: Range<usize>) {
        for bins in self.spectrum.get_mut(groups).into_iter().flatten() {
            *bins = Bins::ZERO;
        }
    }

    /// Returns whether there is nothing in it.
    pub(super) fn is_silent(&self) -> bool {
        self.present.silent && self.next.silent
    }

    /// Samples that are played in a turn; none where there is silence.
    pub(super) fn present(&self, turn: usize) -> Option<&[f32; NEAR]> {
        debug_assert!(turn < TURNS);
        if self.present.silent {
            return None;
        }
        self.present.samples.as_chunks().0.get(turn)
    }

    /// Forgets everything.
    pub(super) fn reset(&mut self) {
        (self.present.silent, self.next.silent) = (true, true);
    }

    #[cfg(test)]
    pub(super) fn samples(&self) -> impl Iterator<Item = &f32> {
        self.present.samples.iter().chain(&self.next.samples)
    }
}

/// Turns a spectrum into samples, with the transform of whichever input has one.
fn finish(histories: &mut [FrequencyDelayLine], spectrum: &[Bins], out: &mut [f32]) {
    let far = histories
        .iter_mut()
        .find_map(|history| history.far.as_mut());
    if let Some(far) = far {
        far.finish(spectrum, out);
    }
}
