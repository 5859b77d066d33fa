//! Fading, diversity, distance, interference and separation against closed forms.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::lanes::Pair;
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::radio::channel::{Radio, Settings as RadioSettings};
use bodypack::radio::fading::{tap_powers, variance, Conditions, Fader};
use bodypack::radio::interferer::{Interferer, Settings as Interference};
use bodypack::rig::{self, AnalogLink, AnalogMode, CompanderKind, Emphasis};
use measure::{amplitude, check, db, gain, sine, RATES_HZ};

const TICK_HZ: f64 = 1000.0;

fn walking() -> rig::Radio {
    rig::Radio {
        frequency_mhz: 550.0,
        speed_m_s: 1.4,
        ..rig::Radio::default()
    }
}

#[test]
fn doppler_frequency_at_walking_speed() {
    let settings = RadioSettings::new(&walking());
    check(
        "Doppler, Hz",
        settings.fading.doppler_hz,
        2.568,
        0.005 * 2.568,
    );
}

/// Crossings a second, mean duration in ms and share of time below a level, for a fader.
fn fades(conditions: Conditions, level_db: f64, seconds: f64, seed: u64) -> [f64; 3] {
    let mut fader = Fader::new(conditions, TICK_HZ, &mut Noise::new(seed));
    let threshold = gain(level_db).powi(2);
    let (mut crossings, mut below) = (0, 0);
    let mut was_below = false;
    for _ in 0..(seconds * TICK_HZ) as usize {
        let is_below = fader.tick() < threshold;
        crossings += usize::from(is_below && !was_below);
        below += usize::from(is_below);
        was_below = is_below;
    }
    let below_s = below as f64 / TICK_HZ;
    [
        crossings as f64 / seconds,
        1e3 * below_s / crossings as f64,
        100.0 * below_s / seconds,
    ]
}

fn conditions(direct: f64, diversity: bool) -> Conditions {
    Conditions {
        doppler_hz: 2.568,
        direct,
        diversity,
        correlation: 0.0,
        spread: 0.0,
    }
}

#[test]
fn rayleigh_level_crossing_rate_and_fade_duration() {
    let [rate, duration_ms, _] = fades(conditions(0.0, false), -10.0, 600.0, 1);
    check("crossings at −10 dB, /s", rate, 1.84, 0.08 * 1.84);
    check("duration, ms", duration_ms, 51.7, 0.08 * 51.7);
    let [rate, duration_ms, share] = fades(conditions(0.0, false), -20.0, 1200.0, 2);
    check("crossings at −20 dB, /s", rate, 0.637, 0.15 * 0.637);
    check("duration, ms", duration_ms, 15.6, 0.15 * 15.6);
    check("share of time, %", share, 0.995, 0.15 * 0.995);
}

#[test]
fn diversity_reduces_fades() {
    let [rate, duration_ms, share] = fades(conditions(0.0, true), -10.0, 1800.0, 3);
    check("crossings, /s", rate, 0.351, 0.15 * 0.351);
    check("duration, ms", duration_ms, 25.8, 0.15 * 25.8);
    check("share of time, %", share, 0.906, 0.15 * 0.906);
}

#[test]
fn rician_fading_with_line_of_sight() {
    let [rate, ..] = fades(conditions(gain(6.0).powi(2), false), -10.0, 3600.0, 4);
    check("crossings, /s", rate, 0.217, 0.15 * 0.217);
}

/// Mean power and its variance, and share of time below −10 dB in %, of a carrier by its width.
fn wide(spread: f64) -> [f64; 3] {
    let conditions = Conditions {
        spread,
        ..conditions(0.0, false)
    };
    // The fields of a fader share their Doppler shifts, so their correlation goes by the phases that they
    // begin with: many faders rather than a long one.
    const FADERS: u64 = 24;
    let length = (300.0 * TICK_HZ) as usize;
    let (mut sum, mut squares, mut below) = (0.0, 0.0, 0_u32);
    for seed in 0..FADERS {
        let mut fader = Fader::new(conditions, TICK_HZ, &mut Noise::new(seed));
        for _ in 0..length {
            let power = fader.tick();
            sum += power;
            squares += power * power;
            below += u32::from(power < 0.1);
        }
    }
    let length = length as f64 * FADERS as f64;
    let mean = sum / length;
    [
        mean,
        squares / length - mean * mean,
        100.0 * f64::from(below) / length,
    ]
}

/// Relative variance of the mean power across a carrier, by an average over pairs of frequencies.
fn variance_by_pairs(spread: f64) -> f64 {
    const STEPS: usize = 2000;
    let between = |n: usize| {
        let apart = n as f64 / STEPS as f64;
        let x = std::f64::consts::TAU * spread * apart;
        let weight = if n == 0 { 0.5 } else { 1.0 };
        weight * 2.0 * (1.0 - apart) / (1.0 + x * x) / STEPS as f64
    };
    (0..STEPS).map(between).sum()
}

