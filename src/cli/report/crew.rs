//! The cores at work: each takes the next rig until none is left.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;

use bodypack::report::{self, Candidate, Desk, OnRig, Stopped};
use indicatif::{ProgressBar, ProgressStyle};

use super::super::CliError;
use super::files::Spooled;
use super::stopped;

/// A rig that was played, or its name and the reason why it was not.
type Outcome = Result<OnRig, (String, String)>;

/// Threads and their progress.
pub struct Crew {
    threads: usize,
    bar: ProgressBar,
}

impl Crew {
    pub fn new(spooled: &Spooled, rigs: usize, jobs: Option<u32>) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = jobs
            .map_or(cores, |jobs| jobs as usize)
            .clamp(1, rigs.max(1));
        // Draws on standard error, and only where that is a terminal.
        let bar = ProgressBar::new(spooled.frames().saturating_mul(rigs as u64 + 1));
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { threads, bar }
    }

    fn heard(&self, frames: u64) -> bool {
        self.bar.inc(frames);
        !stopped()
    }

    /// Measures the mix at the desk.
    ///
    /// # Errors
    /// When it cannot be read, or the user stops.
    pub fn listen(&self, spooled: &Spooled) -> Result<Desk, CliError> {
        self.bar.set_message("the mix");
        let mut inputs = spooled.reopened()?;
        report::listen(&mut inputs, spooled.stems(), &mut |frames| {
            self.heard(frames)
        })
        .map_err(CliError::from)
    }

    /// Plays the mix on all rigs; the results are in the rigs' order.
    ///
    /// # Errors
    /// When the user stops.
    pub fn play(
        &self,
        spooled: &Spooled,
        desk: &Desk,
        candidates: Vec<Candidate>,
        seed: u64,
    ) -> Result<Vec<Outcome>, CliError> {
        let next = AtomicUsize::new(0);
        let outcomes: Vec<Mutex<Option<Outcome>>> =
            candidates.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            while let Some(candidate) = candidates.get(next.fetch_add(1, Ordering::Relaxed)) {
                let index = candidates
                    .iter()
                    .position(|other| std::ptr::eq(other, candidate));
                self.bar.set_message(candidate.rig.name.clone());
                let one = AssertUnwindSafe(|| self.one(spooled, desk, candidate, seed));
                let outcome =
                    catch_unwind(one).unwrap_or_else(|_| Err("it failed from within".into()));
                if stopped() {
                    return;
                }
                let outcome = outcome.map_err(|reason| (candidate.id.clone(), reason));
                if let Some(Ok(mut place)) = index.map(|index| outcomes[index].lock()) {
                    *place = Some(outcome);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(work);
            }
        });
        self.bar.finish_and_clear();
        if stopped() {
            return Err(CliError::Stopped);
        }
        let done = outcomes
            .into_iter()
            .filter_map(|place| place.into_inner().ok().flatten());
        Ok(done.collect())
    }

    fn one(
        &self,
        spooled: &Spooled,
        desk: &Desk,
        candidate: &Candidate,
        seed: u64,
    ) -> Result<OnRig, String> {
        let mut inputs = spooled
            .open()
            .map_err(|e| super::super::words::io_words(&e))?;
        let mut progress = |frames| self.heard(frames);
        OnRig::measure(candidate, &mut inputs, desk, seed, &mut progress).map_err(|e| e.to_string())
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Why the mix could not be measured.
impl From<Stopped> for CliError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Asked => Self::Stopped,
            Stopped::Read(error) => Self::Input(super::super::words::io_words(&error)),
            Stopped::Rig(error) => Self::Input(error.to_string()),
        }
    }
}
