//! The factory motors in the fixtures that they were fitted in, against the published figures:
//! Knowles, "711 response and impedance" rev. 1.2: sound pressure at the stated drive and |Z|,
//! digitized from the plots. Levels ± 1 dB, impedance ± 15 %, first peaks ± 8 % and ± 1.5 dB.

// The tables are there to be read.
#![allow(clippy::print_stdout)]

use bodypack::acoustics::{level_dbspl, Network, Placement};
use bodypack::rig::{driver_catalog, Bore, Crossover, Driver, Earphone, Seal, Side, Tip};

/// One receiver of the note.
struct Published {
    motor: &'static str,
    count: u32,
    /// Length and radius of the fixture's tubes, mm.
    tube: Option<(f64, f64)>,
    bore: (f64, f64),
    drive_v: f64,
    /// At 100, 500 and 1000 Hz.
    levels_dbspl: [f64; 3],
    /// The first peak, where it is within the band that the note tells.
    peak: Option<(f64, f64)>,
    /// At 100, 1000 and 10 000 Hz.
    impedances_ohm: [f64; 3],
}

const RECEIVERS: [Published; 9] = [
    // WBHC-23910
    Published {
        motor: "armature-high-impedance",
        count: 1,
        tube: Some((2.91, 0.355)),
        bore: (6.14, 1.3),
        drive_v: 0.283,
        levels_dbspl: [98.7, 98.9, 99.8],
        peak: Some((3836.0, 114.6)),
        impedances_ohm: [111.7, 129.8, 367.6],
    },
    // ED-29689
    Published {
        motor: "armature-full-range",
        count: 1,
        tube: Some((6.117, 0.618)),
        bore: (1.0, 0.339),
        drive_v: 0.045,
        levels_dbspl: [110.1, 107.8, 105.4],
        peak: Some((3225.0, 118.0)),
        impedances_ohm: [4.3, 9.5, 36.8],
    },
    // ED-30262
    Published {
        motor: "armature-full-range-13-ohm",
        count: 1,
        tube: None,
        bore: (8.33, 0.453),
        drive_v: 0.101,
        levels_dbspl: [115.9, 112.7, 110.3],
        peak: Some((2416.0, 116.2)),
        impedances_ohm: [13.3, 36.7, 124.0],
    },
    // CI-22955
    Published {
        motor: "armature-large",
        count: 1,
        tube: Some((5.717, 0.5562)),
        bore: (9.193, 0.6447),
        drive_v: 0.176,
        levels_dbspl: [125.1, 120.0, 117.3],
        peak: Some((2281.0, 126.8)),
        impedances_ohm: [21.5, 84.4, 204.0],
    },
    // BK-26824
    Published {
        motor: "armature-mid",
        count: 1,
        tube: Some((8.828, 0.9)),
        bore: (2.377, 0.459),
        drive_v: 0.075,
        levels_dbspl: [114.4, 113.2, 112.2],
        peak: Some((2281.0, 116.2)),
        impedances_ohm: [10.7, 22.7, 66.4],
    },
    // HODVTEC-31618
    Published {
        motor: "armature-woofer-of-two",
        count: 2,
        tube: Some((0.5, 0.9)),
        bore: (2.03, 0.4442),
        drive_v: 0.084,
        levels_dbspl: [125.3, 122.3, 123.6],
        peak: Some((1356.0, 127.6)),
        impedances_ohm: [9.9, 49.1, 92.8],
    },
    // DTEC-30008
    Published {
        motor: "armature-low-mid-of-two",
        count: 2,
        tube: Some((4.331, 0.639)),
        bore: (15.0, 1.0),
        drive_v: 0.154,
        levels_dbspl: [116.3, 115.4, 114.9],
        peak: Some((2153.0, 124.9)),
        impedances_ohm: [23.0, 45.9, 151.0],
    },
    // WBFK-30095
    Published {
        motor: "armature-tweeter",
        count: 1,
        tube: Some((0.5, 0.9)),
        bore: (1.0, 1.0),
        drive_v: 0.094,
        levels_dbspl: [92.8, 94.6, 95.5],
        peak: None,
        impedances_ohm: [12.8, 13.0, 40.0],
    },
    // SWFK-31736
    Published {
        motor: "armature-tweeter-of-two",
        count: 2,
        tube: Some((0.5, 0.9)),
        bore: (1.0, 1.0),
        drive_v: 0.094,
        levels_dbspl: [99.4, 100.1, 101.4],
        peak: None,
        impedances_ohm: [6.4, 6.9, 18.8],
    },
];

