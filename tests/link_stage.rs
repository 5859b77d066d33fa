//! Whole links: the same bits however they are cut, changes without bursts, extremes, latency.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::stage::Stage;
use bodypack::rig::{
    self, AnalogLink, AnalogMode, BluetoothLink, CompanderKind, Converters, DigitalLink, Sight,
};
use measure::{db, gain, rms, sine, white, RATES_HZ};

const RATE_HZ: f64 = 48_000.0;

/// Links of every kind, with much going on in them.
fn links() -> Vec<(&'static str, rig::Link)> {
    let mut walking = AnalogLink::default();
    walking.radio.speed_m_s = 2.0;
    walking.radio.distance_m = 60.0;
    walking.radio.sight = Sight::Blocked;
    walking.radio.extra_loss_db = 35.0;
    walking.radio.interferer_db = -10.0;
    walking.radio.shadowing_db = 6.0;
    let mut two_bands = AnalogLink::default();
    two_bands.compander.kind = CompanderKind::DualBand;
    two_bands.mode = AnalogMode::Mix;
    two_bands.radio.diversity = true;
    two_bands.latency_ms = 0.3;
    let mut level_aware = AnalogLink::default();
    level_aware.compander.ratio = 5.0;
    level_aware.compander.range_db = 40.0;
    level_aware.compander.soft_knee = true;
    level_aware.mode = AnalogMode::Mono;
    let mut lossy = DigitalLink::default();
    lossy.packets.loss_percent = 20.0;
    lossy.converters = Converters {
        low_cut_hz: 20.0,
        high_cut_hz: 20_000.0,
        signal_to_noise_db: 90.0,
        distortion_percent: 0.05,
        separation_db: 60.0,
        ..Converters::default()
    };
    let mut muting = DigitalLink::default();
    muting.packets.congestion_percent = 30.0;
    muting.packets.concealment = rig::Concealment::Mute;
    let mut le_audio = BluetoothLink {
        coder: rig::Coder::Lc3,
        latency_ms: 30.0,
        bit_rate_kbps: 80.0,
        ..BluetoothLink::default()
    };
    le_audio.packets.frame_ms = 10.0;
    let mut wide = DigitalLink::default();
    wide.radio.width_mhz = 6.0;
    vec![
        ("wired", rig::Link::Wired),
        ("analog", rig::Link::AnalogFm(AnalogLink::default())),
        ("walking", rig::Link::AnalogFm(walking)),
        ("two bands", rig::Link::AnalogFm(two_bands)),
        ("level-aware", rig::Link::AnalogFm(level_aware)),
        ("digital", rig::Link::Digital(DigitalLink::default())),
        ("lossy", rig::Link::Digital(lossy)),
        ("muting", rig::Link::Digital(muting)),
        ("bluetooth", rig::Link::Bluetooth(BluetoothLink::default())),
        ("le audio", rig::Link::Bluetooth(le_audio)),
        ("wide", rig::Link::Digital(wide)),
        ("pack", rig::Link::WiredPack(Converters::default())),
    ]
}

fn settings() -> Vec<(&'static str, Settings)> {
    links()
        .iter()
        .map(|(name, link)| (*name, Settings::new(link)))
        .collect()
}

fn programme(length: usize, seed: u64) -> Vec<f32> {
    white(0.1, length, seed)
        .into_iter()
        .map(|x| x as f32)
        .collect()
}

/// Runs a stream through a link in blocks of these lengths, over and over.
fn run(link: &mut Link, input: &[Vec<f32>; 2], blocks: &[usize]) -> [Vec<f32>; 2] {
    let mut out = input.clone();
    let [left, right] = &mut out;
    let (mut left, mut right) = (left.as_mut_slice(), right.as_mut_slice());
    for block in blocks.iter().cycle() {
        if left.is_empty() {
            break;
        }
        let length = (*block).min(left.len());
        let (part_left, rest_left) = left.split_at_mut(length);
        let (part_right, rest_right) = right.split_at_mut(length);
        link.process(&mut [part_left, part_right]);
        (left, right) = (rest_left, rest_right);
    }
    out
}

fn bits(signal: &[Vec<f32>; 2]) -> Vec<u32> {
    signal.iter().flatten().map(|x| x.to_bits()).collect()
}

#[test]
fn link_bits_are_independent_of_block_size_and_repeat_with_seed() {
    let input = [programme(30_000, 1), programme(30_000, 2)];
    let all = settings();
    let render = |blocks: &[usize], seed: u64| {
        let mut link = Link::new(RATE_HZ, &all[0].1, seed);
        let mut found = Vec::new();
        // Every change cuts into the one before; the last has time to end.
        for (_, settings) in &all {
            link.set(settings);
            found.extend(bits(&run(&mut link, &input, blocks)));
        }
        found
    };
    let whole = render(&[usize::MAX], 7);
    for blocks in [&[1][..], &[37], &[64, 1, 63], &[13, 4096, 2, 0, 999]] {
        assert!(render(blocks, 7) == whole, "blocks {blocks:?}");
    }
    assert!(render(&[512], 8) != whole, "another seed gives other noise");
}

