//! Gestures on a knob as a host receives them.

use std::time::Duration;

use super::screen::Screen;
use super::{close, drag, open, place, until, Clap, Gesture, Hosted};

pub fn a_knob_is_dragged<H: Hosted>(screen: &Screen) {
    let hosted = H::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    let knob = place("Seal left");
    let before = hosted.value("Seal left");
    drag(screen, &window, knob);
    screen.release();
    until(&hosted, "the knob turns", || {
        hosted.value("Seal left") > before + 0.02
    });
    if let Some(mut gestures) = hosted.gestures() {
        until(&hosted, "the hand lets go", || {
            gestures.extend(hosted.gestures().unwrap_or_default());
            gestures.last() == Some(&Gesture::End)
        });
        assert_eq!(gestures.first(), Some(&Gesture::Begin));
        let inner = &gestures[1..gestures.len() - 1];
        let sets_alone = !inner.is_empty() && inner.iter().all(|one| *one == Gesture::Set);
        assert!(sets_alone, "{gestures:?}");
    }
    close(screen, &hosted, window);
}

/// The first move of a hand edits a rig that was as it came, so that the choice of a rig follows.
pub fn a_host_that_looks_late_hears_the_whole_gesture(screen: &Screen) {
    let hosted = Clap::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    assert_ne!(hosted.value("Rig"), 0.0, "a fresh instance has a rig");
    let before = hosted.value("Seal left");
    screen.point(&window, place("Seal left"));
    screen.wheel_up();
    // The value is there before the host asks for it, since no sound is processed.
    for _ in 0..2000 {
        if hosted.value("Rig") == 0.0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(hosted.value("Rig"), 0.0, "as edited");
    assert!(hosted.value("Seal left") > before);
    std::thread::sleep(Duration::from_millis(200));
    let heard = hosted.gestures().expect("this host reports them");
    assert_eq!(heard, [Gesture::Begin, Gesture::Set, Gesture::End]);
    close(screen, &hosted, window);
}
