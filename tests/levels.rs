//! Levels in real units, against the arithmetic of data sheets and against what is rendered.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::analysis::gain_structure::{
    divider_db, level_of_power_dbspl, sensitivity_dbspl_v, volts_of_dbu, Levels,
};
use bodypack::chain::{Chain, Io};
use bodypack::design::design;
use bodypack::rig::{packs, presets, BrokenConductor, Rig, Side};
use measure::{check, sine};

#[test]
fn earphone_level_from_data_sheet_sensitivity() {
    // 107 dB SPL/mW, 17 Ω: 124.7 dB SPL at 1 V, 124.0 dB SPL at 50 mW.
    check("at 1 V", sensitivity_dbspl_v(107.0, 17.0), 124.7, 0.1);
    check("at 50 mW", level_of_power_dbspl(107.0, 50.0), 124.0, 0.1);
    check(
        "119 dB/mW, 27 Ω",
        sensitivity_dbspl_v(119.0, 27.0),
        134.7,
        0.1,
    );
    check(
        "105 dB/mW, 32 Ω",
        sensitivity_dbspl_v(105.0, 32.0),
        119.9,
        0.1,
    );
}

#[test]
fn output_impedance_voltage_divider() {
    check("9.5 Ω into 16 Ω", divider_db(16.0, 9.5), -4.05, 0.02);
    for (source_ohm, losses_db) in [
        (0.5, [0.5, 0.3, 0.1]),
        (2.0, [1.9, 1.0, 0.5]),
        (20.0, [10.9, 7.0, 4.2]),
        (47.0, [16.8, 11.9, 7.9]),
    ] {
        for (load_ohm, loss_db) in [8.0, 16.0, 32.0].into_iter().zip(losses_db) {
            check("loss, dB", -divider_db(load_ohm, source_ohm), loss_db, 0.06);
        }
    }
}

#[test]
fn nominal_level_is_1_23_volts() {
    check("+4 dBu, V", volts_of_dbu(4.0), 1.228, 0.001);
    check("+5 dBu, V", volts_of_dbu(5.0), 1.377, 0.001);
}

#[test]
fn the_levels_of_a_rig_hang_together() {
    let mut rig = presets::find("single-dynamic-wired").expect("a preset");
    rig.pack = packs::find("wired-basic").expect("a pack").pack.clone();
    let levels = Levels::of(&rig, Side::Left).expect("a solution");
    println!("{levels:#?}");
    // From the terminals on, by the earphone's own figures.
    let by_volts = levels.sensitivity_dbspl_v + 20.0 * levels.terminal_v.log10();
    let by_power = levels.sensitivity_dbspl_mw + 10.0 * levels.power_mw.log10();
    check("by volts", by_volts, levels.drum_dbspl, 0.01);
    check("by power", by_power, levels.drum_dbspl, 0.01);
    let divided = 20.0 * (levels.terminal_v / levels.open_v).log10();
    check(
        "divider, dB",
        divided,
        divider_db(levels.impedance_ohm, 10.0),
        0.3,
    );
    let hiss = levels.hiss_dbspl.expect("an amplifier with noise");
    let expected = levels.drum_dbspl + 20.0 * (20e-6 / levels.open_v).log10();
    check("hiss, dB SPL(A)", hiss, expected, 0.01);
    // A published class of amplifiers: 100 dB SPL and more before it clips.
    assert!(levels.loudest_dbspl.expect("rails") > 100.0);
    // Louder by the volume, and by the trim of the feed.
    rig.pack.volume_db = 6.0;
    rig.feed.trim_db = 2.0;
    let louder = Levels::of(&rig, Side::Left).expect("a solution");
    check(
        "louder by",
        louder.drum_dbspl - levels.drum_dbspl,
        8.0,
        1e-9,
    );
}