#[test]
fn reset_equals_fresh() {
    let input = [programme(20_000, 3), programme(20_000, 4)];
    for (name, settings) in settings() {
        for rate_hz in [44_100.0, 96_000.0] {
            let mut fresh = Link::new(rate_hz, &settings, 5);
            let mut used = Link::new(rate_hz, &Settings::new(&links()[1].1), 5);
            run(&mut used, &input, &[64]);
            used.set(&settings);
            run(&mut used, &input, &[64]);
            used.reset();
            let [expected, found] =
                [&mut fresh, &mut used].map(|link| bits(&run(link, &input, &[64])));
            assert!(expected == found, "{name} at {rate_hz}");
        }
    }
}

#[test]
fn any_input_gives_finite_bounded_sound() {
    let mut rubbish = programme(20_000, 6);
    let bad = [f32::NAN, f32::INFINITY, 1e30, -1e30, 1e-40, f32::MAX, -5.0];
    for (n, x) in rubbish.iter_mut().step_by(97).enumerate() {
        *x = bad[n % bad.len()];
    }
    for rate_hz in [8_000.0, 48_000.0, 768_000.0] {
        for (name, settings) in settings() {
            let mut link = Link::new(rate_hz, &settings, 1);
            let out = run(&mut link, &[rubbish.clone(), rubbish.clone()], &[100]);
            for y in out.iter().flatten() {
                assert!(
                    y.is_finite() && !y.is_subnormal(),
                    "{name} at {rate_hz}: {y:e}"
                );
            }
            link.reset();
            let clean = [programme(4_000, 8), programme(4_000, 9)];
            let out = run(&mut link, &clean, &[100]);
            assert!(
                out.iter().flatten().all(|y| y.abs() < 6.0),
                "{name} at {rate_hz}"
            );
        }
    }
}

#[test]
fn radio_at_its_extremes_gives_silence_noise_or_mute() {
    let seconds = 1.0;
    let tone: Vec<f32> = sine(1000.0, -12.0, RATE_HZ, seconds)
        .into_iter()
        .map(|x| x as f32)
        .collect();
    let level = |link: &rig::Link| {
        let mut stage = Link::new(RATE_HZ, &Settings::new(link), 2);
        let [left, _] = run(&mut stage, &[tone.clone(), tone.clone()], &[64]);
        let end: Vec<f64> = left[left.len() / 2..]
            .iter()
            .map(|x| f64::from(*x))
            .collect();
        assert!(end.iter().all(|x| x.abs() < 6.0));
        db(rms(&end) + 1e-12)
    };
    let mut analog = AnalogLink::default();
    analog.radio.distance_m = 0.0;
    let near = level(&rig::Link::AnalogFm(analog.clone()));
    assert!((near + 15.0).abs() < 0.5, "at the antenna: {near} dB");
    analog.radio.distance_m = 1000.0;
    analog.radio.extra_loss_db = 60.0;
    assert!(
        level(&rig::Link::AnalogFm(analog.clone())) < -200.0,
        "squelched"
    );
    analog.squelch_db = -20.0;
    let noise = level(&rig::Link::AnalogFm(analog));
    // An open discriminator fills the deviation; the expander takes it for full level.
    println!("open squelch without carrier: {noise:.1} dBFS");
    assert!(noise > -20.0 && noise < 12.0, "open squelch: {noise} dB");
    let mut digital = DigitalLink::default();
    digital.packets.loss_percent = 100.0;
    for concealment in [rig::Concealment::Mute, rig::Concealment::Repeat] {
        digital.packets.concealment = concealment;
        assert!(level(&rig::Link::Digital(digital.clone())) < -200.0);
    }
    digital.packets.loss_percent = 0.0;
    digital.radio.distance_m = 1000.0;
    digital.radio.extra_loss_db = 80.0;
    assert!(level(&rig::Link::Digital(digital)) < -200.0);
}

