//! The audio thread's side: the chain, what the designer sent for it, and the bypass.

mod updates;

use crate::worker::rig_update::AudioEndpoint;
use std::sync::atomic::Ordering;

use super::bypass::{Bypass, Level};
use crate::analysis::noise_dose::Exposure;
use crate::audio::ab_compare::Comparator;
use crate::chain::{Chain, ChainError, Io, Meters};
use crate::design::{DesignKey, ResponseCache, ResponseSet};
use crate::dsp::units;
use crate::rig::Rig;
use crate::session::comparison::Compare;
use crate::session::params::BodypackParams;
use crate::session::table::StageId;
use crate::worker::attachment::Attached;
use crate::worker::rig_update::{Garbage, RigUpdate};
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
    /// Changes of parameters that the chain has followed.
    edits: u32,
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
            edits: 0,
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
