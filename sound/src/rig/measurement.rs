//! Imported curves into a rig and out of it: where `curve` and `rig`, which do not know each other,
//! meet.

use crate::curve::import::{imbalance, Ear, Imported, Remark, Weight};
use crate::curve::{references, Curve, Point};
use crate::rig::{
    CurveRole, Device, EmbeddedCurve, Measured, MeasuredOn, Reference, Rig, WearingStyle,
    MOST_POINTS,
};

/// An equalizer where an earphone's measurement is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is an equalizer and no measurement: it can be imported for your own headphones, but not \
     as the performer's earphone"
)]
pub struct NotAMeasurement;

/// Names and credits longer than this are cut, characters.
pub const LONGEST_NAME: usize = 200;

/// A curve as a rig keeps it.
pub fn embedded(curve: &Curve, file: &str, credit: &str) -> EmbeddedCurve {
    let cut = |text: &str| -> String {
        let printable = text.chars().filter(|c| !c.is_control());
        printable.take(LONGEST_NAME).collect()
    };
    let points = || curve.points().iter().take(MOST_POINTS);
    let (mut frequencies_hz, mut levels_db): (Vec<f64>, Vec<f64>) =
        points().map(|p| (p.frequency_hz, p.level_db)).unzip();
    if let ([only_hz], [level_db]) = (&frequencies_hz[..], &levels_db[..]) {
        // One gain for all frequencies: a rig wants two points.
        let (only_hz, level_db) = (*only_hz, *level_db);
        frequencies_hz.push(2.0 * only_hz);
        levels_db.push(level_db);
    }
    EmbeddedCurve {
        file: cut(file),
        credit: cut(credit),
        frequencies_hz,
        levels_db,
    }
}

/// The curve that a rig keeps; flat where the lists are none, which no valid rig has.
pub fn curve_of(embedded: &EmbeddedCurve) -> Curve {
    let pairs = embedded.frequencies_hz.iter().zip(&embedded.levels_db);
    let points = pairs.map(|(&frequency_hz, &level_db)| Point {
        frequency_hz,
        level_db,
        phase_rad: None,
    });
    Curve::new(points.collect()).unwrap_or_else(|_| references::flat())
}

/// Makes a measurement the rig's earphone, for both ears or with a file for each; what was imported
/// before is replaced. Gives what the user should know beyond the files' own reports.
///
/// # Errors
/// When one of the files is an equalizer. The rig is then as it was.
pub fn as_earphone(
    rig: &mut Rig,
    first: &Imported,
    other: Option<&Imported>,
    coupler: MeasuredOn,
    credit: &str,
) -> Result<Vec<Remark>, NotAMeasurement> {
    if first.kind.is_equalizer() || other.is_some_and(|other| other.kind.is_equalizer()) {
        return Err(NotAMeasurement);
    }
    let (left, right, mut remarks) = ears(first, other, credit);
    rig.earphone.measured = Some(Measured {
        coupler,
        left,
        right,
        ..Measured::default()
    });
    remarks.extend(warnings(rig));
    Ok(remarks)
}

/// The user's facts about their own headphones beside the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headphones {
    /// Wearing style.
    pub worn: WearingStyle,
    /// Coupler of the measurement.
    pub coupler: MeasuredOn,
    /// True if the user runs the equalizer that is imported.
    pub equaliser_runs: bool,
}

/// Makes a measurement of the user's own headphones, or an equalizer for them, what is divided out.
/// An equalizer is taken to aim at the rig's `listening.reference`; that becomes the over-ear target for
/// headphones around the ear, unless another one than the usual in-ear target was chosen. Gives what the
/// user should know beyond the files' own reports.
pub fn as_headphones(
    rig: &mut Rig,
    first: &Imported,
    other: Option<&Imported>,
    headphones: Headphones,
    credit: &str,
) -> Vec<Remark> {
    let (left, right, mut remarks) = ears(first, other, credit);
    let holds = if first.kind.is_equalizer() {
        CurveRole::Correction
    } else {
        CurveRole::Response
    };
    rig.listening.device = Some(Device {
        holds,
        worn: headphones.worn,
        coupler: headphones.coupler,
        equaliser_runs: headphones.equaliser_runs,
        left,
        right,
        ..Device::default()
    });
    let is_usual = rig.listening.reference == Reference::HarmanInEar;
    if holds == CurveRole::Correction && headphones.worn == WearingStyle::OverEar && is_usual {
        rig.listening.reference = Reference::HarmanOverEar;
        remarks.push(Remark {
            line: None,
            weight: Weight::Note,
            reason: "the equalizer is taken to aim at the over-ear target, so listening.reference is now \
                     harman-over-ear and no longer harman-in-ear; set it again if the equalizer aims at \
                     another target"
                .to_owned(),
        });
    }
    remarks.extend(warnings(rig));
    remarks
}

