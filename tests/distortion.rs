//! Distortion of the drivers, rendered, against published figures.

// What was obtained beside what is published is for whoever runs it with --nocapture.
#![allow(clippy::print_stdout)]

use super::render;
use bodypack::chain::Chain;
use bodypack::rig::{Amplifier, BalancedArmature, Damper, Dynamic, Electrostatic, Rig, Transducer};
use render::{
    chain_tone, on_coupler, through_chain, tweeter, whole_periods, woofer, Heard, Stand, LENGTH,
};

/// The default moving coil with the nozzle and damper that it was fitted with.
fn coil() -> Rig {
    let motor = Transducer::Dynamic(Dynamic::default());
    let mut rig = on_coupler(motor, 1, None, (7.76, 1.17));
    rig.earphone.bores[0].damper = Some(Damper {
        resistance_pa_s_m3: 6.97e7,
        mass_kg_m4: 0.0,
        position: 0.0,
    });
    rig
}

fn charged(single_sided: f64) -> Rig {
    let motor = Transducer::Electrostatic(Electrostatic {
        single_sided,
        ..Electrostatic::default()
    });
    on_coupler(motor, 1, Some((3.0, 0.7)), (11.0, 0.95))
}

fn armature() -> Rig {
    let motor = Transducer::BalancedArmature(BalancedArmature::default());
    on_coupler(motor, 1, None, (1.65, 0.262))
}

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Check 22: a dual woofer receiver reaches 10 % at 132 dB SPL from 100 to 500 Hz and at 141 dB at 1 kHz,
/// ± 2 dB, and has 0.1 % at 94 and 100 dB, × 2 (data sheet of Knowles HODVTEC-31618).
#[test]
fn a_woofer_receiver_distorts_as_published() {
    let mut stand = Stand::new(&woofer());
    for (hz, expected) in [
        (100.0, 132.0),
        (300.0, 132.0),
        (500.0, 132.0),
        (1000.0, 141.0),
    ] {
        let got = stand.level_of(hz, 0.1).unwrap_or(f64::NAN);
        println!("woofer: 10 % at {got:.1} dB SPL at {hz} Hz, published {expected}");
        assert!((got - expected).abs() < 2.0, "{hz} Hz: {got} dB SPL");
    }
    // Above 1.2 kHz the sheet's plot has 144, 128.5 and 134 dB SPL; the model misses it and never reaches 10 %.
    for (hz, plotted) in [(1400.0, 144.0), (3500.0, 128.5), (4500.0, 134.0)] {
        let got = stand.level_of(hz, 0.1);
        println!("woofer: 10 % at {got:?} dB SPL at {hz} Hz, plotted {plotted}");
    }
    for level in [94.0, 100.0] {
        let got = stand.at_level(1000.0, level).thd();
        println!("woofer: {:.3} % at {level} dB SPL", 100.0 * got);
        assert!((0.5e-3..2e-3).contains(&got), "{level} dB SPL: {got}");
    }
}

/// Check 23: a dual tweeter receiver reaches 10 % at 114 dB SPL at 1 kHz, ± 2 dB, and has 0.2 % at
/// 94 and 100 dB, × 2 (data sheet of Knowles SWFK-31736).
#[test]
fn a_tweeter_receiver_distorts_as_published() {
    let mut stand = Stand::new(&tweeter());
    let got = stand.level_of(1000.0, 0.1).unwrap_or(f64::NAN);
    println!("tweeter: 10 % at {got:.1} dB SPL");
    assert!((got - 114.0).abs() < 2.0, "{got} dB SPL");
    for level in [94.0, 100.0] {
        let got = stand.at_level(1000.0, level).thd();
        println!("tweeter: {:.3} % at {level} dB SPL", 100.0 * got);
        assert!((1e-3..4e-3).contains(&got), "{level} dB SPL: {got}");
    }
}

/// The flux saturates before the acoustics: a harmonic that falls on the receiver's peak stands out.
/// H2 is strongest for a tone at half the peak's frequency, H3 at a third of it.
#[test]
fn harmonics_stand_out_where_they_fall_on_the_peak() {
    let mut rig = armature();
    rig.listening.level_dbspl = 105.0;
    let frequencies: Vec<f64> = (0..60).map(|n| 500.0 * 1.042f64.powi(n)).collect();
    let found: Vec<(f64, Heard)> = (frequencies.iter())
        .map(|hz| (*hz, chain_tone(&rig, *hz, 0.25)))
        .collect();
    let loudest = |of: &dyn Fn(&Heard) -> f64| {
        let highest = found.iter().max_by(|a, b| of(&a.1).total_cmp(&of(&b.1)));
        highest.map_or(0.0, |found| found.0)
    };
    let peak_hz = loudest(&|heard| heard.0[1].norm());
    for order in [2, 3] {
        let hz = loudest(&|heard| heard.share(order));
        println!("peak at {peak_hz:.0} Hz, H{order} strongest at {hz:.0} Hz");
        assert!(
            (hz * order as f64 / peak_hz - 1.0).abs() < 0.1,
            "H{order} at {hz} Hz"
        );
    }
}

