//! Curves that come in: seen over what is there before they are used, and taken away again.

use std::path::PathBuf;

use super::bench::Bench;
use super::pictures;
use bodypack::chain::loudness;
use bodypack::design::Plot;
use bodypack::editor::Stage;
use bodypack::rig::Rig;
use egui::{Pos2, Shape};
use egui_kittest::kittest::Queryable;

/// A measurement with less bass and a peak.
fn file(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("Mine.csv");
    let rows = "frequency,raw\n20,-9\n100,-4\n300,0\n1000,0\n3000,12\n6000,2\n20000,-20\n";
    std::fs::write(&path, rows).expect("written");
    path
}

/// Text of the preview once it is solved.
fn preview(bench: &mut Bench) -> String {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        bench.harness.run();
        let node = bench.harness.get_by_label("Preview of the curve");
        let says = node.value().expect("it says something");
        if !says.starts_with("solving") {
            return says;
        }
        assert!(std::time::Instant::now() < deadline, "nothing is solved");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn plot(rig: &Rig, frequencies_hz: Vec<f64>) -> Plot {
    Plot::new(rig, frequencies_hz).expect("it sounds")
}

/// The plot's own frequencies.
fn frequencies_hz() -> Vec<f64> {
    let share = |index: u32| f64::from(index) / 239.0;
    (0..240)
        .map(|index| 20.0 * 1000f64.powf(share(index)))
        .collect()
}

/// Returns whether a curve is drawn in the preview, on the scale of the plot: -40 to 30 dB.
fn is_drawn(bench: &Bench, levels_db: &[f64]) -> bool {
    let rect = bench.harness.get_by_label("Preview of the curve").rect();
    let place = |level_db: f64| rect.bottom() - rect.height() * ((level_db + 40.0) / 70.0) as f32;
    let is_it = |points: &[Pos2]| {
        points.len() == levels_db.len()
            && points
                .iter()
                .zip(levels_db)
                .all(|(at, &db)| (at.y - place(db)).abs() < 0.1)
    };
    let shapes = &bench.harness.output().shapes;
    shapes
        .iter()
        .any(|clipped| matches!(&clipped.shape, Shape::Path(path) if is_it(&path.points)))
}

#[test]
fn the_preview_lies_over_the_rigs_own_response_and_shows_what_comes_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::new();
    let now = plot(&bench.params.rig(), frequencies_hz());
    bench.bring_in(&file(&folder));
    assert!(preview(&mut bench).starts_with("What you hear changes by up to "));
    assert!(is_drawn(&bench, &now.programme_db[0]));
    pictures::save(&bench.render(), "import-headphones");
    bench.click("The performer's earphone");
    let says = preview(&mut bench);
    pictures::save(&bench.render(), "import-earphone");
    assert!(is_drawn(&bench, &now.programme_db[0]));
    // What is promised is what comes.
    let before = bench.params.rig();
    let mut promised = before.clone();
    bench.click("Use it");
    let then = plot(&bench.params.rig(), frequencies_hz());
    promised
        .earphone
        .measured
        .clone_from(&bench.params.rig().earphone.measured);
    // With a part of the rig, the loudness is matched anew.
    loudness::take(&mut promised);
    assert_eq!(bench.params.rig(), promised);
    let change = |index: usize| then.programme_db[0][index] - now.programme_db[0][index];
    let hz = &now.frequencies_hz;
    let largest = (0..hz.len())
        .filter(|&index| hz[index] <= 10_000.0)
        .max_by(|&a, &b| change(a).abs().total_cmp(&change(b).abs()))
        .expect("there are frequencies");
    let sign = if change(largest) > 0.0 {
        "+"
    } else {
        "\u{2212}"
    };
    let expected = format!(
        "What you hear changes by up to {sign}{:.1} dB, at {:.0} Hz.",
        change(largest).abs(),
        hz[largest]
    );
    assert_eq!(says, expected);
}

#[test]
fn an_equalizer_that_does_nothing_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Flat.txt");
    let text = "Preamp: 0 dB\nFilter 1: ON PK Fc 100 Hz Gain 0.0 dB Q 1.00\n";
    std::fs::write(&path, text).expect("written");
    let mut bench = Bench::new();
    bench.bring_in(&path);
    assert_eq!(preview(&mut bench), "What you hear stays as it is.");
}

#[test]
fn a_curve_is_taken_away_again_with_one_click_and_undo_brings_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&folder);
    let mut bench = Bench::new();
    for (stage, purpose) in [
        (Stage::Listening, "My own headphones"),
        (Stage::Earphone, "The performer's earphone"),
    ] {
        let mut before = bench.params.rig();
        // The bench's own rig has no match yet; with a part of it, the loudness is matched anew.
        loudness::take(&mut before);
        bench.open(stage);
        assert!(bench
            .harness
            .query_by_label("Take the curve away")
            .is_none());
        bench.bring_in(&path);
        bench.click(purpose);
        bench.click("Use it");
        let with = bench.params.rig();
        assert_ne!(with, before);
        pictures::save(&bench.render(), &format!("imported-{}", stage.name()));
        bench.click("Take the curve away");
        assert_eq!(bench.params.rig(), before, "{purpose}");
        assert!(bench
            .harness
            .query_by_label("Take the curve away")
            .is_none());
        bench.click("Undo");
        assert_eq!(bench.params.rig(), with);
        bench.click("Take the curve away");
    }
}
