//! The factory rigs sound like in-ear monitors, do what their notes say, and name no maker.

use bodypack::acoustics::open_ear::Insertion;
use bodypack::acoustics::{level_dbspl, Network, Placement};
use bodypack::rig::presets::{all, find, is_earphone};
use bodypack::rig::{Rig, Side};

/// Third-octave bands, Hz, with the 5th and 95th percentile of 2291 in-ear earphones measured on
/// 711 couplers (statistics of three public collections, antdroidx/IEMGraphTool,
/// paulwasabii.github.io and JaysAudio.github.io), dB re the mean of 300 to 1000 Hz.
const POPULATION: [(f64, f64, f64); 20] = [
    (100.0, 1.6, 8.5),
    (125.0, 0.7, 7.4),
    (160.0, 0.0, 6.2),
    (200.0, -0.4, 4.9),
    (250.0, -0.8, 3.6),
    (315.0, -0.8, 2.4),
    (400.0, -0.8, 1.1),
    (500.0, -0.8, 0.2),
    (630.0, -1.1, -0.1),
    (800.0, -1.5, 0.5),
    (1000.0, -1.0, 1.9),
    (1250.0, 0.3, 4.1),
    (1600.0, 1.2, 7.1),
    (2000.0, 2.4, 9.8),
    (2500.0, 3.5, 11.2),
    (3150.0, 3.0, 11.2),
    (4000.0, 2.2, 10.9),
    (5000.0, 0.4, 10.4),
    (6300.0, -3.2, 8.1),
    (8000.0, -0.9, 10.0),
];

/// Makers of earphones, drivers, tips and links, one a line. A factory rig names none of them.
const MAKERS: &str = include_str!("fixtures/makers.txt");

/// The earphone whose bass leaks out is not one that anyone would publish a graph of.
const LEAKING: &str = "single-dynamic-poor-seal";
/// An earbud that seals nothing is no in-ear earphone.
const OPEN: &str = "flat-earbud";

fn network(rig: &Rig, placement: fn(f64) -> Placement) -> Network {
    let placement = placement(rig.pack.output_impedance_ohm);
    Network::new(&rig.earphone, Side::Left, &placement).unwrap()
}

fn coupler_dbspl(rig: &Rig, frequency_hz: f64) -> f64 {
    level_dbspl(
        network(rig, Placement::coupler)
            .solve(frequency_hz)
            .drum_pa_per_v,
    )
}

fn isolation_db(rig: &Rig, frequency_hz: f64) -> f64 {
    let placement = Placement::human(rig.pack.output_impedance_ohm);
    let insertion = Insertion::new(&rig.earphone, Side::Left, &placement).unwrap();
    -20.0 * insertion.air(frequency_hz).norm().log10()
}

/// Mean level over a third of an octave around a frequency.
fn third_db(network: &Network, center_hz: f64) -> f64 {
    let steps = -4..=4;
    let levels = steps.map(|step| {
        let frequency_hz = center_hz * 2f64.powf(f64::from(step) / 27.0);
        level_dbspl(network.solve(frequency_hz).drum_pa_per_v)
    });
    levels.sum::<f64>() / 9.0
}

#[test]
fn all_but_the_leaking_one_lie_within_the_population() {
    for preset in all()
        .iter()
        .filter(|preset| is_earphone(preset.id) && ![LEAKING, OPEN].contains(&preset.id))
    {
        // A vent takes bass away, as measured of two vented products, and the population's earphones are
        // sealed: a vented one is compared with its vent closed.
        let mut rig = preset.rig.clone();
        rig.set("earphone.port", "none").unwrap();
        let network = network(&rig, Placement::coupler);
        let levels = POPULATION.map(|(center_hz, ..)| third_db(&network, center_hz));
        let mid = 5..=10; // 315 to 1000 Hz
        let mean_db = levels[mid.clone()].iter().sum::<f64>() / mid.count() as f64;
        for ((center_hz, low_db, high_db), level_db) in POPULATION.into_iter().zip(levels) {
            let level_db = level_db - mean_db;
            assert!(
                (low_db..=high_db).contains(&level_db),
                "{} at {center_hz} Hz: {level_db:.1} dB, not {low_db} to {high_db}",
                preset.id
            );
        }
    }
}

#[test]
fn a_poor_seal_loses_the_bass_and_lets_the_room_in() {
    let (sealed, leaking) = (
        find("single-dynamic-wired").unwrap(),
        find(LEAKING).unwrap(),
    );
    // A poor single-flange seal: 10 to 20 dB less at 50 Hz.
    let lost_db = coupler_dbspl(&sealed, 50.0) - coupler_dbspl(&leaking, 50.0);
    assert!((10.0..=20.0).contains(&lost_db), "{lost_db}");
    assert!(isolation_db(&leaking, 125.0) < 3.0);
    assert!(isolation_db(&sealed, 125.0) > 10.0);
}

