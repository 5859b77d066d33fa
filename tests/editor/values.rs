//! Values as people set them: typed, copied, pasted and reset, with whatever the hand does besides.

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{by, NodeT, Queryable};
use nice_plug::prelude::Param;

use super::bench::Bench;
use super::pictures;
use bodypack::editor::{Purpose, Question, Stage, Use};
use bodypack::rig::Rig;

/// Time of a step of the bench, ms.
const STEP_MS: u32 = 50;

fn button(bench: &mut Bench, at: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    bench.harness.event(Event::PointerButton {
        pos: at,
        button,
        pressed,
        modifiers,
    });
}

/// A click at a place, over in one step.
fn click_at(bench: &mut Bench, at: Pos2) {
    for pressed in [true, false] {
        button(bench, at, PointerButton::Primary, pressed, Modifiers::NONE);
    }
    bench.harness.step();
}

fn center(bench: &Bench, name: &str) -> Pos2 {
    bench.harness.get_by_label(name).rect().center()
}

fn type_text(bench: &mut Bench, text: &str) {
    bench.harness.event(Event::Text(text.into()));
    bench.harness.run();
}

fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
}

/// Everything that is said at present.
fn notices(bench: &Bench) -> Option<String> {
    bench.desk.notices.text()
}

#[test]
fn a_double_click_on_a_value_opens_it_with_all_of_it_selected() {
    for between_ms in [50, 100, 200, 300, 400] {
        let mut bench = Bench::new();
        bench.open(Stage::Pack);
        let at = center(&bench, "Type Output impedance");
        bench.harness.hover_at(at);
        bench.harness.run_steps(2);
        click_at(&mut bench, at);
        for _ in 1..between_ms / STEP_MS {
            bench.harness.step();
        }
        click_at(&mut bench, at);
        bench.harness.run_steps(4);
        type_text(&mut bench, "47");
        press(&mut bench, Key::Enter);
        let found = bench.params.pack.output_impedance_ohm.value();
        assert_eq!(found, 47.0, "{between_ms} ms between the clicks");
    }
}

#[test]
fn a_click_into_an_open_value_puts_the_cursor_there() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    let at = center(&bench, "Type Output impedance");
    click_at(&mut bench, at);
    bench.harness.run_steps(30);
    click_at(&mut bench, at);
    bench.harness.run_steps(4);
    press(&mut bench, Key::Home);
    type_text(&mut bench, "4");
    let typed = bench
        .harness
        .get_by_label("Output impedance as text")
        .value();
    let before = bench.params.pack.output_impedance_ohm.to_string();
    assert_eq!(typed, Some(format!("4{before}")));
}

#[test]
fn units_are_understood_and_rubbish_is_refused_in_words() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    let mut type_over = |text: &str| {
        bench.click("Type Highest output");
        type_text(&mut bench, text);
        press(&mut bench, Key::Enter);
        (bench.params.pack.max_output_v.value(), notices(&bench))
    };
    assert_eq!(type_over("500 mV"), (0.5, None));
    assert_eq!(type_over("0,75"), (0.75, None));
    let (value, said) = type_over("1e99 dB");
    assert_eq!(value, 0.75, "the old value is kept");
    let said = said.expect("something is said");
    assert!(
        said.contains("\u{201c}1e99 dB\u{201d} is no value of Highest output"),
        "{said}"
    );
    // What was typed is still there to be mended.
    let typed = bench.harness.get_by_label("Highest output as text").value();
    assert_eq!(typed.as_deref(), Some("1e99 dB"));
    pictures::save(&bench.render(), "value-refused");
    press(&mut bench, Key::Escape);
    assert_eq!(bench.params.pack.max_output_v.value(), 0.75);
    assert!(bench
        .harness
        .query_by_label("Highest output as text")
        .is_none());
}

fn double_click(bench: &mut Bench, name: &str, modifiers: Modifiers) {
    let at = center(bench, name);
    bench.harness.hover_at(at);
    bench.harness.event(Event::ModifiersChanged(modifiers));
    // Apart from the clicks before.
    bench.harness.run_steps(20);
    for _ in 0..2 {
        for pressed in [true, false] {
            button(bench, at, PointerButton::Primary, pressed, modifiers);
        }
        bench.harness.step();
    }
    bench
        .harness
        .event(Event::ModifiersChanged(Modifiers::NONE));
    bench.harness.run_steps(8);
}

