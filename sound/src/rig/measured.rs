//! Imported curves, embedded in the rig: a measured earphone, and what the user's own headphones do.
//!
//! The numbers are here and not only the names of files, so that a rig opens elsewhere. Nothing here
//! knows what a curve is; `measurement` turns these lists into one.

use super::error::Cause;
use super::schema::{choice, choices, described, number, numbers, optional, switch, table, text};
use super::Side;

/// The most points that an embedded curve may have.
pub const MOST_POINTS: usize = 4000;

described! {
    /// A curve from a file, with where it came from. Both lists have the same length.
    pub struct EmbeddedCurve {
        /// Name of the file that the curve was read from.
        pub file: String = String::new(), text(0, 200);
        /// Whose work it is, to be named wherever it is used.
        pub credit: String = String::new(), text(0, 200);
        /// The frequencies of its points, rising.
        pub frequencies_hz: Vec<f64> = vec![20.0, 20_000.0],
            numbers(0.1, 200_000.0, "Hz", 2, MOST_POINTS);
        /// The levels at these frequencies; only their differences matter.
        pub levels_db: Vec<f64> = vec![0.0, 0.0], numbers(-400.0, 400.0, "dB", 2, MOST_POINTS);
    }
}

described! {
    /// A measured earphone in place of the network's own way from the pack to the drum. Seal, port,
    /// output impedance and distortion go on acting as the rig's drivers make them act, relative to
    /// the state in which it was measured: sealed, without a port, on a source of a known impedance.
    pub struct Measured {
        /// True if the measurement is heard, and not the network alone.
        pub enabled: bool = true, switch();
        /// Coupler of the measurement.
        pub coupler: MeasuredOn = MeasuredOn::Coupler711, choice::<MeasuredOn>();
        /// The output impedance that it was measured from.
        pub source_impedance_ohm: f64 = 0.0, number(0.0, 500.0, "Ω");
        /// Treatment above 10 kHz, where a measurement shows the tester's insertion depth.
        pub treble: Treble = Treble::Trend, choice::<Treble>();
        /// The left earphone; without it, it is like the right one.
        pub left: Option<EmbeddedCurve> = None, optional(table::<EmbeddedCurve>());
        /// The right earphone; without it, it is like the left one.
        pub right: Option<EmbeddedCurve> = None, optional(table::<EmbeddedCurve>());
    }
}

described! {
    /// Response of the user's own headphones, from a file, to be divided out more closely than by
    /// the target they are tuned to.
    pub struct Device {
        /// True if it is divided out, and not the reference alone.
        pub enabled: bool = true, switch();
        /// True if the curve is what the headphones do, or an equalizer that corrects them.
        pub holds: CurveRole = CurveRole::Response, choice::<CurveRole>();
        /// True if you run that equalizer yourself while you listen; if so, your headphones already
        /// meet the reference.
        pub equaliser_runs: bool = false, switch();
        /// Wearing style of the headphones.
        pub worn: WearingStyle = WearingStyle::InEar, choice::<WearingStyle>();
        /// Coupler of the measurement.
        pub coupler: MeasuredOn = MeasuredOn::Coupler711, choice::<MeasuredOn>();
        /// Frequency or band at which the curve counts as 0 dB.
        pub aligned: Aligned = Aligned::Band, choice::<Aligned>();
        /// The left side; without it, it is like the right one.
        pub left: Option<EmbeddedCurve> = None, optional(table::<EmbeddedCurve>());
        /// The right side; without it, it is like the left one.
        pub right: Option<EmbeddedCurve> = None, optional(table::<EmbeddedCurve>());
    }
}

choices! {
    /// Coupler that a curve was measured on.
    pub enum MeasuredOn {
        /// An occluded-ear simulator of IEC 60318-4, or a copy of one.
        "711" = Coupler711,
        /// A full-band ear of ITU-T P.57 type 4.3.
        "type-4-3" = Type43,
        /// Nobody says; it is taken as a 711 coupler.
        "unknown" = Unknown,
    }
}

choices! {
    /// Treatment of a measurement above 10 kHz.
    pub enum Treble {
        /// Its trend, smoothed over an octave.
        "trend" = Trend,
        /// All of it, as it was measured.
        "measured" = Measured,
    }
}

choices! {
    /// Role of an imported curve of the user's headphones.
    pub enum CurveRole {
        /// Response of the headphones: level at the drum.
        "response" = Response,
        /// Equalizer that makes the headphones meet the reference.
        "correction" = Correction,
    }
}

choices! {
    /// Wearing style of headphones.
    pub enum WearingStyle {
        /// In the canal, as earphones with a tip.
        "in-ear" = InEar,
        /// On or around the ear.
        "over-ear" = OverEar,
    }
}

choices! {
    /// Alignment of a curve at 0 dB.
    pub enum Aligned {
        /// On average from 300 to 3000 Hz.
        "band" = Band,
        /// At 1 kHz.
        "1-khz" = OneKilohertz,
    }
}

/// The curve of one ear out of two of which one may be missing.
fn of<'a>(
    left: &'a Option<EmbeddedCurve>,
    right: &'a Option<EmbeddedCurve>,
    side: Side,
) -> Option<&'a EmbeddedCurve> {
    let (own, other) = match side {
        Side::Left => (left, right),
        Side::Right => (right, left),
    };
    own.as_ref().or(other.as_ref())
}

impl Measured {
    /// The curve of one ear; there is one in every valid rig.
    pub fn curve(&self, side: Side) -> Option<&EmbeddedCurve> {
        of(&self.left, &self.right, side)
    }

    /// Returns whether both ears have the same curve.
    pub fn is_symmetric(&self) -> bool {
        self.curve(Side::Left) == self.curve(Side::Right)
    }
}

impl Device {
    /// The curve of one ear; there is one in every valid rig.
    pub fn curve(&self, side: Side) -> Option<&EmbeddedCurve> {
        of(&self.left, &self.right, side)
    }

    /// Returns whether both ears have the same curve.
    pub fn is_symmetric(&self) -> bool {
        self.curve(Side::Left) == self.curve(Side::Right)
    }
}

pub(super) fn check_pair(
    path: &str,
    left: &Option<EmbeddedCurve>,
    right: &Option<EmbeddedCurve>,
    found: &mut Vec<(String, Cause)>,
) {
    let mut refuse = |path: String, value: String, allowed: &str| {
        let cause = Cause::NotAllowed {
            path: path.clone(),
            found: value,
            allowed: allowed.to_owned(),
        };
        found.push((path, cause));
    };
    if left.is_none() && right.is_none() {
        refuse(
            path.to_owned(),
            "without a curve".into(),
            "it needs the table `left`, `right`, or both",
        );
    }
    for (name, curve) in [("left", left), ("right", right)] {
        let Some(curve) = curve else {
            continue;
        };
        let (frequencies, levels) = (&curve.frequencies_hz, &curve.levels_db);
        if frequencies.len() != levels.len() {
            refuse(
                format!("{path}.{name}.levels_db"),
                format!("a list of {}", levels.len()),
                &format!(
                    "allowed is one level for each of the {} frequencies",
                    frequencies.len()
                ),
            );
        }
        if let Some(pair) = frequencies.windows(2).find(|pair| pair[1] <= pair[0]) {
            refuse(
                format!("{path}.{name}.frequencies_hz"),
                format!("{} after {}", pair[1], pair[0]),
                "allowed are rising frequencies",
            );
        }
    }
}
