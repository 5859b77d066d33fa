//! Layout of a table: delimiter and decimal mark.
//!
//! Every layout that may be meant is tried on the whole file and gets points for what makes sense of
//! a response: lines that are wholly numbers, the same number of columns in all of them, frequencies
//! that rise through the audible range, levels that are not constant, a heading with as many
//! words as there are columns. Two layouts that are about as good and read other numbers are no
//! answer.

use std::borrow::Cow;

use super::headings::{Headings, Role};
use super::numbers::{is_invisible, is_minus, quantity_in, unit, Decimal, Quantity};
use super::text::Lines;

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

/// Fields that may be quoted: a delimiter within quotation marks is part of the field. An apostrophe
/// quotes where it begins a field and another one ends it; elsewhere it groups digits.
fn quoted<'a>(line: &'a str, delimiter: char, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut from = 0;
    let mut inside = None;
    let field = |text: &'a str| Cow::Borrowed(text.trim().trim_matches('"').trim());
    for (at, c) in line.char_indices() {
        match inside {
            Some(mark) if c == mark => inside = None,
            Some(_) => {}
            None if c == '"' => inside = Some(c),
            None if c == '\'' && is_opening(&line[from..at], &line[at + 1..], delimiter) => {
                inside = Some(c);
            }
            None if c == delimiter => {
                take(field(&line[from..at]));
                from = at + 1;
            }
            None => {}
        }
    }
    take(field(&line[from..]));
}

/// Returns whether an apostrophe opens a quoted field: nothing is before it in the field, and another
/// one is right before a delimiter or the end.
fn is_opening(before: &str, behind: &str, delimiter: char) -> bool {
    /// No quoted number is longer, characters.
    const LONGEST: usize = 64;
    if !before.trim().is_empty() {
        return false;
    }
    let mut near = behind.chars().take(LONGEST).peekable();
    while let Some(c) = near.next() {
        if c == '\'' && near.peek().is_none_or(|&next| next == delimiter) {
            return true;
        }
    }
    false
}

fn paired<'a>(line: &'a str, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut from = 0;
    let mut second = false;
    for (at, _) in line.match_indices(',') {
        if second {
            take(Cow::Borrowed(line[from..at].trim()));
            from = at + 1;
        }
        second = !second;
    }
    take(Cow::Borrowed(line[from..].trim()));
}

fn grouped<'a>(line: &'a str, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut field = String::new();
    for word in line.split_whitespace() {
        let group = may_be_group(&field) && continues_group(word);
        let unit = begins_with_digit(&field) && unit(word).is_some();
        if !field.is_empty() && !group && !unit {
            take(Cow::Owned(std::mem::take(&mut field)));
        }
        if !field.is_empty() {
            field.push(' ');
        }
        field.push_str(word);
    }
    take(Cow::Owned(field));
}

/// Digits that more groups of digits may follow.
fn may_be_group(text: &str) -> bool {
    let last = text.trim_start_matches(['-', '+', '\u{2212}']);
    let last = last.rsplit(' ').next().unwrap_or(last);
    (1..=3).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit())
}

/// Three digits, and decimals perhaps.
fn continues_group(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && matches!(bytes.get(3), None | Some(b'.' | b','))
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

fn fit(layout: Layout, lines: &Lines<'_>) -> Option<Fit> {
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

    fn fit(self, layout: Layout, columns: usize, headings: Headings) -> Fit {
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

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    fn chosen(text: &str) -> Option<(Delimiter, Decimal)> {
        match choose(&lines(text)) {
            Choice::Clear(fit) => Some((fit.layout.delimiter, fit.layout.decimal)),
            _ => None,
        }
    }

    #[test]
    fn layouts_are_told_apart_by_what_they_make_of_the_whole_file() {
        use Decimal::{Comma, Point};
        use Delimiter as D;
        for (text, expected) in [
            ("20\t1.5\n1000\t5\n12500\t-3\n", (D::Tab, Point)),
            ("20\t1,5\n1000\t5,0\n12500\t-3\n", (D::Tab, Comma)),
            ("20;1,5\n1000;5\n12500;-3\n", (D::Semicolon, Comma)),
            ("20,1.5\n1000,5\n12500,-3\n", (D::Comma, Point)),
            (
                "20,0, 1,5\n1000,0, 5,0\n12500,0, -3,0\n",
                (D::CommaBlank, Comma),
            ),
            ("\"20,0\",\"1,5\"\n\"1000,0\",\"5,0\"\n", (D::Comma, Comma)),
            (
                "20,0 1,5\n1 000,0 5,0\n12 500,0 -3,0\n",
                (D::BlanksAndGroups, Comma),
            ),
            ("20 1.5 7\n1000 5 8\n12500 -3 9\n", (D::Blanks, Point)),
            ("1,000\t5\n2,000\t6\n20,000\t7\n", (D::Tab, Point)),
            (
                "20,000\t65,1\n1000,000\t66,2\n20000,000\t67,0\n",
                (D::Tab, Comma),
            ),
        ] {
            assert_eq!(chosen(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn apostrophes_quote_fields_and_group_digits() {
        let fields = |line| -> Vec<String> {
            let decimal = Decimal::Comma;
            let layout = Layout {
                delimiter: Delimiter::Comma,
                decimal,
            };
            layout.fields(line).iter().map(|f| f.to_string()).collect()
        };
        assert_eq!(fields("'20,0','65,5'"), ["'20,0'", "'65,5'"]);
        assert_eq!(fields("1'000,70"), ["1'000", "70"]);
        assert_eq!(fields("'20,65"), ["'20", "65"]);
    }

    #[test]
    fn whole_numbers_between_commas_are_doubtful_without_a_heading() {
        let rows = "20,000,65,100,-12,345\n1000,000,66,200,-12,345\n20000,000,60,100,-12,345\n";
        assert_eq!(chosen(rows), None);
        let three = format!("* Freq(Hz), SPL(dB), Phase(degrees)\n{rows}");
        assert_eq!(
            chosen(&three),
            Some((Delimiter::PairedComma, Decimal::Comma))
        );
        let six = format!("freq,spl,phase,a,b,c\n{rows}");
        assert_eq!(chosen(&six), Some((Delimiter::Comma, Decimal::Point)));
    }
}
