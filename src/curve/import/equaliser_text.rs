//! Equaliser settings as Equalizer APO reads them; AutoEq and REW write the same lines.
//!
//! `Preamp`, `Filter`, `Channel` and `GraphicEQ` are followed with that program's rules: `LSC` and
//! `HSC` name the middle of a shelf, `LS` and `HS` its corner unless no width is given; a slope in
//! dB is a twelfth of the cookbook's S; a missing width is S = 0.9 for shelves, Q = 30 for a notch
//! and 0.7071 for passes, and an error for `PK` and `AP`; `Fc 1.000 Hz` with three decimals is a
//! thousand, since REW writes thousands so. Its other commands (`Include`, `Convolution`, `Copy`,
//! …) are reported and left out.

use super::numbers::number;
use super::response_text::{shown, sort};
use super::{ImportError, Kind, Report};
use crate::curve::equaliser::{self, Filter, Shape, Width, PASS_Q};
use crate::curve::{Curve, Point};

/// The slope of shelves that say none, and the Q of such notches, as the program has found them
/// in REW.
const SHELF_SLOPE: f64 = 0.9;
const NOTCH_Q: f64 = 30.0;

/// The most filters of one file: far more than anyone runs, and quickly computed.
const MOST_FILTERS: usize = 500;

/// The most gains of a graphic equaliser.
const MOST_GAINS: usize = 20_000;

/// Whether the lines are an equaliser's.
pub(super) fn is_one(lines: &[(usize, &str)]) -> bool {
    lines.iter().any(|(_, line)| {
        command(line).is_some_and(|(key, _)| {
            is_filter(key)
                || ["preamp", "graphiceq"]
                    .iter()
                    .any(|word| is_word(key, word))
        })
    })
}

/// Reads the lines as settings; the curves are those of the left and the right channel.
pub(super) fn read(
    lines: &[(usize, &str)],
    report: &mut Report,
) -> Result<(Kind, [Curve; 2]), ImportError> {
    let mut settings = Settings::default();
    for &(line, text) in lines {
        if !text.is_empty() && !text.starts_with('#') {
            settings.add(line, text, report);
        }
    }
    if !settings.understood {
        let report = std::mem::take(report).finished().0;
        return Err(ImportError::Nothing { report });
    }
    let [left, right] = &settings.channels;
    let left_curve = left.curve()?;
    let right_curve = if left == right {
        left_curve.clone()
    } else {
        report.note(None, "left and right are equalised differently".into());
        right.curve()?
    };
    let kind = if settings.has_filters || !settings.has_graphic {
        Kind::ParametricEqualiser
    } else {
        Kind::GraphicEqualiser
    };
    Ok((kind, [left_curve, right_curve]))
}

/// What one channel goes through.
#[derive(Clone, Debug, Default, PartialEq)]
struct Channel {
    gain_db: f64,
    filters: Vec<Filter>,
    graphic: Vec<Curve>,
}

impl Channel {
    fn curve(&self) -> Result<Curve, ImportError> {
        let filters = equaliser::level_db(self.gain_db, &self.filters);
        let level_db = |frequency_hz: f64| {
            let graphic = self
                .graphic
                .iter()
                .map(|curve| curve.level_db(frequency_hz));
            filters(frequency_hz) + graphic.sum::<f64>()
        };
        if self.filters.is_empty() && self.graphic.len() == 1 {
            // Its own points say it all.
            return Ok(self.graphic[0].raised_db(self.gain_db));
        }
        Ok(equaliser::sampled(level_db)?)
    }
}

/// The state of the program while it reads a configuration.
struct Settings {
    channels: [Channel; 2],
    /// Which channels the next lines are for.
    selected: [bool; 2],
    understood: bool,
    has_filters: bool,
    has_graphic: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            channels: Default::default(),
            selected: [true; 2],
            understood: false,
            has_filters: false,
            has_graphic: false,
        }
    }
}

impl Settings {
    fn add(&mut self, line: usize, text: &str, report: &mut Report) {
        let Some((key, value)) = command(text) else {
            self.other(line, text, report);
            return;
        };
        if is_filter(key) {
            self.filter(line, value, report);
        } else if is_word(key, "preamp") {
            match first_number(value).filter(|db| db.abs() <= 200.0) {
                Some(db) => {
                    self.understood = true;
                    self.for_selected(|channel| channel.gain_db += db);
                }
                None => report.reject(line, || format!("no gain in dB: {}", shown(text))),
            }
        } else if is_word(key, "graphiceq") {
            self.graphic(line, value, report);
        } else if is_word(key, "channel") {
            self.select(line, value, report);
        } else {
            self.other(line, text, report);
        }
    }

    fn for_selected(&mut self, change: impl Fn(&mut Channel)) {
        for (channel, selected) in self.channels.iter_mut().zip(self.selected) {
            if selected {
                change(channel);
            }
        }
    }

