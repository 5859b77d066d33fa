//! Curves from the text files that people already have: equaliser settings and measured responses.
//!
//! ```no_run
//! # fn bytes_of(_: &str) -> Vec<u8> { Vec::new() }
//! use bodypack::curve::import;
//! let imported = import::read(&bytes_of("Mine L.txt"), "Mine L.txt")?;
//! println!("{}: {} points", imported.kind, imported.left.points().len());
//! for remark in &imported.report {
//!     println!("{remark}");
//! }
//! # Ok::<(), import::ImportError>(())
//! ```
//!
//! [`read`] finds out by itself what a file is:
//!
//! - *parametric equalisers* as Equalizer APO and AutoEq write them (`Filter 1: ON PK Fc 105 Hz
//!   Gain -2.3 dB Q 0.70`, `Preamp:`, `Channel:`; also REW's filter settings);
//! - *graphic equalisers* (`GraphicEQ: 20 -1.5; 25 -1.2; …`);
//! - *frequency responses*: two or more columns of numbers, as REW, CrinGraph sites and AutoEq
//!   write them.
//!
//! What cannot be used is reported with its line and the reason, and the rest is kept. Nothing
//! here touches files; names are only looked at.

mod equaliser_text;
mod names;
mod numbers;
mod response_text;
mod text;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

use std::fmt;

use super::{Curve, CurveError};

pub use names::{other_ear, side_of, Ear};

/// The longest file that is read, bytes.
pub const LONGEST_FILE: usize = 4 << 20;

/// How far a level may lie from the mean of its curve from 300 to 3000 Hz, dB, up or down; 100 dB
/// from the lowest to the highest is more than any earphone has and any playback can undo.
pub const LARGEST_LEVEL_DB: f64 = 50.0;

/// The most points that an imported curve has; denser files are averaged over 1/96 octave.
pub const MOST_POINTS: usize = 2000;

/// The most remarks on one file; the rest are only counted.
const MOST_REMARKS: usize = 200;

/// Where the ears of a pair are compared: a coupler is trusted there. Hz.
const COMPARED_HZ: (f64, f64) = (100.0, 8000.0);

/// Ears of a pair that differ by more than this do not sound alike, dB.
const IMBALANCE_DB: f64 = 3.0;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a device does: level over frequency.
    FrequencyResponse,
    /// What somebody does to a device: filters.
    ParametricEqualiser,
    /// What somebody does to a device: gains at frequencies.
    GraphicEqualiser,
}

impl Kind {
    /// Whether the curve is a correction of a device and not the device itself.
    pub fn is_equaliser(self) -> bool {
        self != Self::FrequencyResponse
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FrequencyResponse => "frequency response",
            Self::ParametricEqualiser => "parametric equaliser",
            Self::GraphicEqualiser => "graphic equaliser",
        })
    }
}

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// How something was understood.
    Note,
    /// Something that changes what is heard and that the user should know.
    Warning,
    /// A line that could not be used.
    Rejected,
}

/// A remark on an imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line of the file, from 1; none when it is about the whole.
    pub line: Option<usize>,
    /// How much it matters.
    pub weight: Weight,
    /// What was done and why, in the user's words.
    pub reason: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

/// What was read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What the file is.
    pub kind: Kind,
    /// Its name without folders, as it was given.
    pub file_name: String,
    /// The ear that the name speaks of (`… L.txt`).
    pub side: Option<Ear>,
    /// The curve for the left ear, dB: a response as the file has it, or an equaliser's gain at
    /// 48 kHz from 10 Hz to 20 kHz.
    pub left: Curve,
    /// The curve for the right ear; the same one unless the file tells channels apart.
    pub right: Curve,
    /// What was skipped, changed or guessed, in the order of the lines.
    pub report: Vec<Remark>,
    /// How many lines were rejected, also those beyond the report's length.
    pub rejected_lines: usize,
}

