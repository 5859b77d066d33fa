//! Companders at rest, emphasis and overshoot limiter against closed forms and published vectors,
//! at four sample rates with the same tolerances. What companders do in time is in
//! `link_compander_times.rs`.
//!
//! Closed forms: third harmonic of one half is 0.15/(ωτ) (mean) and 0.125/(ωτ) (RMS). Vectors:
//! NE570 and THAT 4305 data sheets.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::halves;
use super::measure;
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::radio::compander::{Design, Detector, DualBand, Half, Law};
use bodypack::radio::emphasis::{FirstOrder, Shape};
use bodypack::radio::limiter::Limiter;
use halves::{design, half, MEAN_20, RMS_34};
use measure::{amplitude, check, db, distortion, gain, rms, sine, white, RATES_HZ};

/// Link level of a settled tone, dB.
fn settled_link_db(mut half: Half, level_db: f64, frequency_hz: f64, rate_hz: f64) -> f64 {
    let link: Vec<f64> = sine(frequency_hz, level_db, rate_hz, 1.0)
        .into_iter()
        .map(|x| half.compress(x))
        .collect();
    db(amplitude(&link[link.len() / 2..], frequency_hz, rate_hz))
}

#[test]
fn compander_static_law_is_two_to_one() {
    for rate_hz in RATES_HZ {
        for detector in [MEAN_20, RMS_34] {
            let link =
                |level_db| settled_link_db(half(detector, rate_hz), level_db, 1000.0, rate_hz);
            for level_db in [-40.0, -20.0, 0.0, 20.0] {
                check("link level, dB", link(level_db), level_db / 2.0, 0.05);
            }
            let slope = (link(0.0) - link(-60.0)) / 60.0;
            check("slope", slope, 0.5, 0.002);
        }
    }
}

#[test]
fn compander_matches_published_levels() {
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
            check("link, dBV", level(&link), link_dbv, 0.1);
            check("out, dBV", level(&output), input_dbv, 0.1);
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
fn matched_compander_pair_cancels() {
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
                    "{design:?}: {} dB",
                    db(error / peak)
                );
                assert!(
                    db(error_f32 / peak) < -110.0,
                    "f32 {design:?}: {} dB",
                    db(error_f32 / peak)
                );
            }
        }
    }
}

#[test]
fn expander_multiplies_gain_error_by_its_ratio() {
    for rate_hz in RATES_HZ {
        for (ratio, expected_db) in [(2.0, 2.0), (5.0, 5.0)] {
            let mut expander = Half::new(&design(RMS_34, ratio), rate_hz);
            let output: Vec<f64> = sine(1000.0, 1.0, rate_hz, 1.0)
                .into_iter()
                .map(|w| expander.expand(w))
                .collect();
            let found = db(amplitude(&output[output.len() / 2..], 1000.0, rate_hz));
            check("level error, dB", found, expected_db, 0.02);
        }
    }
}

#[test]
fn detector_ripple_distortion_cancels_in_a_pair() {
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
            check("third harmonic, %", 100.0 * third, percent, 0.05 * percent);
            let thd_percent = 100.0 * distortion(&output[end..], 100.0, rate_hz);
            assert!(thd_percent < 1e-4, "{thd_percent} %");
        }
    }
}

#[test]
fn high_pass_between_compander_halves_distorts_bass() {
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
            check("distortion, %", found, percent, 0.2);
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
fn noise_follows_programme_level_through_compander() {
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
            check("noise, dB", found, noise_db, 0.7);
        }
    }
}

#[test]
fn compander_emphasis_response() {
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
        for (frequency_hz, plain_db, emphasized_db) in
            [(5e3, 4.8, 2.5), (10e3, 7.2, 3.4), (15e3, 8.3, 3.9)]
        {
            for (detector_emphasis, expected_db) in [(false, plain_db), (true, emphasized_db)] {
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

/// The detector goes no lower than its range, so that the first sound after a pause is turned up by
/// that much and no more.
#[test]
fn silence_leaves_the_gain_at_the_end_of_the_range() {
    for rate_hz in RATES_HZ {
        for detector in [MEAN_20, RMS_34] {
            let [mut compressor, mut expander] = [half(detector, rate_hz); 2];
            for _ in 0..(5.0 * rate_hz) as usize {
                compressor.compress(0.0);
                expander.expand(0.0);
            }
            for half in [compressor, expander] {
                check("gain, dB", db(half.expansion()), -60.0, 1e-9);
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
fn cubic_nonlinearity_third_harmonic_level() {
    // k = 0.140 is 3.5 % at unity.
    let limiter = Limiter::new(10.0, 0.035);
    let output: Vec<f64> = sine(1000.0, db(0.5), 48_000.0, 1.0)
        .into_iter()
        .map(|x| limiter.apply(x))
        .collect();
    check(
        "distortion, %",
        100.0 * distortion(&output, 1000.0, 48_000.0),
        0.9,
        0.05,
    );
}
