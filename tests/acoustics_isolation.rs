//! Insertion loss of earphones: tips against the figures for their kind, the bone-conduction
//! ceiling, and musicians' filters.

// The figures are worth reading beside the published ones: `-- --nocapture`.
#![allow(clippy::print_stdout)]

use bodypack::acoustics::bone_conduction::ceiling_db;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::occlusion::Occlusion;
use bodypack::acoustics::open_ear::{Insertion, OpenEar};
use bodypack::acoustics::{Network, Placement};
use bodypack::curve::references;
use bodypack::rig::{
    tips, BalancedArmature, Ear, Earphone, ModuleGrade, Port, Side, TipKind, Transducer,
};

const OCTAVES_HZ: [f64; 8] = [63.0, 125.0, 250.0, 500.0, 1e3, 2e3, 4e3, 8e3];

/// Insertion loss that such tips reach in octaves (an estimate bounded by what ear plugs of the
/// same kind reach, and by the bones).
const TARGETS: [(TipKind, [f64; 8]); 6] = [
    (
        TipKind::SiliconeAverage,
        [4.0, 9.0, 14.0, 18.0, 22.0, 28.0, 33.0, 33.0],
    ),
    (
        TipKind::SiliconeGood,
        [16.0, 18.0, 20.0, 22.0, 25.0, 30.0, 36.0, 36.0],
    ),
    (
        TipKind::Foam,
        [20.0, 22.0, 24.0, 26.0, 28.0, 33.0, 38.0, 40.0],
    ),
    (
        TipKind::TripleFlange,
        [26.0, 27.0, 28.0, 29.0, 31.0, 34.0, 40.0, 42.0],
    ),
    (
        TipKind::AcrylicCustom,
        [20.0, 22.0, 23.0, 24.0, 26.0, 31.0, 36.0, 37.0],
    ),
    (
        TipKind::SiliconeCustom,
        [24.0, 26.0, 28.0, 30.0, 31.0, 34.0, 40.0, 40.0],
    ),
];

fn worn(kind: TipKind, port: Port) -> Earphone {
    let mut earphone = Earphone::default();
    tips::apply(&mut earphone, kind);
    earphone.port = port;
    earphone
}

fn insertion(earphone: &Earphone) -> Insertion {
    Insertion::new(earphone, Side::Left, &Placement::human(2.0)).expect("it has a solution")
}

/// Insertion loss for pink noise in one octave, dB.
fn octave_db(insertion: &Insertion, center_hz: f64) -> f64 {
    let power = (-6..=6)
        .map(|step| insertion.transmitted_power(center_hz * 2f64.powf(f64::from(step) / 13.0)));
    -10.0 * (power.sum::<f64>() / 13.0).log10()
}

fn loss_db(kind: TipKind, center_hz: f64) -> f64 {
    octave_db(&insertion(&worn(kind, Port::None)), center_hz)
}

/// Check 28: a diffuse field at the drum of the open ear is 15.7 dB over 100 Hz at its most, from
/// 2.5 to 3.15 kHz, ± 1 dB (ISO 11904-1).
#[test]
fn a_diffuse_field_is_loudest_where_the_open_ear_resonates() {
    let field = references::diffuse_field().normalized_at(100.0);
    let (peak_hz, peak_db) = (0..200)
        .map(|n| 1000.0 * 2f64.powf(f64::from(n) / 50.0))
        .map(|hz| (hz, field.level_db(hz)))
        .fold((0.0, 0.0), |a, b| if b.1 > a.1 { b } else { a });
    assert!((peak_db - 15.7).abs() < 1.0, "{peak_db} dB");
    assert!((2400.0..3300.0).contains(&peak_hz), "{peak_hz} Hz");
}

/// The open canal's own resonance is a part of that: between 2.4 and 3.6 kHz. A textbook's 17 dB lie
/// between the two drums: the average ear's takes in more sound, that of Hudde and Engel less.
#[test]
fn the_open_canal_resonates() {
    for ear in [Ear::Type43, Ear::HuddeEngel] {
        let open = OpenEar::new(ear, 36.0);
        let level_db = |hz: f64| 20.0 * open.gain(hz).norm().log10();
        let (peak_hz, peak_db) = (0..200)
            .map(|n| 1000.0 * 2f64.powf(f64::from(n) / 100.0))
            .map(|hz| (hz, level_db(hz)))
            .fold((0.0, 0.0), |a, b| if b.1 > a.1 { b } else { a });
        println!("{ear:?}: {peak_db:.1} dB at {peak_hz:.0} Hz");
        assert!((2400.0..3600.0).contains(&peak_hz), "{peak_hz} Hz");
        assert!((6.0..20.0).contains(&peak_db), "{peak_db} dB");
        assert!(level_db(100.0).abs() < 0.2);
    }
}

