//! The ear simulator and the ears.

use bodypack::acoustics::ear::{hudde_engel_drum_impedance, Ear};
use bodypack::acoustics::frequency::Frequency;
use bodypack::rig;

use super::row::{number, Basis, Found, Row};

pub const CIRCUIT: &str = "Circuit of Gazzola et al., 2023";

pub const ROWS: &[Row] = &[
    Row {
        check: "Ear simulator (IEC 60318-4): transfer impedance at 500 Hz",
        source: CIRCUIT,
        published: "35.8 MPa·s/m³ ± 0.1 dB",
        basis: Basis::Fitted,
        test: "coupler_transfer_impedance_is_that_of_the_circuit",
        measure: || {
            let found = 1e-6 * transfer(&coupler(), 500.0);
            Found::beside(1, &[(found, 35.83, 0.41)])
        },
    },
    Row {
        check: "… and at 1, 4, 8 kHz re 500 Hz",
        source: CIRCUIT,
        published: "−4.72, −8.84, −11.25 ± 0.1 dB",
        basis: Basis::Fitted,
        test: "coupler_transfer_impedance_is_that_of_the_circuit",
        measure: || {
            let ear = coupler();
            let change = |hz| db(transfer(&ear, hz) / transfer(&ear, 500.0));
            Found::beside(
                2,
                &[
                    (change(1000.0), -4.72, 0.1),
                    (change(4000.0), -8.84, 0.1),
                    (change(8000.0), -11.25, 0.1),
                ],
            )
        },
    },
    Row {
        check: "… and its half-wave peak",
        source: CIRCUIT,
        published: "13.42 ± 0.1 kHz (standard: 13.5 ± 1.5)",
        basis: Basis::Fitted,
        test: "coupler_half_wave_peak_is_where_the_standard_wants_it",
        measure: || {
            let found = 1e-3 * peak(&coupler(), 12_000..15_000);
            Found::beside(2, &[(found, 13.42, 0.1)])
        },
    },
    Row {
        check: "Average ear (type 4.3): transfer impedance at 500 Hz, half-wave",
        source: "ITU-T P.57, 2021",
        published: "27.7 MPa·s/m³ ± 5 %, 10.6 ± 0.6 kHz",
        basis: Basis::Fitted,
        test: "average_ear_is_the_type_4_3_of_the_recommendation",
        measure: || {
            let ear = Ear::new(rig::Ear::Type43, 23.0, 17.33 - 4.02);
            let megohm = 1e-6 * transfer(&ear, 500.0);
            let peak_khz = 1e-3 * peak(&ear, 7000..14_000);
            Found {
                text: format!("{}, {} kHz", number(megohm, 1), number(peak_khz, 1)),
                holds: (megohm / 27.7 - 1.0).abs() < 0.05 && (peak_khz - 10.6).abs() < 0.6,
            }
        },
    },
    Row {
        check: "Eardrum at 165 and 866 Hz re 8 MPa·s/m³",
        source: "Hudde and Engel, 1998",
        published: "26.5, 12.1 ± 0.3 dB",
        basis: Basis::Fitted,
        test: "hudde_engel_drum_impedance_at_the_pinned_points",
        measure: || {
            let level = |hz| {
                let impedance = hudde_engel_drum_impedance(&Frequency::new(hz));
                db(impedance.norm() / 8e6)
            };
            Found::beside(1, &[(level(165.0), 26.5, 0.3), (level(866.0), 12.1, 0.3)])
        },
    },
];

fn coupler() -> Ear {
    Ear::new(rig::Ear::Coupler711, 23.0, 12.6)
}

/// Magnitude of the transfer impedance, Pa·s/m³.
fn transfer(ear: &Ear, hz: f64) -> f64 {
    ear.at(&Frequency::new(hz)).transfer_impedance().norm()
}

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Frequency of the largest transfer impedance, Hz.
fn peak(ear: &Ear, range_hz: std::ops::Range<u32>) -> f64 {
    let largest = (range_hz.step_by(5).map(f64::from))
        .max_by(|a, b| transfer(ear, *a).total_cmp(&transfer(ear, *b)));
    largest.unwrap_or(f64::NAN)
}
