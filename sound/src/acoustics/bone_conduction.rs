//! The ceiling that bone conduction sets on any isolation.

/// Frequency in Hz and isolation in dB that nothing in the canal can exceed. Recalled from the
/// literature (Zwislocki 1957; Berger 1983; Berger, Kieper and Gauger, JASA 114, 2003), to ±4 dB.
const CEILING: [(f64, f64); 9] = [
    (125.0, 47.0),
    (250.0, 51.0),
    (500.0, 58.0),
    (1000.0, 50.0),
    (2000.0, 40.0),
    (3150.0, 45.0),
    (4000.0, 49.0),
    (6300.0, 48.0),
    (8000.0, 50.0),
];

/// Isolation that bone conduction leaves at most, in dB: straight lines over log frequency between
/// the published bands, held beyond them.
pub fn ceiling_db(frequency_hz: f64) -> f64 {
    let (first, last) = (CEILING[0], CEILING[CEILING.len() - 1]);
    if frequency_hz.is_nan() || frequency_hz <= first.0 {
        return first.1;
    }
    for pair in CEILING.windows(2) {
        let ((low_hz, low_db), (high_hz, high_db)) = (pair[0], pair[1]);
        if frequency_hz < high_hz {
            let part = (frequency_hz / low_hz).ln() / (high_hz / low_hz).ln();
            return low_db + part * (high_db - low_db);
        }
    }
    last.1
}

/// Isolation in dB with the bone path beside the air path, in power.
pub fn limited_db(air_db: f64, frequency_hz: f64) -> f64 {
    let power = 10f64.powf(-air_db / 10.0) + 10f64.powf(-ceiling_db(frequency_hz) / 10.0);
    -10.0 * power.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_through_its_points_and_is_held_outside() {
        for (hz, db) in CEILING {
            assert!((ceiling_db(hz) - db).abs() < 1e-9);
        }
        assert_eq!(ceiling_db(20.0), 47.0);
        assert_eq!(ceiling_db(20_000.0), 50.0);
    }

    #[test]
    fn limits_but_never_helps() {
        assert!(limited_db(80.0, 2000.0) <= 40.0);
        assert!((limited_db(10.0, 2000.0) - 10.0).abs() < 0.01);
    }
}
