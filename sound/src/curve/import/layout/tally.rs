//! Counts of what a layout makes of a whole file.

use super::super::headings::Headings;
use super::super::text::Lines;
use super::columns::{Delimiter, Layout, MOST_COLUMNS};
use super::fields::{begins_with_digit, is_comment};
use super::Fit;

/// Counts while a layout is tried.
#[derive(Default)]
struct Tally {
    lines: usize,
    good: usize,
    rising: usize,
    /// Octaves between 20 Hz and 20 kHz.
    lowest_hz: f64,
    highest_hz: f64,
    first_level: Option<f64>,
    varies: bool,
    last: Option<(f64, f64)>,
    first: Option<(f64, f64)>,
    whole_between_commas: bool,
    /// Digits of the last field; none as soon as lines differ.
    last_digits: Option<usize>,
}

pub(super) fn fit(layout: Layout, lines: &Lines<'_>) -> Option<Fit> {
    let columns = usual_columns(layout, lines)?;
    let headings = Headings::gather(layout, columns, lines);
    let [frequency, level] = headings.places(columns);
    let bare_hz = headings.bare_hz(frequency);
    let mut tally = Tally {
        lowest_hz: f64::INFINITY,
        whole_between_commas: layout.delimiter == Delimiter::Comma,
        ..Tally::default()
    };
    for (_, line) in lines.clone() {
        if is_comment(line) || !begins_with_digit(line) {
            continue;
        }
        tally.lines += 1;
        tally.note_commas(line);
        let (mut count, mut values) = (0, [None; 2]);
        layout.each_field(line, |field| {
            for (place, value) in [frequency, level].into_iter().zip(&mut values) {
                if place == count {
                    *value = layout.quantity(&field);
                }
            }
            count += 1;
        });
        if let [Some(hz), Some(db)] = values {
            let hz = hz.hertz(bare_hz);
            if let Some(hz) = hz.filter(|_| count == columns) {
                tally.add(hz, db.value);
            }
        }
    }
    Some(tally.fit(layout, columns, headings))
}

impl Tally {
    /// Looks for decimals among whole numbers between commas.
    fn note_commas(&mut self, line: &str) {
        if !self.whole_between_commas {
            return;
        }
        let whole = |c: char| c.is_ascii_digit() || ",- ".contains(c);
        let last = line.rsplit(',').next().unwrap_or("").trim();
        let digits =
            (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())).then_some(last.len());
        self.whole_between_commas = !last.is_empty() && line.chars().all(whole);
        self.last_digits = match self.lines {
            1 => digits,
            _ => self.last_digits.filter(|&before| digits == Some(before)),
        };
    }

    fn add(&mut self, hz: f64, db: f64) {
        if !(1.0..=100_000.0).contains(&hz) || !(-1e6..=1e6).contains(&db) {
            return;
        }
        self.good += 1;
        if self.last.is_none_or(|(last_hz, _)| hz > last_hz) {
            self.rising += 1;
        }
        self.varies |= *self.first_level.get_or_insert(db) != db;
        self.last = Some((hz, db));
        self.first = self.first.or(self.last);
        self.lowest_hz = self.lowest_hz.min(hz);
        self.highest_hz = self.highest_hz.max(hz);
    }

    pub(super) fn fit(self, layout: Layout, columns: usize, headings: Headings) -> Fit {
        let share = |part: usize| part as f64 / self.lines.max(1) as f64;
        let audible = (self.highest_hz.min(20_000.0) / self.lowest_hz.max(20.0)).log2();
        let octaves = if audible.is_finite() {
            audible.max(0.0)
        } else {
            0.0
        };
        // Falling frequencies are as good as rising ones; both at once are not.
        let order = self.rising.max(self.good.saturating_sub(self.rising));
        let heading = match headings.count() {
            None => 0.5,
            Some(count) if count == columns => 1.0,
            Some(_) => 0.0,
        };
        let varies = if self.varies { 1.0 } else { 0.0 };
        let score = 40.0 * share(self.good)
            + 15.0 * order as f64 / self.good.max(1) as f64
            + 15.0 * (octaves / 6.0).min(1.0)
            + 10.0 * varies
            + 20.0 * heading;
        let none = (0.0, 0.0);
        Fit {
            layout,
            columns,
            score: if self.good > 0 { score } else { 0.0 },
            reason: format!(
                "{} of {} lines of numbers have {columns} columns with {}; {octaves:.1} audible \
                 octaves",
                self.good,
                self.lines,
                layout.words(),
            ),
            headings,
            ends: [self.first.unwrap_or(none), self.last.unwrap_or(none)],
            lines: self.lines,
            whole_between_commas: self.whole_between_commas && self.lines > 0,
            last_digits: self.last_digits,
        }
    }
}

/// The number of columns that most lines of numbers have; none where there are no two.
fn usual_columns(layout: Layout, lines: &Lines<'_>) -> Option<usize> {
    let mut counts = [0usize; MOST_COLUMNS];
    let mut paired = true;
    for (_, line) in lines.clone() {
        if is_comment(line) || !begins_with_digit(line) {
            continue;
        }
        let mut count = 0;
        layout.each_field(line, |_| count += 1);
        if layout.delimiter == Delimiter::PairedComma {
            let whole = |c: char| c.is_ascii_digit() || c == ',' || c == '-' || c == ' ';
            paired &= line.matches(',').count() % 2 == 1 && line.chars().all(whole);
        }
        counts[count.min(MOST_COLUMNS - 1)] += 1;
    }
    let (columns, &most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (most > 0 && columns >= 2 && paired).then_some(columns)
}
