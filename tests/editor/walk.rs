//! Everything by keys alone: every view is gone round, every control of every card is changed and
//! brought back, and the focus is always seen.

use bodypack::editor::Stage;
use bodypack::session::{entries, AnyParam, BodypackParams, LinkChoice};
use egui::{Event, Key, Modifiers, Role};

use super::bench::{Bench, Call};
use super::keyboard::{go_to, leave, press, press_with, pressable, round, stop, Stop};

/// Goes round a view both ways: nothing is left out, nothing has no name, the way is the one that
/// one reads in.
pub fn assert_goes_round(bench: &mut Bench, view: &str) -> Vec<Stop> {
    assert_goes_round_after(bench, view, |_| ())
}

/// The same, after something that is done before each way.
pub fn assert_goes_round_after(
    bench: &mut Bench,
    view: &str,
    prepare: impl Fn(&mut Bench),
) -> Vec<Stop> {
    prepare(bench);
    let stops = round(bench, Modifiers::NONE);
    prepare(bench);
    let mut back = round(bench, Modifiers::SHIFT);
    back.reverse();
    assert_eq!(names(&stops), names(&back), "{view}: backwards");
    for name in pressable(bench) {
        let reached = stops.iter().any(|stop| stop.name == name);
        assert!(reached, "{view}: {name:?} is out of reach of the keyboard");
    }
    for at in &stops {
        let Some(from) = at.before else { continue };
        let right = at.rect.left() > from.left() + 0.5;
        let down = at.rect.bottom() > from.bottom() + 0.5;
        assert!(right || down, "{view}: backwards to {at:?}");
    }
    stops
}

pub fn names(stops: &[Stop]) -> Vec<&str> {
    stops.iter().map(|stop| stop.name.as_str()).collect()
}

/// Position of every parameter.
fn positions(params: &BodypackParams) -> Vec<f32> {
    let own = params.entries().map(|(_, param)| param.any().normalized());
    own.chain([AnyParam::normalized(&params.bypass)]).collect()
}

fn near(a: &[f32], b: &[f32]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-3)
}

/// Panics unless the host heard of exactly one gesture; which parameter it was.
fn one_gesture(calls: &[Call]) -> String {
    match calls {
        [Call::Begin(first), Call::Set(second, _), Call::End(third)]
            if first == second && second == third =>
        {
            first.clone()
        }
        _ => panic!("no single gesture: {calls:?}"),
    }
}

/// Changes what has the focus with one key and brings it back with another.
fn there_and_back(bench: &mut Bench, at: &Stop, pairs: &[(Key, Key)]) {
    let before = positions(&bench.params);
    for &(there, back) in pairs {
        bench.take_calls();
        press(bench, there);
        let calls = bench.take_calls();
        if calls.is_empty() {
            continue;
        }
        let moved = one_gesture(&calls);
        assert_ne!(positions(&bench.params), before, "{} moves", at.name);
        press(bench, back);
        assert_eq!(one_gesture(&bench.take_calls()), moved);
        if !near(&positions(&bench.params), &before) {
            // Where a step up is not as long as one down.
            for _ in 0..2 {
                press_with(bench, Modifiers::COMMAND, Key::Z);
            }
        }
        let after = positions(&bench.params);
        assert!(near(&after, &before), "{} comes back", at.name);
        assert_eq!(bench.focused().as_ref(), Some(&at.name));
        return;
    }
    panic!("no key moves {}", at.name);
}

/// Types over a value: another one, nonsense, and one that is given up. The focus stays in place.
fn type_there_and_back(bench: &mut Bench, at: &Stop) {
    let before = positions(&bench.params);
    let name = at.name.strip_prefix("Type ").expect("it is a value");
    let entry = entries()
        .find(|entry| entry.name == name)
        .expect("a parameter");
    let param: &dyn AnyParam = bench.params.param(entry).any();
    let now = param.normalized();
    let (old, other) = (
        param.text(),
        param.text_at(if now > 0.5 { 0.2 } else { 0.8 }),
    );
    for (text, key, moves) in [
        ("nonsense", Key::Enter, false),
        (other.as_str(), Key::Escape, false),
        (other.as_str(), Key::Enter, true),
        (old.as_str(), Key::Enter, true),
    ] {
        bench.take_calls();
        press(bench, Key::Enter);
        assert_eq!(bench.focused(), Some(format!("{name} as text")));
        press_with(bench, Modifiers::COMMAND, Key::A);
        bench.harness.event(Event::Text(text.into()));
        bench.harness.run();
        press(bench, key);
        let calls = bench.take_calls();
        if text == "nonsense" {
            // It is refused and stays there to be mended, until it is given up.
            let field = format!("{name} as text");
            assert_eq!(bench.focused().as_ref(), Some(&field), "after {text}");
            press(bench, Key::Escape);
            assert_eq!(bench.take_calls(), [], "{name}: given up");
        }
        if moves {
            assert_eq!(one_gesture(&calls), name, "{text}");
        } else {
            assert_eq!(calls, [], "{name}: {text}");
        }
        assert_eq!(bench.focused().as_ref(), Some(&at.name), "after {text}");
    }
    assert!(
        near(&positions(&bench.params), &before),
        "{name} comes back"
    );
}

