//! Layout of a table: delimiter and decimal mark.
//!
//! Every layout that may be meant is tried on the whole file and gets points for what makes sense of
//! a response: lines that are wholly numbers, the same number of columns in all of them, frequencies
//! that rise through the audible range, levels that are not constant, a heading with as many
//! words as there are columns. Two layouts that are about as good and read other numbers are no
//! answer.

mod fields;
mod tally;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::headings::{Headings, Role};
use super::numbers::{is_invisible, is_minus, quantity_in, Decimal, Quantity};
use super::text::Lines;
use fields::{grouped, paired, quoted};
use tally::fit;

/// Layouts whose points differ by less than this are equally likely.
const CLEAR: f64 = 5.0;

/// No table has more columns.
const MOST_COLUMNS: usize = 64;

/// Delimiter between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    Tab,
    Semicolon,
    Comma,
    /// A comma with a blank behind it; one without is part of a number.
    CommaBlank,
    /// Every second comma is a decimal mark.
    PairedComma,
    Blanks,
    /// Blanks that are also between groups of three digits and before units.
    BlanksAndGroups,
}

/// A delimiter and a decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) delimiter: Delimiter,
    pub(super) decimal: Decimal,
}

impl Layout {
    /// Tried in this order; the first of equals wins.
    const ALL: [(Delimiter, Decimal); 13] = [
        (Delimiter::Tab, Decimal::Point),
        (Delimiter::Tab, Decimal::Comma),
        (Delimiter::Semicolon, Decimal::Point),
        (Delimiter::Semicolon, Decimal::Comma),
        (Delimiter::Comma, Decimal::Point),
        (Delimiter::Comma, Decimal::Comma),
        (Delimiter::CommaBlank, Decimal::Point),
        (Delimiter::CommaBlank, Decimal::Comma),
        (Delimiter::PairedComma, Decimal::Comma),
        (Delimiter::Blanks, Decimal::Point),
        (Delimiter::Blanks, Decimal::Comma),
        (Delimiter::BlanksAndGroups, Decimal::Point),
        (Delimiter::BlanksAndGroups, Decimal::Comma),
    ];

    /// In words.
    pub(super) fn words(self) -> String {
        let columns = match self.delimiter {
            Delimiter::Tab => "tabs between the columns",
            Delimiter::Semicolon => "semicolons between the columns",
            Delimiter::Comma => "commas between the columns",
            Delimiter::CommaBlank => "a comma and a blank between the columns",
            Delimiter::PairedComma => "commas between the columns and before the decimals",
            Delimiter::Blanks => "blanks between the columns",
            Delimiter::BlanksAndGroups => "blanks between the columns and between the thousands",
        };
        match (self.delimiter, self.decimal) {
            (Delimiter::PairedComma, _) => columns.to_owned(),
            (_, Decimal::Point) => format!("{columns}, decimal point"),
            (_, Decimal::Comma) => format!("{columns}, decimal comma"),
        }
    }

    /// A field as a number with its unit.
    pub(super) fn quantity(self, field: &str) -> Option<Quantity> {
        quantity_in(field, self.decimal)
    }

    /// The fields of a line, one after the other, without the blanks and quotation marks around.
    pub(super) fn each_field<'a>(self, line: &'a str, mut take: impl FnMut(Cow<'a, str>)) {
        match self.delimiter {
            Delimiter::Tab => quoted(line, '\t', &mut take),
            Delimiter::Semicolon => quoted(line, ';', &mut take),
            Delimiter::Comma => quoted(line, ',', &mut take),
            Delimiter::CommaBlank => line
                .split(", ")
                .for_each(|field| take(Cow::Borrowed(field.trim()))),
            Delimiter::PairedComma => paired(line, &mut take),
            Delimiter::Blanks => line
                .split_whitespace()
                .for_each(|field| take(Cow::Borrowed(field))),
            Delimiter::BlanksAndGroups => grouped(line, &mut take),
        }
    }

