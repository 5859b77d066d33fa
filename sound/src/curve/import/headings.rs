//! Column headings of a table: content, unit and ear of each column.

mod words;

use super::layout::{begins_with_digit, is_comment, Delimiter, Layout};
use super::names::Ear;
use super::numbers::Decimal;
use super::text::Lines;
pub(super) use words::heading;
use words::{LEFT, RIGHT};

/// Content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Frequency,
    /// A level in dB, or a magnitude that a level follows from.
    Level,
    Phase,
    /// The width of a filter: the table is an equalizer's.
    Width,
    /// Shape of a filter.
    Kind,
    /// A gain of a filter, or a level.
    Gain,
    Impedance,
    Time,
    /// The number of a line.
    Index,
    /// Something known that is no level.
    NoLevel,
    /// Something that is not read.
    Other,
}

/// Scale of a magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Decibel,
    /// A pressure, a voltage or a ratio.
    Linear,
    /// A power.
    Power,
    /// Decibels or a ratio: the heading does not say.
    Unknown,
}

/// One column's heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    /// The words, in lower case.
    pub(super) words: String,
    pub(super) role: Role,
    /// Unit of a bare frequency, Hz.
    pub(super) unit_hz: f64,
    pub(super) scale: Scale,
    pub(super) ear: Option<Ear>,
    /// AutoEq's measured column.
    raw: bool,
    /// True if its ear is told by a single letter at the front, which may also be the symbol of a level.
    is_letter: bool,
}

/// The headings of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Headings {
    columns: Vec<Heading>,
    /// The line of the last of them.
    pub(super) line: Option<usize>,
    /// The ear that a line of its own names.
    pub(super) ear: Option<Ear>,
    /// A word about sound over time in the title.
    pub(super) is_time: bool,
    /// A word about impedance in the title.
    pub(super) is_impedance: bool,
}

impl Headings {
    /// Reads every line above the numbers that has a word for each column.
    pub(super) fn gather(layout: Layout, columns: usize, lines: &Lines<'_>) -> Self {
        let mut found = Self::default();
        let mut texts: Vec<String> = Vec::new();
        for (number, line) in lines.clone() {
            if line.is_empty() {
                continue;
            }
            let comment = is_comment(line);
            if !comment && begins_with_digit(line) {
                break;
            }
            found.title(line);
            let words = heading_words(layout, columns, line);
            let says_hertz = words
                .iter()
                .any(|word| heading(word).role == Role::Frequency);
            let fixed = !comment && layout.delimiter != Delimiter::Blanks;
            let aligned = words.len() == columns && (says_hertz || fixed);
            if says_hertz && words.len() != columns && words.len() > 1 && texts.is_empty() {
                // As many words as there are columns in another layout.
                texts = words;
                found.line = Some(number);
            } else if aligned {
                if texts.len() != columns || comment {
                    texts = vec![String::new(); columns];
                }
                for (text, word) in texts.iter_mut().zip(&words) {
                    text.push(' ');
                    text.push_str(word);
                }
                found.line = Some(number);
            }
        }
        found.columns = texts.iter().map(|text| heading(text)).collect();
        // `L` alone is the symbol of a level.
        if !(found.columns.iter()).any(|column| column.ear == Some(Ear::Right)) {
            let letters = found.columns.iter_mut().filter(|column| column.is_letter);
            letters.for_each(|column| column.ear = None);
        }
        found
    }

    /// Reads a line above the numbers that describes the whole table.
    fn title(&mut self, line: &str) {
        let line = line.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
        let (left, right) = (has(LEFT_EAR), has(RIGHT_EAR));
        let measurement = line
            .trim_start_matches(['*', '#', ' '])
            .strip_prefix("measurement:")
            .and_then(super::names::side_of)
            .or_else(|| named_ear(&line));
        if left != right {
            self.ear = Some(if left { Ear::Left } else { Ear::Right });
        } else if measurement.is_some() {
            self.ear = measurement;
        }
        self.is_time |= has(&[
            "impulse response",
            "step response",
            "waveform",
            "oscilloscope",
        ]);
        self.is_impedance |= has(&["impedan", "impédan", "импеданс"]);
    }

