//! Pictures of the editor: at three sizes, in both themes, of every stage and of both depths.

use super::bench::Bench;
use bodypack::editor::Stage;
use bodypack::session::Look;

/// Keeps a picture where a person can look at it.
pub fn save(picture: &image::RgbaImage, name: &str) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    picture.save(&path).expect("the picture is written");
}

/// A picture of a window of so many times the base size.
fn picture(scale: f32, change: impl FnOnce(&mut Look)) -> image::RgbaImage {
    let mut bench = Bench::scaled(scale);
    bench.params.editor_look.change(change);
    bench.wait_for_curves();
    // Panics unless the editor comes to rest.
    bench.harness.run();
    bench.render()
}

#[test]
fn pictures_show_what_they_should_and_keep_the_margin() {
    for (scale, light, perform, name) in [
        (1.0, false, false, "editor"),
        (0.75, false, false, "editor-small"),
        (2.0, false, false, "editor-large"),
        (1.0, true, false, "editor-light"),
        (1.0, false, true, "perform"),
        (1.0, true, true, "perform-light"),
    ] {
        let picture = picture(scale, |look| {
            look.light = light;
            look.perform = perform;
        });
        save(&picture, name);
        let pixels = picture.pixels().len();
        let mix = if light {
            [0x00, 0x66, 0x91]
        } else {
            [0x56, 0xC7, 0xF2]
        };
        let seen = picture.pixels().filter(|p| p.0[..3] == mix).count();
        assert!(
            seen * 10_000 > pixels,
            "the mix is not to be seen in {name}"
        );
        let behind = if light {
            [0xE9, 0xEC, 0xF0]
        } else {
            [0x13, 0x15, 0x1A]
        };
        let (across, down) = ((20.0 * scale) as u32, (8.0 * scale) as u32);
        let edge = picture.enumerate_pixels().filter(|(x, y, _)| {
            *x < across
                || *y < down
                || *x + across >= picture.width()
                || *y + down >= picture.height()
        });
        // The corner that the window is resized by lies in the margin.
        let grip = (16.0 * scale) as u32;
        let edge =
            edge.filter(|(x, y, _)| *x + grip < picture.width() || *y + grip < picture.height());
        for (x, y, pixel) in edge {
            assert_eq!(pixel.0[..3], behind, "{name} at {x}, {y}");
        }
    }
}

#[test]
fn every_stage_has_a_panel() {
    for stage in Stage::ALL {
        let picture = picture(1.0, |look| look.stage = stage as usize);
        save(&picture, &format!("stage-{}", stage.name().to_lowercase()));
    }
}
