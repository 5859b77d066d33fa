//! Curves as text that other programs read.

use std::fmt::Write as _;

use super::Curve;

/// Points per octave of a table, as measuring programs write them.
const TABLE_PER_OCTAVE: f64 = 48.0;

/// Points per octave of a graphic equaliser: enough for 0.1 dB at the resonances of an ear.
const GRAPHIC_PER_OCTAVE: f64 = 32.0;

/// What is written: what is heard, Hz.
const BAND_HZ: (f64, f64) = (20.0, 20_000.0);

/// Frequencies in Hz as they are written, both ends included.
fn frequencies(per_octave: f64) -> Vec<f64> {
    let (low_hz, high_hz) = BAND_HZ;
    let steps = ((high_hz / low_hz).log2() * per_octave).ceil();
    (0..=steps as i32)
        .map(|n| low_hz * (high_hz / low_hz).powf(f64::from(n) / steps))
        .map(|hz| (hz * 100.0).round() / 100.0)
        .collect()
}

/// A table for spreadsheets and measuring programs: `frequency_hz,left_db,right_db`, 48 points per
/// octave from 20 Hz to 20 kHz.
pub fn csv(left: &Curve, right: &Curve) -> String {
    let mut text = String::from("frequency_hz,left_db,right_db\n");
    for f in frequencies(TABLE_PER_OCTAVE) {
        let (left_db, right_db) = (left.level_db(f), right.level_db(f));
        // Cannot fail: a string takes everything.
        let _ = writeln!(text, "{f:.2},{left_db:.3},{right_db:.3}");
    }
    text
}

/// A `GraphicEQ.txt` for Equalizer APO and its kin, with one line for both channels where they are
/// alike. Nothing is above 0 dB: the highest level of both is brought there, so that nothing clips.
pub fn graphic_eq(left: &Curve, right: &Curve) -> String {
    let frequencies = frequencies(GRAPHIC_PER_OCTAVE);
    let top_db = highest_db(left, right);
    let line = |curve: &Curve| {
        let gains: Vec<String> = (frequencies.iter())
            .map(|&f| format!("{f} {:.2}", curve.level_db(f) - top_db))
            .collect();
        format!("GraphicEQ: {}\n", gains.join("; "))
    };
    if left == right {
        line(left)
    } else {
        format!(
            "Channel: L\n{}Channel: R\n{}Channel: all\n",
            line(left),
            line(right)
        )
    }
}

/// The highest level of two curves from 20 Hz to 20 kHz, dB.
pub fn highest_db(left: &Curve, right: &Curve) -> f64 {
    frequencies(TABLE_PER_OCTAVE)
        .into_iter()
        .flat_map(|f| [left.level_db(f), right.level_db(f)])
        .fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::import::{self, Kind};

    fn curves() -> [Curve; 2] {
        let left =
            Curve::from_levels(&[(20.0, 3.0), (1000.0, 0.0), (3000.0, 12.0), (20_000.0, -9.0)]);
        let right = left.clone().map(|left| left.raised_db(-2.0));
        [left.unwrap(), right.unwrap()]
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
        }
    }

    #[test]
    fn a_graphic_equaliser_is_read_again_and_never_boosts() {
        let [left, right] = curves();
        for (right, stereo) in [(&left, false), (&right, true)] {
            let text = graphic_eq(&left, right);
            let read = import::read(text.as_bytes(), "GraphicEQ.txt").unwrap();
            assert_eq!(read.kind, Kind::GraphicEqualiser);
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
}
