//! Room sound at the drum, measured on rendered sound: levels of the sources, their paths past and
//! through the earphone, and finite output for any input.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use bodypack::chain::ambient::spill::{self, Spill};
use bodypack::chain::ambient::stage_sound::{self, StageSound};
use bodypack::chain::{Chain, Io, Settings};
use bodypack::design::{design, EarModel};
use bodypack::dsp::noise::{Noise, Pink};
use bodypack::rig::{presets, tips, Rig, Side, TipKind};

const RATE_HZ: f64 = 48_000.0;
const REFERENCE_PA: f64 = 20e-6;

type Stereo = [Vec<f32>; 2];

fn dbspl(samples: &[f32]) -> f64 {
    let power: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    10.0 * (power / samples.len() as f64 / (REFERENCE_PA * REFERENCE_PA)).log10()
}

/// Mean power of both channels, dB SPL.
fn both_dbspl(sound: &Stereo, from: usize) -> f64 {
    let [left, right] = sound
        .each_ref()
        .map(|c| 10f64.powf(0.1 * dbspl(&c[from..])));
    10.0 * (0.5 * (left + right)).log10()
}

fn silence(samples: usize) -> Stereo {
    [vec![0.0; samples], vec![0.0; samples]]
}

fn pink(seed: u64, samples: usize) -> Stereo {
    [seed, seed + 1].map(|seed| {
        let mut noise = Pink::new(seed, RATE_HZ);
        // −18 dBFS RMS.
        (0..samples).map(|_| 0.125_893 * noise.tick()).collect()
    })
}

/// The stage alone.
fn stage_sound(
    settings: &stage_sound::Settings,
    samples: usize,
    block: usize,
    seed: u64,
) -> Stereo {
    let mut stage = StageSound::new(RATE_HZ, settings, seed);
    let mut out = silence(samples);
    let [left, right] = &mut out;
    for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
        stage.add_to(&mut [left, right]);
    }
    out
}

fn one_part(part: usize, level_dbspl: f64) -> stage_sound::Settings {
    let mut pressures_pa = [0.0; 4];
    pressures_pa[part] = (REFERENCE_PA * 10f64.powf(level_dbspl / 20.0)) as f32;
    stage_sound::Settings { pressures_pa }
}

/// Each part of the stage has the level of its setting over a minute and a half, ± 0.5 dB, whatever
/// its seed.
#[test]
fn every_part_of_the_stage_has_its_level() {
    for part in 0..4 {
        for seed in [1, 2] {
            let sound = stage_sound(&one_part(part, 94.0), 90 * 48_000, 1024, seed);
            let level = both_dbspl(&sound, 0);
            println!("part {part}, seed {seed}: {level:.2} dB SPL");
            assert!(
                (level - 94.0).abs() < 0.5,
                "part {part}, seed {seed}: {level}"
            );
        }
    }
}

/// Power below a frequency ÷ all of it.
fn share_below(samples: &[f32], hz: f64) -> f64 {
    let share = 1.0 - (-std::f64::consts::TAU * hz / RATE_HZ).exp();
    let (mut one, mut two) = (0.0, 0.0);
    let (mut low, mut all) = (0.0, 0.0);
    for &x in samples {
        let x = f64::from(x);
        one += share * (x - one);
        two += share * (one - two);
        low += two * two;
        all += x * x;
    }
    low / all
}

fn correlation(sound: &Stereo) -> f64 {
    let of = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum()
    };
    let [left, right] = sound;
    of(left, right) / (of(left, left) * of(right, right)).sqrt()
}

/// Drums and hall are lower than crowd and wedges; crowd and hall come from all sides, drums and
/// wedges from one.
#[test]
fn the_parts_differ_in_spectrum_and_image() {
    let parts = [0, 1, 2, 3].map(|part| stage_sound(&one_part(part, 94.0), 480_000, 512, 3));
    let low = parts.each_ref().map(|sound| share_below(&sound[0], 200.0));
    let alike = parts.each_ref().map(correlation);
    println!("below 200 Hz {low:.2?}; correlation {alike:.2?}");
    let [crowd, drums, wedges, hall] = low;
    assert!(drums > crowd && drums > wedges && hall > crowd && hall > wedges);
    assert!(alike[0].abs() < 0.1 && alike[3].abs() < 0.1, "{alike:?}");
    assert!(alike[1] > 0.7 && alike[2] > 0.6, "{alike:?}");
}

