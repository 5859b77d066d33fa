//! Tables, CSV files and pictures of responses, and that they tell what is rendered.

use std::fs;

use num_complex::Complex64;

use super::support::{decibels, spectrum, Bench, STIFF_RIG};

/// The rows of a CSV file as numbers, checked against its header.
pub fn rows(bench: &Bench, name: &str, header: &str) -> Vec<Vec<f64>> {
    let text = fs::read_to_string(bench.path(name)).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(first, header);
    let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
    rest.lines().map(row).collect()
}

pub const PROGRAM: &str = "frequency_hz,level_dbspl_at_0.1_v,level_db_re_300_to_1000_hz,phase_deg,\
     impedance_ohm,impedance_phase_deg,group_delay_ms";
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
    assert_eq!(first.len(), 7);
    assert!((18.0..=20.0).contains(&first[0]), "{}", first[0]);
    assert_eq!(rows.len(), 121);
    let coupler = bench.good("response --rig single-dynamic-wired --at 711 --ear right");
    assert!(
        coupler.contains("711 coupler") && coupler.contains("right ear"),
        "{coupler}"
    );
    assert!(coupler != table);
}

/// Above 12.5 kHz a 711 coupler is no ear: the table says the level of the trend that pictures go over into, which
/// at 16 kHz is that of a straight line through the coupler's levels from 8 to 20 kHz; an ear has none.
#[test]
fn the_top_of_a_coupler_goes_over_into_a_trend() {
    let bench = Bench::new();
    let coupler = bench.good("response --rig single-armature-deep --at 711");
    let head = coupler.lines().find(|line| line.contains("the trend of 8"));
    let said: f64 = head
        .and_then(|line| line.split_once("kHz, ")?.1.split(' ').next()?.parse().ok())
        .expect("a level");
    let points: Vec<(f64, f64)> = (coupler.lines())
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split_whitespace().map(|cell| cell.parse::<f64>());
            Some((cells.next()?.ok()?.log2(), cells.next()?.ok()?))
        })
        .filter(|(octave, _)| *octave >= 7990_f64.log2())
        .collect();
    let count = points.len() as f64;
    let x = points.iter().map(|point| point.0).sum::<f64>() / count;
    let y = points.iter().map(|point| point.1).sum::<f64>() / count;
    let products: f64 = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum();
    let squares: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let at_16_khz = y + products / squares * (16_000_f64.log2() - x);
    assert!((said - at_16_khz).abs() < 0.2, "{said} beside {at_16_khz}");
    let ear = bench.good("response --rig single-armature-deep --at drum");
    assert!(!ear.contains("the trend of 8"), "{ear}");
}

/// The rendered response equals the tabled one, relative to the middle of the band. On the coupler
/// the two agree to a tenth of a dB: only the end of the impulse response is cut.
#[test]
fn the_rendered_response_is_the_tabled_one_on_a_coupler() {
    let leaky = "earphone.seal.left_resistance_pa_s_m3=2e9";
    assert_rendered_as_tabled(&format!("--rig rig.toml --set {leaky}"), 20.0);
    for rig in [
        "single-dynamic-wired",
        "single-armature-deep",
        "hybrid-electrostatic-custom",
        "vented-dynamic",
    ] {
        assert_rendered_as_tabled(&format!("--rig {rig} --set listening.ear=711"), 20.0);
    }
}

/// An earphone that hangs beside the ear: some 60 dB less, with a table that says so, and the room as the open
/// ear has it. Its bass is so low that the end of the impulse response tells below 100 Hz.
#[test]
fn an_earphone_out_of_the_ear_is_tabled_as_it_is_rendered() {
    let out = "--rig single-dynamic-wired --set earphone.left_out=true --set listening.ear=711";
    assert_rendered_as_tabled(out, 100.0);
    let bench = Bench::new();
    let table = bench.good(&format!("response {out}"));
    assert!(
        table.contains("# the earphone is out of the ear"),
        "{table}"
    );
    let right = bench.good(&format!("response {out} --ear right"));
    assert!(!right.contains("out of the ear"), "{right}");
    bench.good(&format!("response {out} --path ambient --csv a.csv"));
    for row in rows(&bench, "a.csv", AMBIENT) {
        assert_eq!(row[1..4], [0.0; 3], "{row:?}");
    }
    let octaves = bench.good(&format!("response {out} --path ambient"));
    let (_, octaves) = octaves.split_once("right\n").expect("the table of octaves");
    for line in octaves.lines().take(8) {
        let [_, left_db, right_db] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        assert_eq!(left_db, "0.0", "{line}");
        assert!(right_db.parse::<f64>().expect("a number") > 5.0, "{line}");
    }
    // Drivers add up to the programme here, too.
    bench.good(&format!("response {out} --csv program.csv"));
    bench.good(&format!("response {out} --path drivers --csv drivers.csv"));
    let header = "frequency_hz,driver_1_dbspl_at_0.1_v,driver_1_phase_deg";
    let parts = rows(&bench, "drivers.csv", header);
    for (part, whole) in parts.iter().zip(rows(&bench, "program.csv", PROGRAM)) {
        assert!((part[1] - whole[1]).abs() < 1e-3, "{part:?}, {whole:?}");
    }
}

