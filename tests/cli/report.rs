//! `bodypack report`: page, JSON, picture and clips, the same on every run, whole or not at all.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{noise, Bench};

const RIGS: &str = "singer-arena-touring-fm,choir-one-mix-for-all";

/// Six seconds of noise in stereo, with half as much of it on the right.
fn bench() -> Bench {
    let bench = Bench::new();
    let sound = noise(2 * 6 * 44_100, 0.25, 1);
    bench.wav("mix.wav", 44_100, 2, &sound);
    bench
}

fn json(bench: &Bench, name: &str) -> Value {
    serde_json::from_slice(&fs::read(bench.path(name)).unwrap()).unwrap()
}

/// All files below a folder with their bytes.
fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| match path.is_dir() {
            true => all(&path),
            false => vec![(
                path.to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )],
        })
        .collect();
    found.sort();
    found
}

#[test]
fn page_json_picture_and_clips_agree_and_are_the_same_on_each_run() {
    let bench = bench();
    fs::create_dir(bench.path("a")).unwrap();
    fs::create_dir(bench.path("b")).unwrap();
    bench.good(&format!(
        "report mix.wav --rigs {RIGS} --stage club --png -o a/r.html --jobs 1"
    ));
    bench.good(&format!(
        "report mix.wav --rigs {RIGS} --stage club --png -o b/r.html --jobs 2"
    ));
    let [one, two] = ["a", "b"].map(|folder| all(&bench.path(folder)));
    assert_eq!(one.len(), two.len());
    for ((name, bytes), (other, again)) in one.iter().zip(&two) {
        assert!(bytes == again, "{name} and {other} differ");
    }
    let report = json(&bench, "a/r.json");
    assert_eq!(report["rigs"].as_array().unwrap().len(), 2);
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    let page = fs::read_to_string(bench.path("a/r.html")).unwrap();
    for finding in findings {
        let sentence = finding["sentence"].as_str().unwrap();
        assert!(
            page.contains(&sentence.replace('"', "&quot;")),
            "{sentence}"
        );
        for key in [
            "measure", "value", "limit", "source", "from_s", "to_s", "change",
        ] {
            assert!(!finding[key].is_null(), "{key}");
        }
        if let Some(clip) = finding["clip_ear"].as_str() {
            assert!(page.contains(clip));
            let clip = hound::WavReader::open(bench.path("a").join(clip)).unwrap();
            assert_eq!((clip.spec().channels, clip.spec().sample_rate), (2, 44_100));
        }
    }
    assert!(fs::read(bench.path("a/r.png"))
        .unwrap()
        .starts_with(b"\x89PNG"));
    // Nothing on the page reaches for a network or runs.
    for word in ["http:", "https:", "<script", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
}

/// Clips before and after the rig, K-weighted to the same loudness; the filters are those of BS.1770 at
/// 44.1 kHz as the library designs them.
#[test]
fn clips_of_a_finding_are_as_loud_as_each_other() {
    let bench = bench();
    bench.good(&format!(
        "report mix.wav --rigs {RIGS} --stage club -o r.html"
    ));
    let report = json(&bench, "r.json");
    let mut pairs = 0;
    for finding in report["findings"].as_array().unwrap() {
        let loudness = |key: &str| {
            let path = bench.path(finding[key].as_str()?);
            let mut reader = hound::WavReader::open(path).unwrap();
            let samples: Vec<f64> = reader
                .samples::<i16>()
                .map(|s| f64::from(s.unwrap()) / 32_768.0)
                .collect();
            let power: f64 = (0..2)
                .map(|channel| {
                    let mut filters = bodypack::dsp::k_weighting::filters(44_100.0)
                        .map(bodypack::dsp::biquad::Biquad::new);
                    samples
                        .iter()
                        .skip(channel)
                        .step_by(2)
                        .map(|&x| filters.iter_mut().fold(x, |x, f| f.tick_f64(x)).powi(2))
                        .sum::<f64>()
                })
                .sum();
            Some(10.0 * (power / samples.len() as f64).log10())
        };
        if let (Some(mix), Some(ear)) = (loudness("clip_mix"), loudness("clip_ear")) {
            assert!((mix - ear).abs() < 0.1, "{finding}: {mix:.2} and {ear:.2}");
            pairs += 1;
        }
    }
    assert!(pairs > 0);
}

#[test]
fn wrong_inputs_are_refused_and_leave_nothing() {
    let bench = bench();
    bench.wav("other.wav", 48_000, 1, &noise(4800, 0.25, 1));
    bench.refused(
        "report mix.wav --stem vocal=other.wav -o r.html",
        &["48000 Hz", "44100 Hz"],
    );
    bench.refused(
        "report mix.wav --stem vocal=none.wav -o r.html",
        &["none.wav", "no such file"],
    );
    bench.refused(
        "report mix.wav --stem a=mix.wav --stem a=mix.wav -o r.html",
        &["twice"],
    );
    bench.refused("report none.wav -o r.html", &["no such file"]);
    bench.refused("report mix.wav -o r.wav", &[".html"]);
    bench.refused("report mix.wav -o -", &["name the page"]);
    bench.refused("report mix.wav -o none/r.html", &["no folder"]);
    bench.refused(
        "report mix.wav --rigs drummmer -o r.html",
        &["drummmer", "did you mean \"drummer\""],
    );
    bench.refused(
        "report mix.wav --rigs , -o r.html",
        &["--rigs", "names nothing"],
    );
    bench.refused(
        "report mix.wav --stage clubb -o r.html",
        &["clubb", "did you mean \"club\""],
    );
    bench.write("broken.toml", b"format = 1\nname = 3\n");
    bench.refused(
        "report mix.wav --rigs broken.toml -o r.html",
        &["broken.toml"],
    );
    fs::create_dir(bench.path("r-clips")).unwrap();
    fs::write(bench.path("r-clips/mine.txt"), b"mine").unwrap();
    bench.refused("report mix.wav -o r.html", &["r-clips", "other files"]);
}

#[test]
fn a_rig_that_fails_is_named_and_the_others_go_on() {
    let bench = bench();
    bench.write("broken.toml", b"format = 1\nname = 3\n");
    let output = bench.run("report mix.wav --rigs broken.toml,single-dynamic-wired -o r.html");
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("broken.toml was left out"), "{said}");
    let report = json(&bench, "r.json");
    assert_eq!(report["failed"][0]["id"], "broken.toml");
    assert_eq!(report["rigs"].as_array().unwrap().len(), 1);
}