#[test]
fn the_stage_is_the_same_for_any_block_and_on_every_run() {
    let settings = stage_sound::Settings {
        pressures_pa: [0.1, 0.2, 0.3, 0.4],
    };
    let whole = stage_sound(&settings, 20_000, 20_000, 7);
    for block in [1, 37, 64, 480] {
        assert!(
            stage_sound(&settings, 20_000, block, 7) == whole,
            "block {block}"
        );
    }
    assert!(stage_sound(&settings, 20_000, 64, 8) != whole);
}

fn spilled(rig: &bodypack::rig::Spill, mix: &Stereo) -> Stereo {
    let mut spill = Spill::new(RATE_HZ, &spill::Settings::new(rig));
    let mut out = silence(mix[0].len());
    for at in (0..mix[0].len()).step_by(64) {
        let end = (at + 64).min(mix[0].len());
        let mut part = [[0.0; 64]; 2];
        for (part, mix) in part.iter_mut().zip(mix) {
            part[..end - at].copy_from_slice(&mix[at..end]);
        }
        let [left, right] = &mut out;
        spill.add_to(&mut [&mut left[at..end], &mut right[at..end]], &part);
    }
    out
}

/// The noise from 20 Hz up, at nominal level again.
fn from_20_hz(mut noise: Vec<f32>) -> Vec<f32> {
    let edge = |q| bodypack::dsp::biquad::Coefficients::highpass(20.0, q, RATE_HZ);
    for q in [0.5412, 1.3066] {
        bodypack::dsp::biquad::Biquad::new(edge(q)).process(&mut noise);
    }
    let power: f64 = noise.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    let scale = 0.125_893 / (power / noise.len() as f64).sqrt() as f32;
    noise.iter_mut().for_each(|x| *x *= scale);
    noise
}

/// The spill of a mono mix of pink noise at nominal level has the level of its setting, ± 0.5 dB,
/// for any share and length of the hall; it comes when sound at 343 m/s does, and the hall falls by
/// 60 dB in its time.
#[test]
fn the_spill_has_its_level_its_delay_and_its_hall() {
    let left = from_20_hz(pink(5, 20 * 48_000)[0].clone());
    let mix = [left.clone(), left];
    for (hall_share, hall_s) in [(0.0, 1.5), (0.5, 1.5), (1.0, 0.5), (1.0, 3.0)] {
        let rig = bodypack::rig::Spill {
            level_dbspl: 90.0,
            hall_share,
            hall_s,
            ..Default::default()
        };
        let level = both_dbspl(&spilled(&rig, &mix), 4 * 48_000);
        println!("share {hall_share}, {hall_s} s: {level:.2} dB SPL");
        assert!(
            (level - 90.0).abs() < 0.5,
            "share {hall_share}, {hall_s} s: {level}"
        );
    }
    let mut click = silence(96_000);
    (click[0][0], click[1][0]) = (1.0, 1.0);
    let rig = bodypack::rig::Spill {
        level_dbspl: 100.0,
        distance_m: 34.3,
        hall_s: 1.0,
        ..Default::default()
    };
    let sound = spilled(&rig, &click);
    let first = sound[0].iter().position(|&y| y.abs() > 1e-6);
    assert_eq!(first, Some(4800), "a tenth of a second");
    let early = dbspl(&sound[0][14_400..19_200]);
    let late = dbspl(&sound[0][62_400..67_200]);
    println!("the hall falls by {:.1} dB in a second", early - late);
    assert!((early - late - 60.0).abs() < 8.0, "{early} {late}");
}

