//! Companders, emphasis and overshoot limiter against closed forms and published vectors, at four
//! sample rates with the same tolerances.
//!
//! Closed forms: after a level step by a linear ratio r the link level exceeds its final value by
//! −10·log10(1 − (1 − 1/r)·e^(−2t/τ)) dB with a mean rectifier; third harmonic of one half is
//! 0.15/(ωτ) (mean) and 0.125/(ωτ) (RMS). Vectors: NE570, THAT 4305 and 4315 data sheets.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

#[path = "link/measure.rs"]
mod measure;

use bodypack::chain::link::compander::{Design, Detector, DualBand, Half, Law};
use bodypack::chain::link::emphasis::{FirstOrder, Shape};
use bodypack::chain::link::limiter::Limiter;
use bodypack::dsp::biquad::{Biquad, Coefficients};
use measure::{amplitude, check, db, distortion, gain, rms, sine, white, RATES_HZ};

const MEAN_20: Detector = Detector::Mean { time_s: 0.020 };
const RMS_34: Detector = Detector::Rms { time_s: 0.0347 };

fn design(detector: Detector, ratio: f64) -> Design {
    Design {
        law: Law {
            ratio,
            link_range_db: 60.0,
            soft: false,
        },
        detector,
        detector_emphasis: false,
    }
}

fn half(detector: Detector, rate_hz: f64) -> Half {
    Half::new(&design(detector, 2.0), rate_hz)
}

/// Link level of a settled tone, dB.
fn settled_link_db(mut half: Half, level_db: f64, frequency_hz: f64, rate_hz: f64) -> f64 {
    let link: Vec<f64> = sine(frequency_hz, level_db, rate_hz, 1.0)
        .into_iter()
        .map(|x| half.compress(x))
        .collect();
    db(amplitude(&link[link.len() / 2..], frequency_hz, rate_hz))
}

#[test]
fn v1_v2_the_static_law_is_two_to_one() {
    for rate_hz in RATES_HZ {
        for detector in [MEAN_20, RMS_34] {
            let link =
                |level_db| settled_link_db(half(detector, rate_hz), level_db, 1000.0, rate_hz);
            for level_db in [-40.0, -20.0, 0.0, 20.0] {
                check("V1 link level, dB", link(level_db), level_db / 2.0, 0.05);
            }
            let slope = (link(0.0) - link(-60.0)) / 60.0;
            check("V2 slope", slope, 0.5, 0.002);
        }
    }
}

#[test]
fn v3_the_published_vector_of_a_hi_fi_compander() {
    // THAT 4305, table 4: dBV in, dBV on the link. With the link 6 dB low at 0 dBV, unity is
    // −12 dBV.
    let vector = [
        (20.0, 4.0),
        (10.0, -1.0),
        (0.0, -6.0),
        (-10.0, -11.0),
        (-20.0, -16.0),
        (-40.0, -26.0),
        (-60.0, -36.0),
        (-80.0, -46.0),
        (-100.0, -56.0),
    ];
    for rate_hz in RATES_HZ {
        for (input_dbv, link_dbv) in vector {
            let mut compressor = half(RMS_34, rate_hz);
            let mut expander = compressor;
            let (mut link, mut output) = (Vec::new(), Vec::new());
            for x in sine(1000.0, input_dbv + 12.0, rate_hz, 1.0) {
                let y = compressor.compress(x);
                link.push(y);
                output.push(expander.expand(y));
            }
            let end = link.len() / 2;
            let level = |signal: &[f64]| db(amplitude(&signal[end..], 1000.0, rate_hz)) - 12.0;
            check("V3 link, dBV", level(&link), link_dbv, 0.1);
            check("V3 out, dBV", level(&output), input_dbv, 0.1);
        }
    }
}

