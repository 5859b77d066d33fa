//! The audio thread's side: the chain, what the designer sent for it, and the bypass.

use crate::worker::rig_update::AudioEndpoint;
use std::sync::atomic::Ordering;

use super::bypass::{Bypass, Level};
use crate::analysis::noise_dose::Exposure;
use crate::audio::ab_compare::Comparator;
use crate::chain::{Chain, ChainError, Io, Meters, Settings};
use crate::design::{ResponseCache, ResponseSet};
use crate::dsp::units;
use crate::rig::Rig;
use crate::session::comparison::Compare;
use crate::session::guard::may_allocate;
use crate::session::param_values::ParamValues;
use crate::session::params::BodypackParams;
use crate::session::stack::on_large_stack;
use crate::session::table::StageId;
use crate::worker::attachment::Attached;
use crate::worker::rig_update::{DesignKey, Garbage, RigUpdate};
use crate::worker::shared_designs;
use crate::worker::spectrum_tap::Tap;

/// Longest piece that is processed at once, samples; longer blocks are cut.
const PIECE: usize = 1024;

/// While new responses wait for a cross-fade to end offline, blocks are cut at multiples of this
/// many samples since the reset, so that a bounce does not depend on the host's block size.
const WAIT: u64 = 32;

/// The seed of everything random in the chain, the same as the command line's own.
pub const SEED: u64 = 0;

/// Everything that runs at audio rate.
pub struct Engine {
    chain: Chain,
    package: Box<RigUpdate>,
    /// Values that the chain was set to last.
    values: ParamValues,
    /// The stage that was heard alone then.
    alone: Option<StageId>,
    /// True if the chain's settings are out of date for another reason than a parameter.
    stale: bool,
    /// The generation of the shared base rig that the package's own is known to be.
    generation: Option<u64>,
    /// True if what is heard has changed since it was last compared with the responses.
    unchecked: bool,
    waiting: Option<Box<ResponseSet>>,
    /// Cache of designed responses, offline.
    designer: ResponseCache,
    bypass: Bypass,
    comparator: Comparator,
    dry: [Vec<f32>; 2],
    /// The input of a blind test, and what is heard of it.
    blind: [Vec<f32>; 2],
    sample_rate_hz: f64,
    /// True if the host has set an offline render up.
    set_offline: bool,
    /// True if this is one, which some hosts say block by block.
    offline: bool,
    /// True if the chain rests behind the bypass.
    resting: bool,
    position: u64,
}

impl Engine {
    /// Designs the present rig in line and makes everything ready for a sample rate in Hz.
    ///
    /// # Errors
    /// When the sample rate is out of range.
    pub fn new(
        params: &BodypackParams,
        sample_rate_hz: f64,
        offline: bool,
        epoch: u64,
    ) -> Result<Box<Self>, ChainError> {
        let alone = params.solo.get().filter(|_| !offline);
        let heard = params.heard_rig_with(alone);
        // A rig that cannot be designed must not keep a project from opening: the editor says what
        // is wrong, and the next rig is designed as ever.
        let designed = || shared_designs::designed(&heard, sample_rate_hz);
        let chain = Chain::with_designs(&heard.0, sample_rate_hz, SEED, designed)
            .or_else(|_| Chain::new(&Rig::default(), sample_rate_hz, SEED))?;
        Ok(Box::new(Self {
            chain,
            package: Box::new(RigUpdate::new(
                (*params.base.get()).clone(),
                DesignKey::of(&heard),
                epoch,
            )),
            values: ParamValues::default(),
            alone: None,
            stale: true,
            generation: None,
            unchecked: true,
            waiting: None,
            designer: ResponseCache::default(),
            bypass: Bypass::new(sample_rate_hz, params.bypass.value()),
            comparator: Comparator::new(sample_rate_hz),
            dry: [vec![0.0; PIECE], vec![0.0; PIECE]],
            blind: [vec![0.0; PIECE], vec![0.0; PIECE]],
            sample_rate_hz,
            set_offline: offline,
            offline,
            resting: false,
            position: 0,
        }))
    }

    /// Forgets the past and jumps to the present settings.
    pub fn reset(&mut self, params: &BodypackParams) {
        self.position = 0;
        self.resting = false;
        self.bypass.settle(params.bypass.value());
        self.comparator.reset();
        self.follow(params);
        self.chain.reset();
    }