/// A chain that gives pascals at the drum, nothing divided out and nothing limited.
fn heard(rig: &Rig, mix: &Stereo, ambient: Option<&Stereo>, voice: Option<&Stereo>) -> Stereo {
    let mut chain = Chain::new(rig, RATE_HZ, 1).expect("the rig has a solution");
    play(&mut chain, mix, ambient, voice)
}

fn play(
    chain: &mut Chain,
    mix: &Stereo,
    ambient: Option<&Stereo>,
    voice: Option<&Stereo>,
) -> Stereo {
    let mut out = mix.clone();
    let [left, right] = &mut out;
    for (at, (left, right)) in left.chunks_mut(480).zip(right.chunks_mut(480)).enumerate() {
        let part = at * 480..at * 480 + left.len();
        chain.process(Io {
            main: [left, right],
            ambient: ambient.map(|pair| pair.each_ref().map(|c| &c[part.clone()])),
            own_voice: voice.map(|pair| pair.each_ref().map(|c| &c[part.clone()])),
        });
    }
    out
}

/// A rig on a wire with a listening stage that does nothing but scale, an own voice that is off and
/// a ceiling that is out of the way.
fn plain(kind: TipKind) -> Rig {
    let mut rig = presets::find("single-dynamic-wired").unwrap();
    tips::apply(&mut rig.earphone, kind);
    rig.listening.reference = bodypack::rig::Reference::Flat;
    rig.listening.ear = bodypack::rig::Ear::Coupler711;
    rig.own_voice.enabled = false;
    rig
}

fn tone(hz: f64, rms: f64, samples: usize) -> Stereo {
    let channel: Vec<f32> = (0..samples)
        .map(|n| {
            let phase = std::f64::consts::TAU * hz * n as f64 / RATE_HZ;
            (std::f64::consts::SQRT_2 * rms * phase.sin()) as f32
        })
        .collect();
    [channel.clone(), channel]
}

/// Amplitude of a tone in the second half of a signal.
fn amplitude(samples: &[f32], hz: f64) -> f64 {
    let half = &samples[samples.len() / 2..];
    let step = std::f64::consts::TAU * hz / RATE_HZ;
    let (re, im) = half
        .iter()
        .enumerate()
        .fold((0.0, 0.0), |(re, im), (n, &x)| {
            let (sine, cosine) = (step * n as f64).sin_cos();
            (re + f64::from(x) * cosine, im + f64::from(x) * sine)
        });
    2.0 * f64::hypot(re, im) / half.len() as f64
}

/// A room at 100 dB SPL beside a programme at 85 dB SPL gives the ratio at the drum that the curves
/// predict, within 0.5 dB, for every tip and from bass to treble; measured on what is rendered.
#[test]
fn room_and_programme_meet_at_the_drum_as_the_curves_say() {
    let nominal = 10f64.powf(-18.0 / 20.0);
    for kind in [
        TipKind::SiliconePoor,
        TipKind::SiliconeGood,
        TipKind::Foam,
        TipKind::Earbud,
    ] {
        let mut rig = plain(kind);
        rig.listening.level_dbspl = 85.0;
        rig.ambient.level_dbspl = 100.0;
        let sound = EarModel::new(&rig, Side::Left).unwrap();
        for hz in [100.0, 500.0, 2000.0, 6000.0] {
            let tone = tone(hz, 0.05 * nominal, 48_000);
            let quiet = silence(48_000);
            let room = heard(&rig, &quiet, Some(&tone), None);
            let programme = heard(&rig, &tone, None, None);
            let ratio = amplitude(&room[0], hz) / amplitude(&programme[0], hz);
            let measured_db = 20.0 * ratio.log10();
            let programme_db = 20.0 * sound.programme(hz).norm().log10();
            let expected_db = 100.0 - 85.0 + sound.room_to_drum_db(hz) - programme_db;
            println!(
                "{:16} {hz:6} Hz: {measured_db:6.2}, curves {expected_db:6.2} dB",
                kind.id()
            );
            assert!(
                (measured_db - expected_db).abs() < 0.5,
                "{} {hz} Hz",
                kind.id()
            );
        }
    }
}