impl Published {
    fn network(&self) -> Network {
        let motor = driver_catalog::find(self.motor).unwrap().motor.clone();
        let earphone = Earphone::on_fixture(motor, self.count, self.tube, self.bore);
        Network::new(&earphone, Side::Left, &Placement::coupler(0.1)).unwrap()
    }
}

#[test]
fn receivers_are_the_published_ones() {
    let mut wrong = Vec::new();
    println!("receiver                     100     500    1000 Hz    first peak       |Z| 100 / 1k / 10k");
    for published in &RECEIVERS {
        let network = published.network();
        let level = |hz: f64| level_dbspl(network.solve(hz).drum_pa_per_v * published.drive_v);
        let mut check = |what: &str, good: bool, ours: f64, theirs: f64| {
            if !good {
                wrong.push(format!(
                    "{} {what}: {ours:.1} against {theirs}",
                    published.motor
                ));
            }
        };
        let mut row = format!("{:26}", published.motor);
        for (hz, theirs) in [100.0, 500.0, 1000.0]
            .into_iter()
            .zip(published.levels_dbspl)
        {
            let ours = level(hz);
            check(
                &format!("level at {hz} Hz"),
                (ours - theirs).abs() <= 1.0,
                ours,
                theirs,
            );
            row += &format!(" {ours:5.1}/{theirs:5.1}");
        }
        if let Some((peak_hz, peak_dbspl)) = published.peak {
            let loudest = (900..5000)
                .step_by(5)
                .map(f64::from)
                .filter(|hz| (0.7..1.4).contains(&(hz / peak_hz)))
                .max_by(|a, b| level(*a).total_cmp(&level(*b)))
                .unwrap();
            check(
                "peak's Hz",
                (loudest / peak_hz - 1.0).abs() <= 0.08,
                loudest,
                peak_hz,
            );
            check(
                "peak's level",
                (level(loudest) - peak_dbspl).abs() <= 1.5,
                level(loudest),
                peak_dbspl,
            );
            row += &format!(
                "  {loudest}/{peak_hz} Hz {:.1}/{peak_dbspl}",
                level(loudest)
            );
        }
        for (hz, theirs) in [100.0, 1000.0, 10_000.0]
            .into_iter()
            .zip(published.impedances_ohm)
        {
            let ours = network.solve(hz).impedance_ohm.norm();
            check(
                &format!("|Z| at {hz} Hz"),
                (ours / theirs - 1.0).abs() <= 0.15,
                ours,
                theirs,
            );
            row += &format!("  {ours:.1}/{theirs}");
        }
        println!("{row}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A two-way unit of two motors, one capacitor in series and one across (TWFK-30017): levels at 0.085 V
/// 105.0, 104.0 and 103.0 dB SPL at 100, 500 and 1000 Hz ± 1 dB, |Z| 25.3, 49.9 and 21.3 Ω at 0.1, 1 and
/// 10 kHz ± 15 %.
#[test]
fn a_two_way_unit_is_the_published_one() {
    let motor = |id: &str| driver_catalog::find(id).unwrap().motor.clone();
    let earphone = Earphone {
        drivers: vec![
            Driver {
                motor: motor("armature-two-way-woofer"),
                crossover: Crossover {
                    shunt_uf: Some(0.00217),
                    ..Crossover::default()
                },
                ..Driver::default()
            },
            Driver {
                motor: motor("armature-two-way-tweeter"),
                inverted: true,
                crossover: Crossover {
                    series_uf: Some(0.838),
                    ..Crossover::default()
                },
                ..Driver::default()
            },
        ],
        bores: vec![Bore {
            length_mm: 0.604,
            radius_mm: 0.991,
            damper: None,
        }],
        tip: Tip {
            bore_length_mm: 7.26,
            bore_radius_mm: 1.3,
            residual_canal_mm: 12.6,
            ..Tip::default()
        },
        seal: Seal {
            left_resistance_pa_s_m3: f64::INFINITY,
            right_resistance_pa_s_m3: f64::INFINITY,
            ..Seal::default()
        },
        ..Earphone::default()
    };
    let network = Network::new(&earphone, Side::Left, &Placement::coupler(0.1)).unwrap();
    for (hz, theirs) in [(100.0, 105.0), (500.0, 104.0), (1000.0, 103.0)] {
        let ours = level_dbspl(network.solve(hz).drum_pa_per_v * 0.085);
        assert!((ours - theirs).abs() <= 1.0, "{hz} Hz: {ours} dB SPL");
    }
    for (hz, theirs) in [(100.0, 25.3), (1000.0, 49.9), (10_000.0, 21.3)] {
        let ours = network.solve(hz).impedance_ohm.norm();
        assert!((ours / theirs - 1.0).abs() <= 0.15, "{hz} Hz: {ours} ohm");
    }
}
