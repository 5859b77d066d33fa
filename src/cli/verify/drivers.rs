//! Drivers on the ear simulator: levels, impedance, dampers, distortion. All are rendered but the
//! impedance.

use bodypack::acoustics::{Network, Placement};
use bodypack::rig::{BalancedArmature, Damper, Dynamic, Electrostatic, Rig, Side, Transducer};

use super::bench::{factory, on_coupler, Bench, Reason, Stand};
use super::row::{number, Basis, Found, Row};

const NOTE: &str = "Application note of a receiver's maker, 2013";
const ANOTHER_SOURCE: &str = "Public curves of one unit behind two sources";
const SHEET: &str = "Data sheets of a receiver's maker";

/// Drive at which the note states its levels, V.
const NOTE_DRIVE_V: f64 = 0.045;

pub const ROWS: &[Row] = &[
    Row {
        check: "Balanced armature, 0.045 V: 100, 500, 1000 Hz",
        source: NOTE,
        published: "110.1, 107.8, 105.4 ± 1 dB SPL",
        basis: Basis::Fitted,
        test: "armature_level_is_the_published_one",
        measure: || {
            levels(
                &armature(),
                NOTE_DRIVE_V,
                &[(100.0, 110.1), (500.0, 107.8), (1000.0, 105.4)],
                1.0,
            )
        },
    },
    Row {
        check: "… its peak",
        source: NOTE,
        published: "118.0 ± 1 dB SPL at 3.2 kHz ± 8 %",
        basis: Basis::Fitted,
        test: "armature_level_is_the_published_one",
        measure: || {
            let found = peak(&armature(), 2000.0, 5000.0);
            found.map_or_else(Found::failed, |(hz, per_volt_db)| {
                let level = per_volt_db + 20.0 * NOTE_DRIVE_V.log10();
                Found {
                    text: format!("{} at {} kHz", number(level, 1), number(1e-3 * hz, 1)),
                    holds: (level - 118.0).abs() <= 1.0 && (hz / 3200.0 - 1.0).abs() <= 0.08,
                }
            })
        },
    },
    Row {
        check: "… its impedance at 0.1, 1, 10 kHz",
        source: NOTE,
        published: "4.3, 9.5, 36.8 Ω ± 10 %",
        basis: Basis::Fitted,
        test: "armature_impedance_is_the_published_one",
        measure: || {
            let placement = Placement::coupler(0.1);
            let network = Network::new(&armature().earphone, Side::Left, &placement);
            network.map_or_else(Found::failed, |network| {
                let figures = [(100.0, 4.3), (1000.0, 9.5), (10_000.0, 36.8)];
                let ohm = |hz| network.solve(hz).impedance_ohm.norm();
                Found::beside(
                    1,
                    &figures.map(|(hz, ohm_of)| (ohm(hz), ohm_of, 0.1 * ohm_of)),
                )
            })
        },
    },
    Row {
        check: "Electrostatic tweeter, 0.1 V: 1, 2 kHz and two peaks",
        source: "Data sheet of a dual electret tweeter",
        published: "72, 80, 97, 99 ± 3 dB SPL",
        basis: Basis::Fitted,
        test: "electrostatic_tweeter_is_the_published_one",
        measure: || electrostatic().unwrap_or_else(Found::failed),
    },
    Row {
        check: "Woofer receiver: level of 10 % distortion at 100, 500, 1000 Hz",
        source: SHEET,
        published: "132, 132, 141 ± 2 dB SPL",
        basis: Basis::Fitted,
        test: "a_woofer_receiver_distorts_as_published",
        measure: || {
            let figures = [(100.0, 132.0), (500.0, 132.0), (1000.0, 141.0)];
            distortion("armature-woofer-of-two", (2.03, 0.4442), &figures)
        },
    },
    Row {
        check: "Tweeter receiver: the same at 1 kHz",
        source: SHEET,
        published: "114 ± 2 dB SPL",
        basis: Basis::Fitted,
        test: "a_tweeter_receiver_distorts_as_published",
        measure: || distortion("armature-tweeter-of-two", (1.0, 1.0), &[(1000.0, 114.0)]),
    },
    Row {
        check: "Dampers of 680, 1500, 3300 ohms: change of the peak",
        source: super::vents::ONE_UNIT,
        published: "−1.5 to −3, −4.5 to −6.5, −8 to −10.5 ± 1.5 dB",
        basis: Basis::Predicted,
        test: "dampers_lower_the_peak_and_leave_the_bass",
        measure: || dampers().unwrap_or_else(Found::failed),
    },
    Row {
        check: "One armature of 22 Ω behind 75 Ω: 100 Hz, 2, 10 kHz re 1 kHz",
        source: ANOTHER_SOURCE,
        published: "−1.2, 2.0, 3.8 ± 1 dB",
        basis: Basis::Predicted,
        test: "an_armature_gets_brighter_with_the_source",
        measure: || {
            let rig = factory("armature-full-range").map(|motor| {
                let mut rig = on_coupler(motor, 1, Some((3.0, 0.7)), (11.0, 0.95));
                rig.earphone.drivers[0].crossover.series_ohm = Some(18.0);
                rig
            });
            let expected = [(100.0, -1.2), (2000.0, 2.0), (10_000.0, 3.8)];
            rig.and_then(|rig| behind(&rig, 75.0, &expected, 1.0))
                .unwrap_or_else(Found::failed)
        },
    },
    Row {
        check: "One moving coil behind 75 Ω: 20, 100, 300 Hz, 2, 3 kHz re 1 kHz",
        source: ANOTHER_SOURCE,
        published: "less than 0.5 dB",
        basis: Basis::Predicted,
        test: "a_dynamic_hardly_notices_the_source",
        measure: || {
            let motor = Transducer::Dynamic(Dynamic::default());
            let rig = on_coupler(motor, 1, None, (7.76, 1.17));
            let none = [20.0, 100.0, 300.0, 2000.0, 3000.0].map(|hz| (hz, 0.0));
            behind(&rig, 75.0, &none, 0.5).unwrap_or_else(Found::failed)
        },
    },
];

