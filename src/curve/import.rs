//! Curves from the text files that people already have: equalizer settings and measured responses.
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
//! [`read`] finds out by itself what a file is, from marks in the whole of it; [`read_with`] says more of
//! what is wanted and reads what lies beside:
//!
//! - *parametric and graphic equalizers* as Equalizer APO, AutoEq and REW write them, with that
//!   program's scopes, conditions and included files; tables of bands; AutoEq's readmes;
//! - *presets* of EasyEffects, Poweramp, PipeWire, CamillaDSP, Peace and AUNBandEq;
//! - *impulse responses* of equalizers as WAV files;
//! - *frequency responses*: columns of numbers in any locale, for one ear or both.
//!
//! Lines that cannot be used are reported with their number and the reason, and the rest is kept; a
//! file of another kind is refused by its name. Nothing here touches files; names are only
//! inspected, and a file's includes are resolved through [`Beside`].

mod detect;
mod equalizer_text;
mod expression;
mod filter_line;
mod fir;
mod headings;
mod layout;
mod names;
mod numbers;
mod presets;
mod program;
mod response_text;
mod text;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

use std::fmt;

use super::wave;
use super::{Curve, CurveError};
use detect::Format;
use program::Program;

pub use names::{other_ear, side_of, Ear};

/// The longest file that is read, bytes.
pub const LONGEST_FILE: usize = 4 << 20;

/// Largest distance of a level from the mean of its curve from 300 to 3000 Hz, dB, up or down; 100
/// dB from the lowest to the highest is more than any earphone has and any playback can undo.
pub const LARGEST_LEVEL_DB: f64 = 50.0;

/// The most points that an imported curve has; denser files are averaged over 1/96 octave.
pub const MOST_POINTS: usize = 2000;

/// The most remarks on one file; the rest are only counted.
const MOST_REMARKS: usize = 200;

/// Band in which the ears of a pair are compared: a coupler is trusted there. A response that does
/// not reach so far says too little. Hz.
pub const COMPARED_HZ: (f64, f64) = (100.0, 8000.0);

/// Ears of a pair that differ by more than this do not sound alike, dB.
const IMBALANCE_DB: f64 = 3.0;

/// Kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Response of a device: level over frequency.
    FrequencyResponse,
    /// Equalizer for a device: filters.
    ParametricEqualizer,
    /// Equalizer for a device: gains at frequencies.
    GraphicEqualizer,
    /// Equalizer for a device: an impulse response to convolve with.
    ConvolutionEqualizer,
}

impl Kind {
    /// Returns whether the curve is a correction of a device and not the device itself.
    pub fn is_equalizer(self) -> bool {
        self != Self::FrequencyResponse
    }

    /// Its name in files that other programs read.
    pub fn id(self) -> &'static str {
        match self {
            Self::FrequencyResponse => "frequency-response",
            Self::ParametricEqualizer => "parametric-equalizer",
            Self::GraphicEqualizer => "graphic-equalizer",
            Self::ConvolutionEqualizer => "convolution-equalizer",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FrequencyResponse => "frequency response",
            Self::ParametricEqualizer => "parametric equalizer",
            Self::GraphicEqualizer => "graphic equalizer",
            Self::ConvolutionEqualizer => "convolution equalizer",
        })
    }
}

/// The stage of Equalizer APO that lines are read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Before the sounds of several programs are mixed.
    PreMix,
    /// After that; where lines without a stage belong.
    #[default]
    PostMix,
    /// Of a device that records.
    Capture,
}

impl Stage {
    /// Its name in a configuration.
    pub fn id(self) -> &'static str {
        match self {
            Self::PreMix => "pre-mix",
            Self::PostMix => "post-mix",
            Self::Capture => "capture",
        }
    }
}

/// Options of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The device that an Equalizer APO configuration is read for: words of its name. Without one, the
    /// first output device that the file names.
    pub device: Option<String>,
    /// The stage that it is read for.
    pub stage: Stage,
    /// Takes a response that does not cover [`COMPARED_HZ`], and a file of which little could be read.
    pub partial: bool,
}

/// Files that lie beside the one that is read.
pub trait Beside {
    /// The bytes of a file, by its name from the folder of the first one, with `/` between folders.
    ///
    /// # Errors
    /// In the user's words, when it is not there, or longer than `longest` bytes.
    fn read(&mut self, name: &str, longest: usize) -> Result<Vec<u8>, String>;
}

/// Evidence for a format: score and reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Name of the format.
    pub format: String,
    /// Out of 100.
    pub score: u32,
    /// The value found.
    pub reason: String,
}

