//! Every kind of control under the hand: a knob, a slider and the bar on a card are turned alike;
//! switches and lists obey the mouse, the keys and the host.

use bodypack::editor::Stage;
use bodypack::rig::FeedMode;
use bodypack::session::param_enums::Named;
use egui::{
    vec2, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect,
    TouchPhase, Vec2,
};
use egui_kittest::kittest::Queryable;
use nice_plug::params::{InternalParamMut, Param};

use super::bench::{Bench, Call};

/// A control that turns the pack's volume.
struct Turned {
    name: &'static str,
    perform: bool,
    /// The way that is more.
    more: Vec2,
}

const KINDS: [Turned; 3] = [
    // A knob.
    Turned {
        name: "Volume",
        perform: false,
        more: vec2(0.0, -1.0),
    },
    // A slider.
    Turned {
        name: "Volume",
        perform: true,
        more: vec2(1.0, 0.0),
    },
    // The bar on a card.
    Turned {
        name: "Pack amount",
        perform: false,
        more: vec2(1.0, 0.0),
    },
];

fn bench(kind: &Turned) -> (Bench, Rect) {
    let mut bench = Bench::new();
    if kind.perform {
        bench.click("Perform");
    } else {
        bench.open(Stage::Pack);
    }
    bench.set(|params| &params.pack.volume_db, 0.5);
    let rect = bench.harness.get_by_label(kind.name).rect();
    (bench, rect)
}

/// Position of the volume, 0 to 1.
fn position(bench: &Bench) -> f32 {
    use bodypack::session::AnyParam;
    AnyParam::normalized(&bench.params.pack.volume_db)
}

/// Panics unless it was one gesture of the volume.
fn assert_one_gesture(bench: &Bench, name: &str) {
    let calls = bench.take_calls();
    let is = |call: &Call, begins: bool| match call {
        Call::Begin(param) => begins && param == "Volume",
        Call::End(param) => !begins && param == "Volume",
        Call::Set(..) => false,
    };
    let ends = calls.iter().filter(|call| !matches!(call, Call::Set(..)));
    assert_eq!(ends.count(), 2, "{name}: {calls:?}");
    assert!(
        is(&calls[0], true) && is(&calls[calls.len() - 1], false),
        "{name}: {calls:?}"
    );
}

fn drag(bench: &mut Bench, from: Pos2, by: Vec2) {
    bench.harness.drag_at(from);
    bench.harness.run();
    for step in 1..=4 {
        bench.harness.hover_at(from + by * (step as f32 / 4.0));
        bench.harness.run();
    }
    bench.harness.drop_at(from + by);
    bench.harness.run();
}

#[test]
fn what_turns_is_dragged_and_ten_times_finer_with_shift() {
    for kind in &KINDS {
        let mut moved = [0.0; 2];
        for (fine, moved) in moved.iter_mut().enumerate() {
            let (mut bench, rect) = bench(kind);
            let before = position(&bench);
            if fine == 1 {
                bench
                    .harness
                    .event(Event::ModifiersChanged(Modifiers::SHIFT));
            }
            drag(&mut bench, rect.center(), 40.0 * kind.more);
            *moved = position(&bench) - before;
            assert_one_gesture(&bench, kind.name);
        }
        let [coarse, fine] = moved;
        assert!(coarse > 0.02, "{}: {coarse}", kind.name);
        // The host keeps steps of a tenth of a decibel.
        assert!(
            (fine - 0.1 * coarse).abs() < 2e-3,
            "{}: {coarse} {fine}",
            kind.name
        );
    }
}

#[test]
fn what_turns_obeys_the_wheel_the_keys_and_a_double_click() {
    for kind in &KINDS {
        let (mut bench, rect) = bench(kind);
        let at = rect.center();
        bench.harness.hover_at(at);
        bench.harness.run_steps(8);
        let before = position(&bench);
        bench.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, 1.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        bench.harness.run_steps(8);
        assert!(position(&bench) > before, "{}", kind.name);
        assert_one_gesture(&bench, kind.name);

        bench.harness.get_by_label(kind.name).focus();
        bench.harness.run();
        let before = position(&bench);
        let mut press = |key: Key| {
            bench.harness.key_press(key);
            bench.harness.run();
            assert_one_gesture(&bench, kind.name);
            position(&bench)
        };
        assert!(press(Key::ArrowLeft) < before);
        assert!((press(Key::ArrowRight) - before).abs() < 2e-3);
        assert!(press(Key::PageDown) < before - 0.05);
        assert_eq!(press(Key::Home), 0.0);
        assert_eq!(press(Key::End), 1.0);
        press(Key::Delete);
        assert_eq!(bench.params.pack.volume_db.value(), 0.0);

        bench.set(|params| &params.pack.volume_db, 0.2);
        for _ in 0..2 {
            for pressed in [true, false] {
                bench.harness.event(Event::PointerButton {
                    pos: at,
                    button: PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::NONE,
                });
            }
            bench.harness.step();
        }
        bench.harness.run_steps(8);
        assert_eq!(bench.params.pack.volume_db.value(), 0.0, "{}", kind.name);
        assert_one_gesture(&bench, kind.name);
    }
}

