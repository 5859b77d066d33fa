//! Errors are reported in one line, and nothing is lost.

use bodypack::editor::Stage;
use bodypack::rig::Rig;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{by, Queryable};

use super::bench::{Bench, Call};

fn save_as(bench: &mut Bench, name: &str) {
    bench.click("Save as\u{2026}");
    bench
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.event(Event::Text(name.into()));
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
}

/// Takes every rig file away behind the editor's back.
fn remove_rigs(folder: &std::path::Path) {
    for file in std::fs::read_dir(folder).expect("it is there") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|end| end == "toml") {
            std::fs::remove_file(path).expect("removed");
        }
    }
}

fn with_a_rig_that_goes(folder: &std::path::Path) -> Bench {
    let mut bench = Bench::in_folder(folder);
    bench.set(|params| &params.feed.trim_db, 0.75);
    bench.click("Rig");
    save_as(&mut bench, "Soon gone");
    remove_rigs(folder);
    bench
}

#[test]
fn to_rename_or_delete_a_rig_whose_file_is_gone_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for names in [
        &["Delete", "Really delete"][..],
        &["Rename\u{2026}", "Rename to this name"],
    ] {
        let mut bench = with_a_rig_that_goes(folder.path());
        let before = bench.params.rig();
        for name in names {
            bench.click(name);
        }
        let said = bench.said();
        assert!(
            said.iter().any(|line| line.contains("`Soon gone.toml`")),
            "{names:?}: {said:?}"
        );
        assert!(said.iter().all(|line| !line.contains('\n')));
        assert_eq!(bench.params.rig(), before);
    }
}

#[test]
fn a_rig_whose_file_is_gone_is_saved_anew_and_not_listed_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = with_a_rig_that_goes(folder.path());
    bench.set(|params| &params.feed.trim_db, 0.25);
    let before = bench.params.rig();
    bench.click("Save");
    assert_eq!(bench.said(), ["Saved."]);
    assert_eq!(bench.params.rig(), before);
    bench.library.read();
    bench.harness.run();
    bench.click("Show Yours");
    bench.harness.get_by_label("Soon gone");
    remove_rigs(folder.path());
    bench.library.read();
    bench.harness.run();
    assert!(bench.harness.query_by_label("Soon gone").is_none());
    assert_eq!(bench.params.rig(), before, "what is loaded stays");
}

#[test]
fn a_folder_that_cannot_be_read_is_said_and_what_was_typed_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("not a folder");
    std::fs::write(&place, "a file").expect("written");
    let mut bench = Bench::in_folder(&place);
    bench.library.read();
    let before = bench.params.rig();
    bench.click("Rig");
    let lines = bench.said();
    assert!(
        lines.iter().any(|line| line.contains("cannot be read")),
        "{lines:?}"
    );
    // The factory's rigs are there all the same.
    let first = &bodypack::rig::presets::all()[0].rig.name;
    bench.harness.get_by_label(first);
    save_as(&mut bench, "Nowhere to go");
    let lines = bench.said();
    assert!(
        lines.iter().any(|line| line.contains("not a folder")),
        "{lines:?}"
    );
    let typed = bench.harness.get_by_label("Name of the rig").value();
    assert_eq!(typed.as_deref(), Some("Nowhere to go"));
    assert_eq!(bench.params.rig(), before);
}

#[test]
fn a_file_with_a_long_name_is_said_in_one_line_within_the_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::new();
    let before = bench.params.rig();
    // The longest that file systems take, and longer.
    for length in [250, 300] {
        let name = format!("{}.csv", "n".repeat(length));
        let path = folder.path().join(&name);
        let _ = std::fs::write(&path, "no curve at all");
        bench.bring_in(&path);
        let said = bench.said();
        assert!(said.iter().any(|line| line.contains(&name)), "{said:?}");
        assert!(said.iter().all(|line| !line.contains('\n')));
    }
    assert_eq!(bench.params.rig(), before);
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1200.0, 800.0));
    let status = by().predicate(|node| node.role() == Role::Status);
    assert!(window.contains_rect(bench.harness.get(status).rect()));
}

#[test]
fn a_project_that_is_loaded_under_the_hand_is_shown_and_ends_no_gesture_twice() {
    let drummer = bodypack::rig::presets::find("drummer").expect("there is one");
    let mut bench = Bench::new();
    bench.open(Stage::Feed);
    let at = bench.harness.get_by_label("Trim").rect().center();
    bench.harness.drag_at(at);
    bench.harness.run();
    bench.harness.hover_at(at - egui::vec2(0.0, 20.0));
    bench.harness.run();
    bench.load(&drummer);
    assert_eq!(
        bench.params.rig(),
        drummer,
        "the hand that rests leaves it alone"
    );
    bench.harness.drop_at(at - egui::vec2(0.0, 20.0));
    bench.harness.run();
    let calls = bench.calls();
    let count = |wanted: &Call| calls.iter().filter(|&call| call == wanted).count();
    assert_eq!(count(&Call::Begin("Trim".into())), 1);
    assert_eq!(count(&Call::End("Trim".into())), 1);
    let shown = bench.harness.get_by_label("Rig").value();
    assert_eq!(shown, Some(drummer.name.clone()));

    // While a list is open, while a value is typed, while a name is.
    for names in [
        &["Feed mode"][..],
        &["Type Trim"],
        &["Rig", "Save as\u{2026}"],
    ] {
        bench.load(&Rig::default());
        for name in names {
            bench.click(name);
        }
        bench.load(&drummer);
        bench.harness.key_press(Key::Escape);
        bench.harness.run();
        assert_eq!(bench.params.rig(), drummer, "{names:?}");
    }
}