/// Steps between tones, silence and noise: what a detector likes least.
fn steps(rate_hz: f64) -> Vec<f64> {
    let mut signal = Vec::new();
    for (n, level_db) in [-60.0, 0.0, -30.0, 18.0, -90.0, -10.0, 6.0]
        .iter()
        .enumerate()
    {
        signal.extend(sine(70.0 * 2.3_f64.powi(n as i32), *level_db, rate_hz, 0.1));
        signal.extend(white(gain(*level_db), (0.05 * rate_hz) as usize, n as u64));
        signal.extend(vec![0.0; (0.03 * rate_hz) as usize]);
    }
    signal
}

#[test]
fn v4_a_matched_pair_cancels() {
    let laws = [
        (MEAN_20, 2.0, false),
        (RMS_34, 2.0, false),
        (
            Detector::Split {
                attack_s: 0.01,
                recovery_s: 0.1,
            },
            2.0,
            false,
        ),
        (Detector::Rms { time_s: 0.02 }, 5.0, true),
        (Detector::Rms { time_s: 0.02 }, 3.3, true),
    ];
    for rate_hz in RATES_HZ {
        for (detector, ratio, soft) in laws {
            for detector_emphasis in [false, true] {
                let mut design = design(detector, ratio);
                design.law.soft = soft;
                design.law.link_range_db = if soft { 8.0 } else { 60.0 };
                design.detector_emphasis = detector_emphasis;
                let mut compressor = Half::new(&design, rate_hz);
                let (mut exact, mut rounded) = (compressor, compressor);
                let (mut error, mut error_f32, mut peak) = (0_f64, 0_f64, 0_f64);
                for x in steps(rate_hz) {
                    let link = compressor.compress(x);
                    error = error.max((exact.expand(link) - x).abs());
                    error_f32 = error_f32.max((rounded.expand(f64::from(link as f32)) - x).abs());
                    peak = peak.max(x.abs());
                }
                assert!(
                    db(error / peak) < -200.0,
                    "V4 {design:?}: {} dB",
                    db(error / peak)
                );
                assert!(
                    db(error_f32 / peak) < -110.0,
                    "V4 f32 {design:?}: {} dB",
                    db(error_f32 / peak)
                );
            }
        }
    }
}

/// Link level of a stepped 4 kHz tone over its final value, dB, at the peak of each half-cycle,
/// with the time of that peak after the step, s. The level at the peak is the gain times the known
/// amplitude, so that a low sample rate does not miss the peaks.
fn after_step(detector: Detector, from_db: f64, to_db: f64, rate_hz: f64) -> Vec<(f64, f64)> {
    let mut compressor = half(detector, rate_hz);
    for x in sine(4000.0, from_db, rate_hz, 1.0) {
        compressor.compress(x);
    }
    let mut peaks = Vec::new();
    let mut next_peak_s = 1.0 / 16_000.0;
    for (n, x) in sine(4000.0, to_db, rate_hz, 0.5).into_iter().enumerate() {
        let time_s = n as f64 / rate_hz;
        if time_s + 0.5 / rate_hz >= next_peak_s {
            peaks.push((next_peak_s, to_db - db(compressor.expansion())));
            next_peak_s += 1.0 / 8000.0;
        }
        compressor.compress(x);
    }
    // The final level is what the tone settles at: a few samples a cycle rectify 0.1 dB off.
    let settled = &peaks[peaks.len() - 400..];
    let final_db = settled.iter().map(|(_, level_db)| level_db).sum::<f64>() / 400.0;
    peaks
        .iter()
        .map(|(time_s, level_db)| (*time_s, level_db - final_db))
        .collect()
}

/// The first time, ms, from which the level stays within `limit_db` of the final one.
fn time_within_ms(peaks: &[(f64, f64)], limit_db: f64) -> f64 {
    let last_outside = peaks
        .iter()
        .rposition(|(_, excess_db)| excess_db.abs() >= limit_db);
    1e3 * last_outside.map_or(0.0, |n| peaks[n].0)
}

