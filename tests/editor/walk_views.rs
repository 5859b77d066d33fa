//! Every view beside the cards by keys alone: the header, the menu, *Perform*, the browser, an import
//! and what is said when something goes wrong.

use bodypack::audio::Compare;
use bodypack::editor::Stage;
use egui::{Event, Key, Modifiers, Role};

use super::bench::Bench;
use super::keyboard::{assert_ring, go_to, leave, press, press_with, pressable, stop};
use super::walk::{assert_goes_round, assert_goes_round_after, exercise_all, names};

#[test]
fn the_list_of_the_window_menu_and_the_slots_obey_keys() {
    let mut bench = Bench::new();
    go_to(&mut bench, "Window menu");
    press(&mut bench, Key::Enter);
    for row in [
        "75 %", "100 %", "125 %", "150 %", "200 %", "250 %", "Dark", "Light",
    ] {
        press(&mut bench, Key::ArrowDown);
        let at = stop(&bench).expect("a row");
        assert_eq!(at.name, row);
        assert_ring(&bench, &at);
    }
    press(&mut bench, Key::Enter);
    assert!(bench.params.editor_look.get().light);
    assert_eq!(bench.focused().as_deref(), Some("Window menu"));
    go_to(&mut bench, "Slot B");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.slots.active(), 1);
    go_to(&mut bench, "Slot C");
    press_with(&mut bench, Modifiers::COMMAND, Key::Enter);
    assert_eq!(bench.params.slots.active(), 1);
    assert!(bench.params.slots.is_filled(2), "a copy of the present one");
}

#[test]
fn the_header_obeys_keys() {
    let mut bench = Bench::new();
    let fresh = bench.params.rig();
    go_to(&mut bench, "Next rig");
    press(&mut bench, Key::Enter);
    let first = bench.params.rig();
    assert_ne!(first, fresh);
    press(&mut bench, Key::Space);
    go_to(&mut bench, "Undo");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.rig(), first);
    go_to(&mut bench, "Redo");
    press(&mut bench, Key::Enter);
    assert_ne!(bench.params.rig(), first);
    go_to(&mut bench, "Previous rig");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.rig(), first);
    for (name, compare) in [("Match", Compare::Input), ("Delta", Compare::Difference)] {
        go_to(&mut bench, name);
        press(&mut bench, Key::Enter);
        assert_eq!(bench.params.compare.get(), compare);
        assert_goes_round(&mut bench, name);
        go_to(&mut bench, "Hear the chain again");
        press(&mut bench, Key::Enter);
        assert_eq!(bench.params.compare.get(), Compare::Chain);
    }
    for ear in [1, 0] {
        go_to(&mut bench, ["Left ear", "Right ear"][ear]);
        press(&mut bench, Key::Enter);
        assert_eq!(bench.params.editor_look.get().ear, ear);
    }
}

#[test]
fn a_performer_needs_no_mouse() {
    let mut bench = Bench::new();
    go_to(&mut bench, "Perform");
    press(&mut bench, Key::Enter);
    assert!(bench.params.editor_look.get().perform);
    // What moves several parameters at once, or none that a host knows, is turned elsewhere.
    let others = ["Stage around you", "I turn up until I hear it"];
    let changed = exercise_all(&mut bench, "Engineer", |at| {
        let alone = matches!(at.role, Role::Slider | Role::Switch) || at.name.starts_with("Type ");
        alone && !others.contains(&at.name.as_str())
    });
    assert_eq!(
        changed,
        3 * 2 + 2,
        "three sliders with values, two switches"
    );
    go_to(&mut bench, others[0]);
    let stage = |bench: &Bench| bench.params.rig().ambient;
    for key in [Key::End, Key::ArrowDown, Key::PageDown, Key::Home] {
        let before = stage(&bench);
        press(&mut bench, key);
        assert_ne!(stage(&bench), before, "{key:?}");
        press_with(&mut bench, Modifiers::COMMAND, Key::Z);
        assert_eq!(stage(&bench), before, "{key:?}");
        press(&mut bench, key);
    }
    go_to(&mut bench, others[1]);
    press(&mut bench, Key::Space);
    assert!(bench.params.rig().performer.turns_up);
    press(&mut bench, Key::Enter);
    assert!(!bench.params.rig().performer.turns_up);
    assert_goes_round(&mut bench, "Perform");
    let first = bodypack::rig::presets::find("singer-club-beside-the-kit").expect("a factory rig");
    go_to(&mut bench, &format!("Wear {}", first.name));
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.rig().earphone, first.earphone);
    for (slot, name) in ["Slot A", "Slot B"].into_iter().enumerate() {
        go_to(&mut bench, name);
        press(&mut bench, Key::Enter);
        assert_eq!(bench.params.slots.active(), slot);
    }
    go_to(&mut bench, "Engineer");
    press(&mut bench, Key::Enter);
    assert!(!bench.params.editor_look.get().perform);
}

