//! `bodypack blind`: a folder with a hidden order, and what its sheet says.

use std::fs;

use serde_json::Value;

use super::support::{noise, Bench};

fn bench() -> Bench {
    let bench = Bench::new();
    bench.wav("mix.wav", 48_000, 2, &noise(2 * 4 * 48_000, 0.25, 1));
    bench
}

/// Fills the sheet in by comparing the files, as nobody can by ear.
fn fill(bench: &Bench, trials: usize, answer: impl Fn(usize) -> String) {
    let lines: String = (1..=trials)
        .map(|trial| format!("{trial:02}: {}\n", answer(trial)))
        .collect();
    fs::write(bench.path("test/answers.txt"), lines).unwrap();
}

#[test]
fn right_answers_tell_the_sounds_apart() {
    let bench = bench();
    bench.good("blind mix.wav --rig flat-earbud --seed 7 --seconds 3 -o test");
    let kept: Value =
        serde_json::from_slice(&fs::read(bench.path("test/test.json")).unwrap()).unwrap();
    assert!(kept["apart_lu"].as_f64().unwrap().abs() <= 0.1);
    let file = |name: String| fs::read(bench.path(&format!("test/{name}"))).unwrap();
    let same = |trial: usize, letter: &str| {
        file(format!("x{trial:02}.wav")) == file(format!("{letter}.wav"))
    };
    let order: Vec<bool> = (1..=18).map(|trial| same(trial, "b")).collect();
    assert!(order.contains(&true) && order.contains(&false));
    // An open sheet is no test yet.
    let before = fs::read(bench.path("test/answers.txt")).unwrap();
    let refused = bench.run("blind test");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("18 of 18 trials are not answered"));
    assert_eq!(fs::read(bench.path("test/answers.txt")).unwrap(), before);
    fill(&bench, 18, |trial| {
        if same(trial, "b") {
            "b".into()
        } else {
            "a".into()
        }
    });
    let said = bench.good("blind test");
    assert!(
        said.contains("18 of 18 right (p = 0.000)") && said.contains("told apart"),
        "{said}"
    );
    assert!(
        said.contains("the mix") && said.contains("Loudness apart: 0.0"),
        "{said}"
    );
    assert_eq!(
        fs::read_to_string(bench.path("test/result.txt")).unwrap(),
        said
    );
    fill(&bench, 18, |_| "a".into());
    assert!(bench.good("blind test").contains("does not show"));
    fill(
        &bench,
        18,
        |trial| if trial == 4 { "c".into() } else { "a".into() },
    );
    let refused = bench.run("blind test");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 4: \"c\" is no answer"));
}

#[test]
fn a_preference_counts_votes_for_the_rig_wherever_it_came() {
    let bench = bench();
    bench.good("blind mix.wav --rig drummer --against flat-earbud --preference --seed 3 --seconds 2 -o test");
    let file = |name: String| fs::read(bench.path(&format!("test/{name}"))).unwrap();
    // Always the sound that came first in the first trial.
    let liked = file("01-1.wav".into());
    fill(&bench, 17, |trial| {
        if file(format!("{trial:02}-1.wav")) == liked {
            "1".into()
        } else {
            "2".into()
        }
    });
    let said = bench.good("blind test");
    assert!(
        said.contains("was preferred in 17 of 17 trials (p = 0.000)"),
        "{said}"
    );
}

#[test]
fn tests_that_cannot_be_are_refused() {
    let bench = bench();
    bench.refused("blind mix.wav --rig drummer", &["-o FOLDER"]);
    bench.refused("blind mix.wav -o test", &["--rig"]);
    bench.refused(
        "blind mix.wav --rig drummer --trials 16 -o test",
        &["13, 18, 23, 30"],
    );
    bench.refused(
        "blind mix.wav --rig drummer --from 3.5 -o test",
        &["a second is needed"],
    );
    bench.refused("blind mix.wav --rig drummmer -o test", &["drummer"]);
    bench.wav("silent.wav", 48_000, 1, &vec![0.0; 96_000]);
    bench.refused(
        "blind silent.wav --rig singer-arena-touring-fm -o test",
        &["silent"],
    );
    fs::create_dir(bench.path("test")).unwrap();
    bench.refused("blind mix.wav --rig drummer -o test", &["there already"]);
    bench.refused("blind test", &["test.json", "no such file"]);
}

#[test]
fn a_passage_without_length_is_refused_by_the_options_name() {
    let bench = bench();
    for (seconds, said) in [
        ("0", "it is 0"),
        ("-3", "it is -3"),
        ("inf", "it is inf"),
        ("NaN", "it is NaN"),
    ] {
        bench.refused(
            &format!("blind mix.wav --rig flat-earbud --seconds={seconds} -o test"),
            &["--seconds", said, "a second at least"],
        );
        assert!(!bench.path("test").exists());
    }
}