/// Opens a list, takes another entry, and undoes it. The focus comes back to the list's button.
fn choose_and_undo(bench: &mut Bench, at: &Stop) {
    let before = bench.params.rig();
    press(bench, Key::Enter);
    press(bench, Key::ArrowDown);
    let first = stop(bench).expect("the list has the focus");
    assert_ne!(first.name, at.name, "the list opens");
    press(bench, Key::Escape);
    assert_eq!(bench.focused().as_ref(), Some(&at.name), "after Escape");
    for down in 1..=3 {
        press(bench, Key::Enter);
        for _ in 0..down {
            press(bench, Key::ArrowDown);
        }
        press(bench, Key::Enter);
        assert_eq!(bench.focused().as_ref(), Some(&at.name), "after a choice");
        if bench.params.rig() != before {
            press_with(bench, Modifiers::COMMAND, Key::Z);
            assert_eq!(bench.params.rig(), before, "{}", at.name);
            return;
        }
    }
    panic!("{} has no other entry", at.name);
}

/// Does to a stop what a hand would do to it.
fn exercise(bench: &mut Bench, at: &Stop) {
    let turning = [
        (Key::ArrowUp, Key::ArrowDown),
        (Key::ArrowDown, Key::ArrowUp),
    ];
    match at.role {
        Role::Slider => there_and_back(bench, at, &turning),
        Role::Switch if at.name.starts_with("Solo ") => {
            press(bench, Key::Space);
            assert!(bench.params.solo.get().is_some(), "{}", at.name);
            press(bench, Key::Space);
            assert_eq!(bench.params.solo.get(), None);
        }
        Role::CheckBox if at.name.starts_with("Show ") => {
            let before = bench.params.editor_look.get();
            press(bench, Key::Space);
            assert_ne!(bench.params.editor_look.get(), before, "{}", at.name);
            press(bench, Key::Enter);
            assert_eq!(bench.params.editor_look.get(), before);
        }
        Role::Button if at.name == "Bypass" => {
            there_and_back(bench, at, &[(Key::Space, Key::Enter)]);
        }
        Role::Switch => {
            there_and_back(bench, at, &[(Key::Space, Key::Space)]);
            there_and_back(bench, at, &[(Key::Enter, Key::Enter)]);
        }
        Role::ComboBox => {
            if entries().any(|entry| entry.name == at.name) {
                there_and_back(bench, at, &turning);
            }
            if at.name != "Rig" {
                choose_and_undo(bench, at);
            }
        }
        _ if at.name.starts_with("Type ") => type_there_and_back(bench, at),
        _ => {}
    }
}

/// Goes through a view with Tab and changes everything that is a parameter on the way; how many
/// there were.
pub fn exercise_all(bench: &mut Bench, from: &str, wanted: impl Fn(&Stop) -> bool) -> usize {
    leave(bench);
    go_to(bench, from);
    let first = stop(bench).expect("it has the focus");
    let mut count = 0;
    loop {
        let at = stop(bench).expect("something has the focus");
        if wanted(&at) {
            exercise(bench, &at);
            count += 1;
        }
        press(bench, Key::Tab);
        if stop(bench).as_ref() == Some(&first) {
            // What was said about nonsense goes by itself meanwhile.
            bench.harness.run_steps(14_000 / 50);
            return count;
        }
    }
}

#[test]
fn from_a_fresh_window_every_card_is_gone_round_and_every_control_on_it_is_changed() {
    let mut bench = Bench::new();
    for stage in Stage::ALL {
        let card = format!("Stage {}", stage.name());
        leave(&mut bench);
        go_to(&mut bench, &card);
        press(&mut bench, Key::Enter);
        assert_eq!(Stage::chosen(&bench.params.editor_look.get()), stage);
        let stops = assert_goes_round(&mut bench, &card);
        // What lies below the cards, and the rest once.
        let below = |at: &Stop| at.rect.top() > 500.0 || stage == Stage::Feed;
        let changed = exercise_all(&mut bench, &card, below);
        assert!(changed >= 3, "{card}: {changed} of {}", stops.len());
    }
}

#[test]
fn every_kind_of_link_is_turned_by_keys() {
    use nice_plug::params::InternalParamMut;
    let mut bench = Bench::new();
    for (kind, own) in [
        (LinkChoice::AnalogFm, "Transmitter gain"),
        (LinkChoice::Bluetooth, "Bluetooth latency"),
        (LinkChoice::Wired, "Link"),
    ] {
        // SAFETY: this is what a host's automation does.
        unsafe { bench.params.link.kind._internal_set_plain_value(kind) };
        bench.open(Stage::Link);
        leave(&mut bench);
        let stops = assert_goes_round(&mut bench, own);
        assert!(names(&stops).contains(&own), "{own}");
        exercise_all(&mut bench, "Stage Link", |at| at.rect.top() > 500.0);
    }
}
