//! Values that a host has told the controller and not yet the processor.
//!
//! In VST3 a value goes to the controller when a host's hand moves, and to the processor with the
//! next block. While there is sound the framework (0.4.2) takes the second and drops the first,
//! which is then neither read back nor saved. It must not go to the sound either: what the
//! controller is told may be late, and the next block already has a newer value. So it is kept here
//! until a block or a state brings a newer one, or the sound ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use nice_plug::params::Params;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{Param, ParamPtr, PluginState};
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ParamID;

use crate::session::{values_now, BodypackParams, RIG_ID};

/// Says that there is a value in the lower half.
const TOLD: u64 = 1 << 32;

/// One parameter.
struct Kept {
    id: ParamID,
    param: ParamPtr,
    /// The name of the parameter in states.
    name: String,
    /// Zero, or [`TOLD`] and a normalized value.
    value: AtomicU64,
}

/// The values of an instance, by what the host calls its parameters.
pub struct Told(Vec<Kept>);

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
        all.sort_by_key(|kept| kept.id);
        Self(all)
    }

    fn find(&self, id: ParamID) -> Option<&Kept> {
        let found = self.0.binary_search_by_key(&id, |kept| kept.id).ok()?;
        self.0.get(found)
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
        let value = TOLD | u64::from(settled.to_bits());
        kept.value.store(value, Ordering::Release);
        true
    }

    /// The newest pending value of a parameter.
    pub fn get(&self, id: ParamID) -> Option<f32> {
        told(self.find(id)?.value.load(Ordering::Acquire))
    }

    /// Forgets a value, since there is a newer one. Real-time safe.
    pub fn forget(&self, id: ParamID) {
        if let Some(kept) = self.find(id) {
            kept.value.store(0, Ordering::Release);
        }
    }

    /// Forgets all values.
    pub fn forget_all(&self) {
        for kept in &self.0 {
            kept.value.store(0, Ordering::Release);
        }
    }

    /// Gives all values to the parameters, when there is no sound.
    pub fn settle(&self) {
        for kept in &self.0 {
            if let Some(value) = told(kept.value.swap(0, Ordering::AcqRel)) {
                // SAFETY: the parameters live as long as the instance; the value is atomic.
                unsafe { kept.param._internal_set_normalized_value(value) };
            }
        }
    }

    /// Puts the values into a state.
    fn write_to(&self, state: &mut PluginState) {
        let newest: BTreeMap<&str, f32> = (self.0.iter())
            .filter_map(|kept| {
                let value = told(kept.value.load(Ordering::Acquire))?;
                Some((kept.name.as_str(), value))
            })
            .collect();
        if newest.is_empty() {
            return;
        }
        // Values are spelled by parameters of their own, so that the sound keeps those it has.
        let scratch = BodypackParams::default();
        for (name, param, _) in scratch.param_map() {
            if let Some(value) = newest.get(name.as_str()) {
                // SAFETY: the parameters live as long as `scratch`.
                unsafe { param._internal_set_normalized_value(*value) };
            }
        }
        for (name, value) in values_now(&scratch) {
            if newest.contains_key(name.as_str()) {
                state.params.insert(name, value);
            }
        }
        if newest.contains_key(RIG_ID) {
            state.fields.extend(scratch.rig_choice.serialize_fields());
        }
    }

    /// The state of an instance as a project keeps it, with what the host has told last.
    pub fn state_of(&self, params: &BodypackParams) -> PluginState {
        let values: BTreeMap<String, ParamValue> = values_now(params).collect();
        let mut state = PluginState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: values,
            fields: params.serialize_fields(),
        };
        self.write_to(&mut state);
        state
    }
}

fn told(value: u64) -> Option<f32> {
    (value & TOLD != 0).then(|| f32::from_bits(value as u32))
}