/// A rig whose volume is not the default.
fn load_a_rig(bench: &mut Bench) -> f32 {
    let mut rig = Rig {
        name: "Quiet".to_owned(),
        ..Rig::default()
    };
    rig.pack.volume_db = -12.0;
    bench.load(&rig);
    bench.open(Stage::Pack);
    bench.params.pack.volume_db.default_plain_value()
}

#[test]
fn a_double_click_on_a_knob_brings_back_what_the_rig_says_and_with_ctrl_the_default() {
    let mut bench = Bench::new();
    let default = load_a_rig(&mut bench);
    assert_ne!(default, -12.0);
    bench.set(|params| &params.pack.volume_db, 0.9);
    double_click(&mut bench, "Volume", Modifiers::NONE);
    assert_eq!(bench.params.pack.volume_db.value(), -12.0);
    double_click(&mut bench, "Volume", Modifiers::COMMAND);
    assert_eq!(bench.params.pack.volume_db.value(), default);
    bench.harness.get_by_label("Volume").focus();
    bench.harness.run();
    press(&mut bench, Key::Delete);
    assert_eq!(bench.params.pack.volume_db.value(), -12.0);
}

fn right_click(bench: &mut Bench, name: &str) {
    let at = center(bench, name);
    bench.harness.hover_at(at);
    bench.harness.run_steps(2);
    for pressed in [true, false] {
        button(
            bench,
            at,
            PointerButton::Secondary,
            pressed,
            Modifiers::NONE,
        );
        bench.harness.step();
    }
    bench.harness.run();
}

#[test]
fn a_right_click_offers_to_type_copy_paste_and_reset() {
    let mut bench = Bench::new();
    let default = load_a_rig(&mut bench);
    bench.set(|params| &params.pack.volume_db, 0.9);
    let turned = bench.params.pack.volume_db.value();
    let text = bench.params.pack.volume_db.to_string();
    right_click(&mut bench, "Volume");
    pictures::save(&bench.render(), "value-menu");
    bench.click(&format!("Copy {text}"));
    right_click(&mut bench, "Volume");
    bench.click("Back to the rig's: \u{2212}12.0 dB");
    assert_eq!(bench.params.pack.volume_db.value(), -12.0);
    right_click(&mut bench, "Type Volume");
    bench.click("Paste");
    assert!((bench.params.pack.volume_db.value() - turned).abs() < 0.05);
    right_click(&mut bench, "Volume");
    bench.click(&format!("Back to the default: {default:.1} dB"));
    assert_eq!(bench.params.pack.volume_db.value(), default);
    // A level is no impedance.
    right_click(&mut bench, "Output impedance");
    bench.click("Paste");
    assert!(notices(&bench)
        .expect("it is said")
        .contains("is no value of Output impedance"));
    right_click(&mut bench, "Volume");
    bench.click("Type a value\u{2026}");
    type_text(&mut bench, "-3 dB");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.pack.volume_db.value(), -3.0);
    // A card's bar as well.
    right_click(&mut bench, "Pack amount");
    bench.click("Type a value\u{2026}");
    type_text(&mut bench, "-4");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.params.pack.volume_db.value(), -4.0);
}

#[test]
fn a_right_drag_turns_nothing() {
    let mut bench = Bench::new();
    bench.open(Stage::Pack);
    let at = center(&bench, "Volume");
    bench.harness.hover_at(at);
    bench.harness.run_steps(2);
    button(
        &mut bench,
        at,
        PointerButton::Secondary,
        true,
        Modifiers::NONE,
    );
    bench.harness.step();
    bench.harness.hover_at(at - egui::vec2(0.0, 40.0));
    bench.harness.run_steps(2);
    assert_eq!(bench.calls(), []);
}

#[test]
fn notices_go_by_themselves_and_cover_nothing() {
    let mut bench = Bench::new();
    bench.open(Stage::Fit);
    let knob = center(&bench, "Seal left");
    bench.bring_in(std::path::Path::new("/nowhere/at all.csv"));
    assert!(notices(&bench).is_some());
    assert_eq!(center(&bench, "Seal left"), knob, "no control moves away");
    let said = bench.harness.get_by_label_contains("at all.csv").rect();
    let others = bench.harness.query_all(by().predicate(|node| {
        !node.is_disabled()
            && node
                .label()
                .is_some_and(|label| !label.contains("at all.csv"))
    }));
    for other in others {
        let name = other.accesskit_node().label();
        assert!(
            !other.rect().shrink(1.0).intersects(said),
            "{name:?} is covered"
        );
    }
    pictures::save(&bench.render(), "notice");
    bench.harness.run_steps(14_000 / STEP_MS as usize);
    assert!(notices(&bench).is_none());
}