/// Severity of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// An interpretation.
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
    /// The severity.
    pub weight: Weight,
    /// The action and its reason, in the user's words.
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

/// Curve and report read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Kind of the file.
    pub kind: Kind,
    /// Its name without folders, as it was given.
    pub file_name: String,
    /// The ear that the name speaks of (`… L.txt`).
    pub side: Option<Ear>,
    /// The curve for the left ear, dB: a response as the file has it, or an equalizer's gain at
    /// 48 kHz from 10 Hz to 20 kHz.
    pub left: Curve,
    /// The curve for the right ear; the same one unless the file tells channels apart.
    pub right: Curve,
    /// Lines skipped, changed or guessed, in their order.
    pub report: Vec<Remark>,
    /// Number of rejected lines, also those beyond the report's length.
    pub rejected_lines: usize,
    /// Evidence, the likeliest format first: the one that it was read as.
    pub evidence: Vec<Evidence>,
}

impl Imported {
    /// Returns whether the file says something else for the right ear than for the left.
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
fn hertz(frequency_hz: f64) -> String {
    if frequency_hz < 1000.0 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.1} kHz", frequency_hz / 1000.0)
    }
}

/// Reads a file that somebody has chosen. `file_name` is used for the ear and for the credit, and
/// is not opened.
///
/// Takes about a millisecond for a file of usual size and less than a second for each megabyte.
///
/// # Errors
/// When the file is too long, is no text, or holds nothing that is a curve.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Imported, ImportError> {
    read_with(bytes, file_name, &Options::default(), None)
}

/// Like [`read`], for a device and stage, with files that lie beside.
///
/// # Errors
/// See [`read`].
pub fn read_with(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    beside: Option<&mut dyn Beside>,
) -> Result<Imported, ImportError> {
    if bytes.len() > LONGEST_FILE {
        return Err(ImportError::TooLong { bytes: bytes.len() });
    }
    let mut report = Report::default();
    let read = contents(bytes, file_name, options, beside, &mut report)?;
    let Contents {
        kind,
        mut curves,
        side,
        evidence,
    } = read;
    limit(&mut curves, &mut report);
    let named = side_of(file_name);
    if let (Some(named), Some(said)) = (named, side) {
        if named != said {
            report.warn(
                None,
                "its name and its headings speak of different ears; the name counts".into(),
            );
        }
    }
    let [left, right] = curves;
    let (report, rejected_lines) = report.finished();
    Ok(Imported {
        kind,
        file_name: names::without_folders(file_name).to_owned(),
        side: named.or(side),
        left,
        right,
        report,
        rejected_lines,
        evidence,
    })
}

/// Evidence for each format, the likeliest first, also where the file cannot be read.
pub fn explained(bytes: &[u8]) -> Vec<Evidence> {
    if let Some(evidence) = of_audio(bytes) {
        return vec![evidence];
    }
    let text = text::decoded(&bytes[..bytes.len().min(LONGEST_FILE)]);
    text.map(|text| shown(&detect::detect(&text).evidence))
        .unwrap_or_default()
}

fn shown(evidence: &[detect::Evidence]) -> Vec<Evidence> {
    let one = |evidence: &detect::Evidence| Evidence {
        format: evidence.format.name().to_owned(),
        score: evidence.score,
        reason: evidence.reason.clone(),
    };
    evidence.iter().map(one).collect()
}

fn of_audio(bytes: &[u8]) -> Option<Evidence> {
    let wav = matches!(bytes.get(..4), Some(b"RIFF" | b"RF64" | b"BW64"));
    wav.then(|| Evidence {
        format: "impulse response of an equalizer (WAV)".to_owned(),
        score: 100,
        reason: "it begins as a WAV file".to_owned(),
    })
}

/// Contents read, before they are checked.
struct Contents {
    kind: Kind,
    curves: [Curve; 2],
    side: Option<Ear>,
    evidence: Vec<Evidence>,
}

