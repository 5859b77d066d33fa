//! Numbers with units, as a person types them: `500 mV`, `0,5 kohm`, `1.25k`, `−3.5 dB`.
//!
//! The unit that a value is wanted in is the one of the schema or of a parameter (`V`, `mm²`,
//! `Pa·s/m³`). What is typed may carry that unit, the same one with another SI prefix, a prefix
//! alone, a related unit (`ft` for `m`), or none. Everything else is not understood.

/// The value of a text in a unit; none when the text is not understood.
pub fn read(text: &str, unit: &str) -> Option<f64> {
    let (text, unit) = (normalized(text), normalized(unit));
    // A unit that begins with a figure, such as 1/mm, would read as a part of the number.
    let bare = text
        .strip_suffix(unit.as_str())
        .filter(|_| unit.starts_with(|c: char| c.is_ascii_digit()));
    let (number, suffix) = split(bare.unwrap_or(&text))?;
    let Factor { times, tens } = factor(suffix, &unit)?;
    // Divided rather than multiplied by a fraction, so that 7 mV is 0.007 V to the last bit.
    let value = if tens < 0 {
        number * times / 10f64.powi(-tens)
    } else {
        number * times * 10f64.powi(tens)
    };
    value.is_finite().then_some(value)
}

/// The same text with ASCII signs, plain spaces and one spelling for each unit sign.
fn normalized(text: &str) -> String {
    let letter = |c: char| match c {
        '\u{2212}' | '\u{2013}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{ff0b}' => Some('+'),
        '\u{3bc}' => Some('\u{b5}'),
        '\u{2126}' => Some('\u{3a9}'),
        '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    };
    let text: String = text.chars().filter_map(letter).collect();
    text.trim().to_owned()
}

/// The number at the beginning of a text, and what follows it.
fn split(text: &str) -> Option<(f64, &str)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text).trim_start();
    let negative = text.starts_with('-');
    let mantissa = mantissa_of(unsigned);
    let mut rest = &unsigned[mantissa.len()..];
    let mut number = plain(mantissa.trim_end())?;
    if let Some(exponent) = exponent_of(rest) {
        number.push_str(&rest[..exponent]);
        rest = &rest[exponent..];
    }
    let value: f64 = number.parse().ok()?;
    Some((if negative { -value } else { value }, rest.trim()))
}

/// Digits, separators, and spaces between digits.
fn mantissa_of(text: &str) -> &str {
    let inside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'');
    let end = text.find(|c| !inside(c)).unwrap_or(text.len());
    &text[..end]
}

/// Length of a power of ten such as `e-3`.
fn exponent_of(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['e', 'E'])?;
    let digits = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    (count > 0).then(|| text.len() - digits.len() + count)
}

/// A mantissa with a point for its fraction and nothing between its groups of three. A single comma
/// is a decimal comma.
fn plain(mantissa: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, '.' | ',');
    let last = mantissa.rfind(is_separator);
    let repeated = last.is_some_and(|at| {
        let sign = &mantissa[at..=at];
        mantissa[..at].contains(sign)
    });
    // The last separator begins the fraction, unless there are several of it.
    let (whole, fraction) = match last.filter(|_| !repeated) {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, ""),
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split([' ', '.', ',', '\'']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || digits.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() && fraction.is_empty() {
        return None;
    }
    Some(format!("{}.{fraction}", zero_if_empty(&digits)))
}

fn zero_if_empty(digits: &str) -> &str {
    if digits.is_empty() {
        "0"
    } else {
        digits
    }
}

/// Units that are no SI prefix away from the ones of the schema: what is typed, the unit that it
/// belongs to, and how many of that it is.
const RELATED: &[(&str, &str, f64)] = &[
    ("ft", "m", 0.3048),
    ("feet", "m", 0.3048),
    ("foot", "m", 0.3048),
    ("in", "m", 0.0254),
    ("inch", "m", 0.0254),
    ("inches", "m", 0.0254),
    ("min", "s", 60.0),
    ("km/h", "m/s", 1.0 / 3.6),
    ("kph", "m/s", 1.0 / 3.6),
    ("mph", "m/s", 0.44704),
    ("\u{2030}", "%", 0.1),
    ("bps", "bit/s", 1.0),
    ("kbps", "kbit/s", 1.0),
];

