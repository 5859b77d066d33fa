//! The editor in real hosts, on a screen of its own: opened, dragged, typed into, resized, closed
//! and opened again, in both formats and twice at the same time. What costs time and memory is
//! measured and said.

// What was measured is told to the person at the terminal.
#![allow(clippy::print_stdout)]
#![cfg(target_os = "linux")]

#[path = "editor/bench.rs"]
#[allow(dead_code)]
mod bench;
#[macro_use]
#[path = "hosts/bundles.rs"]
mod bundles;
#[macro_use]
#[path = "windows/screen.rs"]
mod screen;

#[path = "windows/careless.rs"]
mod careless;
#[path = "windows/clap.rs"]
mod clap;
#[path = "windows/drag.rs"]
mod drag;
#[path = "windows/gestures.rs"]
mod gestures;
#[path = "windows/keys.rs"]
mod keys;
#[path = "windows/no_opengl.rs"]
mod no_opengl;
#[path = "editor/raster.rs"]
mod raster;
#[path = "hosts/raw_clap.rs"]
#[allow(dead_code)]
mod raw_clap;
#[path = "windows/vst3.rs"]
mod vst3;

use std::time::{Duration, Instant};

use bodypack::editor::BASE_SIZE;
use bodypack::rig::{presets, Rig};
use careless::Careless;
use clap::Clap;
use drag::Drag;
use egui_kittest::kittest::Queryable;
use gestures::a_knob_is_dragged;
use keys::{
    a_search_keeps_its_spaces, keys_reach_the_host,
    tab_goes_through_the_window_once_that_is_asked_for,
};
use screen::{screen, Screen, Window};
use vst3::Vst3;

/// Gesture as a host receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Begin,
    Set,
    End,
}

/// An instance in a host.
pub trait Hosted {
    const NAME: &'static str;
    fn load() -> Self;
    /// The size that its window asks for.
    fn size(&self) -> [u32; 2];
    /// Shows its window in another one.
    fn open(&self, window: u32);
    fn resize(&self, size: [u32; 2]);
    fn close(&self);
    /// Work of a host between two events.
    fn idle(&self);
    fn restore(&self, rig: &Rig);
    /// The value of a parameter by its name.
    fn value(&self, name: &str) -> f64;
    /// Gestures since the last call, where the host reports them.
    fn gestures(&self) -> Option<Vec<Gesture>>;
}

/// Opens a window at a place of the screen, and waits for its picture.
fn open(screen: &Screen, hosted: &impl Hosted, at: [i16; 2]) -> (Window, Duration) {
    let window = screen.window(at, hosted.size());
    let start = Instant::now();
    hosted.open(window.id);
    screen.wait_for_paint(&window, || hosted.idle());
    (window, start.elapsed())
}

/// The host takes the plugin's window away, then its own.
fn close(screen: &Screen, hosted: &impl Hosted, window: Window) {
    hosted.close();
    screen.close(window);
}

/// Position of a control in a window of the base size.
fn place(label: &str) -> [f32; 2] {
    let bench = bench::Bench::fresh();
    let at = bench.harness.get_by_label(label).rect().center();
    [at.x, at.y]
}

/// Waits for something that a window does in its own time.
fn until(hosted: &impl Hosted, what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        hosted.idle();
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A drag of a knob upwards, or of a slider to the right, held.
fn drag(screen: &Screen, window: &Window, [x, y]: [f32; 2]) {
    screen.point(window, [x, y]);
    screen.press();
    for step in 1..=6 {
        let by = 8.0 * step as f32;
        screen.point(window, [x + by, y - by]);
    }
}

fn a_value_is_typed<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    let figure = place("Type Seal right");
    let arrived = || (hosted.value("Seal right") - 0.25).abs() < 1e-3;
    screen.focus(&window);
    screen.point(&window, figure);
    let size = BASE_SIZE.map(|side| side as u16);
    let before = screen.picture(&window, [0, 0], size);
    screen.press();
    screen.release();
    // Keys that come before the field is open go nowhere.
    until(&hosted, "the field opens", || {
        screen.picture(&window, [0, 0], size) != before
    });
    std::thread::sleep(Duration::from_millis(200));
    screen.key("ctrl+a");
    screen.type_text("25");
    screen.key("Return");
    until(&hosted, "the value arrives", arrived);
    close(screen, &hosted, window);
}

