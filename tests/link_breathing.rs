//! Hiss that rides on the music: measured with a gated bass, and with a real song when
//! `BODYPACK_MUSIC` names one (`cargo xtask test` does). Run with `--nocapture` for the figures.
//!
//! A 2:1 compander leaves noise that rises by half of the programme's level in dB; one that leaves
//! quiet sound alone has the same low noise there whatever plays.
//!
//! The hiss of a song is what a link adds beyond what the same link adds without noise on air.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::stage::Stage;
use bodypack::rig::{self, links};
use measure::{db, gain, rms};

/// A tier's link with a performer who stands near the antenna.
fn still(id: &str) -> rig::AnalogLink {
    let rig::Link::AnalogFm(mut link) = links::find(id).expect("a tier").link.clone() else {
        panic!("{id} is no analog link");
    };
    link.radio.speed_m_s = 0.0;
    link.radio.distance_m = 1.0;
    link
}

fn play(link: rig::AnalogLink, rate_hz: f64, input: &[Vec<f32>; 2]) -> [Vec<f64>; 2] {
    let mut stage = Link::new(rate_hz, &Settings::new(&rig::Link::AnalogFm(link)), 1);
    let mut block = input.clone();
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

/// The band above 3 kHz.
fn highs(signal: &[f64], rate_hz: f64) -> Vec<f64> {
    let mut filters =
        [0.541, 1.307].map(|q| Biquad::new(Coefficients::highpass(3000.0, q, rate_hz)));
    signal
        .iter()
        .map(|x| filters.iter_mut().fold(*x, |x, filter| filter.tick_f64(x)))
        .collect()
}

/// Hiss above 3 kHz while a bass note of a quarter of a second plays and after it, dB re unity.
fn hiss_under_bass_db(id: &str) -> [f64; 2] {
    const RATE_HZ: f64 = 48_000.0;
    let bass: Vec<f32> = (0..4 * RATE_HZ as usize)
        .map(|n| {
            let time_s = n as f64 / RATE_HZ;
            let plays = f64::from(u8::from(time_s % 0.5 < 0.25));
            (gain(-9.0) * plays * (std::f64::consts::TAU * 80.0 * time_s).sin()) as f32
        })
        .collect();
    let [left, _] = play(still(id), RATE_HZ, &[bass.clone(), bass]);
    let high = highs(&left, RATE_HZ);
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
    let [playing, pause] = hiss_under_bass_db("budget-fm-stereo");
    println!("budget: {playing:.1} dB under bass, {pause:.1} dB after it");
    assert!(playing - pause > 20.0);
    let [touring_playing, touring_pause] = hiss_under_bass_db("touring-fm-diversity");
    println!("touring: {touring_playing:.1} dB under bass, {touring_pause:.1} dB after it");
    assert!(touring_playing < playing - 15.0);
    let [dual_playing, _] = hiss_under_bass_db("dual-band-fm");
    println!("two bands: {dual_playing:.1} dB under bass");
    assert!(dual_playing < playing - 10.0);
}

/// Modulation of a link's hiss by a song.
struct Breath {
    /// Decibels of hiss for each decibel of programme, over the frames of the song.
    slope: f64,
    /// Median hiss in the louder and in the quieter half of the song, dBFS, above 3 kHz.
    loud_dbfs: f64,
    quiet_dbfs: f64,
    /// Largest less smallest hiss, of nine tenths of the frames, dB.
    swing_db: f64,
}

fn breath(id: &str, rate_hz: f64, song: &[Vec<f32>; 2]) -> Breath {
    let noisy = play(still(id), rate_hz, song);
    let mut clean = still(id);
    clean.signal_to_noise_db = 120.0;
    clean.radio.power_dbm = 30.0;
    let clean = play(clean, rate_hz, song);
    let hiss: Vec<f64> = noisy[0].iter().zip(&clean[0]).map(|(a, b)| a - b).collect();
    let hiss = highs(&hiss, rate_hz);
    let frame = (0.05 * rate_hz) as usize;
    let frames: Vec<[f64; 2]> = clean[0]
        .chunks_exact(frame)
        .zip(hiss.chunks_exact(frame))
        .map(|(programme, hiss)| [db(rms(programme) + 1e-9), db(rms(hiss) + 1e-12)])
        // What is silent says nothing of breathing.
        .filter(|[programme, _]| *programme > -70.0)
        .collect();
    let mean = |at: usize| frames.iter().map(|f| f[at]).sum::<f64>() / frames.len() as f64;
    let means = [mean(0), mean(1)];
    let moment = |a: usize, b: usize| {
        let products = frames.iter().map(|f| (f[a] - means[a]) * (f[b] - means[b]));
        products.sum::<f64>()
    };
    let mut by_programme = frames.clone();
    by_programme.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let quantile = |frames: &[[f64; 2]], share: f64| {
        let mut levels: Vec<f64> = frames.iter().map(|f| f[1]).collect();
        levels.sort_by(f64::total_cmp);
        levels[(share * (levels.len() - 1) as f64) as usize]
    };
    let (quiet, loud) = by_programme.split_at(frames.len() / 2);
    Breath {
        slope: moment(0, 1) / moment(0, 0),
        loud_dbfs: quantile(loud, 0.5),
        quiet_dbfs: quantile(quiet, 0.5),
        swing_db: quantile(&frames, 0.95) - quantile(&frames, 0.05),
    }
}

fn show(id: &str, breath: &Breath) {
    println!(
        "{id}: {:.2} dB of hiss a dB of programme; hiss above 3 kHz {:.1} dBFS in the louder half, \
         {:.1} dBFS in the quieter one, swing {:.1} dB",
        breath.slope, breath.loud_dbfs, breath.quiet_dbfs, breath.swing_db
    );
}

#[test]
fn a_real_song_breathes_on_a_budget_set_and_hardly_on_a_touring_one() {
    // The music is fetched by the set-up step of `cargo xtask test`.
    let Some(path) = std::env::var_os("BODYPACK_MUSIC") else {
        return;
    };
    let mut reader = hound::WavReader::open(&path).expect("the music is a WAV file");
    let rate_hz = f64::from(reader.spec().sample_rate);
    let samples: Vec<f32> = reader.samples().map(|x| x.expect("a sample")).collect();
    // Quiet passage and whole band in turns: every third of the 45 s has both.
    let frames = samples.chunks_exact(2).take((45.0 * rate_hz) as usize);
    let song = [0, 1].map(|side| frames.clone().map(|f| f[side]).collect::<Vec<f32>>());
    let budget = breath("budget-fm-stereo", rate_hz, &song);
    let touring = breath("touring-fm-diversity", rate_hz, &song);
    show("budget", &budget);
    show("touring", &touring);
    // Half a decibel a decibel, less what the limiter takes of it.
    assert!((0.3..0.7).contains(&budget.slope), "{}", budget.slope);
    assert!(budget.loud_dbfs > budget.quiet_dbfs);
    assert!(touring.loud_dbfs < budget.loud_dbfs - 12.0);
    assert!(touring.quiet_dbfs < budget.quiet_dbfs - 12.0);
}
