//! A system without OpenGL: the window has a sentence in it, and neither host nor sound notices anything else.

use std::process::Command;

use super::clap::Clap;
use super::screen::{screen, SERVER_OPTIONS};
use super::vst3::Vst3;
use super::{close, Hosted};

/// The library of EGL finds its drivers by this.
const DRIVERS: &str = "__EGL_VENDOR_LIBRARY_FILENAMES";

/// The test below has a process of its own, since what a system offers is looked at once.
#[test]
fn without_opengl_there_is_a_sentence() {
    needs_screen!();
    let own = std::env::current_exe().expect("this program");
    let output = Command::new(own)
        .args([
            "--exact",
            "no_opengl::in_a_process_without_opengl",
            "--ignored",
        ])
        .env(DRIVERS, "/nowhere.json")
        .env(SERVER_OPTIONS, "-extension GLX")
        .output()
        .expect("this program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by the test above"]
fn in_a_process_without_opengl() {
    needs_screen!();
    assert!(std::env::var_os(DRIVERS).is_some(), "run by the test above");
    a_sentence_is_shown::<Clap>();
    a_sentence_is_shown::<Vst3>();
}

fn a_sentence_is_shown<H: Hosted>() {
    let screen = screen();
    let hosted = H::load();
    let before = hosted.value("Seal left");
    for _ in 0..2 {
        let window = screen.window([0, 0], hosted.size());
        hosted.open(window.id);
        for _ in 0..10 {
            hosted.idle();
        }
        let picture = screen.picture(&window, [0, 0], [700, 200]);
        let white = picture
            .chunks_exact(4)
            .filter(|pixel| pixel[..3] == [255; 3]);
        let count = white.count();
        assert!(
            (500..20_000).contains(&count),
            "{}: {count} pixels of text",
            H::NAME
        );
        close(&screen, &hosted, window);
    }
    assert_eq!(hosted.value("Seal left"), before);
}