/// Recalled figures for good moving coils, so only to within a factor of two: 0.05 to 0.3 % at
/// 94 dB SPL from 100 Hz to 3 kHz, 0.3 to 1 % at 20 to 40 Hz. The laws are exact: mostly H2, which
/// grows by 6 dB per 6 dB while H3 grows by 12.
#[test]
fn a_moving_coil_distorts_as_recalled() {
    let rig = coil();
    let mut stand = Stand::new(&rig);
    for (hz, least, most) in [
        (20.0, 0.3e-2, 1e-2),
        (40.0, 0.3e-2, 1e-2),
        (100.0, 0.05e-2, 0.3e-2),
        (300.0, 0.05e-2, 0.3e-2),
        (1000.0, 0.05e-2, 0.3e-2),
        (3000.0, 0.05e-2, 0.3e-2),
    ] {
        let heard = stand.at_level(hz, 94.0);
        println!("coil: {hz} Hz {:.3} % at 94 dB SPL", 100.0 * heard.thd());
        assert!(
            heard.share(2) > 3.0 * heard.share(3),
            "H2 dominates at {hz} Hz"
        );
        assert!((0.5 * least..2.0 * most).contains(&heard.thd()), "{hz} Hz");
    }
    for hz in [50.0, 500.0] {
        let (soft, loud) = (stand.at_level(hz, 88.0), stand.at_level(hz, 94.0));
        let second = db(loud.share(2) / soft.share(2));
        let third = db(loud.share(3) / soft.share(3));
        assert!((second - 6.0).abs() < 0.3, "H2 grows by {second} dB");
        assert!((third - 12.0).abs() < 0.6, "H3 grows by {third} dB");
    }
}

/// One stator: mostly H2, some tenths of a per cent at 94 dB SPL (an estimate). Two: mostly H3, and
/// less. A third of the gap is the end.
#[test]
fn a_charged_diaphragm_distorts_by_its_sides() {
    let (one, two) = (
        Stand::new(&charged(1.0)).at_level(2000.0, 94.0),
        Stand::new(&charged(0.0)).at_level(2000.0, 94.0),
    );
    println!(
        "charged: one stator {:.3} %, two {:.4} %",
        100.0 * one.thd(),
        100.0 * two.thd()
    );
    assert!(one.share(2) > 5.0 * one.share(3));
    assert!(two.share(3) > 5.0 * two.share(2));
    assert!(two.thd() < one.thd());
    // At 10 %, the stroke has taken 2.28 dB from the fundamental.
    let mut stand = Stand::new(&charged(0.0));
    let limit = (0..120)
        .map(|step| 10f64.powf(f64::from(step) / 40.0))
        .find(|amplitude| stand.tone(2000.0, *amplitude).thd() >= 0.1)
        .unwrap_or(f64::NAN);
    let mut linear = charged(0.0);
    linear.earphone.distortion = 0.0;
    let without = Stand::new(&linear).tone(2000.0, limit).level_dbspl();
    let lost = without - stand.tone(2000.0, limit).level_dbspl();
    println!("charged: 10 % at {without:.1} dB SPL, where {lost:.2} dB are lost");
    assert!(lost > 1.0, "{lost} dB");
}

/// The listening level drives the drivers, and the listener's own headphones play as loud as
/// before; without distortion, only the level of the drum changes.
#[test]
fn the_listening_level_changes_distortion_and_not_loudness() {
    let mut rig = coil();
    let at = |rig: &Rig| {
        let hz = whole_periods(100.0, render::RATE_HZ);
        Heard::of(
            &through_chain(rig, hz, 0.18, render::RATE_HZ),
            hz,
            render::RATE_HZ,
        )
    };
    rig.listening.level_dbspl = 75.0;
    let soft = at(&rig);
    rig.listening.level_dbspl = 95.0;
    let loud = at(&rig);
    let change = db(loud.0[1].norm() / soft.0[1].norm());
    assert!(change.abs() < 0.02, "{change} dB");
    let grown = db(loud.thd() / soft.thd());
    assert!(
        (grown - 20.0).abs() < 1.0,
        "the distortion grows by {grown} dB"
    );
    rig.earphone.distortion = 0.5;
    let half = db(at(&rig).thd() / loud.thd());
    assert!((half + 6.02).abs() < 0.1, "{half} dB");
    rig.earphone.distortion = 0.0;
    let none = at(&rig).thd();
    assert!(none < 1e-6, "{none}");
}