#[test]
fn a_battery_runs_down_quietly() {
    let tone: Vec<f32> = sine(1000.0, -12.0, RATE_HZ, 1.0)
        .into_iter()
        .map(|x| x as f32)
        .collect();
    let level = |percent: f64| {
        let link = AnalogLink {
            battery_percent: percent,
            ..AnalogLink::default()
        };
        let mut stage = Link::new(RATE_HZ, &Settings::new(&rig::Link::AnalogFm(link)), 2);
        let [left, _] = run(&mut stage, &[tone.clone(), tone.clone()], &[64]);
        let end: Vec<f64> = left[left.len() / 2..]
            .iter()
            .map(|x| f64::from(*x))
            .collect();
        db(rms(&end) + 1e-12)
    };
    let fresh = level(100.0);
    let low = level(8.0);
    assert!((fresh - low - 3.0).abs() < 0.3, "{fresh} {low}");
    assert!(level(2.5) < -200.0, "deaf, so squelched");
    assert!(level(0.0) < -200.0, "dead");
}

/// The largest step between neighboring samples.
fn largest_step(signal: &[f32]) -> f64 {
    signal
        .windows(2)
        .map(|w| f64::from((w[1] - w[0]).abs()))
        .fold(0.0, f64::max)
}

#[test]
fn changes_never_burst() {
    // From every link to every other, with a low tone so that a step would stand out. What clicks,
    // fades and noise do by themselves is allowed; the change must not exceed it.
    let seconds = 0.7;
    let tone: Vec<f32> = sine(100.0, -15.0, RATE_HZ, seconds)
        .into_iter()
        .map(|x| x as f32)
        .collect();
    let input = [tone.clone(), tone];
    let all: Vec<_> = settings()
        .into_iter()
        .filter(|(name, _)| *name != "walking")
        .collect();
    for (from_name, from) in &all {
        for (to_name, to) in &all {
            let mut link = Link::new(RATE_HZ, from, 3);
            let before = run(&mut link, &input, &[64]);
            link.set(to);
            let during = run(&mut link, &input, &[64]);
            let after = run(&mut link, &input, &[64]);
            for channel in 0..2 {
                let step = largest_step(&during[channel]);
                let allowed = largest_step(&before[channel][20_000..])
                    .max(largest_step(&after[channel][10_000..]))
                    .max(gain(-40.0));
                assert!(
                    step <= 1.5 * allowed,
                    "{from_name} to {to_name}: {step} over {allowed}"
                );
                let peak = during[channel]
                    .iter()
                    .fold(0.0, |peak: f32, x| peak.max(x.abs()));
                assert!(peak < 0.3, "{from_name} to {to_name}: peak {peak}");
            }
        }
    }
}

#[test]
fn what_moves_while_the_link_plays_does_not_burst() {
    let tone: Vec<f32> = sine(100.0, -15.0, RATE_HZ, 0.5)
        .into_iter()
        .map(|x| x as f32)
        .collect();
    let input = [tone.clone(), tone];
    let mut link = AnalogLink::default();
    link.radio.speed_m_s = 0.0;
    let mut stage = Link::new(
        RATE_HZ,
        &Settings::new(&rig::Link::AnalogFm(link.clone())),
        3,
    );
    run(&mut stage, &input, &[64]);
    let mut play = |link: &AnalogLink, what: &str| {
        stage.set(&Settings::new(&rig::Link::AnalogFm(link.clone())));
        let [left, _] = run(&mut stage, &input, &[64]);
        let peak = left.iter().fold(0.0, |peak: f32, x| peak.max(x.abs()));
        println!("{what}: peak {peak:.3}, step {:.4}", largest_step(&left));
        assert!(peak < 0.3, "{what}: {peak}");
        assert!(
            largest_step(&left) < gain(-30.0),
            "{what}: {}",
            largest_step(&left)
        );
    };
    link.radio.distance_m = 1000.0;
    play(&link, "1000 m");
    link.radio.distance_m = 0.0;
    play(&link, "at the antenna");
    link.battery_percent = 0.0;
    play(&link, "dead battery");
    link.battery_percent = 100.0;
    play(&link, "new battery");
    link.input_gain_db = -40.0;
    play(&link, "transmitter down");
}

