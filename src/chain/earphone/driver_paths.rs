//! Every kind of driver of both ears at once, at audio rate.
//!
//! Two ways of two ears are four lanes, left and right by turns; with both samples of the doubled
//! rate that is eight numbers, one vector.

use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::fixed_pole_bank::{FanIn, FanOut, InputWeights, OutputWeights, Poles};
use crate::dsp::oversample::lanes::{Down, Lowering, Up, LANES};
use crate::dsp::waveshaper::NonlinearityBank;

/// Samples that are processed at a time, and from one look for silence to the next.
pub(super) const RUN: usize = 32;

/// Ways that share four lanes: each has two ears.
pub(super) const PER_GROUP: usize = LANES / 2;

/// Groups of lanes.
pub(super) const GROUPS: usize = crate::design::nonlinear::WAYS / PER_GROUP;

/// Added sound below this is nothing.
const NOTHING: f32 = 1e-15;

/// The square of a level is taken as this at most.
const MOST_SQUARED: f32 = 1e12;

/// A design in the order in which it is computed.
#[derive(Clone, Copy, Debug)]
pub(super) struct SimdLayout {
    /// Groups in use.
    pub count: usize,
    /// Nonlinearity of each lane.
    pub laws: [NonlinearityBank; GROUPS],
    /// From the sound to the drives, then the forces, of each group.
    pub drawn: [OutputWeights; GROUPS],
    /// From what each group adds back to the sound.
    pub mixed: [InputWeights; GROUPS],
}

/// The lanes of two ways.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    drive: Up,
    force: Up,
    added: Down,
    /// Running square of the drive's peak, twice.
    level_squared: [f32; 2 * LANES],
}

impl Group {
    #[inline(always)]
    fn settle<V: F32x8>(&mut self, proof: V::SimdToken) -> bool {
        let rest = self.drive.settle::<V>(proof)
            & self.force.settle::<V>(proof)
            & self.added.settle::<V>(proof);
        if rest {
            self.level_squared = [0.0; 2 * LANES];
        }
        let least = V::splat(proof, NOTHING);
        let level_squared = V::load(proof, &self.level_squared).flush_below(least);
        level_squared.store(&mut self.level_squared);
        rest
    }
}

/// The memory of all ways. What is read and written in vectors comes first and is aligned, so that no
/// vector lies across two lines of the cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
pub(super) struct DriverPaths {
    /// Drives and forces of a group, and what each group adds, in the present run.
    heard: [[f32; 2 * LANES]; RUN],
    inputs: [LawInputs; RUN],
    pushed: [[[f32; LANES]; GROUPS]; RUN],
    split: FanOut<RUN>,
    join: FanIn<GROUPS>,
    groups: [Group; GROUPS],
}

/// Arguments for processing a run of samples.
#[derive(Clone, Copy)]
pub(super) struct ProcessArgs<'a> {
    /// The poles of both banks.
    pub poles: &'a Poles,
    /// The design.
    pub design: &'a SimdLayout,
    /// True if the laws run at twice the rate.
    pub doubled: bool,
    /// One-pole coefficient of the level follower.
    pub level_share: f32,
}

/// Kernel that turns a run of sound into its distortion.
pub(super) struct DistortionKernel<'a> {
    /// The memory.
    pub ways: &'a mut DriverPaths,
    /// The means.
    pub means: ProcessArgs<'a>,
    /// Pascals, left and right; at most [`RUN`].
    pub sound: &'a [[f32; 2]],
    /// The distortion added.
    pub added: &'a mut [[f32; 2]],
}

impl DriverPaths {
    /// Forgets what a design that takes over has no use for, and would never come to rest.
    pub(super) fn fit(&mut self, design: &SimdLayout) {
        for (at, group) in self.groups.iter_mut().enumerate() {
            if at >= design.count {
                *group = Group::default();
                self.join.forget(at);
            } else if !design.laws[at].has_coil {
                group.force = Up::default();
            }
        }
    }
}

/// Drops what has died away; to be run every few [`RUN`]s. Gives whether nothing is left.
pub(super) struct FlushKernel<'a>(pub &'a mut DriverPaths);

impl Kernel for FlushKernel<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) -> bool {
        let Self(ways) = self;
        let mut rest = ways.split.settle::<V>(proof) & ways.join.settle::<V>(proof);
        for group in &mut ways.groups {
            rest &= group.settle::<V>(proof);
        }
        rest
    }
}

