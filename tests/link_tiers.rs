//! The factory links, measured from what they render, beside the figures they stand for. Run with
//! `--nocapture` for the table.
//!
//! Definitions. Noise, A-weighted, against a sine at unity (9 dB below full scale) on analog links
//! and against full scale on the others; "under tone" with that sine playing at 1 kHz, all
//! harmonics left out. Distortion at 1 kHz and that level. Separation at 1 kHz with another tone in
//! the second channel, so that an expander does not hide it. Band: −3 dB re 1 kHz, 40 dB below
//! unity, where emphasis does not reach the limiter.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

#[path = "link/measure.rs"]
mod measure;

use bodypack::chain::link::noise::a_weighting_power;
use bodypack::chain::link::{Link, Settings};
use bodypack::chain::stage::Stage;
use bodypack::rig::{self, links};
use measure::{amplitude, db, distortion, gain, rms, sine};
use rustfft::num_complex::Complex64;
use rustfft::FftPlanner;

const RATE_HZ: f64 = 48_000.0;

/// What a tier stands for: idle and under-tone S/N in dB(A), distortion in %, separation in dB
/// (infinite: one channel), band edges in Hz, latency in ms.
struct Figures {
    id: &'static str,
    idle_db: f64,
    under_tone_db: f64,
    thd_percent: f64,
    separation_db: f64,
    band_hz: [f64; 2],
    latency_ms: f64,
}

const fn figures(
    id: &'static str,
    [idle_db, under_tone_db, thd_percent, separation_db]: [f64; 4],
    band_hz: [f64; 2],
    latency_ms: f64,
) -> Figures {
    Figures {
        id,
        idle_db,
        under_tone_db,
        thd_percent,
        separation_db,
        band_hz,
        latency_ms,
    }
}

const NONE: f64 = f64::INFINITY;

const TABLE: &[Figures] = &[
    figures("budget-fm-mono", [78.0, 39.0, 1.0, NONE], [80.0, 13e3], 0.0),
    figures(
        "budget-fm-stereo",
        [80.0, 40.0, 1.0, 26.0],
        [80.0, 15e3],
        0.0,
    ),
    figures(
        "vintage-fm-stereo",
        [80.0, 40.0, 1.0, 26.0],
        [50.0, 12e3],
        0.0,
    ),
    figures(
        "entry-fm-stereo",
        [86.0, 43.0, 0.9, 32.0],
        [50.0, 15e3],
        0.0,
    ),
    figures("club-fm-stereo", [90.0, 45.0, 0.9, 35.0], [25.0, 15e3], 0.0),
    figures("level-aware-fm", [90.0, 58.0, 0.5, 40.0], [38.0, 15e3], 0.3),
    figures(
        "touring-fm-diversity",
        [90.0, 58.0, 0.5, 40.0],
        [35.0, 15e3],
        0.3,
    ),
    figures("dual-band-fm", [90.0, 45.0, 0.5, 40.0], [30.0, 15e3], 0.0),
    figures("digital-uhf", [105.0, 105.0, 0.05, 80.0], [20.0, 20e3], 1.5),
    figures(
        "touring-digital-uhf",
        [110.0, 110.0, 0.03, 90.0],
        [20.0, 20e3],
        3.0,
    ),
    figures(
        "wideband-tdma",
        [105.0, 105.0, 0.05, 80.0],
        [20.0, 20e3],
        0.7,
    ),
    figures("mono-2g4", [105.0, 105.0, 0.05, NONE], [20.0, 20e3], 5.0),
    figures("stereo-5g8", [100.0, 100.0, 0.05, 70.0], [20.0, 20e3], 4.5),
    figures(
        "bluetooth-classic",
        [90.0, 70.0, 0.1, 60.0],
        [20.0, 18e3],
        150.0,
    ),
    figures(
        "bluetooth-low-energy",
        [95.0, 80.0, 0.1, 60.0],
        [20.0, 20e3],
        25.0,
    ),
    figures(
        "wired-pack-basic",
        [95.0, 95.0, 0.1, 55.0],
        [20.0, 20e3],
        0.0,
    ),
    figures(
        "wired-pack-pro",
        [112.0, 112.0, 0.02, 80.0],
        [20.0, 20e3],
        0.0,
    ),
];

