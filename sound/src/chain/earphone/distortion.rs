//! Distortion of drivers at high level, added to the linear sound.
//!
//! *In the real world* a reed saturates, a suspension stiffens as it is pulled, a coil leaves its
//! gap, a charged diaphragm is drawn to a stator.
//!
//! *Model*: the linear path stays as it is. Beside it, for each kind of driver in the shell, a short
//! filter gives the signal inside the motor (flux, excursion, field), a law without memory
//! (`shaper`) gives the force that is added to the linear one, and another short filter brings it to
//! the input of the linear response, which shapes it as the acoustics shape everything
//! (`design::distortion`). The laws run at twice the sample rate below 80 kHz; that path has no block
//! delay, but turns the phase of what is added; up to some 3 kHz the filters make up for that.
//!
//! *Knobs*: how much of it is heard. The drive is the listening level.
//!
//! *Left out*: what the added force does to the flux and the excursion in return (first order only:
//! right up to some 10 %, bounded beyond); slow things (creep, heat); hysteresis but as an
//! even part that keeps its share; more than four kinds of driver in a shell.
//!
//! *Tests*: the laws of every stage, with the earphone; published distortion, rendered
//! (`tests/distortion*`).

use crate::chain::earphone::driver_paths::{
    DistortionKernel, DriverPaths, FlushKernel, ProcessArgs, SimdLayout, PER_GROUP, RUN,
};
use crate::design::nonlinear::{Design, FAST_HZ, WAYS};
use crate::dsp::crossfade;
use crate::dsp::f32x8::Simd;
use crate::dsp::fixed_pole_bank::{InputWeights, OutputWeights, Poles};
use crate::dsp::smoothing::{Smoothed, SmoothedDb};
use crate::dsp::stage::Stereo;
use crate::dsp::waveshaper::NonlinearityBank;

/// Time in which the even part takes up a change of level, seconds.
const LEVEL_S: f64 = 0.02;

/// Time in which one design goes out and the next comes in, seconds, each.
const TURN_S: f64 = 0.012;

/// Runs after which silence is looked for.
const RUNS_TO_SETTLE: usize = 4;

/// Nepers in which rubbish dies away to nothing.
const NEPERS: f64 = 70.0;

/// The distortion of both ears.
pub struct Distortion {
    simd: Simd,
    poles: Poles,
    doubled: bool,
    level_share: f32,
    turn_samples: usize,
    design: Design,
    next: Option<Design>,
    /// Samples since the change to the next design began, or since it took over.
    turned: usize,
    /// Full scale to pascals and back, and how much is heard.
    drive: SmoothedDb,
    back: SmoothedDb,
    amount: Smoothed,
    ways: DriverPaths,
    laid_out: SimdLayout,
    /// Samples of the present run.
    position: usize,
    /// Whole runs since silence was looked for.
    runs: usize,
    asleep: bool,
    off: bool,
}

impl Distortion {
    /// Makes it for one sample rate in Hz, a gain in dB from full scale to pascals, and an amount.
    pub fn new(
        sample_rate_hz: f64,
        design: &Design,
        gain_db: f64,
        amount: f32,
        ramp_samples: usize,
    ) -> Self {
        Self {
            simd: Simd::detect(),
            poles: Poles::new(sample_rate_hz),
            doubled: sample_rate_hz < FAST_HZ,
            level_share: (1.0 - (-1.0 / (LEVEL_S * sample_rate_hz)).exp()) as f32,
            turn_samples: ((TURN_S * sample_rate_hz) as usize).max(1),
            design: *design,
            next: None,
            turned: usize::MAX,
            drive: SmoothedDb::new(gain_db, ramp_samples),
            back: SmoothedDb::new(-gain_db, ramp_samples),
            amount: Smoothed::new(amount, ramp_samples),
            ways: DriverPaths::default(),
            laid_out: design.laid_out(),
            position: 0,
            runs: 0,
            asleep: true,
            off: amount == 0.0,
        }
    }

    /// Takes another level and amount.
    pub fn set(&mut self, gain_db: f64, amount: f32) {
        self.drive.set(gain_db);
        self.back.set(-gain_db);
        self.amount.set(amount);
        self.off &= amount == 0.0;
    }

    /// Goes over to another design: what is added goes out and comes in again.
    pub fn fade_to(&mut self, design: &Design) {
        if *design == *self.next.as_ref().unwrap_or(&self.design) {
            return;
        }
        if self.next.is_none() {
            // From where a change before has got to.
            self.turned = self.turn_samples.saturating_sub(self.turned);
        }
        self.next = Some(*design);
    }

    /// Forgets the past and jumps to the newest design. Not inlined, so that its 12 KB of stack are not below the
    /// other stages' too.
    #[inline(never)]
    pub fn reset(&mut self) {
        self.drive.finish();
        self.back.finish();
        self.amount.finish();
        if let Some(next) = self.next.take() {
            self.design = next;
            self.laid_out = next.laid_out();
        }
        self.turned = usize::MAX;
        (self.position, self.runs) = (0, 0);
        self.forget();
        self.off = self.amount.target() == 0.0;
    }

    fn forget(&mut self) {
        self.ways = DriverPaths::default();
        self.asleep = true;
    }