#[test]
fn the_browser_needs_no_mouse() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    go_to(&mut bench, "Rig");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.focused().as_deref(), Some("Search"));
    let stops = assert_goes_round(&mut bench, "browser");
    // Those below the edge of the list too.
    for preset in bodypack::rig::presets::all() {
        for name in [
            preset.rig.name.clone(),
            format!("Favorite {}", preset.rig.name),
        ] {
            assert!(names(&stops).contains(&name.as_str()), "{name}");
        }
    }
    let last = bodypack::rig::presets::all()
        .last()
        .expect("there are some");
    go_to(&mut bench, &last.rig.name);
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.rig().earphone, last.rig.earphone);
    go_to(&mut bench, "Save as\u{2026}");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.focused().as_deref(), Some("Name of the rig"));
    press_with(&mut bench, Modifiers::COMMAND, Key::A);
    bench.harness.event(Event::Text("By keys".into()));
    bench.harness.run();
    go_to(&mut bench, "Save under this name");
    press(&mut bench, Key::Enter);
    let shown = bench.params.base.get().name.clone();
    assert_eq!(shown, "By keys");
    assert_eq!(bench.focused().as_deref(), Some("Save as\u{2026}"));
    go_to(&mut bench, "Favorite By keys");
    press(&mut bench, Key::Space);
    go_to(&mut bench, "Show Favorites");
    press(&mut bench, Key::Space);
    go_to(&mut bench, "By keys");
    go_to(&mut bench, "Delete");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    assert!(bench.library.listing().get("user/by-keys").is_none());
    go_to(&mut bench, "Close the browser");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.focused().as_deref(), Some("Rig"));
}

#[test]
fn an_import_needs_no_mouse() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("Mine.csv");
    std::fs::write(&file, "frequency,raw\n20,4\n1000,0\n20000,-8\n").expect("written");
    let mut bench = Bench::new();
    bench.open(Stage::Earphone);
    bench.bring_in(&file);
    assert_goes_round(&mut bench, "import");
    for name in ["The performer's earphone", "Type 4.3 ear", "Use it"] {
        go_to(&mut bench, name);
        press(&mut bench, Key::Enter);
    }
    let measured = bench.params.rig().earphone.measured.expect("it is there");
    assert_eq!(measured.coupler, bodypack::rig::MeasuredOn::Type43);
    assert_eq!(bench.focused().as_deref(), Some("Import curve\u{2026}"));
    press(&mut bench, Key::Tab);
    assert_eq!(bench.focused().as_deref(), Some("Take the curve away"));
    press(&mut bench, Key::Enter);
    assert!(bench.params.rig().earphone.measured.is_none());
}

#[test]
fn a_message_is_sent_away_by_keys() {
    let mut bench = Bench::new();
    let message = "`at all.csv`: No such file or directory (os error 2)";
    // It goes by itself, before one has gone round both ways.
    let stops = assert_goes_round_after(&mut bench, "message", |bench| {
        bench.bring_in(std::path::Path::new("/nowhere/at all.csv"));
    });
    assert!(names(&stops).contains(&message));
    // It has gone by itself meanwhile.
    bench.bring_in(std::path::Path::new("/nowhere/at all.csv"));
    go_to(&mut bench, message);
    press(&mut bench, Key::Enter);
    leave(&mut bench);
    assert!(!pressable(&bench).iter().any(|name| name == message));
}
