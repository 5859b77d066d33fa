use super::*;
use crate::curve::import::{self, Kind};

fn curves() -> [Curve; 2] {
    let left = Curve::from_levels(&[(20.0, 3.0), (1000.0, 0.0), (3000.0, 12.0), (20_000.0, -9.0)]);
    let right = left.clone().map(|left| left.raised_db(-2.0));
    [left.unwrap(), right.unwrap()]
}

/// Every format says the same, and what is read again is what was fitted.
#[test]
#[cfg_attr(
    not(feature = "yaml"),
    ignore = "reads YAML, which needs the feature `yaml`"
)]
fn every_parametric_format_is_read_again_alike() {
    let [left, right] = curves();
    for right in [&left, &right] {
        let equalizer = Equalizer::new(&left, right, 10);
        let formats = [
            ("x.txt", equalizer.equalizer_apo()),
            ("x.json", equalizer.easy_effects()),
            ("x.conf", equalizer.pipewire("Mine")),
            ("x.yml", equalizer.camilla_dsp()),
        ];
        let top = highest_db(&left, right);
        for (name, text) in &formats {
            let read = import::read(text.as_bytes(), name)
                .unwrap_or_else(|e| panic!("{name}: {e}\n{text}"));
            assert_eq!(
                (read.rejected_lines, read.is_stereo()),
                (0, right != &left),
                "{name}"
            );
            for (got, want) in [(&read.left, &left), (&read.right, right)] {
                for f in [20.0, 99.0, 1000.0, 3000.0, 9000.0, 16_000.0] {
                    let off = got.level_db(f) - (want.level_db(f) - top);
                    let allowed = 0.15 + 2.0 * equalizer.worst_db();
                    assert!(off.abs() < allowed, "{name}: {off} dB at {f} Hz, {allowed}");
                    assert!(got.level_db(f) <= 0.02, "{name}");
                }
            }
        }
    }
}

#[test]
fn a_table_is_read_again() {
    let [left, right] = curves();
    let read = import::read(csv(&left, &right).as_bytes(), "x.csv").unwrap();
    assert_eq!(read.kind, Kind::FrequencyResponse);
    assert_eq!(read.rejected_lines, 0);
    for f in [20.0, 99.0, 1000.0, 3000.0, 20_000.0] {
        assert!(
            (read.left.level_db(f) - left.level_db(f)).abs() < 0.1,
            "{f}"
        );
        assert!(
            (read.right.level_db(f) - right.level_db(f)).abs() < 0.1,
            "{f}"
        );
    }
}

#[test]
fn a_graphic_equalizer_is_read_again_and_never_boosts() {
    let [left, right] = curves();
    for (right, stereo) in [(&left, false), (&right, true)] {
        let text = graphic_eq(&left, right);
        let read = import::read(text.as_bytes(), "GraphicEQ.txt").unwrap();
        assert_eq!(read.kind, Kind::GraphicEqualizer);
        assert_eq!((read.rejected_lines, read.is_stereo()), (0, stereo));
        for (got, want) in [(&read.left, &left), (&read.right, right)] {
            for f in [20.0, 99.0, 1000.0, 3000.0, 20_000.0] {
                let off = got.level_db(f) - (want.level_db(f) - 12.0);
                assert!(off.abs() < 0.15, "{off} dB at {f} Hz");
                assert!(got.level_db(f) <= 0.0);
            }
        }
    }
}
