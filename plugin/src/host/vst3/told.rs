//! Values that a host has told the controller and not yet the processor.
//!
//! In VST3 a value goes to the controller when a host's hand moves, and to the processor with the
//! next block. While there is sound the framework (0.4.2) takes the second and drops the first,
//! which is then neither read back nor saved. It must not go to the sound either: what the
//! controller is told may be late, and the next block already has a newer value. So it is kept here
//! until a block or a state brings a newer one, or the sound ends. The order in which values were told
//! is kept with them, since a rig among them replaces what was told before it and nothing else.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use nice_plug::params::Params;
use nice_plug::prelude::{Param, ParamPtr, PluginState};
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ParamID;

use crate::order;
use crate::session::{by_id, put, values_now, BodypackParams, RIG_ID};

/// One parameter.
struct Kept {
    id: ParamID,
    param: ParamPtr,
    /// The name of the parameter in states.
    name: String,
    /// Zero, or its place in the order of all, from 1, and a normalized value in the lower half.
    value: AtomicU64,
}

impl Kept {
    /// The pending value, normalized.
    fn told(&self) -> Option<f32> {
        told(self.value.load(Ordering::Acquire))
    }

    /// Gives the pending value, if there is one, to the parameter. Real-time safe.
    fn settle(&self) {
        if let Some(value) = told(self.value.swap(0, Ordering::AcqRel)) {
            // SAFETY: the parameters live as long as the instance; the value is atomic.
            unsafe { self.param._internal_set_normalized_value(value) };
        }
    }
}

/// The values of an instance, by what the host calls its parameters.
pub struct Told {
    all: Vec<Kept>,
    /// Number of values told so far.
    count: AtomicU32,
}

impl Told {
    /// Nothing has been told of any of these parameters.
    pub fn new(params: impl Iterator<Item = (ParamID, ParamPtr, String)>) -> Self {
        let mut all: Vec<Kept> = params
            .map(|(id, param, name)| Kept {
                id,
                param,
                name,
                value: AtomicU64::new(0),
            })
            .collect();
        order::by_key(&mut all, |kept| kept.id);
        Self {
            all,
            count: AtomicU32::new(0),
        }
    }

    fn find(&self, id: ParamID) -> Option<&Kept> {
        let found = self.all.binary_search_by_key(&id, |kept| kept.id).ok()?;
        self.all.get(found)
    }

    /// Keeps a value; false if there is no such parameter.
    pub fn keep(&self, id: ParamID, normalized: f32) -> bool {
        let Some(kept) = self.find(id) else {
            return false;
        };
        // As the parameter will have it: choices and steps are between no two.
        // SAFETY: the parameters live as long as the instance.
        let settled = unsafe {
            let normalized = normalized.clamp(0.0, 1.0);
            match kept.param {
                // The framework's pointer leaves a switch between its two.
                ParamPtr::BoolParam(switch) => {
                    let switch = &*switch;
                    switch.preview_normalized(switch.preview_plain(normalized))
                }
                param => param.preview_normalized(param.preview_plain(normalized)),
            }
        };
        let place = self.count.fetch_add(1, Ordering::AcqRel).wrapping_add(1);
        let value = u64::from(place.max(1)) << 32 | u64::from(settled.to_bits());
        kept.value.store(value, Ordering::Release);
        true
    }

    /// The newest pending value of a parameter.
    pub fn get(&self, id: ParamID) -> Option<f32> {
        self.find(id)?.told()
    }

    /// Forgets a value, since there is a newer one. Real-time safe.
    pub fn forget(&self, id: ParamID) {
        if let Some(kept) = self.find(id) {
            kept.value.store(0, Ordering::Release);
        }
    }

    /// Forgets all values.
    pub fn forget_all(&self) {
        for kept in &self.all {
            kept.value.store(0, Ordering::Release);
        }
    }

    /// Pending values in the order in which they were told.
    fn pending(&self) -> Vec<(&Kept, f32)> {
        let mut all: Vec<_> = (self.all.iter())
            .map(|kept| (kept.value.load(Ordering::Acquire), kept))
            .filter(|(value, _)| *value != 0)
            .collect();
        order::by_key(&mut all, |(value, _)| *value);
        let value = |(value, kept)| Some((kept, told(value)?));
        all.into_iter().filter_map(value).collect()
    }

    /// Gives all values to the parameters, unless a rig is among them: that is loaded when the
    /// processor is switched off. Real-time safe, since hosts stop from the thread of the sound too.
    pub fn settle_values(&self) {
        let mut rigs = self.all.iter().filter(|kept| kept.name == RIG_ID);
        if rigs.all(|rig| rig.told().is_none()) {
            self.all.iter().for_each(Kept::settle);
        }
    }

    /// Gives all values to the parameters, when there is no sound. A rig among them is loaded by
    /// `load_rig` before those that were told after it. Allocates.
    pub fn settle(&self, mut load_rig: impl FnMut()) {
        for (kept, _) in self.pending() {
            kept.settle();
            if kept.name == RIG_ID {
                load_rig();
            }
        }
    }

    /// The state of an instance as a project keeps it, with what the host has told last.
    pub fn state_of(&self, params: &BodypackParams) -> PluginState {
        let state = state_now(params);
        let pending = self.pending();
        if pending.is_empty() {
            return state;
        }
        // In parameters of their own, so that the sound keeps those it has.
        let scratch = BodypackParams::default();
        put(&scratch, &state);
        let known = scratch.param_map();
        for (kept, value) in pending {
            if let Some((_, param, _)) = known.iter().find(|(name, ..)| *name == kept.name) {
                // SAFETY: the parameters live as long as `scratch`.
                unsafe { param._internal_set_normalized_value(value) };
            }
            if kept.name == RIG_ID {
                scratch.load_asked();
            }
        }
        state_now(&scratch)
    }
}

/// The state of some parameters.
fn state_now(params: &BodypackParams) -> PluginState {
    PluginState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        params: by_id(&mut values_now(params)),
        fields: params.serialize_fields(),
    }
}

fn told(value: u64) -> Option<f32> {
    (value >> 32 != 0).then(|| f32::from_bits(value as u32))
}