fn a_window_is_resized_closed_and_opened_again<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    assert_eq!(hosted.size(), BASE_SIZE);
    let (window, _) = open(screen, &hosted, [0, 0]);
    let larger = BASE_SIZE.map(|side| side * 3 / 2);
    hosted.resize(larger);
    let expected = larger.map(|side| side as u16);
    until(&hosted, "the window grows", || {
        screen.inner_size(&window) == Some(expected)
    });
    screen.wait_for_paint(&window, || hosted.idle());
    close(screen, &hosted, window);
    assert_eq!(hosted.size(), larger, "the size is kept");
    let (window, _) = open(screen, &hosted, [0, 0]);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(
        screen.inner_size(&window),
        Some(expected),
        "it comes back as large"
    );
    close(screen, &hosted, window);
}

fn a_state_is_loaded_while_the_window_is_open<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    let size = BASE_SIZE.map(|side| side as u16);
    std::thread::sleep(Duration::from_millis(300));
    let before = screen.picture(&window, [0, 0], size);
    for preset in presets::all() {
        hosted.restore(&preset.rig);
        std::thread::sleep(Duration::from_millis(30));
    }
    let rig = presets::find("drummer").expect("a factory rig");
    hosted.restore(&rig);
    until(&hosted, "the picture follows", || {
        screen.picture(&window, [0, 0], size) != before
    });
    close(screen, &hosted, window);
}

fn the_host_closes_while_a_hand_is_on_a_knob<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let knob = place("Seal left");
    // Again and again, since what the hand did last may arrive while the window goes away.
    for _ in 0..4 {
        let (window, _) = open(screen, &hosted, [0, 0]);
        drag(screen, &window, knob);
        close(screen, &hosted, window);
        screen.release();
        if let Some(gestures) = hosted.gestures() {
            let count = |kind| gestures.iter().filter(|&&one| one == kind).count();
            assert_eq!(
                (count(Gesture::Begin), count(Gesture::End)),
                (1, 1),
                "{gestures:?}"
            );
        }
    }
    // And everything goes on.
    let (window, _) = open(screen, &hosted, [0, 0]);
    close(screen, &hosted, window);
}

/// A rig file as another program names it.
fn address(name: &str, rig: &Rig) -> String {
    let path = screen::home().join(name);
    std::fs::write(&path, rig.to_toml()).expect("it can be written");
    let path = path.to_str().expect("plain text").replace(' ', "%20");
    format!("file://{path}\r\n")
}

fn a_file_is_dropped_on_the_window<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    let inner = screen.inner(&window).expect("there is a window");
    let mut rig = Rig::default();
    rig.pack.volume_db = -12.0;
    rig.name = format!("Dropped in {}", H::NAME);
    let list = address(&format!("Dropped in {}.toml", H::NAME), &rig);
    let before = hosted.value("Volume");

    // What is no file is not taken, and a drag that goes away leaves nothing.
    let mut text = Drag::begin(inner, &list);
    text.enter("text/plain");
    assert!(!text.may_be_dropped());
    assert!(!text.drop_it());
    let mut passing = Drag::begin(inner, &list);
    passing.enter("text/uri-list");
    assert!(passing.may_be_dropped());
    passing.leave();
    assert_eq!(hosted.value("Volume"), before);

    let mut files = Drag::begin(inner, &list);
    files.enter_with_list(&["text/plain", "STRING", "text/html", "text/uri-list"]);
    assert!(files.may_be_dropped());
    assert!(files.drop_it());
    until(&hosted, "the rig is loaded", || {
        hosted.value("Volume") != before
    });
    close(screen, &hosted, window);
}

/// Frequent actions under a host that misreports its threads.
fn a_rig_is_chosen_undone_and_compared<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    let inner = screen.inner(&window).expect("there is a window");
    let mut rig = Rig::default();
    rig.pack.volume_db = -12.0;
    rig.name = format!("Chosen in {}", H::NAME);
    let list = address(&format!("Chosen in {}.toml", H::NAME), &rig);
    let before = hosted.value("Volume");
    let mut file = Drag::begin(inner, &list);
    file.enter("text/uri-list");
    assert!(file.drop_it());
    until(&hosted, "the rig is loaded", || {
        hosted.value("Volume") != before
    });
    let chosen = hosted.value("Volume");
    for (button, wanted) in [("Undo", before), ("Redo", chosen)] {
        screen.point(&window, place(button));
        screen.press();
        screen.release();
        until(&hosted, button, || hosted.value("Volume") == wanted);
    }
    for slot in ["Slot B", "Slot A"] {
        screen.point(&window, place(slot));
        screen.press();
        screen.release();
        hosted.idle();
    }
    until(&hosted, "the slot is back", || {
        hosted.value("Volume") == chosen
    });
    // A curve brings up the sheet of the import, which is open when the window goes.
    let curve = screen::home().join(format!("curve in {}.txt", H::NAME));
    let rows: String = (0..60)
        .map(|row| {
            format!(
                "{} {}\n",
                20.0 * 1.12_f64.powi(row),
                80.0 + f64::from(row % 7)
            )
        })
        .collect();
    std::fs::write(&curve, rows).expect("it can be written");
    let curve = curve.to_str().expect("plain text").replace(' ', "%20");
    let mut file = Drag::begin(inner, &format!("file://{curve}\r\n"));
    file.enter("text/uri-list");
    assert!(file.drop_it());
    std::thread::sleep(Duration::from_millis(300));
    close(screen, &hosted, window);
}

