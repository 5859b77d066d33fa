//! Meaning of the words in headings, in the languages of programs that write them.

use super::{ear_of, parts, Heading, Role, Scale};

/// Meaning of a column's heading.
pub(in crate::curve::import) fn heading(text: &str) -> Heading {
    /// No heading is longer, characters; a line of something else may be.
    const LONGEST: usize = 200;
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let words = text.to_lowercase();
    let parts = parts(text);
    let (ear, is_letter) = ear_of(&parts);
    let role = role(&words, &parts, ear.is_some());
    let scale = scale(&words, &parts);
    Heading {
        role,
        unit_hz: match () {
            () if in_radians(&parts) => std::f64::consts::TAU.recip(),
            () if is(&parts, &["khz", "кгц"]) => 1000.0,
            () => 1.0,
        },
        scale,
        ear,
        raw: is(&parts, &["raw"]),
        is_letter,
        words,
    }
}

/// Returns whether a part is one of some names.
fn is(parts: &[String], names: &[&str]) -> bool {
    parts.iter().any(|part| names.contains(&part.as_str()))
}

/// Returns whether a part begins with one of some names.
fn starts(parts: &[String], names: &[&str]) -> bool {
    let begins = |part: &String| names.iter().any(|name| part.starts_with(name));
    parts.iter().any(begins)
}

fn in_decibels(parts: &[String]) -> bool {
    starts(parts, &["db", "дб"])
}

fn in_radians(parts: &[String]) -> bool {
    is(parts, &["rad", "radians"]) && is(parts, &["s", "sec", "second"])
}

/// Contents of the column.
fn role(words: &str, parts: &[String], names_ear: bool) -> Role {
    let is = |names: &[&str]| is(parts, names);
    let starts = |names: &[&str]| starts(parts, names);
    let decibel = in_decibels(parts);
    if is(HERTZ) || starts(FREQUENCY) || in_radians(parts) || parts == ["f"] {
        Role::Frequency
    } else if is(OHM) {
        Role::Impedance
    } else if starts(&["phas", "fase", "degree", "фаз"]) || is(&["deg", "°", "rad", "radians"])
    {
        Role::Phase
    } else if is(WIDTH) {
        Role::Width
    } else if is(&["type", "typ", "filter", "shape"]) {
        Role::Kind
    } else if starts(NO_LEVEL) || (!decibel && is(COMPLEX)) {
        Role::NoLevel
    } else if starts(DERIVED) {
        Role::Other
    } else if is(&["gain", "verstärkung"]) {
        Role::Gain
    } else if decibel || starts(LEVEL) || names_ear {
        Role::Level
    } else if is(TIME) {
        Role::Time
    } else if is(&["band", "#", "no", "nr", "number", "index"]) {
        Role::Index
    } else if is(LINEAR) || is(POWER) || words.contains('%') || words.contains("|h|") {
        Role::Level
    } else {
        Role::Other
    }
}

/// Scale of its levels.
fn scale(words: &str, parts: &[String]) -> Scale {
    let is = |names: &[&str]| is(parts, names);
    if in_decibels(parts) {
        Scale::Decibel
    } else if is(LINEAR) || words.contains('%') {
        Scale::Linear
    } else if is(POWER) {
        Scale::Power
    } else if starts(parts, &["magn", "ampl", "betrag"])
        || is(&["mag", "abs"])
        || words.contains("|h|")
    {
        Scale::Unknown
    } else {
        Scale::Decibel
    }
}

const HERTZ: &[&str] = &["hz", "khz", "гц", "кгц", "fc", "f0", "cf"];
const OHM: &[&str] = &[
    "ohm",
    "ohms",
    "ω",
    "\u{3a9}",
    "z",
    "impedance",
    "impedanz",
    "impédance",
];
const WIDTH: &[&str] = &[
    "q",
    "quality",
    "bandwidth",
    "bw",
    "width",
    "güte",
    "qualité",
];
const TIME: &[&str] = &[
    "time", "zeit", "temps", "ms", "s", "sec", "seconds", "samples", "t",
];
/// Headings of quantities over frequency that are no level.
const NO_LEVEL: &[&str] = &[
    "thd", "harmonic", "distort", "coheren", "delay", "laufzeit", "impuls",
];
/// Parts of a complex number.
const COMPLEX: &[&str] = &["real", "re", "imag", "imaginary", "im"];
const POWER: &[&str] = &["w", "mw", "watt", "watts", "power", "intensity"];
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
    "noise",
];
pub(super) const LEFT: &[&str] = &[
    "left",
    "l",
    "links",
    "gauche",
    "izquierda",
    "izquierdo",
    "sinistra",
    "ch1",
];
pub(super) const RIGHT: &[&str] = &[
    "right", "r", "rechts", "droite", "derecha", "derecho", "destra", "ch2",
];
