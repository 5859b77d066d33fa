//! Curves from the text files that people already have: equalizer settings and measured responses.
//!
//! ```no_run
//! # fn bytes_of(_: &str) -> Vec<u8> { Vec::new() }
//! use bodypack_sound::curve::import;
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

mod checks;
mod detect;
mod equalizer_text;
mod error;
mod expression;
mod filter_line;
mod fir;
mod headings;
mod kind;
mod layout;
mod names;
mod numbers;
mod options;
mod presets;
mod program;
mod remark;
mod response_text;
mod text;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

use super::wave;
use super::Curve;
use checks::{check_band, check_lines, limit};
use detect::Format;
use program::Program;
use remark::Report;

pub use checks::{imbalance, COMPARED_HZ, LARGEST_LEVEL_DB};
use error::hertz;
pub use error::ImportError;
pub use kind::Kind;
pub use names::{other_ear, side_of, Ear};
pub use options::{Beside, Options, Stage, LONGEST_FILE, MOST_POINTS};
pub use remark::{Remark, Weight};

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
        return of_impulse(bytes, evidence, options, report);
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
            of_response(&lines, fit, evidence, options, report)
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

/// An equalizer's impulse response in a WAV file.
fn of_impulse(
    bytes: &[u8],
    evidence: Evidence,
    options: &Options,
    report: &mut Report,
) -> Result<Contents, ImportError> {
    let fir = fir::Fir::from_wav(bytes).map_err(|why| ImportError::NoResponse {
        what: format!("a WAV file {why}"),
        way_out: "the impulse response of an equalizer, as PCM or float, can be read",
    })?;
    report.note(None, fir.words());
    let mut program = Program::default();
    program.convolution(program::Channels::BOTH, std::sync::Arc::new(fir));
    of_program(&program, vec![evidence], options, report)
}

/// Columns of a frequency response.
fn of_response(
    lines: &text::Lines<'_>,
    fit: &layout::Fit,
    evidence: Vec<Evidence>,
    options: &Options,
    report: &mut Report,
) -> Result<Contents, ImportError> {
    let read = response_text::read(lines, fit, report)?;
    check_lines(read.kept, report.rejected_lines, options, report)?;
    check_band(&read.curves, options, report)?;
    Ok(Contents {
        kind: Kind::FrequencyResponse,
        curves: read.curves,
        side: read.side,
        evidence,
    })
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