fn the_host_takes_its_own_window_away_first<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    for _ in 0..3 {
        let (window, _) = open(screen, &hosted, [0, 0]);
        screen.close(window);
        std::thread::sleep(Duration::from_millis(100));
        hosted.idle();
        hosted.close();
    }
    let (window, _) = open(screen, &hosted, [0, 0]);
    close(screen, &hosted, window);
}

fn the_host_never_looks_in<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let window = screen.window([0, 0], hosted.size());
    hosted.open(window.id);
    screen.wait_for_paint(&window, || ());
    drag(screen, &window, place("Seal left"));
    screen.release();
    hosted.close();
    drop(hosted);
    screen.close(window);
}

macro_rules! in_both_formats {
    ($($test:ident;)+) => {
        mod in_clap {
            $(#[test] fn $test() { needs_screen!(); super::$test::<super::Clap>(&super::screen()); })+
        }
        mod in_vst3 {
            $(#[test] fn $test() { needs_screen!(); super::$test::<super::Vst3>(&super::screen()); })+
        }
    };
}

in_both_formats! {
    a_knob_is_dragged;
    a_value_is_typed;
    a_window_is_resized_closed_and_opened_again;
    a_state_is_loaded_while_the_window_is_open;
    the_host_closes_while_a_hand_is_on_a_knob;
    a_file_is_dropped_on_the_window;
    keys_reach_the_host;
    a_search_keeps_its_spaces;
    tab_goes_through_the_window_once_that_is_asked_for;
    windows_close_without_a_warning;
    a_rig_is_chosen_undone_and_compared;
    the_host_takes_its_own_window_away_first;
    the_host_never_looks_in;
    windows_open_soon_and_leave_nothing_behind;
}

mod in_a_careless_host {
    macro_rules! tests {
        ($($test:ident;)+) => {
            $(#[test] fn $test() { needs_screen!(); super::$test::<super::Careless>(&super::screen()); })+
        };
    }

    tests! {
        a_knob_is_dragged;
        a_window_is_resized_closed_and_opened_again;
        a_state_is_loaded_while_the_window_is_open;
        the_host_closes_while_a_hand_is_on_a_knob;
        a_file_is_dropped_on_the_window;
        a_rig_is_chosen_undone_and_compared;
        the_host_takes_its_own_window_away_first;
        the_host_never_looks_in;
    }

    #[test]
    fn the_hosts_own_menu_is_asked_for() {
        needs_screen!();
        super::careless::the_hosts_own_menu_is_asked_for(&super::screen());
    }
}

#[test]
fn a_host_that_looks_late_hears_the_whole_gesture() {
    needs_screen!();
    gestures::a_host_that_looks_late_hears_the_whole_gesture(&screen());
}

#[test]
fn both_formats_are_open_twice_at_the_same_time() {
    needs_screen!();
    let screen = screen();
    let claps = [Clap::load(), Clap::load()];
    let vst3s = [Vst3::load(), Vst3::load()];
    let left = [0, 800].map(|y| [0i16, y]);
    let right = [0, 800].map(|y| [1250i16, y]);
    let shown: Vec<Window> = (claps.iter().zip(left))
        .map(|(hosted, at)| open(&screen, hosted, at).0)
        .chain((vst3s.iter().zip(right)).map(|(hosted, at)| open(&screen, hosted, at).0))
        .collect();
    let knob = place("Seal left");
    drag(&screen, &shown[1], knob);
    screen.release();
    let start = claps[0].value("Seal left");
    until(&claps[1], "the second turns", || {
        claps[1].value("Seal left") > start + 0.02
    });
    assert_eq!(claps[0].value("Seal left"), start, "and the first does not");
    drag(&screen, &shown[2], knob);
    screen.release();
    let start = vst3s[1].value("Seal left");
    until(&vst3s[0], "the third turns", || {
        vst3s[0].value("Seal left") > start + 0.02
    });
    for (index, window) in shown.into_iter().enumerate() {
        match index {
            0 | 1 => close(&screen, &claps[index], window),
            _ => close(&screen, &vst3s[index - 2], window),
        }
    }
}

/// Memory of this process, kB.
fn resident_kb() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|kb| kb.parse().ok()).expect("a number")
}

/// Open files, sockets and the like.
fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd")
        .expect("Linux lists them")
        .count()
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task")
        .expect("Linux lists them")
        .count()
}

