//! A blind test in the window: from the menu to a file, by clicks and by keys.

use std::time::{Duration, Instant};

use bodypack::worker::blind::State;
use egui::Key;
use egui_kittest::kittest::{NodeT, Queryable};

use super::bench::Bench;
use super::keyboard::{go_to, leave, press};
use super::pictures::save;
use super::walk::{assert_goes_round, names};

fn open(bench: &mut Bench) {
    bench.start_sound();
    bench.click("Window menu");
    bench.click("Blind test\u{2026}");
}

/// Begins a test and plays until both sounds are matched.
fn begin(bench: &mut Bench) {
    // Whatever played before has gone.
    bench.play_blind(0);
    bench.click("Begin the blind test");
    let deadline = Instant::now() + Duration::from_secs(120);
    while !bench.params.blind.is_matched() {
        assert!(
            Instant::now() < deadline,
            "{:?}",
            bench.designer.blind().state()
        );
        bench.play_blind(40);
        std::thread::sleep(Duration::from_millis(5));
    }
    bench.harness.run();
}

/// Answers a trial of ABX as nobody can by ear: by which side the audio thread was sent to.
fn answer(bench: &mut Bench) {
    bench.click("Hear X");
    let second = bench.params.blind.wanted().0 == 1;
    bench.play_blind(4);
    bench.harness.run();
    bench.click(if second { "X is 2" } else { "X is 1" });
}

#[test]
fn a_test_goes_from_the_menu_to_a_file_that_can_be_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    open(&mut bench);
    bench.harness.get_by_label("No test has been made yet.");
    bench.click("Trials: 13");
    begin(&mut bench);
    // Before X was heard there is nothing to answer.
    bench.harness.get_by_label("Hear X first.");
    assert!(bench
        .harness
        .get_by_label("X is 1")
        .accesskit_node()
        .is_disabled());
    for _ in 0..13 {
        assert!(bench.harness.query_by_label("Another test").is_none());
        answer(&mut bench);
    }
    assert_eq!(bench.designer.blind().state(), State::None);
    let kept = bench.library.blind_tests();
    let text = bench.library.blind_test(&kept[0].1).expect("it is kept");
    assert!(text.starts_with("13 of 13 right (p < 0.001)"), "{text}");
    for words in [
        "First: the input",
        "Second: A: On the bench",
        "Exact p-value: 0.000122",
        "13: x was",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    bench.click("Another test");
    bench.click(&kept[0].0);
    bench.click("Another test");
    bench.click("Close the blind test");
}

#[test]
fn an_edit_or_the_end_of_the_window_stops_a_test_and_nothing_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    open(&mut bench);
    begin(&mut bench);
    answer(&mut bench);
    bench.set(|params| &params.pack.volume_db, 0.4);
    assert_eq!(bench.designer.blind().state(), State::None);
    let lines = bench.said();
    assert!(
        lines
            .iter()
            .any(|line| line.contains("trial 2 of 18: a set-up was changed")),
        "{lines:?}"
    );
    bench.harness.get_by_label("Begin the blind test");
    begin(&mut bench);
    bench.designer.window_closed();
    assert_eq!(bench.designer.blind().state(), State::None);
    assert!(bench.library.blind_tests().is_empty());
}

#[test]
fn two_alike_or_an_empty_slot_cannot_be_compared() {
    let mut bench = Bench::new();
    open(&mut bench);
    bench.click("First: A");
    bench.harness.get_by_label("Choose two sounds.");
    assert!(bench
        .harness
        .get_by_label("Second: C")
        .accesskit_node()
        .is_disabled());
    assert!(bench
        .harness
        .get_by_label("Begin the blind test")
        .accesskit_node()
        .is_disabled());
}

#[test]
fn a_blind_test_needs_no_mouse() {
    let mut bench = Bench::new();
    open(&mut bench);
    let stops = assert_goes_round(&mut bench, "set-up");
    assert!(names(&stops).contains(&"Question: Which one is better?"));
    go_to(&mut bench, "Question: Which one is better?");
    press(&mut bench, Key::Enter);
    leave(&mut bench);
    begin(&mut bench);
    for name in ["Hear the first", "Hear the second"] {
        go_to(&mut bench, name);
        press(&mut bench, Key::Enter);
    }
    bench.play_blind(4);
    let stops = assert_goes_round(&mut bench, "trial");
    assert!(names(&stops).contains(&"The second is better"));
    go_to(&mut bench, "The second is better");
    press(&mut bench, Key::Space);
    bench.harness.get_by_label("Hear both first.");
    go_to(&mut bench, "Stop the test");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.designer.blind().state(), State::None);
}

#[test]
fn pictures_of_a_blind_test() {
    for (light, name) in [(false, "blind"), (true, "blind-light")] {
        let mut bench = Bench::scaled(if light { 1.0 } else { 0.75 });
        bench.params.editor_look.change(|look| look.light = light);
        open(&mut bench);
        save(&bench.render(), &format!("{name}-setup"));
        begin(&mut bench);
        bench.click("Hear X");
        save(&bench.render(), &format!("{name}-trial"));
    }
}
