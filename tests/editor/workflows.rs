//! Workflows in the editor, from the first click to the last.

use std::path::Path;

use super::bench::{Bench, Call};
use super::pictures;
use bodypack::editor::Stage;
use bodypack::rig::presets;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;

/// Types over what is in the field that has the focus.
fn type_over(bench: &mut Bench, text: &str) {
    bench
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.event(Event::Text(text.into()));
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
}

#[test]
fn the_arrows_go_through_the_rigs_and_the_name_marks_changes() {
    let mut bench = Bench::new();
    bench.click("Next rig");
    let first = bench.params.base.get().name.clone();
    assert_eq!(first, presets::all()[0].rig.name);
    assert_eq!(
        bench.harness.get_by_label("Rig").value(),
        Some(first.clone())
    );
    bench.click("Next rig");
    assert_ne!(bench.params.base.get().name, first);
    bench.click("Previous rig");
    assert_eq!(bench.params.base.get().name, first);
    bench.set(|params| &params.feed.trim_db, 0.1);
    bench.harness.run();
    let shown = bench.harness.get_by_label("Rig").value();
    assert_eq!(shown, Some(format!("{first} (changed)")));
}

#[test]
fn the_browser_finds_a_rig_by_a_word_and_loads_it() {
    let mut bench = Bench::new();
    bench.click("Rig");
    bench.wait_for_curves();
    pictures::save(&bench.render(), "browser");
    bench.harness.event(Event::Text("drummer".into()));
    bench.harness.run();
    let drummer = presets::find("drummer").expect("there is one");
    bench.click(&drummer.name);
    assert_eq!(bench.params.rig().earphone, drummer.earphone);
    assert!(bench
        .harness
        .query_by_label(&presets::all()[0].rig.name)
        .is_none());
    bench.click("Close the browser");
    assert!(bench.harness.query_by_label("Search").is_none());
}

#[test]
fn a_curve_of_a_collection_is_found_and_used() {
    use bodypack::curve::collection::{entry, Collection};
    let folder = tempfile::tempdir().expect("a folder");
    let rows = b"frequency,raw\n20,-9\n100,-4\n300,0\n1000,0\n3000,12\n6000,2\n20000,-20\n";
    let file = "711/Blue Two L.csv";
    std::fs::create_dir_all(folder.path().join("711")).expect("made");
    std::fs::create_dir_all(folder.path().join("Curves")).expect("made");
    std::fs::write(folder.path().join(file), rows).expect("written");
    let read = bodypack::curve::import::read(rows, file).expect("a curve");
    let collection = Collection {
        folder: folder.path().to_string_lossy().into_owned(),
        entries: vec![entry(file, &read)],
    };
    let index = folder.path().join("Curves/mine.json");
    std::fs::write(index, collection.to_json()).expect("written");
    let mut bench = Bench::in_folder(folder.path());
    bench.library.read();
    bench.click("Rig");
    bench.click("Show Curves");
    pictures::save(&bench.render(), "browser-curves");
    bench.harness.event(Event::Text("green".into()));
    bench.harness.run();
    assert!(bench.harness.query_by_label("Blue Two").is_none());
    type_over(&mut bench, "blue left 711");
    bench.click("Blue Two");
    bench.click("The performer's earphone");
    bench.click("Use it");
    let measured = bench.params.rig().earphone.measured.expect("it is used");
    assert_eq!(measured.coupler, bodypack::rig::MeasuredOn::Coupler711);
}

#[test]
fn loading_a_rig_leaves_the_listeners_own_headphones_alone() {
    let mut bench = Bench::new();
    bench.set(|params| &params.listening.amount, 0.25);
    bench.set(|params| &params.listening.ceiling_dbfs, 0.5);
    bench.click("Next rig");
    let listening = bench.params.rig().listening;
    assert!((listening.amount - 0.25).abs() < 1e-6);
    assert!((listening.ceiling_dbfs + 12.0).abs() < 1e-6);
}