/// A window is closed again and again, at rest and under the hand, by a process of its own whose
/// complaints are read.
fn windows_close_without_a_warning<H: Hosted>(screen: &Screen) {
    const IS_READ: &str = "BODYPACK_COMPLAINTS_ARE_READ";
    if std::env::var_os(IS_READ).is_none() {
        let module = format!("in_{}", H::NAME.to_lowercase());
        let test = format!("{module}::windows_close_without_a_warning");
        let program = std::env::current_exe().expect("it has a path");
        let run = std::process::Command::new(program)
            .args([&test, "--exact", "--nocapture"])
            .env(IS_READ, "1")
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        for word in ["WARN", "ERROR", "Error", "panicked"] {
            assert!(!said.contains(word), "{said}");
        }
        return;
    }
    let hosted = H::load();
    let knob = place("Seal left");
    for round in 0..24 {
        let (window, _) = open(screen, &hosted, [0, 0]);
        match round % 4 {
            0 => {}
            1 => drag(screen, &window, knob),
            2 => screen.point(&window, knob),
            _ => hosted.resize(BASE_SIZE.map(|side| side * 5 / 4)),
        }
        close(screen, &hosted, window);
        screen.release();
        hosted.idle();
    }
    // Hosts that take their own window away first.
    for _ in 0..4 {
        let (window, _) = open(screen, &hosted, [0, 0]);
        screen.close(window);
        hosted.close();
        hosted.idle();
    }
}

/// The system's allocator keeps a heap for every thread that a window has had, which looks like a
/// leak and is none: memory is measured in a process in which all threads share one heap.
const ONE_HEAP: &str = "MALLOC_ARENA_MAX";

/// Runs one test of this program with one heap; false when this is that run.
fn runs_with_one_heap(test: &str) -> bool {
    if std::env::var_os(ONE_HEAP).is_some() {
        return false;
    }
    let program = std::env::current_exe().expect("it has a path");
    let done = std::process::Command::new(program)
        .args([test, "--exact", "--nocapture"])
        .env(ONE_HEAP, "1")
        .status();
    assert!(done.expect("it starts").success(), "see above");
    true
}

/// `BODYPACK_OPENINGS` says how often; the measurement wants 100.
fn windows_open_soon_and_leave_nothing_behind<H: Hosted>(screen: &Screen) {
    let module = format!("in_{}", H::NAME.to_lowercase());
    if runs_with_one_heap(&format!(
        "{module}::windows_open_soon_and_leave_nothing_behind"
    )) {
        return;
    }
    let often = std::env::var("BODYPACK_OPENINGS").ok();
    let often: usize = often.and_then(|often| often.parse().ok()).unwrap_or(10);
    let hosted = H::load();
    let cycle = || {
        let (window, took) = open(screen, &hosted, [0, 0]);
        close(screen, &hosted, window);
        took
    };
    // Drivers and fonts are loaded the first few times.
    for _ in 0..5 {
        cycle();
    }
    let (kb, files, tasks) = (resident_kb(), descriptors(), threads());
    let mut times: Vec<Duration> = (0..often).map(|_| cycle()).collect();
    times.sort_unstable();
    std::thread::sleep(Duration::from_millis(300));
    let grown_kb = resident_kb() - kb;
    println!(
        "{}: {often} openings: median {:?}, quickest {:?}, slowest {:?}; {grown_kb} kB more, \
         {files} descriptors and then {}, {tasks} threads and then {}",
        H::NAME,
        times[often / 2],
        times[0],
        times[often - 1],
        descriptors(),
        threads(),
    );
    assert!(descriptors() <= files, "descriptors are left behind");
    assert!(threads() <= tasks, "threads are left behind");
    // What the drivers keep differs by so much from run to run; a leaked window would be some 4 MB
    // for its picture alone, every time.
    let most_kb = 24 * 1024;
    assert!(grown_kb < most_kb, "{grown_kb} kB are left behind");
}
