//! Schema of a rig file: every key with its unit, its range or variants, and one sentence.
//!
//! Each type of the rig is declared through one of the macros here, which states these things once
//! beside the field. Reading a file, `--set`, the plugin's parameter ranges and the editor's
//! tooltips all come from that one place.

mod declare;

pub use super::fields::{field, fields, Field};
pub(super) use declare::{choices, described, read_variant, tagged, variant_keys, write_variant};

/// The numbers that a key may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// True if `inf` is allowed besides.
    pub infinite: bool,
}

impl Range {
    /// Returns whether a number is allowed.
    pub fn contains(&self, number: f64) -> bool {
        (self.min..=self.max).contains(&number) || (self.infinite && number == f64::INFINITY)
    }
}

/// One key as its table declares it.
#[derive(Debug)]
pub struct Key {
    /// Its name in a rig file.
    pub name: &'static str,
    /// Description in one sentence for the user.
    pub doc: &'static str,
    /// The allowed values.
    pub value: Value,
}

/// Value of a key, and whether the key is required.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// The allowed values.
    pub kind: Kind,
    /// Meaning of a missing key.
    pub absence: Presence,
}

/// Meaning of a missing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The default is taken.
    Default,
    /// The part does not exist.
    Optional,
    /// The file is refused.
    Required,
}

/// The kinds of values in a rig file.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number, whole or not, with a unit (empty for a ratio).
    Number(Range, &'static str),
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// `true` or `false`.
    Switch,
    /// A text of at most so many characters, and at least so many.
    Text {
        /// The fewest characters.
        shortest: usize,
        /// The most characters.
        longest: usize,
    },
    /// One of a few words.
    Choice(&'static [Variant]),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A table whose key `kind` says which other keys it has.
    Tagged(&'static [Variant]),
    /// A list of numbers, each in the range and with the unit.
    Numbers {
        /// Range of each element.
        range: Range,
        /// Their unit.
        unit: &'static str,
        /// The fewest numbers.
        fewest: usize,
        /// The most numbers.
        most: usize,
    },
    /// A list of tables.
    List {
        /// The keys of each.
        keys: &'static [Key],
        /// The fewest tables.
        fewest: usize,
        /// The most tables.
        most: usize,
    },
}

/// One of the words that a choice or a `kind` allows.
#[derive(Debug)]
pub struct Variant {
    /// The word.
    pub id: &'static str,
    /// Description in one sentence for the user.
    pub doc: &'static str,
    /// The other keys of its table; none for a plain choice.
    pub keys: &'static [Key],
}

/// A type that is a table in a rig file.
pub(super) trait Described {
    /// Its keys.
    const KEYS: &'static [Key];
}

/// A type that is one of a few words, or a table with a `kind`.
pub(super) trait Varied {
    /// Its words.
    const VARIANTS: &'static [Variant];
}

const fn value(kind: Kind) -> Value {
    Value {
        kind,
        absence: Presence::Default,
    }
}

pub(super) const fn number(min: f64, max: f64, unit: &'static str) -> Value {
    let infinite = false;
    value(Kind::Number(Range { min, max, infinite }, unit))
}

pub(super) const fn number_or_inf(min: f64, max: f64, unit: &'static str) -> Value {
    let infinite = true;
    value(Kind::Number(Range { min, max, infinite }, unit))
}

pub(super) const fn numbers(
    min: f64,
    max: f64,
    unit: &'static str,
    fewest: usize,
    most: usize,
) -> Value {
    let infinite = false;
    let range = Range { min, max, infinite };
    value(Kind::Numbers {
        range,
        unit,
        fewest,
        most,
    })
}

pub(super) const fn whole(min: u32, max: u32) -> Value {
    value(Kind::Whole(min, max))
}

pub(super) const fn switch() -> Value {
    value(Kind::Switch)
}

pub(super) const fn text(shortest: usize, longest: usize) -> Value {
    value(Kind::Text { shortest, longest })
}

pub(super) const fn choice<T: Varied>() -> Value {
    value(Kind::Choice(T::VARIANTS))
}

pub(super) const fn kinds<T: Varied>() -> Value {
    value(Kind::Tagged(T::VARIANTS))
}

pub(super) const fn table<T: Described>() -> Value {
    value(Kind::Table(T::KEYS))
}

pub(super) const fn list<T: Described>(fewest: usize, most: usize) -> Value {
    let keys = T::KEYS;
    value(Kind::List { keys, fewest, most })
}

pub(super) const fn optional(value: Value) -> Value {
    let absence = Presence::Optional;
    Value { absence, ..value }
}

pub(super) const fn required(value: Value) -> Value {
    let absence = Presence::Required;
    Value { absence, ..value }
}

impl Kind {
    /// Allowed values, as the end of a sentence: "allowed are 0.3 to 5 mm".
    pub fn allowed(&self) -> String {
        match *self {
            Self::Number(Range { min, max, infinite }, unit) => {
                let space = if unit.is_empty() { "" } else { " " };
                let besides = if infinite { ", or `inf`" } else { "" };
                let (min, max) = (plain(min), plain(max));
                format!("allowed are {min} to {max}{space}{unit}{besides}")
            }
            Self::Whole(min, max) if min == max => format!("allowed is {min}"),
            Self::Whole(min, max) => format!("allowed are whole numbers from {min} to {max}"),
            Self::Switch => "allowed are true and false".into(),
            Self::Text { shortest, longest } => {
                format!("allowed is a text in quotes, {shortest} to {longest} characters long")
            }
            Self::Choice(variants) => format!("allowed are {}", words(variants)),
            Self::Table(_) => "allowed is a table".into(),
            Self::Tagged(variants) => {
                format!(
                    "allowed is a table whose `kind` is one of {}",
                    words(variants)
                )
            }
            Self::Numbers {
                range,
                unit,
                fewest,
                most,
            } => {
                let (min, max) = (plain(range.min), plain(range.max));
                format!(
                    "allowed is a list of {fewest} to {most} numbers from {min} to {max} {unit}"
                )
            }
            Self::List { fewest, most, .. } => {
                format!("allowed is a list of {fewest} to {most} tables")
            }
        }
    }
}

/// A number as a person writes it: 0.3, 5, 1e12.
fn plain(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-3..1e5).contains(&size) && number.is_finite() {
        format!("{number:e}")
    } else {
        format!("{number}")
    }
}

/// Words in backticks with commas: "\"stereo\", \"mono\"".
pub(super) fn words(variants: &[Variant]) -> String {
    let quoted: Vec<String> = variants.iter().map(|v| format!("\"{}\"", v.id)).collect();
    quoted.join(", ")
}

pub(super) fn whole_range(min: u32, max: u32) -> Range {
    Range {
        min: f64::from(min),
        max: f64::from(max),
        infinite: false,
    }
}

/// A path with one more name.
pub(super) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}

#[cfg(test)]
mod tests;