fn assert_rendered_as_tabled(rig: &str, from_hz: f64) {
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
        .filter(|row| (from_hz..=10_000.0).contains(&row[0]))
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
        ("impedance.png", "--path impedance"),
        ("drivers.png", "--path drivers"),
        ("all.png", "--path all"),
        (
            "ears.png",
            "--set earphone.seal.right_resistance_pa_s_m3=1e8",
        ),
    ] {
        let printed = bench.good(&format!(
            "response --rig single-dynamic-wired {options} --png {name}"
        ));
        assert_eq!(printed, format!("{name}\n"));
        let bytes = fs::read(bench.path(name)).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (1600, 900));
    }
}

/// The drivers' parts, with their phases, add up to the programme; the columns carry their units.
#[test]
fn the_drivers_parts_add_up_to_the_programme() {
    let bench = Bench::new();
    let rig = "--rig hybrid-electrostatic-custom";
    bench.good(&format!("response {rig} --csv program.csv"));
    bench.good(&format!("response {rig} --path drivers --csv drivers.csv"));
    let header = "frequency_hz,driver_1_dbspl_at_0.1_v,driver_1_phase_deg,\
         driver_2_dbspl_at_0.1_v,driver_2_phase_deg,driver_3_dbspl_at_0.1_v,driver_3_phase_deg";
    let parts = rows(&bench, "drivers.csv", header);
    let whole = rows(&bench, "program.csv", PROGRAM);
    for (part, whole) in parts.iter().zip(&whole) {
        let sum: Complex64 = (part[1..].chunks(2))
            .map(|pair| Complex64::from_polar(10f64.powf(pair[0] / 20.0), pair[1].to_radians()))
            .sum();
        let expected = Complex64::from_polar(10f64.powf(whole[1] / 20.0), whole[3].to_radians());
        let error = (sum / expected - 1.0).norm();
        assert!(error < 1e-3, "{} Hz: {error}", part[0]);
    }
}

/// Everything at once is the other tables beside each other; the alias is the same word.
#[test]
fn all_is_the_other_tables_side_by_side() {
    let bench = Bench::new();
    let rig = "--rig dual-armature-digital";
    for path in ["programme", "impedance", "drivers", "all"] {
        bench.good(&format!("response {rig} --path {path} --csv {path}.csv"));
    }
    let header = |name: &str| {
        let text = fs::read_to_string(bench.path(name)).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(header("programme.csv"), PROGRAM);
    let impedance = "frequency_hz,impedance_ohm,impedance_phase_deg";
    let drivers = header("drivers.csv");
    let all = header("all.csv");
    assert_eq!(
        all,
        format!(
            "{PROGRAM},sealed_dbspl_at_0.1_v{}{}",
            AMBIENT.strip_prefix("frequency_hz").unwrap(),
            drivers.strip_prefix("frequency_hz").unwrap()
        )
    );
    let all = rows(&bench, "all.csv", &all);
    let impedance = rows(&bench, "impedance.csv", impedance);
    for (all, impedance) in all.iter().zip(&impedance) {
        assert_eq!(all[4..6], impedance[1..3]);
        // Sealed is louder than leaking at the bottom, and the same in the middle.
        if (500.0..2000.0).contains(&all[0]) {
            assert!((all[7] - all[1]).abs() < 0.3, "{all:?}");
        }
    }
    assert!(all[0][7] > all[0][1] + 0.3);
    let table = bench.good(&format!("response {rig} --path impedance"));
    assert!(
        table.contains("dB SPL/V") && table.contains("dB SPL/mW"),
        "{table}"
    );
}

/// Group delay is −dφ/dω of the tabled phase.
#[test]
fn the_group_delay_is_the_slope_of_the_phase() {
    let bench = Bench::new();
    bench.good("response --rig single-dynamic-wired --csv p.csv");
    let rows = rows(&bench, "p.csv", PROGRAM);
    for pair in rows
        .windows(3)
        .filter(|pair| pair[1][0] > 100.0 && pair[1][0] < 10_000.0)
    {
        let turned = (pair[2][3] - pair[0][3] + 540.0).rem_euclid(360.0) - 180.0;
        let slope_ms = -turned / 360.0 / (pair[2][0] - pair[0][0]) * 1e3;
        let stated_ms = pair[1][6];
        assert!(
            (slope_ms - stated_ms).abs() < 0.02 + 0.05 * stated_ms.abs(),
            "{} Hz: {slope_ms} against {stated_ms} ms",
            pair[1][0]
        );
    }
}

/// Heads of tables and help say *program*, as the option does.
#[test]
fn heads_and_help_spell_program_as_the_option_does() {
    let bench = Bench::new();
    for arguments in [
        "response",
        "response --path drivers",
        "response --path all",
        "response --help",
        "blind --help",
    ] {
        let said = bench.good(arguments).to_lowercase();
        for word in ["programme", "begin of", "the own "] {
            assert!(!said.contains(word), "{arguments}: {word}");
        }
    }
    assert!(bench.good("response").contains("# Program at the drum"));
}
