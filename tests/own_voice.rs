//! The own voice at the drum, and what jaw and cable do to a fit, measured on rendered sound.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use bodypack::chain::cable::{self, Cable};
use bodypack::chain::{Chain, Io};
use bodypack::design::EarModel;
use bodypack::dsp::noise::Pink;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{presets, tips, CableRoute, Port, Rig, Side, TipKind};

const RATE_HZ: f64 = 48_000.0;

fn rig(kind: TipKind, port: Port) -> Rig {
    let mut rig = presets::find("single-dynamic-wired").unwrap();
    tips::apply(&mut rig.earphone, kind);
    rig.earphone.port = port;
    rig
}

fn voice_db(kind: TipKind, port: Port, hz: f64) -> f64 {
    let sound = EarModel::new(&rig(kind, port), Side::Left).unwrap();
    sound.own_voice_db(hz, 1.0)
}

/// An ear that is out has the open own voice; against it a shallow tip raises the voice at 250 Hz
/// by the occlusion effect, a deep one by less, a vented one by still less; at 2 kHz the effect is
/// gone and the mouth is kept out.
#[test]
fn the_voice_booms_as_the_fit_makes_it() {
    let vent = Port::Hole {
        diameter_mm: 2.0,
        length_mm: 10.0,
    };
    let mut open = rig(TipKind::SiliconeGood, Port::None);
    open.earphone.left_out = true;
    let open = EarModel::new(&open, Side::Left).unwrap();
    let boom = |kind, port, hz| voice_db(kind, port, hz) - open.own_voice_db(hz, 1.0);
    let at = |hz| {
        [
            boom(TipKind::SiliconeGood, Port::None, hz),
            boom(TipKind::TripleFlange, Port::None, hz),
            boom(TipKind::SiliconeGood, vent.clone(), hz),
        ]
    };
    let [low, high] = [250.0, 2000.0].map(at);
    println!("250 Hz {low:.1?}; 2 kHz {high:.1?} dB re open");
    assert!(low[0] > low[1] && low[1] > low[2], "{low:?}");
    // Singers with both ears closed: 10 to 20 dB more below 500 Hz than with both open.
    assert!((10.0..=22.0).contains(&low[0]));
    assert!(high.iter().all(|db| (-15.0..=1.0).contains(db)), "{high:?}");
    let none = EarModel::new(&rig(TipKind::SiliconeGood, Port::None), Side::Left).unwrap();
    assert!(none.own_voice_db(250.0, 0.0) < open.own_voice_db(250.0, 0.0) + 0.1);
}

/// The rendered own voice is the designed one, undelayed, ± 0.15 dB.
#[test]
fn the_rendered_voice_is_the_designed_one() {
    let mut rig = rig(TipKind::SiliconeAverage, Port::None);
    rig.listening.reference = bodypack::rig::Reference::Flat;
    rig.listening.ear = bodypack::rig::Ear::Coupler711;
    let mut chain = Chain::new(&rig, RATE_HZ, 1).unwrap();
    let mut click = [vec![0.0_f32; 4800], vec![0.0_f32; 4800]];
    (click[0][0], click[1][0]) = (1e-3, 1e-3);
    let mut out = [vec![0.0_f32; 4800], vec![0.0_f32; 4800]];
    let [left, right] = &mut out;
    chain.process(Io {
        main: [left, right],
        ambient: None,
        own_voice: Some([&click[0], &click[1]]),
    });
    // Nothing is late: the first sample is the loudest but for the boom.
    assert!(out[0][0] != 0.0);
    let sound = EarModel::new(&rig, Side::Left).unwrap();
    let level_db = |hz: f64| {
        let step = std::f64::consts::TAU * hz / RATE_HZ;
        let (re, im) = out[0]
            .iter()
            .enumerate()
            .fold((0.0, 0.0), |(re, im), (n, &y)| {
                let (sine, cosine) = (step * n as f64).sin_cos();
                (re + f64::from(y) * cosine, im + f64::from(y) * sine)
            });
        20.0 * f64::hypot(re, im).log10()
    };
    let off = |hz: f64| level_db(hz) - sound.own_voice_db(hz, 1.0);
    for hz in [60.0, 125.0, 250.0, 1000.0, 4000.0, 8000.0] {
        let off_db = off(hz) - off(500.0);
        assert!(off_db.abs() < 0.15, "{hz} Hz: {off_db}");
    }
}

fn pink(seed: u64, samples: usize) -> Vec<f32> {
    let mut noise = Pink::new(seed, RATE_HZ);
    (0..samples).map(|_| 0.126 * noise.tick()).collect()
}

