//! Files that are there stay there: nothing is written over an input, and no result over another.

use std::fs;

use super::support::{noise, Bench};

const SIX: &[u8] = b"20 65\n100 66\n1000 70\n3000 80\n10000 75\n20000 50\n";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.wav("in.wav", 48_000, 2, &noise(2 * 480, 0.25, 1));
    bench.write("src.txt", SIX);
    let rig = bench.good("rigs single-dynamic-wired");
    bench.write("mine.toml", rig.as_bytes());
    bench
}

#[test]
fn no_result_goes_over_an_input() {
    let bench = bench();
    fs::copy(bench.path("mine.toml"), bench.path("mine.csv")).unwrap();
    fs::copy(bench.path("mine.toml"), bench.path("rig")).unwrap();
    for arguments in [
        "export --rig ./rig --csv rig",
        "export --rig ./rig --impulse ./rig",
        "response --rig ./rig --png rig",
        "response --rig ./rig --csv rig",
        "render in.wav -o rig --rig ./rig",
        "render in.wav -o in.wav --rig ./rig",
        "import src.txt --rig ./rig -o rig",
        "import src.txt --rig ./rig -o ./rig",
    ] {
        bench.refused(arguments, &["also an input"]);
    }
    fs::copy(bench.path("src.txt"), bench.path("src")).unwrap();
    bench.refused(
        "import src --rig mine.toml -o src",
        &["src: cannot be written: it is also an input"],
    );
    // The names of the report: a rig file is no table, and a table no rig file.
    for arguments in [
        "export --rig mine.toml --csv mine.toml",
        "response --rig mine.toml --png mine.toml",
        "render in.wav -o mine.toml --rig mine.toml",
        "import src.txt --rig drummer -o src.txt",
    ] {
        bench.refused(arguments, &["cannot be written"]);
    }
}

#[test]
fn no_result_goes_over_another() {
    let bench = bench();
    bench.refused(
        "export --rig drummer --csv same --graphic-eq same",
        &["same: cannot be written: it is named for two results"],
    );
    bench.refused(
        "response --rig drummer --csv x --png ./x",
        &["named for two results"],
    );
    fs::create_dir(bench.path("other")).unwrap();
    fs::create_dir(bench.path("out")).unwrap();
    fs::copy(bench.path("in.wav"), bench.path("other/in.wav")).unwrap();
    bench.refused(
        "render in.wav other/in.wav -o out --rig drummer",
        &["named for two results"],
    );
}

