//! Numbers as people and programs write them in any locale, with their units.
//!
//! A number may have a decimal point or comma, groups of three digits (separated by points, commas,
//! blanks of any width or apostrophes), a real minus sign, digits of other scripts, and a unit behind
//! it. A text that is not wholly a number is none: nothing is read up to the first strange character.

/// The mark before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimal {
    Point,
    Comma,
}

/// Unit behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hertz,
    Kilohertz,
    /// `k` alone, as in `1k`.
    Kilo,
    Decibel,
    Degree,
    Millisecond,
    Second,
    Samples,
    Ohm,
    Pascal,
    Volt,
    Percent,
    Octave,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quantity {
    pub(super) value: f64,
    pub(super) unit: Option<Unit>,
}

impl Quantity {
    /// The value in Hz, if that is what the unit allows; a bare number counts in `bare_hz`.
    pub(super) fn hertz(self, bare_hz: f64) -> Option<f64> {
        match self.unit {
            None => Some(self.value * bare_hz),
            Some(Unit::Hertz) => Some(self.value),
            Some(Unit::Kilohertz | Unit::Kilo) => Some(self.value * 1000.0),
            Some(_) => None,
        }
    }

    /// The value in dB, if that is what the unit allows.
    pub(super) fn decibels(self) -> Option<f64> {
        matches!(self.unit, None | Some(Unit::Decibel)).then_some(self.value)
    }

    /// The value, if it has no unit.
    pub(super) fn bare(self) -> Option<f64> {
        self.unit.is_none().then_some(self.value)
    }
}

/// A number whose locale is not known; `nan` and `inf` are numbers here, so that they can be refused
/// for what they are.
pub(super) fn number(text: &str) -> Option<f64> {
    plain(text, None)
}

/// A number with its unit, locale not known.
pub(super) fn quantity(text: &str) -> Option<Quantity> {
    with_unit(text, None)
}

/// A number with its unit in a known locale.
pub(super) fn quantity_in(text: &str, decimal: Decimal) -> Option<Quantity> {
    with_unit(text, Some(decimal))
}

fn with_unit(text: &str, decimal: Option<Decimal>) -> Option<Quantity> {
    let text = unquoted(text);
    if let Some(value) = plain(text, decimal) {
        return Some(Quantity { value, unit: None });
    }
    let (at, last) = text.char_indices().rfind(|&(_, c)| digit(c).is_some())?;
    let mut end = at + last.len_utf8();
    if text[end..].starts_with(['.', ',']) {
        end += 1;
    }
    let value = plain(&text[..end], decimal)?;
    let unit = Some(unit(&text[end..])?);
    Some(Quantity { value, unit })
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(|c: char| c == '"' || c.is_whitespace() || is_invisible(c))
        .trim_matches('\'')
        .trim()
}

/// Marks that are not seen: of the direction of writing, which some locales have before a minus sign, and
/// what is left of byte order marks and of pasting.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{feff}'
    )
}

/// A minus sign: the hyphen, the real minus, its small and wide forms, and dashes that are typed for it.
pub(super) fn is_minus(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' | '\u{2010}'..='\u{2013}'
    )
}

/// The unit that a text is.
pub(super) fn unit(text: &str) -> Option<Unit> {
    let joined: String = text
        .chars()
        .filter(|c| !(c.is_whitespace() || "()[]_.".contains(*c)))
        .take(24)
        .flat_map(char::to_lowercase)
        .collect();
    Some(match joined.as_str() {
        "hz" | "hertz" | "гц" => Unit::Hertz,
        "khz" | "кгц" => Unit::Kilohertz,
        "k" => Unit::Kilo,
        "°" | "deg" | "degree" | "degrees" => Unit::Degree,
        "ms" | "мс" => Unit::Millisecond,
        "s" | "sec" | "seconds" => Unit::Second,
        "samples" | "sample" => Unit::Samples,
        "ohm" | "ohms" | "ω" | "\u{2126}" => Unit::Ohm,
        "pa" | "mpa" | "µpa" | "μpa" | "upa" => Unit::Pascal,
        "v" | "mv" | "µv" | "volt" | "volts" => Unit::Volt,
        "%" => Unit::Percent,
        "oct" | "octave" | "octaves" => Unit::Octave,
        other if other.starts_with("db") || other.starts_with("дб") => Unit::Decibel,
        _ => return None,
    })
}

/// A number without a unit.
fn plain(text: &str, decimal: Option<Decimal>) -> Option<f64> {
    let text = unquoted(text);
    let has_comma = text.contains(',');
    // What Rust reads is what the most files hold; only where a point may be a thousand it is not.
    if !has_comma && (decimal != Some(Decimal::Comma) || !text.contains('.')) {
        if let Ok(number) = text.parse() {
            return Some(number);
        }
    }
    let mut rest = text;
    let mut negative = false;
    if let Some(first) = text.chars().next() {
        match first {
            first if is_minus(first) => negative = true,
            '+' | '\u{ff0b}' => {}
            _ => return unsigned(text, decimal),
        }
        rest = text[first.len_utf8()..].trim_start();
    }
    let number = unsigned(rest, decimal)?;
    Some(if negative { -number } else { number })
}

/// The value of a decimal digit of any script that numbers are set in.
fn digit(c: char) -> Option<u8> {
    if c.is_ascii_digit() {
        return Some(c as u8 - b'0');
    }
    // Arabic, Persian, Devanagari, Bengali, Thai and full-width digits.
    const ZEROES: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let code = u32::from(c);
    let zero = ZEROES
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok()
}

