//! The state that a host saves and restores: a rig file and the parameters' values.

use std::collections::BTreeMap;

use nice_plug::params::persist::{deserialize_field, serialize_field};
use nice_plug::params::{Param, Params};
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{ParamPtr, PluginState};

use super::export::{Mode, EXPORT_KEY};
use super::params::BodypackParams;
use super::rig_choice::{shown_field, ASKED_KEY, RIG_ID, SHOWN_KEY};
use super::slots::Kept;
use super::table::BYPASS_ID;
use super::values::{self, values_of};
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

/// Takes over what a state says that is safe to load; what it does not say stays as it is.
pub fn put(params: &BodypackParams, state: &PluginState) {
    params.set_values(&state.params);
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
    settle_choice(state);
    match rig {
        Some(mut rig) => {
            if !has_steps && values::keep_exactly(&mut rig, &state.params) {
                let text = serialize_field(&rig.to_toml()).unwrap_or_default();
                state.fields.insert(RIG_KEY.to_owned(), text);
            }
            values::fill_in(&mut state.params, &rig);
        }
        None => {
            state.fields.remove(RIG_KEY);
        }
    }
    forget(state);
    forget_origin(state);
    values::hold_within_ranges(&mut state.params);
}

/// Takes the value of the choice of a rig out of a state: the framework would turn the parameter as a
/// host does. The field beside it says the same; a state from before there was one shows none of the rigs.
fn settle_choice(state: &mut PluginState) {
    state.params.remove(RIG_ID);
    if state.fields.contains_key(RIG_KEY) {
        let field = state.fields.entry(SHOWN_KEY.to_owned());
        field.or_insert_with(|| shown_field(None));
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

/// Key in a state of whether the bypass is as loud as the chain.
pub const BYPASS_MATCH_KEY: &str = "bypass-match";
