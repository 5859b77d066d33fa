//! One filter as Equalizer APO writes it: `ON PK Fc 105 Hz Gain -2.3 dB Q 0.70`.
//!
//! The rules are that program's: `LSC` and `HSC` name the middle of a shelf, `LS` and `HS` its corner
//! unless no width is given; a slope in dB is a twelfth of the cookbook's S; a missing width is S = 0.9
//! for shelves, Q = 30 for a notch and 0.7071 for passes, and an error for `PK` and `AP`; `Fc 1.000 Hz`
//! with three decimals is a thousand, since REW writes thousands so. Numbers are read in any locale
//! and have to be whole: `1'25 Hz` is no frequency.

use super::numbers::{number, quantity, unit, Unit};
use crate::curve::equalizer::{self, Filter, Shape, Width, PASS_Q};

/// The slope of shelves that say none, and the Q of such notches, as the program has found them
/// in REW.
const SHELF_SLOPE: f64 = 0.9;
const NOTCH_Q: f64 = 30.0;

/// The filter behind `Filter N:`; none when it is switched off. The reason otherwise.
pub(super) fn parsed(value: &str) -> Result<Option<Filter>, String> {
    let mut words = value.split_whitespace();
    match words.next() {
        Some(word) if word.eq_ignore_ascii_case("off") => return Ok(None),
        Some(word) if word.eq_ignore_ascii_case("on") => {}
        _ => return Err("neither ON nor OFF".into()),
    }
    let kind = words.next().unwrap_or("").to_ascii_uppercase();
    if kind == "NONE" {
        return Ok(None);
    }
    if kind == "IIR" {
        return Err("filters by their coefficients are not followed".into());
    }
    let (shape, is_middle) = shape_of(&kind).ok_or_else(|| format!("unknown filter `{kind}`"))?;
    let parts = Parts::of(value);
    let slope_db = words.next().and_then(slope_db);
    let frequency_hz = frequency(parts.frequency)?;
    let width = width_of(shape, &parts, slope_db)?;
    let needs_gain = matches!(shape, Shape::Peak | Shape::LowShelf | Shape::HighShelf);
    let gain_db = match parts.gain {
        Some(text) if needs_gain => quantity(text)
            .and_then(|q| q.decibels())
            .filter(|db| db.is_finite())
            .ok_or_else(|| format!("not a gain in dB: `{text}`"))?,
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

/// Returns whether a value is a filter's and no other thing that is called so.
pub(super) fn is_filter(value: &str) -> bool {
    let mut words = value.split_whitespace();
    let on_or_off = words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("on") || word.eq_ignore_ascii_case("off"));
    on_or_off && words.next().is_some()
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

/// The texts behind the words of a filter, each up to the next word.
#[derive(Default)]
struct Parts<'a> {
    frequency: Option<&'a str>,
    gain: Option<&'a str>,
    q: Option<&'a str>,
    bandwidth: Option<&'a str>,
}

/// The words that begin a part.
const WORDS: [&str; 5] = ["Fc", "Gain", "Q", "BW", "T60"];

impl<'a> Parts<'a> {
    fn of(value: &'a str) -> Self {
        let value = value.split_once('#').map_or(value, |(before, _)| before);
        let mut parts = Self::default();
        let mut open: Option<(usize, usize)> = None;
        let mut from = 0;
        for word in value.split_whitespace() {
            let start = from + value[from..].find(word).unwrap_or(0);
            from = start + word.len();
            let begins = WORDS.iter().position(|name| begins_with(word, name));
            if let Some(which) = begins {
                if let Some((before, text)) = open {
                    parts.put(before, value[text..start].trim());
                }
                open = Some((which, start + WORDS[which].len()));
            }
        }
        if let Some((which, text)) = open {
            parts.put(which, value[text..].trim());
        }
        parts
    }

    fn put(&mut self, which: usize, text: &'a str) {
        let place = match which {
            0 => &mut self.frequency,
            1 => &mut self.gain,
            2 => &mut self.q,
            3 => &mut self.bandwidth,
            _ => return,
        };
        // The first one counts, as with the program.
        if place.is_none() && !text.is_empty() {
            *place = Some(text);
        }
    }
}

/// Returns whether a word is a name, or a name with its number right behind it.
fn begins_with(word: &str, name: &str) -> bool {
    let same = word
        .get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name));
    same && !word[name.len()..].starts_with(char::is_alphabetic)
}