/// A blank of any width or an apostrophe, which groups digits.
fn groups(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\'' | '\u{2019}' | '\u{66c}'
    )
}

fn unsigned(text: &str, decimal: Option<Decimal>) -> Option<f64> {
    /// No number has more characters than this.
    const LONGEST: usize = 64;
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(text[at + 1..].parse::<i32>().ok()?)),
        None => (text, None),
    };
    if mantissa.len() > LONGEST {
        return None;
    }
    let mut marks = String::with_capacity(mantissa.len());
    for c in mantissa.chars() {
        marks.push(match c {
            '.' => '.',
            ',' | '\u{66b}' => ',',
            c if groups(c) => '_',
            c => char::from(b'0' + digit(c)?),
        });
    }
    let (whole, fraction) = split_at_mark(&marks, decimal)?;
    let whole = ungrouped(whole)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let exponent = exponent.unwrap_or(0);
    format!("{whole}.{fraction}e{exponent}").parse().ok()
}

/// Splits a number at its decimal mark. Of two different marks the last one is it; a mark that
/// comes more than once groups digits.
fn split_at_mark(marks: &str, decimal: Option<Decimal>) -> Option<(&str, &str)> {
    let mark = match decimal {
        Some(Decimal::Point) => '.',
        Some(Decimal::Comma) => ',',
        None => match marks.rfind(['.', ',']) {
            None => return Some((marks, "")),
            Some(at) if marks[at..].starts_with('.') => '.',
            Some(_) => ',',
        },
    };
    match (marks.find(mark), marks.rfind(mark)) {
        (Some(first), Some(last)) if first == last => Some((&marks[..first], &marks[first + 1..])),
        (Some(_), Some(_)) if decimal.is_some() => None,
        _ => Some((marks, "")),
    }
}

/// The digits of a whole number whose groups, if there are any, have three digits each.
fn ungrouped(whole: &str) -> Option<String> {
    let mut marks = whole.chars().filter(|c| !c.is_ascii_digit());
    let Some(mark) = marks.next() else {
        return Some(whole.to_owned());
    };
    if marks.any(|other| other != mark) {
        return None;
    }
    let mut parts = whole.split(mark);
    let first = parts
        .next()
        .filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for part in parts {
        if part.len() != 3 {
            return None;
        }
        digits.push_str(part);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, expected) in [
            ("20", 20.0),
            ("-3.5", -3.5),
            ("+1e3", 1000.0),
            ("63,25", 63.25),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("\"12.5\"", 12.5),
            ("\u{2212}4,5", -4.5),
            ("\u{2013}4.5", -4.5),
            ("\u{2011}4.5", -4.5),
            // Of Hebrew and Persian locales.
            ("\u{200e}-4.5", -4.5),
            ("\u{200e}\u{2212}\u{6f4}\u{66b}\u{6f5}", -4.5),
            ("1\u{2008}250", 1250.0),
            ("1 250", 1250.0),
            ("1\u{202f}250,5", 1250.5),
            ("1\u{a0}250", 1250.0),
            ("1'250.5", 1250.5),
            ("1\u{2019}250", 1250.0),
            ("12.", 12.0),
            (".5", 0.5),
            ("1,5e3", 1500.0),
            ("\u{661}\u{662}\u{66b}\u{665}", 12.5),
            ("\u{ff11}\u{ff12}", 12.0),
        ] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        assert!(number("nan").is_some_and(f64::is_nan));
        for text in [
            "",
            "dB",
            "1.2.3",
            "1,2,3",
            "12Hz",
            "--1",
            "1e",
            "1 25",
            "12 3456",
            "1'2",
            ".",
            ",",
            "1,234 567",
            "\u{a0}",
            "- ",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_known_locale_decides_what_a_mark_means() {
        let value = |text, decimal| quantity_in(text, decimal).map(|q| q.value);
        assert_eq!(value("1,250", Decimal::Point), Some(1250.0));
        assert_eq!(value("1,250", Decimal::Comma), Some(1.25));
        assert_eq!(value("1.250", Decimal::Comma), Some(1250.0));
        assert_eq!(value("1.250", Decimal::Point), Some(1.25));
        assert_eq!(value("1,25", Decimal::Point), None);
        assert_eq!(value("1.25", Decimal::Comma), None);
        assert_eq!(value("1.250,0", Decimal::Comma), Some(1250.0));
    }

    #[test]
    fn units_go_with_their_numbers() {
        let hertz = |text| quantity(text).and_then(|q| q.hertz(1.0));
        assert_eq!(hertz("1.25 kHz"), Some(1250.0));
        assert_eq!(hertz("1k"), Some(1000.0));
        assert_eq!(hertz("2k Hz"), Some(2000.0));
        assert_eq!(hertz("1\u{202f}250 Hz"), Some(1250.0));
        assert_eq!(hertz("20Hz"), Some(20.0));
        assert_eq!(hertz("20 dB"), None);
        assert_eq!(hertz("20 apples"), None);
        let decibels = |text| quantity(text).and_then(Quantity::decibels);
        assert_eq!(decibels("\u{2212}6,2 dB"), Some(-6.2));
        assert_eq!(decibels("65 dB SPL"), Some(65.0));
        assert_eq!(decibels("16 \u{2126}"), None);
    }
}
