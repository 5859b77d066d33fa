//! Companders in time, against closed forms and data sheets, at four sample rates with the same
//! tolerances.
//!
//! Closed forms: after a level step by a linear ratio r the link level exceeds its final value by
//! −10·log10(1 − (1 − 1/r)·e^(−2t/τ)) dB with a mean rectifier. Release: THAT 4315 data sheet.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::halves;
use super::measure;
use bodypack::radio::compander::Detector;
use bodypack::radio::limiter::Limiter;
use halves::{half, MEAN_20, RMS_34};
use measure::{check, db, gain, sine, white, RATES_HZ};

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
fn compressor_overshoot_of_a_level_step() {
    for (name, detector, first_db, three_ms, one_ms) in [
        ("mean 20 ms", MEAN_20, 9.8, 5.9, 14.8),
        ("RMS 34.7 ms", RMS_34, 9.5, 4.9, 17.1),
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
                check("change of time", time / reference, 1.0, 0.03);
            }
        }
    }
}

#[test]
fn compander_step_response_follows_closed_form() {
    let peaks = after_step(MEAN_20, -20.0, 0.0, 192_000.0);
    for (time_s, excess_db) in peaks.iter().step_by(20).take(30) {
        let expected = -10.0 * (1.0 - 0.9 * (-2.0 * time_s / 0.020).exp()).log10();
        check("excess, dB", *excess_db, expected, 0.1);
    }
}

#[test]
fn compander_attack_and_recovery_itu_t_g162() {
    let mut at_48k = [0.0; 2];
    for rate_hz in [48_000.0, 44_100.0, 96_000.0, 192_000.0] {
        let up = after_step(MEAN_20, -12.0, 0.0, rate_hz);
        let attack_ms = time_within_ms(&up, db(1.5));
        check("dB up to 1.5 of final, ms", attack_ms, 3.0, 0.3);
        let down = after_step(MEAN_20, 0.0, -12.0, rate_hz);
        let recovery_ms = time_within_ms(&down, -db(0.75));
        check("dB down to 0.75 of final, ms", recovery_ms, 13.5, 0.5);
        if rate_hz == 48_000.0 {
            at_48k = [attack_ms, recovery_ms];
        }
        check("attack", attack_ms / at_48k[0], 1.0, 0.03);
        check("recovery", recovery_ms / at_48k[1], 1.0, 0.03);
    }
}

#[test]
fn expander_release_is_linear_in_decibels() {
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
        check("release, dB/s", slope, -125.0, 0.02 * 125.0);
        let tail_db = db(with_noise.expansion()) - start_db;
        check("noise 100 ms after the tone, dB", tail_db, -12.5, 0.7);
    }
}

#[test]
fn unequal_time_constants_after_a_downward_step() {
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
        check("peak error, dB", worst_db, 1.04, 0.15);
        check("time, ms", worst_ms, 28.0, 4.0);
    }
}

#[test]
fn clipped_overshoot_delays_expander_attack() {
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
        check("first half-cycle, dB", peaks[0].1, -3.9, 0.4);
        check("within 1 dB, ms", time_within_ms(&peaks, 1.0), 1.5, 0.5);
    }
}
