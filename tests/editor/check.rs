//! *Check mix* in the window: it listens, measures the chosen rigs, shows what was found, leads to a rig.

use std::time::{Duration, Instant};

use bodypack::dsp::noise::Noise;
use bodypack::rig::presets;
use egui::{Event, Key};
use egui_kittest::kittest::{by, AccessKitNode, NodeT, Queryable};

use super::bench::Bench;
use super::keyboard::{go_to, leave, press};
use super::pictures::save;
use super::walk::{assert_goes_round, names};

const PATIENCE: Duration = Duration::from_secs(240);

/// Rigs of the pictures: with a room and without, late, loud, open.
const RIGS: &str = "singer-club-beside-the-kit, fault-bluetooth-on-stage, drummer, \
    drummer-one-ear-out, flat-earbud, bar-budget-fm-stereo, single-dynamic-wired";

/// Noise with its peaks cut off, on the left louder than on the right.
fn clipped(seconds: usize) -> [Vec<f32>; 2] {
    let mut noise = Noise::new(2);
    let sound: Vec<f32> = (0..seconds * 48_000)
        .map(|_| (0.4 * noise.gaussian()).clamp(-0.5, 0.5))
        .collect();
    [sound.clone(), sound.iter().map(|x| 0.9 * x).collect()]
}