/// The second half of check 36: 40 dB below what gives 10 %, a moving coil has changed its
/// gain by less than 0.001 dB, and a reed that is centered distorts by less than 0.01 %.
#[test]
fn soft_sounds_pass_as_they_are() {
    let mut centered = woofer();
    if let Transducer::BalancedArmature(parts) = &mut centered.earphone.drivers[0].motor {
        parts.asymmetry = 0.0;
    }
    let mut stand = Stand::new(&centered);
    let limit = stand.level_of(300.0, 0.1).unwrap_or(f64::NAN);
    let soft = stand.at_level(300.0, limit - 40.0);
    assert!(soft.thd() < 1e-4, "{}", soft.thd());
    for rig in [centered, coil()] {
        let linear = Rig {
            earphone: bodypack::rig::Earphone {
                distortion: 0.0,
                ..rig.earphone.clone()
            },
            ..rig.clone()
        };
        let amplitude = 0.01;
        let with = Stand::new(&rig).tone(300.0, amplitude).level_dbspl();
        let without = Stand::new(&linear).tone(300.0, amplitude).level_dbspl();
        assert!((with - without).abs() < 1e-3, "{} dB", with - without);
    }
}

/// A full-scale tone of 10 kHz leaves nothing but its harmonics: all else is 90 dB down.
#[test]
fn nothing_folds_back() {
    for rate_hz in [44_100.0, 48_000.0] {
        for (name, rig) in [
            ("reed", armature()),
            ("woofer", woofer()),
            ("tweeter", tweeter()),
            ("coil", coil()),
            ("one stator", charged(1.0)),
        ] {
            // By itself, a tweeter with one stator has reached its stroke soon after.
            let loudest = if name == "one stator" { 85.0 } else { 105.0 };
            for level in [85.0, loudest] {
                let mut rig = rig.clone();
                rig.listening.level_dbspl = level;
                // An odd number of periods, so that what folds back falls beside the harmonics.
                let bin = (10_000.0 / rate_hz * LENGTH as f64 / 2.0).floor() * 2.0 + 1.0;
                let hz = bin * rate_hz / LENGTH as f64;
                let worst = folded_db(&rig, hz, rate_hz);
                println!("{name}, {level} dB SPL, {rate_hz} Hz: {worst:.1} dB");
                assert!(
                    worst < -90.0,
                    "{name}, {level} dB SPL, {rate_hz} Hz: {worst} dB"
                );
            }
        }
    }
}

/// The same for every factory rig at 105 dB SPL, each earphone once. A full-range electrostatic, asked for
/// 123 dB SPL, is held back by its own amplifier.
#[test]
fn nothing_folds_back_in_any_factory_rig() {
    let mut known: Vec<&[bodypack::rig::Driver]> = Vec::new();
    for preset in bodypack::rig::presets::all() {
        let drivers = preset.rig.earphone.drivers.as_slice();
        if known.contains(&drivers) {
            continue;
        }
        known.push(drivers);
        for rate_hz in [44_100.0, 48_000.0] {
            let mut rig = preset.rig.clone();
            rig.listening.level_dbspl = 105.0;
            let bin = (10_000.0 / rate_hz * LENGTH as f64 / 2.0).floor() * 2.0 + 1.0;
            let worst = folded_db(&rig, bin * rate_hz / LENGTH as f64, rate_hz);
            println!("{}, {rate_hz} Hz: {worst:.1} dB", preset.id);
            assert!(worst < -90.0, "{}, {rate_hz} Hz: {worst} dB", preset.id);
        }
    }
}

