//! The pack: what its limiter lets through, its boost, its noise and its rails, and an energizer
//! that is off.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::pack::{Pack, Settings};
use bodypack::chain::{Chain, Io};
use bodypack::design::EarModel;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{packs, presets, Rig, Side};
use measure::{a_weighted, amplitude, check, db, gain, rms, sine, white, RATES_HZ};

const REFERENCE_PA: f64 = 20e-6;
/// Sensitivity of the earphone that the stage is told of here, Pa/V: 114 dB SPL/V.
const SENSITIVITY_PA_V: f64 = 10.0;

fn pack(rig: &Rig, rate_hz: f64) -> Pack {
    let mut pack = Pack::new(rate_hz, &Settings::new(rig), 1);
    pack.set_sensitivity_pa_v(SENSITIVITY_PA_V);
    pack.reset();
    pack
}

fn play(pack: &mut Pack, left: &[f64], right: &[f64]) -> [Vec<f64>; 2] {
    let mut block = [left, right].map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    pack.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

/// Pascals at the drum for one unit at a listening level.
fn pa_per_unit(rig: &Rig) -> f64 {
    REFERENCE_PA * gain(rig.listening.level_dbspl + 18.0)
}

fn limited(limit_dbspl: f64) -> Rig {
    let mut rig = Rig::default();
    rig.pack.limiter = true;
    rig.pack.limiter_dbspl = limit_dbspl;
    rig
}

#[test]
fn the_limiter_holds_its_level_and_overshoots_by_half_a_decibel_at_most() {
    let rig = limited(95.0);
    for rate_hz in RATES_HZ {
        // A tone 25 dB over the threshold, from one sample to the next.
        for frequency_hz in [50.0, 400.0, 1000.0, 4000.0] {
            let mut stage = pack(&rig, rate_hz);
            let tone_db = 95.0 + 25.0 - rig.listening.level_dbspl - 18.0 + 3.01;
            let mut signal = vec![0.0; 1000];
            signal.extend(sine(frequency_hz, tone_db, rate_hz, 0.5));
            let [out, _] = play(&mut stage, &signal, &signal);
            let threshold = 2_f64.sqrt() * REFERENCE_PA * gain(95.0) / pa_per_unit(&rig);
            let peak = out.iter().fold(0.0, |peak: f64, x| peak.max(x.abs()));
            assert!(
                db(peak / threshold) < 0.51,
                "overshoot {} dB",
                db(peak / threshold)
            );
            let settled = amplitude(&out[out.len() / 2..], frequency_hz, rate_hz);
            // Slow waves let go a little between their peaks.
            check(
                "held level, dB SPL",
                95.0 + db(settled / threshold),
                95.0,
                0.5,
            );
            let reading = stage.meters();
            assert!((reading.limiter_gain_db + 25.0).abs() < 0.6, "{reading:?}");
        }
    }
}

#[test]
fn the_limiter_distorts_slow_waves_and_passes_what_is_below_bit_for_bit() {
    let rig = limited(95.0);
    let rate_hz = 48_000.0;
    let signal: Vec<f64> = white(0.02, 20_000, 3);
    let [out, _] = play(&mut pack(&rig, rate_hz), &signal, &signal);
    assert!(signal
        .iter()
        .zip(&out)
        .all(|(a, b)| (*a as f32) == (*b as f32)));
    let [out, _] = play(&mut pack(&Rig::default(), rate_hz), &signal, &signal);
    assert!(signal
        .iter()
        .zip(&out)
        .all(|(a, b)| (*a as f32) == (*b as f32)));
    // It clips the attack: a burst is not clean.
    let burst = sine(1000.0, 20.0, rate_hz, 0.002);
    let [out, _] = play(&mut pack(&rig, rate_hz), &burst, &burst);
    let thd = measure::distortion(&out, 1000.0, rate_hz);
    println!(
        "distortion of a 2 ms burst, 34 dB over: {:.1} %",
        100.0 * thd
    );
    assert!(thd > 0.03);
}

#[test]
fn at_the_drum_of_a_rig_a_loud_tone_stays_at_the_limit() {
    let mut rig = presets::find("single-dynamic-wired").expect("a preset");
    rig.pack.limiter = true;
    rig.pack.limiter_dbspl = 90.0;
    for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
        let sound = EarModel::new(&rig, Side::Left).expect("a solution");
        let mut chain = Chain::new(&rig, rate_hz, 0).expect("a chain");
        let tone: Vec<f32> = sine(500.0, 0.0, rate_hz, 1.0)
            .iter()
            .map(|x| *x as f32)
            .collect();
        let (mut left, mut right) = (tone.clone(), tone);
        chain.process(Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        // The earphone's own response at that frequency adds to what the pack holds.
        let response_db = db(sound.programme(500.0).norm());
        let found = f64::from(chain.meters().programme_dbspl[0]);
        check("level at the drum, dB SPL", found - response_db, 90.0, 0.5);
    }
}

#[test]
fn the_high_boost_is_reached_at_10_khz_at_any_rate() {
    let mut rig = Rig::default();
    rig.pack.high_boost_db = 8.0;
    for rate_hz in RATES_HZ {
        for (frequency_hz, level_db, tolerance) in [
            (100.0, 0.0, 0.05),
            (1000.0, 0.9, 0.5),
            (10_000.0, 8.0, 0.01),
        ] {
            let tone = sine(frequency_hz, -40.0, rate_hz, 0.3);
            let [out, _] = play(&mut pack(&rig, rate_hz), &tone, &tone);
            let found = db(amplitude(&out[out.len() / 2..], frequency_hz, rate_hz)) + 40.0;
            check("boost, dB", found, level_db, tolerance);
        }
    }
}

#[test]
fn hiss_is_as_loud_as_the_earphone_is_sensitive() {
    // 5 µV, A-weighted, into 124.7 dB SPL/V are 18.7 dB SPL; into 134.7 they are 28.7
    // (arithmetic of data sheets).
    for (sensitivity_dbspl_v, expected_dbspl) in [(124.7, 18.7), (134.7, 28.7)] {
        for rate_hz in RATES_HZ {
            for level_dbspl in [70.0, 100.0] {
                let mut rig = Rig::default();
                rig.listening.level_dbspl = level_dbspl;
                rig.pack.noise_uv = 5.0;
                let mut stage = pack(&rig, rate_hz);
                stage.set_sensitivity_pa_v(REFERENCE_PA * gain(sensitivity_dbspl_v));
                stage.reset();
                let silence = vec![0.0; (2.0 * rate_hz) as usize];
                let out = play(&mut stage, &silence, &silence);
                for channel in &out {
                    let heard_pa = rms(&a_weighted(channel, rate_hz)) * pa_per_unit(&rig);
                    let found = db(heard_pa / REFERENCE_PA);
                    check("hiss, dB SPL(A)", found, expected_dbspl, 0.2);
                }
                let product: f64 = out[0].iter().zip(&out[1]).map(|(a, b)| a * b).sum();
                let correlation = product / (out[0].len() as f64 * rms(&out[0]) * rms(&out[1]));
                assert!(correlation.abs() < 0.02, "{correlation}");
            }
        }
    }
}

#[test]
fn the_amplifier_clips_at_its_voltage_and_sooner_on_a_low_battery() {
    let mut rig = Rig::default();
    rig.pack.max_output_v = 0.05;
    // 50 mV into 114 dB SPL/V: 88 dB SPL.
    let loudest_peak = |rig: &Rig| {
        let tone = sine(1000.0, 0.0, 48_000.0, 0.1);
        let mut stage = pack(rig, 48_000.0);
        let [out, _] = play(&mut stage, &tone, &tone);
        assert!(stage.meters().clipped && !stage.meters().clipped);
        let peak = out.iter().fold(0.0, |peak: f64, x| peak.max(x.abs()));
        db(peak / 2_f64.sqrt() * pa_per_unit(rig) / REFERENCE_PA)
    };
    let expected = 20.0 * (0.05 * SENSITIVITY_PA_V / REFERENCE_PA).log10();
    check("loudest, dB SPL", loudest_peak(&rig), expected, 0.01);
    rig.link = bodypack::rig::Link::AnalogFm(bodypack::rig::AnalogLink {
        battery_percent: 8.0,
        ..Default::default()
    });
    check("on a low battery", loudest_peak(&rig), expected - 3.0, 0.01);
}

#[test]
fn changes_of_the_pack_do_not_click_and_block_size_does_not_matter() {
    let rate_hz = 48_000.0;
    let tone = sine(100.0, -20.0, rate_hz, 0.2);
    let mut rigs = vec![Rig::default(); 5];
    rigs[1].pack.mode = bodypack::rig::PackMode::Mix;
    rigs[1].pack.balance = 1.0;
    rigs[2].pack.high_boost_db = 12.0;
    rigs[3].pack.mode = bodypack::rig::PackMode::Mono;
    rigs[3].pack.noise_uv = 1.0;
    rigs[4].pack.limiter = true;
    rigs[4].pack.limiter_dbspl = 80.0;
    let render = |block: usize| {
        let mut stage = pack(&rigs[0], rate_hz);
        let mut all = Vec::new();
        for rig in rigs.iter().chain(&rigs[..1]) {
            stage.set(&Settings::new(rig));
            for part in tone.chunks(block) {
                let inverse: Vec<f64> = part.iter().map(|x| -0.5 * x).collect();
                let [left, right] = play(&mut stage, part, &inverse);
                all.extend(left);
                all.extend(right);
            }
        }
        all
    };
    let mut whole = render(usize::MAX);
    for block in [1, 37, 64, 4800] {
        let mut left = Vec::new();
        let cut = render(block);
        // The two are interleaved by block: put them in one order before they are compared.
        let sorted = |mut x: Vec<f64>| {
            x.sort_by(f64::total_cmp);
            x
        };
        left.extend(sorted(cut));
        assert!(left == sorted(whole.clone()), "blocks of {block}");
    }
    whole.truncate(tone.len());
    let mut stage = pack(&rigs[0], rate_hz);
    let mut before = 0.0;
    for rig in rigs.iter().chain(&rigs[..1]) {
        stage.set(&Settings::new(rig));
        let [left, _] = play(&mut stage, &tone, &tone);
        // The tone itself moves by 0.0013 a sample; its phase begins anew with each change.
        for (n, x) in left.iter().enumerate() {
            assert!(
                n == 0 || (x - before).abs() < 0.004,
                "a step of {}",
                x - before
            );
            before = *x;
        }
    }
}

#[test]
fn factory_packs_are_good_and_every_one_is_found() {
    assert_eq!(packs::all().len(), 3);
    for model in packs::all() {
        assert!(packs::find(model.id).is_some());
        assert!(!model.name.is_empty() && !model.notes.is_empty());
    }
    let pro = &packs::find("wired-pro").expect("a pack").pack;
    let basic = &packs::find("wired-basic").expect("a pack").pack;
    assert!(pro.noise_uv < basic.noise_uv);
    assert!(pro.output_impedance_ohm < basic.output_impedance_ohm);
}

#[test]
fn without_its_energizer_an_electrostatic_way_is_silent_and_says_so() {
    let mut rig = presets::find("hybrid-electrostatic-custom").expect("a preset");
    let on = EarModel::new(&rig, Side::Left).expect("a solution");
    assert!(rig.notices().is_empty());
    rig.pack.energizer = false;
    let off = EarModel::new(&rig, Side::Left).expect("a solution");
    assert_eq!(
        rig.notices(),
        ["the energizer is off: the electrostatic way is silent"]
    );
    let change_db = |frequency_hz: f64| {
        db(off.programme(frequency_hz).norm() / on.programme(frequency_hz).norm())
    };
    // The other ways stay as they are, and their level too.
    check("at 500 Hz, dB", change_db(500.0), 0.0, 0.5);
    let highs_db = change_db(14_000.0);
    println!("at 14 kHz: {highs_db:.1} dB");
    assert!(highs_db < -6.0, "{highs_db}");
    // Nothing but an electrostatic: silence, not an error.
    rig.earphone
        .drivers
        .retain(|driver| matches!(driver.motor, bodypack::rig::Transducer::Electrostatic(_)));
    assert_eq!(
        rig.notices(),
        ["the energizer is off: the earphone is silent"]
    );
    if let Ok(silent) = EarModel::new(&rig, Side::Left) {
        assert!(db(silent.programme(1000.0).norm()) < -100.0);
    } else {
        panic!("an earphone without its energizer is still one");
    }
}
