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
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        error.contains("18 of 18 trials are not answered (1 to 18)"),
        "{error}"
    );
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
        said.contains("18 of 18 right (p < 0.001)") && said.contains("told apart"),
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
        said.contains("was preferred in 17 of 17 trials (p < 0.001)"),
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
    let same = "--rig and --against are one and the same rig";
    bench.refused(
        "blind mix.wav --rig drummer --against drummer -o test",
        &[same],
    );
    // Another name and another loudness do not make another rig.
    let copy = bench
        .good("rigs drummer")
        .replacen("name = \"", "name = \"Copy of ", 1);
    bench.write("copy.toml", copy.as_bytes());
    bench.refused(
        "blind mix.wav --rig drummer --against copy.toml -o test",
        &[same],
    );
    bench.wav("silent.wav", 48_000, 1, &vec![0.0; 96_000]);
    for rig in [
        "singer-arena-touring-fm",
        "flat-earbud",
        // Nothing but the noise of two links would be compared.
        "singer-arena-touring-fm --against price-link-budget-fm",
    ] {
        bench.refused(
            &format!("blind silent.wav --seconds 2 --rig {rig} -o test"),
            &["silent.wav: it is silent from 0:00 to 0:02", "--from"],
        );
    }
    fs::create_dir(bench.path("test")).unwrap();
    bench.refused("blind mix.wav --rig drummer -o test", &["there already"]);
    bench.refused("blind test", &["test.json", "no such file"]);
}

#[test]
fn a_passage_without_length_is_refused_by_the_options_name() {
    let bench = bench();
    for (from, said) in [
        ("-1", "it is -1"),
        ("inf", "it is inf"),
        ("nan", "it is NaN"),
    ] {
        bench.refused(
            &format!("blind mix.wav --rig flat-earbud --from={from} -o test"),
            &["--from", said, "at 0 s of the mix or later"],
        );
    }
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

/// A folder with a test of 18 trials.
fn prepared() -> Bench {
    let bench = bench();
    bench.good("blind mix.wav --rig flat-earbud --seed 7 --seconds 2 -o test");
    bench
}

/// Error of an evaluation that is refused.
fn refusal(bench: &Bench, arguments: &str) -> String {
    let output = bench.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!bench.exists("test/result.txt"));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_sheet_that_contradicts_itself_is_refused_with_both_lines() {
    let bench = prepared();
    fill(&bench, 18, |_| "a".into());
    let sheet = fs::read_to_string(bench.path("test/answers.txt")).unwrap();
    fs::write(bench.path("test/answers.txt"), format!("{sheet}04: b\n")).unwrap();
    let error = refusal(&bench, "blind test");
    assert!(
        error.contains("answers.txt: lines 4 and 19: trial 04 has the answers a and b"),
        "{error}"
    );
    // The same answer again contradicts nothing, and neither does a line that is left open.
    fs::write(
        bench.path("test/answers.txt"),
        format!("{sheet}04: A\n04:\n"),
    )
    .unwrap();
    bench.good("blind test");
}

#[test]
fn trials_without_an_answer_are_named() {
    let bench = prepared();
    let open = |trials: &[usize]| {
        fill(&bench, 18, |trial| match trials.contains(&trial) {
            true => String::new(),
            false => "a".into(),
        });
        refusal(&bench, "blind test")
    };
    let error = open(&[4]);
    assert!(
        error.contains("1 of 18 trials is not answered (4)"),
        "{error}"
    );
    let error = open(&[2, 3, 9, 10, 11]);
    assert!(
        error.contains("5 of 18 trials are not answered (2, 3, 9 to 11)"),
        "{error}"
    );
}

#[test]
fn a_sheet_of_notepad_is_read_and_other_encodings_are_named() {
    let bench = prepared();
    fill(&bench, 18, |_| "a".into());
    let sheet = fs::read_to_string(bench.path("test/answers.txt")).unwrap();
    let put = |bytes: Vec<u8>| fs::write(bench.path("test/answers.txt"), bytes).unwrap();
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(sheet.encode_utf16());
        units.flat_map(to_bytes).collect()
    };
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        put(bytes);
        let error = refusal(&bench, "blind test");
        assert!(
            error.contains("answers.txt: this is text in UTF-16; save it again as UTF-8"),
            "{error}"
        );
    }
    put([&b"01: a\n# caf\xe9\n"[..], sheet.as_bytes()].concat());
    let error = refusal(&bench, "blind test");
    assert!(
        error.contains("answers.txt: line 2: there is a character that is not UTF-8"),
        "{error}"
    );
    put(format!("\u{feff}{}", sheet.replace('\n', "\r\n")).into_bytes());
    bench.good("blind test");
}

#[test]
fn options_of_a_new_test_are_refused_when_one_is_evaluated() {
    let bench = prepared();
    fill(&bench, 18, |_| "a".into());
    for option in [
        "--rig drummer",
        "--against drummer",
        "--from 0",
        "--seconds 10",
        "--preference",
        "--trials 18",
        "--seed 7",
        "-o other",
    ] {
        let error = refusal(&bench, &format!("blind test {option}"));
        let name = option.split(' ').next().unwrap();
        assert!(error.contains(&format!("leave out {name}")), "{error}");
    }
    assert!(!bench.exists("other"));
}

#[test]
fn a_passage_that_the_mix_cuts_short_is_told() {
    let bench = bench();
    let output = bench.run("blind mix.wav --rig flat-earbud --from 1 --seconds 5 -o test");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("notice: the mix ends 3.0 s after the start of the passage")
            && said.contains("not 5 s"),
        "{said}"
    );
    let output = bench.run("blind mix.wav --rig flat-earbud --from 1 --seconds 3 -o other");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("notice"));
}
