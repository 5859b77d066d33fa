//! Finding a rig: by kind, page by page, with the mouse and without.

use super::bench::Bench;
use bodypack::rig::{presets, Link, TipKind};
use egui::Key;
use egui_kittest::kittest::{NodeT, Queryable};

fn click(bench: &mut Bench, name: &str) {
    bench.harness.get_by_label(name).click();
    bench.harness.run();
}

fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
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

/// Returns whether a button of the pages can be pressed.
fn can_turn(bench: &Bench, name: &str) -> bool {
    let button = bench.harness.get_by_label(name);
    !button.accesskit_node().is_disabled()
}

fn musician() -> Bench {
    let mut bench = Bench::new();
    click(&mut bench, "Perform");
    bench
}

#[test]
fn every_rig_is_on_one_page_and_on_no_other() {
    let mut bench = musician();
    let mut seen = shown(&bench);
    let first = seen.clone();
    let mut turned = 0;
    while can_turn(&bench, "Next page") {
        click(&mut bench, "Next page");
        assert!(shown(&bench).iter().all(|name| !seen.contains(name)));
        seen.extend(shown(&bench));
        turned += 1;
    }
    assert!(turned > 0, "there are several pages");
    let mut all: Vec<String> = presets::all().iter().map(|p| p.rig.name.clone()).collect();
    seen.sort();
    all.sort();
    assert_eq!(seen, all);
    for _ in 0..turned {
        assert_ne!(shown(&bench), first);
        click(&mut bench, "Previous page");
    }
    assert_eq!(shown(&bench), first);
    assert!(!can_turn(&bench, "Previous page"));
}

#[test]
fn the_page_keys_turn_the_pages_and_keep_the_focus_among_the_tiles() {
    let mut bench = musician();
    let first = shown(&bench);
    press(&mut bench, Key::PageDown);
    let second = shown(&bench);
    assert_ne!(first, second);
    let mut pages = vec![first.clone(), second];
    while can_turn(&bench, "Next page") {
        press(&mut bench, Key::PageDown);
        assert!(!pages.contains(&shown(&bench)));
        pages.push(shown(&bench));
    }
    let last = pages.pop().expect("there are pages");
    press(&mut bench, Key::PageDown);
    assert_eq!(shown(&bench), last, "there is no page behind the last");
    bench
        .harness
        .get_by_label(&format!("Wear {}", last[1]))
        .focus();
    bench.harness.run();
    for page in pages.iter().rev() {
        press(&mut bench, Key::PageUp);
        assert_eq!(&shown(&bench), page);
        assert_eq!(bench.focused(), Some(format!("Wear {}", page[0])));
    }
    assert_eq!(shown(&bench), first);
    assert_eq!(bench.focused(), Some(format!("Wear {}", first[0])));
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.base.get().name, first[0]);
}

#[test]
fn the_page_keys_turn_a_slider_that_has_the_focus_and_nothing_else() {
    let mut bench = musician();
    let first = shown(&bench);
    bench.harness.get_by_label("Volume").focus();
    bench.harness.run();
    press(&mut bench, Key::PageDown);
    assert!(bench.params.pack.volume_db.value() < 0.0);
    assert_eq!(shown(&bench), first);
}

#[test]
fn a_kind_shows_its_rigs_only() {
    let mut bench = musician();
    click(&mut bench, "Earbud rigs");
    let earbuds: Vec<String> = (presets::all().iter())
        .filter(|preset| preset.rig.earphone.tip.kind == TipKind::Earbud)
        .map(|preset| preset.rig.name.clone())
        .collect();
    assert!(!earbuds.is_empty() && earbuds.len() < presets::all().len());
    assert_eq!(shown(&bench), earbuds);
    click(&mut bench, "Wireless rigs");
    let names = shown(&bench);
    assert!(!names.is_empty());
    for name in &names {
        let rig = presets::find(name).expect("a factory rig");
        let wired = matches!(rig.link, Link::Wired | Link::WiredPack(_));
        assert!(!wired, "{name}");
    }
    click(&mut bench, "Yours rigs");
    assert!(shown(&bench).is_empty());
}

#[test]
fn the_page_follows_the_rig_that_is_worn() {
    let mut bench = musician();
    let first = shown(&bench);
    // Backwards from no rig is the last one.
    click(&mut bench, "Previous rig");
    let worn = bench.params.base.get().name.clone();
    assert!(!first.contains(&worn));
    assert!(shown(&bench).contains(&worn));
}

#[test]
fn the_own_rigs_and_the_favorites_come_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    let rig = presets::find("triple-armature").expect("a factory rig");
    bench
        .library
        .save_as(&rig, "Tuesday's singer")
        .expect("it is saved");
    click(&mut bench, "Perform");
    assert_eq!(shown(&bench)[0], "Tuesday's singer");
    bench
        .library
        .set_favorite("factory:drummer", true)
        .expect("it is marked");
    bench.harness.run();
    let drummer = presets::find("drummer").expect("a factory rig").name;
    assert_eq!(
        shown(&bench)[..2],
        [drummer.clone(), "Tuesday's singer".to_owned()]
    );
    click(&mut bench, "Yours rigs");
    assert_eq!(shown(&bench), [drummer, "Tuesday's singer".to_owned()]);
}
