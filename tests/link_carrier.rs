//! Limits of the FM link's closed forms beside a carrier that is really modulated and received:
//! with the receiver mistuned, its filter narrow, and a second path to the antenna. Effects that
//! the link leaves out are stated here with their size.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::fm;
use std::f64::consts::{PI, TAU};

use fm::{Way, PLAIN};
use rustfft::num_complex::Complex64;

const DEVIATION_HZ: f64 = 40_000.0;

/// No noise to speak of.
const CLEAN_DB: f64 = 120.0;

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// S/N of a sine at full deviation in the sum channel up to 15 kHz, and in the difference channel,
/// without programme, dB.
fn signal_to_noise_db(way: &Way, cnr_db: f64) -> [f64; 2] {
    const SECONDS: u64 = 2;
    let mut powers = [0.0; 2];
    for seed in 0..SECONDS {
        let channels = fm::decode(&fm::receive_by(way, |_| 0.0, cnr_db, seed));
        for (sum, channel) in powers.iter_mut().zip(&channels) {
            *sum += fm::power(channel, |_| 1.0) / SECONDS as f64;
        }
    }
    powers.map(|power| -10.0 * (power / (0.5 * DEVIATION_HZ * DEVIATION_HZ)).log10())
}

/// (N0/C)·W³/3, and (N0/C)·2·(38000²·W + W³/3), with the noise density that the filter's width
/// makes of the carrier over noise.
fn closed_form_db(bandwidth_hz: usize, cnr_db: f64) -> [f64; 2] {
    let density = 10_f64.powf(-cnr_db / 10.0) / bandwidth_hz as f64;
    let (low, high) = (20.0_f64, 15_000.0_f64);
    let cubes = (high.powi(3) - low.powi(3)) / 3.0;
    let powers = [cubes, 2.0 * (38_000_f64.powi(2) * (high - low) + cubes)];
    powers.map(|power| -10.0 * (density * power / (0.5 * DEVIATION_HZ * DEVIATION_HZ)).log10())
}

/// The stereo multiplex of a tone of 1 kHz in the left channel, at a peak deviation in Hz, the pilot
/// having 9 % of it.
fn left_tone(peak_hz: f64) -> impl Fn(usize) -> f64 {
    move |n| {
        let turn = |hz: usize| TAU * ((hz * n) % fm::RATE) as f64 / fm::RATE as f64;
        let tone = turn(1000).sin();
        let [sum, difference] = [0.5 * tone, 0.5 * tone];
        peak_hz * (0.91 * (sum + difference * turn(38_000).cos()) + 0.09 * turn(19_000).sin())
    }
}

/// Output of a decoder with its pilot in place: distortion of the left channel, and crosstalk into
/// the right one, dB.
fn stereo(way: &Way, peak_hz: f64) -> [f64; 2] {
    let channels = fm::decode(&fm::receive_by(way, left_tone(peak_hz), CLEAN_DB, 1));
    let [left, right] = fm::ears(&channels);
    let size = |x: &[Complex64], hz: usize| x[hz].norm();
    let harmonics: f64 = (2..=9).map(|n| size(&left, 1000 * n).powi(2)).sum();
    [
        db(harmonics.sqrt() / size(&left, 1000)),
        db(size(&left, 1000) / size(&right, 1000)),
    ]
}

/// Above threshold the noise is that of the closed forms within 1 dB as long as the sidebands of the
/// multiplex lie in the filter: 47 kHz of mistuning with 200 kHz. Further off, the difference
/// channel loses the noise of one sideband.
#[test]
fn mistuning_leaves_the_noise_alone_up_to_the_edge_of_the_filter() {
    let expected = closed_form_db(200_000, 20.0);
    for mistuned_hz in [0, 10_000, 25_000, 45_000, 80_000] {
        let way = Way {
            mistuned_hz,
            ..PLAIN
        };
        let found = signal_to_noise_db(&way, 20.0);
        println!("{mistuned_hz} Hz off: S/N {found:.2?} dB, closed form {expected:.2?} dB");
        if mistuned_hz <= 45_000 {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1.0, "{mistuned_hz} Hz: {found}");
            }
        } else {
            assert!(found[1] - expected[1] > 1.0, "{found:?}");
        }
    }
}

