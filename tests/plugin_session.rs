//! Traces of a session at the window: steps to undo, slots to compare, and the project.

use std::sync::{Arc, Mutex};

use bodypack::rig::{links, presets, Link, Rig};
use bodypack::session::library::Library;
use bodypack::session::{
    number_of, numbered, sanitize, values_now, BodypackParams, Mode, Part, Snapshot, AS_EDITED,
    MOST_RIGS,
};
use nice_plug::context::gui::GuiContext;
use nice_plug::params::InternalParamMut;
use nice_plug::prelude::{FloatParam, Param, Params, PluginState};

use super::desk::{desk, put};

struct Session {
    params: Arc<BodypackParams>,
    gui: GuiContext,
    /// Of each state that the host has been given, whether it replaces what is there.
    states: Arc<Mutex<Vec<bool>>>,
}

impl Session {
    /// A session of the rig that the schema's defaults make.
    fn new() -> Self {
        Self::of(BodypackParams::for_rig(Rig::default()))
    }

    /// A session as a host gets it.
    fn fresh() -> Self {
        Self::of(BodypackParams::default())
    }

    fn of(params: BodypackParams) -> Self {
        let params = Arc::new(params);
        let (gui, states) = desk(&params);
        Self {
            params,
            gui,
            states,
        }
    }

    fn gesture(&self, param: fn(&BodypackParams) -> &FloatParam, to: [f32; 3]) {
        self.params.remember();
        let param = param(&self.params);
        let setter = self.gui.param_setter();
        setter.begin_set_parameter(param);
        for value in to {
            setter.set_parameter(param, value);
        }
        setter.end_set_parameter(param);
    }

    fn trim(&self) -> f32 {
        self.params.feed.trim_db.value()
    }

    fn load(&self, name: &str) {
        let rig = presets::find(name).expect("a factory rig");
        self.params
            .load(&rig, &format!("factory:{name}"), &self.gui);
    }

    /// The project that a host saves.
    fn project(&self) -> PluginState {
        let mut state = PluginState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: values_now(&self.params).collect(),
            fields: self.params.serialize_fields(),
        };
        sanitize(&mut state);
        state
    }
}

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

/// Changes the parameter as a host does.
fn turn_to(params: &BodypackParams, id: &str) {
    // SAFETY: the value is atomic.
    unsafe {
        params
            .rig_choice
            .param()
            ._internal_set_plain_value(number_of(id))
    };
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
    let mut texts = std::collections::BTreeSet::new();
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