#[test]
fn undo_and_redo_take_a_gesture_as_one_step() {
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    let before = bench.params.feed.mode.value();
    bench.click("Feed mode");
    bench.click("Mono");
    let after = bench.params.feed.mode.value();
    assert_ne!(before, after);
    bench.click("Undo");
    assert_eq!(bench.params.feed.mode.value(), before);
    bench.click("Redo");
    assert_eq!(bench.params.feed.mode.value(), after);
}

#[test]
fn two_slots_hold_two_set_ups() {
    let mut bench = Bench::new();
    bench.click("Slot B");
    bench.set(|params| &params.pack.volume_db, 0.25);
    let in_b = bench.params.pack.volume_db.value();
    bench.click("Slot A");
    assert_eq!(bench.params.pack.volume_db.value(), 0.0);
    bench.click("Slot B");
    assert_eq!(bench.params.pack.volume_db.value(), in_b);
}

#[test]
fn a_set_up_is_saved_under_a_name_and_loaded_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    bench.set(|params| &params.feed.trim_db, 0.75);
    let trim = bench.params.feed.trim_db.value();
    bench.click("Rig");
    bench.click("Save as\u{2026}");
    type_over(&mut bench, "Tuesday's singer");
    assert_eq!(files(folder.path()), 1);
    let shown = bench.harness.get_by_label("Rig").value();
    assert_eq!(shown.as_deref(), Some("Tuesday's singer"));
    bench.click("Next rig");
    assert_ne!(bench.params.feed.trim_db.value(), trim);
    bench.click("Show Yours");
    bench.click("Tuesday's singer");
    assert!((bench.params.feed.trim_db.value() - trim).abs() < 1e-6);
    bench.click("Rename\u{2026}");
    type_over(&mut bench, "Wednesday's singer");
    assert_eq!(files(folder.path()), 1);
    bench.harness.get_by_label("Wednesday's singer");
    bench.click("Delete");
    assert_eq!(files(folder.path()), 1);
    bench.click("Really delete");
    assert_eq!(files(folder.path()), 0);
}

/// Rig files in a folder.
fn files(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).expect("it is there");
    files
        .filter_map(Result::ok)
        .filter(|file| file.file_name().to_string_lossy().ends_with(".toml"))
        .filter(|file| !file.file_name().to_string_lossy().starts_with('.'))
        .filter(|file| {
            std::fs::read_to_string(file.path()).is_ok_and(|text| text.contains("format"))
        })
        .count()
}

#[test]
fn a_name_that_cannot_be_is_refused_in_one_line_and_not_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    bench.click("Rig");
    bench.click("Save as\u{2026}");
    let long = "n".repeat(300);
    type_over(&mut bench, &long);
    bench
        .harness
        .get_by_label("the name has 300 characters; allowed are 80");
    let typed = bench.harness.get_by_label("Name of the rig").value();
    assert_eq!(typed, Some(long));
    assert_eq!(files(folder.path()), 0);
}

#[test]
fn a_file_that_is_no_rig_is_listed_with_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("broken.toml"), "format = 1\nname = 3\n").expect("written");
    let mut bench = Bench::in_folder(folder.path());
    bench.library.read();
    let before = bench.params.rig();
    bench.click("Rig");
    bench.click("Show Yours");
    bench.click("broken");
    assert_eq!(bench.params.rig(), before);
    pictures::save(&bench.render(), "browser-broken");
}

#[test]
fn a_rig_deleted_under_the_browser_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    bench.click("Rig");
    bench.click("Save as\u{2026}");
    type_over(&mut bench, "Soon gone");
    let before = bench.params.rig();
    for file in std::fs::read_dir(folder.path()).expect("it is there") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|end| end == "toml") {
            std::fs::remove_file(path).expect("removed");
        }
    }
    bench.click("Delete");
    bench.click("Really delete");
    assert_eq!(bench.params.rig(), before);
}

#[test]
fn a_tile_of_the_perform_view_is_one_click() {
    let mut bench = Bench::new();
    bench.click("Perform");
    let drummer = presets::find("drummer").expect("there is one");
    let tile = format!("Wear {}", drummer.name);
    bench.click("Search rigs");
    bench
        .harness
        .event(Event::Text("silicone custom single".into()));
    bench.harness.run();
    bench.click(&tile);
    assert_eq!(bench.params.rig().earphone, drummer.earphone);
    bench.click("Engineer");
    bench.harness.get_by_label("Stage Fit");
}