/// The same for filters from 130 to 300 kHz: with the carrier over noise taken in each filter.
#[test]
fn the_width_of_the_filter_sets_the_noise_by_its_density() {
    for bandwidth_hz in [130_000, 160_000, 200_000, 300_000] {
        let way = Way {
            bandwidth_hz,
            ..PLAIN
        };
        let found = signal_to_noise_db(&way, 20.0);
        let expected = closed_form_db(bandwidth_hz, 20.0);
        println!("{bandwidth_hz} Hz: S/N {found:.2?} dB, closed form {expected:.2?} dB");
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1.0, "{bandwidth_hz} Hz: {found}");
        }
    }
}

/// The link has no filter for the carrier. At the deviations of the tiers, 24 kHz at unity and 48 at
/// the limit, the filter of 200 kHz does nothing that a tier's own distortion (−40 to −46 dB) would
/// not hide; one of 120 kHz does at the limit, which is what the link leaves out.
#[test]
fn the_filter_distorts_less_than_the_tiers_do_unless_it_is_narrow() {
    let figures = |bandwidth_hz, peak_hz| {
        let found = stereo(
            &Way {
                bandwidth_hz,
                ..PLAIN
            },
            peak_hz,
        );
        println!(
            "{bandwidth_hz} Hz, {peak_hz} Hz peak: distortion {:.1} dB, separation {:.1} dB",
            found[0], found[1]
        );
        found
    };
    for peak_hz in [24_000.0, 34_000.0, 48_000.0] {
        let [distortion_db, separation_db] = figures(200_000, peak_hz);
        assert!(distortion_db < -52.0, "{peak_hz}: {distortion_db}");
        assert!(separation_db > 50.0, "{peak_hz}: {separation_db}");
    }
    let [narrow_db, _] = figures(120_000, 48_000.0);
    let [wide_db, _] = figures(200_000, 48_000.0);
    assert!(narrow_db > wide_db + 6.0);
}

/// A second way 10 m longer and 3 dB down is heard as the fade that the link has, whatever the turn
/// of its carrier: distortion and separation stay far better than a tier's own. With 100 m, separation
/// falls to 48 dB, and to 38 dB in a fade of 19 dB: as much as the tiers' decoders leave, which is what
/// the link leaves out.
#[test]
fn a_second_way_is_heard_as_a_fade_unless_it_is_long_and_as_strong() {
    const SPEED_M_S: f64 = 2.998e8;
    let figures = |way_m: f64, size_db: f64, turn: f64| {
        let echo = Some((way_m / SPEED_M_S, 10_f64.powf(size_db / 20.0), turn));
        let found = stereo(&Way { echo, ..PLAIN }, 24_000.0);
        println!(
            "{way_m} m, {size_db} dB, carriers {:.0}° apart: distortion {:.1} dB, separation {:.1} dB",
            turn.to_degrees(),
            found[0],
            found[1]
        );
        found
    };
    for turn in [0.0, 0.5 * PI, PI] {
        let [distortion_db, separation_db] = figures(10.0, -3.0, turn);
        assert!(distortion_db < -80.0, "{turn}: {distortion_db}");
        assert!(separation_db > 80.0, "{turn}: {separation_db}");
    }
    let [distortion_db, separation_db] = figures(100.0, -3.0, PI);
    assert!(distortion_db < -80.0, "{distortion_db}");
    assert!((44.0..60.0).contains(&separation_db), "{separation_db}");
    let [deep_distortion_db, deep_separation_db] = figures(100.0, -1.0, PI);
    assert!(
        deep_distortion_db > distortion_db + 6.0,
        "{deep_distortion_db}"
    );
    assert!(
        deep_separation_db < separation_db - 6.0,
        "{deep_separation_db}"
    );
}