#[test]
fn v5_v6_v47_overshoot_of_a_step() {
    for (name, detector, first_db, three_ms, one_ms) in [
        ("V5 mean 20 ms", MEAN_20, 9.8, 5.9, 14.8),
        ("V6 RMS 34.7 ms", RMS_34, 9.5, 4.9, 17.1),
    ] {
        let mut at_48k = [0.0; 2];
        for rate_hz in [48_000.0, 44_100.0, 96_000.0, 192_000.0] {
            let peaks = after_step(detector, -20.0, 0.0, rate_hz);
            check(
                &format!("{name}: first half-cycle, dB"),
                peaks[0].1,
                first_db,
                0.3,
            );
            let times = [3.0, 1.0].map(|limit_db| time_within_ms(&peaks, limit_db));
            check(&format!("{name}: to 3 dB, ms"), times[0], three_ms, 0.5);
            check(&format!("{name}: to 1 dB, ms"), times[1], one_ms, 0.5);
            if rate_hz == 48_000.0 {
                at_48k = times;
            }
            for (time, reference) in times.iter().zip(at_48k) {
                check("V47 change of time", time / reference, 1.0, 0.03);
            }
        }
    }
}

#[test]
fn v5_the_whole_course_follows_the_closed_form() {
    let peaks = after_step(MEAN_20, -20.0, 0.0, 192_000.0);
    for (time_s, excess_db) in peaks.iter().step_by(20).take(30) {
        let expected = -10.0 * (1.0 - 0.9 * (-2.0 * time_s / 0.020).exp()).log10();
        check("excess, dB", *excess_db, expected, 0.1);
    }
}

#[test]
fn v7_v47_the_standard_attack_and_recovery_test() {
    let mut at_48k = [0.0; 2];
    for rate_hz in [48_000.0, 44_100.0, 96_000.0, 192_000.0] {
        let up = after_step(MEAN_20, -12.0, 0.0, rate_hz);
        let attack_ms = time_within_ms(&up, db(1.5));
        check("V7 12 dB up to 1.5 of final, ms", attack_ms, 3.0, 0.3);
        let down = after_step(MEAN_20, 0.0, -12.0, rate_hz);
        let recovery_ms = time_within_ms(&down, -db(0.75));
        check("V7 12 dB down to 0.75 of final, ms", recovery_ms, 13.5, 0.5);
        if rate_hz == 48_000.0 {
            at_48k = [attack_ms, recovery_ms];
        }
        check("V47 attack", attack_ms / at_48k[0], 1.0, 0.03);
        check("V47 recovery", recovery_ms / at_48k[1], 1.0, 0.03);
    }
}

#[test]
fn v8_v15_the_expander_closes_in_a_straight_line() {
    for rate_hz in RATES_HZ {
        let mut expander = half(RMS_34, rate_hz);
        for x in sine(1000.0, 0.0, rate_hz, 1.0) {
            expander.expand(x);
        }
        let start_db = db(expander.expansion());
        let noise = white(gain(-50.0) / 2_f64.sqrt(), (0.1 * rate_hz) as usize, 5);
        let mut with_noise = expander;
        noise.iter().for_each(|w| _ = with_noise.expand(*w));
        for _ in 0..(0.1 * rate_hz) as usize {
            expander.expand(0.0);
        }
        let slope = (db(expander.expansion()) - start_db) / 0.1;
        check("V8, V47 release, dB/s", slope, -125.0, 0.02 * 125.0);
        let tail_db = db(with_noise.expansion()) - start_db;
        check("V15 noise 100 ms after the tone, dB", tail_db, -12.5, 0.7);
    }
}

#[test]
fn v9_a_gain_error_is_multiplied_by_the_ratio() {
    for rate_hz in RATES_HZ {
        for (ratio, expected_db) in [(2.0, 2.0), (5.0, 5.0)] {
            let mut expander = Half::new(&design(RMS_34, ratio), rate_hz);
            let output: Vec<f64> = sine(1000.0, 1.0, rate_hz, 1.0)
                .into_iter()
                .map(|w| expander.expand(w))
                .collect();
            let found = db(amplitude(&output[output.len() / 2..], 1000.0, rate_hz));
            check("V9 level error, dB", found, expected_db, 0.02);
        }
    }
}

