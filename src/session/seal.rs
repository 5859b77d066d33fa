//! The seal of a tip as a knob shows it, and the leak that it stands for.

/// Leak resistance at a seal of 0 %, as a power of ten in Pa·s/m³: a tip that hardly touches.
const SEAL_LOWEST_EXPONENT: f64 = 7.0;
/// Range of the seal in powers of ten; at 100 % the leak is inaudible.
const SEAL_DECADES: f64 = 4.0;

/// The seal, 0 to 1, that a leak resistance in Pa·s/m³ stands for; an airtight one is 1.
pub fn seal_of(resistance_pa_s_m3: f64) -> f64 {
    ((resistance_pa_s_m3.log10() - SEAL_LOWEST_EXPONENT) / SEAL_DECADES).clamp(0.0, 1.0)
}

/// The leak resistance in Pa·s/m³ of a seal from 0 to 1.
pub fn leak_of(seal: f64) -> f64 {
    10f64.powf(SEAL_LOWEST_EXPONENT + SEAL_DECADES * seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_are_decades_of_leak() {
        for (seal, leak) in [(0.0, 1e7), (0.5, 1e9), (1.0, 1e11)] {
            assert!((leak_of(seal) / leak - 1.0).abs() < 1e-12);
            assert!((seal_of(leak) - seal).abs() < 1e-12);
        }
        assert_eq!(seal_of(f64::INFINITY), 1.0);
        assert_eq!(seal_of(1e5), 0.0);
    }
}
