//! Isolation: musicians' filters in a custom shell.

use bodypack::acoustics::open_ear::Insertion;
use bodypack::acoustics::Placement;
use bodypack::rig::{presets, Ear, Port, Side};

use super::row::{Basis, Found, Row};

/// Centers of third octaves from 125 Hz to 8 kHz, Hz.
const THIRDS_HZ: [f64; 19] = [
    125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0, 2000.0,
    2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0,
];

const LABEL: &str = "What such filters are sold by; Canadian Audiologist 3(2), 2016, for 15 dB";
const TEST: &str = "musicians_filters_keep_their_loss_in_third_octaves";

pub const ROWS: &[Row] = &[
    Row {
        check: "Musicians' filter of 9 dB in a custom shell, third octaves, 125 Hz to 8 kHz",
        source: LABEL,
        published: "9 ± 3 dB",
        basis: Basis::Fitted,
        test: TEST,
        measure: || filter(9.0),
    },
    Row {
        check: "… of 15 dB",
        source: LABEL,
        published: "15 ± 3 dB",
        basis: Basis::Fitted,
        test: TEST,
        measure: || filter(15.0),
    },
    Row {
        check: "… of 20 dB",
        source: LABEL,
        published: "20 ± 3 dB",
        basis: Basis::Fitted,
        test: TEST,
        measure: || filter(20.0),
    },
    Row {
        check: "… of 25 dB",
        source: LABEL,
        published: "25 ± 3 dB",
        basis: Basis::Fitted,
        test: TEST,
        measure: || filter(25.0),
    },
];

/// Loss of the shell that the factory rig with a filter has, in third octaves.
fn filter(sold_by_db: f64) -> Found {
    let Ok(rig) = presets::find("horn-player-musicians-filter") else {
        return Found::failed("there is no such rig");
    };
    let mut earphone = rig.earphone;
    earphone.port = Port::filter(sold_by_db);
    let placement = Placement::of(Ear::Type43, rig.pack.output_impedance_ohm);
    Insertion::new(&earphone, Side::Left, &placement).map_or_else(Found::failed, |insertion| {
        let losses = THIRDS_HZ.map(|hz| third_db(&insertion, hz));
        Found::between(1, &losses, sold_by_db - 3.0, sold_by_db + 3.0).unit("dB")
    })
}

/// Insertion loss for pink noise in one third octave, dB.
fn third_db(insertion: &Insertion, center_hz: f64) -> f64 {
    let power = (-4..=4)
        .map(|step| insertion.transmitted_power(center_hz * 2f64.powf(f64::from(step) / 27.0)));
    -10.0 * (power.sum::<f64>() / 9.0).log10()
}