#[test]
fn v10_unequal_times_show_after_a_downward_step() {
    for rate_hz in RATES_HZ {
        let mut compressor = half(MEAN_20, rate_hz);
        let mut expander = half(MEAN_20.scaled(1.2), rate_hz);
        for x in sine(4000.0, 0.0, rate_hz, 1.0) {
            expander.expand(compressor.compress(x));
        }
        let (mut worst_db, mut worst_ms) = (0.0, 0.0);
        for (n, x) in sine(4000.0, -20.0, rate_hz, 0.2).into_iter().enumerate() {
            let error_db = db(expander.expansion() / compressor.expansion());
            if error_db > worst_db {
                (worst_db, worst_ms) = (error_db, 1e3 * n as f64 / rate_hz);
            }
            expander.expand(compressor.compress(x));
        }
        check("V10 peak error, dB", worst_db, 1.04, 0.15);
        check("V10 time, ms", worst_ms, 28.0, 4.0);
    }
}

#[test]
fn v11_v12_ripple_distorts_each_half_and_cancels_in_a_pair() {
    for rate_hz in RATES_HZ {
        for (detector, percent) in [(MEAN_20, 1.19), (RMS_34, 0.573)] {
            let mut compressor = half(detector, rate_hz);
            let mut expander = compressor;
            let (mut link, mut output) = (Vec::new(), Vec::new());
            for x in sine(100.0, 0.0, rate_hz, 2.0) {
                let y = compressor.compress(x);
                link.push(y);
                output.push(expander.expand(y));
            }
            let end = rate_hz as usize;
            let third =
                amplitude(&link[end..], 300.0, rate_hz) / amplitude(&link[end..], 100.0, rate_hz);
            check(
                "V11 third harmonic, %",
                100.0 * third,
                percent,
                0.05 * percent,
            );
            let thd_percent = 100.0 * distortion(&output[end..], 100.0, rate_hz);
            assert!(thd_percent < 1e-4, "V12 {thd_percent} %");
        }
    }
}

#[test]
fn v13_a_high_pass_in_the_link_makes_the_bass_dirty() {
    for rate_hz in RATES_HZ {
        for (frequency_hz, corner_hz, percent, loss_db) in [
            (50.0, 20.0, 2.4, None),
            (50.0, 30.0, 3.4, Some(-2.8)),
            (100.0, 20.0, 0.63, None),
        ] {
            let mut compressor = half(MEAN_20, rate_hz);
            let mut expander = compressor;
            let mut high_pass = Biquad::new(Coefficients::highpass_1(corner_hz, rate_hz));
            let output: Vec<f64> = sine(frequency_hz, 0.0, rate_hz, 2.0)
                .into_iter()
                .map(|x| expander.expand(high_pass.tick_f64(compressor.compress(x))))
                .collect();
            let end = &output[rate_hz as usize..];
            let found = 100.0 * distortion(end, frequency_hz, rate_hz);
            check("V13 distortion, %", found, percent, 0.2);
            if let Some(loss_db) = loss_db {
                let level_db = db(amplitude(end, frequency_hz, rate_hz));
                check("level loss, dB", level_db, loss_db, 0.3);
            }
        }
    }
}

/// Level of what is above a corner in the second half of a signal, re the RMS of a unity sine.
fn above_db(signal: &[f64], corner_hz: f64, rate_hz: f64) -> f64 {
    let mut filters =
        [0.541, 1.307].map(|q| Biquad::new(Coefficients::highpass(corner_hz, q, rate_hz)));
    let high: Vec<f64> = signal
        .iter()
        .map(|x| filters.iter_mut().fold(*x, |x, filter| filter.tick_f64(x)))
        .collect();
    db(rms(&high[high.len() / 2..]) * 2_f64.sqrt())
}

