//! Equalizer settings mean what other programs make of them.
//!
//! `tests/fixtures/equalizers` holds ten texts in the formats of AutoEq, Equalizer APO and REW, written
//! for these tests, and beside each the gain that an independent implementation (the Python package
//! `autoeq`) gives for the same filters at 48 kHz.

use std::fs;
use std::path::Path;

use bodypack::curve::equalizer::{Filter, Shape, Width, SAMPLE_RATE_HZ};
use bodypack::curve::import::{self, Kind};
use bodypack::dsp::biquad::Coefficients;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/equalizers");
    fs::read(folder.join(name)).expect("a fixture")
}

/// Within 0.02 dB from 20 Hz to 20 kHz, both channels.
#[test]
fn ten_settings_have_the_gain_of_an_independent_implementation() {
    let mut worst_db = 0.0_f64;
    for number in 1..=10 {
        let name = format!("{number:02}.txt");
        let imported = import::read(&fixture(&name), &name).expect(&name);
        assert_eq!(imported.kind, Kind::ParametricEqualizer, "{name}");
        assert_eq!(imported.rejected_lines, 0, "{name}: {:?}", imported.report);
        assert_eq!(imported.is_stereo(), number == 8, "{name}");
        let expected = String::from_utf8(fixture(&format!("{number:02}.csv"))).unwrap();
        let mut rows = 0;
        for line in expected.lines() {
            let values: Vec<f64> = line.split(',').filter_map(|v| v.parse().ok()).collect();
            let &[frequency_hz, left_db, right_db] = values.as_slice() else {
                continue;
            };
            rows += 1;
            for (curve, expected_db) in [(&imported.left, left_db), (&imported.right, right_db)] {
                let off_db = (curve.level_db(frequency_hz) - expected_db).abs();
                worst_db = worst_db.max(off_db);
                assert!(off_db < 0.02, "{name}: {off_db:.4} dB at {frequency_hz} Hz");
            }
        }
        assert_eq!(rows, 61, "{name}");
    }
    eprintln!("largest difference {worst_db:.4} dB");
}

/// Every shape has the response of the biquad with the cookbook's coefficients.
#[test]
fn every_shape_is_that_of_the_cookbooks_coefficients() {
    let rate = SAMPLE_RATE_HZ;
    for (f0, q, gain_db) in [(40.0, 0.5, 6.0), (1000.0, 4.0, -9.0), (15_000.0, 0.9, 12.0)] {
        for (shape, biquad) in [
            (Shape::Peak, Coefficients::peak(f0, q, gain_db, rate)),
            (
                Shape::LowShelf,
                Coefficients::low_shelf(f0, q, gain_db, rate),
            ),
            (
                Shape::HighShelf,
                Coefficients::high_shelf(f0, q, gain_db, rate),
            ),
            (Shape::LowPass, Coefficients::lowpass(f0, q, rate)),
            (Shape::HighPass, Coefficients::highpass(f0, q, rate)),
            (Shape::BandPass, Coefficients::bandpass(f0, q, rate)),
            (Shape::Notch, Coefficients::notch(f0, q, rate)),
            (Shape::AllPass, Coefficients::allpass(f0, q, rate)),
        ] {
            let filter = Filter {
                shape,
                frequency_hz: f0,
                gain_db,
                width: Width::Q(q),
            };
            for f in [20.0, 63.0, 400.0, 999.0, 5000.0, 14_000.0, 20_000.0] {
                let (ours, theirs) = (filter.response(f), biquad.response(f, rate));
                assert!(
                    (ours - theirs).norm() < 1e-9 * theirs.norm().max(1e-3),
                    "{shape:?} {f0} Hz at {f} Hz: {ours} {theirs}"
                );
            }
        }
    }
}

/// `BW Oct` is the distance between the points of half the gain, as the cookbook defines it for
/// digital filters.
#[test]
fn a_bandwidth_lies_between_the_points_of_half_the_gain() {
    let text = b"Filter: ON PK Fc 1000 Hz Gain 8 dB BW Oct 1";
    let curve = import::read(text, "x.txt").expect("a filter").left;
    let half = 2f64.sqrt();
    for f in [1000.0 / half, 1000.0 * half] {
        assert!(
            (curve.level_db(f) - 4.0).abs() < 0.05,
            "{}",
            curve.level_db(f)
        );
    }
    assert!((curve.level_db(1000.0) - 8.0).abs() < 0.01);
}

/// Widths that are not given, as Equalizer APO takes them.
#[test]
fn what_is_not_said_is_what_the_program_takes() {
    let curve = |text: &str| import::read(text.as_bytes(), "x.txt").expect(text).left;
    let same = |a: &str, b: &str| {
        let (a_curve, b_curve) = (curve(a), curve(b));
        for k in 0..60 {
            let f = 20.0 * 2f64.powf(f64::from(k) / 6.0);
            let off = (a_curve.level_db(f) - b_curve.level_db(f)).abs();
            assert!(off < 0.02, "{a} | {b}: {off} dB at {f} Hz");
        }
    };
    same(
        "Filter: ON LP Fc 3000 Hz",
        "Filter: ON LPQ Fc 3000 Hz Q 0.70710678",
    );
    same(
        "Filter: ON HP Fc 100 Hz",
        "Filter: ON HPQ Fc 100 Hz Q 0.70710678",
    );
    same("Filter: ON NO Fc 500 Hz", "Filter: ON NO Fc 500 Hz Q 30");
    // Without a width a shelf has S = 0.9, and then `LS` is the same as `LSC`.
    same(
        "Filter: ON LS Fc 100 Hz Gain 6 dB",
        "Filter: ON LSC 10.8 dB Fc 100 Hz Gain 6 dB",
    );
    same(
        "Filter: ON LS Fc 100 Hz Gain 6 dB",
        "Filter: ON LSC Fc 100 Hz Gain 6 dB",
    );
    // An all-pass changes nothing that a curve shows.
    same(
        "Preamp: -1 dB\nFilter: ON AP Fc 500 Hz Q 1",
        "Preamp: -1 dB",
    );
}

/// A corner shelf has risen by a known part of its gain at the frequency that names it: little.
#[test]
fn a_corner_is_where_a_shelf_has_just_begun() {
    let curve = |text: &str| import::read(text.as_bytes(), "x.txt").expect(text).left;
    let corner = curve("Filter: ON HS 12 dB Fc 2000 Hz Gain 12 dB");
    let middle = curve("Filter: ON HSC 12 dB Fc 2000 Hz Gain 12 dB");
    assert!((middle.level_db(2000.0) - 6.0).abs() < 0.02);
    // A slope of 12 dB per octave: from the corner, given from above, half an octave to the middle.
    let shift = 10f64.powf(12.0 / 80.0);
    assert!((corner.level_db(2000.0 / shift) - 6.0).abs() < 0.02);
}