/// One that cannot be read among all of a tag: it is named in the file and on the page, and the others
/// are as they are without it.
#[test]
fn one_that_fails_among_many_changes_nothing_for_the_others() {
    let bench = bench();
    bench.write("broken.toml", b"format = 1\nname = 3\n");
    bench.good("report mix.wav --rigs wired,broken.toml -o with.html --clips 0");
    bench.good("report mix.wav --rigs wired -o without.html --clips 0");
    let [with, without] = ["with.json", "without.json"].map(|name| json(&bench, name));
    let count = without["rigs"].as_array().unwrap().len();
    assert!(count >= 5, "{count} wired rigs");
    assert_eq!(with["rigs"], without["rigs"]);
    assert_eq!(with["failed"][0]["id"], "broken.toml");
    let page = fs::read_to_string(bench.path("with.html")).unwrap();
    assert!(page.contains("broken.toml was left out"));
}

/// A limit of the size of files stands for a disk that is full: first for the temporary files, then, with a
/// mix that is shorter than its page, for the page. An earlier page stays as it was.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let bench = bench();
    bench.wav("short.wav", 48_000, 2, &noise(2 * 12_000, 0.25, 1));
    bench.good("report mix.wav --rigs single-dynamic-wired -o r.html");
    let before = all(&bench.path(""));
    let temporary = tempfile::tempdir().unwrap();
    // In blocks of 512 bytes.
    for (mix, blocks, words) in [
        ("mix.wav", "40", "no room for temporary files"),
        ("short.wav", "220", "cannot be written"),
    ] {
        let arguments = [
            "report", mix, "--rigs", "wired", "--clips", "0", "-o", "r.html",
        ];
        let output = std::process::Command::new("sh")
            .args(["-c", "ulimit -f $1; shift; exec \"$@\"", "sh", blocks])
            .arg(env!("CARGO_BIN_EXE_bodypack"))
            .args(arguments)
            .current_dir(bench.path(""))
            .env("TMPDIR", temporary.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(words), "{said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        assert!(all(&bench.path("")) == before, "{mix}: something changed");
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0, "{mix}");
    }
}

#[test]
fn a_mix_of_numbers_that_are_none_or_far_too_large_is_measured_with_a_word() {
    let bench = Bench::new();
    let mut sound = noise(2 * 3 * 48_000, 0.25, 1);
    sound[5000] = 1e30;
    sound[9000] = f32::NAN;
    bench.wav("in.wav", 48_000, 2, &sound);
    let output = bench.run("report in.wav --rigs bar-budget-fm-stereo -o r.html");
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("1 of 288000 samples were no numbers"),
        "{said}"
    );
    let text = fs::read_to_string(bench.path("r.json")).unwrap();
    assert!(!text.contains("NaN") && !text.contains("inf"));
    bench.wav("empty.wav", 48_000, 2, &[]);
    bench.refused("report empty.wav -o e.html", &["empty.wav", "0 frames"]);
    bench.wav("slow.wav", 4_000, 1, &noise(8_000, 0.25, 1));
    bench.refused(
        "report slow.wav -o e.html",
        &["4000 Hz", "8000 to 768000 Hz"],
    );
}

