//! Sealed and leaky, measured on rendered sound: an impulse goes through the whole program, and
//! the bass of what comes out is compared.

use super::support::{decibels, spectrum, Bench, STIFF_RIG};

const RATE: u32 = 48_000;
const SEALED: &str = "--rig rig.toml";

/// Leaky over sealed in dB for the left ear, as a function of frequency.
fn change_db(leak: &str) -> impl Fn(f64) -> f64 {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let [sealed, _] = bench.impulse_response(RATE, 1.0, SEALED);
    let [leaky, _] = bench.impulse_response(RATE, 1.0, &format!("{SEALED} {leak}"));
    move |f| decibels((spectrum(&leaky, RATE, f) / spectrum(&sealed, RATE, f)).norm())
}

/// Crossing of a rising function with a level.
fn crossing(level_db: f64, change_db: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..40 {
        let middle = (low * high).sqrt();
        if change_db(middle) < level_db {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low * high).sqrt()
}

/// A resistance of 1e9 Pa·s/m³ with the coupler's 1.26 cm³: corner 17.9 Hz within 2 %, 6 dB per
/// octave within 0.3 dB below an eighth of it (computed from the circuit of IEC 60318-4's ear
/// simulator; first-order high-pass).
#[test]
fn a_leak_takes_the_bass_away_by_its_resistance() {
    let change_db = change_db("--set earphone.seal.left_resistance_pa_s_m3=1e9");
    let corner_hz = crossing(-3.0103, &change_db, 5.0, 60.0);
    assert!(
        (corner_hz / 17.9 - 1.0).abs() < 0.02,
        "corner at {corner_hz:.2} Hz"
    );
    let slope_db = change_db(17.9 / 8.0) - change_db(17.9 / 16.0);
    assert!(
        (slope_db - 6.02).abs() < 0.3,
        "slope {slope_db:.2} dB per octave"
    );
    // The coupler's 20.8 MPa·s/m³ at 1 kHz beside 1e9: 2.1 % at the very most, if all of it were
    // resistance.
    let untouched_db = change_db(1000.0);
    assert!(
        untouched_db.abs() < 0.18,
        "1 kHz moved by {untouched_db:.2} dB"
    );
}

/// The other ear keeps its bass.
#[test]
fn a_leak_on_one_side_is_heard_on_that_side() {
    let bench = Bench::new();
    bench.write("rig.toml", STIFF_RIG.as_bytes());
    let both = bench.impulse_response(RATE, 0.5, SEALED);
    let leak = format!("{SEALED} --set earphone.seal.right_resistance_pa_s_m3=1e8");
    let right = bench.impulse_response(RATE, 0.5, &leak);
    assert!(both[0] == both[1], "a symmetric rig is not");
    assert!(both[0] == right[0], "the left ear changed");
    let change = spectrum(&right[1], RATE, 40.0) / spectrum(&both[1], RATE, 40.0);
    // Corner 179 Hz: at 40 Hz a first-order high-pass is at −13.2 dB.
    assert!(
        (decibels(change.norm()) + 13.2).abs() < 0.3,
        "{:.2} dB",
        decibels(change.norm())
    );
}

/// A hole of 0.5 mm through 3 mm: corner 203 Hz within 5 %, 3.3 dB of resonance and −27.9 dB at
/// 20 Hz within 0.5 dB (computed from a thermoviscous tube with the ear simulator).
#[test]
fn a_vent_takes_the_bass_away_and_rings() {
    let change_db = change_db(
        "--set earphone.port.kind=hole --set earphone.port.diameter_mm=0.5 \
         --set earphone.port.length_mm=3",
    );
    let corner_hz = crossing(-3.0103, &change_db, 50.0, 300.0);
    assert!(
        (corner_hz / 203.0 - 1.0).abs() < 0.05,
        "corner at {corner_hz:.1} Hz"
    );
    let bump_db = (200..900)
        .map(|f| change_db(f64::from(f)))
        .fold(f64::MIN, f64::max);
    assert!((bump_db - 3.3).abs() < 0.5, "bump of {bump_db:.2} dB");
    let deep_db = change_db(20.0);
    assert!((deep_db + 27.9).abs() < 0.5, "{deep_db:.2} dB at 20 Hz");
}