    /// Number of words there are; none without a heading.
    pub(super) fn count(&self) -> Option<usize> {
        (!self.columns.is_empty()).then_some(self.columns.len())
    }

    pub(super) fn get(&self, column: usize) -> Option<&Heading> {
        self.columns.get(column)
    }

    /// The first column of a kind.
    pub(super) fn find(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.find(role).is_some()
    }

    /// All columns with levels, best first, none of a filter or of what was derived from others.
    pub(super) fn best_level(&self, frequency: usize) -> Option<usize> {
        let is_level = |&(at, column): &(usize, &Heading)| {
            at != frequency && matches!(column.role, Role::Level | Role::Gain)
        };
        let levels = || self.columns.iter().enumerate().filter(is_level);
        let raw = levels().find(|(_, column)| column.raw);
        raw.or_else(|| levels().next()).map(|(at, _)| at)
    }

    /// The columns of the two ears, when both are there: frequency and level of each.
    pub(super) fn ears(&self) -> Option<[[usize; 2]; 2]> {
        let of = |ear: Ear| {
            let is_it = |column: &Heading| column.role == Role::Level && column.ear == Some(ear);
            let level = self.columns.iter().position(is_it)?;
            let before = self.columns[..level]
                .iter()
                .rposition(|column| column.role == Role::Frequency);
            Some([
                before.or_else(|| self.find(Role::Frequency)).unwrap_or(0),
                level,
            ])
        };
        Some([of(Ear::Left)?, of(Ear::Right)?])
    }

    /// Unit of a bare number in a column of frequencies, Hz.
    pub(super) fn bare_hz(&self, frequency: usize) -> f64 {
        match self.columns.get(frequency) {
            Some(column) if column.role == Role::Frequency => column.unit_hz,
            _ => 1.0,
        }
    }

    /// The words as they were found, to be shown.
    pub(super) fn words(&self) -> String {
        let words: Vec<&str> = self.columns.iter().map(|c| c.words.trim()).collect();
        words.join(", ")
    }
}

/// The ear of a line like `Channel: Right`.
fn named_ear(line: &str) -> Option<Ear> {
    let (key, value) = line.trim_start_matches(['*', '#', ' ']).split_once(':')?;
    let is_key = ["channel", "ear", "side", "kanal", "ohr", "canal"].contains(&key.trim());
    match value.trim() {
        word if !is_key || word.len() < 2 => None,
        word if LEFT.contains(&word) => Some(Ear::Left),
        word if RIGHT.contains(&word) => Some(Ear::Right),
        _ => None,
    }
}

const LEFT_EAR: &[&str] = &["left ear", "left channel", "linkes ohr", "oreille gauche"];
const RIGHT_EAR: &[&str] = &[
    "right ear",
    "right channel",
    "rechtes ohr",
    "oreille droite",
];

/// The words of a heading: by the layout's own delimiter, or, where that gives another number of
/// them (comments are often written otherwise than the numbers), by commas, tabs or blanks.
fn heading_words(layout: Layout, columns: usize, line: &str) -> Vec<String> {
    let line = line.trim_start_matches(['*', '#', ';', '%', '/']).trim();
    let split = |delimiter| -> Vec<String> {
        let decimal = Decimal::Point;
        let fields = Layout { delimiter, decimal }.fields(line);
        fields.into_iter().map(|field| field.into_owned()).collect()
    };
    let own = match layout.delimiter {
        Delimiter::CommaBlank | Delimiter::PairedComma => Delimiter::Comma,
        Delimiter::BlanksAndGroups => Delimiter::Blanks,
        other => other,
    };
    let mut best = split(own);
    for other in [
        Delimiter::Tab,
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Blanks,
    ] {
        if best.len() == columns {
            break;
        }
        let words = split(other);
        if words.len() == columns || best.len() == 1 {
            best = words;
        }
    }
    best
}

