//! What the drivers add at high level, beside the linear sound.
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

use super::shaper::{Law, Laws};
use crate::chain::stage::Stereo;
use crate::dsp::fade;
use crate::dsp::oversample::lanes::{self, Down, Lanes, Up, LANES};
use crate::dsp::parallel::{Join, Poles, Split, Weights};
use crate::dsp::smooth::{Smoothed, SmoothedDb};

/// The most kinds of driver in a shell.
pub const WAYS: usize = 4;

/// Samples that are processed at a time, and from one look for silence to the next.
const RUN: usize = 32;

/// Ways that share four lanes: each has two ears.
const PER_GROUP: usize = LANES / 2;

/// Groups of lanes.
const GROUPS: usize = WAYS / PER_GROUP;

/// Sample rates from here on need no doubling, Hz.
const FAST_HZ: f64 = 80_000.0;

/// Time in which the even part takes up a change of level, seconds.
const LEVEL_S: f64 = 0.02;

/// Time in which one design goes out and the next comes in, seconds, each.
const TURN_S: f64 = 0.012;

/// Added sound below this is nothing.
const NOTHING: f32 = 1e-15;

/// Nepers in which rubbish dies away to nothing.
const NEPERS: f64 = 70.0;

/// How late the laws' answers come at a sample rate in Hz, in samples.
pub fn delay_samples(sample_rate_hz: f64) -> f64 {
    if sample_rate_hz < FAST_HZ {
        lanes::delay_samples()
    } else {
        0.0
    }
}

/// One kind of driver at one ear.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Way {
    /// What it adds.
    pub law: Law,
    /// From the sound to what the law listens to.
    pub drive: Weights,
    /// From the sound to the force of a coil.
    pub force: Weights,
    /// From what the law adds back to the sound.
    pub back: Weights,
}

/// What the drivers of both ears add.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Design {
    count: usize,
    ears: [[Way; WAYS]; 2],
}

impl Design {
    /// The ways of the left and the right ear; more than [`WAYS`] are left out.
    pub fn new(ears: [&[Way]; 2]) -> Self {
        let mut design = Self::default();
        for (to, from) in design.ears.iter_mut().zip(ears) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
            design.count = design.count.max(from.len().min(WAYS));
        }
        design
    }

    /// The laws in the order of the lanes.
    fn laws(&self) -> [Laws; GROUPS] {
        std::array::from_fn(|group| {
            Laws::new(std::array::from_fn(|lane| {
                self.ears[lane % 2][group * PER_GROUP + lane / 2].law
            }))
        })
    }
}

/// The lanes of two ways.
#[derive(Clone, Debug, Default)]
struct Group {
    drive: Up,
    force: Up,
    added: Down,
    /// Running square of the drive's peak.
    level_squared: Lanes,
}

impl Group {
    fn settle(&mut self) -> bool {
        let rest = self.drive.settle() & self.force.settle() & self.added.settle();
        for level in &mut self.level_squared {
            if rest || *level < NOTHING {
                *level = 0.0;
            }
        }
        rest
    }
}

/// The distortion of both ears.
pub struct Distortion {
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
    splits: [Split; 2],
    joins: [Join; 2],
    groups: [Group; GROUPS],
    laws: [Laws; GROUPS],
    position: usize,
    asleep: bool,
    off: bool,
}