#[test]
fn silent_short_and_mono_mixes_are_told_of() {
    let bench = Bench::new();
    let finding = |name: &str| {
        let rate = if name == "short" { 8_000 } else { 48_000 };
        let length = rate as usize * if name == "short" { 1 } else { 3 };
        let sound = match name {
            "silent" => vec![0.0; 2 * length],
            _ => noise(length, 0.25, 1),
        };
        let channels = if name == "silent" { 2 } else { 1 };
        bench.wav("in.wav", rate, channels, &sound);
        bench.good("report in.wav --rigs single-dynamic-wired -o r.html");
        json(&bench, "r.json")
    };
    let silent = finding("silent");
    assert_eq!(silent["findings"][0]["kind"], "silence");
    let short = finding("short");
    assert_eq!(short["mix"]["seconds"], 1.0);
    let mono = finding("mono");
    assert!(mono["remarks"][0].as_str().unwrap().contains("mono"));
    // A mix shorter than one frame of analysis.
    bench.wav("in.wav", 48_000, 2, &[0.1; 200]);
    bench.good("report in.wav --rigs single-dynamic-wired -o r.html");
    let tiny = json(&bench, "r.json");
    let remark = tiny["remarks"][0].as_str().unwrap();
    assert!(remark.contains("the mix is 2.1 ms long"), "{remark}");
    let remarks = short["remarks"].as_array().unwrap();
    let little = |remark: &Value| remark.as_str().unwrap().contains("mean little");
    assert!(!remarks.iter().any(little), "{remarks:?}");
}

#[test]
fn a_stem_of_another_length_is_used_with_a_word() {
    let bench = bench();
    bench.wav("stem.wav", 44_100, 1, &noise(44_100, 0.25, 1));
    let output =
        bench.run("report mix.wav --stem vocal=stem.wav --rigs single-dynamic-wired -o r.html");
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("stem.wav: 1.0 s long, the mix 6.0 s; silence follows"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_of_a_report() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    let bench = Bench::new();
    bench.wav("song.wav", 48_000, 1, &noise(300 * 48_000, 0.25, 1));
    let mut program = Command::new(env!("CARGO_BIN_EXE_bodypack"))
        .args(["report", "song.wav", "-o", "r.html", "--rigs", "analog FM"])
        .current_dir(bench.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let files = || fs::read_dir(bench.path("")).unwrap().count();
    while files() < 3 {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "the report never started"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(500));
    let process = nix::unistd::Pid::from_raw(program.id() as i32);
    nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGINT).unwrap();
    let output = program.wait().unwrap();
    assert_eq!(output.code(), Some(130));
    assert_eq!(files(), 1);
}

/// The name of a rig may be a tag as well: then it is the tag, and behind `factory:` the rig alone.
#[test]
fn a_rig_whose_name_is_a_tag_is_had_alone_behind_a_prefix() {
    let bench = bench();
    let rigs = |word: &str| {
        bench.good(&format!("report mix.wav --rigs {word} --clips 0 -o r.html"));
        let facts = json(&bench, "r.json");
        facts["rigs"].as_array().unwrap().len()
    };
    assert_eq!(rigs("factory:drummer"), 1);
    assert!(rigs("drummer") > 1);
}

/// Sentence, measure, table and JSON state the same bands and the same limit, also where no stem tells the kick
/// from the rest.
#[test]
fn measures_and_limits_of_the_mix_are_stated_once() {
    let bench = Bench::new();
    // Hits of 200 Hz, twice a second, which ring for a tenth of one.
    let hits: Vec<f32> = (0..8 * 44_100)
        .map(|n| {
            let since_s = (n % 22_050) as f32 / 44_100.0;
            0.5 * (-since_s / 0.1).exp() * (std::f32::consts::TAU * 200.0 * since_s).sin()
        })
        .collect();
    bench.wav("hits.wav", 44_100, 1, &hits);
    bench.good(&format!(
        "report hits.wav --rigs {RIGS} --clips 0 -o r.html"
    ));
    let report = json(&bench, "r.json");
    let kick = report["findings"].as_array().unwrap();
    let kick = kick.iter().find(|finding| finding["kind"] == "thin-kick");
    let kick = kick.expect("the kick is thin");
    let stated = &report["limits"]["kinds"]["thin-kick"];
    for key in ["measure", "limit", "unit", "source"] {
        assert_eq!(kick[key], stated[key], "{key}");
    }
    assert_eq!(kick["limit"], 5.5);
    let sentence = kick["sentence"].as_str().unwrap();
    for bands in ["50 to 125 Hz", "160 to 500 Hz"] {
        assert!(sentence.contains(bands), "{sentence}");
        assert!(kick["measure"].as_str().unwrap().contains(bands), "{kick}");
    }
    let page = fs::read_to_string(bench.path("r.html")).unwrap();
    let measure = kick["measure"].as_str().unwrap();
    let row = format!("<td>{measure}</td><td>5.5 dB</td>");
    assert!(page.contains(&row), "{row}");
    assert!(!page.contains("125 to 315 Hz"));
}
