//! Invariants of rendered sound for any rig: determinism, and the summary.

use std::fs;

use super::support::{noise, Bench};

fn bench() -> Bench {
    let bench = Bench::new();
    bench.wav("song.wav", 44_100, 2, &noise(2 * 22_050, 0.5, 1));
    bench.wav("room.wav", 44_100, 1, &noise(15_000, 0.2, 2));
    bench.wav("voice.wav", 44_100, 2, &noise(2 * 22_050, 0.3, 3));
    bench
}

const EVERYTHING: &str = "--rig single-dynamic-wired --ambient room.wav --own-voice voice.wav \
     --set link.kind=digital --set link.latency_ms=2.34 --set feed.more_me_db=-6 \
     --set earphone.seal.right_resistance_pa_s_m3=1e9 --set pack.volume_db=12";

#[test]
fn the_block_size_does_not_matter() {
    let bench = bench();
    let rendered = |block: u32| {
        bench.good(&format!(
            "render song.wav -o out.wav {EVERYTHING} --block {block}"
        ));
        fs::read(bench.path("out.wav")).unwrap()
    };
    let expected = rendered(512);
    for block in [1, 37, 64, 4096, 65_536] {
        assert!(
            rendered(block) == expected,
            "blocks of {block} give other bits"
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    let bench = bench();
    let rendered = |seed: u64| {
        bench.good(&format!(
            "render song.wav -o out.wav {EVERYTHING} --seed {seed}"
        ));
        fs::read(bench.path("out.wav")).unwrap()
    };
    assert!(rendered(7) == rendered(7));
    assert!(rendered(u64::MAX) == rendered(u64::MAX));
}

#[test]
fn the_summary_is_one_line_with_length_speed_peak_and_limiter() {
    let bench = Bench::new();
    bench.wav("song.wav", 44_100, 2, &noise(2 * 22_050, 0.02, 1));
    let output = bench.run("render song.wav -o out.wav --rig single-dynamic-wired");
    assert!(output.stdout.is_empty());
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    for words in [
        "out.wav",
        "500.0 ms",
        "× real time",
        "peak",
        "dBFS",
        "limiter idle",
    ] {
        assert!(line.contains(words), "{words:?} is not in {line:?}");
    }
}

#[test]
fn a_driven_limiter_is_reported_and_holds_the_ceiling() {
    let bench = bench();
    let output = bench.run(
        "render song.wav -o out.wav --rig single-dynamic-wired --set pack.volume_db=20 \
         --set listening.ceiling_dbfs=-6 --gain 0",
    );
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.contains("limiter at work"), "{line}");
    let ceiling = 10f32.powf(-6.0 / 20.0);
    let (_, left, right) = bench.rendered("out.wav");
    let peak = left
        .iter()
        .chain(&right)
        .fold(0.0, |m: f32, s| m.max(s.abs()));
    assert!(peak <= ceiling * (1.0 + 1e-6), "{peak}");
}

#[test]
fn silence_in_is_silence_out() {
    let bench = Bench::new();
    bench.wav("none.wav", 48_000, 2, &[0.0; 2 * 5000]);
    let output = bench.run("render none.wav -o out.wav --rig single-dynamic-wired");
    assert!(String::from_utf8(output.stderr).unwrap().contains("silent"));
    let (_, left, right) = bench.rendered("out.wav");
    assert!(left.iter().chain(&right).all(|s| *s == 0.0));
}

fn peak(bench: &Bench) -> f32 {
    let (_, left, right) = bench.rendered("out.wav");
    let all = left.iter().chain(&right);
    all.fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
}

#[test]
fn peaks_are_kept_under_minus_one_dbfs_by_one_constant_gain() {
    let bench = bench();
    let loud = "render song.wav -o out.wav --rig single-dynamic-wired --set pack.volume_db=12";
    let line = String::from_utf8(bench.run(loud).stderr).unwrap();
    assert!(
        line.contains("gain −") && line.contains("limiter idle"),
        "{line}"
    );
    let wanted = 10f32.powf(-1.0 / 20.0);
    assert!(
        (peak(&bench) / wanted - 1.0).abs() < 1e-5,
        "{}",
        peak(&bench)
    );
    let (_, turned_down, _) = bench.rendered("out.wav");
    // The same without anything in the way: 24 dB lower in the first place.
    bench.good(&format!("{loud} --gain=-24"));
    let (_, quiet, _) = bench.rendered("out.wav");
    let ratio = f64::from(turned_down[9000] / quiet[9000]);
    for (n, (a, b)) in turned_down.iter().zip(&quiet).enumerate() {
        let apart = f64::from(*a) - ratio * f64::from(*b);
        assert!(apart.abs() < 1e-5, "sample {n}: {a} and {b}");
    }
}

#[test]
fn a_result_that_fits_is_left_as_it_is() {
    let bench = Bench::new();
    bench.wav("song.wav", 44_100, 2, &noise(2 * 22_050, 0.02, 1));
    let rendered = |gain: &str| {
        bench.good(&format!("render song.wav -o out.wav {gain}"));
        fs::read(bench.path("out.wav")).unwrap()
    };
    assert!(rendered("") == rendered("--gain 0"));
    let output = bench.run("render song.wav -o out.wav --gain loud");
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && error.contains("auto"),
        "{error}"
    );
}
