//! The state that a host saves and restores: a rig file and the parameters' values.

use std::collections::BTreeMap;

use nice_plug::context::gui::GuiContext;
use nice_plug::params::persist::{deserialize_field, serialize_field};
use nice_plug::params::{InternalParamMut, Param, Params};
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{ParamPtr, PluginState};

use super::export::{Mode, EXPORT_KEY};
use super::params::BodypackParams;
use super::rig_choice::{self, shown_field, ASKED_KEY, SHOWN_KEY};
use super::slots::Kept;
use super::table::{self, Kind, BYPASS_ID};
use crate::rig::presets::Preset;
use crate::rig::Rig;

/// Key of the rig file in a state.
pub const RIG_KEY: &str = "rig";
/// Key of the name that the rig goes by in the library.
pub const ORIGIN_KEY: &str = "rig-origin";
/// Key of the compare slots in a state.
const SLOTS_KEY: &str = "slots";
/// Key of the window's size, which every state that a host saves has.
const SIZE_KEY: &str = "editor-size";

/// Values of the parameters for a rig, except the bypass and the choice of a rig.
pub fn values_of(rig: &Rig) -> BTreeMap<String, ParamValue> {
    table::entries()
        .map(|entry| (entry.id.to_owned(), entry.value_of(rig)))
        .collect()
}

/// Present values of all parameters by id, as written in states.
pub fn values_now(params: &BodypackParams) -> impl Iterator<Item = (String, ParamValue)> {
    params.param_map().into_iter().map(|(id, param, _)| {
        // SAFETY: the parameters live as long as `params`.
        let value = unsafe {
            match param {
                ParamPtr::FloatParam(param) => ParamValue::F32((*param).unmodulated_plain_value()),
                ParamPtr::IntParam(param) => ParamValue::I32((*param).unmodulated_plain_value()),
                ParamPtr::BoolParam(param) => ParamValue::Bool((*param).unmodulated_plain_value()),
                ParamPtr::EnumParam(param) => match (*param).unmodulated_plain_id() {
                    Some(id) => ParamValue::String(id.to_owned()),
                    None => ParamValue::I32((*param).unmodulated_plain_value()),
                },
            }
        };
        (id, value)
    })
}

/// The state of a plugin that has just this rig loaded.
pub fn plugin_state_of(rig: &Rig) -> PluginState {
    let mut params = values_of(rig);
    params.insert(BYPASS_ID.to_owned(), ParamValue::Bool(false));
    let text = serialize_field(&rig.to_toml()).unwrap_or_default();
    PluginState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        params,
        fields: BTreeMap::from([
            (RIG_KEY.to_owned(), text),
            (SHOWN_KEY.to_owned(), shown_field(None)),
        ]),
    }
}

/// The bytes of a state that loads a factory rig and leaves everything alone that no rig says, as
/// preset files of VST3 hold it.
pub fn vst3_preset_of(preset: &Preset) -> Vec<u8> {
    let state = PluginState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        params: BTreeMap::new(),
        fields: BTreeMap::from([(ASKED_KEY.to_owned(), shown_field(Some(preset)))]),
    };
    serialize_field(&state).unwrap_or_default().into_bytes()
}

/// The bytes of a state that has just this rig loaded, as the state calls of VST3 take them.
pub fn vst3_state_of(rig: &Rig) -> Vec<u8> {
    serialize_field(&plugin_state_of(rig))
        .unwrap_or_default()
        .into_bytes()
}

/// The bytes of a state that has just this rig loaded, as the state calls of CLAP take them: those
/// of VST3 after their number, since a CLAP stream has no end of its own.
pub fn clap_state_of(rig: &Rig) -> Vec<u8> {
    let state = vst3_state_of(rig);
    let mut bytes = (state.len() as u64).to_le_bytes().to_vec();
    bytes.extend(state);
    bytes
}

/// Takes over a state on the calling thread, and has the host look through the values. While sound
/// is being processed, the framework would read the state on the thread of the sound, with all the
/// text that is in it; an empty one is all that it gets.
pub fn take_over(params: &BodypackParams, state: PluginState, gui: &GuiContext) {
    put(params, &state);
    params.show_rig();
    tell_host(gui);
}

/// Has the host look through all values, which have changed already.
pub fn tell_host(gui: &GuiContext) {
    gui.set_state(PluginState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        params: BTreeMap::new(),
        fields: BTreeMap::new(),
    });
}