#[test]
fn v14_noise_breathes_with_the_programme() {
    for rate_hz in RATES_HZ {
        for (tone_db, noise_db) in [
            (0.0, -50.0),
            (-20.0, -60.0),
            (-40.0, -70.0),
            (-300.0, -100.0),
        ] {
            let mut compressor = half(RMS_34, rate_hz);
            let mut expander = compressor;
            let tone = sine(100.0, tone_db, rate_hz, 2.0);
            let noise = white(gain(-50.0) / 2_f64.sqrt(), tone.len(), 9);
            let output: Vec<f64> = tone
                .iter()
                .zip(&noise)
                .map(|(x, n)| expander.expand(compressor.compress(*x) + n))
                .collect();
            let found = above_db(&output, 1000.0, rate_hz);
            check("V14 noise, dB", found, noise_db, 0.7);
        }
    }
}

#[test]
fn v16_a_clipped_overshoot_makes_the_attack_late() {
    for rate_hz in RATES_HZ {
        let limiter = Limiter::new(gain(6.0), 0.0);
        let mut compressor = half(MEAN_20, rate_hz);
        let mut expander = compressor;
        for x in sine(4000.0, -20.0, rate_hz, 1.0) {
            expander.expand(limiter.apply(compressor.compress(x)));
        }
        // The output's peak in each half-cycle: the clipped peak times the expander's gain.
        let mut peaks = Vec::new();
        let mut next_peak_s = 1.0 / 16_000.0;
        for (n, x) in sine(4000.0, 0.0, rate_hz, 0.1).into_iter().enumerate() {
            if n as f64 / rate_hz + 0.5 / rate_hz >= next_peak_s {
                let link = limiter.apply(1.0 / compressor.expansion());
                peaks.push((next_peak_s, db(link * expander.expansion())));
                next_peak_s += 1.0 / 8000.0;
            }
            expander.expand(limiter.apply(compressor.compress(x)));
        }
        check("V16 first half-cycle, dB", peaks[0].1, -3.9, 0.4);
        check("V16 within 1 dB, ms", time_within_ms(&peaks, 1.0), 1.5, 0.5);
    }
}

#[test]
fn v17_v18_v19_emphasis() {
    for rate_hz in RATES_HZ {
        for (name, time_s, levels_db) in [
            ("V17", 50e-6, [-0.41, -5.40, -10.36, -13.66]),
            ("V18", 75e-6, [-0.87, -8.16, -13.66, -17.07]),
        ] {
            let shape = Shape::de_emphasis(time_s, rate_hz);
            for (frequency_hz, level_db) in [1e3, 5e3, 10e3, 15e3].into_iter().zip(levels_db) {
                let mut filter = FirstOrder::new(shape);
                let output: Vec<f64> = sine(frequency_hz, 0.0, rate_hz, 0.2)
                    .into_iter()
                    .map(|x| filter.next(x))
                    .collect();
                let found = db(amplitude(
                    &output[output.len() / 2..],
                    frequency_hz,
                    rate_hz,
                ));
                let tolerance = if frequency_hz > 10e3 { 0.3 } else { 0.1 };
                check(
                    &format!("{name} at {frequency_hz} Hz, dB"),
                    found,
                    level_db,
                    tolerance,
                );
            }
            // V19: pre-emphasis and de-emphasis in a row.
            let mut pair = [shape.inverse(), shape].map(FirstOrder::new);
            let mut impulse = vec![0.0; 4800];
            impulse[0] = 1.0;
            let through: Vec<f64> = impulse
                .iter()
                .map(|x| pair.iter_mut().fold(*x, |x, filter| filter.next(x)))
                .collect();
            assert!((through[0] - 1.0).abs() < 1e-12);
            assert!(through[1..].iter().all(|y| y.abs() < 1e-9), "V19");
        }
    }
}