/// Spellings of a unit: the sign, and the words that stand for it.
const SPELLINGS: &[(&str, &[&str])] = &[
    ("V", &["volt", "volts"]),
    ("\u{3a9}", &["ohm", "ohms"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("Hz", &["hertz"]),
    ("m", &["meter", "meters", "meter", "meters"]),
    ("g", &["gram", "grams"]),
    ("F", &["farad", "farads"]),
    ("H", &["henry", "henries"]),
    ("Pa", &["pascal", "pascals"]),
    ("T", &["tesla"]),
    ("N", &["newton"]),
    ("A", &["ampere", "amperes", "amp", "amps"]),
    ("bit", &["bits"]),
    ("%", &["percent", "per cent", "pct"]),
    ("\u{b0}", &["deg", "degree", "degrees"]),
    ("dB", &[]),
    ("dBFS", &["db fs"]),
    ("dB SPL", &["dbspl", "spl", "db (spl)"]),
    ("dBm", &[]),
    ("decades", &["decade", "dec"]),
];

/// Units that SI prefixes go with.
const PREFIXED: &[&str] = &[
    "V", "\u{3a9}", "s", "Hz", "m", "g", "F", "H", "Pa", "T", "A", "bit",
];

/// An SI prefix as a power of ten.
fn prefix(letter: char) -> Option<i32> {
    Some(match letter {
        'p' => -12,
        'n' => -9,
        '\u{b5}' | 'u' => -6,
        'm' => -3,
        'c' => -2,
        'k' | 'K' => 3,
        'M' => 6,
        'G' => 9,
        _ => return None,
    })
}

/// Number of of the wanted unit one of the typed unit is: a number times a power of ten.
struct Factor {
    times: f64,
    tens: i32,
}

fn factor(typed: &str, wanted: &str) -> Option<Factor> {
    let one = Factor {
        times: 1.0,
        tens: 0,
    };
    if typed.is_empty() || typed == wanted {
        return Some(one);
    }
    if wanted.is_empty() {
        // A ratio.
        let percent = canonical(typed) == Some("%");
        return percent.then_some(Factor { tens: -2, ..one });
    }
    if let Some(same) = levels_alike(typed, wanted) {
        return same.then_some(one);
    }
    let wanted = Unit::of(wanted)?;
    let (name, times) = related(typed).unwrap_or((typed, 1.0));
    let meant = [Unit::of(name), wanted.with_prefix(typed)];
    let typed = meant.into_iter().flatten().find(|unit| {
        (unit.sign, unit.power) == (wanted.sign, wanted.power) && unit.tail == wanted.tail
    })?;
    Some(Factor {
        times,
        tens: (typed.tens - wanted.tens) * typed.power,
    })
}

/// Returns whether a level may be typed for another: a plain dB stands for whatever the wanted one
/// refers to. None when the wanted unit is no level.
fn levels_alike(typed: &str, wanted: &str) -> Option<bool> {
    let wanted = canonical(wanted).filter(|sign| sign.starts_with("dB"))?;
    let typed = canonical(typed);
    Some(typed == Some(wanted) || typed == Some("dB"))
}

fn related(typed: &str) -> Option<(&'static str, f64)> {
    let squeezed = typed.replace(' ', "");
    let found = (RELATED.iter()).find(|(name, ..)| name.eq_ignore_ascii_case(&squeezed));
    found.map(|&(_, base, times)| (base, times))
}

/// The sign of a unit without a prefix, in any of its spellings.
fn canonical(name: &str) -> Option<&'static str> {
    let exact = SPELLINGS.iter().find(|(sign, _)| *sign == name);
    let spelled = || {
        SPELLINGS.iter().find(|(sign, words)| {
            sign.eq_ignore_ascii_case(name)
                || words.iter().any(|word| word.eq_ignore_ascii_case(name))
        })
    };
    exact.or_else(spelled).map(|(sign, _)| *sign)
}

/// A unit such as `mm²` or `kPa·s/m³`: a prefix and a sign to a power, and what follows.
struct Unit {
    tens: i32,
    sign: &'static str,
    power: i32,
    tail: String,
}

impl Unit {
    fn of(text: &str) -> Option<Self> {
        let text = written_with_signs(text);
        let is_end = |c: char| matches!(c, '\u{b7}' | '/' | '\u{b2}' | '\u{b3}' | '\u{2074}');
        let end = text.find(is_end).unwrap_or(text.len());
        let (head, rest) = text.split_at(end);
        let powers = [('\u{b2}', 2), ('\u{b3}', 3), ('\u{2074}', 4)];
        let raised = powers
            .into_iter()
            .find_map(|(sign, power)| Some((power, rest.strip_prefix(sign)?)));
        let (power, tail) = raised.unwrap_or((1, rest));
        let (tens, sign) = head_of(head)?;
        Some(Self {
            tens,
            sign,
            power,
            tail: tail.to_owned(),
        })
    }

    /// The unit without its own prefix and with one that is typed alone: `k` for `Hz` is `kHz`.
    fn with_prefix(&self, typed: &str) -> Option<Self> {
        let mut letters = typed.chars();
        let tens = prefix(letters.next()?).filter(|_| letters.next().is_none())?;
        let alone = self.power == 1 && tens != -2 && PREFIXED.contains(&self.sign);
        alone.then(|| Self {
            tens,
            sign: self.sign,
            power: 1,
            tail: self.tail.clone(),
        })
    }
}

/// A unit with raised figures and middle dots, however it was typed.
fn written_with_signs(text: &str) -> String {
    let text = text.replace(['*', '\u{22c5}'], "\u{b7}");
    let text = text.replace("^2", "\u{b2}").replace("^3", "\u{b3}");
    let text = text.replace("^4", "\u{2074}");
    let text = text.replace('2', "\u{b2}").replace('3', "\u{b3}");
    text.replace('4', "\u{2074}").replace(' ', "")
}

/// The prefix and the sign of the first unit.
fn head_of(head: &str) -> Option<(i32, &'static str)> {
    if let Some(sign) = canonical(head) {
        return Some((0, sign));
    }
    let mut letters = head.chars();
    let tens = prefix(letters.next()?)?;
    let sign = canonical(letters.as_str())?;
    PREFIXED.contains(&sign).then_some((tens, sign))
}

#[cfg(test)]
mod tests;
