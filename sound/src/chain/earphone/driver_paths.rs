//! Every kind of driver of both ears at once, at audio rate.
//!
//! Two ways of two ears are four lanes, left and right by turns; with both samples of the doubled
//! rate that is eight numbers, one vector. Where there is one way, its force takes the place of the
//! second way's drive.

use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::fixed_pole_bank::{FanIn, FanOut, InputWeights, OutputWeights, Poles};
use crate::dsp::oversample::lanes::{Down, Up, LANES};
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
    /// True if there is one way, whose drives and forces lie side by side in the place of the drives.
    pub is_single: bool,
    /// Nonlinearity of each lane.
    pub laws: [NonlinearityBank; GROUPS],
    /// From the sound to the drives of each group.
    pub drives: [OutputWeights; GROUPS],
    /// From the sound to the forces of each group.
    pub forces: [OutputWeights; GROUPS],
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
    /// Inputs of the laws of each group, and what they add, in the present run.
    run: [LawRun; GROUPS],
    split: FanOut,
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
            } else if design.is_single || !design.laws[at].has_coil {
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
    fn run<V: F32x8>(mut self, proof: V::SimdToken) {
        match (self.means.design.count, self.means.design.is_single) {
            (0, _) => {}
            (1, true) => self.add::<V, 1, true>(proof),
            (1, false) => self.add::<V, 1, false>(proof),
            _ => self.add::<V, GROUPS, false>(proof),
        }
    }
}

impl DistortionKernel<'_> {
    /// Adds the distortion of some groups, or of a way by itself.
    #[inline(always)]
    fn add<V: F32x8, const USED: usize, const SINGLE: bool>(&mut self, proof: V::SimdToken) {
        let design = self.means.design;
        let length = self.sound.len().min(RUN);
        // Those of a way by itself come with its drives.
        let has_forces = !SINGLE && design.laws.iter().take(USED).any(|laws| laws.has_coil);
        if has_forces {
            self.split::<V, USED, true>(proof, length);
        } else {
            self.split::<V, USED, false>(proof, length);
        }
        for (group, run) in self.ways.run.iter_mut().take(USED).enumerate() {
            let laws = &design.laws[group];
            let memory = &mut self.ways.groups[group];
            let (means, group) = (self.means, (memory, laws));
            match (laws.has_reed, laws.has_coil) {
                (true, true) => shape::<V, true, true, SINGLE>(proof, means, group, run, length),
                (false, true) => shape::<V, false, true, SINGLE>(proof, means, group, run, length),
                _ => shape::<V, true, false, SINGLE>(proof, means, group, run, length),
            }
        }
        if SINGLE {
            self.join::<V, USED, 1>(proof, length);
        } else {
            self.join::<V, USED, PER_GROUP>(proof, length);
        }
    }

    /// Drives of all groups, and forces if any has a coil.
    #[inline(always)]
    fn split<V: F32x8, const USED: usize, const COIL: bool>(
        &mut self,
        proof: V::SimdToken,
        length: usize,
    ) {
        let ProcessArgs { poles, design, .. } = self.means;
        let mut splitting = self.ways.split.running::<V>(proof, poles);
        for (at, input) in self.sound[..length].iter().enumerate() {
            splitting.take(proof, input);
            for (group, run) in self.ways.run.iter_mut().take(USED).enumerate() {
                let drive = splitting.draw(proof, &design.drives[group]);
                drive.store(&mut run.drive[at % RUN]);
                if COIL {
                    let force = splitting.draw(proof, &design.forces[group]);
                    force.store(&mut run.force[at % RUN]);
                }
            }
        }
        let last = self.sound[..length].last().copied().unwrap_or_default();
        self.ways.split.keep(&splitting, last);
    }

    /// Brings what the laws add to the places that it comes from.
    #[inline(always)]
    fn join<V: F32x8, const USED: usize, const PAIRS: usize>(
        &mut self,
        proof: V::SimdToken,
        length: usize,
    ) {
        let ProcessArgs { poles, design, .. } = self.means;
        let ways = &mut *self.ways;
        let mixed = std::array::from_fn(|group| &design.mixed[group % GROUPS]);
        let mut joining = ways.join.running::<V, USED>(proof, poles);
        for (at, out) in self.added[..length].iter_mut().enumerate() {
            let mut inputs = [V::splat(proof, 0.0); USED];
            for (input, run) in inputs.iter_mut().zip(&ways.run) {
                *input = V::load(proof, &run.drive[at % RUN]);
            }
            *out = joining.tick::<PAIRS>(proof, mixed, inputs);
        }
        ways.join.keep(&joining);
    }
}

