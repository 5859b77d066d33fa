//! Packets, concealment, converters and the sub-band coder.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::radio::bluetooth::{allocate, Analysis, Codec, Needs, Settings as Coder, Synthesis};
use bodypack::radio::digital::packets::{Packets, Settings as Loss};
use bodypack::radio::low_rate::Codec as _;
use bodypack::rig::{self, Allocation, BluetoothLink, Concealment, Converters, DigitalLink};
use measure::{amplitude, check, db, distortion, gain, rms, sine, white, RATES_HZ};

fn play(link: &rig::Link, input: [&[f64]; 2], rate_hz: f64) -> [Vec<f64>; 2] {
    let mut stage = Link::new(rate_hz, &Settings::new(link), 1);
    let mut block = input.map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

#[test]
fn losses_have_their_share_and_their_bursts() {
    // Reference case: 2.4 GHz at walking speed with 20 dB of margin, packets of 2.5 ms: chance of
    // recovery 0.70, of a burst 0.0070; so 0.99 % lost in bursts of 3.6 ms.
    let settings = Loss {
        loss: 0.0099,
        burst_s: 2.5e-3 / 0.70,
        congestion: 0.0,
        congestion_swing: 0.0,
        required_cnr_db: 0.0,
    };
    let mut packets = Packets::new(5);
    let (mut lost, mut bursts, mut before) = (0, 0, false);
    let count = 1_000_000;
    for _ in 0..count {
        let is_lost = packets.is_lost(&settings, 2.5e-3, 60.0);
        lost += usize::from(is_lost);
        bursts += usize::from(is_lost && !before);
        before = is_lost;
    }
    check(
        "share lost, %",
        100.0 * lost as f64 / count as f64,
        0.99,
        0.03,
    );
    let good = (count - lost) as f64;
    check("chance of a burst", bursts as f64 / good, 0.0070, 0.0002);
    check(
        "packets in a burst",
        lost as f64 / bursts as f64,
        1.0 / 0.70,
        0.03,
    );
}

#[test]
fn others_on_air_take_their_share_and_the_carrier_has_a_cliff() {
    let lossless = Loss {
        loss: 0.0,
        burst_s: 0.004,
        congestion: 0.0,
        congestion_swing: 0.0,
        required_cnr_db: 12.0,
    };
    let share = |settings: Loss, cnr_db: f64| {
        let mut packets = Packets::new(6);
        let lost = (0..200_000)
            .filter(|_| packets.is_lost(&settings, 1e-4, cnr_db))
            .count();
        lost as f64 / 200_000.0
    };
    assert_eq!(share(lossless, 13.1), 0.0);
    check(
        "in the middle of the cliff",
        share(lossless, 12.0),
        0.5,
        0.01,
    );
    assert_eq!(share(lossless, 10.9), 1.0);
    let busy = Loss {
        congestion: 0.2,
        ..lossless
    };
    // Packets much shorter than a burst: their share is that of the time.
    check("congestion", share(busy, 60.0), 0.2, 0.03);
}

/// A link that loses much, in long bursts.
fn lossy(concealment: Concealment) -> rig::Link {
    let mut link = DigitalLink {
        latency_ms: 10.0,
        ..DigitalLink::default()
    };
    link.packets.loss_percent = 40.0;
    link.packets.burst_ms = 60.0;
    link.packets.concealment = concealment;
    link.radio.speed_m_s = 0.0;
    rig::Link::Digital(link)
}

#[test]
fn squelch_mutes_a_drop_out_without_click() {
    for rate_hz in RATES_HZ {
        for concealment in [Concealment::Mute, Concealment::Repeat] {
            // A low tone moves by less than −46 dBFS a sample; a step would stand out.
            let tone = sine(50.0, -12.0, rate_hz, 4.0);
            let [left, _] = play(&lossy(concealment), [&tone, &tone], rate_hz);
            let step = left
                .windows(2)
                .map(|w| (w[1] - w[0]).abs())
                .fold(0.0, f64::max);
            assert!(
                db(step) < -40.0,
                "{concealment:?} at {rate_hz}: step {} dBFS",
                db(step)
            );
            let silent = left.iter().filter(|x| **x == 0.0).count() as f64 / left.len() as f64;
            println!(
                "{concealment:?}: step {:.1} dBFS, exactly silent {:.0} %",
                db(step),
                100.0 * silent
            );
            assert!(silent > 0.1, "no silence: {silent}");
            // Between mute and sound there is nothing but the ramp.
            let delay = (0.010 * rate_hz).round() as usize;
            let untouched = left[delay..]
                .iter()
                .zip(&tone)
                .filter(|(y, x)| (*y - f64::from(**x as f32)).abs() < 1e-7);
            assert!(untouched.count() as f64 > 0.3 * left.len() as f64);
        }
    }
}

#[test]
fn repeating_goes_on_where_muting_stops() {
    // A periodic sound and single lost packets: the repeated period is the sound itself.
    let rate_hz = 48_000.0;
    let tone = sine(200.0, -12.0, rate_hz, 2.0);
    let error_db = |concealment| {
        let mut link = DigitalLink {
            latency_ms: 5.0,
            ..DigitalLink::default()
        };
        link.packets.loss_percent = 3.0;
        link.packets.burst_ms = 1.0;
        link.packets.concealment = concealment;
        let [left, _] = play(&rig::Link::Digital(link), [&tone, &tone], rate_hz);
        let error: Vec<f64> = left[240..]
            .iter()
            .zip(&tone)
            .skip(2000)
            .map(|(y, x)| y - x)
            .collect();
        db(rms(&error) / rms(&tone))
    };
    let (repeat, mute) = (error_db(Concealment::Repeat), error_db(Concealment::Mute));
    println!("error with single losses: repeat {repeat:.1} dB, mute {mute:.1} dB");
    assert!(repeat < mute - 8.0);
}

#[test]
fn converters_have_their_noise_band_and_separation() {
    for rate_hz in RATES_HZ {
        let link = |converters| {
            // A whole number of samples at every rate.
            rig::Link::Digital(DigitalLink {
                latency_ms: 10.0,
                converters,
                ..DigitalLink::default()
            })
        };
        let noisy = link(Converters {
            signal_to_noise_db: 90.0,
            ..Converters::default()
        });
        let tone = sine(1000.0, -40.0, rate_hz, 1.0);
        let [left, _] = play(&noisy, [&tone, &tone], rate_hz);
        let delay = (0.010 * rate_hz).round() as usize;
        let noise: Vec<f64> = left[delay..]
            .iter()
            .zip(&tone)
            .skip(1000)
            .map(|(y, x)| y - x)
            .collect();
        let found = db(rms(&measure::a_weighted(&noise, rate_hz)) * 2_f64.sqrt());
        check("noise, dB(A) re full scale", found, -90.0, 0.7);
        let leaking = link(Converters {
            separation_db: 60.0,
            ..Converters::default()
        });
        let silence = vec![0.0; tone.len()];
        let [left, right] = play(&leaking, [&tone, &silence], rate_hz);
        let level = |x: &[f64]| amplitude(&x[x.len() / 2..], 1000.0, rate_hz);
        check(
            "separation, dB",
            db(level(&left) / level(&right)),
            60.0,
            0.1,
        );
        let bent = link(Converters {
            distortion_percent: 0.05,
            ..Converters::default()
        });
        let tone = sine(1000.0, -9.0, rate_hz, 1.0);
        let [left, _] = play(&bent, [&tone, &tone], rate_hz);
        let found = 100.0 * distortion(&left[left.len() / 2..], 1000.0, rate_hz);
        check("distortion, %", found, 0.05, 0.003);
    }
}

#[test]
fn silence_in_leads_to_silence_out() {
    let rate_hz = 48_000.0;
    let link = rig::Link::Digital(DigitalLink {
        converters: Converters {
            low_cut_hz: 20.0,
            signal_to_noise_db: 80.0,
            ..Converters::default()
        },
        ..DigitalLink::default()
    });
    let mut sound = sine(1000.0, -12.0, rate_hz, 0.2);
    sound.resize(3 * 48_000, 0.0);
    for link in [link, rig::Link::Bluetooth(BluetoothLink::default())] {
        let [left, right] = play(&link, [&sound, &sound], rate_hz);
        assert!(left.iter().chain(&right).any(|x| *x != 0.0));
        assert!(left[100_000..]
            .iter()
            .chain(&right[100_000..])
            .all(|x| *x == 0.0));
    }
}

#[test]
fn the_filter_bank_is_transparent() {
    // The published prototype reconstructs to about −64 dB, after 9 bands' samples and one.
    for bands in [4, 8] {
        let (mut analysis, mut synthesis) = (Analysis::new(bands), Synthesis::new(bands));
        let input = white(1.0, 8000, 1);
        let mut output = Vec::new();
        for block in input.chunks_exact(bands) {
            let (mut split, mut joined) = ([0.0; 8], [0.0; 8]);
            analysis.split(block, &mut split[..bands]);
            synthesis.join(&split[..bands], &mut joined[..bands]);
            output.extend_from_slice(&joined[..bands]);
        }
        let delay = 9 * bands + 1;
        let error: Vec<f64> = output[delay..]
            .iter()
            .zip(&input)
            .map(|(y, x)| y - x)
            .collect();
        let error_db = db(rms(&error[1000..]) / rms(&input));
        println!("{bands} bands: round trip {error_db:.1} dB");
        assert!(error_db < -60.0);
    }
}

#[test]
fn each_band_hears_its_own_frequencies() {
    for bands in [4, 8] {
        for band in 0..bands {
            let mut analysis = Analysis::new(bands);
            let middle_hz = (band as f64 + 0.5) * 24_000.0 / bands as f64;
            let mut power = [0.0; 8];
            for block in sine(middle_hz, 0.0, 48_000.0, 0.2).chunks_exact(bands) {
                let mut split = [0.0; 8];
                analysis.split(block, &mut split[..bands]);
                power
                    .iter_mut()
                    .zip(split)
                    .for_each(|(power, x)| *power += x * x);
            }
            let total: f64 = power.iter().sum();
            assert!(
                power[band] / total > 0.999,
                "{bands} bands, band {band}: {power:?}"
            );
        }
    }
}

#[test]
fn the_pool_is_spent_and_louder_bands_get_more() {
    let mut noise = Noise::new(4);
    for _ in 0..3000 {
        let bands = if noise.uniform() < 0.5 { 4 } else { 8 };
        let factors: [[i32; 8]; 2] =
            std::array::from_fn(|_| std::array::from_fn(|_| (16.0 * noise.uniform()) as i32));
        let pool = 2 + (noise.uniform() * 100.0) as usize;
        for allocation in [Allocation::Loudness, Allocation::Snr] {
            let needs = Needs::new(allocation, bands, &factors);
            let bits = allocate(&needs, pool);
            let spent: u32 = bits.iter().flat_map(|channel| &channel[..bands]).sum();
            // One bit alone cannot be spent on a band that has none.
            assert!(spent as usize <= pool, "{spent} of {pool}");
            assert!(
                spent as usize + 2 >= pool.min(16 * 2 * bands),
                "{spent} of {pool}: {factors:?}"
            );
            if allocation == Allocation::Snr {
                for channel in 0..2 {
                    for (a, b) in (0..bands).flat_map(|a| (0..bands).map(move |b| (a, b))) {
                        if factors[channel][a] > factors[channel][b] + 1 {
                            assert!(bits[channel][a] + 1 >= bits[channel][b]);
                        }
                    }
                }
            }
        }
    }
}

/// Level of the coder's noise under a sound, dB.
fn coder_noise_db(bitpool: u32, sound: &[f64]) -> f64 {
    let settings = Coder::new(&BluetoothLink {
        bitpool,
        ..BluetoothLink::default()
    });
    let mut codec = Codec::new(&settings);
    let out: Vec<f64> = sound.iter().map(|x| codec.tick([*x, *x])[0]).collect();
    let error: Vec<f64> = out[codec.delay_samples()..]
        .iter()
        .zip(sound)
        .map(|(y, x)| y - x)
        .collect();
    db(rms(&error[2000..]) / rms(sound))
}

#[test]
fn noise_falls_with_bits_and_follows_the_sound() {
    let sound = white(0.1, 48_000, 3);
    let mut before = 0.0;
    for bitpool in [10, 20, 35, 53, 80, 128] {
        let noise_db = coder_noise_db(bitpool, &sound);
        println!("pool {bitpool}: noise {noise_db:.1} dB under white noise");
        assert!(noise_db < before - 1.0);
        before = noise_db;
    }
    // Scale factors are powers of two: 6 dB less sound, 6 dB less noise.
    let quiet: Vec<f64> = sound.iter().map(|x| gain(-24.08) * x).collect();
    let (loud_db, quiet_db) = (coder_noise_db(53, &sound), coder_noise_db(53, &quiet));
    check("noise follows, dB", quiet_db, loud_db, 1.0);
}

#[test]
fn the_coder_runs_at_any_rate() {
    for rate_hz in RATES_HZ {
        let link = rig::Link::Bluetooth(BluetoothLink::default());
        let tone = sine(1000.0, -12.0, rate_hz, 1.0);
        let [left, _] = play(&link, [&tone, &tone], rate_hz);
        let end = &left[left.len() / 2..];
        check("level, dB", db(amplitude(end, 1000.0, rate_hz)), -12.0, 0.1);
        let delay = (0.150 * rate_hz).round() as usize;
        let error: Vec<f64> = left[delay..]
            .iter()
            .zip(&tone)
            .skip(20_000)
            .map(|(y, x)| y - x)
            .collect();
        let noise_db = db(rms(&error) / rms(&tone));
        println!("{rate_hz}: noise under a tone {noise_db:.1} dB");
        assert!(noise_db < -35.0 && noise_db > -90.0);
    }
}

/// A tone through a link of 1 ms, and beside it undelayed at a level in dB: the level of the sum.
fn comb_db(frequency_hz: f64, direct_db: f64, rate_hz: f64) -> f64 {
    let link = rig::Link::Digital(DigitalLink {
        latency_ms: 1.0,
        ..DigitalLink::default()
    });
    let tone = sine(frequency_hz, -12.0, rate_hz, 0.5);
    let [left, _] = play(&link, [&tone, &tone], rate_hz);
    let sum: Vec<f64> = left
        .iter()
        .zip(&tone)
        .map(|(y, x)| y + gain(direct_db) * x)
        .collect();
    db(amplitude(&sum[sum.len() / 2..], frequency_hz, rate_hz)) + 12.0
}

#[test]
fn own_voice_comb_filter_notches_with_link_latency() {
    for rate_hz in RATES_HZ {
        for notch_hz in [500.0, 1500.0, 2500.0] {
            let depth_db =
                comb_db(notch_hz + 500.0, 0.0, rate_hz) - comb_db(notch_hz, 0.0, rate_hz);
            println!("{notch_hz} Hz at {rate_hz}: {depth_db:.1} dB deep");
            assert!(depth_db > 30.0, "{notch_hz} Hz at {rate_hz}: {depth_db} dB");
            // The deepest place is within 1 Hz of the notch.
            for off_hz in [-1.0, 1.0] {
                assert!(comb_db(notch_hz + off_hz, 0.0, rate_hz) > comb_db(notch_hz, 0.0, rate_hz));
            }
        }
        let ripple_db = comb_db(1000.0, -10.0, rate_hz) - comb_db(500.0, -10.0, rate_hz);
        check("ripple, dB", ripple_db, 5.7, 0.2);
    }
}