#[test]
fn highs_reach_the_limiter_less_with_compression_and_detector_emphasis() {
    // Levels on the link of a 0 dB tone through the 1.59 / 15.9 kHz network: half of its lift with
    // a 2:1 law, less with emphasis in the detector's path (the published network).
    for rate_hz in RATES_HZ {
        let lift = Shape::rise(1_590.0, 15_900.0, rate_hz);
        for (frequency_hz, plain_db, emphasised_db) in
            [(5e3, 4.8, 2.5), (10e3, 7.2, 3.4), (15e3, 8.3, 3.9)]
        {
            for (detector_emphasis, expected_db) in [(false, plain_db), (true, emphasised_db)] {
                let mut pre = FirstOrder::new(lift);
                let mut compressor = Half::new(
                    &Design {
                        detector_emphasis,
                        ..design(RMS_34, 2.0)
                    },
                    rate_hz,
                );
                let link: Vec<f64> = sine(frequency_hz, 0.0, rate_hz, 1.0)
                    .into_iter()
                    .map(|x| compressor.compress(pre.next(x)))
                    .collect();
                let found = db(amplitude(&link[link.len() / 2..], frequency_hz, rate_hz));
                check("link level, dB", found, expected_db, 0.3);
            }
        }
    }
}

#[test]
fn a_quiet_signal_passes_a_level_dependent_law_unchanged() {
    // 40 dB of range at 5:1 take 8 dB of the link: below, quiet sound is 32 dB up, one to one.
    let law = Law {
        ratio: 5.0,
        link_range_db: 8.0,
        soft: true,
    };
    let design = Design {
        law,
        ..design(Detector::Rms { time_s: 0.02 }, 5.0)
    };
    for rate_hz in RATES_HZ {
        let link =
            |level_db| settled_link_db(Half::new(&design, rate_hz), level_db, 1000.0, rate_hz);
        check("link at 0 dB", link(0.0), 0.0, 0.05);
        check("link at −20 dB", link(-20.0), -4.0, 0.1);
        check("link at −60 dB", link(-60.0), -28.0, 0.05);
        check("link at −90 dB", link(-90.0), -58.0, 0.05);
    }
}

#[test]
fn two_bands_keep_bass_from_modulating_the_highs() {
    let band = |time_s| design(Detector::Rms { time_s }, 2.0);
    for rate_hz in RATES_HZ {
        let dual = DualBand::new(&band(0.05), &band(0.008), 1000.0, rate_hz);
        let tone = sine(100.0, 0.0, rate_hz, 2.0);
        // White up to 24 kHz at any sample rate, as the figure was computed at 48 kHz.
        let spread = (rate_hz / 48_000.0).sqrt();
        let noise = white(spread * gain(-50.0) / 2_f64.sqrt(), tone.len(), 9);
        let (mut compressor, mut expander) = (dual, dual);
        let output: Vec<f64> = tone
            .iter()
            .zip(&noise)
            .map(|(x, n)| expander.expand(compressor.compress(*x) + n))
            .collect();
        if rate_hz == 48_000.0 {
            check(
                "highs under bass, dB",
                above_db(&output, 3000.0, rate_hz),
                -65.0,
                1.0,
            );
        }
        // Splitting the sum anew is not the exact inverse.
        for (frequency_hz, error_db) in [(50.0, 0.3), (100.0, 0.6), (400.0, 1.1)] {
            let (mut compressor, mut expander) = (dual, dual);
            let output: Vec<f64> = sine(frequency_hz, 0.0, rate_hz, 2.0)
                .into_iter()
                .map(|x| expander.expand(compressor.compress(x)))
                .collect();
            let found = db(amplitude(
                &output[output.len() / 2..],
                frequency_hz,
                rate_hz,
            ));
            check("level error of two bands, dB", found, error_db, 0.2);
        }
    }
}

#[test]
fn v44_the_cubic_gives_its_third_harmonic() {
    // k = 0.140 is 3.5 % at unity.
    let limiter = Limiter::new(10.0, 0.035);
    let output: Vec<f64> = sine(1000.0, db(0.5), 48_000.0, 1.0)
        .into_iter()
        .map(|x| limiter.apply(x))
        .collect();
    check(
        "V44 distortion, %",
        100.0 * distortion(&output, 1000.0, 48_000.0),
        0.9,
        0.05,
    );
}