impl Imported {
    /// Whether the file says something else for the right ear than for the left.
    pub fn is_stereo(&self) -> bool {
        self.left != self.right
    }
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The file is longer than anything of its kind.
    #[error("the file has {bytes} bytes; curves of up to 4 MB can be read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// A recording or another binary file.
    #[error("this is not a text file; equaliser settings and frequency responses are")]
    NotText,
    /// Not one line could be used.
    #[error("{}", nothing_words(report))]
    Nothing {
        /// What was wrong with the lines.
        report: Vec<Remark>,
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
        .map_or_else(String::new, |first| format!(" ({first})"));
    format!("there is no equaliser and no frequency response in this file{why}")
}

/// Reads a file that somebody has chosen. `file_name` is used for the ear and for the credit, and
/// is not opened.
///
/// Takes about a millisecond for a file of usual size and less than a second for each megabyte.
///
/// # Errors
/// When the file is too long, is no text, or holds nothing that is a curve.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Imported, ImportError> {
    if bytes.len() > LONGEST_FILE {
        return Err(ImportError::TooLong { bytes: bytes.len() });
    }
    let text = text::decoded(bytes).ok_or(ImportError::NotText)?;
    let lines = text::lines(&text);
    let mut report = Report::default();
    let (kind, mut curves) = if equaliser_text::is_one(&lines) {
        equaliser_text::read(&lines, &mut report)?
    } else {
        let curve = response_text::read(&lines, &mut report)?;
        (Kind::FrequencyResponse, [curve.clone(), curve])
    };
    limit(&mut curves, &mut report);
    let [left, right] = curves;
    let (report, rejected_lines) = report.finished();
    Ok(Imported {
        kind,
        file_name: names::without_folders(file_name).to_owned(),
        side: side_of(file_name),
        left,
        right,
        report,
        rejected_lines,
    })
}

/// Says so when two ears of one device differ by more than 3 dB between 100 Hz and 8 kHz.
pub fn imbalance(left: &Curve, right: &Curve) -> Option<Remark> {
    let (low_hz, high_hz) = COMPARED_HZ;
    let difference = left.subtract(right);
    let inside = |f: f64| (low_hz..=high_hz).contains(&f);
    let frequencies = difference.points().iter().map(|point| point.frequency_hz);
    let (at_hz, by_db) = frequencies
        .filter(|&f| inside(f))
        .chain([low_hz, high_hz])
        .map(|f| (f, difference.level_db(f)))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    (by_db.abs() > IMBALANCE_DB).then(|| Remark {
        line: None,
        weight: Weight::Warning,
        reason: format!(
            "the ears differ by {:.1} dB at {at_hz:.0} Hz: one of them was measured with a leak, \
             is broken, or is another model",
            by_db.abs()
        ),
    })
}

/// Holds levels within bounds that a playback can follow, and says so.
fn limit(curves: &mut [Curve; 2], report: &mut Report) {
    let mut clamped = 0;
    for curve in curves.iter_mut() {
        let middle_db = curve.mean_db(300.0, 3000.0);
        let (limited, count) =
            curve.held_within(middle_db - LARGEST_LEVEL_DB, middle_db + LARGEST_LEVEL_DB);
        *curve = limited;
        clamped = clamped.max(count);
    }
    if clamped > 0 {
        report.warn(
            None,
            format!(
                "{clamped} points lay more than {LARGEST_LEVEL_DB} dB from the mean of 300 to \
                 3000 Hz and were clamped to that"
            ),
        );
    }
}

/// Collects remarks.
#[derive(Default)]
struct Report {
    remarks: Vec<Remark>,
    rejected_lines: usize,
    left_out: usize,
}

impl Report {
    fn add(&mut self, line: Option<usize>, weight: Weight, reason: impl FnOnce() -> String) {
        if weight == Weight::Rejected {
            self.rejected_lines += 1;
        }
        if self.remarks.len() < MOST_REMARKS {
            let reason = reason();
            self.remarks.push(Remark {
                line,
                weight,
                reason,
            });
        } else {
            self.left_out += 1;
        }
    }

    /// A line that could not be used.
    fn reject(&mut self, line: usize, reason: impl FnOnce() -> String) {
        self.add(Some(line), Weight::Rejected, reason);
    }

    fn note(&mut self, line: Option<usize>, reason: String) {
        self.add(line, Weight::Note, || reason);
    }

    fn warn(&mut self, line: Option<usize>, reason: String) {
        self.add(line, Weight::Warning, || reason);
    }

    /// Everything, in the order of the lines, and how many lines were rejected.
    fn finished(mut self) -> (Vec<Remark>, usize) {
        self.remarks.sort_by_key(|remark| remark.line);
        if self.left_out > 0 {
            self.remarks.push(Remark {
                line: None,
                weight: Weight::Note,
                reason: format!("and {} more remarks of this kind", self.left_out),
            });
        }
        (self.remarks, self.rejected_lines)
    }
}