    /// Says whether the host's transport runs: the pack's battery runs down only then.
    pub fn set_running(&mut self, runs: bool) {
        self.chain.set_running(runs);
    }

    /// Processes a block of any length in place.
    pub fn process(&mut self, params: &BodypackParams, port: &mut AudioEndpoint, io: Io<'_>) {
        self.offline = self.set_offline || params.export.is_rendering();
        self.receive(port);
        self.follow(params);
        if self.position == 0 {
            // Nothing has been heard yet that a change could be heard against.
            self.chain.reset();
        }
        self.listen(port, &io);
        let Io {
            main: [mut left, mut right],
            mut ambient,
            mut own_voice,
        } = io;
        loop {
            self.renew(params, port);
            let bypassed = params.bypass.value();
            let length = self.piece(left.len().min(right.len()), bypassed);
            if length == 0 {
                return;
            }
            let (left_now, left_rest) = left.split_at_mut(length);
            let (right_now, right_rest) = right.split_at_mut(length);
            self.hear_piece(
                params,
                bypassed,
                port,
                Io {
                    main: [left_now, right_now],
                    ambient: take_front(&mut ambient, length),
                    own_voice: take_front(&mut own_voice, length),
                },
            );
            self.position += length as u64;
            (left, right) = (left_rest, right_rest);
        }
    }

    /// The present levels; peaks are those since the last call.
    pub fn meters(&mut self) -> Meters {
        self.chain.meters()
    }

    /// Goes on from the exposure of an earlier session.
    pub fn set_exposure(&mut self, exposure: Exposure) {
        self.chain.set_exposure(exposure);
    }

    /// Length of the tail, samples.
    pub fn tail_samples(&self) -> usize {
        if self.resting {
            0
        } else {
            self.chain.tail_samples()
        }
    }