/// Nobody moves and nobody else is on air while a tier is measured.
fn still(link: &rig::Link) -> rig::Link {
    let mut link = link.clone();
    let (radio, packets) = match &mut link {
        rig::Link::AnalogFm(link) => (Some(&mut link.radio), None),
        rig::Link::Digital(link) => (Some(&mut link.radio), Some(&mut link.packets)),
        rig::Link::Bluetooth(link) => (Some(&mut link.radio), Some(&mut link.packets)),
        _ => (None, None),
    };
    if let Some(radio) = radio {
        radio.speed_m_s = 0.0;
        radio.distance_m = 1.0;
        radio.body_loss_db = 0.0;
    }
    if let Some(packets) = packets {
        packets.congestion_percent = 0.0;
    }
    link
}

fn play(link: &rig::Link, input: [&[f64]; 2]) -> [Vec<f64>; 2] {
    let mut stage = Link::new(RATE_HZ, &Settings::new(link), 1);
    let mut block = input.map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

/// A-weighted RMS of the last second without 1 kHz and its harmonics.
fn noise(signal: &[f64]) -> f64 {
    let length = RATE_HZ as usize;
    let end = &signal[signal.len() - length..];
    let window = |n: usize| 1.0 - (std::f64::consts::TAU * n as f64 / length as f64).cos();
    let mut spectrum: Vec<Complex64> = end
        .iter()
        .enumerate()
        .map(|(n, x)| Complex64::from(window(n) * x))
        .collect();
    FftPlanner::new()
        .plan_fft_forward(length)
        .process(&mut spectrum);
    let power: f64 = (10..length / 2)
        .filter(|f| (f + 500) % 1000 < 495 || (f + 500) % 1000 > 505 || *f < 500)
        .map(|f| a_weighting_power(f as f64) * spectrum[f].norm_sqr())
        .sum();
    // One-sided; the window's own power is 1.5.
    (2.0 * power / 1.5).sqrt() / length as f64
}

struct Found {
    idle_db: f64,
    under_tone_db: f64,
    thd_percent: f64,
    separation_db: f64,
    band_hz: [f64; 2],
    latency_ms: f64,
}

fn measured(link: &rig::Link) -> Found {
    let link = &still(link);
    let analog = matches!(link, rig::Link::AnalogFm(_));
    let tone_db = match link {
        rig::Link::WiredPack(pack) => (pack.clip_dbfs - 1.0).min(-9.0),
        _ => -9.0,
    };
    let reference = gain(if analog { -9.0 } else { 0.0 }) / 2_f64.sqrt();
    // Just under digital silence would mute the converters: a trace of sound far below the noise.
    let trace = sine(1000.0, -130.0, RATE_HZ, 3.0);
    let [idle, _] = play(link, [&trace, &trace]);
    let tone = sine(1000.0, tone_db, RATE_HZ, 3.0);
    let [toned, _] = play(link, [&tone, &tone]);
    let other = sine(400.0, tone_db, RATE_HZ, 3.0);
    let [left, right] = play(link, [&tone, &other]);
    let level = |x: &[f64]| amplitude(&x[x.len() / 2..], 1000.0, RATE_HZ);
    Found {
        idle_db: -db(noise(&idle) / reference),
        under_tone_db: -db(noise(&toned) / reference),
        thd_percent: 100.0 * distortion(&toned[96_000..], 1000.0, RATE_HZ),
        separation_db: db(level(&left) / level(&right)),
        band_hz: band(link),
        latency_ms: 1e3 * Link::new(RATE_HZ, &Settings::new(link), 1).emulated_latency_samples()
            / RATE_HZ,
    }
}

/// The frequencies between which a link is within 3 dB of 1 kHz.
fn band(link: &rig::Link) -> [f64; 2] {
    let level_db = |frequency_hz: f64| {
        let tone = sine(frequency_hz, -49.0, RATE_HZ, 1.0);
        let [left, _] = play(link, [&tone, &tone]);
        db(amplitude(&left[left.len() / 2..], frequency_hz, RATE_HZ))
    };
    let reference_db = level_db(1000.0);
    let edge = |mut inside: f64, mut outside: f64| {
        for _ in 0..8 {
            let middle = (inside * outside).sqrt();
            if level_db(middle) > reference_db - 3.0 {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    };
    [edge(1000.0, 4.0), edge(1000.0, 23_900.0)]
}

#[test]
fn every_tier_sounds_as_it_says() {
    assert_eq!(links::all().len(), TABLE.len());
    println!(
        "| tier | S/N idle | S/N under tone | THD % | separation | band | latency ms |\n|---|---|---|---|---|---|---|"
    );
    let mut missed = Vec::new();
    for (tier, expected) in links::all().iter().zip(TABLE) {
        assert_eq!(tier.id, expected.id);
        let found = measured(&tier.link);
        println!(
            "| {} | {:.1} ({}) | {:.1} ({}) | {:.3} ({}) | {:.1} ({}) | {:.0} to {:.0} ({:.0} to {:.0}) | {:.3} ({}) |",
            tier.name,
            found.idle_db,
            expected.idle_db,
            found.under_tone_db,
            expected.under_tone_db,
            found.thd_percent,
            expected.thd_percent,
            found.separation_db,
            expected.separation_db,
            found.band_hz[0],
            found.band_hz[1],
            expected.band_hz[0],
            expected.band_hz[1],
            found.latency_ms,
            expected.latency_ms,
        );
        let mut hold = |what: &str, found: f64, expected: f64, tolerance: f64| {
            if (found - expected).abs() > tolerance {
                missed.push(format!("{} {what}: {found} beside {expected}", tier.id));
            }
        };
        hold("idle S/N", found.idle_db, expected.idle_db, 1.5);
        // The sub-band coder gives a lone tone all its bits; a class figure for music cannot be
        // held to a tone.
        if !matches!(tier.link, rig::Link::Bluetooth(_)) {
            hold(
                "S/N under tone",
                found.under_tone_db,
                expected.under_tone_db,
                3.0,
            );
        }
        hold(
            "distortion",
            found.thd_percent / expected.thd_percent,
            1.0,
            0.25,
        );
        if expected.separation_db < NONE {
            hold(
                "separation",
                found.separation_db,
                expected.separation_db,
                1.5,
            );
        }
        hold(
            "lower edge",
            found.band_hz[0] / expected.band_hz[0],
            1.0,
            0.15,
        );
        // A cable has no upper edge; the figure is what is promised.
        if matches!(tier.link, rig::Link::WiredPack(_)) {
            assert!(found.band_hz[1] > expected.band_hz[1]);
        } else {
            hold(
                "upper edge",
                found.band_hz[1] / expected.band_hz[1],
                1.0,
                0.12,
            );
        }
        // An analog link that is set to none has the delay of its filters: under 0.06 ms.
        let late_ms = found.latency_ms - expected.latency_ms;
        assert!(
            (-1e-6..0.06).contains(&late_ms),
            "{} latency {late_ms}",
            tier.id
        );
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Bass notes of a quarter of a second, twice a second, with hi-hats in between: what a compander's
/// noise is heard under.
fn song() -> Vec<f64> {
    (0..4 * RATE_HZ as usize)
        .map(|n| {
            let time_s = n as f64 / RATE_HZ;
            let in_beat_s = time_s % 0.5;
            let envelope = if in_beat_s < 0.25 { 1.0 } else { 0.0 };
            gain(-9.0) * envelope * (std::f64::consts::TAU * 80.0 * time_s).sin()
        })
        .collect()
}

/// Hiss above 3 kHz while the bass plays and after it, dB re unity.
fn hiss_db(id: &str) -> [f64; 2] {
    let tier = links::find(id).expect("a tier");
    let song = song();
    let [left, _] = play(&still(&tier.link), [&song, &song]);
    let coefficients =
        [0.541, 1.307].map(|q| bodypack::dsp::biquad::Coefficients::highpass(3000.0, q, RATE_HZ));
    let mut filters = coefficients.map(bodypack::dsp::biquad::Biquad::new);
    let high: Vec<f64> = left
        .iter()
        .map(|x| filters.iter_mut().fold(*x, |x, filter| filter.tick_f64(x)))
        .collect();
    let stretch = |from_s: f64, to_s: f64| {
        let parts = (2..8).flat_map(|beat| {
            let at = |s: f64| ((0.5 * f64::from(beat) + s) * RATE_HZ) as usize;
            high[at(from_s)..at(to_s)].to_vec()
        });
        db(rms(&parts.collect::<Vec<f64>>()) / (gain(-9.0) / 2_f64.sqrt()))
    };
    // Away from the beginnings and ends of the notes, whose own spectrum reaches up.
    [stretch(0.10, 0.20), stretch(0.40, 0.49)]
}

#[test]
fn hiss_breathes_with_the_bass_on_a_budget_set_and_hardly_on_a_touring_one() {
    let [playing, pause] = hiss_db("budget-fm-stereo");
    println!("budget: {playing:.1} dB under bass, {pause:.1} dB after it");
    assert!(playing - pause > 20.0);
    let [touring_playing, touring_pause] = hiss_db("touring-fm-diversity");
    println!("touring: {touring_playing:.1} dB under bass, {touring_pause:.1} dB after it");
    assert!(touring_playing < playing - 15.0);
    let [dual_playing, _] = hiss_db("dual-band-fm");
    println!("two bands: {dual_playing:.1} dB under bass");
    assert!(dual_playing < playing - 10.0);
}
