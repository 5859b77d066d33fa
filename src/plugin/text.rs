//! How a parameter's value is written and read: what a host shows and what a user may type.

use std::sync::Arc;

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

    /// What the window shows in place of the number that hosts read, if it does.
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

    /// The reader for a range that starts at `lowest`.
    pub fn reader(self, lowest: f32) -> FromText {
        match self {
            Style::Plain(_) => Arc::new(leading_number),
            Style::OffAtLowest => Arc::new(move |text| {
                let text = text.trim().to_lowercase().replace('\u{2212}', "-");
                if ["off", "-inf", "-\u{221e}"]
                    .iter()
                    .any(|off| text.starts_with(off))
                {
                    Some(lowest)
                } else {
                    leading_number(&text)
                }
            }),
            Style::Percent(_) => Arc::new(|text| leading_number(text).map(|value| value / 100.0)),
            Style::Balance => Arc::new(balance_value),
        }
    }
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

fn balance_value(text: &str) -> Option<f32> {
    let text = text.trim().to_lowercase();
    if text.starts_with('c') {
        return Some(0.0);
    }
    if let Some(rest) = text.strip_prefix('l') {
        return leading_number(rest).map(|value| -value.abs() / 100.0);
    }
    if let Some(rest) = text.strip_prefix('r') {
        return leading_number(rest).map(|value| value.abs() / 100.0);
    }
    leading_number(&text).map(|value| value / 100.0)
}

/// The number that a text starts with, whatever unit follows; a typographic minus and a decimal
/// comma are understood.
fn leading_number(text: &str) -> Option<f32> {
    let text = text.trim().replace('\u{2212}', "-").replace(',', ".");
    let end = text
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || c == '.' || (at == 0 && (c == '-' || c == '+'))))
        .map_or(text.len(), |(at, _)| at);
    let value: f32 = text[..end].parse().ok()?;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_or_without_their_unit() {
        assert_eq!(leading_number("-3.5 dB"), Some(-3.5));
        assert_eq!(leading_number("\u{2212}3,5dB"), Some(-3.5));
        assert_eq!(leading_number(" +7 "), Some(7.0));
        assert_eq!(leading_number("12 \u{3a9}"), Some(12.0));
        assert_eq!(leading_number("loud"), None);
        assert_eq!(leading_number(""), None);
        assert_eq!(leading_number(&"9".repeat(60)), None);
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
            let (write, read) = (style.writer(lowest), style.reader(lowest));
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
