//! Cost of the pack and the meters, in blocks of 64 samples, stereo at 48 kHz: as ratios within one
//! run to ten plain biquads on each of both channels.
//!
//! `cargo bench --bench pack`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;

use bodypack::chain::meters::{SoundLevelMeter, Source};
use bodypack::chain::pack::{Pack, Settings};
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{PackMode, Rig};
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

fn blocks(input: &[Vec<f32>; 2], mut play: impl FnMut([&mut [f32]; 2])) {
    let [left, right] = input;
    for (left, right) in left.chunks_exact(BLOCK).zip(right.chunks_exact(BLOCK)) {
        let mut out = [[0.0; BLOCK]; 2];
        out[0].copy_from_slice(left);
        out[1].copy_from_slice(right);
        let [left, right] = &mut out;
        play([left, right]);
        black_box(&mut out);
    }
}

fn filter(bands: &mut [[Biquad; 10]; 2], input: &[Vec<f32>; 2]) {
    blocks(input, |block| {
        for (bands, channel) in bands.iter_mut().zip(block) {
            bands.iter_mut().for_each(|band| band.process(channel));
        }
    });
}

/// Measures one thing and prints it.
fn row(name: &str, input: &[Vec<f32>; 2], mut play: impl FnMut([&mut [f32]; 2])) {
    let pairs = if measuring() { 21 } else { 1 };
    let band = |at: usize| {
        let frequency_hz = 31.25 * 2_f64.powi(at as i32);
        Biquad::new(Coefficients::peak(frequency_hz, 1.4, 3.0, SAMPLE_RATE_HZ))
    };
    let mut bands: [[Biquad; 10]; 2] = [std::array::from_fn(band), std::array::from_fn(band)];
    let ratios = compare(
        pairs,
        || blocks(input, &mut play),
        || filter(&mut bands, input),
    );
    println!(
        "{name:22} {:>24}  {:7.0}",
        ratios.text(),
        1e9 * ratios.seconds[0] / BLOCKS_PER_SAMPLE as f64
    );
}

fn main() {
    let input = [noise(1), noise(2)];
    println!("pack and meters, stereo, 48 kHz, blocks of 64: cost by that of 2 x 10 biquads");
    println!("median (10 % to 90 %), and ns a block");
    let neutral = Rig::default();
    let mut full = Rig::default();
    full.pack.mode = PackMode::Mix;
    full.pack.high_boost_db = 6.0;
    full.pack.limiter = true;
    full.pack.noise_uv = 5.0;
    full.pack.max_output_v = 2.0;
    for (name, rig) in [("neutral pack", neutral), ("pack, all on", full)] {
        let mut pack = Pack::new(SAMPLE_RATE_HZ, &Settings::new(&rig), 1);
        row(name, &input, |mut block| pack.process(&mut block));
    }
    let all = [Source::Programme, Source::Ambient, Source::OwnVoice];
    for sources in 1..=3 {
        let mut meter = SoundLevelMeter::new(SAMPLE_RATE_HZ);
        row(&format!("meters, {sources} of 3 sound"), &input, |block| {
            let mut silence = [[0.0; BLOCK]; 2];
            meter.begin(BLOCK);
            for (at, source) in all.into_iter().enumerate() {
                if at < sources {
                    meter.add(source, &block);
                } else {
                    let [left, right] = &mut silence;
                    meter.add(source, &[left, right]);
                }
            }
            meter.end();
        });
    }
}