fn play(rig: &Rig, mix: &[f32], voice: Option<&[f32]>) -> Vec<f32> {
    let mut chain = Chain::new(rig, RATE_HZ, 1).unwrap();
    let mut out = [mix.to_vec(), mix.to_vec()];
    let [left, right] = &mut out;
    chain.process(Io {
        main: [left, right],
        ambient: None,
        own_voice: voice.map(|voice| [voice, voice]),
    });
    out[0].clone()
}

fn rms_db(samples: &[f32]) -> f64 {
    let power: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    10.0 * (power / samples.len() as f64).log10()
}

/// A jaw that is shut is the fit as it is; one that is held open by a loud voice is the wider
/// leak, but for 0.2 dB; an input that no voice has been heard from is none; at rest nothing changes
/// by a single bit.
#[test]
fn the_jaw_goes_from_the_fit_to_the_wider_leak() {
    let mut shut = rig(TipKind::SiliconeAverage, Port::None);
    shut.own_voice.enabled = false;
    let mut moving = shut.clone();
    moving.earphone.jaw_decades = 1.0;
    let mut open = shut.clone();
    open.earphone.seal.left_resistance_pa_s_m3 *= 0.1;
    open.earphone.seal.right_resistance_pa_s_m3 *= 0.1;
    let mix: Vec<f32> = (0..96_000)
        .map(|n| 0.1 * (std::f64::consts::TAU * 50.0 * f64::from(n) / RATE_HZ).sin() as f32)
        .collect();
    let (silence, loud) = (vec![0.0; 96_000], vec![1.0; 96_000]);
    let mut quiet = silence.clone();
    quiet[..100].fill(1.0);
    let late = |out: Vec<f32>| rms_db(&out[48_000..]);
    let fit_db = late(play(&shut, &mix, None));
    let wide_db = late(play(&open, &mix, None));
    let silent_db = late(play(&moving, &mix, Some(&quiet)));
    let singing_db = late(play(&moving, &mix, Some(&loud)));
    let alone_db = late(play(&moving, &mix, None));
    println!("shut {fit_db:.2}, wide {wide_db:.2}, silent {silent_db:.2}, singing {singing_db:.2}, at random {alone_db:.2}");
    assert!((silent_db - fit_db).abs() < 1e-3);
    assert!((singing_db - wide_db).abs() < 0.2);
    assert!(alone_db < fit_db - 1.0 && alone_db > wide_db + 1.0);
    assert!(play(&moving, &mix, Some(&silence)) == play(&moving, &mix, None));
    let noise = pink(3, 4800);
    assert!(play(&shut, &noise, Some(&loud[..4800])) == play(&shut, &noise, None));
}

fn cable_db(noise_dbspl: f64, route: CableRoute, corner_hz: f64, out: bool, seed: u64) -> f64 {
    let settings = cable::Settings::new(&bodypack::rig::Cable {
        route,
        noise_dbspl,
        ..bodypack::rig::Cable::default()
    });
    let mut cable = Cable::new(RATE_HZ, &settings, seed);
    cable.fit([corner_hz; 2], [out; 2]);
    cable.reset();
    let mut sound = [vec![0.0_f32; 180 * 48_000], vec![0.0_f32; 180 * 48_000]];
    let [left, right] = &mut sound;
    for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
        cable.process(&mut [left, right]);
    }
    10.0 * (0.5 * (10f64.powf(0.1 * rms_db(&sound[0])) + 10f64.powf(0.1 * rms_db(&sound[1]))))
        .log10()
        - 20.0 * 20e-6_f64.log10()
}

/// Three minutes of cable have the level of the setting in a sealed ear, ± 1 dB (strokes come at
/// random); the way over the ear saves 15 dB, a leak takes the thumps, and an ear that is out hears
/// none of it.
#[test]
fn the_cable_is_as_loud_as_the_seal_makes_it() {
    for seed in [1, 2] {
        let sealed = cable_db(60.0, CableRoute::StraightDown, 0.0, false, seed);
        let over = cable_db(60.0, CableRoute::OverEar, 0.0, false, seed);
        let leaky = cable_db(60.0, CableRoute::StraightDown, 300.0, false, seed);
        println!("sealed {sealed:.2}, over the ear {over:.2}, leaky {leaky:.2} dB SPL");
        assert!((sealed - 60.0).abs() < 1.0, "{sealed}");
        assert!((sealed - over - 15.0).abs() < 0.01);
        assert!(leaky < sealed - 3.0);
    }
    assert_eq!(
        cable_db(60.0, CableRoute::StraightDown, 0.0, true, 1),
        f64::NEG_INFINITY
    );
    assert_eq!(
        cable_db(0.0, CableRoute::StraightDown, 0.0, false, 1),
        f64::NEG_INFINITY
    );
}