fn contents(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    beside: Option<&mut dyn Beside>,
    report: &mut Report,
) -> Result<Contents, ImportError> {
    if let Some(evidence) = of_audio(bytes) {
        let fir = fir::Fir::from_wav(bytes).map_err(|why| ImportError::NoResponse {
            what: format!("a WAV file {why}"),
            way_out: "the impulse response of an equalizer, as PCM or float, can be read",
        })?;
        report.note(None, fir.words());
        let mut program = Program::default();
        program.convolution(program::Channels::BOTH, std::sync::Arc::new(fir));
        return of_program(&program, vec![evidence], options, report);
    }
    let text = text::decoded(bytes).ok_or_else(|| {
        let mut start = [0; 12];
        let length = bytes.len().min(12);
        start[..length].copy_from_slice(&bytes[..length]);
        ImportError::NotText(wave::looks_like(&start))
    })?;
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let found = detect::detect(&text);
    let evidence = shown(&found.evidence);
    let Some(chosen) = found.chosen()? else {
        return Err(ImportError::Nothing {
            report: no_format(&text),
        });
    };
    let lines = text::lines(&text);
    match chosen.format {
        Format::Foreign(what, way_out) => Err(ImportError::Foreign {
            what: what.to_owned(),
            why: chosen.reason.clone(),
            way_out,
        }),
        Format::Response => {
            let Some(fit) = &found.fit else {
                return Err(ImportError::Nothing { report: Vec::new() });
            };
            if let Some((what, way_out)) = response_text::no_response(&fit.headings, file_name) {
                return Err(ImportError::NoResponse { what, way_out });
            }
            let read = response_text::read(&lines, fit, report)?;
            check_lines(read.kept, report.rejected_lines, options, report)?;
            check_band(&read.curves, options, report)?;
            Ok(Contents {
                kind: Kind::FrequencyResponse,
                curves: read.curves,
                side: read.side,
                evidence,
            })
        }
        Format::EqualizerApo => {
            let program = equalizer_text::read(&lines, options, beside, report)?;
            of_program(&program, evidence, options, report)
        }
        format => {
            let fit = found.fit.as_deref();
            let program = presets::read(format, &text, fit, beside, report)?;
            of_program(&program, evidence, options, report)
        }
    }
}

fn of_program(
    program: &Program,
    evidence: Vec<Evidence>,
    options: &Options,
    report: &mut Report,
) -> Result<Contents, ImportError> {
    check_lines(program.understood(), program.broken(), options, report)?;
    let ends = program.graphic_ends();
    if let Some((low_hz, high_hz)) =
        ends.filter(|&(low, high)| low > COMPARED_HZ.0 || high < COMPARED_HZ.1)
    {
        report.warn(
            None,
            format!(
                "its gains are only for {} to {}; beyond that the ends are held, as the program does",
                hertz(low_hz),
                hertz(high_hz)
            ),
        );
    }
    Ok(Contents {
        kind: program.kind(),
        curves: program.curves(report)?,
        side: None,
        evidence,
    })
}

/// The first line of a text of no format.
fn no_format(text: &str) -> Vec<Remark> {
    let first = text::lines(text).find(|(_, line)| !line.is_empty());
    let remark = |(line, text): (usize, &str)| Remark {
        line: Some(line),
        weight: Weight::Rejected,
        reason: format!("no setting and no number: {}", response_text::shown(text)),
    };
    first.map(remark).into_iter().collect()
}

/// A file of which little could be read was not understood.
fn check_lines(
    kept: usize,
    rejected: usize,
    options: &Options,
    report: &mut Report,
) -> Result<(), ImportError> {
    if rejected <= kept {
        return Ok(());
    }
    if options.partial {
        let all = kept + rejected;
        report.warn(None, format!("only {kept} of {all} lines could be read"));
        return Ok(());
    }
    let first = report.remarks.iter().find(|r| r.weight == Weight::Rejected);
    Err(ImportError::MostlyRejected {
        kept,
        rejected,
        first: first.map(Remark::to_string).unwrap_or_default(),
    })
}

/// A response has to cover what ears are compared by.
fn check_band(
    curves: &[Curve; 2],
    options: &Options,
    report: &mut Report,
) -> Result<(), ImportError> {
    let ends = curves.iter().map(|curve| {
        let points = curve.points();
        (
            points[0].frequency_hz,
            points[points.len() - 1].frequency_hz,
        )
    });
    let (low_hz, high_hz) = ends.fold((0.0_f64, f64::INFINITY), |all, (low, high)| {
        (all.0.max(low), all.1.min(high))
    });
    let (needed_low_hz, needed_high_hz) = COMPARED_HZ;
    if low_hz <= needed_low_hz && high_hz >= needed_high_hz {
        return Ok(());
    }
    if !options.partial {
        return Err(ImportError::Partial { low_hz, high_hz });
    }
    report.warn(
        None,
        format!(
            "the response covers only {} to {}; beyond that its ends are held",
            hertz(low_hz),
            hertz(high_hz)
        ),
    );
    Ok(())
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

    /// Something that could not be used, in a line or in none.
    fn reject_at(&mut self, line: Option<usize>, reason: impl FnOnce() -> String) {
        self.add(line, Weight::Rejected, reason);
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
