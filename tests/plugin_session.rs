//! Traces of a session at the window: steps to undo, slots to compare, and the project.

use std::sync::Arc;

use bodypack::rig::{links, presets, Link, Rig};
use bodypack::session::library::Library;
use bodypack::session::{Mode, Part, Snapshot};

use super::desk::put;
use super::session::Session;

#[test]
fn a_gesture_or_a_rig_is_one_step_to_undo() {
    let session = Session::new();
    let params = &session.params;
    assert!(!params.can_undo() && !params.can_redo());
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    session.gesture(|params| &params.pack.volume_db, [-1.0, -2.0, -3.0]);
    session.load("dual-armature-digital");
    let loaded = Snapshot::of(params);

    assert!(params.undo(&session.gui));
    assert_eq!(*params.base.get(), Rig::default());
    assert_eq!(params.origin.get(), "");
    assert_eq!((session.trim(), params.pack.volume_db.value()), (3.0, -3.0));
    assert!(params.undo(&session.gui));
    assert_eq!((session.trim(), params.pack.volume_db.value()), (3.0, 0.0));
    assert!(params.undo(&session.gui));
    assert_eq!(session.trim(), 0.0);
    assert!(!params.can_undo() && !params.undo(&session.gui));

    for _ in 0..3 {
        assert!(params.redo(&session.gui));
    }
    assert!(Snapshot::of(params).same(&loaded));
    assert!(!params.redo(&session.gui));

    // What is done after an undo takes the place of what was undone.
    params.undo(&session.gui);
    session.gesture(|params| &params.feed.trim_db, [4.0, 5.0, 6.0]);
    assert!(!params.can_redo());
}

#[test]
fn going_back_hands_over_the_very_rig_that_was_there() {
    let session = Session::new();
    let params = &session.params;
    let mut rig = presets::find("drummer").expect("a factory rig");
    // A level that the parameter's step and numbers of 32 bits round.
    rig.feed.trim_db = 1.0 / 3.0;
    params.load(&rig, "", &session.gui);
    let first = params.base.get();
    session.load("vented-dynamic");
    let second = params.base.get();

    assert!(params.undo(&session.gui));
    assert!(Arc::ptr_eq(&params.base.get(), &first));
    assert_eq!(params.rig().feed.trim_db, 1.0 / 3.0);
    assert!(params.redo(&session.gui));
    assert!(Arc::ptr_eq(&params.base.get(), &second));

    params.choose_slot(1, &session.gui);
    session.load("drummer");
    params.choose_slot(0, &session.gui);
    assert!(Arc::ptr_eq(&params.base.get(), &second));
}

#[test]
fn a_gesture_that_changes_nothing_is_no_step() {
    let session = Session::new();
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    session.gesture(|params| &params.feed.trim_db, [4.0, 5.0, 3.0]);
    assert!(session.params.undo(&session.gui));
    assert_eq!(session.trim(), 0.0);
}

#[test]
fn the_history_is_bounded() {
    let session = Session::new();
    for step in 0..300 {
        let value = step as f32 / 10.0 - 15.0;
        session.params.remember();
        let setter = session.gui.param_setter();
        setter.set_parameter(&session.params.feed.trim_db, value);
    }
    let mut steps = 0;
    while session.params.undo(&session.gui) {
        steps += 1;
    }
    assert_eq!(steps, 200);
}

#[test]
fn slots_keep_what_they_were_left_with() {
    let session = Session::new();
    let params = &session.params;
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    params.choose_slot(1, &session.gui);
    assert_eq!(
        session.trim(),
        3.0,
        "an empty slot takes over what is there"
    );
    session.load("dual-armature-digital");
    params.choose_slot(0, &session.gui);
    assert_eq!(session.trim(), 3.0);
    assert_eq!(params.rig().link, Link::Wired);
    params.choose_slot(1, &session.gui);
    assert!(matches!(params.rig().link, Link::Digital(_)));
    assert_eq!(params.origin.get(), "factory:dual-armature-digital");

    assert!(!params.slots.is_filled(3));
    params.copy_to_slot(3);
    assert!(params.slots.is_filled(3));
    params.choose_slot(0, &session.gui);
    params.choose_slot(3, &session.gui);
    assert!(matches!(params.rig().link, Link::Digital(_)));
    params.choose_slot(99, &session.gui);
    assert_eq!(params.slots.active(), 3);

    // Switching can be undone, and leaves the other slot as it was.
    params.undo(&session.gui);
    assert_eq!(params.slots.active(), 0);
    assert_eq!(session.trim(), 3.0);
    params.redo(&session.gui);
    assert!(matches!(params.rig().link, Link::Digital(_)));
}

#[test]
fn a_project_keeps_its_slots() {
    let session = Session::new();
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    session.params.choose_slot(2, &session.gui);
    session.load("vented-dynamic");
    let saved = session.project();

    let other = Session::new();
    put(&other.params, &saved);
    assert_eq!(other.params.slots.active(), 2);
    assert!(Snapshot::of(&other.params).same(&Snapshot::of(&session.params)));
    assert!(!other.params.slots.is_filled(1));
    other.params.choose_slot(0, &other.gui);
    assert_eq!(other.trim(), 3.0);
}

