//! Peace presets: sections with frequencies, gains, qualities and kinds of up to 31 sliders, for all
//! speakers and for each of them.
//!
//! A slider without a gain is not used. The numbers of kinds are not documented; the plain ones (0 bell,
//! 1 low-pass, 2 high-pass, 3 band-pass, 6 notch, 7 all-pass) agree between programs that write
//! them, those of shelves less so, and that is said.

use std::collections::BTreeMap;

use super::bands::{by_q, Bands};
use crate::curve::equalizer::{Filter, Shape, Width};
use crate::curve::import::numbers::number;
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;
use crate::curve::import::text::lines;
use crate::order;

/// The width of a slider that says none, as the program has it.
const USUAL_Q: f64 = 1.41;

type Section = BTreeMap<String, (usize, String)>;

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let sections = sections(text);
    let general = sections.get("general");
    if let Some((_, preamp)) = general.and_then(|general| general.get("preamp")) {
        let db =
            number(preamp).ok_or_else(|| format!("its preamp is no number: {}", shown(preamp)))?;
        bands.gain(Channels::BOTH, "PreAmp", db);
    }
    let mut doubtful = false;
    for speaker in 0..=8u32 {
        let suffix = match speaker {
            0 => String::new(),
            n => n.to_string(),
        };
        let section = |name: &str| sections.get(&format!("{name}{suffix}"));
        let (Some(gains), Some(frequencies)) = (section("gains"), section("frequencies")) else {
            continue;
        };
        let Some(channels) = channels(&sections, speaker) else {
            bands.note(format!(
                "the sliders of speaker {speaker} are for neither ear and left out"
            ));
            continue;
        };
        doubtful |= speaker_sliders(&section, (gains, frequencies), channels, bands);
    }
    if doubtful {
        bands.warn(
            "shelves are taken as the cookbook's with this quality; the numbers of Peace's shelves \
             are not documented"
                .to_owned(),
        );
    }
    Ok(())
}

/// Reads the sliders of one speaker; true if the kind of one of them is not sure.
fn speaker_sliders<'a>(
    section: &dyn Fn(&str) -> Option<&'a Section>,
    (gains, frequencies): (&Section, &Section),
    channels: Channels,
    bands: &mut Bands<'_>,
) -> bool {
    let mut doubtful = false;
    let mut sliders: Vec<(u32, &(usize, String))> = frequencies
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("frequency")?.parse().ok()?, value)))
        .collect();
    order::by_key(&mut sliders, |(slider, _)| *slider);
    for (slider, (line, hz)) in sliders {
        let of = |name: &str, key: &str| {
            let (_, value) = section(name)?.get(&format!("{key}{slider}"))?;
            number(value)
        };
        let disabled = of("disabled", "disabled").is_some_and(|on| on != 0.0);
        let has_gain = gains.contains_key(&format!("gain{slider}"));
        let kind = of("filters", "filter").unwrap_or(0.0);
        if disabled || (kind == 0.0 && !has_gain) {
            continue;
        }
        let name = format!("slider {slider}");
        let Some(frequency_hz) = number(hz) else {
            bands.reject(Some(*line), || {
                format!("{name}: not a frequency: {}", shown(hz))
            });
            continue;
        };
        let gain_db = of("gains", "gain").unwrap_or(0.0);
        let q = of("qualities", "quality")
            .filter(|&q| q != 0.0)
            .unwrap_or(USUAL_Q);
        match filter(kind, frequency_hz, gain_db, q) {
            Some((filter, sure)) => {
                doubtful |= !sure;
                let gainless = !matches!(
                    filter.shape,
                    Shape::Peak | Shape::LowShelf | Shape::HighShelf
                );
                if gainless && gain_db != 0.0 {
                    bands.warn(format!(
                        "{name} has a gain of {gain_db} dB, though a filter of its kind \
                         ({kind}) has none"
                    ));
                }
                bands.band(channels, Some(*line), &name, filter);
            }
            None => bands.reject(Some(*line), || {
                format!("{name}: filters of the kind {kind} are not followed")
            }),
        }
    }
    doubtful
}

/// A slider's filter, and whether its kind is sure.
fn filter(kind: f64, frequency_hz: f64, gain_db: f64, q: f64) -> Option<(Filter, bool)> {
    let shelf = |shape, width| Filter {
        shape,
        frequency_hz,
        gain_db,
        width,
    };
    let (filter, sure) = match kind as i64 {
        _ if kind.fract() != 0.0 => return None,
        0 => (by_q(Shape::Peak, frequency_hz, gain_db, q), true),
        1 => (by_q(Shape::LowPass, frequency_hz, gain_db, q), true),
        2 => (by_q(Shape::HighPass, frequency_hz, gain_db, q), true),
        3 => (by_q(Shape::BandPass, frequency_hz, gain_db, q), true),
        6 => (by_q(Shape::Notch, frequency_hz, gain_db, q), true),
        7 => (by_q(Shape::AllPass, frequency_hz, gain_db, q), true),
        4 => (shelf(Shape::LowShelf, Width::Slope(0.9)), true),
        5 => (shelf(Shape::HighShelf, Width::Slope(0.9)), true),
        8 => (shelf(Shape::LowShelf, Width::Slope(q / 12.0)), false),
        9 => (shelf(Shape::HighShelf, Width::Slope(q / 12.0)), false),
        14 | 16 => (shelf(Shape::LowShelf, Width::Q(q)), false),
        15 | 17 => (shelf(Shape::HighShelf, Width::Q(q)), false),
        _ => return None,
    };
    Some((filter, sure))
}

/// Whom a set of sliders is for.
fn channels(sections: &BTreeMap<String, Section>, speaker: u32) -> Option<Channels> {
    let targets = sections
        .get("speakers")
        .and_then(|all| all.get(&format!("speakertargets{speaker}")))
        .map(|(_, targets)| targets.as_str());
    let targets = match (targets, speaker) {
        (Some(targets), _) => targets,
        (None, 0) => "all",
        (None, 1) => "L",
        (None, 2) => "R",
        (None, _) => return None,
    };
    let named = |name: &str| {
        targets
            .split([' ', ',', ';'])
            .any(|word| word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case("all"))
    };
    match (
        named("L") || targets.is_empty(),
        named("R") || targets.is_empty(),
    ) {
        (true, true) => Some(Channels::BOTH),
        (true, false) => Some(Channels::LEFT),
        (false, true) => Some(Channels::RIGHT),
        (false, false) => None,
    }
}

/// Names in lower case, and each value with its line.
fn sections(text: &str) -> BTreeMap<String, Section> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut name = String::new();
    /// A preset has some hundred; a broken one must not fill the memory.
    const MOST: usize = 5000;
    let mut left = MOST;
    for (line, text) in lines(text) {
        if let Some(inside) = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            name = inside.to_lowercase();
        } else if let Some((key, value)) = text.split_once('=') {
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
            let entry = (line, value.trim().to_owned());
            let key = key.trim().to_lowercase();
            sections.entry(name.clone()).or_default().insert(key, entry);
        }
    }
    sections
}
