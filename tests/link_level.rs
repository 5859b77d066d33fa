//! Effect of the analog tiers on a programme's level, measured against a wire, and the separation
//! of its channels with the other channel driven and silent.
//!
//! Everything between the two detectors of a compander is multiplied by the expander's ratio, so a
//! link that limits its band or its deviation behind the compressor makes every programme quieter.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{self, links, BandLimit, LimiterPlace};
use measure::{amplitude, db, gain, rms, sine, white};
use rustfft::num_complex::Complex64;

const RATE_HZ: f64 = 48_000.0;

/// RMS of a programme at nominal line level, dBFS.
const NOMINAL_DBFS: f64 = -18.0;

/// The analog tiers with the most that each may change a programme's level by, dB.
const TIERS: &[(&str, f64)] = &[
    ("touring-fm-diversity", 1.0),
    ("level-aware-fm", 1.0),
    ("dual-band-fm", 1.5),
    ("club-fm-stereo", 2.0),
    ("entry-fm-stereo", 2.0),
    ("vintage-fm-stereo", 2.5),
    ("budget-fm-stereo", 3.0),
    ("budget-fm-mono", 3.0),
];

/// A tier's link with a performer who stands near the antenna.
fn still(id: &str) -> rig::AnalogLink {
    let rig::Link::AnalogFm(mut link) = links::find(id).expect("a tier").link.clone() else {
        panic!("{id} is no analog link");
    };
    link.radio.speed_m_s = 0.0;
    link.radio.distance_m = 1.0;
    link
}

