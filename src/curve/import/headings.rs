//! Column headings of a table: content, unit and ear of each column.

use super::layout::{begins_with_digit, is_comment, Delimiter, Layout};
use super::names::Ear;
use super::numbers::Decimal;
use super::text::Lines;

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
    /// Something that is not read.
    Other,
}

/// Scale of a magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Decibel,
    /// A pressure, a voltage or a ratio.
    Linear,
}

/// One column's heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    /// The words, in lower case.
    pub(super) words: String,
    pub(super) role: Role,
    pub(super) kilo: bool,
    pub(super) scale: Scale,
    pub(super) ear: Option<Ear>,
    /// AutoEq's measured column.
    raw: bool,
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
            .and_then(super::names::side_of);
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
            Some(column) if column.role == Role::Frequency && column.kilo => 1000.0,
            _ => 1.0,
        }
    }

    /// The words as they were found, to be shown.
    pub(super) fn words(&self) -> String {
        let words: Vec<&str> = self.columns.iter().map(|c| c.words.trim()).collect();
        words.join(", ")
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

/// Meaning of a column's heading.
pub(super) fn heading(text: &str) -> Heading {
    let words = text.to_lowercase();
    let parts: Vec<&str> = words
        .split(|c: char| !(c.is_alphanumeric() || "°%#µΩω".contains(c)))
        .filter(|part| !part.is_empty())
        .collect();
    let is = |names: &[&str]| parts.iter().any(|part| names.contains(part));
    let starts = |names: &[&str]| {
        let begins = |part: &&str| names.iter().any(|name| part.starts_with(name));
        parts.iter().any(begins)
    };
    let decibel = starts(&["db", "дб"]);
    let role = if is(&["hz", "khz", "гц", "кгц"]) || starts(FREQUENCY) || parts == ["f"] {
        Role::Frequency
    } else if is(&[
        "ohm",
        "ohms",
        "ω",
        "\u{3a9}",
        "z",
        "impedance",
        "impedanz",
        "impédance",
    ]) {
        Role::Impedance
    } else if starts(&["phas", "fase", "degree", "фаз"]) || is(&["deg", "°", "rad", "radians"])
    {
        Role::Phase
    } else if is(&[
        "q",
        "quality",
        "bandwidth",
        "bw",
        "width",
        "güte",
        "qualité",
    ]) {
        Role::Width
    } else if is(&["type", "typ", "filter", "shape"]) {
        Role::Kind
    } else if starts(DERIVED) {
        Role::Other
    } else if is(&["gain", "verstärkung"]) {
        Role::Gain
    } else if decibel || starts(LEVEL) || is(EARS) {
        Role::Level
    } else if is(&[
        "time", "zeit", "temps", "ms", "s", "sec", "seconds", "samples", "t",
    ]) {
        Role::Time
    } else if is(&["band", "#", "no", "nr", "number", "index"]) {
        Role::Index
    } else if is(LINEAR) || words.contains('%') {
        Role::Level
    } else {
        Role::Other
    };
    let linear = !decibel && (is(LINEAR) || words.contains('%'));
    let ear = match (is(LEFT), is(RIGHT)) {
        (true, false) => Some(Ear::Left),
        (false, true) => Some(Ear::Right),
        _ => None,
    };
    Heading {
        role,
        kilo: is(&["khz", "кгц"]),
        scale: if linear {
            Scale::Linear
        } else {
            Scale::Decibel
        },
        ear,
        raw: is(&["raw"]),
        words,
    }
}

const FREQUENCY: &[&str] = &[
    "freq",
    "fréq",
    "frec",
    "част",
    "周波",
    "频率",
    "頻率",
    "częst",
    "주파수",
];
const LEVEL: &[&str] = &[
    "spl",
    "level",
    "magn",
    "ampl",
    "response",
    "raw",
    "pegel",
    "niveau",
    "nivel",
    "livello",
    "уровень",
    "mag",
];
const LINEAR: &[&str] = &[
    "pa", "mpa", "µpa", "pascal", "v", "mv", "volt", "volts", "linear", "lin", "ratio", "%",
];
/// Headings of quantities that are derived from a measurement.
const DERIVED: &[&str] = &[
    "error",
    "target",
    "smooth",
    "equali",
    "parametric",
    "fixed",
    "thd",
    "harmonic",
    "distort",
    "coheren",
    "noise",
    "delay",
];
const LEFT: &[&str] = &[
    "left",
    "l",
    "links",
    "gauche",
    "izquierda",
    "izquierdo",
    "sinistra",
    "ch1",
];
const RIGHT: &[&str] = &[
    "right", "r", "rechts", "droite", "derecha", "derecho", "destra", "ch2",
];
const EARS: &[&str] = &[
    "left",
    "right",
    "l",
    "r",
    "links",
    "rechts",
    "gauche",
    "droite",
    "izquierda",
    "derecha",
    "izquierdo",
    "derecho",
    "sinistra",
    "destra",
    "ch1",
    "ch2",
];

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
        assert!(heading("f/kHz").kilo);
        assert_eq!(heading("Magnitude (linear)").scale, Scale::Linear);
        assert_eq!(heading("dB re 20 µPa").scale, Scale::Decibel);
        assert_eq!(heading("Right ear").ear, Some(Ear::Right));
        assert_eq!(heading("Ch1 (M) Y dBSPL").ear, Some(Ear::Left));
    }
}
