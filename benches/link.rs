//! Cost of the links, in blocks of 64 samples, stereo at 48 kHz: as ratios within one run to ten
//! plain biquads on each of both channels.
//!
//! `cargo bench --bench link`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;

use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::links;
use timing::{compare, measuring};

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 64;

/// Blocks in one sample of the timing.
const BLOCKS_PER_SAMPLE: usize = 1000;

/// White noise at nominal line level.
fn noise(seed: u64) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    (0..BLOCK * BLOCKS_PER_SAMPLE)
        .map(|_| 0.126 * noise.white())
        .collect()
}

fn play(link: &mut Link, input: &[Vec<f32>; 2]) {
    let [left, right] = input;
    for (left, right) in left.chunks_exact(BLOCK).zip(right.chunks_exact(BLOCK)) {
        let mut out = [[0.0; BLOCK]; 2];
        out[0].copy_from_slice(left);
        out[1].copy_from_slice(right);
        let [left, right] = &mut out;
        link.process(&mut [left, right]);
        black_box(&mut out);
    }
}

fn filter(bands: &mut [[Biquad; 10]; 2], input: &[Vec<f32>; 2]) {
    for (bands, input) in bands.iter_mut().zip(input) {
        for input in input.chunks_exact(BLOCK) {
            let mut out = [0.0; BLOCK];
            out.copy_from_slice(input);
            bands.iter_mut().for_each(|band| band.process(&mut out));
            black_box(&mut out);
        }
    }
}

fn main() {
    let pairs = if measuring() { 21 } else { 1 };
    let input = [noise(1), noise(2)];
    let band = |at: usize| {
        let frequency_hz = 31.25 * 2_f64.powi(at as i32);
        Biquad::new(Coefficients::peak(frequency_hz, 1.4, 3.0, SAMPLE_RATE_HZ))
    };
    println!("links, stereo, 48 kHz, blocks of 64: cost by that of 2 x 10 biquads");
    println!("median (10 % to 90 %), and ns a block");
    for tier in links::all() {
        let mut link = Link::new(SAMPLE_RATE_HZ, &Settings::new(&tier.link), 1);
        let mut bands: [[Biquad; 10]; 2] = [std::array::from_fn(band), std::array::from_fn(band)];
        let ratios = compare(
            pairs,
            || play(&mut link, &input),
            || filter(&mut bands, &input),
        );
        println!(
            "{:22} {:>24}  {:7.0}",
            tier.id,
            ratios.text(),
            1e9 * ratios.seconds[0] / BLOCKS_PER_SAMPLE as f64
        );
    }
}
