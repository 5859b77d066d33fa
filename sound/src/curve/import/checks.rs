//! Checks of what was read: whether it is enough, covers the band, and can be played.

use super::error::hertz;
use super::{ImportError, Options, Remark, Report, Weight};
use crate::curve::Curve;

/// Largest distance of a level from the mean of its curve from 300 to 3000 Hz, dB, up or down; 100
/// dB from the lowest to the highest is more than any earphone has and any playback can undo.
pub const LARGEST_LEVEL_DB: f64 = 50.0;

/// Band in which the ears of a pair are compared: a coupler is trusted there. A response that does
/// not reach so far says too little. Hz.
pub const COMPARED_HZ: (f64, f64) = (100.0, 8000.0);

/// Ears of a pair that differ by more than this do not sound alike, dB.
const IMBALANCE_DB: f64 = 3.0;

/// A file of which little could be read was not understood.
pub(super) fn check_lines(
    kept: usize,
    rejected: usize,
    options: &Options,
    report: &mut Report,
) -> Result<(), ImportError> {
    if rejected <= kept {
        return Ok(());
    }
    if options.partial {
        let all = kept + rejected;
        report.warn(None, format!("only {kept} of {all} lines could be read"));
        return Ok(());
    }
    let first = report.remarks.iter().find(|r| r.weight == Weight::Rejected);
    Err(ImportError::MostlyRejected {
        kept,
        rejected,
        first: first.map(Remark::to_string).unwrap_or_default(),
    })
}

/// A response has to cover what ears are compared by.
pub(super) fn check_band(
    curves: &[Curve; 2],
    options: &Options,
    report: &mut Report,
) -> Result<(), ImportError> {
    let ends = curves.iter().map(|curve| {
        let points = curve.points();
        (
            points[0].frequency_hz,
            points[points.len() - 1].frequency_hz,
        )
    });
    let (low_hz, high_hz) = ends.fold((0.0_f64, f64::INFINITY), |all, (low, high)| {
        (all.0.max(low), all.1.min(high))
    });
    let (needed_low_hz, needed_high_hz) = COMPARED_HZ;
    if low_hz <= needed_low_hz && high_hz >= needed_high_hz {
        return Ok(());
    }
    if !options.partial {
        return Err(ImportError::Partial { low_hz, high_hz });
    }
    report.warn(
        None,
        format!(
            "the response covers only {} to {}; beyond that its ends are held",
            hertz(low_hz),
            hertz(high_hz)
        ),
    );
    Ok(())
}

/// Says so when two ears of one device differ by more than 3 dB between 100 Hz and 8 kHz.
pub fn imbalance(left: &Curve, right: &Curve) -> Option<Remark> {
    let (low_hz, high_hz) = COMPARED_HZ;
    let difference = left.subtract(right);
    let inside = |f: f64| (low_hz..=high_hz).contains(&f);
    let frequencies = difference.points().iter().map(|point| point.frequency_hz);
    let (at_hz, by_db) = frequencies
        .filter(|&f| inside(f))
        .chain([low_hz, high_hz])
        .map(|f| (f, difference.level_db(f)))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    (by_db.abs() > IMBALANCE_DB).then(|| Remark {
        line: None,
        weight: Weight::Warning,
        reason: format!(
            "the ears differ by {:.1} dB at {at_hz:.0} Hz: one of them was measured with a leak, \
             is broken, or is another model",
            by_db.abs()
        ),
    })
}

/// Holds levels within bounds that a playback can follow, and says so.
pub(super) fn limit(curves: &mut [Curve; 2], report: &mut Report) {
    let mut clamped = 0;
    for curve in curves.iter_mut() {
        let middle_db = curve.mean_db(300.0, 3000.0);
        let (limited, count) =
            curve.held_within(middle_db - LARGEST_LEVEL_DB, middle_db + LARGEST_LEVEL_DB);
        *curve = limited;
        clamped = clamped.max(count);
    }
    if clamped > 0 {
        report.warn(
            None,
            format!(
                "{clamped} points lay more than {LARGEST_LEVEL_DB} dB from the mean of 300 to \
                 3000 Hz and were clamped to that"
            ),
        );
    }
}