/// Checks 29 and 30: every kind of tip keeps out what such tips do, ± 5 dB in every octave, and
/// none more than the bones let past.
#[test]
fn every_tip_keeps_out_what_its_kind_does() {
    for (kind, targets) in TARGETS {
        let mut earphone = worn(kind, Port::None);
        if kind == TipKind::TripleFlange {
            // A coil's own vent would be what lets the lowest octave in past so tight a tip.
            earphone.drivers[0].motor = Transducer::BalancedArmature(BalancedArmature::default());
        }
        let insertion = insertion(&earphone);
        let losses = OCTAVES_HZ.map(|hz| octave_db(&insertion, hz));
        println!("{:17} {losses:5.1?}", kind.id());
        for ((hz, target_db), got_db) in OCTAVES_HZ.into_iter().zip(targets).zip(losses) {
            assert!(
                (got_db - target_db).abs() <= 5.0,
                "{} at {hz} Hz: {got_db:.1}, not {target_db} dB",
                kind.id()
            );
        }
        for step in 0..100 {
            let hz = 20.0 * 1000f64.powf(f64::from(step) / 99.0);
            assert!(insertion.loss_db(hz) <= ceiling_db(hz) + 1e-9);
        }
        assert!(insertion.loss_db(2000.0) <= 40.0);
    }
}

/// From poor to average to good silicone, to foam and to a triple flange, each keeps out more.
#[test]
fn the_series_of_tips_isolates_better_and_better() {
    let series = [
        TipKind::SiliconePoor,
        TipKind::SiliconeAverage,
        TipKind::SiliconeGood,
        TipKind::Foam,
        TipKind::TripleFlange,
    ];
    for hz in [125.0, 1000.0, 4000.0] {
        let losses = series.map(|kind| loss_db(kind, hz));
        println!("{hz} Hz {losses:5.1?}");
        assert!(
            losses.windows(2).all(|pair| pair[0] < pair[1]),
            "{hz} Hz: {losses:?}"
        );
    }
}

/// A flat earbud keeps out 0/0/0/−1/1/3/6/10 dB (an estimate; ± 5 dB).
#[test]
fn a_flat_earbud_keeps_out_next_to_nothing() {
    let targets = [0.0, 0.0, 0.0, -1.0, 1.0, 3.0, 6.0, 10.0];
    let losses = OCTAVES_HZ.map(|hz| loss_db(TipKind::Earbud, hz));
    println!("{losses:5.1?}");
    for (got_db, target_db) in losses.into_iter().zip(targets) {
        assert!((got_db - target_db).abs() <= 5.0, "{losses:?}");
    }
}

/// Check 35: the ear being a one-port, the loss at the drum is that at the tip's face, where the
/// open ear has the pressure that its canal gives it. To 1e-9 dB.
#[test]
fn the_loss_at_the_drum_is_that_at_the_tips_face() {
    for kind in [
        TipKind::SiliconeAverage,
        TipKind::TripleFlange,
        TipKind::Earbud,
    ] {
        let earphone = worn(kind, Port::None);
        let insertion = insertion(&earphone);
        let network = Network::new(&earphone, Side::Left, &Placement::human(2.0)).unwrap();
        let open = OpenEar::new(Ear::Type43, 36.0);
        for hz in [50.0, 500.0, 2700.0, 9000.0] {
            let face_to_drum = network.ear().at(&Frequency::new(hz)).drum_transfer;
            let open_face = open.gain(hz) / face_to_drum;
            let at_face_db = 20.0 * (network.solve(hz).isolation / open_face).norm().log10();
            let at_drum_db = 20.0 * insertion.air(hz).norm().log10();
            assert!((at_face_db - at_drum_db).abs() < 1e-9);
        }
    }
}

/// Check 32: a 15 dB musician's filter keeps out 15 ± 3 dB from 125 Hz to 4 kHz, the open ear's
/// resonance lost and given back included.
#[test]
fn musicians_filters_are_flat() {
    for loss in [9.0, 15.0, 25.0] {
        let port = Port::Filter {
            loss_db: loss,
            resonance_hz: 2700.0,
            q: 1.5,
        };
        let insertion = insertion(&worn(TipKind::SiliconeCustom, port));
        let losses = OCTAVES_HZ.map(|hz| octave_db(&insertion, hz));
        println!("{loss} dB: {losses:5.1?}");
        if loss == 15.0 {
            for (hz, got_db) in OCTAVES_HZ.into_iter().zip(losses) {
                let inside = !(125.0..=4000.0).contains(&hz) || (got_db - 15.0).abs() <= 3.0;
                assert!(inside, "{hz} Hz: {got_db:.1} dB");
            }
        }
    }
}

