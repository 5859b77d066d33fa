//! The planar magnetic driver against a measured earphone that has one, and against what is said of the
//! kind.
#![allow(clippy::print_stdout)] // figures, with --nocapture

use bodypack::acoustics::{level_dbspl, Network, Placement};
use bodypack::rig::{driver_catalog, Damper, Dynamic, Mark, PlanarMagnetic, Rig, Side, Transducer};

use super::render::{on_coupler, Stand};

/// The factory driver with the nozzle and damper that it was fitted with.
fn planar() -> Rig {
    let motor = driver_catalog::find("planar-14-mm").expect("in the catalog");
    assert_eq!(
        motor.motor,
        Transducer::PlanarMagnetic(PlanarMagnetic::default())
    );
    let mut rig = on_coupler(motor.motor.clone(), 1, None, (13.4, 1.48));
    rig.earphone.drivers[0].damper = Some(Damper {
        resistance_pa_s_m3: 4.13e7,
        ..Damper::default()
    });
    rig
}

fn network(source_ohm: f64) -> Network {
    let placement = Placement::coupler(source_ohm);
    Network::new(&planar().earphone, Side::Left, &placement).expect("a network")
}

/// Level re 1 kHz, dB, of one unit of 14.2 mm on a coupler, as published by an amateur; ± 2 dB about the
/// mean. The model was fitted to it, 0.53 dB rms over all of the curve; it misses most where that jumps, by
/// 1.5 dB at 2 kHz.
const MEASURED_DB: [(f64, f64); 10] = [
    (20.0, 7.6),
    (50.0, 6.6),
    (100.0, 4.3),
    (200.0, 1.0),
    (500.0, -2.1),
    (1000.0, 0.0),
    (1500.0, 1.7),
    (2000.0, 6.5),
    (3000.0, 4.7),
    (5000.0, 2.5),
];

#[test]
fn planar_magnetic_response_is_the_measured_one() {
    let network = network(0.1);
    let level_db = |hz: f64| level_dbspl(network.solve(hz).drum_pa_per_v);
    let apart_db = MEASURED_DB.map(|(hz, measured_db)| level_db(hz) - measured_db);
    let mean_db = apart_db.iter().sum::<f64>() / apart_db.len() as f64;
    let mut squares = 0.0;
    for ((hz, _), apart_db) in MEASURED_DB.iter().zip(apart_db) {
        let off_db = apart_db - mean_db;
        println!("{hz} Hz: {off_db:+.1} dB beside the measured one");
        assert!(off_db.abs() < 2.0, "{hz} Hz: {off_db} dB");
        squares += off_db * off_db;
    }
    let rms_db = (squares / apart_db.len() as f64).sqrt();
    println!("{rms_db:.2} dB rms");
    assert!(rms_db < 1.0);
    // Some 102 dB SPL at 1 mW, recalled.
    let milliwatt_db = level_db(1000.0) + 10.0 * (1e-3_f64 * 16.0).log10();
    assert!((milliwatt_db - 102.0).abs() < 3.0, "{milliwatt_db} dB SPL");
}

/// The same unit hardly heeds its source: its load is a resistor, since the film is so damped that next to
/// nothing comes back. Between 0 and 75 Ω it changed by 0.8 to 1.3 dB re 1 kHz from 20 to 500 Hz, in two
/// ears of unequal level at 1 kHz; so the change that is asked for is 0 ± 0.5 dB.
#[test]
fn planar_magnetic_load_is_a_resistor() {
    let (direct, behind) = (network(0.1), network(75.0));
    let change_db = |hz: f64| {
        let levels = [&direct, &behind].map(|one| level_dbspl(one.solve(hz).drum_pa_per_v));
        levels[1] - levels[0]
    };
    for hz in [20.0, 100.0, 500.0, 2000.0, 5000.0, 10_000.0] {
        let impedance_ohm = direct.solve(hz).impedance_ohm.norm();
        let change_db = change_db(hz) - change_db(1000.0);
        println!("{hz} Hz: {impedance_ohm:.2} Ω, {change_db:+.2} dB behind 75 Ω re 1 kHz");
        assert!(
            (impedance_ohm / 16.0 - 1.0).abs() < 0.03,
            "{hz} Hz: {impedance_ohm} Ω"
        );
        assert!(change_db.abs() < 0.5, "{hz} Hz: {change_db} dB");
    }
}

/// Nobody publishes a series of harmonics of such a driver in the ear. What is said of the kind is held: less
/// distortion than a moving coil, and odd where magnets stand on both sides. It is next to none, since the air
/// behind the film is some seven hundred times as stiff as the film.
#[test]
fn planar_magnetic_distorts_less_than_a_moving_coil_and_in_odd_order() {
    let mut film = Stand::new(&planar());
    let coil = Transducer::Dynamic(Dynamic::default());
    let mut coil = Stand::new(&on_coupler(coil, 1, None, (7.76, 1.17)));
    for hz in [60.0, 200.0] {
        let [film, coil] = [&mut film, &mut coil].map(|stand| stand.at_level(hz, 110.0));
        println!(
            "{hz} Hz, 110 dB SPL: {:.4} %, a moving coil {:.3} %; second {:.5}, third {:.4} %",
            100.0 * film.thd(),
            100.0 * coil.thd(),
            100.0 * film.share(2),
            100.0 * film.share(3)
        );
        assert!(film.thd() < 0.1 * coil.thd());
        assert!(film.thd() > 1e-6 && film.share(3) > 3.0 * film.share(2));
    }
}

/// Each kind in the list plays, has words and a drawing within its size, and keeps through a file.
#[test]
fn every_kind_of_driver_has_a_circuit_words_and_a_drawing() {
    for motor in Transducer::all() {
        let kind = motor.kind();
        assert!(kind.plural().starts_with(kind.word()) && kind.name().contains(kind.word()));
        let biased = motor.clone().kind_mut().bias_v_mut().is_some();
        assert_eq!(kind.is_biased(), biased, "{}", kind.name());
        let icon = kind.icon();
        for mark in icon.drawn.iter().chain(icon.small) {
            let (from, to) = match *mark {
                Mark::Disk(radius) | Mark::Ring(radius, _) | Mark::Dot(radius) => {
                    ([radius, 0.0], [radius, 0.0])
                }
                Mark::Case(half) | Mark::Frame(half) => (half, half),
                Mark::Line(from, to, _) | Mark::Dashes(from, to) => (from, to),
            };
            let inside = from.iter().chain(&to).all(|x: &f32| x.abs() < 0.7);
            assert!(inside, "{}: {mark:?}", kind.name());
        }
        let rig = on_coupler(motor.clone(), 1, None, (5.0, 1.0));
        let placement = Placement::coupler(1.0);
        let network = Network::new(&rig.earphone, Side::Left, &placement).expect("a network");
        for hz in [20.0, 200.0, 2000.0, 20_000.0] {
            let level_db = level_dbspl(network.solve(hz).drum_pa_per_v);
            assert!(
                (20.0..180.0).contains(&level_db),
                "{}: {level_db}",
                kind.name()
            );
        }
        let again = Rig::from_toml(&rig.to_toml()).expect("a rig");
        assert_eq!(again.earphone.drivers[0].motor, motor);
    }
}
