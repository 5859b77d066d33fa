//! Sound from the bundles: every input arrives at its place and time.

use bodypack::design::Plot;
use bodypack::rig::{DigitalLink, Link, Rig};
use num_complex::Complex64;

use super::clap::Clap;
use super::scene::{noise, rms, Scene, Stereo, ODD_BLOCKS};
use super::vst3::Vst3;

const RATES_HZ: [f64; 3] = [44_100.0, 48_000.0, 96_000.0];

/// A rig with nothing but a wire and a mix.
fn plain() -> Rig {
    let mut rig = Rig::default();
    rig.ambient.enabled = false;
    rig.own_voice.enabled = false;
    rig
}

fn both(rig: &Rig, scene: &Scene) -> [Stereo; 2] {
    [
        Clap::with_rig(rig).bounce(scene),
        Vst3::with_rig(rig).bounce(scene),
    ]
}

fn assert_sound(output: &Stereo, what: &str) {
    for channel in output {
        assert!(
            channel.iter().all(|x| x.is_finite() && x.abs() <= 1.0),
            "{what}"
        );
        assert!(
            channel.iter().all(|x| *x == 0.0 || x.is_normal()),
            "{what}: subnormal"
        );
        assert!(rms(channel) > 1e-3, "{what}: nothing comes out");
    }
}

#[test]
fn every_rate_and_any_block_length_gives_sound() {
    needs_bundles!();
    for rate in RATES_HZ {
        for blocks in [&[1][..], &[37], &[64], &[480], &[4096], &ODD_BLOCKS] {
            let mut scene = Scene::busy(rate, 6000);
            scene.blocks = blocks.to_vec();
            for (output, format) in both(&Rig::default(), &scene).iter().zip(["CLAP", "VST3"]) {
                assert_sound(output, &format!("{format} at {rate} Hz in {blocks:?}"));
            }
        }
    }
}

#[test]
fn both_auxiliary_inputs_arrive_each_at_its_own_ear() {
    needs_bundles!();
    let samples = 24_000;
    for input in ["ambient", "own voice"] {
        for side in 0..2 {
            let mut scene = Scene::silent(48_000.0, samples);
            let pair = match input {
                "ambient" => &mut scene.ambient,
                _ => &mut scene.own_voice,
            };
            pair[side] = noise(7, samples);
            for (output, format) in both(&Rig::default(), &scene).iter().zip(["CLAP", "VST3"]) {
                let [here, there] = [rms(&output[side]), rms(&output[1 - side])];
                assert!(
                    here > 1e-4,
                    "{format}: {input} {side} does not arrive ({here})"
                );
                assert!(
                    there < 1e-6 * here,
                    "{format}: {input} {side} arrives at the wrong ear"
                );
            }
            for output in both(&plain(), &scene) {
                let rest = rms(&output[side]);
                assert!(rest == 0.0, "{input} is heard though it is off ({rest})");
            }
        }
    }
}

#[test]
fn more_me_brings_the_own_voice_into_the_mix() {
    needs_bundles!();
    let mut scene = Scene::silent(48_000.0, 24_000);
    scene.own_voice = [noise(8, 24_000), noise(8, 24_000)];
    let mut rig = plain();
    rig.feed.more_me_db = 0.0;
    for output in both(&rig, &scene) {
        assert!(rms(&output[0]) > 1e-2);
    }
}

/// The spectrum of a signal at one frequency.
fn at_frequency(signal: &[f32], frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
    let step = -2.0 * std::f64::consts::PI * frequency_hz / sample_rate_hz;
    signal
        .iter()
        .enumerate()
        .map(|(n, &x)| f64::from(x) * Complex64::from_polar(1.0, step * n as f64))
        .sum()
}