fn armature() -> Rig {
    let motor = Transducer::BalancedArmature(BalancedArmature::default());
    on_coupler(motor, 1, None, (1.65, 0.262))
}

/// Levels at a drive in V, rendered, beside those expected.
fn levels(rig: &Rig, drive_v: f64, expected: &[(f64, f64)], tolerance_db: f64) -> Found {
    Bench::new(rig).map_or_else(Found::failed, |mut bench| {
        let figures: Vec<(f64, f64, f64)> = (expected.iter())
            .map(|(hz, level)| {
                let found = bench.per_volt_dbspl(*hz) + 20.0 * drive_v.log10();
                (found, *level, tolerance_db)
            })
            .collect();
        Found::beside(1, &figures)
    })
}

/// Frequency and level per volt of the loudest tone between two frequencies.
fn peak(rig: &Rig, from_hz: f64, to_hz: f64) -> Result<(f64, f64), Reason> {
    const STEPS: i32 = 60;
    let mut bench = Bench::new(rig)?;
    let ratio = (to_hz / from_hz).powf(1.0 / f64::from(STEPS));
    let tones = (0..=STEPS).map(|step| {
        let hz = from_hz * ratio.powi(step);
        (hz, bench.per_volt_dbspl(hz))
    });
    let loudest = tones.max_by(|a, b| a.1.total_cmp(&b.1));
    loudest.ok_or_else(|| "no tone".to_owned())
}

fn electrostatic() -> Result<Found, Reason> {
    const DRIVE_DB: f64 = -20.0;
    let motor = Transducer::Electrostatic(Electrostatic::default());
    let rig = on_coupler(motor, 1, Some((3.0, 0.7)), (11.0, 0.95));
    let mut bench = Bench::new(&rig)?;
    let soft = [1000.0, 2000.0].map(|hz| bench.per_volt_dbspl(hz));
    let (_, first) = peak(&rig, 3000.0, 6000.0)?;
    let (_, second) = peak(&rig, 7000.0, 11_000.0)?;
    let expected = [72.0, 80.0, 97.0, 99.0];
    let found = [soft[0], soft[1], first, second];
    let figures: Vec<(f64, f64, f64)> = (found.iter().zip(expected))
        .map(|(found, expected)| (found + DRIVE_DB, expected, 3.0))
        .collect();
    Ok(Found::beside(0, &figures))
}

fn distortion(motor: &str, bore: (f64, f64), expected: &[(f64, f64)]) -> Found {
    let stand = factory(motor)
        .map(|motor| on_coupler(motor, 2, Some((0.5, 0.9)), bore))
        .and_then(|rig| Stand::new(&rig));
    stand.map_or_else(Found::failed, |mut stand| {
        let figures: Vec<(f64, f64, f64)> = (expected.iter())
            .map(|(hz, level)| (stand.level_of(*hz, 0.1), *level, 2.0))
            .collect();
        Found::beside(0, &figures)
    })
}

/// Change of the level by a source impedance, re that at 1 kHz.
fn behind(
    rig: &Rig,
    source_ohm: f64,
    expected: &[(f64, f64)],
    tolerance_db: f64,
) -> Result<Found, Reason> {
    let mut loaded = rig.clone();
    loaded.pack.output_impedance_ohm = source_ohm;
    let (mut stiff, mut loaded) = (Bench::new(rig)?, Bench::new(&loaded)?);
    let mut change_db = |hz| loaded.per_volt_dbspl(hz) - stiff.per_volt_dbspl(hz);
    let middle_db = change_db(1000.0);
    let figures: Vec<(f64, f64, f64)> = (expected.iter())
        .map(|(hz, expected)| (change_db(*hz) - middle_db, *expected, tolerance_db))
        .collect();
    Ok(Found::beside(1, &figures))
}

fn dampers() -> Result<Found, Reason> {
    const TOLERANCE_DB: f64 = 1.5;
    let motor = Transducer::BalancedArmature(BalancedArmature::default());
    let open = on_coupler(motor, 1, Some((3.0, 0.7)), (11.0, 0.95));
    let (peak_hz, open_db) = peak(&open, 1500.0, 5000.0)?;
    let mut figures = Vec::new();
    for (ohm, least, most) in [
        (680.0, -3.0, -1.5),
        (1500.0, -6.5, -4.5),
        (3300.0, -10.5, -8.0),
    ] {
        let mut damped = open.clone();
        damped.earphone.drivers[0].damper = Some(Damper {
            resistance_pa_s_m3: ohm * 1e5,
            ..Damper::default()
        });
        let change = Bench::new(&damped)?.per_volt_dbspl(peak_hz) - open_db;
        figures.push((
            change,
            0.5 * (least + most),
            0.5 * (most - least) + TOLERANCE_DB,
        ));
    }
    Ok(Found::beside(1, &figures))
}