/// Musicians' filters keep what they are sold by, ± 3 dB, in every third octave from 125 Hz to 8 kHz, in the
/// ear that the rigs are worn in: all four in the factory's acrylic shell, those of 15 and 20 dB in a silicone
/// shell as well. (One of 9 dB misses by 3.9 dB there and one of 25 dB by 5.1, both at 8 kHz: how much the shell
/// lets through differs. In adult ears all miss by 4 to 8 dB, since their open ear is another.)
#[test]
fn musicians_filters_keep_their_loss_in_third_octaves() {
    let acrylic = bodypack::rig::presets::find("horn-player-musicians-filter").unwrap();
    assert_eq!(acrylic.earphone.port, Port::filter(15.0));
    let third = |insertion: &Insertion, center_hz: f64| {
        let power = (-4..=4)
            .map(|step| insertion.transmitted_power(center_hz * 2f64.powf(f64::from(step) / 27.0)));
        -10.0 * (power.sum::<f64>() / 9.0).log10()
    };
    let silicone = worn(TipKind::SiliconeCustom, Port::None);
    for (loss_db, held) in [(9.0, 1), (15.0, 2), (20.0, 2), (25.0, 1)] {
        for (at, shell) in [&acrylic.earphone, &silicone].into_iter().enumerate() {
            let mut earphone = shell.clone();
            earphone.port = Port::filter(loss_db);
            let insertion = insertion(&earphone);
            let losses: Vec<f64> = (0..19)
                .map(|n| third(&insertion, 125.0 * 2f64.powf(f64::from(n) / 3.0)))
                .collect();
            println!("{loss_db} dB: {losses:5.1?}");
            let worst = losses
                .iter()
                .map(|db| (db - loss_db).abs())
                .fold(0.0, f64::max);
            assert!(at >= held || worst <= 3.0, "{loss_db} dB: {losses:.1?}");
        }
    }
}

/// A closed module is never as tight as no vent, and each grade after it is more open.
#[test]
fn every_vent_lets_through_more_than_none() {
    let module = |grade| Port::Module { grade };
    let ports = [
        Port::None,
        module(ModuleGrade::Closed),
        module(ModuleGrade::Tight),
        module(ModuleGrade::Medium),
        module(ModuleGrade::Open),
    ];
    let earphones = ports.map(|port| worn(TipKind::AcrylicCustom, port));
    let programme = Placement::coupler(0.0);
    for hz in [31.5, 63.0, 125.0, 250.0, 500.0, 1000.0] {
        let losses = earphones.each_ref().map(|e| octave_db(&insertion(e), hz));
        assert!(
            losses.windows(2).all(|pair| pair[0] > pair[1]),
            "{hz} Hz: {losses:?}"
        );
        let bass = earphones.each_ref().map(|e| {
            let network = Network::new(e, Side::Left, &programme).unwrap();
            network.solve(hz).drum_pa_per_v.norm()
        });
        if hz < 200.0 {
            assert!(
                bass.windows(2).all(|pair| pair[0] > pair[1]),
                "{hz} Hz: {bass:?}"
            );
        }
    }
}

/// A port beside a tip that seals nothing changes next to nothing, and everything stays finite.
#[test]
fn a_port_beside_an_earbud_hardly_matters() {
    let filter = Port::Filter {
        loss_db: 15.0,
        resonance_hz: 2700.0,
        q: 1.5,
    };
    let [without, with] = [Port::None, filter].map(|port| insertion(&worn(TipKind::Earbud, port)));
    for hz in OCTAVES_HZ {
        let change_db = with.loss_db(hz) - without.loss_db(hz);
        assert!(change_db.abs() < 4.0, "{hz} Hz: {change_db}");
    }
}

/// Check 31 and its neighbors: the occlusion effect at 125, 250, 500, 1000 and 2000 Hz. Shallow
/// 20 ± 5 dB at 250 Hz and 6 ± 4 dB at 1 kHz; deep and vented ± 6 dB of what is usual (recalled
/// from the literature to ± 5 dB); about 0 dB at 2 kHz.
#[test]
fn the_own_voice_booms_in_a_closed_ear() {
    let vent = Port::Hole {
        diameter_mm: 2.0,
        length_mm: 10.0,
    };
    let effects = [
        (TipKind::SiliconeGood, Port::None),
        (TipKind::TripleFlange, Port::None),
        (TipKind::SiliconeGood, vent),
    ]
    .map(|(kind, port)| {
        let earphone = worn(kind, port);
        let ear = Occlusion::new(&earphone, Side::Left, &Placement::human(2.0)).unwrap();
        [125.0, 250.0, 500.0, 1000.0, 2000.0].map(|hz| ear.effect_db(hz))
    });
    println!(
        "shallow {:5.1?}\ndeep    {:5.1?}\nvented  {:5.1?}",
        effects[0], effects[1], effects[2]
    );
    let [shallow, deep, vented] = effects;
    assert!((shallow[1] - 20.0).abs() <= 5.0 && (shallow[3] - 6.0).abs() <= 4.0);
    assert!(
        shallow.windows(2).all(|pair| pair[0] > pair[1]),
        "{shallow:?}"
    );
    assert!(shallow[1] > deep[1] && deep[1] > vented[1]);
    for (got, usual) in [
        (deep, [12.0, 11.0, 8.0, 4.0, 0.0]),
        (vented, [5.0, 8.0, 8.0, 4.0, 0.0]),
    ] {
        for (got_db, usual_db) in got.into_iter().zip(usual) {
            assert!((got_db - usual_db).abs() <= 6.0, "{got:?} beside {usual:?}");
        }
    }
    assert!(effects.iter().all(|effect| effect[4].abs() < 4.0));
}
