//! The manual by the menu: opened where it is installed, and a sentence where it is not.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bodypack::editor::Manual;

use super::bench::Bench;

fn notices(bench: &Bench) -> Option<String> {
    bench.desk.notices.text()
}

/// Opens the manual by the menu.
fn open_manual(bench: &mut Bench) {
    bench.click("Window menu");
    bench.click("Manual");
}

/// Waits for what a thread has to say.
fn wait_for_notice(bench: &mut Bench, words: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !notices(bench).is_some_and(|said| said.contains(words)) {
        assert!(Instant::now() < deadline, "{:?}", notices(bench));
        std::thread::sleep(Duration::from_millis(5));
        bench.harness.run();
    }
}

#[test]
fn the_menu_opens_the_manual_where_it_is_installed() {
    static OPENED: Mutex<Option<PathBuf>> = Mutex::new(None);
    let folders: Vec<_> = (0..2)
        .map(|_| tempfile::tempdir().expect("a folder"))
        .collect();
    let paths: Vec<PathBuf> = folders
        .iter()
        .map(|folder| folder.path().to_owned())
        .collect();
    // Only the second one has it.
    let page = paths[1].join("index.html");
    std::fs::write(&page, "<h1>Bodypack</h1>").expect("written");
    let mut bench = Bench::new();
    bench.desk.manual.replace(Manual::new(paths, |page| {
        *OPENED.lock().expect("no test panicked here") = Some(page.to_owned());
        Ok(())
    }));
    open_manual(&mut bench);
    let deadline = Instant::now() + Duration::from_secs(10);
    while OPENED.lock().expect("no test panicked here").is_none() {
        assert!(Instant::now() < deadline, "it is not opened");
        std::thread::sleep(Duration::from_millis(5));
    }
    let opened = OPENED.lock().expect("no test panicked here").take();
    assert_eq!(opened, Some(page));
    assert!(notices(&bench)
        .expect("it is said")
        .contains("in your browser"));
}

#[test]
fn a_manual_that_is_not_there_or_does_not_open_says_so() {
    let mut bench = Bench::new();
    open_manual(&mut bench);
    let said = notices(&bench).expect("it is said");
    assert!(said.contains(env!("CARGO_PKG_HOMEPAGE")), "{said}");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "").expect("written");
    let places = vec![folder.path().to_owned()];
    let refuse = |_: &Path| Err(std::io::Error::other("no browser"));
    bench.desk.manual.replace(Manual::new(places, refuse));
    open_manual(&mut bench);
    wait_for_notice(&mut bench, "could not be opened: no browser");
}
