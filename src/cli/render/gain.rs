//! Option `--gain`: a constant gain of the whole result.

/// Gains that can be asked for, dB.
const GAIN_DB: std::ops::RangeInclusive<f64> = -60.0..=60.0;

/// The gain of the whole result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gain {
    /// Attenuates until the peaks fit.
    Auto,
    /// So many decibels before the ceiling.
    Fixed(f64),
}

/// Reads a gain.
///
/// # Errors
///
/// When the text is neither `auto` nor a number that can be asked for.
pub fn gain(text: &str) -> Result<Gain, String> {
    if text.eq_ignore_ascii_case("auto") {
        return Ok(Gain::Auto);
    }
    match text.replace('−', "-").parse() {
        Ok(gain_db) if GAIN_DB.contains(&gain_db) => Ok(Gain::Fixed(gain_db)),
        _ => Err(format!(
            "expected auto, or a number of decibels from {} to {}",
            GAIN_DB.start(),
            GAIN_DB.end()
        )),
    }
}
