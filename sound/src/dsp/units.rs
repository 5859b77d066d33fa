//! From samples to pascals and back.
//!
//! Inside the chain, samples are in full-scale units up to the pack and in pascals at the drum from
//! the earphone on. Nominal line level is −18 dBFS RMS; a level in dB SPL says what that level
//! gives.

/// The RMS level of a programme at nominal line level, dBFS.
pub const NOMINAL_DBFS: f64 = -18.0;

/// The reference of sound pressure level, Pa.
pub const REFERENCE_PA: f64 = 20e-6;

/// The sound pressure level of an RMS pressure, dB SPL; −200 for silence.
pub fn dbspl(rms_pa: f64) -> f64 {
    if rms_pa > REFERENCE_PA * 1e-10 {
        20.0 * (rms_pa / REFERENCE_PA).log10()
    } else {
        -200.0
    }
}

/// 20·log10 of the factor that turns a full-scale sample into pascals so that nominal line level
/// gives `level_dbspl`.
pub fn pascals_per_unit_db(level_dbspl: f64) -> f64 {
    level_dbspl - NOMINAL_DBFS + 20.0 * REFERENCE_PA.log10()
}

/// The linear gain of a level in dB.
pub fn gain(level_db: f64) -> f64 {
    10f64.powf(level_db / 20.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nominal_level_gives_the_stated_pressure() {
        let rms = gain(NOMINAL_DBFS);
        let pa = rms * gain(pascals_per_unit_db(94.0));
        // 94 dB SPL is 1.002 Pa.
        assert!((pa - 1.0024).abs() < 1e-3, "{pa}");
        assert!((dbspl(pa) - 94.0).abs() < 1e-9);
    }
}