    /// The fields of a line; of a line with more of them than any table has columns, the first ones.
    pub(super) fn fields(self, line: &str) -> Vec<Cow<'_, str>> {
        let mut fields = Vec::new();
        self.each_field(line, |field| {
            if fields.len() < MOST_COLUMNS {
                fields.push(field);
            }
        });
        fields
    }

    /// Returns whether a text has what this layout puts between its columns.
    fn is_possible(self, lines: &Lines<'_>) -> bool {
        match self.delimiter {
            Delimiter::Tab => lines.contain('\t'),
            Delimiter::Semicolon => lines.contain(';'),
            Delimiter::Comma | Delimiter::CommaBlank | Delimiter::PairedComma => lines.contain(','),
            Delimiter::Blanks | Delimiter::BlanksAndGroups => true,
        }
    }
}

/// Returns whether a line is a comment: `*`, `#`, `;`, `%`, `//`, and `"` before what is no number.
pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with(['*', '#', ';', '%']) || line.starts_with("//")
}

/// Returns whether a line begins as a line of numbers does.
pub(super) fn begins_with_digit(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| {
        c.is_whitespace() || "\"'+.,".contains(c) || is_minus(c) || is_invisible(c)
    });
    start.starts_with(char::is_numeric)
}

/// Score of a layout for a file.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) layout: Layout,
    /// Number of columns most lines have.
    pub(super) columns: usize,
    /// Points out of 100.
    pub(super) score: f64,
    /// Why, in words.
    pub(super) reason: String,
    /// The headings as this layout reads them.
    pub(super) headings: Headings,
    /// The first point and the last one, to tell readings apart.
    ends: [(f64, f64); 2],
    /// Lines of numbers.
    pub(super) lines: usize,
    /// True if nothing but digits and commas is in them, and the last field has as many in all.
    whole_between_commas: bool,
    last_digits: Option<usize>,
}

impl Fit {
    /// Returns whether some of the commas between whole numbers may be decimal marks: there are other
    /// numbers of fields than headings, or three fields whose last one looks like decimals.
    fn commas_are_doubtful(&self) -> bool {
        self.layout.delimiter == Delimiter::Comma
            && self.whole_between_commas
            && match self.headings.count() {
                Some(words) => words < self.columns,
                None => self.columns == 3 && self.last_digits.is_some(),
            }
    }
}

/// The best layout of a file, or why there is none.
pub(super) enum Choice {
    Clear(Box<Fit>),
    Doubtful(Box<Fit>, Box<Fit>),
    /// Some of the commas may be decimal marks.
    DoubtfulCommas(Box<Fit>),
    None,
}

/// Tries every layout.
pub(super) fn choose(lines: &Lines<'_>) -> Choice {
    let mut fits: Vec<Fit> = Layout::ALL
        .into_iter()
        .map(|(delimiter, decimal)| Layout { delimiter, decimal })
        .filter(|layout| layout.is_possible(lines))
        .filter_map(|layout| fit(layout, lines))
        .collect();
    // Stable: of equals the first stays first.
    fits.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut fits = fits.into_iter();
    let Some(best) = fits.next() else {
        return Choice::None;
    };
    if best.commas_are_doubtful() {
        return Choice::DoubtfulCommas(Box::new(best));
    }
    let rival = fits.find(|fit| fit.ends != best.ends);
    let mistrusted = |fit: &Fit| {
        let of_words = fit.headings.count();
        fit.layout.delimiter == Delimiter::PairedComma && of_words != Some(fit.columns)
    };
    match rival {
        Some(rival) if best.score - rival.score < CLEAR => {
            Choice::Doubtful(Box::new(best), Box::new(rival))
        }
        Some(rival)
            if mistrusted(&best) || (mistrusted(&rival) && best.headings.count().is_none()) =>
        {
            Choice::Doubtful(Box::new(best), Box::new(rival))
        }
        _ => Choice::Clear(Box::new(best)),
    }
}

impl Headings {
    /// Columns of frequency and level.
    pub(super) fn places(&self, columns: usize) -> [usize; 2] {
        let frequency = self.find(Role::Frequency).unwrap_or(0);
        // A column of an unknown name is a level rather than one whose name says that it is none.
        let other = (0..columns).find(|&at| {
            at != frequency
                && self
                    .get(at)
                    .is_some_and(|column| column.role == Role::Other)
        });
        let level = self.best_level(frequency).or(other);
        let next = if frequency + 1 < columns {
            frequency + 1
        } else {
            0
        };
        [frequency, level.unwrap_or(next)]
    }
}
