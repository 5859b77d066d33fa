//! Frequency responses as columns of numbers.
//!
//! Delimiter and number format are found from the whole file (`layout`); content, unit and ear of
//! the columns are read from their headings (`headings`). Without headings the first column is the
//! frequency and the second the level.

mod table;

use super::headings::{Headings, Role};
use super::layout::Fit;
use super::names::Ear;
use super::text::Lines;
use super::{ImportError, Report, MOST_POINTS};
use crate::curve::{Curve, Point};
use crate::order;
use table::Table;

/// Frequencies that a response may have, Hz.
const BAND_HZ: (f64, f64) = (1.0, 100_000.0);

/// No level of sound or gain is further from zero than this, dB.
const ANY_LEVEL_DB: f64 = 400.0;

/// Denser responses are averaged over this part of an octave.
const AVERAGED_PER_OCTAVE: f64 = 96.0;

/// More points than any measuring program writes.
const MOST_LINES: usize = 200_000;

/// Contents of a table: one curve for both ears or one of each.
pub(super) struct Response {
    pub(super) curves: [Curve; 2],
    /// The ear that the headings name.
    pub(super) side: Option<Ear>,
    /// Lines that became points.
    pub(super) kept: usize,
}

/// Reads the lines of a file as a response.
pub(super) fn read(
    lines: &Lines<'_>,
    fit: &Fit,
    report: &mut Report,
) -> Result<Response, ImportError> {
    let headings = &fit.headings;
    let mut table = Table::new(fit);
    for (line, text) in lines.clone() {
        table.add(line, text, report)?;
    }
    table.footer(report);
    table.unread(fit, report);
    table.check_scale()?;
    let kept = table.points[0].len();
    let [left, right] = std::mem::take(&mut table.points);
    doubt_levels(&left, headings, report);
    let left = curve(left, report)?;
    let curves = match table.places[1] {
        Some(_) => [left, curve(right, report)?],
        None => [left.clone(), left],
    };
    let level = headings.get(table.places[0].map_or(1, |[_, level]| level));
    let side = match (table.places[1], level.and_then(|level| level.ear)) {
        (Some(_), _) => None,
        (None, Some(ear)) => Some(ear),
        (None, None) => headings.ear,
    };
    Ok(Response { curves, side, kept })
}

/// Says so when the levels hardly look like levels: all alike, or all small and above 0 where no heading
/// says that they are decibels.
fn doubt_levels(points: &[Entry], headings: &Headings, report: &mut Report) {
    /// Ratios of a response lie below this; levels of a sound do not.
    const RATIOS_BELOW: f64 = 10.0;
    let [first, _, ..] = points else { return };
    let levels = || points.iter().map(|point| point.level_db);
    let (low, high) = levels().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| {
        (low.min(level), high.max(level))
    });
    if low == high {
        report.warn(
            Some(first.line as usize),
            format!("all levels are {low} dB: is this the column of the levels?"),
        );
    } else if headings.count().is_none() && low > 0.0 && high < RATIOS_BELOW {
        report.warn(
            Some(first.line as usize),
            format!(
                "the levels, all from {low} to {high}, were taken as dB; if they are ratios, name \
                 the column `linear` in a heading"
            ),
        );
    }
}

fn curve(mut points: Vec<Entry>, report: &mut Report) -> Result<Curve, ImportError> {
    if points.is_empty() {
        let report = std::mem::take(report).finished().0;
        return Err(ImportError::Nothing { report });
    }
    sort(&mut points, report);
    if points.len() == 1 {
        return Err(ImportError::OnePoint);
    }
    let mut points: Vec<Point> = points.iter().map(|entry| entry.point()).collect();
    if points.len() > MOST_POINTS {
        let before = points.len();
        points = averaged(&points);
        report.note(
            None,
            format!(
                "{before} points were averaged over 1/96 octave, which leaves {}",
                points.len()
            ),
        );
    }
    Ok(Curve::new(points)?)
}

/// A point and the line that it stands in; small, as there may be many.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) frequency_hz: f64,
    pub(super) level_db: f64,
    pub(super) line: u32,
}

impl Entry {
    pub(super) fn new(line: usize, frequency_hz: f64, level_db: f64) -> Self {
        Self {
            frequency_hz,
            level_db,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        }
    }

    pub(super) fn point(&self) -> Point {
        Point {
            frequency_hz: self.frequency_hz,
            level_db: self.level_db,
            phase_rad: None,
        }
    }
}

/// A line as it can be shown in a message.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().take(LONGEST + 1).count() <= LONGEST {
        printable.collect()
    } else {
        printable.take(LONGEST).chain(['…']).collect()
    }
}

/// Sorts by frequency and drops repeated frequencies.
pub(super) fn sort(points: &mut Vec<Entry>, report: &mut Report) {
    let falls = |pair: &&[Entry]| pair[1].frequency_hz < pair[0].frequency_hz;
    if let Some(&[_, Entry { line, .. }]) = points.windows(2).find(falls) {
        report.note(
            Some(line as usize),
            "the frequency is lower than in the line before; the points were sorted".into(),
        );
        order::by(points, |a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
    }
    points.dedup_by(|later, kept| {
        let again = later.frequency_hz == kept.frequency_hz;
        if again {
            report.reject(later.line as usize, || {
                format!(
                    "{} Hz is there already, in line {}",
                    kept.frequency_hz, kept.line
                )
            });
        }
        again
    });
}

/// The mean level and frequency of the points in each small part of an octave.
pub(super) fn averaged(points: &[Point]) -> Vec<Point> {
    let bin = |point: &Point| (point.frequency_hz.log2() * AVERAGED_PER_OCTAVE).floor();
    points
        .chunk_by(|a, b| bin(a) == bin(b))
        .map(|chunk| {
            let count = chunk.len() as f64;
            let mean = |of: fn(&Point) -> f64| chunk.iter().map(of).sum::<f64>() / count;
            let thousandth = |value: f64| (value * 1e3).round() / 1e3;
            match chunk {
                [only] => *only,
                _ => Point {
                    frequency_hz: thousandth(mean(|point| point.frequency_hz)),
                    level_db: thousandth(mean(|point| point.level_db)),
                    phase_rad: None,
                },
            }
        })
        .collect()
}

/// Description of a table that is no response, and advice.
pub(super) fn no_response(headings: &Headings, file_name: &str) -> Option<(String, &'static str)> {
    let lower = file_name.to_lowercase();
    let columns = match headings.count() {
        None => String::new(),
        Some(_) => format!(" (its columns are {})", headings.words()),
    };
    // A table may have both, as `bodypack response` writes it.
    let has_level = headings.has(Role::Level);
    let says_impedance = headings.is_impedance || headings.has(Role::Impedance);
    if (says_impedance && !has_level) || lower.ends_with(".zma") {
        return Some((
            format!("an impedance in ohms{columns}"),
            "export the level of the sound, in dB SPL",
        ));
    }
    if headings.is_time || headings.has(Role::Time) && !headings.has(Role::Frequency) {
        return Some((
            "sound over time, not over frequency".to_owned(),
            "export the frequency response as text, or the impulse response as WAV",
        ));
    }
    let [_, level] = headings.places(headings.count().unwrap_or(0));
    let role = headings.get(level).map(|column| column.role)?;
    let is_none = matches!(
        role,
        Role::Phase | Role::NoLevel | Role::Time | Role::Width | Role::Kind | Role::Index
    );
    is_none.then(|| {
        (
            format!("a table without a level{columns}"),
            "export the level over frequency, in dB",
        )
    })
}
