//! Designs and parameters on their way to the chain, and designs made in line for a host that renders offline.

use super::{scrap, Engine, WAIT};
use crate::chain::Settings;
use crate::design::DesignKey;
use crate::session::guard::may_allocate;
use crate::session::params::BodypackParams;
use crate::session::stack::on_large_stack;
use crate::worker::rig_update::AudioEndpoint;
use crate::worker::rig_update::{Garbage, RigUpdate};

impl Engine {
    /// Brings new responses to the chain, and sends those that have served back to be freed.
    pub(super) fn renew(&mut self, params: &BodypackParams, port: &mut AudioEndpoint) {
        if self.offline {
            may_allocate(|| drop(self.chain.take_retired()));
            let fresh = self.waiting.is_none() && may_allocate(|| self.design_in_line(params));
            // Only where the host's block size plays no part.
            if fresh || self.position.is_multiple_of(WAIT) {
                self.install();
            }
        } else {
            if !port.outbox.is_full() {
                if let Some(designed) = self.chain.take_retired() {
                    scrap(port, Garbage::ResponseSet(designed));
                }
            }
            self.install();
        }
    }

    /// Offers waiting responses to the chain, which refuses them while it is fading.
    fn install(&mut self) {
        let Some(designed) = self.waiting.take() else {
            return;
        };
        self.waiting = self.chain.install(designed).err();
        // A performer's choice of level depends on the responses.
        self.stale |= self.waiting.is_none();
        if self.waiting.is_none() && (self.position == 0 || self.resting) {
            // Where nothing is heard there is nothing to fade from.
            self.chain.reset();
        }
    }

    /// Takes the newest package. Offline, the responses are designed in line, and what still comes
    /// from the designer is out of date.
    pub(super) fn receive(&mut self, port: &mut AudioEndpoint) {
        // A package may put two things in the outbox: the one that it replaces, and responses
        // that were still waiting.
        while port.outbox.slots() >= 2 {
            let Ok(mut package) = port.inbox.pop() else {
                return;
            };
            if self.offline || package.epoch != self.package.epoch {
                scrap(port, Garbage::RigUpdate(package));
                continue;
            }
            if let Some(designed) = package.designed.take() {
                if let Some(superseded) = self.waiting.replace(designed) {
                    scrap(port, Garbage::ResponseSet(superseded));
                }
            }
            scrap(
                port,
                Garbage::RigUpdate(std::mem::replace(&mut self.package, package)),
            );
            self.stale = true;
            self.generation = None;
        }
    }

    /// Offline: designs what the parameters ask for right here, so that a bounce is always the
    /// same. True when there are new responses. May allocate.
    fn design_in_line(&mut self, params: &BodypackParams) -> bool {
        if params.rig_choice.is_asked() {
            on_large_stack(|| params.load_asked());
        }
        // Read before the rig: one that is loaded in between is then found the next time.
        let generation = params.base.generation();
        if self.generation.replace(generation) != Some(generation) {
            let base = params.base.get();
            if *base != self.package.base {
                let needs = self.package.needs.clone();
                *self.package = RigUpdate::new((*base).clone(), needs, self.package.epoch);
                self.stale = true;
                self.follow(params);
            }
        }
        if !std::mem::take(&mut self.unchecked) {
            return false;
        }
        let package = &self.package;
        if package.needs.fits(&package.live, package.without) {
            return false;
        }
        let base = params.base.get();
        let (rate, epoch) = (self.sample_rate_hz, package.epoch);
        let heard = (package.live.clone(), package.without);
        let designer = &mut self.designer;
        let designed =
            on_large_stack(|| RigUpdate::designed(designer, (*base).clone(), &heard, rate, epoch));
        match designed {
            Ok(mut package) => {
                self.waiting = package.designed.take();
                *self.package = package;
                self.stale = true;
                self.follow(params);
                true
            }
            // What cannot be designed is not tried again until it changes.
            Err(_) => {
                self.package.needs = DesignKey::of(&heard);
                false
            }
        }
    }

    /// Hands the parameters' present values to the chain, if anything has changed.
    pub(super) fn follow(&mut self, params: &BodypackParams) {
        // A stage alone is for ears that judge it, and for no export.
        let alone = params.solo.get().filter(|_| !self.offline);
        // Before the values: a change in between is followed now, or the next time, or both.
        let edits = params.edits.count();
        if edits == self.edits && !self.stale && self.alone == alone {
            return;
        }
        (self.edits, self.stale, self.alone) = (edits, false, alone);
        params.activity.note_change();
        self.unchecked = true;
        let RigUpdate {
            base,
            live,
            without,
            ..
        } = &mut *self.package;
        *without = params.heard(base, live, alone);
        self.chain.set(&Settings::new(live));
    }
}