#[test]
fn a_wide_carrier_fades_less_by_its_width_times_the_delay_spread() {
    let mut last_below = 100.0;
    for (width_mhz, spread) in [(0.0, 0.0), (2.0, 0.2), (6.0, 0.6), (20.0, 2.0)] {
        let [mean, found, below] = wide(spread);
        let expected = if spread > 0.0 {
            variance_by_pairs(spread)
        } else {
            1.0
        };
        check("mean power", mean, 1.0, 0.03);
        // Four fields vary by a quarter at least, and 32 waves by a 32nd less than infinitely many.
        check("variance", found, expected.max(0.25) * 31.0 / 32.0, 0.05);
        // Powers of exponential fields: the sum's distribution, where no two are alike.
        let powers = tap_powers(variance(spread));
        let heard = |n: &usize| powers[*n] > 1e-9;
        let share: f64 = (0..4)
            .filter(heard)
            .map(|n| {
                let others = (0..4).filter(heard).filter(|m| *m != n).map(|m| powers[m]);
                let factor: f64 = others
                    .map(|other| powers[n] / (powers[n] - other))
                    .product();
                100.0 * factor * -(-0.1 / powers[n]).exp_m1()
            })
            .sum();
        println!("{width_mhz} MHz: below −10 dB {below:.2} % of the time, expected {share:.2} %");
        if spread < 1.0 {
            check("share below −10 dB, %", below, share, 0.15 * share + 0.05);
        }
        assert!(below < last_below);
        last_below = below;
    }
}

#[test]
fn distance_weakens_the_carrier_as_free_space_does() {
    // 30 mW at 30 m and 550 MHz: −57 dBm, 58 dB over the noise. Without fading: the mean.
    for (distance_m, loss_db) in [(3.0, 36.8), (10.0, 47.3), (30.0, 56.8), (100.0, 67.3)] {
        let radio = rig::Radio {
            distance_m,
            ..walking()
        };
        let expected = 14.8 - loss_db - 15.0;
        check(
            "received, dBm",
            RadioSettings::new(&radio).mean_dbm,
            expected,
            0.1,
        );
    }
    let mut settings = RadioSettings::new(&rig::Radio {
        distance_m: 30.0,
        ..walking()
    });
    settings.fading.direct = 1e12;
    let reading = Radio::new(&settings, TICK_HZ, 1).tick(0.0);
    check("carrier over noise, dB", reading.cnr_db, 58.0, 0.3);
}

#[test]
fn shadowing_has_its_spread_and_its_length() {
    let mut settings = RadioSettings::new(&rig::Radio {
        shadowing_db: 5.0,
        speed_m_s: 10.0,
        ..rig::Radio::default()
    });
    settings.fading.direct = 1e12;
    let mut radio = Radio::new(&settings, 50.0, 7);
    let levels: Vec<f64> = (0..200_000)
        .map(|_| radio.tick(0.0).received_dbm - settings.mean_dbm)
        .collect();
    let product = |lag: usize| {
        let pairs = levels.iter().zip(&levels[lag..]);
        pairs.map(|(a, b)| a * b).sum::<f64>() / (levels.len() - lag) as f64
    };
    check("spread, dB", product(0).sqrt(), 5.0, 0.5);
    // 4 m are 0.4 s at this speed: 20 ticks.
    check(
        "correlation after 4 m",
        product(20) / product(0),
        (-1.0_f64).exp(),
        0.06,
    );
}

/// Settings that come while the radio runs: the level goes there in some 50 ms, and shadowing begins.
#[test]
fn distance_and_shadowing_may_change_while_the_radio_runs() {
    let settings = |distance_m, shadowing_db| {
        let mut settings = RadioSettings::new(&rig::Radio {
            distance_m,
            shadowing_db,
            speed_m_s: 10.0,
            ..rig::Radio::default()
        });
        settings.fading.direct = 1e12;
        settings
    };
    let mut radio = Radio::new(&settings(3.0, 0.0), TICK_HZ, 7);
    let near_db = radio.tick(0.0).cnr_db;
    radio.set(&settings(30.0, 0.0));
    let loss_db: Vec<f64> = (0..1000)
        .map(|_| near_db - radio.tick(0.0).cnr_db)
        .collect();
    check("loss after 1 ms, dB", loss_db[0], 20.0 / 50.0, 0.02);
    let time_constant_db = 20.0 * (1.0 - (-1.0_f64).exp());
    check("loss after 50 ms, dB", loss_db[49], time_constant_db, 0.01);
    check("loss after 1 s, dB", loss_db[999], 20.0, 1e-3);
    radio.set(&settings(30.0, 5.0));
    let power: f64 = (0..100_000)
        .map(|_| (near_db - 20.0 - radio.tick(0.0).cnr_db).powi(2))
        .sum();
    check("spread, dB", (power / 1e5).sqrt(), 5.0, 1.0);
}