#[test]
fn a_stage_is_switched_on_its_card_and_heard_alone() {
    let mut bench = Bench::new();
    bench.click("Link power");
    assert!(!bench.params.link.power.value());
    assert_eq!(bench.take_calls().len(), 3);
    bench.click("Link power");
    bench.open(Stage::Earphone);
    bench.click("Solo Earphone");
    assert_eq!(
        bench.params.solo.get(),
        Some(bodypack::session::StageId::Earphone)
    );
    let says = |bench: &Bench, card: &str| bench.harness.get_by_label(card).value();
    assert_eq!(
        says(&bench, "Stage Earphone").as_deref(),
        Some("heard alone")
    );
    assert_eq!(says(&bench, "Stage Pack").as_deref(), Some("not heard"));
    bench.harness.get_by_label("Solo Earphone").focus();
    bench.wait_for_curves();
    pictures::save(&bench.render(), "solo");
    bench.click("Solo Earphone");
    assert_eq!(bench.params.solo.get(), None);
}

#[test]
fn lines_of_the_plot_come_and_go() {
    let mut bench = Bench::new();
    assert!(bench.params.editor_look.get().sealed);
    bench.click("Show sealed");
    assert!(!bench.params.editor_look.get().sealed);
}

#[test]
fn a_window_that_goes_away_under_the_hand_ends_the_gesture() {
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    let at = bench.harness.get_by_label("Trim").rect().center();
    bench.harness.drag_at(at);
    bench.harness.run();
    bench.harness.hover_at(at - egui::vec2(0.0, 20.0));
    bench.harness.run();
    assert!(!bench.calls().contains(&Call::End("Trim".into())));
    bench.close();
    assert_eq!(bench.calls().last(), Some(&Call::End("Trim".into())));
}

#[test]
fn the_keyboard_alone_reaches_every_control() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    let mut reached = Vec::new();
    for _ in 0..80 {
        bench.harness.key_press(Key::Tab);
        bench.harness.run();
        if let Some(name) = bench.focused() {
            if !reached.contains(&name) {
                reached.push(name);
            }
        }
    }
    for name in [
        "Previous rig",
        "Rig",
        "Next rig",
        "Slot A",
        "Slot D",
        "Bypass",
        "Perform",
        "Engineer",
        "Window menu",
        "Stage Feed",
        "Feed power",
        "Stage Listening",
        "Show target",
        "Right ear",
        "Solo Pack",
        "Volume",
        "Type Volume",
        "Balance",
        "Output impedance",
    ] {
        assert!(
            reached.iter().any(|known| known == name),
            "{name}: {reached:?}"
        );
    }
}

#[test]
fn arrow_keys_turn_the_knob_that_has_the_focus() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    bench.harness.get_by_label("Volume").focus();
    bench.harness.run();
    bench.harness.key_press(Key::ArrowDown);
    bench.harness.run();
    assert!(bench.params.pack.volume_db.value() < 0.0);
    assert_eq!(bench.calls().len(), 3);
}

#[test]
fn nothing_is_painted_while_nothing_moves() {
    let mut bench = Bench::new();
    bench.wait_for_curves();
    bench.harness.run();
    bench.harness.step();
    let output = bench.harness.output();
    let soonest = (output.viewport_output.values())
        .map(|viewport| viewport.repaint_delay)
        .min()
        .expect("there is a window");
    assert!(soonest > std::time::Duration::from_secs(60), "{soonest:?}");
}

#[test]
fn the_difference_says_so_until_it_is_left() {
    use bodypack::audio::Compare;
    let mut bench = Bench::new();
    bench.click("Delta");
    assert_eq!(bench.params.compare.get(), Compare::Difference);
    bench.wait_for_curves();
    pictures::save(&bench.render(), "delta");
    bench.click("Hear the chain again");
    assert_eq!(bench.params.compare.get(), Compare::Chain);
    bench.click("Match");
    assert_eq!(bench.params.compare.get(), Compare::Input);
    bench.click("Match");
    assert_eq!(bench.params.compare.get(), Compare::Chain);
}