#[test]
fn a_curve_is_meant_for_the_panel_that_asked_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("curve.csv");
    std::fs::write(&file, "frequency,raw\n20,4\n1000,0\n20000,-8\n").expect("written");
    for (aim, earphone) in [(Use::Earphone, true), (Use::Headphones, false)] {
        let mut bench = Bench::new();
        let answer = (Purpose::Curve(aim), file.clone());
        bench.desk.dialogs.answer(Some(answer));
        bench.harness.run();
        bench.click("Use it");
        let rig = bench.params.rig();
        assert_eq!(rig.earphone.measured.is_some(), earphone);
        assert_eq!(rig.listening.device.is_some(), !earphone);
        assert!(notices(&bench).is_some(), "it is said");
    }
}

#[test]
fn without_dialogs_a_path_is_typed_and_what_was_written_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("handed-on.toml");
    let mut bench = Bench::new();
    let ask = |bench: &mut Bench, purpose| {
        let file_name = "On the bench.toml".to_owned();
        bench
            .desk
            .dialogs
            .cannot_ask(Question { purpose, file_name });
        bench.harness.run();
        bench
            .harness
            .get_by_label_contains("There is no file dialog on this system");
        bench
            .harness
            .key_press_modifiers(Modifiers::COMMAND, Key::A);
    };
    ask(&mut bench, Purpose::Export);
    type_text(&mut bench, &target.to_string_lossy());
    pictures::save(&bench.render(), "path");
    press(&mut bench, Key::Enter);
    assert_eq!(
        notices(&bench),
        Some(format!("Written to {}", target.display()))
    );
    let written = std::fs::read_to_string(&target).expect("it is there");
    assert_eq!(
        Rig::from_toml(&written).expect("a rig").name,
        "On the bench"
    );
    // Once more: it is there already, and is replaced only when that is said twice.
    std::fs::write(&target, "something of the user's").expect("written");
    ask(&mut bench, Purpose::Export);
    type_text(&mut bench, &target.to_string_lossy());
    press(&mut bench, Key::Enter);
    assert!(notices(&bench)
        .expect("it is said")
        .contains("is there already"));
    assert_eq!(
        std::fs::read_to_string(&target).expect("read"),
        "something of the user's"
    );
    press(&mut bench, Key::Enter);
    assert!(std::fs::read_to_string(&target)
        .expect("read")
        .contains("On the bench"));
    // A name is completed.
    ask(&mut bench, Purpose::Import);
    let begins = folder.path().join("han");
    type_text(&mut bench, &begins.to_string_lossy());
    press(&mut bench, Key::Tab);
    let typed = bench.harness.get_by_label("Path of the file").value();
    assert_eq!(typed.as_deref(), target.to_str());
    press(&mut bench, Key::Escape);
    assert!(bench.harness.query_by_label("Path of the file").is_none());
}

#[test]
fn a_search_that_was_closed_does_not_rule_the_arrows() {
    let mut bench = Bench::new();
    bench.click("Rig");
    type_text(&mut bench, "drummer");
    bench.click("Close the browser");
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..4 {
        bench.click("Next rig");
        met.insert(bench.params.base.get().name.clone());
    }
    assert_eq!(met.len(), 4);
}

#[test]
fn save_as_selects_the_old_name_and_its_button_says_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::in_folder(folder.path());
    bench.click("Rig");
    bench.click("Save as\u{2026}");
    pictures::save(&bench.render(), "browser-name");
    type_text(&mut bench, "Another");
    let typed = bench.harness.get_by_label("Name of the rig").value();
    assert_eq!(typed.as_deref(), Some("Another"));
    bench.click("Save under this name");
    assert_eq!(bench.params.base.get().name, "Another");
    assert!(notices(&bench).expect("it is said").contains("Saved as"));
}

