//! A delay of what the level meter is given, so that sources meet in it as they do at the drum.
//!
//! The pressure of the programme at the drum is convolved for the meter alone, and comes late
//! (`dsp::convolver`). What the meter could have at once waits as long.

use crate::dsp::convolver::DELAY_SAMPLES;
use crate::dsp::delay::Delay;
use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;

/// A delay of [`DELAY_SAMPLES`] for both channels; costs nothing while there is silence in it.
pub struct MeterDelay {
    lines: [Delay; 2],
    /// Samples of silence that went in last.
    silent_samples: usize,
}

impl MeterDelay {
    /// A delay with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        let lines = [(); 2].map(|()| {
            let mut line = Delay::new(DELAY_SAMPLES, 0);
            line.set_now(DELAY_SAMPLES as f64);
            line
        });
        Self {
            lines,
            silent_samples: DELAY_SAMPLES,
        }
    }

    /// Returns whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.silent_samples >= DELAY_SAMPLES
    }

    /// Delays a block in place, whose channels have the same length.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        self.silent_samples = match block.iter().all(|channel| sanitize::is_silent(channel)) {
            true if self.is_empty() => return,
            true => self.silent_samples + block[0].len(),
            false => 0,
        };
        for (line, channel) in self.lines.iter_mut().zip(block) {
            line.process(channel);
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.lines.iter_mut().for_each(Delay::reset);
        self.silent_samples = DELAY_SAMPLES;
    }
}

impl Default for MeterDelay {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    #[test]
    fn samples_come_out_later_by_the_delay_in_blocks_of_any_length() {
        let mut noise = Noise::new(1);
        let sound: [Vec<f32>; 2] =
            [(); 2].map(|()| (0..3000).map(|_| noise.white()).collect::<Vec<_>>());
        for block in [1, 37, 64] {
            let mut delay = MeterDelay::new();
            let [mut left, mut right] = sound.clone();
            for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
                delay.process(&mut [left, right]);
            }
            for (out, sound) in [left, right].iter().zip(&sound) {
                assert!(out[..DELAY_SAMPLES].iter().all(|x| *x == 0.0));
                assert_eq!(out[DELAY_SAMPLES..], sound[..3000 - DELAY_SAMPLES]);
            }
            assert!(!delay.is_empty());
        }
    }

    #[test]
    fn it_is_empty_once_all_has_come_out_and_after_a_reset() {
        let mut delay = MeterDelay::new();
        assert!(delay.is_empty());
        let run = |delay: &mut MeterDelay, level: f32| {
            let (mut left, mut right) = ([level; 64], [0.0; 64]);
            delay.process(&mut [&mut left, &mut right]);
            left[0]
        };
        for again in 0..2 {
            run(&mut delay, 1.0);
            assert!(!delay.is_empty());
            for part in 1..DELAY_SAMPLES / 64 {
                assert_eq!(run(&mut delay, 0.0), 0.0, "{again}: {part}");
                assert!(!delay.is_empty());
            }
            assert_eq!(run(&mut delay, 0.0), 1.0);
            assert!(delay.is_empty());
        }
        run(&mut delay, 1.0);
        delay.reset();
        assert!(delay.is_empty());
        for _ in 0..40 {
            assert_eq!(run(&mut delay, 0.0), 0.0);
        }
    }
}
