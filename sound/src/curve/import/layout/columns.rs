//! Delimiter and decimal mark: how a line is cut into the fields of its columns.

use std::borrow::Cow;

use super::fields::{grouped, paired, quoted};
use crate::curve::import::numbers::{quantity_in, Decimal, Quantity};
use crate::curve::import::text::Lines;

/// No table has more columns.
pub(super) const MOST_COLUMNS: usize = 64;

/// Delimiter between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::curve::import) enum Delimiter {
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
pub(in crate::curve::import) struct Layout {
    pub(in crate::curve::import) delimiter: Delimiter,
    pub(in crate::curve::import) decimal: Decimal,
}

impl Layout {
    /// Tried in this order; the first of equals wins.
    pub(super) const ALL: [(Delimiter, Decimal); 13] = [
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
    pub(in crate::curve::import) fn words(self) -> String {
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
    pub(in crate::curve::import) fn quantity(self, field: &str) -> Option<Quantity> {
        quantity_in(field, self.decimal)
    }

    /// The fields of a line, one after the other, without the blanks and quotation marks around.
    pub(in crate::curve::import) fn each_field<'a>(
        self,
        line: &'a str,
        mut take: impl FnMut(Cow<'a, str>),
    ) {
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
    pub(in crate::curve::import) fn fields(self, line: &str) -> Vec<Cow<'_, str>> {
        let mut fields = Vec::new();
        self.each_field(line, |field| {
            if fields.len() < MOST_COLUMNS {
                fields.push(field);
            }
        });
        fields
    }

    /// Returns whether a text has what this layout puts between its columns.
    pub(super) fn is_possible(self, lines: &Lines<'_>) -> bool {
        match self.delimiter {
            Delimiter::Tab => lines.contain('\t'),
            Delimiter::Semicolon => lines.contain(';'),
            Delimiter::Comma | Delimiter::CommaBlank | Delimiter::PairedComma => lines.contain(','),
            Delimiter::Blanks | Delimiter::BlanksAndGroups => true,
        }
    }
}
