//! Imported curves in the whole chain: what is measured is what is heard, and what is divided out.

use bodypack::chain::{Chain, Io};
use bodypack::curve::import::{self, Imported};
use bodypack::curve::{minimum_phase, references, Curve};
use bodypack::design::{design, EarModel};
use bodypack::rig::measurement::{as_earphone, as_headphones, curve_of, embedded, Headphones};
use bodypack::rig::{
    CurveRole, Ear, Measured, MeasuredOn, Port, Reference, Rig, Side, Treble, WearingStyle,
};

const RATES_HZ: [f64; 5] = [44_100.0, 48_000.0, 88_200.0, 96_000.0, 192_000.0];

fn db(gain: f64) -> f64 {
    20.0 * gain.log10()
}

/// Sixth-octave frequencies from 20 Hz to 16 kHz, and 16 kHz.
fn frequencies() -> impl Iterator<Item = f64> {
    (0..58)
        .map(|n| 20.0 * 2f64.powf(f64::from(n) / 6.0))
        .chain([16_000.0])
}

/// An earphone as a coupler shows one, 48 points an octave: a bass shelf, a dip, the ear's gain, two
/// resonances. Made up.
fn made_up(shift: f64) -> String {
    let mut text = String::from("* made up\nfrequency spl\n");
    for n in 0..=480 {
        let f = 20.0 * 2f64.powf(f64::from(n) / 48.0);
        let bell = |at: f64, q: f64, by: f64| {
            let x = q * (f / at - at / f);
            by / (1.0 + x * x)
        };
        let level = 94.0
            + 8.0 / (1.0 + (f / 150.0).powi(2))
            + bell(700.0, 1.5, -3.0)
            + bell(2800.0 * shift, 1.2, 11.0)
            + bell(5600.0, 6.0, -7.0)
            + bell(8200.0 * shift, 9.0, 12.0)
            + bell(14_500.0, 7.0, 9.0);
        text += &format!("{f:.3}\t{level:.3}\n");
    }
    text
}

fn imported(text: &str, name: &str) -> Imported {
    import::read(text.as_bytes(), name).expect("a measurement")
}

/// A rig that adds nothing to a measurement: sealed, on the impedance that it was measured from, on
/// the coupler.
fn as_measured() -> Rig {
    let mut rig = Rig::default();
    rig.listening.ear = Ear::Coupler711;
    rig.listening.reference = Reference::Flat;
    rig.pack.output_impedance_ohm = 0.0;
    rig.earphone.port = Port::None;
    rig.earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
    rig.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
    rig.own_voice.enabled = false;
    rig.earphone.distortion = 0.0;
    rig
}

fn measured_mut(rig: &mut Rig) -> &mut Measured {
    rig.earphone.measured.as_mut().expect("it was imported")
}

/// Renders an impulse through the whole chain; the response of both ears.
fn rendered(rig: &Rig, rate_hz: f64) -> [Vec<f64>; 2] {
    let mut chain = Chain::new(rig, rate_hz, 1).expect("the rig has a solution");
    let length = (0.2 * rate_hz) as usize;
    let (mut left, mut right) = (vec![0.0_f32; length], vec![0.0_f32; length]);
    const HEIGHT: f32 = 0.05;
    (left[0], right[0]) = (HEIGHT, HEIGHT);
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    [left, right].map(|x| {
        x.iter()
            .map(|s| f64::from(*s) / f64::from(HEIGHT))
            .collect()
    })
}

fn spectrum_db(response: &[f64], rate_hz: f64, frequency_hz: f64) -> f64 {
    let step = -std::f64::consts::TAU * frequency_hz / rate_hz;
    let terms = response.iter().enumerate();
    let sum: num_complex::Complex64 = terms
        .map(|(n, h)| h * num_complex::Complex64::from_polar(1.0, step * n as f64))
        .sum();
    db(sum.norm())
}

/// Measured against rendered audio: within 0.1 dB from 20 Hz to 16 kHz, normalized at 1 kHz, left and
/// right apart, at every usual rate.
#[test]
fn a_measured_earphone_sounds_as_it_was_measured() {
    let left = imported(&made_up(1.0), "Mine L.txt");
    let right = imported(&made_up(1.05), "Mine R.txt");
    let mut rig = as_measured();
    as_earphone(&mut rig, &left, Some(&right), MeasuredOn::Coupler711, "").unwrap();
    measured_mut(&mut rig).treble = Treble::Measured;
    rig.validate().expect("a valid rig");
    let mut worst = 0.0_f64;
    for rate_hz in RATES_HZ {
        let ears = rendered(&rig, rate_hz);
        for (response, curve) in ears.iter().zip([&left.left, &right.right]) {
            let curve = curve.normalized_at(1000.0);
            let at_1k = spectrum_db(response, rate_hz, 1000.0);
            for f in frequencies() {
                let heard = spectrum_db(response, rate_hz, f) - at_1k;
                let off = (heard - curve.level_db(f)).abs();
                worst = worst.max(off);
                assert!(off < 0.1, "{rate_hz}: {off:.3} dB at {f:.0} Hz");
            }
        }
    }
    eprintln!("largest difference {worst:.4} dB");
}

