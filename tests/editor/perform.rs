//! Perform: finding a rig by category and search, with the mouse and without; the ears, the link, the
//! stage and the volume under the hand.

use super::bench::{Bench, Call};
use bodypack::rig::{links, presets, Fault, Link};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};

fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
}

/// A click on a place.
pub fn click_at(bench: &mut Bench, at: Pos2) {
    bench.harness.hover_at(at);
    bench.harness.run();
    for pressed in [true, false] {
        bench.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        bench.harness.step();
    }
    bench.harness.run();
}

/// The place of a level on the line of the stage.
pub fn stage_at(bench: &Bench, dbspl: f32) -> Pos2 {
    let grip = bench.harness.get_by_label("Stage around you").rect();
    let track = grip.shrink2(egui::vec2(10.0, 0.0));
    let share = (dbspl - 70.0) / 45.0;
    egui::pos2(track.left() + share * track.width(), track.center().y)
}

fn value(bench: &Bench, name: &str) -> String {
    bench.harness.get_by_label(name).value().unwrap_or_default()
}

/// The rigs that are shown, by the names of their tiles.
fn shown(bench: &Bench) -> Vec<String> {
    let tiles = bench.harness.query_all_by_label_contains("Wear ");
    tiles
        .filter_map(|tile| {
            tile.accesskit_node()
                .label()
                .and_then(|name| Some(name.strip_prefix("Wear ")?.to_owned()))
        })
        .collect()
}

/// Goes through a category with the page keys; every tile that comes by.
fn all_of(bench: &mut Bench, category: &str) -> Vec<String> {
    bench.click(&format!("Show {category}"));
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..40 {
        let now = shown(bench);
        let fresh = now.into_iter().filter(|name| !seen.contains(name));
        let fresh: Vec<String> = fresh.collect();
        if fresh.is_empty() {
            break;
        }
        seen.extend(fresh);
        press(bench, Key::PageDown);
    }
    seen
}

fn search(bench: &mut Bench, words: &str) {
    bench.click("Search rigs");
    let all = (Modifiers::COMMAND, Key::A);
    bench.harness.key_press_modifiers(all.0, all.1);
    bench.harness.event(Event::Text(words.into()));
    bench.harness.run();
}

#[test]
fn a_fresh_window_shows_people_and_marks_none_of_them() {
    let bench = Bench::fresh();
    assert!(bench.params.editor_look.get().perform);
    let first = shown(&bench);
    assert_eq!(first.len(), 8, "two rows of four: {first:?}");
    assert_eq!(first[0], "Singer: club stage beside the kit");
    let marked = |name: &String| {
        let name = format!("Wear {name}");
        let tile = bench.harness.get_by_label(&name);
        tile.accesskit_node().is_selected() == Some(true)
    };
    assert!(!first.iter().any(marked));
    let listening = value(&bench, "I am listening on");
    assert_eq!(listening, "In-ear target");
}

#[test]
fn every_rig_is_on_a_tile_of_some_category() {
    let mut bench = Bench::fresh();
    let mut seen = Vec::new();
    for category in ["Roles", "Places", "Links", "Earphones", "What goes wrong"] {
        let here = all_of(&mut bench, category);
        assert!(here.len() >= 16, "{category}: {}", here.len());
        seen.extend(here);
    }
    for preset in presets::all() {
        let name = &preset.rig.name;
        assert!(seen.contains(name), "{name} is on no tile");
    }
}

#[test]
fn only_the_tiles_in_view_are_laid_out() {
    let mut bench = Bench::fresh();
    for _ in 0..3 {
        assert!(shown(&bench).len() <= 12, "{}", shown(&bench).len());
        press(&mut bench, Key::PageDown);
    }
}

#[test]
fn the_arrow_keys_go_from_tile_to_tile_and_scroll() {
    let mut bench = Bench::fresh();
    let first = shown(&bench);
    let at = |name: &String| Some(format!("Wear {name}"));
    bench.harness.get_by_label(&at(&first[0]).unwrap()).focus();
    bench.harness.run();
    press(&mut bench, Key::ArrowRight);
    assert_eq!(bench.focused(), at(&first[1]));
    press(&mut bench, Key::ArrowDown);
    assert_eq!(bench.focused(), at(&first[5]));
    press(&mut bench, Key::ArrowDown);
    let focused = bench.focused().expect("a tile has the focus");
    assert!(!first.iter().any(|name| at(name).as_ref() == Some(&focused)));
    press(&mut bench, Key::End);
    let last = bench.focused().expect("a tile has the focus");
    assert_ne!(last, focused);
    press(&mut bench, Key::ArrowRight);
    assert_eq!(bench.focused(), Some(last), "there is nothing behind it");
    press(&mut bench, Key::Home);
    assert_eq!(bench.focused(), at(&first[0]));
    assert_eq!(shown(&bench), first);
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.base.get().name, first[0]);
}

