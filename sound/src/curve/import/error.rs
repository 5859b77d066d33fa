//! Reasons for which no curve can be read from a file, in the user's words.

use super::{Remark, Weight};
use crate::curve::CurveError;

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The file is longer than anything of its kind.
    #[error("the file has {bytes} bytes; curves of up to 4 MB can be read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The file has no bytes, or nothing but blanks.
    #[error("the file is empty: it was saved or downloaded without its contents; save it again")]
    Empty,
    /// A recording or another binary file; what it looks like.
    #[error(
        "this is not a text file{0}; equalizer settings, frequency responses and the impulse of an \
         equalizer as WAV can be read"
    )]
    NotText(&'static str),
    /// Not one line could be used.
    #[error("{}", nothing_words(report))]
    Nothing {
        /// Remarks on the lines.
        report: Vec<Remark>,
    },
    /// A format that is known and not read.
    #[error(
        "this looks like {} {what} ({why}), which cannot be read: {way_out}",
        article(what)
    )]
    Foreign {
        /// Name.
        what: String,
        /// The value found.
        why: String,
        /// Advice.
        way_out: &'static str,
    },
    /// A format that is read, and in it nothing that can be used.
    #[error("this looks like {} {what}, but {why}", article(what))]
    Broken {
        /// Name.
        what: &'static str,
        /// The cause.
        why: String,
    },
    /// Two readings that are equally likely.
    #[error(
        "this can be read in two ways that are equally likely: {one}; or {other}. Save it with tabs or \
         semicolons between the columns, or with a heading for each column"
    )]
    Ambiguous {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// A table of something that is no response.
    #[error("this is {what}; {way_out}")]
    NoResponse {
        /// Kind.
        what: String,
        /// Advice.
        way_out: &'static str,
    },
    /// A response that says too little.
    #[error(
        "the response covers only {} to {}; 100 Hz to 8 kHz are needed: the file may be cut off, or its \
         frequencies in another unit. --partial takes it as it is",
        hertz(*.low_hz), hertz(*.high_hz)
    )]
    Partial {
        /// Lowest frequency, Hz.
        low_hz: f64,
        /// Highest frequency, Hz.
        high_hz: f64,
    },
    /// More lines could not be used than could.
    #[error(
        "only {kept} of {} lines could be read ({first}); --partial takes what could be",
        .kept + .rejected
    )]
    MostlyRejected {
        /// Number of could.
        kept: usize,
        /// Number of could not.
        rejected: usize,
        /// The first of those.
        first: String,
    },
    /// More points than any program measures.
    #[error("line {line}: there are more than 200000 points; smooth the response to 1/48 octave")]
    TooManyPoints {
        /// Line of the first one too many.
        line: usize,
    },
    /// No line of a configuration is for the device or stage.
    #[error("all settings in this file are for {what}; {option} names the one that they are for")]
    Elsewhere {
        /// For whom they are.
        what: String,
        /// Advice.
        option: &'static str,
    },
    /// A configuration of nothing but commands that cannot be followed.
    #[error("this is an Equalizer APO configuration without settings of its own ({remark})")]
    OnlyOthers {
        /// The first of the commands.
        remark: String,
    },
    /// The device that was asked for is not in the file.
    #[error("no `Device` in this file matches `{wanted}`; it names {known}")]
    NoDevice {
        /// Requested name.
        wanted: String,
        /// Known names.
        known: String,
    },
    /// A single point says nothing about a response.
    #[error("there is only one point in the file; a curve needs at least two")]
    OnePoint,
    /// The points do not make a curve.
    #[error(transparent)]
    Curve(#[from] CurveError),
}

fn nothing_words(report: &[Remark]) -> String {
    let why = report
        .iter()
        .find(|remark| remark.weight == Weight::Rejected)
        .or_else(|| report.first())
        .map_or_else(String::new, |first| format!(" ({first})"));
    format!(
        "there is no equalizer and no frequency response in this file{why}; equalizers are read as \
         Equalizer APO text and presets, responses as a frequency and a level in each line"
    )
}

/// The article before a name.
fn article(name: &str) -> &'static str {
    match name.starts_with(['A', 'E', 'I', 'O', 'X', 'a', 'e', 'i', 'o']) {
        true => "an",
        false => "a",
    }
}

/// A frequency as it is said.
pub(super) fn hertz(frequency_hz: f64) -> String {
    if frequency_hz < 1000.0 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.1} kHz", frequency_hz / 1000.0)
    }
}
