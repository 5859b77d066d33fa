//! Cost of the convolver, as ratios within one run: against the peer library in blocks of any size,
//! silence against sound, a change of response against none.
//!
//! `cargo bench --bench convolver`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;
use std::sync::Arc;

use bodypack::dsp::convolver::{Convolver, Response};
use bodypack::dsp::noise::Noise;
use fft_convolver::FFTConvolver;
use timing::{compare, geometric_mean, measuring, Ratios};

const TAPS: [usize; 3] = [512, 2048, 8192];
const BLOCKS: [usize; 4] = [16, 37, 64, 480];

/// Blocks in one sample of the timing.
const BLOCKS_PER_SAMPLE: usize = 2000;

/// The peer's partition. The first is our own; the others show what it gains from larger ones.
const PEER_PARTITIONS: [usize; 3] = [64, 256, 512];

fn noise(length: usize) -> Vec<f32> {
    let mut noise = Noise::new(1);
    (0..length).map(|_| 0.1 * noise.white()).collect()
}

/// Noise that falls by 60 dB over its length.
fn impulse(taps: usize) -> Vec<f32> {
    let decay = |tap: usize| 10_f32.powf(-3.0 * tap as f32 / taps as f32);
    noise(taps)
        .iter()
        .enumerate()
        .map(|(tap, value)| value * decay(tap))
        .collect()
}

fn ours(impulse: &[f32]) -> Convolver {
    let mut convolver = Convolver::new(impulse.len(), 1024);
    convolver
        .set_response_now(Arc::new(Response::new(impulse)))
        .expect("it was made for it");
    convolver
}

fn peers(impulse: &[f32], partition: usize) -> FFTConvolver<f32> {
    let mut convolver = FFTConvolver::default();
    convolver
        .init(partition, impulse)
        .expect("a response is a response");
    convolver
}

fn run_ours(convolver: &mut Convolver, input: &[f32], output: &mut [f32], block: usize) {
    for (input, output) in input.chunks(block).zip(output.chunks_mut(block)) {
        output.copy_from_slice(input);
        convolver.process(output);
    }
    black_box(output);
}

fn run_peer(convolver: &mut FFTConvolver<f32>, input: &[f32], output: &mut [f32], block: usize) {
    for (input, output) in input.chunks(block).zip(output.chunks_mut(block)) {
        convolver
            .process(input, output)
            .expect("lengths are the same");
    }
    black_box(output);
}

/// The peer's cost by ours.
fn against_peer(taps: usize, block: usize, partition: usize, pairs: usize) -> Ratios {
    let impulse = impulse(taps);
    let input = noise(block * BLOCKS_PER_SAMPLE);
    let (mut a, mut b) = (input.clone(), input.clone());
    let (mut peer, mut own) = (peers(&impulse, partition), ours(&impulse));
    let ratios = compare(
        pairs,
        || run_peer(&mut peer, &input, &mut a, block),
        || run_ours(&mut own, &input, &mut b, block),
    );
    let difference = a
        .iter()
        .zip(&b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    assert!(
        difference < 1e-5,
        "the two do not compute the same thing: {difference}"
    );
    ratios
}

fn peer_table(pairs: usize) {
    println!("times as fast as fft-convolver: median (10 % to 90 %), zero latency in both");
    println!("taps  block  peer's partition: 64, 256, 512   (ns per 64 samples: peer at 64, ours)");
    let mut cells = [const { Vec::new() }; PEER_PARTITIONS.len()];
    let mut best = Vec::new();
    let mut discarded = 0;
    for taps in TAPS {
        for block in BLOCKS {
            let row = PEER_PARTITIONS.map(|partition| against_peer(taps, block, partition, pairs));
            let medians = row.each_ref().map(Ratios::median);
            cells
                .iter_mut()
                .zip(medians)
                .for_each(|(cells, median)| cells.push(median));
            best.push(medians.into_iter().fold(f64::INFINITY, f64::min));
            discarded += row.iter().map(|ratios| ratios.discarded).sum::<usize>();
            let text = row.each_ref().map(Ratios::text).join("  ");
            let per_64 = 64e9 / (block * BLOCKS_PER_SAMPLE) as f64;
            let [peer, own] = row[0].seconds.map(|seconds| seconds * per_64);
            println!("{taps:5} {block:5}  {text}   ({peer:6.0} {own:6.0})");
        }
    }
    let means = cells
        .each_ref()
        .map(|cells| format!("{:.2}", geometric_mean(cells)));
    println!("geometric mean: {}", means.join(", "));
    println!(
        "geometric mean against the peer's best partition in each: {:.2}",
        geometric_mean(&best)
    );
    println!("left out because the machine was unsteady: {discarded} pairs");
}

/// Silence after noise, by noise; neither thread nor process flushes subnormal numbers.
fn silence_table(pairs: usize) {
    println!("\nsilence after noise, by noise: median (10 % to 90 %)");
    for taps in TAPS {
        let impulse = impulse(taps);
        let block = 64;
        let input = noise(block * BLOCKS_PER_SAMPLE);
        let mut ending = vec![0.0; input.len()];
        ending[..block].copy_from_slice(&input[..block]);
        let (mut a, mut b) = (input.clone(), input.clone());
        let (mut quiet, mut loud) = (ours(&impulse), ours(&impulse));
        let ratios = compare(
            pairs,
            || run_ours(&mut quiet, &ending, &mut a, block),
            || run_ours(&mut loud, &input, &mut b, block),
        );
        println!("{taps:5} taps  {}", ratios.text());
    }
}

/// A response that changes all the time, by one that stays.
fn change_table(pairs: usize) {
    println!("\nfading all the time, by not fading: median (10 % to 90 %)");
    for taps in TAPS {
        let impulse = impulse(taps);
        let block = 64;
        let input = noise(block * BLOCKS_PER_SAMPLE);
        let (mut a, mut b) = (input.clone(), input.clone());
        let (mut changing, mut steady) = (ours(&impulse), ours(&impulse));
        let mut other = Some(Arc::new(Response::new(&impulse)));
        let ratios = compare(
            pairs,
            || {
                for (input, output) in input.chunks(block).zip(a.chunks_mut(block)) {
                    if let Some(response) = other.take() {
                        other = changing.set_response(response).err();
                    }
                    output.copy_from_slice(input);
                    changing.process(output);
                    other = other
                        .take()
                        .or_else(|| changing.take_retired().map(|[[retired]]| retired));
                }
                black_box(&mut a);
            },
            || run_ours(&mut steady, &input, &mut b, block),
        );
        println!("{taps:5} taps  {}", ratios.text());
    }
}

fn main() {
    let pairs = if measuring() { 15 } else { 1 };
    peer_table(pairs);
    silence_table(pairs);
    change_table(pairs);
}
