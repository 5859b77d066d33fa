//! Measuring the held sound on the chosen rigs, by the same code as the command line.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::priority;
use super::window::Held;
use crate::report::choice::{prepared, Room};
use crate::report::{self, Desk, Input, Inputs, OnRig, Report, Stopped};
use crate::rig::Rig;
use crate::session::stack::STACK_BYTES;

/// Seed of noise and fading, the command line's own.
pub const SEED: u64 = 0;

/// A rig that is to be measured.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Identifier in the library; empty for the present set-up.
    pub origin: String,
    /// Identifier on the page.
    pub id: String,
    /// The rig.
    pub rig: Arc<Rig>,
    /// True if it is one of the factory's.
    pub is_factory: bool,
}

/// A result, with the sound that it was measured on.
pub struct Checked {
    /// The report, as the command line would make it.
    pub report: Report,
    /// Identifier in the library of each of its rigs.
    pub origins: Vec<String>,
    /// The sound.
    pub held: Held,
    /// Moment at which it was measured.
    pub at: Instant,
}

/// Progress of a run, and the wish that it end.
#[derive(Default)]
pub struct Progress {
    stop: AtomicBool,
    done: AtomicU64,
    whole: AtomicU64,
    rigs: AtomicUsize,
    rigs_done: AtomicUsize,
}

impl Progress {
    /// Has the run end.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Returns whether it is to end.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Share that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let whole = self.whole.load(Ordering::Relaxed).max(1);
        (self.done.load(Ordering::Relaxed) as f64 / whole as f64).min(1.0)
    }

    /// Rigs that are done, and all.
    pub fn rigs(&self) -> [usize; 2] {
        [&self.rigs_done, &self.rigs].map(|count| count.load(Ordering::Relaxed))
    }

    fn begin(&self, frames: u64, rigs: usize) {
        self.rigs.store(rigs, Ordering::Relaxed);
        let whole = frames.saturating_mul(rigs as u64 + 1);
        self.whole.store(whole, Ordering::Relaxed);
    }
}

/// Measures a sound on rigs. `tell` is called as it goes on. None when it was stopped.
///
/// # Errors
/// In one line, when nothing could be measured.
pub fn run(
    held: Held,
    chosen: &[Chosen],
    progress: &Progress,
    tell: &(dyn Fn() + Sync),
) -> Result<Option<Checked>, String> {
    progress.begin(held.frames(), chosen.len());
    let heard = |frames: u64| {
        progress.done.fetch_add(frames, Ordering::Relaxed);
        tell();
        !progress.is_stopped()
    };
    let mut inputs = held.clone();
    let desk = match report::listen(&mut inputs, &held.stems(), &mut |frames| heard(frames)) {
        Ok(desk) => desk,
        Err(Stopped::Asked) => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let room = if held.has(Input::Ambient) {
        Room::Recorded
    } else {
        Room::Own
    };
    let outcomes = play(&held, &desk, chosen, room, progress, &heard);
    if progress.is_stopped() {
        return Ok(None);
    }
    let (mut rigs, mut origins, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for (outcome, one) in outcomes.into_iter().zip(chosen) {
        match outcome {
            Ok(rig) => {
                rigs.push(rig);
                origins.push(one.origin.clone());
            }
            Err(reason) => failed.push((one.id.clone(), reason)),
        }
    }
    if rigs.is_empty() {
        let (name, reason) = failed.into_iter().next().unwrap_or_default();
        return Err(format!("none of the rigs can be played; {name}: {reason}"));
    }
    let rate_hz = held.sample_rate_hz().round() as u32;
    let report = Report {
        failed,
        room: room.words(),
        remarks: held.remarks(),
        ..Report::new("The mix in the host".to_owned(), rate_hz, desk, rigs)
    };
    Ok(Some(Checked {
        report,
        origins,
        held,
        at: Instant::now(),
    }))
}

/// Half of the cores, so that the host keeps the others.
fn threads(rigs: usize) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, rigs.max(1))
}

/// Plays the sound on all rigs; a rig that fails has its reason in its place.
fn play(
    held: &Held,
    desk: &Desk,
    chosen: &[Chosen],
    room: Room,
    progress: &Progress,
    heard: &(dyn Fn(u64) -> bool + Sync),
) -> Vec<Result<OnRig, String>> {
    let next = AtomicUsize::new(0);
    let stopped = || Err("stopped".to_owned());
    let outcomes: Vec<Mutex<Result<OnRig, String>>> =
        chosen.iter().map(|_| Mutex::new(stopped())).collect();
    let work = || loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let (Some(one), false) = (chosen.get(index), progress.is_stopped()) else {
            return;
        };
        let measure = AssertUnwindSafe(|| {
            let candidate = prepared(&one.id, (*one.rig).clone(), one.is_factory, room);
            let (mut inputs, mut heard) = (held.clone(), |frames| heard(frames));
            OnRig::measure(&candidate, &mut inputs, desk, SEED, &mut heard)
                .map_err(|error| error.to_string())
        });
        let outcome =
            catch_unwind(measure).unwrap_or_else(|_| Err("it failed from within".to_owned()));
        *outcomes[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = outcome;
        progress.rigs_done.fetch_add(1, Ordering::Relaxed);
    };
    thread::scope(|scope| {
        // This thread is one of them.
        for _ in 1..threads(chosen.len()) {
            let beside = thread::Builder::new()
                .name("bodypack measure".to_owned())
                .stack_size(STACK_BYTES);
            // Without it, the others take longer.
            let _ = beside.spawn_scoped(scope, || {
                priority::lower();
                work();
            });
        }
        work();
    });
    outcomes
        .into_iter()
        .map(|outcome| outcome.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}