#[test]
fn what_is_said_of_the_drum_is_what_is_rendered() {
    for id in [
        "single-dynamic-wired",
        "dual-armature-digital",
        "drummer-one-ear-out",
    ] {
        let mut rig = presets::find(id).expect("a preset");
        rig.own_voice.enabled = false;
        rig.ambient.enabled = false;
        let said = Levels::of(&rig, Side::Left).expect("a solution").drum_dbspl;
        // Tones from 300 Hz to 1 kHz, where the level is stated, together at nominal level.
        let rate_hz = 48_000.0;
        const TONES: i32 = 24;
        let tone_db = -18.0 + 3.01 - 10.0 * f64::from(TONES).log10();
        let mut mix = vec![0.0_f32; 96_000];
        for n in 0..TONES {
            let share = (f64::from(n) + 0.5) / f64::from(TONES);
            let frequency_hz = 300.0 * (1000.0_f64 / 300.0).powf(share);
            for (sum, x) in mix
                .iter_mut()
                .zip(sine(frequency_hz, tone_db, rate_hz, 2.0))
            {
                *sum += x as f32;
            }
        }
        let (mut left, mut right) = (mix.clone(), mix);
        let mut chain = Chain::new(&rig, rate_hz, 0).expect("a chain");
        chain.process(Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        let found = f64::from(chain.meters().programme_dbspl[0]);
        check("drum, dB SPL", found, said, 1.0);
    }
}

#[test]
fn an_ear_that_gets_less_is_said_to() {
    let rig = presets::find("drummer").expect("a preset");
    let of = |change: fn(&mut Rig), side: Side| {
        let mut rig = rig.clone();
        change(&mut rig);
        Levels::of(&rig, side).expect("a solution")
    };
    let whole = of(|_| {}, Side::Left);
    let half = of(|rig| rig.pack.balance = 0.5, Side::Left);
    check("half, dB", half.drum_dbspl - whole.drum_dbspl, -6.02, 0.01);
    check("half, V", half.open_v / whole.open_v, 0.5, 1e-6);
    let other = of(|rig| rig.pack.balance = 0.5, Side::Right);
    assert_eq!(other.drum_dbspl, whole.drum_dbspl);
    let gone = of(|rig| rig.pack.balance = 1.0, Side::Left);
    assert_eq!(gone.drum_dbspl, f64::NEG_INFINITY);
    // What a broken conductor leaves of a mix that is alike on both sides.
    for (broken, silent) in [
        (BrokenConductor::None, [false, false]),
        (BrokenConductor::Left, [true, false]),
        (BrokenConductor::Right, [false, true]),
        (BrokenConductor::Return, [true, true]),
    ] {
        for (side, is_silent) in Side::BOTH.into_iter().zip(silent) {
            let mut rig = rig.clone();
            let whole = Levels::of(&rig, side).expect("a solution");
            rig.cable.broken = broken;
            let found = Levels::of(&rig, side).expect("a solution");
            let expected = match is_silent {
                true => (f64::NEG_INFINITY, 0.0),
                false => (whole.drum_dbspl, whole.terminal_v),
            };
            let said = (found.drum_dbspl, found.terminal_v);
            assert_eq!(said, expected, "{broken:?}, {side:?}");
            assert_eq!(found.open_v, whole.open_v);
        }
    }
}

/// The meter listens to a pressure at the drum that nobody hears, by responses of its own: from 20 Hz
/// on it reads what the whole response of programme, room and own voice gives.
#[test]
fn the_meter_at_the_drum_reads_each_designed_response() {
    const RATE_HZ: f64 = 48_000.0;
    const FREQUENCIES_HZ: [f64; 6] = [1000.0, 20.0, 31.5, 63.0, 250.0, 8000.0];
    /// A mean over some readings, since a fast level follows the power of a low tone.
    fn read(rig: &Rig, input: usize, hz: f64) -> f64 {
        let mut chain = Chain::new(rig, RATE_HZ, 1).expect("a solution");
        let tone = sine(hz, -40.0, RATE_HZ, 2.0);
        let tone: Vec<f32> = tone.iter().map(|x| *x as f32).collect();
        let silence = [0.0; 480];
        let mut power = 0.0;
        for (at, part) in tone.chunks_exact(480).enumerate() {
            let (mut left, mut right) = (silence, silence);
            let of = |at: usize| if at == input { part } else { &silence[..] };
            left.copy_from_slice(of(0));
            right.copy_from_slice(of(0));
            chain.process(Io {
                main: [&mut left, &mut right],
                ambient: Some([of(1); 2]),
                own_voice: Some([of(2); 2]),
            });
            let meters = chain.meters();
            let levels = [
                meters.programme_dbspl,
                meters.ambient_dbspl,
                meters.own_voice_dbspl,
            ];
            if at >= 100 {
                power += 10f64.powf(0.1 * f64::from(levels[input][0])) / 100.0;
            }
        }
        10.0 * power.log10()
    }
    for id in [
        "single-dynamic-wired",
        "single-dynamic-poor-seal",
        "vented-dynamic",
    ] {
        let mut rig = presets::find(id).expect("a preset");
        rig.link = bodypack::rig::Link::Wired;
        rig.earphone.distortion = 0.0;
        rig.ambient.enabled = true;
        rig.own_voice.enabled = true;
        let designed = design(&rig, RATE_HZ).expect("a solution");
        let around = designed.around();
        let responses = [designed.programme(), designed.ambient(), around.own_voice()];
        for (input, response) in responses.into_iter().enumerate() {
            let exact = |hz: f64| 20.0 * response[0].at(hz, RATE_HZ).norm().log10();
            let [at_1_khz, ..] = FREQUENCIES_HZ.map(|hz| read(&rig, input, hz) - exact(hz));
            for hz in FREQUENCIES_HZ {
                let what = format!("{id}, input {input}, {hz} Hz, dB");
                check(&what, read(&rig, input, hz) - exact(hz), at_1_khz, 0.1);
            }
        }
    }
}
