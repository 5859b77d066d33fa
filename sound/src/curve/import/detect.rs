//! Format detection: every known format looks for its own marks in the whole file and gives a score
//! and a reason; the highest score wins, and two nearly equal scores are ambiguous.

use super::headings::Role;
use super::layout::{self, Choice, Fit};
use super::presets::table;
use super::text::{lines, Lines};
use super::ImportError;
use crate::curve::import::equalizer_text;
use crate::order;

/// Scores closer than this are equally likely.
const CLEAR: u32 = 5;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    EqualizerApo,
    Response,
    BandTable,
    AutoEqReadme,
    EasyEffects,
    Poweramp,
    PipeWire,
    CamillaDsp,
    Peace,
    AuPreset,
    /// Something known that is not read: what it is, and the way out.
    Foreign(&'static str, &'static str),
}

impl Format {
    /// Name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::EqualizerApo => "Equalizer APO configuration",
            Self::Response => "table of a frequency response",
            Self::BandTable => "table of an equalizer's bands",
            Self::AutoEqReadme => "AutoEq readme",
            Self::EasyEffects => "EasyEffects preset",
            Self::Poweramp => "Poweramp preset",
            Self::PipeWire => "PipeWire filter-chain",
            Self::CamillaDsp => "CamillaDSP configuration",
            Self::Peace => "Peace preset",
            Self::AuPreset => "AUNBandEq preset",
            Self::Foreign(what, _) => what,
        }
    }
}

/// The way out for presets of programs that are not read.
const AS_TEXT: &str =
    "export it as Equalizer APO text (ParametricEQ.txt or GraphicEQ.txt), or the measurement as REW \
     text or CSV";

/// Evidence for a format: score and reason.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) format: Format,
    /// Out of 100.
    pub(super) score: u32,
    pub(super) reason: String,
}

fn evidence(format: Format, score: u32, reason: impl Into<String>) -> Evidence {
    Evidence {
        format,
        score: score.min(100),
        reason: reason.into(),
    }
}

/// All that was found, the likeliest first, and how a table would be laid out.
pub(super) struct Found {
    pub(super) evidence: Vec<Evidence>,
    pub(super) fit: Option<Box<Fit>>,
    /// Two layouts that are equally likely.
    doubt: Option<[String; 2]>,
}

/// Looks for every format.
pub(super) fn detect(text: &str) -> Found {
    let rows = lines(text);
    let mut found = Found {
        evidence: marked(text),
        fit: None,
        doubt: None,
    };
    let (commands, settings) = equalizer_text::evidence(&rows);
    let numbers = rows
        .clone()
        .filter(|(_, line)| layout::begins_with_digit(line))
        .count();
    if commands > 0 {
        let share = 50 * commands / (commands + numbers);
        // `channel: 0` and the like also stand in files with marks of their own.
        let other = found.evidence.iter().any(|e| e.score >= 90);
        let score = (50 + share as u32) / if other { 2 } else { 1 };
        found.evidence.push(evidence(
            Format::EqualizerApo,
            score,
            format!("{commands} lines are its commands, {settings} of them set something"),
        ));
    }
    found.table(&rows, numbers);
    let is_table = found.evidence.iter().any(|e| e.format == Format::BandTable);
    if let Some(named) = table::named(text).filter(|_| !is_table) {
        let reason = format!("a column says how wide the bands are: {}", named.words());
        found.evidence.push(evidence(Format::BandTable, 95, reason));
    }
    // Stable: of equals the first stays first.
    order::by_key(&mut found.evidence, |e| std::cmp::Reverse(e.score));
    found
}