/// Takes over what a state says that is safe to load; what it does not say stays as it is.
pub fn put(params: &BodypackParams, state: &PluginState) {
    for (id, param, _) in params.param_map() {
        // SAFETY: the parameters live as long as `params`, and their values are atomic.
        unsafe {
            match (param, state.params.get(&id)) {
                (ParamPtr::FloatParam(param), Some(ParamValue::F32(value))) => {
                    (*param)._internal_set_plain_value(*value);
                }
                (ParamPtr::BoolParam(param), Some(ParamValue::Bool(value))) => {
                    (*param)._internal_set_plain_value(*value);
                }
                (ParamPtr::EnumParam(param), Some(ParamValue::String(choice))) => {
                    (*param).set_from_id(choice);
                }
                // The choice of a rig is a field.
                _ => {}
            }
        }
    }
    params.deserialize_fields(&state.fields);
}

/// Makes a state that may be old, cut or damaged safe to load: values that are missing are taken
/// from its rig, values outside their range are brought back, and a rig that cannot be read is left
/// out, so that the present one stays.
pub fn sanitize(state: &mut PluginState) {
    if state.params.is_empty() && state.fields.is_empty() {
        return;
    }
    let rig = state
        .fields
        .get(RIG_KEY)
        .and_then(|field| deserialize_field::<String>(field).ok())
        .and_then(|text| Rig::from_toml(&text).ok());
    let has_steps = state.fields.contains_key(SHOWN_KEY);
    rig_choice::settle_in(state);
    match rig {
        Some(mut rig) => {
            if !has_steps && keep_exactly(&mut rig, &state.params) {
                let text = serialize_field(&rig.to_toml()).unwrap_or_default();
                state.fields.insert(RIG_KEY.to_owned(), text);
            }
            fill_in(&mut state.params, &rig);
        }
        None => {
            state.fields.remove(RIG_KEY);
        }
    }
    forget(state);
    forget_origin(state);
    for entry in table::entries() {
        let Kind::Number(number) = &entry.kind else {
            continue;
        };
        let [lowest, highest] = table::range(&number.at);
        if let Some(ParamValue::F32(value)) = state.params.get_mut(entry.id) {
            *value = if value.is_nan() {
                (number.at.get)(&Rig::default()) as f32
            } else {
                value.clamp(lowest, highest)
            };
        }
    }
}

/// Takes values that are missing from a rig, and puts those that mean what it says on their steps.
fn fill_in(values: &mut BTreeMap<String, ParamValue>, rig: &Rig) {
    for entry in table::entries() {
        let said = entry.value_of(rig);
        let means_it = |kept: &ParamValue| match (&entry.kind, kept) {
            (Kind::Number(number), ParamValue::F32(value)) => {
                number.agrees(*value, rig, table::range(&number.at))
            }
            _ => !same_kind(kept, &said),
        };
        if values.get(entry.id).is_none_or(means_it) {
            values.insert(entry.id.to_owned(), said);
        }
    }
}

/// A project that does not say where its rig is from must not come up with another rig's name.
fn forget_origin(state: &mut PluginState) {
    if state.fields.contains_key(RIG_KEY) && !state.fields.contains_key(ORIGIN_KEY) {
        let none = serialize_field(&String::new()).unwrap_or_default();
        state.fields.insert(ORIGIN_KEY.to_owned(), none);
    }
}

/// A project from before there were slots, modes of export and bypasses must not come up with those
/// of another one.
fn forget(state: &mut PluginState) {
    if !state.fields.contains_key(SIZE_KEY) {
        return;
    }
    for (key, first) in [
        (SLOTS_KEY, serialize_field(&Kept::default())),
        (EXPORT_KEY, serialize_field(&Mode::default().word())),
        (BYPASS_MATCH_KEY, serialize_field(&false)),
    ] {
        let fields = &mut state.fields;
        let first = first.unwrap_or_default();
        fields.entry(key.to_owned()).or_insert(first);
    }
}

/// Before values that are within half a step of what the rig says meant the rig, they meant
/// themselves: a rig with such values sounds as it did once they are in the rig. True if it changed.
pub fn keep_exactly(rig: &mut Rig, values: &BTreeMap<String, ParamValue>) -> bool {
    let mut changed = false;
    for entry in table::entries() {
        let (Kind::Number(number), Some(ParamValue::F32(value))) =
            (&entry.kind, values.get(entry.id))
        else {
            continue;
        };
        let range @ [lowest, highest] = table::range(&number.at);
        let meant_itself = value.is_finite() && (number.at.get)(rig) as f32 != *value;
        if meant_itself && number.agrees(*value, rig, range) {
            (number.at.set)(rig, f64::from(value.clamp(lowest, highest)));
            changed = true;
        }
    }
    changed
}

fn same_kind(a: &ParamValue, b: &ParamValue) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Key in a state of whether the bypass is as loud as the chain.
pub const BYPASS_MATCH_KEY: &str = "bypass-match";
