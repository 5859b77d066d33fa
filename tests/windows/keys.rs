//! Whose keys they are: a host whose window counts those that reach it.

use std::time::Duration;

use egui_kittest::kittest::Queryable;

use super::bench::Bench;
use super::screen::{Screen, Window};
use super::{close, drag, open, place, until, Hosted};
use bodypack::editor::BASE_SIZE;

/// Keys that hosts have a use for.
const SHORTCUTS: [&str; 7] = ["space", "Left", "Right", "Up", "Down", "r", "ctrl+s"];

/// Position of a control after other clicks, in a window of the base size.
fn place_after(clicks: &[&str], label: &str) -> [f32; 2] {
    let mut bench = Bench::fresh();
    for name in clicks {
        bench.harness.get_by_label(name).click();
        bench.harness.run();
    }
    let at = bench.harness.get_by_label(label).rect().center();
    [at.x, at.y]
}

/// Clicks on a place and lets the window draw what comes of it.
pub fn click(screen: &Screen, hosted: &impl Hosted, window: &Window, at: [f32; 2]) {
    screen.point(window, at);
    settle(screen, hosted, window);
    screen.press();
    screen.release();
    settle(screen, hosted, window);
}

/// Waits until the picture stands still, which it never does for long where a cursor blinks.
pub fn settle(screen: &Screen, hosted: &impl Hosted, window: &Window) {
    let picture = || screen.picture(window, [0, 0], BASE_SIZE.map(|side| side as u16));
    let mut before = picture();
    let mut still = 0;
    for _ in 0..30 {
        for _ in 0..5 {
            hosted.idle();
            std::thread::sleep(Duration::from_millis(20));
        }
        let now = picture();
        still = if now == before { still + 1 } else { 0 };
        before = now;
        if still == 4 {
            return;
        }
    }
}

/// Presses every shortcut; each reaches the host once.
fn assert_shortcuts_arrive(screen: &Screen, hosted: &impl Hosted, window: &Window, after: &str) {
    settle(screen, hosted, window);
    screen.take_keys(window);
    for key in SHORTCUTS {
        screen.key(key);
        let mut met = Vec::new();
        until(
            hosted,
            &format!("{key} reaches the host after {after}"),
            || {
                met.extend(screen.take_keys(window));
                !met.is_empty()
            },
        );
        let name = key.rsplit('+').next().unwrap_or(key);
        // Ctrl is a key of its own.
        met.retain(|key| key != "Control_L");
        assert_eq!(met, [name], "after {after}");
    }
}

pub fn keys_reach_the_host<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    screen.focus(&window);
    let (knob, value) = (place("Seal left"), place("Type Seal right"));
    screen.point(&window, knob);
    assert_shortcuts_arrive(screen, &hosted, &window, "the pointer came in");

    drag(screen, &window, knob);
    assert_shortcuts_arrive(screen, &hosted, &window, "a drag began");
    screen.release();
    assert_shortcuts_arrive(screen, &hosted, &window, "a drag");

    let before = hosted.value("Seal left");
    screen.point(&window, knob);
    screen.wheel_up();
    until(&hosted, "the wheel turns the knob", || {
        hosted.value("Seal left") != before
    });
    assert_shortcuts_arrive(screen, &hosted, &window, "a turn of the wheel");

    click(screen, &hosted, &window, value);
    screen.type_text("25");
    screen.key("Return");
    until(&hosted, "the value arrives", || {
        (hosted.value("Seal right") - 0.25).abs() < 1e-3
    });
    assert_shortcuts_arrive(screen, &hosted, &window, "a typed value");

    click(screen, &hosted, &window, value);
    screen.type_text("77");
    screen.key("Escape");
    assert_shortcuts_arrive(screen, &hosted, &window, "Escape");
    assert!((hosted.value("Seal right") - 0.25).abs() < 1e-3);

    click(screen, &hosted, &window, place("Window menu"));
    assert_shortcuts_arrive(screen, &hosted, &window, "a menu was opened");
    click(
        screen,
        &hosted,
        &window,
        place_after(&["Window menu"], "Light"),
    );
    assert_shortcuts_arrive(screen, &hosted, &window, "a menu");

    click(screen, &hosted, &window, [600.0, 6.0]);
    assert_shortcuts_arrive(screen, &hosted, &window, "a click on an empty place");
    close(screen, &hosted, window);
}

pub fn a_search_keeps_its_spaces<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    screen.focus(&window);
    click(screen, &hosted, &window, place("Rig"));
    screen.take_keys(&window);
    let size = BASE_SIZE.map(|side| side as u16);
    let before = screen.picture(&window, [0, 0], size);
    screen.type_text("two g 4 ");
    until(&hosted, "the list follows", || {
        screen.picture(&window, [0, 0], size) != before
    });
    settle(screen, &hosted, &window);
    let met = screen.take_keys(&window);
    assert_eq!(met, Vec::<String>::new(), "letters are not the host's");
    // What a text field has no use for is.
    screen.key("ctrl+s");
    screen.key("F5");
    let mut met = Vec::new();
    until(&hosted, "shortcuts reach the host", || {
        met.extend(screen.take_keys(&window));
        met.ends_with(&["F5".to_owned()])
    });
    assert_eq!(met, ["s", "F5"]);
    screen.key("Escape");
    assert_shortcuts_arrive(screen, &hosted, &window, "a search");
    close(screen, &hosted, window);
}

pub fn tab_goes_through_the_window_once_that_is_asked_for<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    screen.focus(&window);
    click(screen, &hosted, &window, place("Window menu"));
    click(
        screen,
        &hosted,
        &window,
        place_after(&["Window menu"], "Move with Tab"),
    );
    screen.take_keys(&window);
    for key in ["Tab", "Tab", "Left", "r", "ctrl+s"] {
        screen.key(key);
        settle(screen, &hosted, &window);
    }
    let mut met = screen.take_keys(&window);
    met.retain(|key| key != "Control_L");
    assert_eq!(met, ["r", "s"], "only what the window has no use for");
    screen.key("Escape");
    assert_shortcuts_arrive(screen, &hosted, &window, "Escape");
    close(screen, &hosted, window);
}
