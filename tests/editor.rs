//! Drives the editor by the names that a screen reader would say, without a window: every gesture
//! reaches the host exactly once, and everything that is drawn is drawn inside.

#[path = "editor/bench.rs"]
mod bench;
#[path = "editor/blind.rs"]
mod blind;
#[path = "editor/check.rs"]
mod check;
#[path = "editor/clicks.rs"]
mod clicks;
#[path = "editor/imports.rs"]
mod imports;
#[path = "editor/keyboard.rs"]
mod keyboard;
#[path = "editor/kinds.rs"]
mod kinds;
#[path = "editor/manual.rs"]
mod manual;
#[path = "editor/perform.rs"]
mod perform;
#[path = "editor/pictures.rs"]
mod pictures;
#[path = "editor/raster.rs"]
mod raster;
#[path = "editor/snapshots.rs"]
mod snapshots;
#[path = "editor/trouble.rs"]
mod trouble;
#[path = "editor/values.rs"]
mod values;
#[path = "editor/walk.rs"]
mod walk;
#[path = "editor/walk_views.rs"]
mod walk_views;
#[path = "editor/workflows.rs"]
mod workflows;

use bench::{Bench, Call};
use bodypack::editor::Stage;
use egui::{
    vec2, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, TouchPhase,
};
use egui_kittest::kittest::Queryable;

#[test]
fn every_parameter_can_be_found_by_name_on_the_card_of_its_stage() {
    let mut bench = Bench::new();
    // What only other kinds of link have, and what the cards switch.
    let elsewhere = ["btms", "relay", "fmmode", "fmgain"];
    for stage in Stage::ALL {
        bench.open(stage);
        for entry in stage.parts().iter().flat_map(|part| part.entries()) {
            let found = bench.harness.query_by_label(entry.name).is_some();
            assert_eq!(found, !elsewhere.contains(&entry.id), "{}", entry.name);
        }
    }
    for name in [
        "Bypass",
        "Rig",
        "Response at the drum",
        "Drawing of the ear",
        "Latency",
    ] {
        bench.harness.get_by_label(name);
    }
}

#[test]
fn knobs_tell_their_value() {
    let mut bench = Bench::new();
    for (stage, name, value) in [
        (Stage::Feed, "Trim", "0.0 dB"),
        (Stage::Link, "Link latency", "4.00 ms"),
        (Stage::Link, "Link", "Digital"),
        (Stage::Pack, "Balance", "C"),
    ] {
        bench.open(stage);
        let found = bench.harness.get_by_label(name).value();
        assert_eq!(found.as_deref(), Some(value));
    }
}

#[test]
fn a_drag_is_one_gesture() {
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    let at = bench.harness.get_by_label("Trim").rect().center();
    bench.harness.drag_at(at);
    bench.harness.run();
    assert_eq!(bench.calls(), []);
    for step in 1..=3 {
        bench.harness.hover_at(at - vec2(0.0, 6.0 * step as f32));
        bench.harness.run();
    }
    bench.harness.drop_at(at - vec2(0.0, 18.0));
    bench.harness.run();
    let calls = bench.calls();
    let moved = 18.0 / 180.0;
    assert_eq!(calls.first(), Some(&Call::Begin("Trim".into())));
    assert_eq!(calls.last(), Some(&Call::End("Trim".into())));
    let sets = &calls[1..calls.len() - 1];
    assert_eq!(sets.len(), 3);
    assert!(sets
        .iter()
        .all(|call| matches!(call, Call::Set(name, _) if name == "Trim")));
    let Some(Call::Set(_, last)) = sets.last() else {
        unreachable!()
    };
    assert!((last - 0.5 - moved).abs() < 1e-3, "{last}");
}

#[test]
fn shift_is_ten_times_finer() {
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    let at = bench.harness.get_by_label("Width").rect().center();
    bench
        .harness
        .event(Event::ModifiersChanged(Modifiers::SHIFT));
    bench.harness.drag_at(at);
    bench.harness.run();
    bench.harness.hover_at(at + vec2(0.0, 90.0));
    bench.harness.run();
    bench.harness.drop_at(at + vec2(0.0, 90.0));
    bench.harness.run();
    let width = bench.params.feed.width.value();
    assert!((width - 0.95).abs() < 0.006, "{width}");
}

#[test]
fn a_double_click_brings_the_default_back() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    bench.set(|params| &params.pack.volume_db, 0.9);
    let at = bench.harness.get_by_label("Volume").rect().center();
    bench.harness.hover_at(at);
    bench.harness.run_steps(2);
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
    let begins = bench
        .calls()
        .iter()
        .filter(|call| matches!(call, Call::Begin(_)))
        .count();
    assert_eq!(begins, 1);
    assert_eq!(bench.params.pack.volume_db.value(), 0.0);
}

#[test]
fn the_wheel_turns_the_knob_under_the_pointer() {
    let mut bench = Bench::new();
    bench.open(Stage::Ambience);
    let before = bench.params.ambient.level_dbspl.value();
    let at = bench.harness.get_by_label("Room level").rect().center();
    bench.harness.hover_at(at);
    bench.harness.run_steps(8);
    bench.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, 1.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    bench.harness.run_steps(8);
    assert!(bench.params.ambient.level_dbspl.value() > before);
    assert_eq!(bench.calls().len(), 3);
}

#[test]
fn a_value_can_be_typed() {
    let mut bench = Bench::new();
    bench.open(Stage::Link);
    bench.click("Type Link latency");
    bench
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.event(Event::Text("12.5 ms".into()));
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert!((bench.params.link.latency_ms.value() - 12.5).abs() < 1e-3);
    assert_eq!(bench.calls().len(), 3);
}

#[test]
fn switches_and_lists_are_one_gesture_each() {
    let mut bench = Bench::new();
    bench.open(Stage::Ambience);
    bench.click("Ambient");
    assert!(!bench.params.ambient.enabled.value());
    assert_eq!(bench.take_calls().len(), 3);

    bench.open(Stage::Feed);
    bench.click("Feed mode");
    bench.click("Mono");
    assert_eq!(
        bench.params.feed.mode.value().0,
        bodypack::rig::FeedMode::Mono
    );
    assert_eq!(bench.take_calls().len(), 3);
}