/// A run of samples of every lane.
type Run = [[f32; RUN]; LANES];

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
            splits: Default::default(),
            joins: Default::default(),
            groups: Default::default(),
            laws: design.laws(),
            position: 0,
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

    /// Forgets the past and jumps to the newest design.
    pub fn reset(&mut self) {
        self.drive.finish();
        self.back.finish();
        self.amount.finish();
        if let Some(next) = self.next.take() {
            self.design = next;
            self.laws = next.laws();
        }
        self.turned = usize::MAX;
        self.position = 0;
        self.forget();
        self.off = self.amount.target() == 0.0;
    }

    fn forget(&mut self) {
        self.splits = Default::default();
        self.joins = Default::default();
        self.groups = Default::default();
        self.asleep = true;
    }

    /// Whether anything is added at present.
    pub fn is_on(&self) -> bool {
        self.design.count > 0 && self.amount.target() != 0.0
    }

    /// How long it sounds on, in samples: through both filters.
    pub fn tail_samples(&self) -> usize {
        if self.design.count == 0 && self.next.is_none() {
            return 0;
        }
        (2.0 * self.poles.decay_samples(NEPERS)) as usize + 2 * RUN
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
            self.settle();
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
                self.laws = next.laws();
                self.turned = 0;
            }
        }
    }

    /// Looks for silence, and drops what has died away.
    fn settle(&mut self) {
        if !self.off && self.amount.is_settled() && self.amount.target() == 0.0 {
            self.off = true;
            self.forget();
        }
        if self.asleep {
            return;
        }
        let mut rest = true;
        self.splits
            .iter_mut()
            .for_each(|split| rest &= split.settle());
        self.joins.iter_mut().for_each(|join| rest &= join.settle());
        self.groups
            .iter_mut()
            .for_each(|group| rest &= group.settle());
        self.asleep = rest;
    }

    fn add(&mut self, run: &mut [&mut [f32]; 2]) {
        let length = run[0].len().min(RUN);
        let mut sound = [[0.0; RUN]; 2];
        for (sound, run) in sound.iter_mut().zip(run.iter()) {
            sound[..length].copy_from_slice(&run[..length]);
            { self.drive }.multiply(&mut sound[..length]);
        }
        self.drive.skip(length);

        let mut drive = [[[0.0; RUN]; LANES]; GROUPS];
        let mut force = [[[0.0; RUN]; LANES]; GROUPS];
        self.listen(&sound, length, &mut drive, &mut force);
        for group in 0..self.design.count.div_ceil(PER_GROUP) {
            self.shape(group, length, &mut drive[group], &force[group]);
        }
        let mut added = self.join(length, &drive);

        let mut heard = [0.0; RUN];
        self.heard(&mut heard[..length]);
        for (added, run) in added.iter_mut().zip(run.iter_mut()) {
            let added = &mut added[..length];
            { self.back }.multiply(added);
            for ((run, added), heard) in run.iter_mut().zip(added).zip(&heard) {
                *run += *added * heard;
            }
        }
        self.back.skip(length);
    }

    /// What the laws listen to.
    fn listen(
        &mut self,
        sound: &[[f32; RUN]; 2],
        length: usize,
        drive: &mut [Run; GROUPS],
        force: &mut [Run; GROUPS],
    ) {
        let ways = &self.design.ears;
        let count = self.design.count.min(WAYS);
        let mut weights = [[&ways[0][0].drive; 2 * WAYS]; 2];
        let mut outs: [[&mut [f32]; 2 * WAYS]; 2] =
            std::array::from_fn(|_| std::array::from_fn(|_| [].as_mut_slice()));
        let mut used = [0; 2];
        // Lanes alternate between the ears.
        let rows = drive.iter_mut().flatten().zip(force.iter_mut().flatten());
        for (lane, (drive, force)) in rows.enumerate().take(2 * count) {
            let (ear, way) = (lane % 2, &ways[lane % 2][lane / 2]);
            let at = &mut used[ear];
            (weights[ear][*at], outs[ear][*at]) = (&way.drive, drive);
            *at += 1;
            if matches!(way.law, Law::Coil { .. }) {
                (weights[ear][*at], outs[ear][*at]) = (&way.force, force);
                *at += 1;
            }
        }
        let [left, right] = &mut outs;
        Split::process(
            &mut self.splits,
            &self.poles,
            sound.each_ref().map(|ear| &ear[..length]),
            [&weights[0][..used[0]], &weights[1][..used[1]]],
            [&mut left[..used[0]], &mut right[..used[1]]],
        );
    }

    /// What the laws of a group add, in place of its drive.
    fn shape(&mut self, group: usize, length: usize, drive: &mut Run, force: &Run) {
        let (laws, group) = (&self.laws[group], &mut self.groups[group]);
        let steps = if self.doubled { 2 } else { 1 };
        let mut raised = [[0.0; LANES]; 2 * RUN];
        let mut pushed = [[0.0; LANES]; 2 * RUN];
        let mut level_squared = [[0.0; LANES]; 2 * RUN];
        if laws.heeds_level {
            let mut levels = group.level_squared;
            for (at, out) in level_squared.chunks_mut(steps).take(length).enumerate() {
                let input = gather(drive, at);
                for lane in 0..LANES {
                    let square = (2.0 * input[lane] * input[lane]).min(1e12);
                    levels[lane] += self.level_share * (square - levels[lane]);
                }
                out.fill(levels);
            }
            group.level_squared = levels;
        }
        if self.doubled {
            raise(&mut group.drive, drive, &mut raised, length);
            if laws.heeds_force() {
                raise(&mut group.force, force, &mut pushed, length);
            }
        } else {
            for (at, (raised, pushed)) in
                raised.iter_mut().zip(&mut pushed).enumerate().take(length)
            {
                (*raised, *pushed) = (gather(drive, at), gather(force, at));
            }
        }
        let end = steps * length;
        laws.shape(&mut raised[..end], &pushed[..end], &level_squared[..end]);
        for (at, pair) in raised.chunks(steps).take(length).enumerate() {
            let out = match *pair {
                [first, second] => group.added.tick([first, second]),
                [only] => only,
                _ => [0.0; LANES],
            };
            for (lane, out) in drive.iter_mut().zip(out) {
                lane[at] = if out.abs() < NOTHING { 0.0 } else { out };
            }
        }
    }

    /// What is added, back at the input of the linear response.
    fn join(&mut self, length: usize, added: &[Run; GROUPS]) -> [[f32; RUN]; 2] {
        let count = self.design.count.min(WAYS);
        let ways = &self.design.ears;
        let weights = ways
            .each_ref()
            .map(|ways| ways.each_ref().map(|way| &way.back));
        let inputs: [[&[f32]; WAYS]; 2] = std::array::from_fn(|ear| {
            std::array::from_fn(|way| {
                let (group, lane) = place(way, ear);
                &added[group][lane][..length]
            })
        });
        let mut out = [[0.0; RUN]; 2];
        let [left, right] = &mut out;
        Join::process(
            &mut self.joins,
            &self.poles,
            [&inputs[0][..count], &inputs[1][..count]],
            [&weights[0][..count], &weights[1][..count]],
            [&mut left[..length], &mut right[..length]],
        );
        out
    }

    /// How much is heard: the amount, and the change from one design to the next.
    fn heard(&mut self, heard: &mut [f32]) {
        heard.fill(1.0);
        self.amount.multiply(heard);
        let start = self.turned;
        self.turned = start.saturating_add(heard.len());
        if self.next.is_none() && start >= self.turn_samples {
            return;
        }
        for (at, heard) in heard.iter_mut().enumerate() {
            let progress = (start + at + 1) as f32 / self.turn_samples as f32;
            let gain = fade::gain(progress.min(1.0));
            *heard *= if self.next.is_some() {
                1.0 - gain
            } else {
                gain
            };
        }
    }
}

/// Group and lane of a way at an ear.
#[inline(always)]
fn place(way: usize, ear: usize) -> (usize, usize) {
    (way / PER_GROUP, 2 * (way % PER_GROUP) + ear)
}

#[inline(always)]
fn gather(run: &Run, at: usize) -> Lanes {
    std::array::from_fn(|lane| run[lane][at])
}

/// Doubles the rate of a run.
fn raise(up: &mut Up, run: &Run, raised: &mut [Lanes; 2 * RUN], length: usize) {
    for (at, out) in raised.chunks_exact_mut(2).take(length).enumerate() {
        out.copy_from_slice(&up.tick(gather(run, at)));
    }
}