/// The amplifier of the full-range electrostatic lets through what such a system does, some 118 dB SPL
/// (recalled, ± 2 dB), at peaks of tones from 500 to 1000 Hz. At ordinary levels the output is the same
/// bits as without a limit.
#[test]
fn an_electrostatics_amplifier_keeps_it_within_its_stroke() {
    let mut rig = bodypack::rig::presets::find("electrostatic-full-range").expect("a factory rig");
    rig.put_on_coupler();
    rig.listening.level_dbspl = 105.0;
    let mut stand = Stand::new(&rig);
    for hz in [500.0, 1000.0] {
        let heard = stand.tone(hz, 1.0);
        let peak_dbspl = heard.level_dbspl() + 3.01;
        println!(
            "{hz} Hz: peak of {peak_dbspl:.1} dB SPL, {:.2} %",
            100.0 * heard.thd()
        );
        assert!((peak_dbspl - 118.0).abs() < 2.0, "{peak_dbspl} dB SPL");
        assert!(heard.thd() < 0.1, "{}", heard.thd());
    }
    rig.listening.level_dbspl = 95.0;
    let without = {
        let mut rig = rig.clone();
        if let Transducer::Electrostatic(parts) = &mut rig.earphone.drivers[0].motor {
            parts.amplifier = parts.amplifier.clone().map(|amplifier| Amplifier {
                limit_v: f64::INFINITY,
                ..amplifier
            });
        }
        through_chain(&rig, 1000.0, 0.2, render::RATE_HZ)
    };
    assert_eq!(through_chain(&rig, 1000.0, 0.2, render::RATE_HZ), without);
}

/// The strongest part that is no harmonic, re the tone.
fn folded_db(rig: &Rig, hz: f64, rate_hz: f64) -> f64 {
    use bodypack::chain::earphone::{self, Earphone};
    use bodypack::chain::ears::Ears;
    use bodypack::dsp::stage::Stage;
    let designed = render::at_drum(rig, rate_hz);
    let settings = earphone::Settings::new(&rig.listening, &rig.earphone);
    let mut earphone = Earphone::new(rate_hz, &designed, &settings);
    let mut ears = Ears::new(rate_hz, &designed, &settings);
    let turn = std::f64::consts::TAU * hz / rate_hz;
    let mut left: Vec<f32> = (0..2 * LENGTH)
        .map(|at| (turn * at as f64).sin() as f32)
        .collect();
    let mut right = left.clone();
    earphone.process(&mut [&mut left, &mut right]);
    ears.process(&mut [&mut left, &mut right]);
    let plan = realfft::RealFftPlanner::<f64>::new().plan_fft_forward(LENGTH);
    let mut end: Vec<f64> = left[LENGTH..].iter().map(|x| f64::from(*x)).collect();
    let mut spectrum = plan.make_output_vec();
    plan.process(&mut end, &mut spectrum)
        .expect("lengths are the plan's");
    let tone = (hz / rate_hz * LENGTH as f64).round() as usize;
    let worst = (spectrum.iter().enumerate().skip(1))
        .filter(|(bin, _)| bin % tone != 0)
        .map(|(_, value)| value.norm())
        .fold(0.0, f64::max);
    db(worst / spectrum[tone].norm())
}

/// Another law comes in without a click: the linear sound being the same, what is high in it rises by
/// less than 100 dB below the tone over what either law gives by itself.
#[test]
fn laws_change_without_a_click() {
    let mut first = woofer();
    first.listening.level_dbspl = 105.0;
    let mut second = first.clone();
    if let Transducer::BalancedArmature(parts) = &mut second.earphone.drivers[0].motor {
        (parts.saturation_pa, parts.asymmetry) = (3000.0, 0.05);
    }
    let steady = roughness(&[&first]).max(roughness(&[&second]));
    let changing = roughness(&[&first, &second]);
    println!("roughness {changing:e} while laws change, {steady:e} while they stay");
    assert!(
        changing < steady + 1e-5 * 0.2,
        "{changing} against {steady}"
    );
}

/// The largest fourth difference, which weighs what is high, of a tone at 300 Hz while rigs take turns.
fn roughness(rigs: &[&Rig]) -> f32 {
    use bodypack::chain::Io;
    use bodypack::design::design;
    let rate_hz = render::RATE_HZ;
    let mut chain = Chain::new(rigs[0], rate_hz, 1).expect("the rig has a solution");
    let turn = std::f64::consts::TAU * 300.0 / rate_hz;
    let tone = |at: i32| 0.2 * (turn * f64::from(at)).sin() as f32;
    let mut left: Vec<f32> = (0..36_000).map(tone).collect();
    let mut right = left.clone();
    let blocks = left.chunks_mut(3600).zip(right.chunks_mut(3600));
    for (step, (left, right)) in blocks.enumerate() {
        chain.take_retired();
        let next = design(rigs[step % rigs.len()], rate_hz).expect("the rig has a solution");
        if step > 2 {
            assert!(chain.install(next).is_ok());
        }
        chain.process(Io {
            main: [left, right],
            ambient: None,
            own_voice: None,
        });
    }
    (left[7200..].windows(5))
        .map(|x| (x[0] - 4.0 * x[1] + 6.0 * x[2] - 4.0 * x[3] + x[4]).abs())
        .fold(0.0, f32::max)
}
