//! Importing measurements and equalizers, and exporting what a rig does.

use super::support::{decibels, spectrum, Bench};

/// A measurement with a bass shelf, ear gain and a roll-off, as text.
fn measurement(gain_db: f64) -> String {
    let mut text = String::from("* by hand\nFreq(Hz) SPL(dB)\n");
    for n in 0..=240 {
        let f = 20.0 * 2f64.powf(f64::from(n) / 24.0);
        let x = (f / 2800.0 - 2800.0 / f) * 1.3;
        let level = 90.0 + 6.0 / (1.0 + (f / 120.0).powi(2)) + gain_db / (1.0 + x * x);
        text += &format!("{f:.2} {level:.2}\n");
    }
    text
}

/// Sealed, on the impedance that it was measured from, on the coupler, with nothing divided out.
const AS_MEASURED: &str = "--set earphone.seal.left_resistance_pa_s_m3=inf \
    --set earphone.seal.right_resistance_pa_s_m3=inf --set pack.output_impedance_ohm=0 \
    --set listening.ear=711 --set listening.reference=flat --set own_voice.enabled=false";

#[test]
fn a_measurement_is_imported_with_a_report_and_exported_as_it_was() {
    let bench = Bench::new();
    bench.write(
        "Mine L.txt",
        measurement(11.0).replace("\n40.00 ", "\nx40 ").as_bytes(),
    );
    bench.write("Mine R.txt", measurement(10.0).as_bytes());
    let said = String::from_utf8(bench.run_words(&["import", "Mine L.txt"]).stdout).unwrap();
    for words in [
        "Mine L.txt: a frequency response, 240 points, 20.0 Hz to 20.48 kHz; 1 line rejected",
        "not a frequency and a level: x40",
        "the other ear is there too: --other \"Mine R.txt\"",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    let output = bench.run_words(&[
        "import",
        "Mine L.txt",
        "--other",
        "Mine R.txt",
        "--rig",
        "single-dynamic-wired",
        "-o",
        "new.toml",
        "--coupler",
        "711",
        "--credit",
        "Me, by hand",
        "--keep-treble",
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = bench.good("check new.toml");
    assert!(
        said.contains("left (Mine L.txt, Me, by hand), right (Mine R.txt, Me, by hand)"),
        "{said}"
    );

    let said = bench.good(&format!(
        "export --rig new.toml {AS_MEASURED} --csv out.csv --graphic-eq out.txt --impulse out.wav"
    ));
    assert_eq!(said, "out.csv\nout.txt\nout.wav\n");
    let (rate, left, right) = bench.rendered("out.wav");
    assert_eq!(rate, 48_000);
    let wide = |x: &[f32]| x.iter().map(|s| f64::from(*s)).collect::<Vec<f64>>();
    let table = std::fs::read_to_string(bench.path("out.csv")).unwrap();
    let mut rows = table.lines();
    assert_eq!(rows.next(), Some("frequency_hz,left_db,right_db"));
    let rows: Vec<Vec<f64>> = rows
        .map(|row| row.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect();
    for (channel, gain_db) in [(1, 11.0), (2, 10.0)] {
        let impulse = wide(if channel == 1 { &left } else { &right });
        let level = |f: f64| {
            let x = (f / 2800.0 - 2800.0 / f) * 1.3;
            6.0 / (1.0 + (f / 120.0).powi(2)) + gain_db / (1.0 + x * x)
        };
        let at_1k = |values: &dyn Fn(f64) -> f64| values(1000.0);
        let of_impulse = |f: f64| decibels(spectrum(&impulse, rate, f).norm());
        let row_1k = rows
            .iter()
            .min_by(|a, b| (a[0] - 1000.0).abs().total_cmp(&(b[0] - 1000.0).abs()));
        let row_1k = row_1k.unwrap();
        for row in rows.iter().filter(|row| row[0] <= 16_000.0) {
            let expected = level(row[0]) - level(row_1k[0]);
            let table_db = row[channel] - row_1k[channel];
            assert!(
                (table_db - expected).abs() < 0.1,
                "table {} Hz: {table_db} {expected}",
                row[0]
            );
        }
        for f in [20.0, 60.0, 250.0, 1000.0, 2800.0, 9000.0, 16_000.0] {
            let off = of_impulse(f) - at_1k(&of_impulse) - (level(f) - level(1000.0));
            assert!(off.abs() < 0.1, "impulse: {off} dB at {f} Hz");
        }
    }
}

#[test]
fn what_is_exported_is_imported_again() {
    let bench = Bench::new();
    bench.good("export --rig single-armature-deep --graphic-eq out.txt --csv out.csv");
    let said = bench.good("import out.txt --rig single-dynamic-wired -o own.toml");
    assert!(said.contains("out.txt: a graphic equalizer"), "{said}");
    let said = bench.good("check own.toml");
    assert!(
        said.contains("by way of an equalizer (out.txt) which you do not run"),
        "{said}"
    );
    let said = bench.good("import out.csv --as earphone --rig single-dynamic-wired -o new.toml");
    assert!(
        said.contains("nobody says what the earphone was measured on"),
        "{said}"
    );
    bench.good("check new.toml");
}

#[test]
fn what_cannot_be_imported_is_refused_in_one_line() {
    let bench = Bench::new();
    bench.write("prose.txt", b"Lorem ipsum dolor sit amet.\n");
    bench.refused(
        "import prose.txt",
        &["prose.txt: there is no equalizer and no frequency response"],
    );
    bench.refused("import gone.txt", &["gone.txt: no such file"]);
    bench.write(
        "eq.txt",
        b"Preamp: -1 dB\nFilter: ON PK Fc 100 Hz Gain 3 dB Q 1\n",
    );
    bench.write("zero.bin", &[0_u8; 100]);
    bench.refused("import zero.bin", &["not a text file"]);
    let output = bench.run("import eq.txt --as earphone --rig drummer -o new.toml");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("this is an equalizer and no measurement"),
        "{error}"
    );
    assert!(!bench.exists("new.toml"));
    bench.refused("export --rig drummer --csv no/where.csv", &["no/where.csv"]);
}

/// An equalizer for headphones around the ear aims at their target, and dividing out the in-ear one would take
/// what lies between both targets for a fault of the headphones.
#[test]
fn an_equalizer_for_over_ear_headphones_aims_at_the_over_ear_target() {
    let bench = Bench::new();
    bench.write(
        "eq.txt",
        b"Preamp: -6 dB\nFilter 1: ON PK Fc 3000 Hz Gain -5 dB Q 1\n",
    );
    bench.write("Mine.txt", measurement(11.0).as_bytes());
    let reference = |file: &str| {
        let text = std::fs::read_to_string(bench.path(file)).unwrap();
        let line = text.lines().find(|line| line.starts_with("reference = "));
        line.expect("the rig says it").to_owned()
    };
    let import = |curve: &str, worn: &str, rig: &str| {
        bench.good(&format!(
            "import {curve} --as headphones --worn {worn} --rig {rig} -o new.toml"
        ))
    };
    let said = import("eq.txt", "over-ear", "singer-club-beside-the-kit");
    assert!(
        said.contains("listening.reference is now harman-over-ear"),
        "{said}"
    );
    assert_eq!(reference("new.toml"), "reference = \"harman-over-ear\"");
    // A target that was chosen stays.
    let flat = std::fs::read_to_string(bench.path("new.toml"))
        .unwrap()
        .replace("reference = \"harman-over-ear\"", "reference = \"flat\"");
    bench.write("flat.toml", flat.as_bytes());
    let said = import("eq.txt", "over-ear", "flat.toml");
    assert!(!said.contains("listening.reference"), "{said}");
    assert_eq!(reference("new.toml"), "reference = \"flat\"");
    // In the ear it is the other target, and a measurement needs none.
    for (curve, worn) in [("eq.txt", "in-ear"), ("Mine.txt", "over-ear")] {
        let said = import(curve, worn, "singer-club-beside-the-kit");
        assert!(!said.contains("listening.reference"), "{said}");
        assert_eq!(reference("new.toml"), "reference = \"harman-in-ear\"");
    }
}

#[test]
fn a_pair_that_is_refused_names_the_file_that_is_wrong() {
    let bench = Bench::new();
    bench.write("L.csv", measurement(11.0).as_bytes());
    bench.write(
        "eq.txt",
        b"Preamp: -1 dB\nFilter: ON PK Fc 100 Hz Gain 3 dB Q 1\n",
    );
    for files in ["L.csv --other eq.txt", "eq.txt --other L.csv"] {
        bench.refused(
            &format!("import {files} --as earphone --rig drummer -o new.toml"),
            &["error: eq.txt: this is an equalizer and no measurement"],
        );
    }
}

#[test]
fn an_output_without_a_rig_is_refused_by_the_options_name() {
    let bench = Bench::new();
    bench.write("L.csv", measurement(11.0).as_bytes());
    bench.refused("import L.csv -o x.toml", &["-o x.toml needs --rig"]);
}

#[test]
fn a_credit_that_is_cut_is_told_and_a_check_shows_it() {
    let bench = Bench::new();
    bench.write("L.csv", measurement(11.0).as_bytes());
    let import = |role: &str, length: usize| {
        let credit = "x".repeat(length);
        bench.good(&format!(
            "import L.csv --as {role} --rig drummer --credit {credit} -o new.toml"
        ))
    };
    for role in ["earphone", "headphones"] {
        let said = import(role, 201);
        assert!(
            said.contains("--credit has 201 characters; a rig keeps 200"),
            "{said}"
        );
        let said = import(role, 200);
        assert!(!said.contains("--credit"), "{said}");
        let said = bench.good("check new.toml");
        assert!(
            said.contains(&format!("(L.csv, {})", "x".repeat(200))),
            "{said}"
        );
    }
    // It stays to be named while the curve is switched off.
    let text = std::fs::read_to_string(bench.path("new.toml")).unwrap();
    let (before, device) = text.split_once("[listening.device]").unwrap();
    let off = format!(
        "{before}[listening.device]{}",
        device.replacen("enabled = true", "enabled = false", 1)
    );
    bench.write("off.toml", off.as_bytes());
    let said = bench.good("check off.toml");
    assert!(
        said.contains("the curve of your headphones (L.csv, xxx") && said.contains("is off"),
        "{said}"
    );
}

/// The index of a folder goes where the editor looks, one for each folder, and names whole paths.
#[test]
fn a_folder_is_indexed_for_the_editor() {
    let bench = Bench::new();
    let data = bench.path("data");
    let run = |folder: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_bodypack"))
            .args(["import", folder])
            .current_dir(bench.path(""))
            .env("XDG_DATA_HOME", &data)
            .env("HOME", &data)
            .env("APPDATA", &data)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    for folder in ["a/curves", "b/curves"] {
        std::fs::create_dir_all(bench.path(folder)).unwrap();
        bench.write(&format!("{folder}/X L.txt"), measurement(9.0).as_bytes());
        bench.write(&format!("{folder}/notes.txt"), b"Lorem ipsum.");
        let said = run(folder);
        assert!(said.contains("1 curve, 1 other file"), "{said}");
        assert!(
            said.contains("X, left (frequency-response): X L.txt"),
            "{said}"
        );
        assert!(said.contains("the editor's browser finds these"), "{said}");
    }
    // Again, with one more: in the same file.
    bench.write("a/curves/Y.txt", measurement(9.0).as_bytes());
    let said = run("a/curves");
    let place = said
        .lines()
        .last()
        .unwrap()
        .split(": written")
        .next()
        .unwrap();
    let indexes: Vec<_> = std::fs::read_dir(std::path::Path::new(place).parent().unwrap())
        .unwrap()
        .collect();
    assert_eq!(indexes.len(), 2);
    let text = std::fs::read_to_string(place).unwrap();
    let index = bodypack::curve::collection::Collection::from_json(&text).unwrap();
    assert_eq!(index.entries.len(), 2);
    assert!(
        std::path::Path::new(&index.folder).is_absolute(),
        "{}",
        index.folder
    );
}

/// A response that was written as CSV is imported by its level, although its impedance stands beside it.
#[test]
fn responses_that_were_written_are_imported_again() {
    let bench = Bench::new();
    bench.good("response --csv a.csv");
    let said = bench.good("import a.csv --as earphone");
    assert!(said.starts_with("a.csv: a frequency response"), "{said}");
    bench.good("response --path impedance --csv z.csv");
    bench.refused("import z.csv --as earphone", &["an impedance in ohms"]);
}