#[test]
fn the_menu_has_help_keys_and_the_version() {
    let mut bench = Bench::new();
    bench.click("Window menu");
    bench
        .harness
        .get_by_label(concat!("Version ", env!("CARGO_PKG_VERSION")));
    pictures::save(&bench.render(), "menu");
    for (row, name) in [("Help\u{2026}", "help"), ("Mouse and keys\u{2026}", "keys")] {
        if bench.harness.query_by_label(row).is_none() {
            bench.click("Window menu");
        }
        bench.click(row);
        bench.harness.get_by_label("Close the help");
        pictures::save(&bench.render(), name);
        press(&mut bench, Key::Escape);
        assert!(bench.harness.query_by_label("Close the help").is_none());
    }
    bench.click("Window menu");
    bench.click("Move with Tab");
    assert_eq!(bench.focused().as_deref(), Some("Rig"));
}

/// Every row of the lists that are open is whole and in the window.
fn assert_rows_are_whole(bench: &Bench, rows: &[&str]) {
    let window = bench.harness.ctx.content_rect();
    for row in rows {
        let rect = bench.harness.get_by_label(row).rect();
        assert!(
            window.contains_rect(rect),
            "{row} is at {rect:?} of {window:?}"
        );
        assert!(rect.height() >= 16.0, "{row} is cut: {rect:?}");
    }
}

#[test]
fn menus_and_lists_are_whole_at_every_size() {
    for scale in [0.75, 1.0, 1.5, 2.0] {
        let mut bench = Bench::scaled(scale);
        bench.click("Window menu");
        assert_rows_are_whole(
            &bench,
            &[
                "75 %",
                "250 %",
                "Light",
                "Help\u{2026}",
                "Manual",
                "Move with Tab",
            ],
        );
        press(&mut bench, Key::Escape);
        bench.open(Stage::Link);
        bench.click("Kind of system");
        let names: Vec<&str> = bodypack::rig::links::offered()
            .map(|tier| tier.name.as_str())
            .collect();
        assert_rows_are_whole(&bench, &names);
        pictures::save(&bench.render(), &format!("list-{scale}"));
        press(&mut bench, Key::Escape);
        bench.open(Stage::Fit);
        bench.click("Kind of fit");
        let names: Vec<&str> = bodypack::rig::tips::all()
            .iter()
            .map(|fit| fit.name.as_str())
            .collect();
        assert_rows_are_whole(&bench, &names);
        press(&mut bench, Key::Escape);
        bench.click("Port");
        pictures::save(&bench.render(), &format!("choice-{scale}"));
    }
}

#[test]
fn the_ambience_panel_needs_no_scrolling() {
    let mut bench = Bench::new();
    bench.open(Stage::Ambience);
    let bars = bench
        .harness
        .query_all(by().predicate(|node| node.role() == egui::Role::ScrollBar));
    assert_eq!(bars.count(), 0);
    let foot = bench.harness.ctx.content_rect().bottom() - 12.0;
    for part in [
        bodypack::session::StageId::Ambient,
        bodypack::session::StageId::OwnVoice,
    ] {
        for entry in part.entries() {
            let rect = bench.harness.get_by_label(entry.name).rect();
            assert!(rect.bottom() < foot, "{} is at {rect:?}", entry.name);
        }
    }
    // What is off looks off.
    let lit = |bench: &mut Bench| {
        let picture = bench.render();
        let color = [0xFF, 0xB6, 0x5C];
        let knobs = picture
            .enumerate_pixels()
            .filter(|(x, y, pixel)| *x < 770 && *y > 590 && pixel.0[..3] == color);
        knobs.count()
    };
    let on = lit(&mut bench);
    pictures::save(&bench.render(), "ambience-on");
    bench.click("Ambient");
    assert!(!bench.params.ambient.enabled.value());
    let off = lit(&mut bench);
    pictures::save(&bench.render(), "ambience-off");
    assert!(10 * off < on, "{on} pixels and then {off}");
}

#[test]
fn the_corner_resizes_the_window() {
    let mut bench = Bench::new();
    let at = center(&bench, "Resize the window");
    bench.harness.drag_at(at);
    bench.harness.run();
    bench.harness.hover_at(at - egui::vec2(240.0, 160.0));
    bench.harness.step();
    let output = bench.harness.output();
    let asked = output.viewport_output.values().find_map(|viewport| {
        viewport.commands.iter().find_map(|command| match command {
            egui::ViewportCommand::InnerSize(size) => Some(*size),
            _ => None,
        })
    });
    assert_eq!(asked, Some(egui::vec2(960.0, 640.0)));
}