/// The leak and a delayed microphone as loud as it: notches at 1/(2τ), which the slope of the
/// isolation may move by a sixth, and at just the frequency where the designed ways cancel.
#[test]
fn a_delayed_microphone_combs_with_what_leaks_in() {
    let mut rig = presets::find("single-armature-deep").unwrap();
    rig.listening.reference = bodypack::rig::Reference::Flat;
    rig.own_voice.enabled = false;
    rig.ambient.microphones.enabled = true;
    rig.ambient.microphones.noise_dbspl = 0.0;
    rig.ambient.microphones.delay_ms = 1.0;
    let sound = EarModel::new(&rig, Side::Left).unwrap();
    rig.ambient.microphones.gain_db = sound.isolation_db(500.0);
    let designed = design(&rig, RATE_HZ).unwrap();
    let gain = 10f64.powf(rig.ambient.microphones.gain_db / 20.0);
    let predicted_db = |hz: f64| {
        let late = num_complex::Complex64::cis(-std::f64::consts::TAU * hz * 1e-3);
        let past = designed.ambient()[0].at(hz, RATE_HZ);
        let through = designed.around().through()[0].at(hz, RATE_HZ);
        20.0 * (past + gain * late * through).norm().log10()
    };
    let level_db = |hz: f64| {
        let room = heard(&rig, &silence(24_000), Some(&tone(hz, 0.01, 24_000)), None);
        20.0 * amplitude(&room[0], hz).log10()
    };
    let lowest = |level_db: &dyn Fn(f64) -> f64| {
        (20..=35)
            .map(|n| 20.0 * f64::from(n))
            .map(|hz| (hz, level_db(hz)))
            .fold((0.0, f64::INFINITY), |a, b| if b.1 < a.1 { b } else { a })
    };
    let (notch_hz, notch_db) = lowest(&level_db);
    let (predicted_hz, _) = lowest(&predicted_db);
    println!("notch at {notch_hz} Hz, predicted {predicted_hz} Hz, {notch_db:.1} dB");
    assert!((notch_hz - predicted_hz).abs() <= 20.0, "{notch_hz}");
    assert!((notch_hz - 500.0).abs() <= 500.0 / 6.0, "{notch_hz}");
    assert!(level_db(1000.0) - notch_db > 15.0, "{notch_db}");
}

/// At unity the microphones give what the open ear would: a diffuse field, ± 0.5 dB above the leak.
/// Their limiter holds a loud room to its limit, and their noise has its level.
#[test]
fn microphones_open_the_ear_up_to_their_limit() {
    let mut rig = plain(TipKind::TripleFlange);
    rig.ambient.microphones.enabled = true;
    rig.ambient.microphones.noise_dbspl = 0.0;
    let field = bodypack::curve::references::diffuse_field().normalized_at(100.0);
    let at_drum = |rig: &Rig, hz: f64, rms: f64| {
        let room = heard(rig, &silence(96_000), Some(&tone(hz, rms, 96_000)), None);
        20.0 * (amplitude(&room[0], hz) / std::f64::consts::SQRT_2 / REFERENCE_PA).log10()
    };
    // What the chain's listening stage scales by: the programme's own level on its way out.
    rig.listening.level_dbspl = 94.0;
    let scale_db = {
        let mut open = rig.clone();
        open.ambient.microphones.enabled = false;
        open.earphone.left_out = true;
        open.earphone.right_out = true;
        at_drum(&open, 1000.0, 0.01) - field.level_db(1000.0)
    };
    for hz in [500.0, 1000.0, 3000.0] {
        let got_db = at_drum(&rig, hz, 0.01) - scale_db;
        println!("{hz} Hz: {got_db:.2}, field {:.2} dB", field.level_db(hz));
        assert!(
            (got_db - field.level_db(hz)).abs() < 0.7,
            "{hz} Hz: {got_db}"
        );
    }
    // From 20 dB under the limit to 20 dB over it: as much louder as there was room.
    rig.ambient.level_dbspl = 105.0;
    rig.ambient.microphones.limit_dbspl = 85.0;
    let nominal = 10f64.powf(-18.0 / 20.0);
    let quiet_db = at_drum(&rig, 1000.0, 0.01 * nominal);
    let loud_db = at_drum(&rig, 1000.0, nominal);
    println!("65 dB SPL in: {quiet_db:.1}; 105 dB SPL in: {loud_db:.1}");
    assert!(
        (loud_db - quiet_db - 20.0).abs() < 2.0,
        "{quiet_db} {loud_db}"
    );
}

