//! Audible side effects of a change: a steady tone is taken out of the result, and the residue
//! during a change is set against full scale, and against the peer library.

// Each test says the figure that it found.
#![allow(clippy::print_stdout)]

use std::sync::Arc;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::convolver::{Convolver, Response};
use bodypack::dsp::delay::Delay;
use bodypack::dsp::noise::Noise;
use bodypack::dsp::smoothing::{Smoothed, SmoothedDb};
use fft_convolver::FFTConvolver;

const RATE_HZ: f64 = 48_000.0;
const TONE_HZ: f64 = 1000.0;

/// A cross-fade or a ramp of 30 ms, as the chain's.
const CHANGE_SAMPLES: usize = 1440;

/// The tone is steady for this long before each change and after it.
const STEADY_SAMPLES: usize = 24_000;

/// The project's own figure for a clean change.
const CLEAN_DBFS: f64 = -90.0;

/// Limit of the residue of any change.
const CLEAN_ENOUGH_DBFS: f64 = -70.0;

fn tone() -> Vec<f32> {
    let step = std::f64::consts::TAU * TONE_HZ / RATE_HZ;
    (0..2 * STEADY_SAMPLES)
        .map(|n| (0.5 * (step * n as f64).sin()) as f32)
        .collect()
}

/// A response with an audible tilt and a tail of its own.
fn impulse(seed: u64, taps: usize) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    let tail = |tap: usize| 0.1 * 10_f32.powf(-3.0 * tap as f32 / taps as f32);
    let mut impulse: Vec<f32> = (0..taps).map(|tap| tail(tap) * noise.white()).collect();
    impulse[0] = 1.0;
    impulse
}

/// The highest peak, dBFS, of what a change adds: everything but the tone and its neighborhood,
/// from just before the change on.
fn residual_dbfs(samples: &[f32]) -> f64 {
    let notch = Biquad::new(Coefficients::notch(TONE_HZ, 0.5, RATE_HZ));
    let mut notches = [notch; 4];
    let mut peak = 0.0_f64;
    for (n, sample) in samples.iter().enumerate() {
        let left = notches
            .iter_mut()
            .fold(f64::from(*sample), |x, notch| notch.tick_f64(x));
        if n >= STEADY_SAMPLES - 100 {
            peak = peak.max(left.abs());
        }
    }
    20.0 * peak.log10()
}

#[test]
fn a_change_of_response_is_clean_and_far_cleaner_than_the_peers() {
    for (first, second) in [(512, 512), (2048, 8192), (8192, 300)] {
        let (a, b) = (impulse(1, first), impulse(2, second));
        let mut own = tone();
        let mut convolver = Convolver::new(8192, CHANGE_SAMPLES);
        assert!(convolver
            .set_response_now(Arc::new(Response::new(&a)))
            .is_ok());
        let (before, after) = own.split_at_mut(STEADY_SAMPLES);
        convolver.process(before);
        assert!(convolver.set_response(Arc::new(Response::new(&b))).is_ok());
        convolver.process(after);

        let input = tone();
        let mut peers = vec![0.0; input.len()];
        let mut peer = FFTConvolver::<f32>::default();
        let longest = vec![1e-9; 8192];
        peer.init(64, &longest).unwrap();
        peer.set_response(&a).unwrap();
        let (before, after) = peers.split_at_mut(STEADY_SAMPLES);
        peer.process(&input[..STEADY_SAMPLES], before).unwrap();
        peer.set_response(&b).unwrap();
        peer.process(&input[STEADY_SAMPLES..], after).unwrap();

        let (own, peers) = (residual_dbfs(&own), residual_dbfs(&peers));
        println!("{first} to {second} taps: {own:.1} dBFS, the peer {peers:.1} dBFS");
        assert!(own < CLEAN_DBFS, "{own} dBFS");
        assert!(peers - own > 60.0, "{own} dBFS against {peers} dBFS");
    }
}

#[test]
fn a_change_of_delay_is_clean() {
    for (from, to) in [(0.0, 240.0), (240.0, 241.0), (100.0, 1234.56), (3.3, 0.0)] {
        let mut samples = tone();
        let mut delay = Delay::new(2000, CHANGE_SAMPLES);
        delay.set_now(from);
        let (before, after) = samples.split_at_mut(STEADY_SAMPLES);
        delay.process(before);
        delay.set(to);
        delay.process(after);
        let residual = residual_dbfs(&samples);
        println!("{from} to {to} samples: {residual:.1} dBFS");
        assert!(
            residual < CLEAN_DBFS,
            "{from} to {to} samples: {residual} dBFS"
        );
    }
}

/// A straight ramp has corners; that is the price for two opposite ones to cancel.
#[test]
fn a_change_of_gain_is_clean_enough() {
    let (mut linear, mut decibels) = (tone(), tone());
    let mut gain = Smoothed::new(1.0, CHANGE_SAMPLES);
    let (before, after) = linear.split_at_mut(STEADY_SAMPLES);
    gain.multiply(before);
    gain.set(0.5);
    gain.multiply(after);
    let mut level = SmoothedDb::new(0.0, CHANGE_SAMPLES);
    let (before, after) = decibels.split_at_mut(STEADY_SAMPLES);
    level.multiply(before);
    level.set(-6.0);
    level.multiply(after);
    for samples in [linear, decibels] {
        let residual = residual_dbfs(&samples);
        println!("{residual:.1} dBFS");
        assert!(residual < CLEAN_ENOUGH_DBFS, "{residual} dBFS");
    }
}