#[test]
fn ready_made_parts_are_one_step_each() {
    let mut bench = Bench::new();
    bench.open(Stage::Link);
    bench.click("Kind of system");
    let tier = &bodypack::rig::links::all()[1];
    bench.click(&tier.name);
    assert_eq!(bench.params.rig().link, tier.link);
    bench.click("Undo");
    assert_ne!(bench.params.rig().link, tier.link);
}

#[test]
fn a_kind_of_fit_brings_its_tip_and_its_seal() {
    let mut bench = Bench::new();
    bench.open(Stage::Fit);
    let foam = bodypack::rig::tips::find(bodypack::rig::TipKind::Foam).expect("there is one");
    bench.click("Kind of fit");
    bench.click(&foam.name);
    let earphone = bench.params.rig().earphone;
    assert_eq!(earphone.tip.kind, foam.kind);
    for side in bodypack::rig::Side::BOTH {
        let ratio = earphone.seal.resistance_pa_s_m3(side) / foam.seal.resistance_pa_s_m3(side);
        assert!((0.98..1.02).contains(&ratio), "{ratio}");
    }
    bench.click("Undo");
    assert_ne!(bench.params.rig().earphone.tip.kind, foam.kind);
}

#[test]
fn one_ear_out_is_one_click_and_is_drawn() {
    let mut bench = Bench::new();
    bench.click("Perform");
    bench.click("Left out");
    assert!(bench.params.rig().earphone.left_out);
    bench.click("Engineer");
    let drawn = bench.harness.get_by_label("Drawing of the ear").value();
    assert_eq!(drawn.as_deref(), Some("out of the ear"));
    bench.wait_for_curves();
    pictures::save(&bench.render(), "one-ear-out");
}

#[test]
fn a_curve_is_brought_in_after_its_report_has_been_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("My headphones.csv");
    let rows = "frequency,raw\n20,4.0\n100,2.0\n500,0.0\nten,1\n1000,0.5\n5000,6.0\n20000,-8.0\n";
    std::fs::write(&file, rows).expect("written");
    let mut bench = Bench::new();
    bench.bring_in(&file);
    bench.harness.get_by_label("Use it");
    bench.harness.get_by_label_contains("line 5");
    pictures::save(&bench.render(), "import");
    assert!(bench.params.rig().listening.device.is_none());
    bench.click("Use it");
    let device = bench.params.rig().listening.device.expect("it is there");
    assert_eq!(device.left.expect("the left ear").file, "My headphones.csv");
    bench.click("Undo");
    assert!(bench.params.rig().listening.device.is_none());
    bench.bring_in(&file);
    bench.click("The performer's earphone");
    bench.click("Use it");
    assert!(bench.params.rig().earphone.measured.is_some());
    bench.open(Stage::Earphone);
    bench.click("Source of the response");
    bench.click("The drivers");
    let measured = bench.params.rig().earphone.measured.expect("it is kept");
    assert!(!measured.enabled);
}

#[test]
fn a_wrong_file_is_refused_in_one_line_and_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("song.txt");
    std::fs::write(&file, [0_u8, 159, 146, 150]).expect("written");
    let mut bench = Bench::new();
    let before = bench.params.rig();
    bench.bring_in(&file);
    bench.harness.get_by_label_contains("`song.txt`: ");
    assert!(bench.harness.query_by_label("Use it").is_none());
    bench.bring_in(&folder.path().join("missing.csv"));
    bench.harness.get_by_label_contains("`missing.csv`: ");
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "format = 1\nname = 3\n").expect("written");
    bench.bring_in(&broken);
    assert_eq!(bench.params.rig(), before);
}

#[test]
fn the_receiver_says_how_strong_the_carrier_is_and_how_often_it_was_lost() {
    let mut bench = Bench::new();
    bench.open(Stage::Link);
    for (name, text) in [
        ("Received", "\u{2212}61 dBm"),
        ("Over noise", "38 dB"),
        ("Drop-outs", "2"),
    ] {
        let node = bench.harness.get_by_label(name);
        assert_eq!(node.value().as_deref(), Some(text));
    }
}