/// Import, render, measure, import again: the same curve within 0.1 dB.
#[test]
fn what_is_rendered_and_measured_again_is_the_same_measurement() {
    let rate_hz = 48_000.0;
    let mut rig = as_measured();
    let first = imported(&made_up(1.0), "Mine.txt");
    let again = |rig: &mut Rig, imported: &Imported| {
        as_earphone(rig, imported, None, MeasuredOn::Coupler711, "").unwrap();
        measured_mut(rig).treble = Treble::Measured;
        let [response, _] = rendered(rig, rate_hz);
        let mut text = String::from("Freq(Hz);SPL(dB)\n");
        for point in imported.left.points() {
            let level = 100.0 + spectrum_db(&response, rate_hz, point.frequency_hz);
            text += &format!("{};{level:.4}\n", point.frequency_hz).replace('.', ",");
        }
        text
    };
    let text = again(&mut rig, &first);
    let second = imported(&text, "Mine again.csv");
    assert_eq!(second.rejected_lines, 0);
    let off = second
        .left
        .normalized_at(1000.0)
        .subtract(&first.left.normalized_at(1000.0));
    for f in frequencies() {
        assert!(
            off.level_db(f).abs() < 0.1,
            "{} dB at {f} Hz",
            off.level_db(f)
        );
    }
}