#[test]
fn the_page_keys_turn_a_slider_that_has_the_focus_and_nothing_else() {
    let mut bench = Bench::fresh();
    let first = shown(&bench);
    bench.harness.get_by_label("Volume").focus();
    bench.harness.run();
    press(&mut bench, Key::PageDown);
    assert!(bench.params.pack.volume_db.value() < 0.0);
    assert_eq!(shown(&bench), first);
}

#[test]
fn a_category_shows_its_rigs_only() {
    let mut bench = Bench::fresh();
    for name in all_of(&mut bench, "What goes wrong") {
        let rig = presets::find(&name).expect("a factory rig");
        assert_ne!(rig.about.fault, Fault::None, "{name}");
    }
    let wrong = all_of(&mut bench, "What goes wrong").len();
    let all = presets::all().iter();
    let faults = all.filter(|preset| preset.rig.about.fault != Fault::None);
    assert_eq!(wrong, faults.count());
    bench.click("Show Yours");
    assert!(shown(&bench).is_empty());
}

#[test]
fn a_search_finds_people_places_and_hardware() {
    let mut bench = Bench::fresh();
    search(&mut bench, "drummer one ear");
    assert!(shown(&bench).contains(&"Drummer: one ear out".to_owned()));
    search(&mut bench, "bluetooth");
    assert!(!shown(&bench).is_empty());
    for name in shown(&bench) {
        let rig = presets::find(&name).expect("a factory rig");
        assert!(matches!(rig.link, Link::Bluetooth(_)), "{name}");
    }
    search(&mut bench, "harpsichord");
    assert!(shown(&bench).is_empty());
    bench.click("Show Roles");
    assert_eq!(shown(&bench).len(), 8, "a category ends the search");
}

#[test]
fn the_grid_follows_the_rig_that_is_worn() {
    let mut bench = Bench::fresh();
    let first = shown(&bench);
    // Backwards from the neutral reference.
    bench.click("Previous rig");
    let worn = bench.params.base.get().name.clone();
    assert!(!first.contains(&worn));
    assert!(shown(&bench).contains(&worn));
}

#[test]
fn the_own_rigs_and_the_favorites_come_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    bench.click("Perform");
    let rig = presets::find("keys-theater-pit-wired").expect("a factory rig");
    bench
        .library
        .save_as(&rig, "Tuesday's keys")
        .expect("it is saved");
    bench.harness.run();
    bench.click("Show Roles");
    assert_eq!(shown(&bench)[0], "Tuesday's keys");
    let choir = presets::find("choir-one-mix-for-all").expect("a factory rig");
    bench.click(&format!("Favorite {}", choir.name));
    let own = [choir.name.clone(), "Tuesday's keys".to_owned()];
    assert_eq!(shown(&bench)[..2], own);
    bench.click("Show Yours");
    assert_eq!(shown(&bench), own);
}

#[test]
fn a_tile_plays_its_rig_with_its_stage() {
    let mut bench = Bench::fresh();
    assert_eq!(value(&bench, "Stage around you"), "silent");
    bench.click("Wear Singer: club stage beside the kit");
    let rig = bench.params.rig();
    assert!(rig.ambient.enabled && rig.ambient.stage.drums_dbspl >= 95.0);
    assert!(value(&bench, "Stage around you").ends_with(" dB"));
}

#[test]
fn a_button_of_the_link_puts_its_tier_in_and_leaves_the_rest() {
    let mut bench = Bench::fresh();
    bench.click("Wear Singer: club stage beside the kit");
    let before = bench.params.rig();
    for (button, id) in [
        ("Budget link", "budget-fm-stereo"),
        ("Touring link", "touring-fm-diversity"),
        ("Wire link", "wired-pack-pro"),
        ("Club link", "club-fm-stereo"),
    ] {
        bench.click(button);
        let rig = bench.params.rig();
        let tier = links::find(id).expect("a factory link");
        assert_eq!(rig.link, tier.link, "{button}");
        assert_eq!(rig.earphone, before.earphone, "{button}");
        assert_eq!(rig.ambient, before.ambient, "{button}");
        assert!(value(&bench, "Sound of the link").len() > 20);
    }
    bench.click("Undo");
    assert_eq!(
        bench.params.rig().link,
        links::find("wired-pack-pro").unwrap().link
    );
}

#[test]
fn the_stage_is_one_gesture_of_its_parts() {
    let mut bench = Bench::fresh();
    bench.click("Wear Singer: club stage beside the kit");
    let before = bench.params.rig().ambient;
    bench.take_calls();
    let at = stage_at(&bench, 100.0);
    click_at(&mut bench, at);
    assert_eq!(value(&bench, "Stage around you"), "100 dB");
    let calls = bench.take_calls();
    let count = |wanted: &dyn Fn(&Call) -> bool| calls.iter().filter(|call| wanted(call)).count();
    assert_eq!(
        count(&|call| matches!(call, Call::Begin(_))),
        5,
        "{calls:?}"
    );
    assert_eq!(count(&|call| matches!(call, Call::End(_))), 5, "{calls:?}");
    let after = bench.params.rig().ambient;
    let apart = |room: &bodypack::rig::Ambient| room.stage.drums_dbspl - room.stage.wedges_dbspl;
    assert!(
        (apart(&before) - apart(&after)).abs() < 0.2,
        "the balance stays"
    );
    bench.click("Undo");
    assert_eq!(bench.params.rig().ambient, before, "one step");
}