/// Words of a heading in lower case: cut at everything that is no letter or digit, and before a capital
/// behind three small letters (`leftDb`).
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut small = 0;
    for c in text.chars() {
        let belongs = c.is_alphanumeric() || "°%#µ".contains(c);
        if (!belongs || (c.is_uppercase() && small >= 3)) && parts.last() != Some(&String::new()) {
            parts.push(String::new());
        }
        small = if c.is_lowercase() { small + 1 } else { 0 };
        if let (true, Some(part)) = (belongs, parts.last_mut()) {
            part.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The ear that the words of a heading name, and whether a single letter at the front does.
fn ear_of(parts: &[String]) -> (Option<Ear>, bool) {
    let is = |names: &[&str]| parts.iter().any(|part| names.contains(&part.as_str()));
    let channel = |number: &str| {
        let names = ["ch", "chan", "channel", "kanal", "canal", "canale"];
        parts
            .windows(2)
            .any(|pair| names.contains(&pair[0].as_str()) && pair[1] == number)
    };
    // `L1`, `R3`: one of several measurements.
    let numbered = |letter: char| {
        let is_it = |part: &String| {
            part.strip_prefix(letter).is_some_and(|rest| {
                matches!(rest.len(), 1 | 2) && rest.bytes().all(|b| b.is_ascii_digit())
            })
        };
        parts.iter().any(is_it)
    };
    let left = is(LEFT) || channel("1") || numbered('l');
    let right = is(RIGHT) || channel("2") || numbered('r');
    let letter = parts.first().is_some_and(|part| part == "l");
    match (left, right) {
        (true, false) => (Some(Ear::Left), letter),
        (false, true) => (Some(Ear::Right), false),
        _ => (None, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_what_columns_hold() {
        for (text, role) in [
            ("Freq(Hz)", Role::Frequency),
            ("freq (kHz)", Role::Frequency),
            ("Frequenz [Hz]", Role::Frequency),
            ("SPL(dB)", Role::Level),
            ("dB", Role::Level),
            ("raw", Role::Level),
            ("left_db", Role::Level),
            ("Gain (dB)", Role::Gain),
            ("Phase(degrees)", Role::Phase),
            ("Z(ohms)", Role::Impedance),
            ("Impedance", Role::Impedance),
            ("Q", Role::Width),
            ("Q factor", Role::Width),
            ("Time (s)", Role::Time),
            ("equalized_raw", Role::Other),
            ("Pressure (Pa)", Role::Level),
            ("Type", Role::Kind),
            ("Unweighted", Role::Other),
        ] {
            assert_eq!(heading(text).role, role, "{text}");
        }
        assert_eq!(heading("f/kHz").unit_hz, 1000.0);
        assert_eq!(heading("\u{3c9} (rad/s)").role, Role::Frequency);
        assert_eq!(heading("Group delay (ms)").role, Role::NoLevel);
        assert_eq!(heading("leftDb").ear, Some(Ear::Left));
        assert_eq!(heading("Ch 2").ear, Some(Ear::Right));
        assert_eq!(heading("Channel 1 [dB]").ear, Some(Ear::Left));
        assert_eq!(heading("R1").ear, Some(Ear::Right));
        assert_eq!(heading("|H|").scale, Scale::Unknown);
        assert_eq!(heading("Power (W)").scale, Scale::Power);
        assert_eq!(heading("Magnitude (linear)").scale, Scale::Linear);
        assert_eq!(heading("dB re 20 µPa").scale, Scale::Decibel);
        assert_eq!(heading("Right ear").ear, Some(Ear::Right));
        assert_eq!(heading("Ch1 (M) Y dBSPL").ear, Some(Ear::Left));
    }

    #[test]
    fn letters_with_a_number_name_an_ear_and_words_do_not() {
        for (text, ear) in [
            ("L1", Some(Ear::Left)),
            ("R12", Some(Ear::Right)),
            ("L123", None),
            ("R2d", None),
            ("La1", None),
        ] {
            assert_eq!(ear_of(&parts(text)).0, ear, "{text}");
        }
    }
}