impl Found {
    fn table(&mut self, rows: &Lines<'_>, numbers: usize) {
        if numbers == 0 {
            return;
        }
        let fit = match layout::choose(rows) {
            Choice::Clear(fit) => fit,
            Choice::Doubtful(one, other) => {
                self.doubt = Some([one.layout.words(), other.layout.words()]);
                one
            }
            Choice::DoubtfulCommas(fit) => {
                self.doubt = Some([
                    "whole numbers with commas between the columns".to_owned(),
                    "decimal commas in some of the columns".to_owned(),
                ]);
                fit
            }
            Choice::None => return,
        };
        let headings = &fit.headings;
        let bands = headings.has(Role::Width)
            && headings.has(Role::Frequency)
            && (headings.has(Role::Gain) || headings.has(Role::Level));
        if bands {
            let words = headings.words();
            let reason = format!("a column says how wide the bands are: {words}");
            self.evidence.push(evidence(Format::BandTable, 95, reason));
        }
        // Lines that are neither numbers nor comments speak against a table.
        let others = rows
            .clone()
            .filter(|(_, line)| !line.is_empty() && !layout::is_comment(line))
            .count();
        let share = fit.lines as f64 / others.max(1) as f64;
        let score = fit.score * (0.5 + 0.5 * share) * if bands { 0.3 } else { 1.0 };
        self.evidence.push(evidence(
            Format::Response,
            score.round().max(1.0) as u32,
            fit.reason.clone(),
        ));
        self.fit = Some(fit);
    }

    /// The format that the file has.
    pub(super) fn chosen(&self) -> Result<Option<&Evidence>, ImportError> {
        let mut all = self.evidence.iter();
        let Some(best) = all.next() else {
            return Ok(None);
        };
        if let Some(rival) = all.next().filter(|rival| best.score < rival.score + CLEAR) {
            if best.score >= 50 {
                return Err(ImportError::Ambiguous {
                    one: best.format.name().to_owned(),
                    other: rival.format.name().to_owned(),
                });
            }
        }
        if let (Format::Response, Some([one, other])) = (best.format, &self.doubt) {
            return Err(ImportError::Ambiguous {
                one: one.clone(),
                other: other.clone(),
            });
        }
        Ok(Some(best))
    }
}

/// Formats that have marks of their own.
fn marked(text: &str) -> Vec<Evidence> {
    let start = text.trim_start();
    let head: String = start
        .chars()
        .take(2000)
        .flat_map(char::to_lowercase)
        .collect();
    let mut found = Vec::new();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        let way = "what was saved is a page and not the file that it links to: download that one";
        found.push(evidence(
            Format::Foreign("web page", way),
            100,
            "it begins with an HTML tag",
        ));
    } else if start.starts_with('<') {
        found.push(xml(start, &head));
    } else if start.starts_with(['{', '[']) && !start.starts_with("[General]") {
        found.extend(json(text));
    }
    found.extend(pipewire(text));
    found.extend(camilla(text));
    found.extend(peace(text));
    found.extend(markdown(text));
    found.extend(coefficients(start));
    found.extend(one_column(text));
    found
}

fn xml(start: &str, head: &str) -> Evidence {
    if head.contains("<plist") {
        let bands = start.contains("<data>") && start.contains("numberOfBands");
        return match bands {
            true => evidence(
                Format::AuPreset,
                100,
                "a property list with bands and their data",
            ),
            false => evidence(
                Format::Foreign("Audio Unit preset (XML property list)", AS_TEXT),
                100,
                "a property list without AUNBandEq's data",
            ),
        };
    }
    evidence(
        Format::Foreign("XML file (a preset of another program)", AS_TEXT),
        90,
        "it begins with a tag",
    )
}

fn json(text: &str) -> Option<Evidence> {
    let has = |key: &str| text.contains(&format!("\"{key}"));
    let plain = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => true,
        // A list that is no list of JSON is another format.
        Err(_) if text.trim_start().starts_with('[') && !has("bands") => return None,
        Err(_) => false,
    };
    let broken = if plain { "" } else { ", though it is broken" };
    Some(if has("equalizer") && has("left") {
        evidence(
            Format::EasyEffects,
            100,
            format!("JSON with an equalizer and its left bands{broken}"),
        )
    } else if has("bands\"") && has("preamp\"") {
        evidence(
            Format::Poweramp,
            100,
            format!("JSON with `bands` and `preamp`{broken}"),
        )
    } else {
        evidence(
            Format::Foreign("JSON preset of a program that is not known", AS_TEXT),
            90,
            format!("it is JSON{broken}"),
        )
    })
}

