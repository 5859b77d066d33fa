//! Cost of distortion in the earphone, stereo, 48 kHz, blocks of 64: as ratios within one run to
//! ten plain biquads a channel, and in nanoseconds.
//!
//! `cargo bench --bench distortion`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;

use bodypack::chain::earphone::{Earphone, Settings};
use bodypack::chain::ears::Ears;
use bodypack::design::design;
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::Pink;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{presets, Rig};
use timing::{compare, measuring};

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 64;
const BLOCKS: usize = 2000;

/// Drivers, and their way to the drum.
struct Worn {
    earphone: Earphone,
    ears: Ears,
}

fn stage(rig: &Rig, amount: f64) -> Worn {
    let mut rig = rig.clone();
    rig.earphone.distortion = amount;
    let designed = design(&rig, SAMPLE_RATE_HZ).expect("a factory rig can be designed");
    let settings = Settings::new(&rig.listening, &rig.earphone);
    Worn {
        earphone: Earphone::new(SAMPLE_RATE_HZ, &designed, &settings),
        ears: Ears::new(SAMPLE_RATE_HZ, &designed, &settings),
    }
}

fn run(stage: &mut Worn, input: &[f32]) {
    for block in input.chunks(BLOCK) {
        let (mut left, mut right) = ([0.0; BLOCK], [0.0; BLOCK]);
        left.copy_from_slice(block);
        right.copy_from_slice(block);
        stage.earphone.process(&mut [&mut left, &mut right]);
        stage.ears.process(&mut [&mut left, &mut right]);
        black_box((&mut left, &mut right));
    }
}

fn main() {
    let pairs = if measuring() { 15 } else { 1 };
    let mut noise = Pink::new(1, SAMPLE_RATE_HZ);
    let input: Vec<f32> = (0..BLOCK * BLOCKS).map(|_| 0.126 * noise.tick()).collect();
    let mut silence = vec![0.0; BLOCK * BLOCKS];
    silence[..BLOCK].copy_from_slice(&input[..BLOCK]);
    let band = |at: usize| {
        let frequency_hz = 31.25 * 2_f64.powi(at as i32);
        Biquad::new(Coefficients::peak(frequency_hz, 1.4, 3.0, SAMPLE_RATE_HZ))
    };
    let mut bands: Vec<Biquad> = (0..20).map(|at| band(at % 10)).collect();
    println!("the earphone, stereo, 48 kHz, blocks of 64; median (10 % to 90 %)");
    println!(
        "{:30} {:>9} {:>9} {:>24} {:>24}",
        "rig", "off, ns", "on, ns", "on by 2 x 10 biquads", "silence by sound"
    );
    for preset in presets::all() {
        let (mut off, mut on) = (stage(&preset.rig, 0.0), stage(&preset.rig, 1.0));
        let (mut quiet, mut loud) = (stage(&preset.rig, 1.0), stage(&preset.rig, 1.0));
        let both = compare(pairs, || run(&mut on, &input), || run(&mut off, &input));
        let by_bands = compare(
            pairs,
            || run(&mut on, &input),
            || {
                for block in input.chunks(BLOCK) {
                    let mut out = [[0.0; BLOCK]; 2];
                    for (out, bands) in out.iter_mut().zip(bands.chunks_mut(10)) {
                        out.copy_from_slice(block);
                        bands.iter_mut().for_each(|band| band.process(out));
                    }
                    black_box(&mut out);
                }
            },
        );
        let by_silence = compare(
            pairs,
            || run(&mut quiet, &silence),
            || run(&mut loud, &input),
        );
        let [on_ns, off_ns] = both.seconds.map(|seconds| 1e9 * seconds / BLOCKS as f64);
        println!(
            "{:30} {off_ns:9.0} {on_ns:9.0} {:>24} {:>24}",
            preset.id,
            by_bands.text(),
            by_silence.text()
        );
    }
}
