//! Text of a parameter's value: formatting for hosts and parsing of typed text.

use std::sync::Arc;

use crate::rig::quantity;

/// A value to its text, without the unit that the framework adds.
pub type ToText = Arc<dyn Fn(f32) -> String + Send + Sync>;
/// A text to its value; the unit may be there or not.
pub type FromText = Arc<dyn Fn(&str) -> Option<f32> + Send + Sync>;

/// The ways in which numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With so many digits after the point.
    Plain(usize),
    /// A level with one digit; the lowest value of the range is silence, which hosts read as `-inf`
    /// and the window shows as `off`.
    OffAtLowest,
    /// A share from 0 to 1 in percent, with so many digits.
    Percent(usize),
    /// A balance from −1 to 1: hosts read it in percent, the window shows `L 20`, `C`, `R 20`.
    Balance,
}

impl Style {
    /// The smallest step that the text can tell apart; values from knobs and hosts snap to it, so
    /// that what is shown is what is set.
    pub fn step(self) -> f32 {
        match self {
            Style::Plain(digits) => 10f32.powi(-(digits as i32)),
            Style::OffAtLowest => 0.1,
            Style::Percent(digits) => 10f32.powi(-2 - digits as i32),
            Style::Balance => 0.01,
        }
    }

    /// The nearest value on a step of its own, within a range.
    pub fn on_step(self, value: f64, [lowest, highest]: [f32; 2]) -> f32 {
        let steps_per_unit = (1.0 / f64::from(self.step())).round();
        let value = (value * steps_per_unit).round() / steps_per_unit;
        (value as f32).clamp(lowest, highest)
    }

    /// Word that the window shows in place of the number that hosts read, if there is one.
    pub fn words(self, value: f32, lowest: f32) -> Option<String> {
        match self {
            Style::OffAtLowest if value <= lowest => Some("off".to_owned()),
            Style::Balance => Some(balance_text(value)),
            _ => None,
        }
    }

    /// The writer for a range that starts at `lowest`.
    pub fn writer(self, lowest: f32) -> ToText {
        match self {
            Style::Plain(digits) => Arc::new(move |value| fixed(value, digits)),
            Style::OffAtLowest => Arc::new(move |value| {
                if value <= lowest {
                    "-inf".to_owned()
                } else {
                    fixed(value, 1)
                }
            }),
            Style::Percent(digits) => Arc::new(move |value| fixed(value * 100.0, digits)),
            Style::Balance => Arc::new(|value| fixed(value * 100.0, 0)),
        }
    }

    /// The reader for values in a unit within a range. A text that is not understood, or whose value
    /// lies outside, is refused.
    pub fn reader(self, unit: &'static str, [lowest, highest]: [f32; 2]) -> FromText {
        let step = self.step();
        Arc::new(move |text| {
            let value = self.value(text, unit, lowest)?;
            // The text of an end may be rounded beyond it.
            let inside = (lowest - step..=highest + step).contains(&value);
            inside.then(|| value.clamp(lowest, highest))
        })
    }

    fn value(self, text: &str, unit: &str, lowest: f32) -> Option<f32> {
        let value = match self {
            Style::Plain(_) => quantity::read(text, unit)?,
            Style::OffAtLowest if is_off(text) => return Some(lowest),
            Style::OffAtLowest => quantity::read(text, unit)?,
            Style::Percent(_) => quantity::read(text, "%")? / 100.0,
            Style::Balance => balance_value(text)?,
        };
        Some(value as f32)
    }
}

/// Returns whether a text stands for silence, with or without the unit of a level.
fn is_off(text: &str) -> bool {
    let text = text.trim().to_lowercase().replace('\u{2212}', "-");
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, unit) = text.split_at(end);
    let unit = unit.trim_start();
    matches!(word, "off" | "none" | "-inf" | "-\u{221e}")
        && (unit.is_empty() || unit.starts_with("db"))
}

