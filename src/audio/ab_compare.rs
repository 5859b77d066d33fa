//! Listening against the mix as it came in, equally loud, and to the difference alone.
//!
//! *What it is*: not the host's bypass, which is exact and as loud as the mix is, but a way to judge:
//! the input is brought to the loudness of the chain's output, since the louder of two always seems
//! the better. The difference is taken from the input as late as the emulated desk and link make the
//! output, or a mere delay would be all that one hears.
//!
//! *Model*: mean squares over some seconds behind the K weighting of ITU-R BS.1770-4, whose ratio is
//! a slow gain within bounds; nothing follows single notes. While either side is below the standard's
//! absolute gate, the gain stays.
//!
//! *Tests*: levels in `tests/`; the weighting where it is made.

use crate::session::comparison::{Compare, Comparison};
use std::sync::atomic::Ordering;

use crate::dsp::delay::Delay;
use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::weighted_energy::WeightedEnergy;

/// Time over which loudness is averaged, seconds.
const MEAN_S: f64 = 3.0;
/// Time of a change from one to another, seconds.
const FADE_S: f64 = 0.02;
/// The bounds of the gain, dB: a pack that is nearly off must not make the mix vanish, nor a loud
/// one make it a danger.
const GAIN_DB: [f64; 2] = [-24.0, 12.0];
/// Samples between two looks at the gain.
const LOOK: usize = 64;
/// The most that desk, network and link delay, seconds.
const LATEST_S: f64 = 0.6;
/// The absolute gate of the standard, as a mean square: −70 LKFS.
const GATE: f64 = 1.17e-7;

/// The mean of a weighted stereo signal.
struct Loudness {
    /// Energy that came in since the mean was last brought up to date.
    energy: WeightedEnergy,
    mean_square: f64,
}

impl Loudness {
    fn new(sample_rate_hz: f64) -> Self {
        Self {
            energy: WeightedEnergy::new(sample_rate_hz),
            mean_square: 0.0,
        }
    }

    /// Brings the mean up to date: what was taken in, so many samples, has a share in it.
    fn average(&mut self, samples: usize, share: f64) {
        let square = self.energy.take() / samples as f64;
        self.mean_square += share * (square - self.mean_square);
    }

    fn reset(&mut self) {
        self.energy.reset();
        self.mean_square = 0.0;
    }
}

/// The comparison at audio rate.
pub struct Comparator {
    sample_rate_hz: f64,
    /// Loudness of the input and of the chain.
    loudness: [Loudness; 2],
    gain: Smoothed,
    /// Samples that the means have taken in, up to where they only follow.
    heard_samples: usize,
    /// Samples until the next look at the gain.
    until_look: usize,
    late: [Delay; 2],
    /// Shares of the chain, the input and the delayed input in the output.
    shares: [Smoothed; 3],
    late_input: [[f32; LOOK]; 2],
}

impl Comparator {
    /// For a sample rate in Hz.
    pub fn new(sample_rate_hz: f64) -> Self {
        let fade = (FADE_S * sample_rate_hz) as usize;
        let latest = (LATEST_S * sample_rate_hz) as usize;
        let share = |at| Smoothed::new(at, fade);
        Self {
            sample_rate_hz,
            loudness: [(); 2].map(|()| Loudness::new(sample_rate_hz)),
            gain: Smoothed::new(1.0, LOOK),
            heard_samples: 0,
            until_look: LOOK,
            late: [(); 2].map(|()| Delay::new(latest, fade)),
            shares: [share(1.0), share(0.0), share(0.0)],
            late_input: [[0.0; LOOK]; 2],
        }
    }

    /// Forgets the past and plays the chain.
    pub fn reset(&mut self) {
        self.loudness.iter_mut().for_each(Loudness::reset);
        self.gain.set(1.0);
        self.gain.finish();
        self.heard_samples = 0;
        self.until_look = LOOK;
        self.late.iter_mut().for_each(Delay::reset);
        for (share, to) in self.shares.iter_mut().zip([1.0, 0.0, 0.0]) {
            share.set(to);
            share.finish();
        }
    }

