//! The editor in a host's window on Windows: opened, dragged, typed into, left to the host's keys, closed and opened again.
//!
//! `BODYPACK_WINDOW_OPEN_S` may say how long the window stays open at the end, for somebody to look at it.

#![cfg(windows)]

#[path = "editor/bench.rs"]
#[allow(dead_code)]
mod bench;
#[path = "hosts/bundles.rs"]
#[allow(dead_code)]
mod bundles;
#[path = "win32/desk.rs"]
mod desk;
#[path = "editor/raster.rs"]
#[allow(dead_code)]
mod raster;
#[path = "hosts/raw_clap.rs"]
#[allow(dead_code)]
mod raw_clap;

use std::time::Duration;

use desk::Desk;
use egui_kittest::kittest::Queryable;

/// Position of a control in a window of the base size.
fn place(label: &str) -> [i32; 2] {
    let bench = bench::Bench::fresh();
    let at = bench.harness.get_by_label(label).rect().center();
    [at.x.round() as i32, at.y.round() as i32]
}

/// One test, since windows belong to the thread that made them.
#[test]
fn the_window_is_drawn_dragged_typed_into_and_leaves_keys_to_the_host() {
    let desk = Desk::new();
    let mut shown = desk.open();
    assert_eq!(
        shown.inner_size(),
        shown.asked_size(),
        "it has the size that it asked for"
    );
    let (knob, value) = (place("Seal left"), place("Type Seal right"));

    let before = desk.value("Seal left");
    shown.drag(knob, [60, -60]);
    shown.until("a drag turns the knob", || {
        desk.value("Seal left") != before
    });
    shown.until("after a drag the host has the keyboard", || {
        shown.host_has_keyboard()
    });

    shown.click(value);
    shown.until("a field has the keyboard while it is typed into", || {
        !shown.host_has_keyboard()
    });
    shown.type_text("25\r");
    shown.until("the value typed arrives", || {
        (desk.value("Seal right") - 0.25).abs() < 1e-3
    });
    shown.until("after a typed value the host has the keyboard", || {
        shown.host_has_keyboard()
    });

    assert!(shown.takes_files(), "files can be dropped on it");

    assert_ne!(
        shown.answers_readers(),
        shown.is_in_wine(),
        "screen readers see it, but not in Wine"
    );
    // From now on its controls are described in every frame.
    shown.drag(knob, [20, -20]);

    shown.close();
    shown = desk.open();
    shown.click(knob);
    let open_s = std::env::var("BODYPACK_WINDOW_OPEN_S").ok();
    let open_s: u64 = open_s.and_then(|text| text.parse().ok()).unwrap_or(1);
    shown.pump(Duration::from_secs(open_s));
    shown.close();
}