#[test]
fn a_digital_link_of_5_ms_delays_by_exactly_5_ms() {
    needs_bundles!();
    let mut digital = plain();
    digital.link = Link::Digital(DigitalLink {
        latency_ms: 5.0,
        ..DigitalLink::default()
    });
    for rate in RATES_HZ {
        let mut scene = Scene::silent(rate, rate as usize / 2);
        for channel in &mut scene.mix {
            channel[100] = 0.25;
        }
        let wired = both(&plain(), &scene);
        let late = both(&digital, &scene);
        for (wired, late) in wired.iter().zip(&late) {
            for frequency_hz in [100.0, 317.0, 1000.0, 3170.0, 8000.0] {
                let ratio = at_frequency(&late[0], frequency_hz, rate)
                    / at_frequency(&wired[0], frequency_hz, rate);
                let turns = -ratio.arg() / (2.0 * std::f64::consts::PI);
                let expected = 5e-3 * frequency_hz;
                let off = (turns - expected).rem_euclid(1.0);
                let off_samples = off.min(1.0 - off) / frequency_hz * rate;
                assert!(
                    off_samples < 1e-3,
                    "{rate} Hz, {frequency_hz} Hz: {off_samples} samples"
                );
                let gain_db = 20.0 * ratio.norm().log10();
                assert!(
                    gain_db.abs() < 0.01,
                    "{rate} Hz, {frequency_hz} Hz: {gain_db} dB"
                );
            }
            let first = |output: &Stereo| output[0].iter().position(|x| x.abs() > 1e-4);
            let late_by = first(late)
                .zip(first(wired))
                .map(|(late, wired)| late - wired);
            let expected = (5e-3 * rate).round() as usize;
            let near = late_by.is_some_and(|by| by.abs_diff(expected) <= 16);
            assert!(near, "{rate} Hz: {late_by:?}, not about {expected}");
        }
    }
}

#[test]
fn nothing_but_the_link_delays_the_mix() {
    needs_bundles!();
    // A pulse comes out when sound has gone from the driver through bore, tip and canal, and not
    // two samples later: of this way the limiter, the convolvers and the hosts add nothing.
    let earphone = plain().earphone;
    let way_mm =
        earphone.bores[0].length_mm + earphone.tip.bore_length_mm + earphone.tip.residual_canal_mm;
    let speed_mm_s = 353e3; // at 36 °C
    for rate in RATES_HZ {
        let mut scene = Scene::silent(rate, 4000);
        for channel in &mut scene.mix {
            channel[0] = 0.5;
        }
        for output in both(&plain(), &scene) {
            let largest = output[0]
                .iter()
                .fold(0.0f32, |largest, x| largest.max(x.abs()));
            let first = output[0].iter().position(|x| x.abs() > 1e-3 * largest);
            let latest = (way_mm / speed_mm_s * rate).ceil() as usize + 2;
            let in_time = first.is_some_and(|first| first <= latest);
            assert!(in_time, "{rate} Hz: {first:?}, not by {latest}");
        }
    }
}

#[test]
fn silence_gives_silence() {
    needs_bundles!();
    for output in both(&Rig::default(), &Scene::silent(48_000.0, 8000)) {
        assert!(output.iter().flatten().all(|x| x.to_bits() == 0));
    }
}

#[test]
fn a_leak_moves_the_bass_as_the_network_says() {
    needs_bundles!();
    // What comes out of the bundles is held against the solution of the acoustic network at the
    // same frequency; the network itself is held to published figures elsewhere.
    let frequency_hz = 50.0;
    let rate = 48_000.0;
    let mut scene = Scene::silent(rate, 48_000);
    for channel in &mut scene.mix {
        for (n, x) in channel.iter_mut().enumerate() {
            let turns = frequency_hz * n as f64 / rate;
            *x = (0.1 * (2.0 * std::f64::consts::PI * turns).sin()) as f32;
        }
    }
    let leaking = |resistance_pa_s_m3: f64| {
        let mut rig = plain();
        rig.earphone.seal.left_resistance_pa_s_m3 = resistance_pa_s_m3;
        rig.earphone.seal.right_resistance_pa_s_m3 = resistance_pa_s_m3;
        rig
    };
    let (sealed, leaky) = (leaking(1e11), leaking(1e8));
    let level = |rig: &Rig| {
        let plot = Plot::new(rig, vec![frequency_hz]).expect("the rig has a solution");
        plot.programme_db[0][0]
    };
    let expected_db = level(&sealed) - level(&leaky);
    assert!(expected_db > 3.0, "{expected_db}");
    let (sealed, leaky) = (both(&sealed, &scene), both(&leaky, &scene));
    for (sealed, leaky) in sealed.iter().zip(&leaky) {
        // Whole periods, after everything has settled.
        let [sealed, leaky] = [sealed, leaky].map(|output| rms(&output[0][24_000..]));
        let lost_db = 20.0 * (sealed / leaky).log10();
        assert!(
            (lost_db - expected_db).abs() < 0.05,
            "{lost_db}, not {expected_db}"
        );
    }
}