#[test]
fn the_parts_of_the_stage_come_and_go() {
    let mut bench = Bench::fresh();
    bench.click("Kit around you");
    let kit = bench.params.rig().ambient.stage.drums_dbspl;
    assert!(kit > 90.0, "a kit on a stage of its own: {kit}");
    bench.click("Crowd around you");
    bench.click("Kit around you");
    assert_eq!(bench.params.rig().ambient.stage.drums_dbspl, 0.0);
    bench.click("Kit around you");
    assert!((bench.params.rig().ambient.stage.drums_dbspl - kit).abs() < 0.1);
}

#[test]
fn a_room_that_was_off_begins_with_what_is_asked_for() {
    use nice_plug::params::InternalParamMut;
    let mut bench = Bench::fresh();
    bench.click("Wear Singer: club stage beside the kit");
    // SAFETY: this is what a host's automation does.
    unsafe {
        (bench.params.ambient.enabled)._internal_set_plain_value(false);
    }
    bench.harness.run();
    assert_eq!(value(&bench, "Stage around you"), "silent");
    bench.click("Crowd around you");
    let ambient = bench.params.rig().ambient;
    assert!(ambient.enabled);
    assert!(ambient.stage.crowd_dbspl > 60.0);
    assert_eq!(ambient.stage.drums_dbspl, 0.0);
}

#[test]
fn the_seal_is_pressed_in_where_the_tip_is_drawn() {
    let mut bench = Bench::fresh();
    for (name, along) in [
        ("Drawing of the left ear", -1.0),
        ("Drawing of the right ear", 1.0),
    ] {
        let before = [
            bench.params.fit.seal_left.value(),
            bench.params.fit.seal_right.value(),
        ];
        let place = bench.harness.get_by_label(name).rect();
        // In the half in which the canal is, away from the drum: the tip loosens.
        let at = place.center() - egui::vec2(along * 50.0, 0.0);
        bench.harness.drag_at(at);
        bench.harness.run();
        bench.harness.hover_at(at + egui::vec2(along * 40.0, 0.0));
        bench.harness.run();
        bench.harness.drop_at(at + egui::vec2(along * 40.0, 0.0));
        bench.harness.run();
        let after = [
            bench.params.fit.seal_left.value(),
            bench.params.fit.seal_right.value(),
        ];
        let side = usize::from(along > 0.0);
        assert!(
            after[side] < before[side] - 0.1,
            "{name}: {before:?} {after:?}"
        );
        assert_eq!(after[1 - side], before[1 - side], "{name}");
    }
}

#[test]
fn verdicts_say_what_the_set_up_means() {
    let mut bench = Bench::fresh();
    bench.wait_for_curves();
    assert!(
        value(&bench, "Bass").starts_with("Bass is"),
        "{}",
        value(&bench, "Bass")
    );
    assert!(value(&bench, "Voice over the stage").starts_with("No stage gets in"));
    assert!(value(&bench, "Latency verdict").starts_with("Not late: 0.0 ms"));
    assert!(value(&bench, "Level").contains("dB(A)"));
    bench.click("Left out");
    bench.click("Right out");
    bench.settle();
    assert!(value(&bench, "Bass").starts_with("Both earphones are out"));
}

#[test]
fn the_hand_of_the_performer_is_a_switch() {
    let mut bench = Bench::fresh();
    assert!(!bench.params.rig().performer.turns_up);
    bench.click("I turn up until I hear it");
    assert!(bench.params.rig().performer.turns_up);
    bench.click("Undo");
    assert!(!bench.params.rig().performer.turns_up);
}

#[test]
fn the_own_headphones_are_chosen_in_the_header() {
    let mut bench = Bench::fresh();
    bench.click("I am listening on");
    bench.click("Over-ear target");
    let chosen = bench.params.rig().listening.reference;
    assert_eq!(chosen, bodypack::rig::Reference::HarmanOverEar);
    assert_eq!(value(&bench, "I am listening on"), "Over-ear target");
}

#[test]
fn nothing_is_painted_while_nothing_moves() {
    let mut bench = Bench::fresh();
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
fn the_arrows_beside_the_name_go_through_the_category() {
    let mut bench = Bench::fresh();
    let first = shown(&bench);
    for name in &first[..3] {
        bench.click("Next rig");
        assert_eq!(&bench.params.base.get().name, name);
    }
    bench.click("Previous rig");
    assert_eq!(bench.params.base.get().name, first[1]);
}