    /// The gain that makes the input as loud as the chain.
    pub fn matching_gain(&self) -> f32 {
        self.gain.target()
    }

    /// Forgets the input of before a rest of the chain.
    pub fn wake(&mut self) {
        self.late.iter_mut().for_each(Delay::reset);
    }

    /// Returns whether anything but the chain is heard, or about to be.
    pub fn is_needed(&self, compare: Compare) -> bool {
        compare != Compare::Chain || self.shares.iter().any(|share| !share.is_settled())
    }

    /// Measures both sides, and turns the chain's output into what is to be heard, no sample beyond
    /// `ceiling`, unless that is the chain. The emulated latency is in samples.
    pub fn process(
        &mut self,
        compare: Compare,
        input: [&[f32]; 2],
        output: &mut [&mut [f32]; 2],
        latency_samples: f64,
        ceiling: f32,
        shown: &Comparison,
    ) {
        let needed = self.is_needed(compare);
        let length = input[0].len();
        let mut from = 0;
        // The gain changes at places of its own, whatever pieces the host cuts.
        while from < length {
            let part = from..(from + self.until_look).min(length);
            from = part.end;
            let input = input.map(|channel| &channel[part.clone()]);
            let [left, right] = output;
            let mut output = [&mut left[part.clone()], &mut right[part.clone()]];
            self.loudness[0].energy.add(input);
            self.loudness[1]
                .energy
                .add(output.each_ref().map(|channel| &**channel));
            if needed {
                self.mix(compare, input, &mut output, latency_samples, ceiling);
            }
            self.until_look -= part.len();
            if self.until_look == 0 {
                self.until_look = LOOK;
                self.look(shown);
            }
        }
    }

    /// Sets the gain after what was heard.
    fn look(&mut self, shown: &Comparison) {
        // At first the mean of all that was heard, later one that follows.
        let follows = (MEAN_S * self.sample_rate_hz) as usize;
        self.heard_samples = (self.heard_samples + LOOK).min(follows.max(LOOK));
        let share = LOOK as f64 / self.heard_samples as f64;
        for loudness in &mut self.loudness {
            loudness.average(LOOK, share);
        }
        let [input, output] = self
            .loudness
            .each_ref()
            .map(|loudness| loudness.mean_square);
        if input.min(output) > GATE {
            let gain_db = (10.0 * (output / input).log10()).clamp(GAIN_DB[0], GAIN_DB[1]);
            self.gain.set(crate::dsp::units::gain(gain_db) as f32);
            shown.gain_db.store(gain_db as f32, Ordering::Relaxed);
        }
    }

    /// Mixes up to [`LOOK`] samples.
    fn mix(
        &mut self,
        compare: Compare,
        input: [&[f32]; 2],
        output: &mut [&mut [f32]; 2],
        latency_samples: f64,
        ceiling: f32,
    ) {
        let targets = match compare {
            Compare::Chain => [1.0, 0.0, 0.0],
            Compare::Input => [0.0, 1.0, 0.0],
            Compare::Difference => [1.0, 0.0, -1.0],
        };
        for (share, to) in self.shares.iter_mut().zip(targets) {
            share.set(to);
        }
        let length = input[0].len();
        for ((late, delay), input) in self.late_input.iter_mut().zip(&mut self.late).zip(input) {
            let late = &mut late[..length];
            late.copy_from_slice(input);
            sanitize::sanitize(late, 1e3);
            delay.set(latency_samples);
            delay.process(late);
        }
        for n in 0..length {
            let gain = self.gain.tick();
            let [chain, now, late] = self.shares.each_mut().map(Smoothed::tick);
            for ((out, input), late_input) in output.iter_mut().zip(input).zip(&self.late_input) {
                let input = sanitize::sanitized(input[n], 1e3);
                let mixed = chain * out[n] + gain * (now * input + late * late_input[n]);
                out[n] = sanitize::flushed(mixed.clamp(-ceiling, ceiling));
            }
        }
    }
}
