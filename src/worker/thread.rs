//! The thread itself: what it does for one instance, and when it looks.

use super::{lock, Job, Picture, Shared, WorkerEndpoint, POLL, QUIET_LOOKS, QUIET_POLL, THOROUGH};
use crate::design::{DesignKey, ResponseCache};
use crate::worker::rig_update::{EffectiveRig, RigUpdate};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// The thread's own memory.
pub(super) struct Worker {
    shared: Arc<Shared>,
    ends: WorkerEndpoint,
    /// The job that the audio thread has, or will have.
    sent: Option<Job>,
    /// Result of the last poll: the effective rig, with the activation and base rig it belongs to.
    seen: Option<(EffectiveRig, Option<u64>, u64)>,
    /// Changes that the audio thread had seen at the last look.
    changes: u32,
    /// Looks since something changed.
    looks: u32,
    /// Cache of designed responses.
    kept: ResponseCache,
}

impl Worker {
    /// A thread's memory before its first look.
    pub(super) fn new(shared: Arc<Shared>, ends: WorkerEndpoint) -> Self {
        Self {
            shared,
            ends,
            sent: None,
            seen: None,
            changes: 0,
            looks: 0,
            kept: ResponseCache::default(),
        }
    }

    pub(super) fn run(mut self) {
        while let Some((job, draws)) = self.wait() {
            while self.ends.incoming.pop().is_ok() {}
            self.load_asked();
            // Read before the rig: a base that changes in between is then found the next time.
            let generation = self.shared.params.base.generation();
            let heard = self.shared.params.effective_rig();
            if draws {
                self.draw(&heard);
                self.look(job.as_ref());
            }
            let found = (heard, job.as_ref().map(|job| job.epoch), generation);
            if self.seen.as_ref() == Some(&found) {
                continue;
            }
            if job.is_none_or(|job| self.send(job, &found.0, generation)) {
                self.seen = Some(found);
            }
        }
    }

    /// Loads the rig that the host has asked for, as a step to undo. In an offline render it is
    /// loaded in line.
    fn load_asked(&self) {
        let params = &self.shared.params;
        if params.rig_choice.is_asked() && !params.export.is_rendering() {
            params.remember();
            params.load_asked();
            (self.shared.notify)();
        }
    }

    /// Sleeps until there may be something to do. `None` when it is over.
    fn wait(&mut self) -> Option<(Option<Job>, bool)> {
        let shared = Arc::clone(&self.shared);
        let mut orders = lock(&shared.orders);
        loop {
            if orders.woken || orders.stop {
                self.looks = 0;
                break;
            }
            if orders.job.is_none() && orders.windows == 0 {
                let woken = shared.wake.wait(orders);
                orders = woken.unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (next, timeout) = shared
                .wake
                .wait_timeout(orders, self.pause())
                .unwrap_or_else(PoisonError::into_inner);
            orders = next;
            if timeout.timed_out() && (orders.windows > 0 || self.is_due()) {
                break;
            }
        }
        orders.woken = false;
        (!orders.stop).then(|| (orders.job.clone(), orders.windows > 0))
    }

    /// Time until the next look.
    fn pause(&self) -> Duration {
        if self.looks < QUIET_LOOKS || self.shared.params.activity.plays() {
            POLL
        } else {
            QUIET_POLL
        }
    }

    /// Looks at the signs of life, and returns whether the parameters are worth a look.
    fn is_due(&mut self) -> bool {
        let params = &self.shared.params;
        let changes = params.activity.changes();
        if changes != self.changes || params.rig_choice.is_asked() {
            self.changes = changes;
            self.looks = 0;
            return true;
        }
        let rested = self.pause() == QUIET_POLL;
        self.looks = self.looks.saturating_add(1);
        rested || self.looks.is_multiple_of(THOROUGH)
    }

    /// Sends the audio thread what it does not have. False when there is no room at present.
    fn send(&mut self, job: Job, heard: &EffectiveRig, generation: u64) -> bool {
        if self
            .sent
            .as_ref()
            .is_none_or(|sent| sent.epoch != job.epoch)
        {
            self.sent = Some(job);
        }
        let Some(sent) = &mut self.sent else {
            return true;
        };
        let (rig, without) = heard;
        let fits = sent.needs.fits(rig, *without);
        if fits && sent.generation == generation {
            return true;
        }
        if self.ends.outgoing.is_full() {
            return false;
        }
        let base = (*self.shared.params.base.get()).clone();
        let package = if fits {
            RigUpdate::new(base, sent.needs.clone(), sent.epoch)
        } else {
            match RigUpdate::designed(
                &mut self.kept,
                base.clone(),
                heard,
                sent.sample_rate_hz,
                sent.epoch,
            ) {
                Ok(package) => package,
                // The last responses that could be designed stay; the editor says why.
                Err(_) => RigUpdate::new(base, sent.needs.clone(), sent.epoch),
            }
        };
        sent.needs = DesignKey::of(heard);
        sent.generation = generation;
        self.ends.outgoing.push(Box::new(package)).is_ok()
    }

    /// Works out the spectra of what was played.
    fn look(&mut self, job: Option<&Job>) {
        let Some(job) = job else {
            self.ends.analyser.skip();
            return;
        };
        if let Some(spectra) = self.ends.analyser.read(job.sample_rate_hz) {
            *lock(&self.shared.spectra) = Arc::new(spectra);
            (self.shared.notify)();
        }
    }

    /// Draws a new picture when the rig looks different.
    fn draw(&self, heard: &EffectiveRig) {
        let present = lock(&self.shared.picture).clone();
        if !present.shows(heard) {
            *lock(&self.shared.picture) = Arc::new(Picture::of(heard));
            (self.shared.notify)();
        }
    }
}