/// A knob that is turned while the link plays ends where a link begins that has been made with it.
#[test]
fn what_moves_while_the_link_plays_arrives() {
    type Turn = fn(&mut AnalogLink);
    let mixing = AnalogLink {
        mode: AnalogMode::Mix,
        ..AnalogLink::default()
    };
    let turned: [(&str, Turn); 4] = [
        ("input gain", |link| link.input_gain_db += 6.0),
        ("tolerance", |link| link.tolerance.gain_db += 2.0),
        ("balance of the mixes", |link| link.mix_balance = 0.9),
        ("battery", |link| link.battery_percent = 3.0),
    ];
    let second = RATE_HZ as usize;
    let input = [1, 2].map(|seed| programme(2 * second, seed));
    for (name, turn) in turned {
        let mut after = mixing.clone();
        turn(&mut after);
        let [before, after] =
            [mixing.clone(), after].map(|link| Settings::new(&rig::Link::AnalogFm(link)));
        let mut turning = Link::new(RATE_HZ, &before, 1);
        let mut made = Link::new(RATE_HZ, &after, 1);
        let [first, last] =
            [0, second].map(|from| input.each_ref().map(|x| x[from..from + second].to_vec()));
        run(&mut turning, &first, &[64]);
        run(&mut made, &first, &[64]);
        turning.set(&after);
        let [turned, expected] = [&mut turning, &mut made].map(|link| run(link, &last, &[64]));
        for ear in 0..2 {
            // Companders have settled by then.
            let error: Vec<f64> = (second / 2..second)
                .map(|n| f64::from(turned[ear][n] - expected[ear][n]))
                .collect();
            let level: Vec<f64> = expected[ear][second / 2..]
                .iter()
                .map(|x| f64::from(*x))
                .collect();
            let off_db = db(rms(&error) / rms(&level));
            println!("{name}: {off_db:.1} dB");
            assert!(off_db < -80.0, "{name}: {off_db:.1} dB");
        }
    }
}

#[test]
fn a_carrier_that_dies_leaves_a_short_rush_of_noise() {
    // What the squelch is there for: until it closes, the open discriminator is heard.
    let silence = vec![0.0; 24_000];
    let mut link = AnalogLink::default();
    let mut stage = Link::new(
        RATE_HZ,
        &Settings::new(&rig::Link::AnalogFm(link.clone())),
        3,
    );
    run(&mut stage, &[silence.clone(), silence.clone()], &[64]);
    link.radio.extra_loss_db = 120.0;
    stage.set(&Settings::new(&rig::Link::AnalogFm(link)));
    let [left, _] = run(&mut stage, &[silence.clone(), silence], &[64]);
    let loud: Vec<usize> = (0..left.len()).filter(|n| left[*n].abs() > 0.01).collect();
    let (first, last) = (loud[0], loud[loud.len() - 1]);
    let length_ms = 1e3 * (last - first) as f64 / RATE_HZ;
    let peak = left.iter().fold(0.0, |peak: f32, x| peak.max(x.abs()));
    println!("rush of noise: {length_ms:.0} ms, peak {peak:.2}");
    assert!((10.0..60.0).contains(&length_ms), "{length_ms} ms");
    assert!(peak < 4.0, "{peak}");
    assert!(left[left.len() / 2..].iter().all(|x| *x == 0.0));
}

/// Delay in samples by the peak of the cross-correlation with the input.
fn measured_delay(settings: &Settings, rate_hz: f64) -> f64 {
    let input = programme((0.5 * rate_hz) as usize, 12);
    // Loud noise between 300 Hz and 5 kHz, where every link is flat.
    let mut low_pass = Biquad::new(Coefficients::lowpass(5_000.0, 0.707, rate_hz));
    let mut high_pass = Biquad::new(Coefficients::highpass(300.0, 0.707, rate_hz));
    let input: Vec<f32> = input
        .iter()
        .map(|x| high_pass.tick(low_pass.tick(*x)))
        .collect();
    let mut link = Link::new(rate_hz, settings, 4);
    let [out, _] = run(&mut link, &[input.clone(), input.clone()], &[480]);
    let expected = link.emulated_latency_samples() as usize;
    let correlation = |lag: usize| {
        let pairs = input.iter().zip(&out[lag..]);
        pairs
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum::<f64>()
    };
    let best = (expected.saturating_sub(40).max(1)..expected + 40)
        .max_by(|a, b| correlation(*a).total_cmp(&correlation(*b)))
        .unwrap_or(0);
    // A parabola through the peak.
    let [a, b, c] = [best - 1, best, best + 1].map(correlation);
    best as f64 + 0.5 * (a - c) / (a - 2.0 * b + c)
}

#[test]
fn link_delay_equals_reported_delay() {
    for rate_hz in RATES_HZ {
        for (name, settings) in settings() {
            // Without noise and losses, which would not move the peak but blur it.
            if ["walking", "lossy", "muting"].contains(&name) {
                continue;
            }
            let reported = Link::new(rate_hz, &settings, 1).emulated_latency_samples();
            let found = measured_delay(&settings, rate_hz);
            println!("{name} at {rate_hz}: {found:.2} samples, reported {reported:.2}");
            assert!(
                (found - reported).abs() <= 1.0,
                "{name}: {found} beside {reported}"
            );
            let wanted = settings.latency_s * rate_hz;
            assert!(
                reported >= wanted - 1e-6,
                "{name}: {reported} beside {wanted}"
            );
            // A link that is set to no delay has that of its filters.
            assert!(
                reported - wanted < 1.5 + 60e-6 * rate_hz,
                "{name}: {reported}"
            );
        }
    }
}
