//! The look of the window against pictures that were looked at: a mean difference beyond the limit
//! means that something moved, vanished or changed its color. `BODYPACK_BLESS=1` keeps new ones.

use std::path::PathBuf;

use super::bench::Bench;
use bodypack::session::Look;
use image::RgbaImage;

/// Pictures are kept at this size, times the base.
const SCALE: f32 = 0.5;

/// The greatest mean difference of a color, of 255. A panel that is missing makes 6 and more; a
/// curve that lies a little elsewhere makes 0.1.
const LIMIT: f64 = 1.5;

fn golden(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/editor");
    folder.join(format!("{name}.png"))
}

/// The mean of the differences of all colors of all pixels, of 255.
fn difference(a: &RgbaImage, b: &RgbaImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let pairs = a.as_raw().iter().zip(b.as_raw());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    // Opaqueness is the same everywhere and does not count.
    sum as f64 / (0.75 * a.as_raw().len() as f64)
}

fn picture(change: impl FnOnce(&mut Look)) -> RgbaImage {
    let mut bench = Bench::scaled(SCALE);
    bench.params.editor_look.change(change);
    bench.wait_for_curves();
    bench.harness.run();
    bench.render()
}

#[test]
fn the_window_looks_as_it_did_when_it_was_looked_at() {
    for (name, light, perform) in [
        ("engineer", false, false),
        ("engineer-light", true, false),
        ("perform", false, true),
        ("perform-light", true, true),
    ] {
        let now = picture(|look| {
            look.light = light;
            look.perform = perform;
        });
        let path = golden(name);
        if std::env::var_os("BODYPACK_BLESS").is_some() {
            now.save(&path).expect("the picture is written");
            continue;
        }
        let kept = image::open(&path).expect("there is a picture").to_rgba8();
        let found = difference(&now, &kept);
        assert!(found < LIMIT, "{name} differs by {found:.2} of 255");
    }
}

#[test]
fn a_missing_panel_would_be_noticed() {
    let whole = picture(|_| ());
    let bare = picture(|look| look.perform = true);
    assert!(difference(&whole, &bare) > 4.0 * LIMIT);
}
