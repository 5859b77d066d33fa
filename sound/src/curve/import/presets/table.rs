//! Tables of bands: kind, frequency, gain and width in columns, as CSV or in an AutoEq readme.

use super::bands::{by_q, shape, Bands};
use crate::curve::equalizer::Shape;
use crate::curve::import::headings::{heading, Role};
use crate::curve::import::layout::{begins_with_digit, is_comment, Fit};
use crate::curve::import::numbers::{quantity, Quantity};
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;
use crate::curve::import::text::lines;

/// Columns of a table.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    kind: Option<usize>,
    frequency: usize,
    gain: usize,
    width: usize,
    is_octaves: bool,
    bare_hz: f64,
    /// The column that says whether a band is on.
    on: Option<usize>,
}

impl Places {
    fn of(words: &[String]) -> Option<Self> {
        let headings: Vec<_> = words.iter().map(|word| heading(word)).collect();
        let find = |role: Role| headings.iter().position(|heading| heading.role == role);
        // `Fc` is a frequency here, with or without its unit.
        let frequency = find(Role::Frequency).or_else(|| {
            words
                .iter()
                .position(|word| word.to_lowercase().starts_with("fc"))
        })?;
        let width = find(Role::Width)?;
        let narrow = headings[width].words.trim();
        Some(Self {
            kind: find(Role::Kind),
            frequency,
            gain: find(Role::Gain).or_else(|| find(Role::Level))?,
            width,
            is_octaves: narrow.starts_with("b"),
            bare_hz: headings[frequency].unit_hz,
            on: words.iter().position(|word| {
                ["on", "enabled", "active", "state"].contains(&word.trim().to_lowercase().as_str())
            }),
        })
    }

    fn band(
        self,
        line: usize,
        text: &str,
        fields: &[&str],
        number: impl Fn(&str) -> Option<Quantity>,
        bands: &mut Bands<'_>,
    ) {
        let field = |place: usize| fields.get(place).copied().unwrap_or("");
        let off = ["false", "off", "no", "0", "disabled"];
        if let Some(word) = self
            .on
            .map(field)
            .filter(|word| off.contains(&word.to_lowercase().as_str()))
        {
            bands.program.understand();
            bands.note(format!("switched off ({word}): {}", shown(text)));
            return;
        }
        let kind = match self.kind.map(field) {
            None => Some(Shape::Peak),
            Some(word) => shape(word),
        };
        let hz = number(field(self.frequency)).and_then(|q| q.hertz(self.bare_hz));
        let gain_db = number(field(self.gain)).and_then(|q| q.decibels());
        let width = number(field(self.width)).map(|q| q.value);
        let (Some(kind), Some(hz), Some(gain_db), Some(width)) = (kind, hz, gain_db, width) else {
            bands.reject(Some(line), || format!("not a band: {}", shown(text)));
            return;
        };
        let mut filter = by_q(kind, hz, gain_db, width);
        if self.is_octaves {
            filter.width = crate::curve::equalizer::Width::BandwidthOctaves(width);
        }
        let name = shown(text);
        bands.band(Channels::BOTH, Some(line), &name, filter);
    }
}

/// A table in columns.
pub(super) fn read(text: &str, fit: Option<&Fit>, bands: &mut Bands<'_>) -> Result<(), String> {
    if let Some(named) = named(text) {
        return named.read(text, bands);
    }
    let fit = fit.ok_or("it has no columns")?;
    let words: Vec<String> = (0..fit.columns)
        .filter_map(|column| Some(fit.headings.get(column)?.words.clone()))
        .collect();
    let places = Places::of(&words).ok_or("its columns are not known")?;
    let above = fit.headings.line.unwrap_or(0);
    for (line, text) in lines(text) {
        if text.is_empty() || is_comment(text) || line <= above {
            preamp(text, bands);
            continue;
        }
        let fields = fit.layout.fields(text);
        let fields: Vec<&str> = fields.iter().map(|field| field.as_ref()).collect();
        if fields.len() >= fit.columns || begins_with_digit(text) {
            places.band(
                line,
                text,
                &fields,
                |field| fit.layout.quantity(field),
                bands,
            );
        } else if !preamp(text, bands) {
            bands.reject(Some(line), || format!("not a band: {}", shown(text)));
        }
    }
    Ok(())
}

/// A table whose lines begin with a word: the kind of a band, or whether it is on.
pub(in crate::curve::import) struct Named {
    line: usize,
    delimiter: char,
    words: Vec<String>,
}

