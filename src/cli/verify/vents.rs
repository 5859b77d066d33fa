//! Leaks, ports and vent modules.

use bodypack::acoustics::air::Air;
use bodypack::acoustics::ear::Ear;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::vent::Vents;
use bodypack::rig::{self, BalancedArmature, Earphone, Port, Seal, Side, Transducer};

use super::bench::{impulse_response, on_coupler, spectrum, Reason, RATE_HZ};
use super::row::{number, Basis, Found, Row};

pub const ONE_UNIT: &str = "Measurements of one unit";

/// The frequencies at which ports and modules are stated, Hz.
const STATED_HZ: [f64; 4] = [20.0, 63.0, 125.0, 315.0];

pub const ROWS: &[Row] = &[
    Row {
        check: "Leak of 1e9 Pa·s/m³ on the ear simulator, rendered: corner, slope",
        source: super::ear::CIRCUIT,
        published: "17.9 Hz ± 2 %, 6.0 ± 0.3 dB per octave",
        basis: Basis::Predicted,
        test: "a_leak_takes_the_bass_away_by_its_resistance",
        measure: || leak().unwrap_or_else(Found::failed),
    },
    Row {
        check: "Hole of 1 mm through 10 mm: 20, 125 Hz re sealed",
        source: "Carmichael, 2021, one hole of unknown length in front of two earphones",
        published: "−40, −14 ± 4 dB",
        basis: Basis::Predicted,
        test: "a_precision_hole_takes_the_bass",
        measure: || {
            let port = Port::Hole {
                diameter_mm: 1.0,
                length_mm: 10.0,
            };
            let vents = vents(port, (f64::INFINITY, 0.0));
            let figures = [(20.0, -40.0), (125.0, -14.0)]
                .map(|(hz, expected)| (loss_db(&vents, hz), expected, 4.0));
            Found::beside(1, &figures)
        },
    },
    Row {
        check: "Port left open: 20, 63, 125, 315 Hz re closed",
        source: ONE_UNIT,
        published: "−30.0, −18.6, −10.9, −2.4 ± 2.5 dB",
        basis: Basis::Fitted,
        test: "an_open_port_takes_the_bass_as_measured",
        measure: || {
            let vents = vents(Port::None, (3e7, 9.2e3));
            losses(&vents, [-30.0, -18.6, -10.9, -2.4], 2.5)
        },
    },
    Row {
        check: "Vent module: the same",
        source: ONE_UNIT,
        published: "−11.1, −6.3, −3.9, −1.1 ± 0.7 dB",
        basis: Basis::Fitted,
        test: "vent_modules_tilt_the_bass_as_measured",
        measure: || {
            let port = Port::Porous {
                series_resistance_pa_s_m3: 1.43e8,
                compliance_m3_pa: 2.83e-11,
                shunt_resistance_pa_s_m3: 1.75e8,
            };
            let vents = vents(port, (f64::INFINITY, 0.0));
            losses(&vents, [-11.1, -6.3, -3.9, -1.1], 0.7)
        },
    },
];

fn vents(port: Port, (resistance, mass): (f64, f64)) -> Vents {
    let earphone = Earphone {
        port,
        seal: Seal {
            left_resistance_pa_s_m3: resistance,
            right_resistance_pa_s_m3: resistance,
            mass_kg_m4: mass,
        },
        ..Earphone::default()
    };
    Vents::new(&Air::new(23.0), &earphone, Side::Left, false)
}

/// Loss of a stiff source on the coupler by a vent, dB.
fn loss_db(vents: &Vents, hz: f64) -> f64 {
    let ear = Ear::new(rig::Ear::Coupler711, 23.0, 12.6);
    let frequency = Frequency::new(hz);
    let (ear, vent) = (ear.at(&frequency), vents.at(&frequency));
    let vent = vent.seen.inv();
    20.0 * (vent / (vent + ear.input_impedance)).norm().log10()
}

/// Loss of a stiff source on the coupler by a vent, at the stated frequencies.
fn losses(vents: &Vents, expected_db: [f64; 4], tolerance_db: f64) -> Found {
    let figures: Vec<(f64, f64, f64)> = (STATED_HZ.iter().zip(expected_db))
        .map(|(hz, expected)| (loss_db(vents, *hz), expected, tolerance_db))
        .collect();
    Found::beside(1, &figures)
}

/// A stiff source on the coupler, sealed and with a leak: where the bass is 3 dB down, and how it
/// falls three octaves below.
fn leak() -> Result<Found, Reason> {
    const SECONDS: f64 = 1.0;
    const CORNER_HZ: f64 = 17.9;
    let motor = Transducer::BalancedArmature(BalancedArmature {
        front_compliance_m3_pa: 0.0,
        ..BalancedArmature::default()
    });
    let mut rig = on_coupler(motor, 1, None, (0.5, 0.5));
    let sealed = impulse_response(&rig, RATE_HZ, SECONDS)?;
    rig.earphone.seal.left_resistance_pa_s_m3 = 1e9;
    let leaky = impulse_response(&rig, RATE_HZ, SECONDS)?;
    let change_db = |hz: f64| {
        let ratio = spectrum(&leaky, RATE_HZ, hz) / spectrum(&sealed, RATE_HZ, hz);
        20.0 * ratio.norm().log10()
    };
    let (mut low, mut high) = (5.0_f64, 60.0_f64);
    for _ in 0..24 {
        let middle = (low * high).sqrt();
        if change_db(middle) < -3.0103 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let slope_db = change_db(CORNER_HZ / 8.0) - change_db(CORNER_HZ / 16.0);
    Ok(Found {
        text: format!("{} Hz, {}", number(low, 1), number(slope_db, 1)),
        holds: (low / CORNER_HZ - 1.0).abs() < 0.02 && (slope_db - 6.02).abs() < 0.3,
    })
}
