//! The parameter *Rig*: what it shows, what turning it loads, and what it leaves alone.

use std::collections::BTreeSet;

use bodypack::rig::{links, presets};
use bodypack::session::library::Library;
use bodypack::session::{number_of, numbered, BodypackParams, AS_EDITED, MOST_RIGS};
use nice_plug::params::InternalParamMut;
use nice_plug::prelude::Param;

use super::desk::put;
use super::session::{turn_to, Session};

#[test]
fn the_headroom_of_a_factory_rig_comes_on_top_of_the_listeners_gain() {
    let session = Session::new();
    let params = &session.params;
    let setter = session.gui.param_setter();
    let headroom_db = |id| presets::find(id).unwrap().listening.output_db as f32;
    let output_db = || params.listening.output_db.value();
    let loud = "singer-floor-wedge";
    assert!(headroom_db(loud) < -3.0 && headroom_db("drummer") == 0.0);
    session.load(loud);
    assert_eq!(output_db(), headroom_db(loud));
    session.load(loud);
    assert_eq!(output_db(), headroom_db(loud), "once");
    session.load("drummer");
    assert_eq!(output_db(), 0.0, "goes with the rig");
    setter.set_parameter(&params.listening.output_db, -2.0);
    for id in [loud, "fault-vent-beside-the-kit"] {
        turn_to(params, id);
        assert!(params.load_asked());
        assert_eq!(output_db(), headroom_db(id) - 2.0, "{id}");
        assert_eq!(
            numbered(params.rig_choice.number()).map(|preset| preset.id),
            Some(id),
            "the listener's gain is no edit of the rig"
        );
    }
    // The gain saved with a rig of the user's is that of whoever saved it.
    let mut own = presets::find("drummer").unwrap();
    own.listening.output_db = -9.0;
    params.load(&own, "user:own", &session.gui);
    assert_eq!(output_db(), -2.0);
}

#[test]
fn the_hosts_choice_of_a_rig_follows_what_is_there() {
    let session = Session::new();
    let params = &session.params;
    let shown = || numbered(params.rig_choice.number()).map(|preset| preset.id);
    assert_eq!(shown(), None);
    session.load("drummer");
    assert_eq!(shown(), Some("drummer"));
    let setter = session.gui.param_setter();
    setter.set_parameter(&params.listening.amount, 0.3);
    params.follow_hand(&session.gui);
    assert_eq!(
        shown(),
        Some("drummer"),
        "the own headphones are no part of a rig"
    );
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    params.follow_hand(&session.gui);
    assert_eq!(shown(), None, "as edited");
    params.undo(&session.gui);
    assert_eq!(shown(), Some("drummer"));
    // What a hand is about to set stays in force when the choice follows it.
    let replaced = session
        .states
        .lock()
        .expect("no test panicked here")
        .clone();
    assert_eq!(replaced, [true, false, true], "loaded, edited, undone");
    params.choose_slot(1, &session.gui);
    session.load("vented-dynamic");
    assert_eq!(shown(), Some("vented-dynamic"));
    params.choose_slot(0, &session.gui);
    assert_eq!(shown(), Some("drummer"));
    let tier = links::find("club-fm-stereo").expect("a tier");
    params.take_link(&tier.link, &tier.pack, &session.gui);
    assert_eq!(shown(), None);
}

#[test]
fn a_rig_that_the_host_turns_to_is_loaded_as_in_the_window() {
    let session = Session::new();
    let params = &session.params;
    let setter = session.gui.param_setter();
    setter.set_parameter(&params.listening.amount, 0.5);
    session.load("drummer");
    let expected = params.rig();
    session.load("vented-dynamic");
    turn_to(params, "drummer");
    assert!(params.rig_choice.is_asked() && params.load_asked());
    assert_eq!(params.rig(), expected);
    assert_eq!(params.origin.get(), "factory:drummer");
    assert!(!params.load_asked(), "once");
    // The same value again, as a host sends it with every block, loads nothing over an edit.
    setter.set_parameter(&params.feed.trim_db, 3.0);
    turn_to(params, "drummer");
    assert!(!params.load_asked());
    assert_eq!(session.trim(), 3.0);
    // Neither does what stands for an edit, nor what no rig has yet.
    for number in [0, MOST_RIGS] {
        // SAFETY: the value is atomic.
        unsafe { params.rig_choice.param()._internal_set_plain_value(number) };
        assert!(!params.load_asked() && !params.rig_choice.is_asked());
    }
    assert_eq!(session.trim(), 3.0);
}

#[test]
fn a_restored_state_is_not_loaded_over() {
    let session = Session::new();
    session.load("drummer");
    let setter = session.gui.param_setter();
    setter.set_parameter(&session.params.feed.trim_db, 3.0);
    let saved = session.project();
    // The host's lane has another rig when the project comes up.
    let other = Session::new();
    turn_to(&other.params, "vented-dynamic");
    put(&other.params, &saved);
    assert!(!other.params.rig_choice.is_asked());
    assert_eq!(other.trim(), 3.0);
    assert_eq!(other.params.rig(), session.params.rig());
    assert_eq!(other.params.rig_choice.number(), number_of("drummer"));
    // What the host has asked for before the state was saved, and was not loaded yet, is loaded then.
    turn_to(&session.params, "vented-dynamic");
    let saved = session.project();
    put(&other.params, &saved);
    assert!(other.params.load_asked());
    assert_eq!(other.params.origin.get(), "factory:vented-dynamic");
}

#[test]
fn names_and_identifiers_of_rigs_are_read_and_every_value_has_a_text_of_its_own() {
    let params = BodypackParams::default();
    let param = params.rig_choice.param();
    let mut texts = BTreeSet::new();
    for number in 0..=MOST_RIGS {
        let at = number as f32 / MOST_RIGS as f32;
        let text = param.normalized_value_to_string(at, true);
        assert_eq!(param.string_to_normalized_value(&text), Some(at), "{text}");
        assert!(texts.insert(text));
    }
    assert!(texts.contains(AS_EDITED));
    let drummer = param.string_to_normalized_value(" Drummer ");
    assert_eq!(
        drummer,
        Some(number_of("drummer") as f32 / MOST_RIGS as f32)
    );
    assert_eq!(param.string_to_normalized_value("nobody's"), None);
}

#[test]
fn a_fresh_instance_carries_the_default_rig_by_name() {
    let params = BodypackParams::default();
    let rig = presets::default_rig();
    assert_eq!(
        (params.rig().name, params.rig().earphone),
        (rig.name.clone(), rig.earphone.clone())
    );
    assert_eq!(
        params.origin.get(),
        format!("factory:{}", presets::DEFAULT_RIG_ID)
    );
    assert_eq!(
        params.rig_choice.number(),
        number_of(presets::DEFAULT_RIG_ID)
    );
    assert!(!params.is_changed(&Library::new(None).listing()));
    assert!(!params.can_undo());
}