type Embedded = Option<EmbeddedCurve>;

/// The curves of two ears out of one file or two.
fn ears(
    first: &Imported,
    other: Option<&Imported>,
    credit: &str,
) -> (Embedded, Embedded, Vec<Remark>) {
    let keep =
        |imported: &Imported, curve: &Curve| Some(embedded(curve, &imported.file_name, credit));
    let Some(other) = other else {
        return match first.side {
            _ if first.is_stereo() => {
                let (left, right) = (keep(first, &first.left), keep(first, &first.right));
                (left, right, Vec::new())
            }
            Some(Ear::Right) => (None, keep(first, &first.right), Vec::new()),
            _ => (keep(first, &first.left), None, Vec::new()),
        };
    };
    let swapped = first.side == Some(Ear::Right) && other.side != Some(Ear::Right);
    let (left, right) = if swapped {
        (other, first)
    } else {
        (first, other)
    };
    let remarks = pair(left, right);
    (keep(left, &left.left), keep(right, &right.right), remarks)
}

/// Doubts about two files as a pair, the first of them for the left ear.
pub fn pair(left: &Imported, right: &Imported) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = imbalance(&left.left, &right.right).into_iter().collect();
    if left.kind.is_equalizer() != right.kind.is_equalizer() {
        remarks.push(warning(
            "one file is an equalizer and the other a measurement; they do not belong together",
        ));
    }
    if let (Some(ear), true) = (left.side, left.side == right.side) {
        let ear = match ear {
            Ear::Left => "left",
            Ear::Right => "right",
        };
        remarks.push(warning(&format!(
            "both names speak of the {ear} ear; the first one was taken for the left ear and the \
             other one for the right"
        )));
    }
    if left.left == right.right {
        remarks.push(warning(
            "both ears have the very same curve: was the same file given twice?",
        ));
    }
    remarks
}

fn warning(reason: &str) -> Remark {
    Remark {
        line: None,
        weight: Weight::Warning,
        reason: reason.to_owned(),
    }
}

/// Warnings about a rig's imported curves: measurements of different couplers read differently in
/// bass and treble and should not be compared.
pub fn warnings(rig: &Rig) -> Vec<Remark> {
    let mut warnings = Vec::new();
    let mut warn = |reason: &str| warnings.push(warning(reason));
    let measured = rig.earphone.measured.as_ref().filter(|m| m.enabled);
    let device = rig.listening.device.as_ref().filter(|d| d.enabled);
    if measured.is_some_and(|measured| measured.coupler == MeasuredOn::Unknown) {
        warn(
            "nobody says what the earphone was measured on; it is taken as a 711 coupler, and \
             bass and treble may be wrong by several dB",
        );
    }
    let Some(measured) = measured else {
        return warnings;
    };
    match device.filter(|device| device.holds == CurveRole::Response) {
        Some(device) if device.worn == WearingStyle::InEar && device.coupler != measured.coupler => warn(
            "the earphone and your own headphones were measured on different couplers: what they \
             have in common does not cancel in the treble and in the bass",
        ),
        Some(_) => {}
        None if measured.coupler == MeasuredOn::Type43
            && rig.listening.reference == Reference::HarmanInEar =>
        {
            warn(
                "the earphone was measured on a type 4.3 ear and the reference on a 711 coupler, \
                 which read differently in the bass and in the treble",
            );
        }
        None => {}
    }
    warnings
}
