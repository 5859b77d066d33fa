//! Frequency responses as columns of numbers.
//!
//! The first column is the frequency in Hz and the second the level in dB, unless a heading says
//! otherwise. Comments begin with `*`, `#`, `"`, `;`, `%` or `//`; whatever stands before the first line
//! of numbers is a heading. A phase column is read past: what is heard has the minimum phase that
//! belongs to the level.

use super::numbers::{columns, number};
use super::{ImportError, Report, MOST_POINTS};
use crate::curve::{Curve, Point};

/// Frequencies that a response may have, Hz.
const BAND_HZ: (f64, f64) = (1.0, 100_000.0);

/// No level of sound or gain is further from zero than this, dB.
const ANY_LEVEL_DB: f64 = 400.0;

/// Denser responses are averaged over this part of an octave.
const AVERAGED_PER_OCTAVE: f64 = 96.0;

/// Reads the lines of a file as a response.
pub(super) fn read(lines: &[(usize, &str)], report: &mut Report) -> Result<Curve, ImportError> {
    let mut table = Table::default();
    for &(line, text) in lines {
        table.add(line, text, report);
    }
    let mut points = table.points;
    if points.is_empty() {
        let report = std::mem::take(report).finished().0;
        return Err(ImportError::Nothing { report });
    }
    sort(&mut points, report);
    let mut points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
    if points.len() == 1 {
        return Err(ImportError::OnePoint);
    }
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

/// What has been understood so far.
#[derive(Default)]
struct Table {
    points: Vec<(usize, Point)>,
    /// Words over the columns, from the last line before the numbers.
    heading: Vec<String>,
    /// Which columns hold frequency and level, known from the first line of numbers on.
    places: Option<[usize; 2]>,
}

impl Table {
    fn add(&mut self, line: usize, text: &str, report: &mut Report) {
        if text.is_empty() {
            return;
        }
        let columns = columns(text);
        let is_comment = text.starts_with(['*', '#', '"', ';', '%']) || text.starts_with("//");
        let begins_with_number = columns.first().is_some_and(|first| number(first).is_some());
        if is_comment && !(text.starts_with('"') && begins_with_number) {
            return;
        }
        if !begins_with_number && self.points.is_empty() {
            self.heading = columns.iter().map(|word| word.to_lowercase()).collect();
            // What is no response at all is told from its lines; a heading is a line or two.
            report.note(Some(line), format!("taken as a heading: {}", shown(text)));
            return;
        }
        match self.point(&columns) {
            Ok(point) => self.points.push((line, point)),
            Err(reason) => report.reject(line, || reason.words(text)),
        }
    }

    fn point(&mut self, columns: &[&str]) -> Result<Point, Refusal> {
        let places = *self
            .places
            .get_or_insert_with(|| places(&self.heading, columns.len()));
        let value = |place: usize| {
            let text = columns.get(place).ok_or(Refusal::OneColumn)?;
            number(text).ok_or(Refusal::NoNumber)
        };
        let [frequency_hz, level_db] = [value(places[0])?, value(places[1])?];
        let (lowest_hz, highest_hz) = BAND_HZ;
        if !(lowest_hz..=highest_hz).contains(&frequency_hz) {
            return Err(Refusal::Frequency(frequency_hz));
        }
        if level_db.is_nan() || level_db.abs() > ANY_LEVEL_DB {
            return Err(Refusal::Level(level_db));
        }
        Ok(Point {
            frequency_hz,
            level_db,
            phase_rad: None,
        })
    }
}

/// Which columns hold frequency and level. AutoEq's tables have the measurement under `raw`.
fn places(heading: &[String], columns: usize) -> [usize; 2] {
    let find = |wanted: &dyn Fn(&str) -> bool| {
        (heading.len() == columns)
            .then(|| {
                heading
                    .iter()
                    .position(|word| wanted(word.trim_matches('"')))
            })
            .flatten()
    };
    let frequency = find(&|word| word.starts_with("freq") || word == "hz").unwrap_or(0);
    let level = find(&|word| word == "raw")
        .or_else(|| {
            find(&|word| {
                ["spl", "db", "level", "magnitude", "amplitude", "gain"]
                    .iter()
                    .any(|start| word.starts_with(start))
            })
        })
        .filter(|&level| level != frequency)
        .unwrap_or(frequency + 1);
    [frequency, level]
}

/// Why a line is no point.
#[derive(Clone, Copy)]
enum Refusal {
    OneColumn,
    NoNumber,
    Frequency(f64),
    Level(f64),
}

impl Refusal {
    fn words(self, text: &str) -> String {
        match self {
            Self::OneColumn => format!("a frequency and a level are needed: {}", shown(text)),
            Self::NoNumber => format!("not a frequency and a level: {}", shown(text)),
            Self::Frequency(hz) => {
                format!("the frequency is {hz} Hz; it must be from 1 Hz to 100 kHz")
            }
            Self::Level(db) => format!("the level is {db} dB, which is none"),
        }
    }
}

/// A line as it can be shown in a message.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().count() <= LONGEST {
        printable.collect()
    } else {
        printable.take(LONGEST).chain(['…']).collect()
    }
}

/// Sorts by frequency and drops repeated frequencies.
pub(super) fn sort(points: &mut Vec<(usize, Point)>, report: &mut Report) {
    let goes_back = points
        .windows(2)
        .find(|pair| pair[1].1.frequency_hz < pair[0].1.frequency_hz);
    if let Some(&[_, (line, _)]) = goes_back {
        report.note(
            Some(line),
            "the frequency is lower than in the line before; the points were sorted".into(),
        );
        points.sort_by(|a, b| a.1.frequency_hz.total_cmp(&b.1.frequency_hz));
    }
    points.dedup_by(|later, kept| {
        let again = later.1.frequency_hz == kept.1.frequency_hz;
        if again {
            report.reject(later.0, || {
                let hz = kept.1.frequency_hz;
                format!("{hz} Hz is there already, in line {}", kept.0)
            });
        }
        again
    });
}

/// The mean level and frequency of the points in each small part of an octave.
fn averaged(points: &[Point]) -> Vec<Point> {
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