    /// Whatever stands before the settings is a heading; after that it is a command that is not
    /// followed.
    fn other(&self, line: usize, text: &str, report: &mut Report) {
        if self.understood {
            report.reject(line, || format!("this is not followed: {}", shown(text)));
        } else {
            report.note(Some(line), format!("taken as a heading: {}", shown(text)));
        }
    }

    fn select(&mut self, line: usize, value: &str, report: &mut Report) {
        let named = |names: &[&str]| {
            value
                .split_whitespace()
                .any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
        };
        self.selected = [named(&["L", "1", "all"]), named(&["R", "2", "all"])];
        if self.selected == [false; 2] {
            report.warn(
                Some(line),
                format!(
                    "neither left nor right: {}; what follows is left out",
                    shown(value)
                ),
            );
        }
    }

    fn filter(&mut self, line: usize, value: &str, report: &mut Report) {
        match parsed_filter(value) {
            Ok(Some(filter)) => {
                self.understood = true;
                self.has_filters = true;
                if self.channels[0].filters.len() >= MOST_FILTERS {
                    report.reject(line, || {
                        format!("there are more than {MOST_FILTERS} filters")
                    });
                    return;
                }
                self.for_selected(|channel| channel.filters.push(filter));
            }
            Ok(None) => {
                self.understood = true;
                report.note(Some(line), format!("switched off: {}", shown(value)));
            }
            Err(reason) => report.reject(line, || format!("{reason}: {}", shown(value))),
        }
    }

    fn graphic(&mut self, line: usize, value: &str, report: &mut Report) {
        let mut points = Vec::new();
        for pair in value.split(';').filter(|pair| !pair.trim().is_empty()) {
            match gain(pair) {
                Some(point) if points.len() < MOST_GAINS => points.push((line, point)),
                Some(_) => {
                    report.reject(line, || format!("there are more than {MOST_GAINS} gains"));
                    break;
                }
                None => report.reject(line, || {
                    format!(
                        "not a frequency above 0 Hz and a gain: {}",
                        shown(pair.trim())
                    )
                }),
            }
        }
        sort(&mut points, report);
        let points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
        if let Ok(curve) = Curve::new(points) {
            self.understood = true;
            self.has_graphic = true;
            self.for_selected(|channel| channel.graphic.push(curve.clone()));
        }
    }
}