/// Inputs of the laws of a group for a run, each of the two samples of the doubled rate; the drives are
/// replaced by what the laws add.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))] // so that no vector lies across two lines of the cache
struct LawRun {
    drive: [[f32; 2 * LANES]; RUN],
    force: [[f32; 2 * LANES]; RUN],
    level_squared: [[f32; 2 * LANES]; RUN],
}

impl Default for LawRun {
    fn default() -> Self {
        let none = [[0.0; 2 * LANES]; RUN];
        Self {
            drive: none,
            force: none,
            level_squared: none,
        }
    }
}

/// Applies the nonlinearities of a group to its drives and forces, in passes: within each, a
/// sample waits only for its own filter, so that several are under way at once. The forces of a
/// way by itself lie beside its drives.
#[inline(always)]
fn shape<V: F32x8, const REED: bool, const COIL: bool, const SINGLE: bool>(
    proof: V::SimdToken,
    means: ProcessArgs<'_>,
    (group, laws): (&mut Group, &NonlinearityBank),
    run: &mut LawRun,
    length: usize,
) {
    let has_forces = COIL && !SINGLE;
    raise::<V, REED>(proof, means, has_forces, (group, laws), run, length);
    let inputs = run.force.iter().zip(&run.level_squared);
    for (drive, (force, level_squared)) in run.drive[..length].iter_mut().zip(inputs) {
        let mut x = V::load(proof, drive);
        let mut f = V::load(proof, force);
        let mut level_squared = V::load(proof, level_squared);
        if SINGLE {
            (x, f) = (x.first_pairs(), x.second_pairs());
            level_squared = level_squared.first_pairs();
        }
        let y = laws.shape::<V, REED, COIL>(proof, x, f, level_squared);
        y.store(drive);
    }
    lower::<V>(proof, means.doubled, group, &mut run.drive[..length]);
}

/// Brings what the laws of a group add to the rate of the sound.
#[inline(always)]
fn lower<V: F32x8>(
    proof: V::SimdToken,
    doubled: bool,
    group: &mut Group,
    run: &mut [[f32; 2 * LANES]],
) {
    let mut lowering = group.added.running(proof);
    let least = V::splat(proof, NOTHING);
    for sample in run {
        let mut added = V::load(proof, sample);
        if doubled {
            added = lowering.tick(proof, added);
        }
        added.flush_below(least).store(sample);
    }
    group.added.keep(&lowering);
}

/// Follows the level of the drives, and brings drives and forces to the laws' rate.
#[inline(always)]
fn raise<V: F32x8, const REED: bool>(
    proof: V::SimdToken,
    means: ProcessArgs<'_>,
    has_forces: bool,
    (group, laws): (&mut Group, &NonlinearityBank),
    run: &mut LawRun,
    length: usize,
) {
    let (mut drive, mut force) = (group.drive.running(proof), group.force.running(proof));
    let mut level_squared = V::load(proof, &group.level_squared);
    let two = V::splat(proof, 2.0);
    let most = V::splat(proof, MOST_SQUARED);
    let share = V::splat(proof, means.level_share);
    let kept = V::splat(proof, 1.0 - means.level_share);
    let rest = run.force.iter_mut().zip(&mut run.level_squared);
    for (x_at, (f_at, level_at)) in run.drive[..length].iter_mut().zip(rest) {
        let mut x = V::load(proof, x_at);
        if REED && laws.heeds_level {
            let square = (two * x * x).min(most);
            level_squared = kept.mul_add(level_squared, share * square);
        }
        if means.doubled {
            x = drive.tick(x);
            x.store(x_at);
        }
        if has_forces && means.doubled {
            force.tick(V::load(proof, f_at)).store(f_at);
        }
        level_squared.store(level_at);
    }
    group.drive.keep(&drive);
    group.force.keep(&force);
    level_squared.store(&mut group.level_squared);
}
