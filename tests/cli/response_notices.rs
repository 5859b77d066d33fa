//! Responses of measured earphones and broken cables, what is said beside them, and which files are named.

use num_complex::Complex64;

use super::response::{rows, PROGRAM};
use super::support::{spectrum, Bench};

/// A measured earphone has the minimum phase that the chain plays it with, and the group delay that belongs to it.
#[test]
fn the_phase_of_a_measured_earphone_is_the_rendered_one() {
    const RATE: u32 = 48_000;
    let bench = Bench::new();
    import_earphone(&bench);
    let rig = "--rig measured.toml --set listening.reference=flat --set listening.ear=711 \
         --set earphone.distortion=0";
    bench.good(&format!("response {rig} --csv p.csv"));
    let rows = rows(&bench, "p.csv", PROGRAM);
    let [left, _] = bench.impulse_response(RATE, 0.5, rig);
    let mut most_deg = 0.0_f64;
    for row in (rows
        .iter()
        .filter(|row| (50.0..=15_000.0).contains(&row[0])))
    .step_by(8)
    {
        let rendered = spectrum(&left, RATE, row[0]);
        let shown = Complex64::from_polar(1.0, row[3].to_radians());
        let off_deg = (rendered / shown).arg().to_degrees();
        assert!(off_deg.abs() < 1.0, "{} Hz: {off_deg}° off", row[0]);
        let [below, above] = [0.999, 1.001].map(|x| spectrum(&left, RATE, x * row[0]));
        let turned_rad = (above / below).arg();
        let delay_ms = -1e3 * turned_rad / (std::f64::consts::TAU * 0.002 * row[0]);
        assert!(
            (delay_ms - row[6]).abs() < 0.02 + 0.03 * delay_ms.abs(),
            "{} Hz: {} beside {delay_ms} ms",
            row[0],
            row[6]
        );
        most_deg = most_deg.max(row[3].abs());
    }
    assert!(most_deg > 10.0, "at most {most_deg}°");
    let table = bench.good(&format!("response {rig}"));
    let words = "the minimum phase of the measured level, at 48 kHz";
    assert!(table.contains(words), "{table}");
    let network = bench.good("response --rig single-dynamic-wired");
    assert!(!network.contains("minimum phase"), "{network}");
}

/// The drivers of a measured earphone are not heard, and it is said wherever they are shown.
#[test]
fn a_measurement_is_said_to_replace_the_drivers() {
    let bench = Bench::new();
    import_earphone(&bench);
    for (rig, replaced) in [("measured.toml", true), ("single-dynamic-wired", false)] {
        for path in ["drivers", "all"] {
            let output = bench.run(&format!("response --rig {rig} --path {path}"));
            let table = String::from_utf8(output.stdout).unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                table.contains("add up to the program"),
                !replaced,
                "{table}"
            );
            let words = "notice: the measurement replaces the rig’s drivers";
            assert_eq!(said.contains(words), replaced, "{rig}, {path}: {said}");
        }
    }
}

/// Writes `measured.toml`: a rig with a measured earphone.
fn import_earphone(bench: &Bench) {
    let mut text = String::from("frequency_hz,level_db\n");
    for n in 0..=240 {
        let f = 20.0 * 2f64.powf(f64::from(n) / 24.0);
        let x = 1.5 * (f / 2800.0 - 2800.0 / f);
        let level_db = 8.0 / (1.0 + (f / 150.0).powi(2)) + 10.0 / (1.0 + x * x);
        text += &format!("{f:.3},{level_db:.3}\n");
    }
    bench.write("L.csv", text.as_bytes());
    bench.good("import L.csv --as earphone --rig single-dynamic-wired -o measured.toml");
}

/// A broken cable is not in the curve of an earphone: `response` and `export` say so, and what is heard instead.
#[test]
fn a_broken_cable_is_told_beside_the_curve() {
    let bench = Bench::new();
    let told = |command: &str| {
        let output = bench.run(command);
        assert_eq!(output.status.code(), Some(0), "{command}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (rig, words) in [
        (
            "--rig single-dynamic-wired --set cable.broken=left",
            "the left ear hears nothing; the curve is that of a cable that is whole",
        ),
        ("--rig fault-cable-dead-side", "ear hears nothing"),
        (
            "--rig fault-cable-open-return",
            "what left and right differ in",
        ),
    ] {
        for command in [
            "response",
            "response --csv a.csv",
            "response --json",
            "export --csv b.csv",
        ] {
            let said = told(&format!("{command} {rig}"));
            assert!(said.contains("notice: the "), "{command} {rig}: {said}");
            assert!(said.contains(words), "{command} {rig}: {said}");
        }
        let room = told(&format!("response --path ambient {rig}"));
        assert!(!room.contains("notice"), "{room}");
    }
    for command in ["response", "export --csv b.csv"] {
        let said = told(&format!("{command} --rig single-dynamic-wired"));
        assert!(!said.contains("notice"), "{said}");
    }
}

/// A response names the files that it has written, as an export does.
#[test]
fn a_response_names_what_it_has_written() {
    let bench = Bench::new();
    let rig = "--rig single-dynamic-wired";
    let said = bench.good(&format!("response {rig} --csv a.csv --png a.png"));
    assert_eq!(said, "a.csv\na.png\n");
    assert_eq!(bench.good(&format!("export {rig} --csv b.csv")), "b.csv\n");
    let json = bench.good(&format!("response {rig} --csv a.csv --json"));
    let facts: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(facts["written"], serde_json::json!(["a.csv"]));
    let stream = bench.good(&format!("response {rig} --csv - --png a.png"));
    assert!(stream.ends_with('\n') && !stream.contains("a.png"));
}