/// One ear out and in again under a steady tone in mix and room: no click. Beside the tone, what is
/// left after a notch stays under −70 dBFS; the mix is gone and the room is open.
#[test]
fn an_ear_comes_out_and_goes_back_without_a_click() {
    let mut rig = plain(TipKind::SiliconeGood);
    rig.ambient.level_dbspl = 80.0;
    let mut out = rig.clone();
    out.earphone.right_out = true;
    let mut chain = Chain::new(&rig, RATE_HZ, 1).unwrap();
    let tone = tone(1000.0, 0.1, 24_000);
    let mut sound = silence(0);
    let mut go = |chain: &mut Chain, rig: Option<&Rig>, ambient: Option<&Stereo>| {
        if let Some(rig) = rig {
            chain.set(&Settings::new(rig));
            assert!(chain.install(design(rig, RATE_HZ).unwrap()).is_ok());
        }
        let part = play(chain, &tone, ambient, None);
        drop(chain.take_retired());
        for (sound, part) in sound.iter_mut().zip(&part) {
            sound.extend(part);
        }
        part
    };
    let worn = go(&mut chain, None, None);
    go(&mut chain, Some(&out), None);
    let hanging = go(&mut chain, None, None);
    go(&mut chain, Some(&rig), None);
    let again = go(&mut chain, None, None);
    let level_db = |part: &Stereo, ear: usize| 20.0 * amplitude(&part[ear], 1000.0).log10();
    println!(
        "right ear: worn {:.1}, out {:.1}, back {:.1} dBFS",
        level_db(&worn, 1),
        level_db(&hanging, 1),
        level_db(&again, 1)
    );
    assert!(level_db(&worn, 1) - level_db(&hanging, 1) > 45.0);
    assert!((level_db(&worn, 1) - level_db(&again, 1)).abs() < 0.01);
    assert!((level_db(&worn, 0) - level_db(&hanging, 0)).abs() < 0.01);
    // Two notches in a row, 200 Hz wide, from when the first sound has settled.
    let band = bodypack::dsp::biquad::Coefficients::notch(1000.0, 5.0, RATE_HZ);
    let mut notches = [band, band].map(bodypack::dsp::biquad::Biquad::new);
    let mut residual = sound[1].clone();
    notches
        .iter_mut()
        .for_each(|notch| notch.process(&mut residual));
    let peak = residual[12_000..]
        .iter()
        .fold(0.0_f32, |peak, y| peak.max(y.abs()));
    println!("residual {:.1} dBFS", 20.0 * peak.log10());
    assert!(20.0 * peak.log10() < -70.0);
}

/// The room at an ear that is out is the diffuse field itself.
#[test]
fn an_open_ear_hears_the_field() {
    let mut rig = plain(TipKind::Foam);
    rig.earphone.left_out = true;
    let left = EarModel::new(&rig, Side::Left).unwrap();
    let field = bodypack::curve::references::diffuse_field().normalized_at(100.0);
    for hz in [50.0, 500.0, 3000.0, 8000.0] {
        assert_eq!(left.room_to_drum_db(hz), field.level_db(hz));
        assert_eq!(left.isolation_db(hz), 0.0);
        assert!(20.0 * left.programme(hz).norm().log10() < -40.0);
    }
    assert!(
        EarModel::new(&rig, Side::Right)
            .unwrap()
            .isolation_db(500.0)
            < -20.0
    );
}