#[test]
fn the_vented_one_gives_away_isolation_and_bass() {
    let vented = find("vented-dynamic").unwrap();
    let mut closed = vented.clone();
    closed.set("earphone.port", "none").unwrap();
    let lost =
        |frequency_hz| isolation_db(&closed, frequency_hz) - isolation_db(&vented, frequency_hz);
    let lost_db = (lost(250.0) + lost(500.0) + lost(1000.0)) / 3.0;
    assert!(lost_db > 7.0, "{lost_db}");
    // Its vent takes the bass away as measured, and so lets in what the measured module does: the published
    // isolation through the open one, ± 3 dB. (The loss was once held to 10 ± 3 dB, from a vent with
    // twice the resistance.)
    for (hz, published_db) in [(250.0, 7.3), (500.0, 12.1), (1000.0, 16.8)] {
        let kept_db = isolation_db(&vented, hz);
        assert!((kept_db - published_db).abs() < 3.0, "{hz} Hz: {kept_db}");
    }
    let bass = |rig: &Rig| coupler_dbspl(rig, 40.0) - coupler_dbspl(rig, 1000.0);
    assert!(bass(&closed) - bass(&vented) > 4.0);
}

#[test]
fn deep_and_custom_fits_keep_out_what_such_fits_do() {
    // Octave-band targets at 500 Hz for deep triple flanges, silicone and acrylic customs; ±5 dB.
    for (id, target_db) in [
        ("single-armature-deep", 29.0),
        ("drummer", 30.0),
        ("hybrid-electrostatic-custom", 24.0),
    ] {
        let isolation_db = isolation_db(&find(id).unwrap(), 500.0);
        assert!(
            (isolation_db - target_db).abs() < 5.0,
            "{id}: {isolation_db}"
        );
    }
}

#[test]
fn the_electrostatic_tweeter_carries_the_top() {
    let rig = find("hybrid-electrostatic-custom").unwrap();
    let network = network(&rig, Placement::coupler);
    let mut parts = [num_complex::Complex64::default(); 3];
    for (frequency_hz, loudest) in [(100.0, 0), (12500.0, 2)] {
        network.solve_drivers(frequency_hz, &mut parts);
        let by_level = (0..3).max_by(|&a, &b| parts[a].norm().total_cmp(&parts[b].norm()));
        assert_eq!(by_level, Some(loudest), "{frequency_hz} Hz");
    }
}

#[test]
fn no_factory_rig_names_a_maker() {
    for preset in all() {
        let text = preset.toml.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for maker in MAKERS.lines() {
            let parts: Vec<&str> = maker.split(|c: char| !c.is_alphanumeric()).collect();
            let named = words.windows(parts.len()).any(|window| window == parts);
            assert!(!named, "{} names {maker}", preset.id);
        }
    }
}

#[test]
fn the_default_rig_is_neutral_sealed_wired_and_in_no_room() {
    use bodypack::design::EarModel;
    use bodypack::rig::presets::{default_rig, DEFAULT_RIG_ID};
    use bodypack::rig::{Link, Port, StageSound};

    let rig = default_rig();
    assert_eq!(*rig, find(DEFAULT_RIG_ID).unwrap());
    // Against the reference that is divided out, in twelfths of an octave from 50 Hz to 10 kHz.
    let sound = EarModel::new(rig, Side::Left).unwrap();
    let points = 92;
    let off: Vec<f64> = (0..points)
        .map(|n| 50.0 * 200f64.powf(f64::from(n) / f64::from(points - 1)))
        .map(|hz| sound.programme_db(hz) - sound.reference_db(hz))
        .collect();
    let mean = off.iter().sum::<f64>() / f64::from(points);
    let squares: f64 = off.iter().map(|off| (off - mean).powi(2)).sum();
    let rms_db = (squares / f64::from(points)).sqrt();
    assert!(rms_db <= 1.0, "{rms_db} dB rms");
    assert!(sound.leak_corner_hz() < 20.0, "{}", sound.leak_corner_hz());
    assert_eq!((&rig.link, &rig.earphone.port), (&Link::Wired, &Port::None));
    assert_eq!(rig.ambient.stage, StageSound::default());
    assert_eq!(rig.ambient.spill.level_dbspl, 0.0);
    assert!(!rig.ambient.microphones.enabled);
}
