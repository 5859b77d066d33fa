//! Tables, CSV files and pictures of responses, and that they tell what is rendered.

use std::fs;

use super::support::{decibels, spectrum, Bench, STIFF_RIG};

/// The rows of a CSV file as numbers, checked against its header.
fn rows(bench: &Bench, name: &str, header: &str) -> Vec<Vec<f64>> {
    let text = fs::read_to_string(bench.path(name)).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(first, header);
    let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
    rest.lines().map(row).collect()
}

const PROGRAM: &str = "frequency_hz,level_dbspl_at_0.1_v,level_db_re_300_to_1000_hz,phase_deg,\
     impedance_ohm,impedance_phase_deg";
const AMBIENT: &str = "frequency_hz,insertion_loss_db,air_loss_db,air_phase_deg,bone_ceiling_db";

#[test]
fn a_table_has_twelve_steps_an_octave_and_says_its_units() {
    let bench = Bench::new();
    let table = bench.good("response --rig single-dynamic-wired");
    let (head, rows): (Vec<&str>, Vec<&str>) = table.lines().partition(|l| l.starts_with('#'));
    let head = head.join("\n");
    for words in [
        "dB SPL at 0.1 V",
        "re the mean of 300 to 1000 Hz",
        "average ear",
        "left ear",
    ] {
        assert!(head.contains(words), "{words:?} is not in\n{head}");
    }
    let first: Vec<f64> = rows[0]
        .split_whitespace()
        .map(|c| c.parse().unwrap())
        .collect();
    assert_eq!(first.len(), 6);
    assert!((18.0..=20.0).contains(&first[0]), "{}", first[0]);
    assert_eq!(rows.len(), 121);
    let coupler = bench.good("response --rig single-dynamic-wired --at 711 --ear right");
    assert!(
        coupler.contains("711 coupler") && coupler.contains("right ear"),
        "{coupler}"
    );
    assert!(coupler != table);
}

/// What is rendered is what the table says, relative to the middle of the band. On the coupler the
/// two agree to a tenth of a dB: only the end of the impulse response is cut.
#[test]
fn the_rendered_response_is_the_tabled_one_on_a_coupler() {
    let leaky = "earphone.seal.left_resistance_pa_s_m3=2e9";
    assert_rendered_as_tabled(&format!("--rig rig.toml --set {leaky}"));
    for rig in [
        "single-dynamic-wired",
        "single-armature-deep",
        "hybrid-electrostatic-custom",
        "vented-dynamic",
    ] {
        assert_rendered_as_tabled(&format!("--rig {rig} --set listening.ear=711"));
    }
}

fn assert_rendered_as_tabled(rig: &str) {
    const RATE: u32 = 48_000;
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let rig = format!("{rig} --set listening.reference=flat");
    bench.good(&format!("response {rig} --csv tabled.csv"));
    let rows = rows(&bench, "tabled.csv", PROGRAM);
    let [left, _] = bench.impulse_response(RATE, 0.6, &rig);
    let off_db = |row: &Vec<f64>| decibels(spectrum(&left, RATE, row[0]).norm()) - row[2];
    let middle = rows
        .iter()
        .filter(|row| (300.0..=1000.0).contains(&row[0]))
        .map(off_db);
    let middle: Vec<f64> = middle.collect();
    let middle_db = middle.iter().sum::<f64>() / middle.len() as f64;
    for row in rows
        .iter()
        .filter(|row| (20.0..=10_000.0).contains(&row[0]))
        .step_by(4)
    {
        let off_db = off_db(row) - middle_db;
        assert!(
            off_db.abs() < 0.1,
            "{rig}: {off_db:.3} dB off at {:.1} Hz",
            row[0]
        );
    }
}

#[test]
fn an_ambient_table_has_octaves_and_stays_under_the_ceiling() {
    let bench = Bench::new();
    let table = bench.good("response --rig single-dynamic-wired --path ambient");
    let octaves = table
        .lines()
        .filter(|l| l.split_whitespace().count() == 3 && !l.starts_with('#'));
    assert_eq!(octaves.count(), 8, "{table}");
    bench.good("response --rig single-dynamic-wired --path ambient --csv a.csv");
    for row in rows(&bench, "a.csv", AMBIENT) {
        assert!(row[1] <= row[4] + 1e-3, "{row:?}");
        assert!(row[1] <= row[2] + 1e-3, "{row:?}");
    }
}

/// A leak lets the room in at low frequencies, by as much as it takes from the mix.
#[test]
fn a_leak_lets_the_room_in() {
    let bench = Bench::new();
    let loss_db = |leak: &str| {
        let set = format!("--set earphone.seal.left_resistance_pa_s_m3={leak}");
        bench.good(&format!(
            "response --rig single-dynamic-wired --path ambient {set} --csv a.csv"
        ));
        rows(&bench, "a.csv", AMBIENT)
            .iter()
            .find(|r| r[0] > 120.0)
            .unwrap()[1]
    };
    assert!(loss_db("inf") > loss_db("1e9") && loss_db("1e9") > loss_db("1e8"));
}

#[test]
fn pictures_are_png_files_of_full_size() {
    let bench = Bench::new();
    for (name, options) in [
        ("program.png", ""),
        ("ambient.png", "--path ambient"),
        (
            "ears.png",
            "--set earphone.seal.right_resistance_pa_s_m3=1e8",
        ),
    ] {
        let printed = bench.good(&format!(
            "response --rig single-dynamic-wired {options} --png {name}"
        ));
        assert_eq!(printed, "");
        let bytes = fs::read(bench.path(name)).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (1600, 900));
    }
}