fn everything() -> Rig {
    let mut rig = presets::find("vented-dynamic").unwrap();
    rig.ambient.level_dbspl = 120.0;
    rig.ambient.stage = bodypack::rig::StageSound {
        crowd_dbspl: 120.0,
        drums_dbspl: 120.0,
        wedges_dbspl: 120.0,
        hall_dbspl: 120.0,
    };
    rig.ambient.spill.level_dbspl = 120.0;
    rig.ambient.spill.hall_s = 6.0;
    rig.ambient.microphones.enabled = true;
    rig.ambient.microphones.gain_db = 20.0;
    rig.ambient.microphones.bass_db = 12.0;
    rig.ambient.microphones.delay_ms = 5.0;
    rig.ambient.microphones.noise_dbspl = 60.0;
    rig.own_voice.bone_level_db = 20.0;
    rig.earphone.jaw_decades = 1.5;
    rig.cable.noise_dbspl = 90.0;
    rig.cable.route = bodypack::rig::CableRoute::StraightDown;
    rig.listening.level_dbspl = 115.0;
    rig
}

/// Everything at its highest, with inputs far over full scale and not even numbers: finite, and
/// under the ceiling. With the inputs absent, too.
#[test]
fn everything_at_its_highest_is_finite_and_limited() {
    let rig = everything();
    let ceiling = 10f64.powf(rig.listening.ceiling_dbfs / 20.0) as f32;
    let mut noise = Noise::new(4);
    let mut rubbish = || -> Stereo {
        [(); 2].map(|()| {
            (0..48_000)
                .map(|n| match n % 997 {
                    0 => f32::NAN,
                    1 => f32::INFINITY,
                    2 => 1e30,
                    _ => 100.0 * noise.white(),
                })
                .collect()
        })
    };
    let (mix, ambient, voice) = (rubbish(), rubbish(), rubbish());
    for (ambient, voice) in [
        (Some(&ambient), Some(&voice)),
        (None, Some(&voice)),
        (None, None),
    ] {
        let out = heard(&rig, &mix, ambient, voice);
        assert!(out
            .iter()
            .flatten()
            .all(|y| y.is_finite() && y.abs() <= ceiling));
    }
}

/// The same bits for any block, with everything on.
#[test]
fn everything_on_is_the_same_for_any_block() {
    let rig = everything();
    let [mix, ambient, voice] = [11, 13, 15].map(|seed| pink(seed, 9600));
    let render = |block: usize| {
        let mut chain = Chain::new(&rig, RATE_HZ, 1).unwrap();
        let mut out = mix.clone();
        let [left, right] = &mut out;
        for (at, (left, right)) in left
            .chunks_mut(block)
            .zip(right.chunks_mut(block))
            .enumerate()
        {
            let part = at * block..at * block + left.len();
            chain.process(Io {
                main: [left, right],
                ambient: Some(ambient.each_ref().map(|c| &c[part.clone()])),
                own_voice: Some(voice.each_ref().map(|c| &c[part.clone()])),
            });
        }
        out
    };
    let whole = render(9600);
    for block in [1, 37, 64, 480] {
        assert!(render(block) == whole, "block {block}");
    }
}

/// Sources that are on from time to time sound the same however the stream is cut.
#[test]
fn sources_that_come_and_go_do_not_depend_on_blocks() {
    let on = everything();
    let mut off = on.clone();
    off.ambient.stage = Default::default();
    off.ambient.spill.level_dbspl = 0.0;
    off.ambient.microphones.gain_db = 0.0;
    off.cable.noise_dbspl = 0.0;
    let mix = pink(21, 4800);
    let render = |block: usize| {
        let mut chain = Chain::new(&on, RATE_HZ, 1).unwrap();
        let mut all = Vec::new();
        for rig in [&on, &off, &on, &off, &on] {
            chain.set(&Settings::new(rig));
            let mut out = mix.clone();
            let [left, right] = &mut out;
            for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
                chain.process(Io {
                    main: [left, right],
                    ambient: None,
                    own_voice: None,
                });
            }
            all.extend(out);
        }
        all
    };
    let whole = render(4800);
    for block in [1, 37, 64] {
        assert!(render(block) == whole, "block {block}");
    }
}