/// `key: value`.
fn command(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

fn is_word(key: &str, word: &str) -> bool {
    key.eq_ignore_ascii_case(word)
}

/// `Filter`, `Filter 3`.
fn is_filter(key: &str) -> bool {
    const WORD: &str = "filter";
    key.get(..WORD.len())
        .is_some_and(|word| is_word(word, WORD))
        && key[WORD.len()..].trim().bytes().all(|b| b.is_ascii_digit())
}

/// What stands behind `Filter N:`; nothing when it is switched off. The reason otherwise.
fn parsed_filter(value: &str) -> Result<Option<Filter>, String> {
    let value = value.replace(',', ".");
    let mut words = value.split_whitespace();
    match words.next() {
        Some(word) if is_word(word, "off") => return Ok(None),
        Some(word) if is_word(word, "on") => {}
        _ => return Err("neither ON nor OFF".into()),
    }
    let kind = words.next().unwrap_or("").to_ascii_uppercase();
    if kind == "NONE" {
        return Ok(None);
    }
    let (shape, is_middle) = shape_of(&kind).ok_or_else(|| format!("unknown filter `{kind}`"))?;
    let slope_db = words.next().and_then(slope_db);
    let frequency_hz = frequency(&value)?;
    let width = width_of(shape, &value, slope_db)?;
    let needs_gain = matches!(shape, Shape::Peak | Shape::LowShelf | Shape::HighShelf);
    let gain_db = match number_after(&value, "Gain") {
        Some(db) if needs_gain => db,
        None if needs_gain => return Err("the gain is missing".into()),
        _ => 0.0,
    };
    let given = width.is_some();
    let filter = Filter {
        shape,
        frequency_hz,
        gain_db,
        width: width.unwrap_or_else(|| usual_width(shape)),
    };
    let filter = if given && !is_middle {
        filter.from_corner()
    } else {
        filter
    };
    if filter.is_sound() {
        Ok(Some(filter))
    } else {
        Err("no such filter can be built at 48 kHz".into())
    }
}

/// The shape, and whether its frequency is the middle of a shelf.
fn shape_of(kind: &str) -> Option<(Shape, bool)> {
    Some(match kind {
        "PK" | "PEQ" | "MODAL" => (Shape::Peak, true),
        "LS" => (Shape::LowShelf, false),
        "HS" => (Shape::HighShelf, false),
        "LSC" | "LSQ" => (Shape::LowShelf, true),
        "HSC" | "HSQ" => (Shape::HighShelf, true),
        "LP" | "LPQ" => (Shape::LowPass, true),
        "HP" | "HPQ" => (Shape::HighPass, true),
        "BP" => (Shape::BandPass, true),
        "NO" => (Shape::Notch, true),
        "AP" => (Shape::AllPass, true),
        _ => return None,
    })
}

fn frequency(value: &str) -> Result<f64, String> {
    let text = text_after(value, "Fc").ok_or("the frequency is missing")?;
    let text = text.replace('\u{a0}', "");
    let hz: f64 = text.parse().map_err(|_| "the frequency is missing")?;
    let has_thousands = text.len() >= 5
        && text.as_bytes().get(text.len() - 4) == Some(&b'.')
        && !text.contains(['e', 'E'])
        // Beyond what can be heard it cannot have been meant.
        && hz * 1000.0 < 0.5 * equaliser::SAMPLE_RATE_HZ;
    let hz = if has_thousands { hz * 1000.0 } else { hz };
    if hz > 0.0 && hz < 0.5 * equaliser::SAMPLE_RATE_HZ {
        Ok(hz)
    } else {
        Err(format!(
            "the frequency is {hz} Hz; it must be above 0 and below 24000 Hz"
        ))
    }
}

/// The width, when there is one. A slope goes before a bandwidth, and that before a Q.
fn width_of(shape: Shape, value: &str, slope_db: Option<f64>) -> Result<Option<Width>, String> {
    let is_shelf = matches!(shape, Shape::LowShelf | Shape::HighShelf);
    let positive = |number: f64, name: &str| {
        if number > 0.0 && number.is_finite() {
            Ok(number)
        } else {
            Err(format!("the {name} is {number}; it must be above 0"))
        }
    };
    if let Some(db) = slope_db.filter(|_| is_shelf) {
        return Ok(Some(Width::Slope(positive(db, "slope")? / 12.0)));
    }
    if let Some(octaves) = bandwidth(value).filter(|_| !is_shelf) {
        return Ok(Some(Width::BandwidthOctaves(positive(
            octaves,
            "bandwidth",
        )?)));
    }
    // A Q of 0 is none.
    match number_after(value, "Q").filter(|&q| q != 0.0) {
        Some(q) => Ok(Some(Width::Q(positive(q, "Q")?))),
        None if matches!(shape, Shape::Peak | Shape::AllPass) => Err("the Q is missing".into()),
        None => Ok(None),
    }
}

/// `BW Oct 0.5`.
fn bandwidth(value: &str) -> Option<f64> {
    let mut words = value.split_whitespace();
    words.find(|word| is_word(word, "BW"))?;
    words.next().filter(|word| is_word(word, "Oct"))?;
    words.next()?.parse().ok()
}

fn usual_width(shape: Shape) -> Width {
    match shape {
        Shape::LowShelf | Shape::HighShelf => Width::Slope(SHELF_SLOPE),
        Shape::Notch => Width::Q(NOTCH_Q),
        _ => Width::Q(PASS_Q),
    }
}

/// `12dB` or `12` of `LS 12 dB`.
fn slope_db(word: &str) -> Option<f64> {
    word.trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .parse()
        .ok()
}

/// The digits behind a word that stands by itself, with or without a blank between.
fn text_after<'a>(value: &'a str, word: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = find_ignoring_case(&value[from..], word) {
        let start = from + at;
        let end = start + word.len();
        let stands_alone = value[..start].ends_with(char::is_whitespace);
        let rest = value[end..].trim_start_matches([' ', '\t']);
        let digits = rest
            .find(|c: char| !(c.is_ascii_digit() || "+-.eE\u{a0}".contains(c)))
            .unwrap_or(rest.len());
        if stands_alone && digits > 0 {
            return Some(&rest[..digits]);
        }
        from = end;
    }
    None
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

fn number_after(value: &str, word: &str) -> Option<f64> {
    let number: f64 = text_after(value, word)?.parse().ok()?;
    number.is_finite().then_some(number)
}

/// The number that a value begins with: `-6.2 dB`.
fn first_number(value: &str) -> Option<f64> {
    let word = value.split_whitespace().next()?;
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number(digits).filter(|number| number.is_finite())
}

/// `105 -2.3` of a graphic equaliser.
fn gain(pair: &str) -> Option<Point> {
    let mut words = pair.split_whitespace().map(number);
    let (frequency_hz, level_db) = (words.next()??, words.next()??);
    let allowed = (1.0..=100_000.0).contains(&frequency_hz) && level_db.abs() <= 200.0;
    (allowed && words.next().is_none()).then_some(Point {
        frequency_hz,
        level_db,
        phase_rad: None,
    })
}