#[test]
fn a_weaker_carrier_whistles_and_a_stronger_one_captures() {
    for rate_hz in RATES_HZ {
        let beat = |ratio_db: f64| {
            let settings = Interference {
                ratio: gain(ratio_db),
                offset_hz: 1000.0,
                modulation: 0.0,
                fading: conditions(0.0, false),
            };
            let rates_hz = [rate_hz, 1500.0];
            let mut interferer = Interferer::new(settings, 40_000.0, rates_hz, 1);
            (0..rate_hz as usize)
                .map(|_| interferer.apply(Pair::new(0.0, 0.0)).to_array()[0])
                .collect::<Vec<f64>>()
        };
        // a·δ/Δf: −20 dB and 1 kHz of 40 kHz are −52 dB.
        let level_db = db(amplitude(&beat(-20.0), 1000.0, rate_hz));
        check("beat, dB re full deviation", level_db, -52.0, 0.2);
        let captured = beat(10.0);
        let mean = captured.iter().sum::<f64>() / captured.len() as f64;
        check("capture", mean, 1000.0 / 40_000.0, 1e-3);
    }
}

/// A link with nothing on it but the multiplex, close to the transmitter and standing still.
fn bare() -> AnalogLink {
    let mut link = AnalogLink {
        emphasis: Emphasis::None,
        signal_to_noise_db: 120.0,
        low_cut_hz: 5.0,
        ..AnalogLink::default()
    };
    link.compander.kind = CompanderKind::None;
    link.tolerance.limit_db = 30.0;
    link.radio.distance_m = 0.0;
    link.radio.speed_m_s = 0.0;
    link
}

/// Plays left and right through a link.
fn play(link: &rig::Link, input: [&[f64]; 2], rate_hz: f64) -> [Vec<f64>; 2] {
    let mut stage = Link::new(rate_hz, &Settings::new(link), 1);
    let mut block = input.map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

#[test]
fn stereo_separation_at_1_khz() {
    for rate_hz in RATES_HZ {
        for (separation_gain, phase_deg, expected_db) in
            [(0.95, 0.0, 31.8), (1.0, 5.0, 27.2), (0.95, 5.0, 25.9)]
        {
            let mut link = bare();
            link.tolerance.separation_gain = separation_gain;
            link.tolerance.separation_phase_deg = phase_deg;
            let tone = sine(1000.0, -12.0, rate_hz, 0.5);
            let silence = vec![0.0; tone.len()];
            let [left, right] = play(&rig::Link::AnalogFm(link), [&tone, &silence], rate_hz);
            let level = |x: &[f64]| amplitude(&x[x.len() / 2..], 1000.0, rate_hz);
            let found = db(level(&left) / level(&right));
            check("separation, dB", found, expected_db, 0.5);
        }
    }
}

#[test]
fn separation_falls_at_both_ends_of_the_band() {
    let rate_hz = 48_000.0;
    let mut link = bare();
    link.tolerance.separation_gain = 0.99;
    link.tolerance.separation_phase_deg = 2.0;
    link.tolerance.high_pass_hz = 25.0;
    let separation_db = |frequency_hz: f64| {
        let tone = sine(frequency_hz, -12.0, rate_hz, 1.0);
        let silence = vec![0.0; tone.len()];
        let link = rig::Link::AnalogFm(link.clone());
        let [left, right] = play(&link, [&tone, &silence], rate_hz);
        let level = |x: &[f64]| amplitude(&x[x.len() / 2..], frequency_hz, rate_hz);
        db(level(&left) / level(&right))
    };
    let [low, middle, high] = [100.0, 1000.0, 10_000.0].map(separation_db);
    println!("separation {low:.1} {middle:.1} {high:.1} dB");
    assert!(low < middle - 6.0 && high < middle - 6.0);
}

#[test]
fn mono_link_gives_equal_channels() {
    for rate_hz in RATES_HZ {
        let link = AnalogLink {
            mode: AnalogMode::Mono,
            ..AnalogLink::default()
        };
        let input = [
            sine(1000.0, -12.0, rate_hz, 0.5),
            sine(430.0, -20.0, rate_hz, 0.5),
        ];
        let [left, right] = play(&rig::Link::AnalogFm(link), [&input[0], &input[1]], rate_hz);
        let apart = left
            .iter()
            .zip(&right)
            .map(|(l, r)| (l - r).abs())
            .fold(0.0, f64::max);
        assert!(db(apart + 1e-30) < -120.0, "{} dBFS", db(apart));
        assert!(left.iter().any(|x| x.abs() > 0.1));
    }
}

#[test]
fn the_mix_mode_blends_two_mixes_for_both_ears() {
    let rate_hz = 48_000.0;
    for balance in [0.0, 0.25, 1.0] {
        let mut link = bare();
        link.mode = AnalogMode::Mix;
        link.mix_balance = balance;
        let input = [
            sine(1000.0, -12.0, rate_hz, 0.5),
            sine(400.0, -12.0, rate_hz, 0.5),
        ];
        let [left, right] = play(&rig::Link::AnalogFm(link), [&input[0], &input[1]], rate_hz);
        assert!(left == right);
        let end = &left[left.len() / 2..];
        check(
            "first mix",
            amplitude(end, 1000.0, rate_hz) / gain(-12.0),
            1.0 - balance,
            0.02,
        );
        check(
            "second mix",
            amplitude(end, 400.0, rate_hz) / gain(-12.0),
            balance,
            0.02,
        );
    }
}