fn play(link: &rig::AnalogLink, input: [&[f64]; 2], rate_hz: f64) -> [Vec<f64>; 2] {
    let settings = Settings::new(&rig::Link::AnalogFm(link.clone()));
    let mut stage = Link::new(rate_hz, &settings, 1);
    let mut block = input.map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

/// RMS of both channels.
fn level(signal: [&[f64]; 2]) -> f64 {
    signal.map(|x| rms(x).powi(2)).iter().sum::<f64>().sqrt()
}

/// Level change of a signal through a link, dB, after the companders have settled. A link in mono
/// is compared with the sum of the channels.
fn change_db(link: &rig::AnalogLink, input: [&[f64]; 2], rate_hz: f64) -> f64 {
    let [left, right] = play(link, input, rate_hz);
    let from = (0.2 * rate_hz) as usize;
    if link.mode == rig::AnalogMode::Mono {
        let sum: Vec<f64> = (input[0].iter().zip(input[1]))
            .map(|(l, r)| 0.5 * (l + r))
            .collect();
        return db(rms(&left[from..]) / rms(&sum[from..]));
    }
    let out = level([&left[from..], &right[from..]]);
    db(out / level(input.map(|x| &x[from..])))
}

/// Noise from 20 Hz to 20 kHz whose power falls with a power of the frequency: 1 is pink.
fn noise(slope: f64, level_dbfs: f64, seed: u64) -> Vec<f64> {
    let length = 1 << 19;
    let mut source = Noise::new(seed);
    let mut spectrum = vec![Complex64::default(); length];
    for bin in 1..length / 2 {
        let hz = bin as f64 * RATE_HZ / length as f64;
        let [re, im] = [(); 2].map(|()| f64::from(source.gaussian()));
        if (20.0..=20_000.0).contains(&hz) {
            spectrum[bin] = Complex64::new(re, im) * hz.powf(-0.5 * slope);
            spectrum[length - bin] = spectrum[bin].conj();
        }
    }
    let mut planner = rustfft::FftPlanner::new();
    planner.plan_fft_inverse(length).process(&mut spectrum);
    let signal: Vec<f64> = spectrum.iter().map(|x| x.re).collect();
    let scale = gain(level_dbfs) / rms(&signal);
    signal.iter().map(|x| scale * x).collect()
}

/// A bar of drums, bass and chords at nominal level: decaying noise and tones with a crest of
/// some 15 dB.
pub fn band() -> [Vec<f64>; 2] {
    let length = (10.0 * RATE_HZ) as usize;
    let mut hiss = Noise::new(9);
    let mut channels = [vec![0.0; length], vec![0.0; length]];
    #[allow(clippy::needless_range_loop)] // two channels at a time
    for n in 0..length {
        let t = n as f64 / RATE_HZ;
        let turn = |hz: f64| std::f64::consts::TAU * hz * t;
        let since = |period_s: f64, offset_s: f64| (t + offset_s) % period_s;
        let kick = (-since(0.5, 0.0) / 0.08).exp() * (turn(55.0)).sin();
        let snare = (-since(1.0, 0.5) / 0.06).exp() * 0.35 * f64::from(hiss.gaussian());
        let cymbal = (-since(0.25, 0.0) / 0.03).exp() * 0.12 * f64::from(hiss.white());
        let bass = 0.5 * (-since(0.25, 0.0) / 0.3).exp() * turn(82.4).sin();
        let chord: f64 = [220.0, 277.2, 329.6, 880.0, 1760.0, 3520.0]
            .iter()
            .map(|hz| 0.08 * turn(*hz).sin())
            .sum();
        channels[0][n] = kick + snare + 1.3 * cymbal + bass + 0.7 * chord;
        channels[1][n] = kick + snare + 0.7 * cymbal + bass + 1.3 * chord;
    }
    at_nominal(channels)
}

fn at_nominal(channels: [Vec<f64>; 2]) -> [Vec<f64>; 2] {
    let scale = 2_f64.sqrt() * gain(NOMINAL_DBFS) / level([&channels[0], &channels[1]]);
    channels.map(|x| x.iter().map(|x| scale * x).collect())
}

/// Fails with all tiers that change the level by more than they may.
fn hold(what: &str, rate_hz: f64, input: [&[f64]; 2]) {
    let mut missed = Vec::new();
    for (id, most_db) in TIERS {
        let found = change_db(&still(id), input, rate_hz);
        println!("{what}, {id}: {found:+.2} dB (within {most_db})");
        if found.abs() > *most_db {
            missed.push(format!("{id}: {found:+.2} dB"));
        }
    }
    assert!(missed.is_empty(), "{what}: {missed:#?}");
}

#[test]
fn pink_noise_keeps_its_level() {
    let pink = noise(1.0, NOMINAL_DBFS, 1);
    hold("pink, both channels alike", RATE_HZ, [&pink, &pink]);
    let other = noise(1.0, NOMINAL_DBFS, 2);
    hold("pink, channels apart", RATE_HZ, [&pink, &other]);
}

#[test]
fn a_tone_keeps_its_level() {
    let tone = sine(1000.0, NOMINAL_DBFS + 3.01, RATE_HZ, 3.0);
    hold("1 kHz", RATE_HZ, [&tone, &tone]);
}

#[test]
fn drums_bass_and_chords_keep_their_level() {
    let [left, right] = band();
    hold("band", RATE_HZ, [&left, &right]);
}

#[test]
fn a_real_song_keeps_its_level() {
    // The music is fetched by the set-up step of `cargo xtask test`.
    let Some(path) = std::env::var_os("BODYPACK_MUSIC") else {
        return;
    };
    let mut reader = hound::WavReader::open(&path).expect("the music is a WAV file");
    let rate_hz = f64::from(reader.spec().sample_rate);
    let samples: Vec<f32> = reader.samples().map(|x| x.expect("a sample")).collect();
    let frames = samples.chunks_exact(2).take((45.0 * rate_hz) as usize);
    let song = [0, 1].map(|side| frames.clone().map(|f| f64::from(f[side])).collect());
    let [left, right] = at_nominal(song);
    hold("song", rate_hz, [&left, &right]);
}

/// White noise loses what lies above the band, 1.3 dB of 20 kHz at 15 kHz, and little more.
#[test]
fn white_noise_loses_little_more_than_what_is_above_the_band() {
    for level_dbfs in [-26.0, -18.0] {
        let noise = noise(0.0, level_dbfs, 3);
        for (id, most_db) in TIERS {
            let link = still(id);
            let band_db = 10.0 * ((link.high_cut_hz - 20.0) / 19_980.0).log10();
            let found = change_db(&link, [&noise, &noise], RATE_HZ) - band_db;
            println!("white at {level_dbfs} dBFS, {id}: {found:+.2} dB beyond the band");
            assert!(found.abs() < most_db + 1.5, "{id}: {found:+.2} dB");
        }
    }
}

/// Each part's share: with band and deviation limited behind the compressor, as the tiers had it,
/// pink noise loses several decibels through five to one, and each part has its share.
#[test]
fn band_and_deviation_behind_the_compressor_take_the_level() {
    let pink = noise(1.0, NOMINAL_DBFS, 1);
    let with = |band_limit, limiter| {
        let mut link = still("touring-fm-diversity");
        link.band_limit = band_limit;
        link.limiter = limiter;
        link.tolerance.gain_db = 0.0;
        change_db(&link, [&pink, &pink], RATE_HZ)
    };
    let old = with(BandLimit::BehindCompressor, LimiterPlace::BehindCompressor);
    let band = with(BandLimit::BeforeCompressor, LimiterPlace::BehindCompressor);
    let limiter = with(BandLimit::BehindCompressor, LimiterPlace::InLoop);
    let new = with(BandLimit::BeforeCompressor, LimiterPlace::InLoop);
    println!(
        "pink through touring: {old:.2} dB; band before {band:.2}, limiter in loop {limiter:.2}, \
         both {new:.2}"
    );
    assert!(
        band > old + 1.0 && limiter > old + 1.0,
        "{old} {band} {limiter}"
    );
    // Measured, not published (docs/model/radio.md): nobody states the shares. What is required is the
    // whole, ± 1 dB, which no part reaches alone.
    for (found, stated) in [(old, -6.4), (band, -4.2), (limiter, -1.9), (new, -1.0)] {
        assert!((found - stated).abs() < 0.5, "{old} {band} {limiter} {new}");
    }
    assert!(band < -1.0 && limiter < -1.0, "{band} {limiter}");
    assert!(
        new > band + 1.0 && new > limiter + 0.5,
        "{band} {limiter} {new}"
    );
}

/// Separation with another tone in the second channel is what the decoder gives; with silence in it
/// the expander turns the crosstalk down once more: twice as many decibels with two to one.
#[test]
fn the_expander_doubles_separation_into_silence() {
    for (id, _) in TIERS {
        let link = still(id);
        if link.mode != rig::AnalogMode::Stereo {
            continue;
        }
        let tone = sine(1000.0, -9.0, RATE_HZ, 2.0);
        let other = sine(400.0, -9.0, RATE_HZ, 2.0);
        let nothing = vec![0.0; tone.len()];
        let [driven, silent] = [&other, &nothing].map(|second| {
            let [left, right] = play(&link, [&tone, second], RATE_HZ);
            let level = |x: &[f64]| amplitude(&x[x.len() / 2..], 1000.0, RATE_HZ);
            db(level(&left) / level(&right))
        });
        println!("{id}: separation {driven:.1} dB, into silence {silent:.1} dB");
        let ratio = link.compander.ratio;
        // The law of a level-aware tier ends: there the gain falls by its range at most.
        let most = if link.compander.soft_knee {
            driven + link.compander.range_db * (1.0 - 1.0 / ratio)
        } else {
            ratio * driven
        };
        assert!(
            (silent - most).abs() < 4.0,
            "{id}: {driven} {silent} {most}"
        );
    }
}

/// The limiter in the loop still limits: a burst far above unity leaves the transmitter within the
/// deviation, and what follows has its level within a few milliseconds.
#[test]
fn a_burst_is_limited_and_leaves_nothing_behind() {
    let link = still("touring-fm-diversity");
    let quiet = sine(1000.0, -40.0, RATE_HZ, 1.0);
    let loud = sine(1000.0, 0.0, RATE_HZ, 0.02);
    let signal: Vec<f64> = [quiet.clone(), loud, quiet.clone()].concat();
    let [left, _] = play(&link, [&signal, &signal], RATE_HZ);
    assert!(left.iter().all(|x| x.is_finite()));
    let end = &left[left.len() - 9_600..];
    let found = db(rms(end) / rms(&quiet[..9_600]));
    println!("after a burst: {found:+.2} dB");
    assert!(found.abs() < 1.0, "{found}");
    let noise = white(1.0, 48_000, 4);
    let [left, _] = play(&link, [&noise, &noise], RATE_HZ);
    assert!(left.iter().all(|x| x.is_finite() && x.abs() < 8.0));
}