/// The heading of such a table.
pub(in crate::curve::import) fn named(text: &str) -> Option<Named> {
    /// A heading is not further down.
    const LOWEST: usize = 50;
    /// No heading is longer, characters.
    const LONGEST: usize = 200;
    lines(text).take(LOWEST).find_map(|(line, text)| {
        let delimiter = [';', '\t', ','].into_iter().find(|&d| text.contains(d))?;
        let words: Vec<String> = text
            .split(delimiter)
            .take(32)
            .map(|word| {
                word.trim()
                    .trim_matches('"')
                    .chars()
                    .take(LONGEST)
                    .collect()
            })
            .collect();
        let places = Places::of(&words)?;
        (places.kind == Some(0) || places.on == Some(0)).then_some(Named {
            line,
            delimiter,
            words,
        })
    })
}

impl Named {
    /// Its headings, to be shown.
    pub(in crate::curve::import) fn words(&self) -> String {
        shown(&self.words.join(", "))
    }

    fn read(&self, text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
        let places = Places::of(&self.words).ok_or("its columns are not known")?;
        for (line, text) in lines(text) {
            if text.is_empty() || is_comment(text) || line == self.line || preamp(text, bands) {
                continue;
            }
            let fields: Vec<&str> = text
                .split(self.delimiter)
                .map(|field| field.trim().trim_matches('"'))
                .collect();
            if line > self.line {
                places.band(line, text, &fields, quantity, bands);
            }
        }
        Ok(())
    }
}

/// `Preamp: -6 dB` or `Preamp,-6`.
fn preamp(text: &str, bands: &mut Bands<'_>) -> bool {
    let text = text.trim_start_matches(['#', '*', ' ']);
    let Some(rest) = text
        .get(..6)
        .filter(|word| word.eq_ignore_ascii_case("preamp"))
    else {
        return false;
    };
    let rest = text[rest.len()..].trim_start_matches([':', ',', ';', '\t', ' ', '=']);
    match quantity(rest.trim_end_matches([',', ';'])).and_then(|q| q.decibels()) {
        Some(db) => {
            bands.gain(Channels::BOTH, "preamp", db);
            true
        }
        None => false,
    }
}

/// An AutoEq readme: the first table below the heading of parametric equalizers, and the preamp in the
/// sentence above it; where there are two, the last one is for all bands.
pub(super) fn readme(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let mut inside = false;
    let mut places: Option<Places> = None;
    let mut preamp_db = None;
    for (line, text) in lines(text) {
        if text.starts_with('#') {
            if places.is_some() {
                break;
            }
            inside = text.to_lowercase().contains("parametric eq");
            continue;
        }
        if !inside {
            continue;
        }
        let Some(row) = text.strip_prefix('|') else {
            if places.is_some() && !text.is_empty() {
                break;
            }
            preamp_db = decibels_in(text).or(preamp_db);
            continue;
        };
        let row = row.trim_end_matches('|');
        if row.chars().all(|c| "-:| ".contains(c)) {
            continue;
        }
        let fields: Vec<&str> = row.split('|').map(str::trim).collect();
        match places {
            None => {
                let words: Vec<String> = fields.iter().map(|&word| word.to_owned()).collect();
                places = Places::of(&words);
                if places.is_none() {
                    bands.reject(Some(line), || {
                        format!("not a table of bands: {}", shown(text))
                    });
                }
            }
            Some(places) => places.band(line, text, &fields, quantity, bands),
        }
    }
    if places.is_none() {
        return Err("there is no table of bands below its heading".to_owned());
    }
    bands.note("the table of parametric bands was taken, and no other one".to_owned());
    match preamp_db {
        Some(db) => bands.gain(Channels::BOTH, "preamp", db),
        None => bands.warn("it names no preamp".to_owned()),
    }
    Ok(())
}

/// The last gain in a sentence: `Apply preamp of **-6.2 dB**`.
fn decibels_in(text: &str) -> Option<f64> {
    if !text.to_lowercase().contains("preamp") {
        return None;
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| "*,.()".contains(c)))
        .collect();
    let at = |index: usize| {
        let word = *words.get(index)?;
        let joined = format!("{word} {}", words.get(index + 1).unwrap_or(&""));
        let is_db = |quantity: &Quantity| quantity.unit.is_some() && quantity.decibels().is_some();
        quantity(word)
            .filter(is_db)
            .or_else(|| quantity(&joined).filter(is_db))
            .map(|quantity| quantity.value)
    };
    (0..words.len()).rev().find_map(at)
}