#[test]
fn damaged_slots_are_empty_and_harm_nothing() {
    let session = Session::new();
    let mut state = session.project();
    let field = r#"{"active":77,"kept":[null,{"rig":"no rig"},{"rig":"format = 1\nname = \"x\"","values":{"trim":{"f32":1e30},"mode":{"bool":true},"gone":{"f32":1.0}}},null]}"#;
    state.fields.insert("slots".to_owned(), field.to_owned());
    put(&session.params, &state);
    let slots = &session.params.slots;
    assert_eq!(slots.active(), 0);
    assert!(!slots.is_filled(1) && slots.is_filled(2));
    session.params.choose_slot(2, &session.gui);
    assert_eq!(session.trim(), 24.0, "brought back into its range");
    assert_eq!(session.params.base.get().name, "x");
}

#[test]
fn a_rig_leaves_what_is_the_listeners_alone() {
    let session = Session::new();
    let params = &session.params;
    let setter = session.gui.param_setter();
    setter.set_parameter(&params.listening.amount, 0.5);
    setter.set_parameter(&params.listening.ceiling_dbfs, -3.0);
    setter.set_parameter(&params.listening.power, false);
    session.load("drummer");
    assert_eq!(params.listening.amount.value(), 0.5);
    assert_eq!(params.listening.ceiling_dbfs.value(), -3.0);
    assert!(!params.listening.power.value());
    assert_eq!(
        params.base.get().name,
        presets::find("drummer").unwrap().name
    );
}

#[test]
fn a_rig_that_is_loaded_at_the_lowest_output_gain_can_be_saved() {
    let session = Session::new();
    let params = &session.params;
    let setter = session.gui.param_setter();
    setter.set_parameter(&params.listening.output_db, -40.0);
    session.load("singer-floor-wedge");
    assert_eq!(
        params.base.get().name,
        presets::find("singer-floor-wedge").unwrap().name
    );
    assert_eq!(params.rig().listening.output_db, -40.0);
    params
        .rig()
        .validate()
        .expect("a rig that can be read again");
}

#[test]
fn parts_of_rigs_are_taken_in_one_step() {
    let session = Session::new();
    let params = &session.params;
    session.load("drummer");
    let before = params.rig();
    let setter = session.gui.param_setter();
    setter.set_parameter(&params.pack.volume_db, -7.0);
    let tier = links::find("club-fm-stereo").expect("a tier");
    params.take_link(&tier.link, &tier.pack, &session.gui);
    assert_eq!(params.rig().link, tier.link);
    assert_eq!(params.rig().pack.volume_db, -7.0);
    assert_eq!(params.rig().earphone, before.earphone);

    let vented = presets::find("vented-dynamic").expect("a factory rig");
    params.take(Part::Fit, &vented, &session.gui);
    assert_eq!(params.rig().earphone.port, vented.earphone.port);
    assert_eq!(params.rig().earphone.drivers, before.earphone.drivers);
    params.undo(&session.gui);
    params.undo(&session.gui);
    assert_eq!(params.rig().link, before.link);
    assert_eq!(params.rig().earphone, before.earphone);
}

#[test]
fn what_an_export_holds_is_kept_in_the_project_and_in_no_rig() {
    let session = Session::new();
    let export = &session.params.export;
    export.set_mode(Mode::PassThroughAndSay);
    session.load("drummer");
    session.params.undo(&session.gui);
    assert_eq!(export.mode(), Mode::PassThroughAndSay);
    let saved = session.project();
    let other = Session::new();
    put(&other.params, &saved);
    assert_eq!(other.params.export.mode(), Mode::PassThroughAndSay);
}

#[test]
fn a_changed_rig_is_known_from_the_one_in_the_library() {
    let listing = Library::new(None).listing();
    let session = Session::new();
    let params = &session.params;
    session.load("drummer");
    let changed = || params.is_changed(&listing);
    assert!(!changed());
    session.gesture(|params| &params.listening.amount, [0.1, 0.2, 0.3]);
    assert!(!changed(), "the own headphones are no part of a rig");
    session.gesture(|params| &params.feed.trim_db, [1.0, 2.0, 3.0]);
    assert!(changed());
    params.undo(&session.gui);
    assert!(!changed());
    let tier = links::find("club-fm-stereo").expect("a tier");
    params.take_link(&tier.link, &tier.pack, &session.gui);
    assert!(changed());
}

#[test]
fn a_fresh_instance_is_the_default_rig_at_the_loudness_of_the_mix() {
    let session = Session::fresh();
    let rig = session.params.rig();
    let default = presets::default_rig();
    assert_eq!(rig.earphone, default.earphone);
    assert!(rig.listening.loudness_matched);
    assert!(!session.params.is_changed(&Library::new(None).listing()));
    // Another rig is matched too, until the listener wants it otherwise.
    session.load("flat-earbud");
    let listening = session.params.rig().listening;
    assert!(listening.loudness_matched && listening.match_db.abs() > 0.5);
    let as_it_would_be = |rig: &mut Rig| rig.listening.loudness_matched = false;
    session.params.choose(&session.gui, as_it_would_be);
    session.load("tribrid");
    assert!(!session.params.rig().listening.loudness_matched);
}

#[test]
fn a_part_takes_the_match_anew_and_a_knob_does_not() {
    let session = Session::new();
    session.load("dual-armature");
    let before = session.params.rig().listening.match_db;
    session.gesture(|params| &params.pack.volume_db, [1.0, 2.0, 6.0]);
    assert_eq!(session.params.rig().listening.match_db, before);
    let tier = links::find("wired-pack-pro").expect("a tier");
    session
        .params
        .take_link(&tier.link, &tier.pack, &session.gui);
    let after = session.params.rig().listening.match_db;
    assert!((before - after - 6.0).abs() < 0.5, "{before} {after}");
}