#[test]
fn a_name_that_promises_another_format_is_refused() {
    let bench = bench();
    for name in ["out.flac", "out.mp3", "out.csv"] {
        bench.refused(
            &format!("render in.wav -o {name} --rig drummer"),
            &["promises another format than WAV; name it .wav"],
        );
    }
    bench.refused(
        "export --rig drummer --impulse x.txt",
        &["promises another format than WAV"],
    );
    bench.refused(
        "import src.txt --rig drummer -o x.wav",
        &["a rig file; name it .toml"],
    );
    bench.good("export --rig drummer --csv x.txt --impulse x");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_of_results_stay() {
    use std::os::unix::fs::{symlink, PermissionsExt};
    let bench = bench();
    fs::create_dir(bench.path("deep")).unwrap();
    bench.write("deep/real.csv", b"old");
    let mode = fs::Permissions::from_mode(0o600);
    fs::set_permissions(bench.path("deep/real.csv"), mode).unwrap();
    symlink("deep/real.csv", bench.path("link.csv")).unwrap();
    bench.good("export --rig drummer --csv link.csv");
    assert!(fs::symlink_metadata(bench.path("link.csv"))
        .unwrap()
        .is_symlink());
    let data = fs::metadata(bench.path("deep/real.csv")).unwrap();
    assert_eq!(data.permissions().mode() & 0o777, 0o600);
    assert!(data.len() > 1000);
}

#[test]
fn what_is_exported_keeps_both_ears() {
    let bench = bench();
    bench.good(
        "export --rig mine.toml --set earphone.seal.right_resistance_pa_s_m3=3e7 --csv lr.csv \
         --equalizer-apo lr.txt --easy-effects lr.json --pipewire lr.conf --camilla-dsp lr.yml \
         --impulse lr.wav",
    );
    for name in ["lr.csv", "lr.txt", "lr.json", "lr.conf", "lr.yml", "lr.wav"] {
        let said = bench.good(&format!("import {name}"));
        assert!(said.contains("left and right apart"), "{said}");
        assert!(said.contains("; 0 lines rejected"), "{said}");
    }
}

#[test]
fn impulses_have_the_length_and_phase_that_are_asked_for() {
    let bench = bench();
    bench.good("export --rig drummer --impulse a.wav --rate 44100 --taps 4096 --phase linear");
    let (rate, left, _) = bench.rendered("a.wav");
    assert_eq!((rate, left.len()), (44_100, 4096));
    let said = bench.good("import a.wav");
    assert!(
        said.contains("4096 taps at 44100 Hz, linear phase"),
        "{said}"
    );
    bench.good("export --rig drummer --impulse b.wav --rate 96000 --taps 8192");
    let said = bench.good("import b.wav");
    assert!(
        said.contains("8192 taps at 96000 Hz, minimum phase"),
        "{said}"
    );
}

#[test]
fn a_pair_of_the_same_ear_is_remarked_on() {
    let bench = bench();
    for name in ["P R.txt", "Q R.txt"] {
        bench.write(name, SIX);
    }
    let output = bench.run_words(&["import", "P R.txt", "--other", "Q R.txt"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("both names speak of the right ear"), "{said}");
    let said = bench.good("import src.txt --other src.txt --rig drummer -o new.toml");
    assert!(said.contains("the very same curve"), "{said}");
}

#[test]
fn the_report_says_what_a_file_is_and_why() {
    let bench = bench();
    let output = bench.run("import src.txt --explain");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("table of a frequency response: 6 of 6 lines"),
        "{said}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&bench.good("import src.txt --json")).unwrap();
    assert_eq!(json["files"][0]["kind"], "frequency-response");
    assert_eq!(json["files"][0]["points"], 6);
    assert_eq!(json["files"][0]["rejected_lines"], 0);
    bench.write("cut.txt", b"20 65\n100 66\n1400 70\n");
    bench.refused(
        "import cut.txt",
        &[
            "cut.txt: the response covers only 20 Hz to 1.4 kHz",
            "--partial",
        ],
    );
    bench.good("import cut.txt --partial");
    bench.write("apo.txt", b"Include: more.txt\nPreamp: -1 dB\n");
    bench.write("more.txt", b"Preamp: -2 dB\nConvolution: none.wav\n");
    let said = bench.good("import apo.txt");
    assert!(said.contains("included: more.txt"), "{said}");
    assert!(
        said.contains("line 1: more.txt, line 2: this is not followed, none.wav: no such file"),
        "{said}"
    );
}

#[test]
fn a_folder_of_curves_is_indexed() {
    let bench = bench();
    fs::create_dir_all(bench.path("all/711")).unwrap();
    for name in ["all/711/Blue L.txt", "all/711/Blue R.txt", "all/Red.csv"] {
        bench.write(name, SIX);
    }
    bench.write("all/readme.md", b"Nothing of interest.\n");
    let said = bench.good("import all -o index.json");
    assert!(said.contains("all: 3 curves, 1 other file"), "{said}");
    assert!(
        said.contains("Blue, left, 711 coupler (frequency-response): 711/Blue L.txt"),
        "{said}"
    );
    let index = fs::read_to_string(bench.path("index.json")).unwrap();
    let index = bodypack::curve::collection::Collection::from_json(&index).expect("an index");
    assert_eq!(index.search("blue").len(), 2);
}
