//! Table of numbers, read line by line.

use super::super::headings::{Headings, Role, Scale};
use super::super::layout::{begins_with_digit, is_comment, Fit, Layout};
use super::super::numbers::Quantity;
use super::super::numbers::Unit;
use super::super::{ImportError, Report};
use super::{shown, Entry, ANY_LEVEL_DB, BAND_HZ, MOST_LINES};
use std::borrow::Cow;

/// The table parsed so far.
pub(super) struct Table<'a> {
    layout: Layout,
    headings: &'a Headings,
    /// Columns of frequency and level of the left ear, or of both, and of the right one.
    pub(super) places: [Option<[usize; 2]>; 2],
    pub(super) points: [Vec<Entry>; 2],
    /// Lines behind the last point that do not begin with a digit.
    behind: Vec<(usize, String)>,
    behind_count: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(fit: &'a Fit) -> Self {
        let places = match fit.headings.ears() {
            Some([left, right]) => [Some(left), Some(right)],
            None => [Some(fit.headings.places(fit.columns)), None],
        };
        Self {
            layout: fit.layout,
            headings: &fit.headings,
            places,
            points: Default::default(),
            behind: Vec::new(),
            behind_count: 0,
        }
    }

    pub(super) fn add(
        &mut self,
        line: usize,
        text: &str,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        /// So many are named when numbers follow after all.
        const NAMED: usize = 200;
        if text.is_empty() || is_comment(text) {
            return Ok(());
        }
        let numbers = begins_with_digit(text);
        if !numbers && self.points[0].is_empty() {
            // What is no response at all is told from its lines; a heading is a line or two.
            if report.remarks.len() < 8 && !like_a_number(text) {
                report.note(Some(line), format!("taken as a heading: {}", shown(text)));
            }
            return Ok(());
        }
        if !numbers {
            self.behind_count += 1;
            if self.behind.len() < NAMED {
                self.behind.push((line, shown(text)));
            }
            return Ok(());
        }
        for (line, text) in self.behind.drain(..) {
            report.reject(line, || format!("not a frequency and a level: {text}"));
        }
        self.behind_count = 0;
        let fields = self.layout.fields(text);
        for index in 0..2 {
            let Some(place) = self.places[index] else {
                continue;
            };
            match self.point(line, place, &fields) {
                Ok(_) if self.points[index].len() >= MOST_LINES => {
                    return Err(ImportError::TooManyPoints { line });
                }
                Ok(point) => self.points[index].push(point),
                Err(reason) => report.reject(line, || reason.words(text)),
            }
        }
        Ok(())
    }

    /// Says what was below the numbers.
    pub(super) fn footer(&mut self, report: &mut Report) {
        if let Some((line, text)) = self.behind.first() {
            let words = match self.behind_count {
                1 => format!("taken as a footer: {text}"),
                count => format!("{count} lines below the numbers, taken as a footer: {text}"),
            };
            report.note(Some(*line), words);
        }
    }

    /// Says which columns with levels were not taken.
    pub(super) fn unread(&self, fit: &Fit, report: &mut Report) {
        let taken = |at: usize| {
            let places = self.places.iter().flatten().flatten();
            places.into_iter().any(|&place| place == at)
        };
        let words: Vec<&str> = (0..fit.columns)
            .filter(|&at| !taken(at))
            .filter_map(|at| self.headings.get(at))
            .filter(|column| column.role == Role::Level)
            .map(|column| column.words.trim())
            .collect();
        if !words.is_empty() {
            let words = shown(&words.join(", "));
            let line = self.headings.line;
            report.note(
                line,
                format!("columns of levels that were left out: {words}"),
            );
        }
    }

    /// Refuses numbers of which nobody says whether they are decibels or ratios.
    pub(super) fn check_scale(&self) -> Result<(), ImportError> {
        /// A response's ratios are smaller, and the decibels of a sound larger.
        const RATIOS_BELOW: f64 = 20.0;
        let [_, level] = self.places[0].unwrap_or_default();
        let Some(column) = self.headings.get(level) else {
            return Ok(());
        };
        let of_both = || self.points.iter().flatten().map(|point| point.level_db);
        let ratios =
            column.scale == Scale::Unknown && of_both().all(|v| v > 0.0 && v < RATIOS_BELOW);
        if !ratios {
            return Ok(());
        }
        let (low, high) = of_both().fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        Err(ImportError::NoResponse {
            what: format!(
                "a table whose column `{}` may be decibels or ratios: its numbers are all from {low:.3} \
                 to {high:.3}",
                shown(column.words.trim())
            ),
            way_out: "name the column `dB` or `linear` in its heading",
        })
    }

    fn point(
        &self,
        line: usize,
        [frequency, level]: [usize; 2],
        fields: &[Cow<'_, str>],
    ) -> Result<Entry, Refusal> {
        let field = |place: usize| fields.get(place).ok_or(Refusal::OneColumn);
        let quantity = |place: usize| {
            let quantity = self.layout.quantity(field(place)?);
            quantity.ok_or(Refusal::NoNumber)
        };
        let hertz = quantity(frequency)?.hertz(self.headings.bare_hz(frequency));
        let frequency_hz = hertz.ok_or(Refusal::NoNumber)?;
        let (lowest_hz, highest_hz) = BAND_HZ;
        if !(lowest_hz..=highest_hz).contains(&frequency_hz) {
            return Err(Refusal::Frequency(frequency_hz));
        }
        let level = self.level_db(level, quantity(level)?)?;
        if level.is_nan() || level.abs() > ANY_LEVEL_DB {
            return Err(Refusal::Level(level));
        }
        Ok(Entry::new(line, frequency_hz, level))
    }

    fn level_db(&self, column: usize, quantity: Quantity) -> Result<f64, Refusal> {
        let scale = self
            .headings
            .get(column)
            .map_or(Scale::Decibel, |c| c.scale);
        match (scale, quantity.unit) {
            (_, Some(Unit::Decibel)) | (Scale::Decibel | Scale::Unknown, None) => {
                Ok(quantity.value)
            }
            (Scale::Linear | Scale::Power, None)
            | (_, Some(Unit::Pascal | Unit::Volt | Unit::Percent)) => {
                let factor = if scale == Scale::Power { 10.0 } else { 20.0 };
                let db = factor * quantity.value.log10();
                db.is_finite()
                    .then_some(db)
                    .ok_or(Refusal::Magnitude(quantity.value))
            }
            _ => Err(Refusal::NoNumber),
        }
    }
}

/// `nan` and the like, which is no heading.
fn like_a_number(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    first.parse::<f64>().is_ok()
}

/// Why a line is no point.
#[derive(Clone, Copy)]
enum Refusal {
    OneColumn,
    NoNumber,
    Frequency(f64),
    Level(f64),
    Magnitude(f64),
}

impl Refusal {
    fn words(self, text: &str) -> String {
        match self {
            Self::OneColumn => format!("a frequency and a level are needed: {}", shown(text)),
            Self::NoNumber => format!("not a frequency and a level: {}", shown(text)),
            Self::Frequency(hz) => {
                format!("the frequency is {hz} Hz; it must be from 1 Hz to 100 kHz")
            }
            Self::Level(db) => {
                format!("the level is {db} dB; it must be within ±{ANY_LEVEL_DB} dB")
            }
            Self::Magnitude(value) => {
                format!("the magnitude is {value}; one above 0 has a level in dB")
            }
        }
    }
}