impl Kernel for DistortionKernel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let ProcessArgs { poles, design, .. } = self.means;
        let length = self.sound.len().min(RUN);
        let ways = self.ways;
        let count = design.count.min(GROUPS);
        let heard = &mut ways.heard[..length];
        let inputs = &mut ways.inputs[..length];
        ways.split.take::<V>(proof, poles, self.sound);
        for group in 0..count {
            ways.split.draw::<V>(proof, &design.drawn[group], heard);
            let laws = &design.laws[group];
            let memory = &mut ways.groups[group];
            match (laws.has_reed, laws.has_coil) {
                (true, true) => {
                    shape::<V, true, true>(proof, self.means, (memory, laws), heard, inputs)
                }
                (false, true) => {
                    shape::<V, false, true>(proof, self.means, (memory, laws), heard, inputs)
                }
                _ => shape::<V, true, false>(proof, self.means, (memory, laws), heard, inputs),
            }
            let mut added = memory.added.running::<V>(proof);
            for (input, pushed) in inputs.iter().zip(&mut ways.pushed) {
                lower(proof, &mut added, self.means.doubled, input).store_half(&mut pushed[group]);
            }
            memory.added.keep(&added);
        }
        let pushed = &ways.pushed[..length];
        let mixed = &design.mixed[..count];
        ways.join
            .process::<V>(proof, poles, mixed, pushed, self.added);
    }
}

/// Applies the nonlinearities of a group to its drives and forces, in two passes: within each, a
/// sample waits only for its own filter, so that several are under way at once.
#[inline(always)]
fn shape<V: F32x8, const REED: bool, const COIL: bool>(
    proof: V::SimdToken,
    means: ProcessArgs<'_>,
    (group, laws): (&mut Group, &NonlinearityBank),
    heard: &[[f32; 2 * LANES]],
    inputs: &mut [LawInputs],
) {
    drive::<V, REED, COIL>(proof, means, (group, laws), heard, inputs);
    for input in &mut *inputs {
        let [x, f, level_squared] =
            [&input.drive, &input.force, &input.level_squared].map(|from| V::load(proof, from));
        let y = laws.shape::<V, REED, COIL>(proof, x, f, level_squared);
        y.store(&mut input.drive);
    }
}

/// Results of the laws of a group at the rate of the sound, in the first half.
#[inline(always)]
fn lower<V: F32x8>(
    proof: V::SimdToken,
    added: &mut Lowering<V>,
    doubled: bool,
    shaped: &LawInputs,
) -> V {
    let y = V::load(proof, &shaped.drive);
    let out = match doubled {
        true => added.tick(proof, y),
        false => y,
    };
    out.flush_below(V::splat(proof, NOTHING))
}

/// Inputs of the laws of a group for one sample; the first is replaced by their result.
#[derive(Clone, Copy, Debug, Default)]
struct LawInputs {
    drive: [f32; 2 * LANES],
    force: [f32; 2 * LANES],
    level_squared: [f32; 2 * LANES],
}

/// Follows the level of the drives, and brings drives and forces to the laws' rate.
#[inline(always)]
fn drive<V: F32x8, const REED: bool, const COIL: bool>(
    proof: V::SimdToken,
    means: ProcessArgs<'_>,
    (group, laws): (&mut Group, &NonlinearityBank),
    heard: &[[f32; 2 * LANES]],
    inputs: &mut [LawInputs],
) {
    let (mut drive, mut force) = (group.drive.running(proof), group.force.running(proof));
    let mut level_squared = V::load(proof, &group.level_squared);
    let [two, most, share, kept] = [
        2.0,
        MOST_SQUARED,
        means.level_share,
        1.0 - means.level_share,
    ]
    .map(|x| V::splat(proof, x));
    for (heard, input) in heard.iter().zip(inputs) {
        let [Some(drives), Some(forces)] = [heard.first_chunk(), heard.last_chunk()] else {
            return;
        };
        let mut x = V::of_halves(proof, drives, drives);
        if REED && laws.heeds_level {
            let square = (two * x * x).min(most);
            level_squared = kept.mul_add(level_squared, share * square);
        }
        if means.doubled {
            x = drive.tick(x);
        }
        x.store(&mut input.drive);
        if COIL {
            let f = V::of_halves(proof, forces, forces);
            match means.doubled {
                true => force.tick(f).store(&mut input.force),
                false => f.store(&mut input.force),
            }
        }
        level_squared.store(&mut input.level_squared);
    }
    group.drive.keep(&drive);
    group.force.keep(&force);
    level_squared.store(&mut group.level_squared);
}
