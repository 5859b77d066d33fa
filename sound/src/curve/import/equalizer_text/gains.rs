//! Gains of a graphic equalizer, whose frequencies may have marks between thousands.

use super::super::layout::{Delimiter, Layout};
use super::super::numbers::{number, quantity, Decimal};

/// Returns whether a pair begins with one mark and three digits behind it, as in `1,000`.
pub(super) fn grouped(pair: &str) -> bool {
    let word = pair.split_whitespace().next().unwrap_or("");
    let Some((before, behind)) = word.split_once([',', '.']) else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&before.len()) && behind.len() == 3 && digits(before) && digits(behind)
}

/// Returns whether the marks in the frequencies of a graphic equalizer group thousands: so they rise, and
/// as decimals they do not, or reach less far.
pub(super) fn has_thousands(value: &str) -> bool {
    let rising_to = |factor: f64| {
        let mut last_hz = 0.0;
        for pair in value.split(';') {
            let Some((hz, _)) = gain(pair) else { continue };
            let hz = if grouped(pair) { hz * factor } else { hz };
            if hz <= last_hz || hz > 100_000.0 {
                return None;
            }
            last_hz = hz;
        }
        Some(last_hz)
    };
    if !value.split(';').any(grouped) {
        return false;
    }
    /// A graphic equalizer that ends below this has lost its thousands, Hz.
    const TOO_LOW_HZ: f64 = 100.0;
    match (rising_to(1.0), rising_to(1000.0)) {
        (None, Some(_)) => true,
        (Some(end_hz), Some(_)) => end_hz < TOO_LOW_HZ,
        _ => false,
    }
}

/// `105 -2.3` of a graphic equalizer.
pub(super) fn gain(pair: &str) -> Option<(f64, f64)> {
    let layout = Layout {
        delimiter: Delimiter::BlanksAndGroups,
        decimal: Decimal::Point,
    };
    let mut fields: Vec<_> = layout.fields(pair);
    if fields.len() != 2 {
        fields = pair.split_whitespace().map(Into::into).collect();
    }
    let [frequency, level] = &fields[..] else {
        return None;
    };
    let frequency_hz = quantity(frequency)?.hertz(1.0)?;
    let level_db = number(level).or_else(|| quantity(level)?.decibels())?;
    let allowed = (1.0..=100_000.0).contains(&frequency_hz) && level_db.abs() <= 200.0;
    allowed.then_some((frequency_hz, level_db))
}