/// A number with so many digits, and never a negative zero.
fn fixed(value: f32, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        _ => text,
    }
}

fn balance_text(value: f32) -> String {
    let percent = (value * 100.0).round();
    if percent == 0.0 {
        "C".to_owned()
    } else if percent < 0.0 {
        format!("L {:.0}", -percent)
    } else {
        format!("R {percent:.0}")
    }
}

/// Left and right by their letters or words, before or after the number; a bare number is negative
/// to the left.
fn balance_value(text: &str) -> Option<f64> {
    const SIDES: [(&[&str], f64); 2] = [(&["left", "l"], -1.0), (&["right", "r"], 1.0)];
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "c" | "center" | "centre" | "middle") {
        return Some(0.0);
    }
    for (words, sign) in SIDES {
        let rest = (words.iter())
            .find_map(|word| text.strip_prefix(word).or_else(|| text.strip_suffix(word)));
        if let Some(rest) = rest {
            let percent = quantity::read(rest, "%").filter(|percent| *percent >= 0.0)?;
            return Some(sign * percent / 100.0);
        }
    }
    quantity::read(&text, "%").map(|percent| percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_the_unit_of_the_parameter() {
        let volt = Style::Plain(2).reader("V", [0.1, 10.0]);
        assert_eq!(volt("500 mV"), Some(0.5));
        assert_eq!(volt("0,5"), Some(0.5));
        assert_eq!(volt("500 ms"), None);
        let level = Style::OffAtLowest.reader("dB SPL", [30.0, 120.0]);
        for text in ["off", "Off", "-inf dB", "\u{2212}\u{221e}", "30 dB"] {
            assert_eq!(level(text), Some(30.0), "{text}");
        }
        assert_eq!(level("94 dB SPL"), Some(94.0));
        assert_eq!(level("offline"), None);
        let share = Style::Percent(0).reader("%", [0.0, 1.0]);
        assert_eq!(share("25 %"), Some(0.25));
        assert_eq!(share("25"), Some(0.25));
        assert_eq!(share("25 dB"), None);
    }

    #[test]
    fn balance_is_read_with_the_side_before_or_after() {
        let read = Style::Balance.reader("", [-1.0, 1.0]);
        for (text, value) in [
            ("C", 0.0),
            ("center", 0.0),
            ("L 20", -0.2),
            ("L20 %", -0.2),
            ("20 left", -0.2),
            ("right 20", 0.2),
            ("20 r", 0.2),
            ("\u{2212}20", -0.2),
            ("20", 0.2),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        for text in ["cat", "L", "L -20", "L 120", "left of center", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn values_outside_the_range_are_refused() {
        let read = Style::Plain(1).reader("dB", [-24.0, 24.0]);
        assert_eq!(read("24 dB"), Some(24.0));
        assert_eq!(read("24.04 dB"), Some(24.0));
        for text in ["25 dB", "-1000", "1e99 dB", "1e9", "1.25k"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_style_reads_back_what_it_writes() {
        let cases = [
            (Style::Plain(2), -24.0, 24.0),
            (Style::OffAtLowest, -60.0, 12.0),
            (Style::Percent(1), 0.0, 1.0),
            (Style::Balance, -1.0, 1.0),
        ];
        for (style, lowest, highest) in cases {
            let (write, read) = (style.writer(lowest), style.reader("dB", [lowest, highest]));
            for index in 0..=1000 {
                let value = lowest + (highest - lowest) * index as f32 / 1000.0;
                let text = write(value);
                let back = read(&text).unwrap_or(f32::NAN);
                assert!(
                    (back - value).abs() <= style.step() * 0.501 + 1e-5,
                    "{text}: {back}"
                );
                assert_eq!(write(back), text, "{style:?}");
            }
        }
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(fixed(-0.01, 1), "0.0");
        assert_eq!(fixed(-0.06, 1), "-0.1");
    }
}