fn frequency(text: Option<&str>) -> Result<f64, String> {
    let text = text.ok_or("the frequency is missing")?;
    let wrong = || format!("not a frequency: `{}`", super::response_text::shown(text));
    let quantity = quantity(text).ok_or_else(wrong)?;
    let hz = quantity.hertz(1.0).ok_or_else(wrong)?;
    let kilo = matches!(quantity.unit, Some(Unit::Kilohertz | Unit::Kilo));
    // Beyond what can be heard it cannot have been meant.
    let thousands = !kilo && has_three_decimals(text) && hz * 1000.0 < HALF_RATE_HZ;
    let hz = if thousands { hz * 1000.0 } else { hz };
    if hz > 0.0 && hz < HALF_RATE_HZ {
        Ok(hz)
    } else {
        Err(format!(
            "the frequency is {hz} Hz; it must be above 0 and below 24000 Hz"
        ))
    }
}

const HALF_RATE_HZ: f64 = 0.5 * equalizer::SAMPLE_RATE_HZ;

/// `1.000 Hz` or `1,000 Hz`: one mark, and three digits behind it.
fn has_three_decimals(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let Some(mark) = digits.find(['.', ',']) else {
        return false;
    };
    let (before, behind) = (&digits[..mark], &digits[mark + 1..]);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all_digits(before) && behind.len() == 3 && all_digits(behind)
}

/// The width, when there is one. A slope goes before a bandwidth, and that before a Q.
fn width_of(
    shape: Shape,
    parts: &Parts<'_>,
    slope_db: Option<f64>,
) -> Result<Option<Width>, String> {
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
    if let Some(octaves) = parts.bandwidth.and_then(bandwidth).filter(|_| !is_shelf) {
        return Ok(Some(Width::BandwidthOctaves(positive(
            octaves,
            "bandwidth",
        )?)));
    }
    let q = match parts.q {
        None => None,
        Some(text) => {
            let q = quantity(text).and_then(|q| q.bare());
            Some(q.ok_or_else(|| format!("not a Q: `{}`", super::response_text::shown(text)))?)
        }
    };
    // A Q of 0 is none.
    match q.filter(|&q| q != 0.0) {
        Some(q) => Ok(Some(Width::Q(positive(q, "Q")?))),
        None if matches!(shape, Shape::Peak | Shape::AllPass) => Err("the Q is missing".into()),
        None => Ok(None),
    }
}

/// `Oct 0.5` behind `BW`.
fn bandwidth(text: &str) -> Option<f64> {
    let word = text
        .get(..3)
        .filter(|word| word.eq_ignore_ascii_case("oct"))?;
    number(text[word.len()..].trim())
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
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = &word[digits.len()..];
    let fits = rest.is_empty() || unit(rest) == Some(Unit::Decibel);
    number(digits).filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hz(text: &str) -> Result<f64, String> {
        let line = format!("ON PK Fc {text} Gain -6.0 dB Q 2.00");
        parsed(&line).map(|filter| filter.map_or(0.0, |filter| filter.frequency_hz))
    }

    #[test]
    fn frequencies_are_read_in_every_locale() {
        for text in [
            "1250 Hz",
            "1 250 Hz",
            "1\u{a0}250 Hz",
            "1\u{202f}250 Hz",
            "1'250 Hz",
            "1\u{2019}250 Hz",
            "1,250.0 Hz",
            "1.250,0 Hz",
            "1.250 Hz",
            "1,250 Hz",
            "1.25 kHz",
            "1,25 kHz",
            "1.25k Hz",
            "1250Hz",
            "1250",
            "1.250 kHz",
        ] {
            assert_eq!(hz(text), Ok(1250.0), "{text}");
        }
    }

    #[test]
    fn a_number_that_is_not_whole_is_refused_by_name() {
        assert_eq!(hz("12\"50 Hz"), Err("not a frequency: `12\"50 Hz`".into()));
        assert_eq!(hz("1250 dB"), Err("not a frequency: `1250 dB`".into()));
        assert_eq!(hz("Hz"), Err("not a frequency: `Hz`".into()));
        let gain = parsed("ON PK Fc 100 Hz Gain 3;5 dB Q 2").unwrap_err();
        assert_eq!(gain, "not a gain in dB: `3;5 dB`");
        let q = parsed("ON PK Fc 100 Hz Gain 3 dB Q two").unwrap_err();
        assert_eq!(q, "not a Q: `two`");
    }

    #[test]
    fn minus_signs_of_all_kinds_are_minus_signs() {
        for minus in ["-", "\u{2212}", "\u{2013}"] {
            let line = format!("ON PK Fc 100 Hz Gain {minus}3,5 dB Q 2,0");
            let filter = parsed(&line).unwrap().unwrap();
            assert_eq!((filter.gain_db, filter.width), (-3.5, Width::Q(2.0)));
        }
    }

    #[test]
    fn what_rew_adds_to_its_lines_is_read_past() {
        let line = "ON Modal Fc 36.3 Hz Gain -9.4 dB Q 7.86 T60 target 300 ms";
        let filter = parsed(line).unwrap().unwrap();
        assert_eq!(filter.width, Width::Q(7.86));
    }
}