    /// Returns whether anything is added at present.
    pub fn is_on(&self) -> bool {
        self.design.count > 0 && self.amount.target() != 0.0
    }

    /// Length of the tail, in samples: through both filters.
    pub fn tail_samples(&self) -> usize {
        if self.design.count == 0 && self.next.is_none() {
            return 0;
        }
        (2.0 * self.poles.decay_samples(NEPERS)) as usize + 2 * RUNS_TO_SETTLE * RUN
    }

    /// Adds what the drivers add to a block of any length.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        let mut done = 0;
        while done < left.len().min(right.len()) {
            let mut length = (left.len() - done).min(RUN - self.position);
            if self.next.is_some() {
                length = length.min(self.turn_samples.saturating_sub(self.turned).max(1));
            }
            let run = done..done + length;
            if let (Some(left), Some(right)) = (left.get_mut(run.clone()), right.get_mut(run)) {
                self.advance([left, right]);
            }
            done += length;
        }
    }

    /// Processes a run within the present stretch.
    fn advance(&mut self, mut run: [&mut [f32]; 2]) {
        let length = run[0].len();
        let idle = self.off || self.design.count == 0;
        let silent = self.asleep && run.iter().all(|ear| ear.iter().all(|x| *x == 0.0));
        if idle || silent {
            self.drive.skip(length);
            self.back.skip(length);
            self.amount.skip(length);
            self.turned = self.turned.saturating_add(length);
        } else {
            self.asleep = false;
            self.add(&mut run);
        }
        self.take_over();
        self.position += length;
        if self.position >= RUN {
            self.position = 0;
            self.runs += 1;
            if self.runs >= RUNS_TO_SETTLE {
                self.runs = 0;
                self.settle();
            }
        }
    }

    /// The next design takes over once the one before has gone out.
    fn take_over(&mut self) {
        if self.turned >= self.turn_samples {
            if let Some(next) = self.next.take() {
                if self.design.count == 0 {
                    self.forget();
                }
                self.design = next;
                self.laid_out = next.laid_out();
                self.ways.fit(&self.laid_out);
                self.turned = 0;
            }
        }
    }

    /// Looks for silence, and drops what has died away.
    fn settle(&mut self) {
        if !self.off && self.amount.is_zero() {
            self.off = true;
            self.forget();
        }
        if self.asleep {
            return;
        }
        self.asleep = self.simd.run(FlushKernel(&mut self.ways));
    }

    fn add(&mut self, run: &mut [&mut [f32]; 2]) {
        let length = run[0].len().min(RUN);
        let mut gains = [1.0; RUN];
        let gains = &mut gains[..length];
        self.drive.multiply(gains);
        let mut sound = [[0.0; 2]; RUN];
        for (at, (sound, gain)) in sound.iter_mut().zip(&*gains).enumerate() {
            *sound = [run[0][at] * gain, run[1][at] * gain];
        }
        let mut added = [[0.0; 2]; RUN];
        self.simd.run(DistortionKernel {
            ways: &mut self.ways,
            means: ProcessArgs {
                poles: &self.poles,
                design: &self.laid_out,
                doubled: self.doubled,
                level_share: self.level_share,
            },
            sound: &sound[..length],
            added: &mut added[..length],
        });
        gains.fill(1.0);
        self.back.multiply(gains);
        self.heard(gains);
        for (at, (added, gain)) in added.iter().zip(&*gains).enumerate() {
            run[0][at] += added[0] * gain;
            run[1][at] += added[1] * gain;
        }
    }

    /// Gain of the distortion: the amount, and the cross-fade from one design to the next.
    fn heard(&mut self, heard: &mut [f32]) {
        self.amount.multiply(heard);
        let start = self.turned;
        self.turned = start.saturating_add(heard.len());
        if self.next.is_none() && start >= self.turn_samples {
            return;
        }
        for (at, heard) in heard.iter_mut().enumerate() {
            let progress = (start + at + 1) as f32 / self.turn_samples as f32;
            let gain = crossfade::gain(progress.min(1.0));
            *heard *= if self.next.is_some() {
                1.0 - gain
            } else {
                gain
            };
        }
    }
}

impl Design {
    /// The same as it is computed.
    fn laid_out(&self) -> SimdLayout {
        self.arranged(self.count == 1)
    }

    /// The same in lanes that alternate between the ears, as one way alone or as one among others.
    fn arranged(&self, is_single: bool) -> SimdLayout {
        let way = |group: usize, lane: usize| &self.ears[lane % 2][group * PER_GROUP + lane / 2];
        SimdLayout {
            count: self.count.min(WAYS).div_ceil(PER_GROUP),
            laws: std::array::from_fn(|group| {
                NonlinearityBank::new(std::array::from_fn(|lane| way(group, lane).law))
            }),
            is_single,
            drives: std::array::from_fn(|group| {
                OutputWeights::new(std::array::from_fn(|lane| match is_single && lane > 1 {
                    true => &way(group, lane % 2).force,
                    false => &way(group, lane).drive,
                }))
            }),
            forces: std::array::from_fn(|group| {
                OutputWeights::new(std::array::from_fn(|lane| &way(group, lane).force))
            }),
            mixed: std::array::from_fn(|group| {
                InputWeights::new(std::array::from_fn(|lane| &way(group, lane).back))
            }),
        }
    }
}

#[cfg(test)]
mod tests;
