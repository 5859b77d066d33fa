//! Layout of a table: delimiter and decimal mark.
//!
//! Every layout that may be meant is tried on the whole file and gets points for what makes sense of
//! a response: lines that are wholly numbers, the same number of columns in all of them, frequencies
//! that rise through the audible range, levels that are not constant, a heading with as many
//! words as there are columns. Two layouts that are about as good and read other numbers are no
//! answer.

mod columns;
mod fields;
mod tally;
#[cfg(test)]
mod tests;

use super::headings::{Headings, Role};
use super::text::Lines;
use crate::order;
pub(super) use columns::{Delimiter, Layout};
pub(super) use fields::{begins_with_digit, is_comment};
use tally::fit;

/// Layouts whose points differ by less than this are equally likely.
const CLEAR: f64 = 5.0;

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
    order::by(&mut fits, |a, b| b.score.total_cmp(&a.score));
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