#[test]
fn a_fine_step_of_the_keys_always_moves() {
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    bench.harness.get_by_label("Width").focus();
    bench.harness.run();
    let before = bench.params.feed.width.value();
    bench
        .harness
        .key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    bench.harness.run();
    // Its steps are of one hundredth, which is more than a fine step.
    assert!((before - bench.params.feed.width.value() - 0.01).abs() < 1e-4);
}

#[test]
fn what_is_typed_may_have_a_unit_and_nonsense_changes_nothing() {
    for perform in [false, true] {
        let kind = &KINDS[usize::from(perform)];
        let (mut bench, _) = bench(kind);
        bench.take_calls();
        for (text, expected_db) in [
            ("-12", Some(-12.0)),
            ("-6 dB", Some(-6.0)),
            ("\u{2212}3.5 dB", Some(-3.5)),
            (" -7.5dB ", Some(-7.5)),
            ("loud", None),
            ("", None),
            ("NaN", None),
            ("inf", None),
            ("99999 dB", None),
            ("--3", None),
        ] {
            let before = bench.params.pack.volume_db.value();
            bench.click("Type Volume");
            bench
                .harness
                .key_press_modifiers(Modifiers::COMMAND, Key::A);
            bench.harness.key_press(Key::Delete);
            bench.harness.event(Event::Text(text.into()));
            bench.harness.run();
            bench.harness.key_press(Key::Enter);
            bench.harness.run();
            let after = bench.params.pack.volume_db.value();
            let highest = bench.params.pack.volume_db.preview_plain(1.0);
            match expected_db {
                Some(db) => assert!((after - db).abs() < 1e-3, "{text:?}: {after}"),
                // What is beyond the end is the end, or nothing.
                None => assert!(after == before || after == highest, "{text:?}: {after}"),
            }
            // What is refused stays to be mended.
            bench.harness.key_press(Key::Escape);
            bench.harness.run();
            assert_eq!(bench.params.pack.volume_db.value(), after, "{text:?}");
            assert!(after.is_finite());
            if after == before {
                assert_eq!(bench.take_calls(), [], "{text:?}");
            } else {
                assert_one_gesture(&bench, text);
            }
        }
    }
}

#[test]
fn automation_moves_what_is_shown_and_tells_the_host_nothing() {
    for kind in &KINDS {
        let (mut bench, _) = bench(kind);
        bench.take_calls();
        let shown = |bench: &Bench| bench.harness.get_by_label(kind.name).value();
        bench.set(|params| &params.pack.volume_db, 0.25);
        let low = shown(&bench);
        bench.set(|params| &params.pack.volume_db, 0.75);
        assert_ne!(shown(&bench), low, "{}", kind.name);
        assert_eq!(bench.calls(), []);
    }
    let mut bench = Bench::new();
    bench.open(Stage::Ambience);
    let on = |bench: &Bench| {
        use egui_kittest::kittest::NodeT;
        let node = bench.harness.get_by_label("Ambient");
        format!("{:?}", node.accesskit_node().toggled())
    };
    let before = on(&bench);
    // SAFETY: this is what a host's automation does.
    unsafe {
        bench
            .params
            .ambient
            .enabled
            ._internal_set_plain_value(false)
    };
    bench.harness.run();
    assert_ne!(on(&bench), before);
    bench.open(Stage::Feed);
    // SAFETY: as above.
    unsafe {
        bench
            .params
            .feed
            .mode
            ._internal_set_plain_value(Named(FeedMode::Mono))
    };
    bench.harness.run();
    let list = bench.harness.get_by_label("Feed mode").value();
    assert_eq!(list.as_deref(), Some("Mono"));
    assert_eq!(bench.calls(), []);
}

#[test]
fn the_dose_is_reset_after_it_has_been_asked_for_twice() {
    let mut bench = Bench::new();
    let dose = bench.params.exposure.get();
    let shown = bench.harness.get_by_label("Dose").value();
    assert!(shown.is_some_and(|text| text.starts_with("NIOSH 23 %, ")));
    bench.click("Reset the dose");
    assert_eq!(bench.params.exposure.get(), dose, "it only asks");
    bench.harness.hover_at(Pos2::new(600.0, 300.0));
    bench.harness.run();
    bench.click("Reset the dose");
    assert_eq!(bench.params.exposure.get(), dose, "the hand went elsewhere");
    let steps = bench.params.can_undo();
    bench.click("Really reset the dose");
    assert_eq!(bench.params.exposure.get(), Default::default());
    let shown = bench.harness.get_by_label("Dose").value();
    assert!(shown.is_some_and(|text| text.starts_with("NIOSH 0 %, OSHA 0 %, WHO 0 %; ")));
    assert_eq!(bench.params.can_undo(), steps, "it is no step to undo");
    // There is nothing more to reset.
    bench.click("Reset the dose");
    assert!(bench
        .harness
        .query_by_label("Really reset the dose")
        .is_none());
}