fn pipewire(text: &str) -> Option<Evidence> {
    let marks = [
        "libpipewire-module-filter-chain",
        "filter.graph",
        "context.modules",
        "param_eq",
        "bq_peaking",
    ];
    let seen: Vec<&str> = marks
        .into_iter()
        .filter(|mark| text.contains(mark))
        .collect();
    let score = match seen.len() {
        0 => return None,
        1 => 60,
        _ => 100,
    };
    Some(evidence(
        Format::PipeWire,
        score,
        format!("it has {}", seen.join(", ")),
    ))
}

fn camilla(text: &str) -> Option<Evidence> {
    let filters = text.lines().any(|line| line.trim_end() == "filters:");
    let kinds = [
        "type: Biquad",
        "type: Gain",
        "type: Conv",
        "type: BiquadCombo",
    ];
    let kind = kinds.into_iter().find(|kind| text.contains(kind))?;
    filters.then(|| {
        evidence(
            Format::CamillaDsp,
            100,
            format!("YAML with `filters:` and `{kind}`"),
        )
    })
}

fn peace(text: &str) -> Option<Evidence> {
    let sections = ["[Frequencies]", "[Gains]", "[Qualities]", "[Speakers]"];
    let seen = sections
        .into_iter()
        .filter(|name| text.contains(name))
        .count();
    (seen >= 2).then(|| {
        evidence(
            Format::Peace,
            100,
            format!("it has {seen} of Peace's sections"),
        )
    })
}

fn markdown(text: &str) -> Option<Evidence> {
    let title = text
        .lines()
        .any(|line| line.starts_with('#') && line.to_lowercase().contains("parametric eq"));
    let table = text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with('|') && line.contains("Fc") && line.contains("Gain")
    });
    (title && table).then(|| {
        evidence(
            Format::AutoEqReadme,
            100,
            "a heading `Parametric EQs` with a table of Fc, Q and gain",
        )
    })
}

/// Samples one below the other, as programs write an impulse response as text.
fn one_column(text: &str) -> Option<Evidence> {
    /// So many lines are looked at; fewer numbers are no impulse response.
    const LOOKED_AT: usize = 2000;
    const FEWEST: usize = 8;
    let rows = lines(text)
        .take(LOOKED_AT)
        .filter(|(_, line)| !line.is_empty() && !layout::is_comment(line));
    let (mut all, mut alone) = (0, 0);
    for (_, line) in rows {
        all += 1;
        alone += usize::from(super::numbers::number(line).is_some());
    }
    (alone >= FEWEST && 10 * alone >= 9 * all).then(|| {
        let way = "export the frequency response as text, or the impulse response as WAV";
        evidence(
            Format::Foreign("column of numbers without frequencies", way),
            80,
            format!("{alone} of its {all} lines are one number, as of an impulse response"),
        )
    })
}

fn coefficients(start: &str) -> Option<Evidence> {
    if start.starts_with("biquad1") && start.contains("b0=") {
        let way = "the file does not say for which sample rate its coefficients are: export the \
                   filters as Equalizer APO text";
        return Some(evidence(
            Format::Foreign("list of biquad coefficients, as miniDSP takes them", way),
            100,
            "`biquad1` and `b0=`",
        ));
    }
    start.starts_with("SR_").then(|| {
        evidence(
            Format::Foreign("ViPER DDC file of biquad coefficients", AS_TEXT),
            100,
            "it begins with a sample rate, `SR_`",
        )
    })
}
