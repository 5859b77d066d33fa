//! The frequency weightings of sound level meters, and the way back from the drum to the field.
//!
//! *Model*: the poles of IEC 61672-1. The high-passes are bilinear, far below where that bends; the
//! double pole at 12.2 kHz is a first-order low-pass that is true in level at 15 kHz (`emphasis`),
//! squared. From 44.1 kHz on, A and C are within 0.1 dB of the standard's formula up to 15 kHz, and
//! the A-weighting goes on from the C-weighting, so that both cost three second-order filters.
//!
//! Levels at the drum are larger than those of the diffuse field that exposure limits are stated
//! for, by the transfer of ISO 11904-1. Its inverse is three peaks fitted to the table: within
//! 0.4 dB up to 8 kHz, 0.8 dB at 10 kHz and 2.8 dB at 16 kHz, at 44.1 to 192 kHz.
//!
//! *Tests*: `tests/meters.rs`.

use crate::dsp::biquad::Coefficients;
use crate::radio::emphasis::Shape;

/// Poles of A- and C-weighting (IEC 61672-1), Hz.
const LOW_HZ: f64 = 20.598_997;
const A_HZ: [f64; 2] = [107.652_65, 737.862_23];
const HIGH_HZ: f64 = 12_194.217;

/// Frequency at which both weightings are one, Hz.
const UNITY_HZ: f64 = 1000.0;

/// Diffuse field to drum, dB (ISO 11904-1, third octaves from 100 Hz to 16 kHz).
const DIFFUSE_FIELD_DB: [(f64, f64); 23] = [
    (100.0, 0.0),
    (125.0, 0.2),
    (160.0, 0.4),
    (200.0, 0.6),
    (250.0, 0.8),
    (315.0, 1.1),
    (400.0, 1.5),
    (500.0, 2.1),
    (630.0, 2.8),
    (800.0, 3.3),
    (1000.0, 4.1),
    (1250.0, 5.5),
    (1600.0, 7.7),
    (2000.0, 11.0),
    (2500.0, 15.3),
    (3150.0, 15.7),
    (4000.0, 12.9),
    (5000.0, 10.6),
    (6300.0, 9.4),
    (8000.0, 9.5),
    (10_000.0, 6.8),
    (12_500.0, 3.8),
    (16_000.0, 0.7),
];

/// Peaks that undo it: frequency, quality, level in dB.
const TO_FIELD: [(f64, f64, f64); 3] = [
    (2735.1, 0.5532, -22.596),
    (8379.8, 2.2340, -2.989),
    (1884.2, 0.4722, 7.334),
];

/// The C-weighting, as two filters in a row.
#[must_use]
pub fn c_weighting(sample_rate_hz: f64) -> [Coefficients; 2] {
    let low = Coefficients::highpass_1(LOW_HZ, sample_rate_hz);
    let high = Shape::low_pass(HIGH_HZ, sample_rate_hz).coefficients();
    let mut filters = [product(&low, &low), product(&high, &high)];
    normalize(&mut filters, sample_rate_hz);
    filters
}

/// Filter that turns C-weighting into A-weighting.
#[must_use]
pub fn a_after_c(sample_rate_hz: f64) -> Coefficients {
    let [one, other] = A_HZ.map(|hz| Coefficients::highpass_1(hz, sample_rate_hz));
    let mut filter = [product(&one, &other)];
    normalize(&mut filter, sample_rate_hz);
    filter[0]
}

/// From the drum to the diffuse field that would sound as loud.
#[must_use]
pub fn to_field(sample_rate_hz: f64) -> [Coefficients; 3] {
    TO_FIELD.map(|(frequency_hz, q, level_db)| {
        Coefficients::peak(frequency_hz, q, level_db, sample_rate_hz)
    })
}

/// Level of filters in a row at a frequency, dB.
#[must_use]
pub fn level_db(filters: &[Coefficients], frequency_hz: f64, sample_rate_hz: f64) -> f64 {
    let gains = filters
        .iter()
        .map(|filter| filter.response(frequency_hz, sample_rate_hz).norm());
    20.0 * gains.product::<f64>().log10()
}

/// The level of the drum over that of the diffuse field, dB, by the table of ISO 11904-1, between
/// its points along the logarithm of the frequency; its ends are held.
#[must_use]
pub fn diffuse_field_db(frequency_hz: f64) -> f64 {
    let table = &DIFFUSE_FIELD_DB;
    let above = table.partition_point(|(hz, _)| *hz < frequency_hz);
    let Some((high_hz, high_db)) = table.get(above) else {
        return table[table.len() - 1].1;
    };
    let Some((low_hz, low_db)) = above.checked_sub(1).and_then(|at| table.get(at)) else {
        return table[0].1;
    };
    let share = (frequency_hz / low_hz).ln() / (high_hz / low_hz).ln();
    low_db + share * (high_db - low_db)
}

/// Two first-order filters in a row.
fn product(one: &Coefficients, other: &Coefficients) -> Coefficients {
    Coefficients {
        b0: one.b0 * other.b0,
        b1: one.b0 * other.b1 + one.b1 * other.b0,
        b2: one.b1 * other.b1,
        a1: one.a1 + other.a1,
        a2: one.a1 * other.a1,
    }
}

/// Brings filters in a row to a gain of one at 1 kHz.
fn normalize(filters: &mut [Coefficients], sample_rate_hz: f64) {
    let gain = 10_f64.powf(-level_db(filters, UNITY_HZ, sample_rate_hz) / 20.0);
    if let Some(filter) = filters.first_mut() {
        filter.b0 *= gain;
        filter.b1 *= gain;
        filter.b2 *= gain;
    }
}