/// Plays a sound to the check at the pace at which it is taken in.
pub fn feed(bench: &mut Bench, [left, right]: &[Vec<f32>; 2]) {
    let deadline = Instant::now() + PATIENCE;
    for (left, right) in left.chunks(24_000).zip(right.chunks(24_000)) {
        let before = bench.designer.check().status().frames;
        while !bench.pass([left, right]) {
            assert!(Instant::now() < deadline, "no tap comes");
            std::thread::sleep(Duration::from_millis(5));
        }
        while bench.designer.check().status().frames < before + left.len() as u64 {
            assert!(Instant::now() < deadline, "the sound is not taken in");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    bench.harness.run();
}

fn wait_for_result(bench: &mut Bench) {
    let deadline = Instant::now() + PATIENCE;
    while bench.designer.check().status().progress.is_some() {
        assert!(Instant::now() < deadline, "no result comes");
        std::thread::sleep(Duration::from_millis(20));
    }
    bench.harness.run();
}

/// A window with a result of some rigs.
fn measured(mut bench: Bench, rigs: &str) -> Bench {
    bench.start_sound();
    bench.click("Check mix");
    feed(&mut bench, &clipped(11));
    bench.click("Rigs to measure");
    bench.harness.event(Event::Text(rigs.into()));
    bench.harness.run();
    bench.click("Measure");
    wait_for_result(&mut bench);
    bench
}

/// Name of something, or the words of a line.
fn text(node: &AccessKitNode<'_>) -> Option<String> {
    node.label().or_else(|| node.value())
}

/// Names of everything whose name begins so.
fn named(bench: &Bench, begin: &str) -> Vec<String> {
    let begins = |node: &AccessKitNode<'_>| text(node).is_some_and(|text| text.starts_with(begin));
    let found = bench.harness.query_all(by().predicate(begins));
    found
        .filter_map(|node| text(&node.accesskit_node()))
        .collect()
}

#[test]
fn a_clipped_bus_is_named_first_and_a_cell_leads_to_its_rig_and_back() {
    let worst = "fault-bluetooth-on-stage";
    let mut bench = measured(Bench::new(), &format!("{worst}, single-dynamic-wired"));
    let before = bench.params.rig();
    let first = named(&bench, "1. ");
    assert!(first[0].starts_with("1. Clipped bus"), "{first:?}");
    assert!(first[0].contains("Worst from 0:0"), "{first:?}");
    let age = named(&bench, "Measured ");
    assert_eq!(age, ["Measured just now on 0:11 of sound, 2 rigs."]);
    let name = presets::find(worst).expect("a factory rig").name;
    let cells = named(&bench, &format!("{name}: "));
    assert!(cells.iter().any(|cell| cell.contains("Late")), "{cells:?}");
    bench.click(&cells[0]);
    assert_eq!(bench.params.base.get().name, name);
    let told = bench.said();
    assert!(
        told.iter().any(|line| line.contains("worst from 0:0")),
        "{told:?}"
    );
    bench.click("Undo");
    assert_eq!(bench.params.rig(), before);
    // The result stays when the sheet is closed, and while it goes on listening.
    bench.click("Close the check");
    assert!(bench.harness.query_by_label("Measure").is_none());
    bench.click("Check mix");
    assert_eq!(named(&bench, "1. Clipped bus").len(), 1);
    bench.click("Stop listening");
    assert_eq!(named(&bench, "Nothing is held.").len(), 1);
    assert_eq!(bench.designer.check().status().bytes, 0);
}

#[test]
fn another_input_is_told_of() {
    let mut bench = measured(Bench::new(), "single-dynamic-wired");
    let soft: Vec<f32> = clipped(12)[0].iter().map(|x| 0.1 * x).collect();
    feed(&mut bench, &[soft.clone(), soft]);
    let age = [named(&bench, "! Measured"), named(&bench, "Measured")].concat();
    assert!(age[0].contains("0:12 of new sound since"), "{age:?}");
    assert!(age[0].contains("The input is 20 dB softer now"), "{age:?}");
}

#[test]
fn rigs_are_chosen_by_tags_as_in_the_command_line_and_a_slip_is_pointed_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    let own = presets::find("drummer").expect("a factory rig");
    bench.library.save_as(&own, "My drummer").expect("saved");
    bench.start_sound();
    bench.click("Check mix");
    feed(&mut bench, &clipped(2));
    let mut try_words = |words: &str| {
        bench.click("Rigs to measure");
        bench
            .harness
            .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        bench.harness.event(Event::Text(words.into()));
        bench.harness.run();
        bench.click("Measure");
        wait_for_result(&mut bench);
        let result = bench.designer.check().status().result;
        let rigs = result
            .map(|checked| checked.origins.clone())
            .unwrap_or_default();
        (rigs, bench.said())
    };
    let (rigs, said) = try_words("drummmer");
    assert!(rigs.is_empty());
    assert!(
        said.iter()
            .any(|line| line.contains("did you mean \u{201c}drummer\u{201d}")),
        "{said:?}"
    );
    let (rigs, _) = try_words("MINE");
    assert_eq!(rigs, ["user:My drummer.toml"]);
    let (rigs, _) = try_words("present, single-dynamic-wired");
    assert_eq!(rigs, ["factory:single-dynamic-wired", ""]);
}

#[test]
fn the_check_needs_no_mouse_and_shows_where_the_keys_are() {
    let mut bench = measured(Bench::new(), "fault-bluetooth-on-stage");
    let stops = assert_goes_round(&mut bench, "check");
    assert!(names(&stops).contains(&"Measure"));
    leave(&mut bench);
    let name = presets::find("fault-bluetooth-on-stage")
        .expect("a factory rig")
        .name;
    let cell = named(&bench, &format!("{name}: "))[0].clone();
    go_to(&mut bench, &cell);
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.base.get().name, name);
    leave(&mut bench);
    go_to(&mut bench, "Close the check");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.focused().as_deref(), Some("Check mix"));
}

#[test]
fn pictures_of_the_check_in_both_themes_and_at_the_smallest_size() {
    for (scale, light, name) in [
        (1.0, false, "check"),
        (0.75, false, "check-small"),
        (1.0, true, "check-light"),
    ] {
        let bench = Bench::scaled(scale);
        bench.params.editor_look.change(|look| look.light = light);
        let mut bench = measured(bench, RIGS);
        let limit = if light {
            [0xB3, 0x1E, 0x1E]
        } else {
            [0xFF, 0x7A, 0x7A]
        };
        let picture = bench.render();
        save(&picture, name);
        // The severest cells are four fifths of the limit's color on a panel.
        let near = |a: u8, b: u8| a.abs_diff(b) < 60;
        let seen = picture
            .pixels()
            .filter(|p| (0..3).all(|n| near(p.0[n], limit[n])))
            .count();
        assert!(seen > 300, "{name}: {seen}");
    }
}