/// A flat earphone, sealed, on a wire, with a flat reference: what comes out is what went in, to
/// −100 dBFS, at any rate and also in an ear.
#[test]
fn a_transparent_rig_nulls_against_its_input() {
    for rate_hz in RATES_HZ {
        let mut rig = as_measured();
        rig.earphone.measured = Some(Measured {
            left: Some(embedded(&references::flat(), "flat", "")),
            ..Measured::default()
        });
        let mut chain = Chain::new(&rig, rate_hz, 1).expect("the rig has a solution");
        let mut state = 1_u32;
        let input: Vec<f32> = (0..(0.5 * rate_hz) as usize)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .map(|x| 0.5 * x)
            .collect();
        let (mut left, mut right) = (input.clone(), input.clone());
        chain.process(Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        for output in [&left, &right] {
            let left_over = output.iter().zip(&input).map(|(o, i)| (o - i).abs());
            let peak = f64::from(left_over.fold(0.0, f32::max));
            assert!(db(peak) < -100.0, "{rate_hz}: {:.1} dBFS", db(peak));
        }
    }
}

/// Leak, port and output impedance change a measured earphone by exactly what they change the
/// network by.
#[test]
fn fit_and_pack_act_relative_to_the_measured_state() {
    let file = imported(&made_up(1.0), "Mine.txt");
    let worn = |import: bool, change: &dyn Fn(&mut Rig)| {
        let mut rig = as_measured();
        if import {
            as_earphone(&mut rig, &file, None, MeasuredOn::Coupler711, "").unwrap();
        }
        change(&mut rig);
        let sound = EarModel::new(&rig, Side::Left).expect("the rig has a solution");
        move |f: f64| (db(sound.programme(f).norm()), sound.sensitivity_pa_v())
    };
    let changes: [&dyn Fn(&mut Rig); 3] = [
        &|rig| rig.earphone.seal.left_resistance_pa_s_m3 = 2e8,
        &|rig| {
            rig.earphone.port = Port::Hole {
                diameter_mm: 1.0,
                length_mm: 5.0,
            };
        },
        &|rig| rig.pack.output_impedance_ohm = 100.0,
    ];
    for change in changes {
        let (before, after) = (worn(true, &|_| ()), worn(true, change));
        let (network_before, network_after) = (worn(false, &|_| ()), worn(false, change));
        for f in frequencies() {
            // The network's levels are relative to its own sensitivity, which the pack changes.
            let network = |(level_db, unit): (f64, f64)| level_db + db(unit);
            let expected = network(network_after(f)) - network(network_before(f));
            let got = after(f).0 - before(f).0;
            assert!((got - expected).abs() < 1e-6, "{got} {expected} at {f} Hz");
        }
    }
}

/// In a human ear the drum gets what the ear adds at the end of a stiff source, and the listening
/// stage takes it out again: the measurement is heard, but for a constant.
#[test]
fn what_is_heard_in_an_ear_is_the_measurement_against_the_reference() {
    let rate_hz = 48_000.0;
    let file = imported(&made_up(1.0), "Mine.txt");
    for coupler in [MeasuredOn::Coupler711, MeasuredOn::Unknown] {
        let mut rig = as_measured();
        rig.listening.ear = Ear::Type43;
        rig.listening.reference = Reference::HarmanInEar;
        as_earphone(&mut rig, &file, None, coupler, "").unwrap();
        measured_mut(&mut rig).treble = Treble::Measured;
        let designed = design(&rig, rate_hz).expect("the rig has a solution");
        let heard = |f: f64| {
            db(designed.programme()[0].at(f, rate_hz).norm())
                + db(designed.listening()[0].at(f, rate_hz).norm())
        };
        let expected = file.left.subtract(&references::harman_in_ear());
        let offset = heard(1000.0) - expected.level_db(1000.0);
        for f in frequencies() {
            let off = heard(f) - offset - expected.level_db(f);
            assert!(off.abs() < 0.2, "{coupler:?}: {off:.3} dB at {f:.0} Hz");
        }
    }
}

/// A correction undoes a device: device + equalizer = target. Without the equalizer running, what is
/// divided out is target − equalizer; with it, the target.
#[test]
fn a_correction_is_divided_out_as_what_it_corrects() {
    let text = "Preamp: -6 dB\nFilter 1: ON PK Fc 3000 Hz Gain -5 dB Q 1\n\
                Filter 2: ON LSC Fc 100 Hz Gain 6 dB Q 0.7\n";
    let file = imported(text, "ParametricEQ.txt");
    let reference = |change: &dyn Fn(&mut Rig)| {
        let mut rig = as_measured();
        rig.listening.reference = Reference::HarmanOverEar;
        let worn = WearingStyle::OverEar;
        let headphones = Headphones {
            worn,
            ..Headphones::default()
        };
        as_headphones(&mut rig, &file, None, headphones, "");
        change(&mut rig);
        rig.validate().expect("a valid rig");
        let sound = EarModel::new(&rig, Side::Left).expect("the rig has a solution");
        move |f: f64| sound.reference_db(f)
    };
    let device = |rig: &mut Rig| rig.listening.device.take().expect("it was imported");
    let target = reference(&|rig| drop(device(rig)));
    let idle = reference(&|_| ());
    let running = reference(&|rig| {
        let mut own = device(rig);
        assert_eq!(own.holds, CurveRole::Correction);
        own.equaliser_runs = true;
        rig.listening.device = Some(own);
    });
    let half = reference(&|rig| rig.listening.amount = 0.5);
    let equalizer = file.left.normalized_over(300.0, 3000.0);
    for f in frequencies() {
        assert!((running(f) - target(f)).abs() < 1e-9, "{f} Hz");
        let expected = target(f) - equalizer.level_db(f);
        assert!(
            (idle(f) - expected).abs() < 1e-6,
            "{} {expected} at {f} Hz",
            idle(f)
        );
        assert!((half(f) - 0.5 * idle(f)).abs() < 1e-6, "{f} Hz");
    }
    // Boosted bass means that the device lacks it.
    assert!(idle(30.0) < target(30.0) - 4.0);
}

/// The correction acts with its magnitude at 48 kHz up to 20 kHz, whatever the rate: no warping.
#[test]
fn a_correction_near_the_top_is_the_same_at_every_rate() {
    let text = "Filter 1: ON PK Fc 16000 Hz Gain 8 dB Q 1.5\nFilter 2: ON HSC Fc 12000 Hz Gain -4 dB Q 0.7\n";
    let file = imported(text, "ParametricEQ.txt");
    let mut rig = as_measured();
    as_headphones(&mut rig, &file, None, Headphones::default(), "");
    let expected = file.left.normalized_over(300.0, 3000.0);
    for rate_hz in RATES_HZ {
        let designed = design(&rig, rate_hz).expect("the rig has a solution");
        for f in frequencies().chain([18_000.0, 20_000.0]) {
            let played = db(designed.listening()[0].at(f, rate_hz).norm());
            let off = (played - expected.level_db(f)).abs();
            assert!(off < 0.1, "{rate_hz}: {off:.3} dB at {f:.0} Hz");
        }
    }
}

/// A measured device is divided out for each ear by itself; a hole in it is not filled without end.
#[test]
fn a_measured_device_is_divided_out_of_each_ear() {
    let left = imported(&made_up(1.0), "Own L.txt");
    let right = imported(&made_up(1.1), "Own R.txt");
    let mut rig = as_measured();
    as_headphones(&mut rig, &left, Some(&right), Headphones::default(), "");
    let designed = design(&rig, 48_000.0).expect("the rig has a solution");
    for (response, curve) in designed.listening().iter().zip([&left.left, &right.left]) {
        let curve = curve.normalized_over(300.0, 3000.0);
        for f in frequencies() {
            let sum = curve.level_db(f) + db(response.at(f, 48_000.0).norm());
            assert!(sum.abs() < 0.1, "{sum:.3} dB at {f:.0} Hz");
        }
    }
    let hole = imported("20 -45\n100 0\n1000 0\n20000 0\n", "Own.txt");
    as_headphones(&mut rig, &hole, None, Headphones::default(), "");
    let sound = EarModel::new(&rig, Side::Left).expect("the rig has a solution");
    assert_eq!(sound.reference_db(20.0), -30.0);
}

/// Imported curves are in the rig's file, to the last bit, and a rig without imports does not
/// mention them.
#[test]
fn imported_curves_live_in_the_rig_file() {
    let left = imported(&made_up(1.0), "folder/Mine L.txt");
    let right = imported(&made_up(1.05), "folder/Mine R.txt");
    let mut rig = as_measured();
    assert!(!rig.to_toml().contains("measured"));
    as_earphone(
        &mut rig,
        &left,
        Some(&right),
        MeasuredOn::Type43,
        "Somebody, 2024",
    )
    .unwrap();
    as_headphones(
        &mut rig,
        &left,
        None,
        Headphones::default(),
        "Ünïcode \"quotes\"",
    );
    let text = rig.to_toml();
    assert!(text.len() < 60_000, "{}", text.len());
    let back = Rig::from_toml(&text).expect("what was written reads");
    assert_eq!(back, rig);
    let kept = back
        .earphone
        .measured
        .expect("embedded")
        .left
        .expect("embedded");
    assert_eq!(
        (kept.file.as_str(), kept.credit.as_str()),
        ("Mine L.txt", "Somebody, 2024")
    );
    assert_eq!(curve_of(&kept), left.left);
    assert_eq!(embedded(&left.left, "Mine L.txt", "Somebody, 2024"), kept);
}

/// Two couplers do not go together, and the user is told.
#[test]
fn mismatched_couplers_are_warned_about() {
    let file = imported(&made_up(1.0), "Mine.txt");
    let said = |coupler, device: Option<MeasuredOn>| {
        let mut rig = as_measured();
        rig.listening.reference = Reference::HarmanInEar;
        if let Some(coupler) = device {
            let headphones = Headphones {
                coupler,
                ..Headphones::default()
            };
            as_headphones(&mut rig, &file, None, headphones, "");
        }
        as_earphone(&mut rig, &file, None, coupler, "")
            .unwrap()
            .len()
    };
    assert_eq!(said(MeasuredOn::Coupler711, None), 0);
    assert_eq!(said(MeasuredOn::Type43, None), 1);
    assert_eq!(said(MeasuredOn::Unknown, None), 1);
    assert_eq!(said(MeasuredOn::Coupler711, Some(MeasuredOn::Type43)), 1);
    assert_eq!(said(MeasuredOn::Type43, Some(MeasuredOn::Type43)), 0);
}

/// An equalizer is no earphone, and the rig stays as it was.
#[test]
fn an_equalizer_is_refused_as_an_earphone() {
    let file = imported("GraphicEQ: 20 1; 20000 2", "GraphicEQ.txt");
    let mut rig = Rig::default();
    assert!(as_earphone(&mut rig, &file, None, MeasuredOn::Unknown, "").is_err());
    assert_eq!(rig, Rig::default());
}

/// A published impulse of minimum phase is what is rendered: the first sample is the largest of a
/// flat curve.
#[test]
fn a_flat_curve_is_one_sample() {
    let impulse = minimum_phase::impulse(|f| references::flat().level_db(f), 48_000.0, 16);
    assert!((impulse[0] - 1.0).abs() < 1e-12);
    let curve = Curve::from_levels(&[(20.0, 0.0), (20_000.0, 0.0)]).unwrap();
    assert_eq!(curve_of(&embedded(&curve, "", "")), curve);
}