    /// Brings new responses to the chain, and sends those that have served back to be freed.
    fn renew(&mut self, params: &BodypackParams, port: &mut AudioEndpoint) {
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
    fn receive(&mut self, port: &mut AudioEndpoint) {
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
        if package.needs.fit(&package.live, package.without) {
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
    fn follow(&mut self, params: &BodypackParams) {
        // A stage alone is for ears that judge it, and for no export.
        let alone = params.solo.get().filter(|_| !self.offline);
        let changed = self.values.read(params) | self.stale | (self.alone != alone);
        if !changed {
            return;
        }
        (self.stale, self.alone) = (false, alone);
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

    fn piece(&self, left: usize, bypassed: bool) -> usize {
        let longest = if self.offline && self.waiting.is_some() {
            (WAIT - self.position % WAIT) as usize
        } else {
            PIECE
        };
        // The rest begins at its sample, whatever blocks the host cuts.
        let to_rest = self.bypass.samples_to_rest(bypassed);
        left.min(longest).min(to_rest.unwrap_or(PIECE))
    }

    /// Level of the input while bypassed.
    fn level(&self, params: &BodypackParams) -> Level {
        if self.offline || !params.bypass_match.load(Ordering::Relaxed) {
            return Level::AS_IT_IS;
        }
        Level {
            gain: self.comparator.matching_gain(),
            ceiling: self.ceiling(),
        }
    }

    fn ceiling(&self) -> f32 {
        units::gain(self.package.live.listening.ceiling_dbfs) as f32
    }

    /// Lets the chain rest while nothing of it is heard, and wakes it. True while it rests.
    fn rest(&mut self, bypassed: bool) -> bool {
        let rests = self.bypass.rests(bypassed);
        if rests != self.resting {
            self.resting = rests;
            self.chain.reset();
            if !rests {
                self.comparator.wake();
                self.bypass
                    .hold(self.chain.emulated_latency_samples().ceil() as u32);
            }
        }
        rests
    }

    /// Takes what is attached, and passes the inputs on to *Check mix*, unless this is an export.
    fn listen(&mut self, port: &mut AudioEndpoint, io: &Io<'_>) {
        port.attached.receive(&mut port.outbox);
        if self.offline {
            return;
        }
        let Attached { tap, transport, .. } = &mut port.attached;
        if let Some(tap) = tap {
            let main = io.main.each_ref().map(|channel| &**channel);
            tap.pass(main, [io.ambient, io.own_voice], transport);
        }
    }

    /// Plays a piece through the chain, or a blind test in its place. The chain goes on under the test.
    fn hear_piece(
        &mut self,
        params: &BodypackParams,
        bypassed: bool,
        port: &mut AudioEndpoint,
        mut io: Io<'_>,
    ) {
        let watched = params.windows.load(Ordering::Relaxed) > 0;
        let pair = port.attached.pair.as_mut();
        let Some(pair) = pair.filter(|_| watched && !self.offline) else {
            if params.blind.runs() {
                params.blind.note(false, None);
            }
            return self.process_piece(params, bypassed, &mut port.tap, io);
        };
        let length = io.main[0].len();
        let (ambient, own_voice) = (io.ambient, io.own_voice);
        let [mut left, mut right] = std::mem::take(&mut self.blind);
        for (kept, channel) in [&mut left, &mut right].into_iter().zip(&io.main) {
            kept[..length].copy_from_slice(channel);
        }
        let [main_left, main_right] = &mut io.main;
        self.process_piece(
            params,
            bypassed,
            &mut port.tap,
            Io {
                main: [main_left, main_right],
                ambient,
                own_voice,
            },
        );
        let (sound, presses) = params.blind.wanted();
        pair.want(sound, presses);
        pair.process(&mut Io {
            main: [&mut left[..length], &mut right[..length]],
            ambient,
            own_voice,
        });
        params.blind.note(true, pair.apart_lu());
        for (kept, channel) in [&left, &right].into_iter().zip(&mut io.main) {
            channel.copy_from_slice(&kept[..length]);
        }
        self.blind = [left, right];
    }

    fn process_piece(
        &mut self,
        params: &BodypackParams,
        bypassed: bool,
        tap: &mut Tap,
        mut io: Io<'_>,
    ) {
        let watched = params.windows.load(Ordering::Relaxed) > 0;
        let played = self.level(params);
        if self.rest(bypassed) {
            self.bypass.rest(played, &mut io.main);
            if watched {
                let input = io.main.each_ref().map(|channel| &**channel);
                tap.pass(input, input);
            }
            return;
        }
        let compare = if self.offline {
            Compare::Chain
        } else {
            params.compare.get()
        };
        let compares = self.comparator.is_needed(compare);
        let measures = watched || params.bypass_match.load(Ordering::Relaxed);
        let length = io.main[0].len();
        let needs_dry = self.bypass.needs_dry(bypassed) || compares || measures;
        if needs_dry {
            for (dry, channel) in self.dry.iter_mut().zip(&io.main) {
                dry[..length].copy_from_slice(channel);
            }
        }
        let [left, right] = &mut io.main;
        self.chain.process(Io {
            main: [left, right],
            ambient: io.ambient,
            own_voice: io.own_voice,
        });
        if !needs_dry {
            return;
        }
        let dry = self.dry.each_ref().map(|channel| &channel[..length]);
        if watched {
            tap.pass(dry, io.main.each_ref().map(|channel| &**channel));
        }
        if compares || measures {
            let latency = self.chain.emulated_latency_samples();
            let ceiling = self.ceiling();
            let shown = &params.compare;
            self.comparator
                .process(compare, dry, &mut io.main, latency, ceiling, shown);
        }
        self.bypass.mix(bypassed, played, dry, &mut io.main);
    }
}

/// Puts something in the outbox; the caller has seen that there is room.
fn scrap(port: &mut AudioEndpoint, scrap: Garbage) {
    if let Err(rtrb::PushError::Full(lost)) = port.outbox.push(scrap) {
        // Cannot happen; leaking is the one thing that is safe on the audio thread.
        std::mem::forget(lost);
    }
}

/// Splits the first samples off a pair of channels.
fn take_front<'a>(pair: &mut Option<[&'a [f32]; 2]>, length: usize) -> Option<[&'a [f32]; 2]> {
    let [left, right] = (*pair)?;
    let (left_now, left_rest) = left.split_at(length);
    let (right_now, right_rest) = right.split_at(length);
    *pair = Some([left_rest, right_rest]);
    Some([left_now, right_now])
}
