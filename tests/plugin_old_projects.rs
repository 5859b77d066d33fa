//! Projects of the first version, from before there were slots, names of rigs, a match of loudness and a choice of what
//! an export holds.

use std::sync::Arc;

use bodypack::rig::{Link, Rig};
use bodypack::session::{leak_of, sanitize, BodypackParams, Mode};
use nice_plug::prelude::PluginState;

use super::desk::{desk, put};

/// The project, as a host hands it over, with its text changed.
fn first(change: fn(String) -> String) -> PluginState {
    let text = change(include_str!("fixtures/states/v0.1-first.json").to_owned());
    let mut state = serde_json::from_str(&text).expect("a state");
    sanitize(&mut state);
    state
}

#[test]
fn a_project_from_before_there_were_slots_comes_up_with_none() {
    let state = first(|text| text);
    let params = Arc::new(BodypackParams::for_rig(Rig::default()));
    let (gui, _) = desk(&params);
    params.choose_slot(1, &gui);
    put(&params, &state);
    assert_eq!(params.slots.active(), 0);
    assert!((1..4).all(|slot| !params.slots.is_filled(slot)));
    // What it says is there, and every stage is on.
    assert_eq!(params.feed.trim_db.value(), -2.5);
    assert!(matches!(params.rig().link, Link::Digital(_)));
    assert_eq!(params.effective_rig().0, params.rig());
}

#[test]
fn an_old_project_with_values_off_the_rig_keeps_its_sound() {
    // As written before values within half a step of the rig meant the rig.
    let state = first(|text| text.replace("0.40581", "0.406"));
    let params = BodypackParams::for_rig(Rig::default());
    put(&params, &state);
    let seal = params.rig().earphone.seal.left_resistance_pa_s_m3;
    // Worked out when it runs: the compiler's own mathematics round differently from those of some systems.
    let value = std::hint::black_box(0.406_f32);
    assert_eq!(seal, leak_of(f64::from(value)));
}

#[test]
fn a_project_from_before_loudness_was_matched_sounds_as_it_did() {
    let state = first(|text| text);
    let params = BodypackParams::for_rig(Rig::default());
    put(&params, &state);
    let listening = params.rig().listening;
    assert!(!listening.loudness_matched);
    assert_eq!((listening.match_db, listening.output_db), (0.0, 0.0));
    assert_eq!(params.origin.get(), "", "no other rig's name");
}

#[test]
fn a_project_without_the_name_of_its_rig_takes_that_of_no_other() {
    let state = first(|text| text);
    let params = BodypackParams::default();
    assert_ne!(params.origin.get(), "");
    put(&params, &state);
    assert_eq!(params.origin.get(), "");
}

#[test]
fn a_project_from_before_an_export_had_a_choice_prints_whatever_was_open_before() {
    let params = BodypackParams::default();
    params.export.set_mode(Mode::PassThroughAndSay);
    put(&params, &first(|text| text));
    assert_eq!(params.export.mode(), Mode::Print);
}
