//! Cost of the whole chain, in blocks of 64 samples, stereo at 48 kHz with everything connected: as
//! ratios within one run to ten plain biquads and to the peer library's convolution, silence
//! against sound, and as a multiple of real time over a whole song.
//!
//! `cargo bench --bench chain`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;

use bodypack::chain::{Chain, Io};
use bodypack::design::design;
use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::noise::{Noise, Pink};
use bodypack::rig::{presets, Rig};
use fft_convolver::FFTConvolver;
use timing::{compare, cost, geometric_mean, measuring, quantile, spin_for};

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 64;

/// Blocks in one sample of the timing.
const BLOCKS_PER_SAMPLE: usize = 2000;

/// Length of a song, seconds.
const SONG_S: usize = 240;

/// Taps of the convolution that the chain is set against: a cabinet or a room correction.
const PEER_TAPS: usize = 2048;

/// Pink noise at nominal line level, −18 dBFS RMS.
fn noise(seed: u64) -> Vec<f32> {
    let mut noise = Pink::new(seed, SAMPLE_RATE_HZ);
    (0..BLOCK * BLOCKS_PER_SAMPLE)
        .map(|_| 0.126 * noise.tick())
        .collect()
}

/// A chain, the sound of its main inputs and of the four others, and room for the output.
struct Session {
    chain: Chain,
    main: [Vec<f32>; 2],
    others: [Vec<f32>; 4],
    out: [[f32; BLOCK]; 2],
}

impl Session {
    fn new(rig: &Rig, main: [Vec<f32>; 2], others: [Vec<f32>; 4]) -> Self {
        let chain = Chain::new(rig, SAMPLE_RATE_HZ, 1).expect("a factory rig can be designed");
        Self {
            chain,
            main,
            others,
            out: [[0.0; BLOCK]; 2],
        }
    }

    /// One pass over the inputs.
    fn run(&mut self) {
        for at in 0..BLOCKS_PER_SAMPLE {
            self.run_block(at);
        }
    }

    /// One block of the inputs.
    fn run_block(&mut self, at: usize) {
        let block = at * BLOCK..(at + 1) * BLOCK;
        for (out, input) in self.out.iter_mut().zip(&self.main) {
            out.copy_from_slice(&input[block.clone()]);
        }
        let [a, b, c, d] = self.others.each_ref().map(|input| &input[block.clone()]);
        let [left, right] = &mut self.out;
        let main: [&mut [f32]; 2] = [left, right];
        self.chain.process(Io {
            main,
            ambient: Some([a, b]),
            own_voice: Some([c, d]),
        });
        black_box(&mut self.out);
    }
}

fn noises() -> ([Vec<f32>; 2], [Vec<f32>; 4]) {
    (
        [noise(1), noise(2)],
        [noise(3), noise(4), noise(5), noise(6)],
    )
}

fn silent<const N: usize>(inputs: [Vec<f32>; N]) -> [Vec<f32>; N] {
    inputs.map(|mut input| {
        input[BLOCK..].fill(0.0);
        input
    })
}

/// Ten equalizer bands on each of two channels.
struct Bands([[Biquad; 10]; 2]);

impl Bands {
    fn new() -> Self {
        let band = |at: usize| {
            let frequency_hz = 31.25 * 2_f64.powi(at as i32);
            Biquad::new(Coefficients::peak(frequency_hz, 1.4, 3.0, SAMPLE_RATE_HZ))
        };
        Self([std::array::from_fn(band), std::array::from_fn(band)])
    }

    fn run(&mut self, main: &[Vec<f32>; 2]) {
        for (bands, input) in self.0.iter_mut().zip(main) {
            for input in input.chunks(BLOCK) {
                let mut out = [0.0; BLOCK];
                out.copy_from_slice(input);
                bands.iter_mut().for_each(|band| band.process(&mut out));
                black_box(&mut out);
            }
        }
    }
}

/// The peer's convolution of both channels.
struct Peer([FFTConvolver<f32>; 2]);

impl Peer {
    fn new() -> Self {
        let mut noise = Noise::new(9);
        let fall = |tap: usize| 10_f32.powf(-3.0 * tap as f32 / PEER_TAPS as f32);
        let taps: Vec<f32> = (0..PEER_TAPS)
            .map(|tap| 0.05 * fall(tap) * noise.white())
            .collect();
        Self([(); 2].map(|()| {
            let mut convolver = FFTConvolver::default();
            convolver
                .init(BLOCK, &taps)
                .expect("a response is a response");
            convolver
        }))
    }

    fn run(&mut self, main: &[Vec<f32>; 2]) {
        for (convolver, input) in self.0.iter_mut().zip(main) {
            for input in input.chunks(BLOCK) {
                let mut out = [0.0; BLOCK];
                convolver
                    .process(input, &mut out)
                    .expect("lengths are the same");
                black_box(&mut out);
            }
        }
    }
}

fn main() {
    let pairs = if measuring() { 11 } else { 1 };
    let (main, others) = noises();
    println!("whole chain, stereo, 48 kHz, blocks of 64, room and own voice connected");
    println!("median (10 % to 90 %) of the cost by that of");
    println!(
        "{:30} {:>24} {:>24} {:>24}  {:>8} {:>9}",
        "rig",
        "2 x 10 biquads",
        format!("fft-convolver 2 x {PEER_TAPS}"),
        "silence by sound",
        "ns/block",
        "x real t."
    );
    let mut multiples = Vec::new();
    for preset in presets::all() {
        let session = || Session::new(&preset.rig, main.clone(), others.clone());
        let (mut first, mut second, mut loud) = (session(), session(), session());
        let mut quiet = Session::new(&preset.rig, silent(main.clone()), silent(others.clone()));
        let (mut bands, mut peer) = (Bands::new(), Peer::new());
        let by_bands = compare(pairs, || first.run(), || bands.run(&main));
        let by_peer = compare(pairs, || second.run(), || peer.run(&main));
        let by_silence = compare(pairs, || quiet.run(), || loud.run());
        let seconds_per_block = by_bands.seconds[0] / BLOCKS_PER_SAMPLE as f64;
        let multiple = BLOCK as f64 / SAMPLE_RATE_HZ / seconds_per_block;
        multiples.push(multiple);
        println!(
            "{:30} {:>24} {:>24} {:>24}  {:8.0} {:9.0}",
            preset.id,
            by_bands.text(),
            by_peer.text(),
            by_silence.text(),
            1e9 * seconds_per_block,
            multiple
        );
    }
    around(&main, &others);
    song(geometric_mean(&multiples));
    evenness();
}

/// Cost of the sources around the programme, each in the chain of the first rig: the difference of
/// a block with it and without.
fn around(main: &[Vec<f32>; 2], others: &[Vec<f32>; 4]) {
    let Some(preset) = presets::all().first() else {
        return;
    };
    let pairs = if measuring() { 11 } else { 1 };
    let mut rows: Vec<(&str, Rig)> = Vec::new();
    let mut row = |name, change: fn(&mut Rig)| {
        let mut rig = preset.rig.clone();
        change(&mut rig);
        rows.push((name, rig));
    };
    row("stage: crowd, drums, wedges, hall", |rig| {
        let stage = &mut rig.ambient.stage;
        stage.crowd_dbspl = 80.0;
        stage.drums_dbspl = 95.0;
        stage.wedges_dbspl = 90.0;
        stage.hall_dbspl = 75.0;
    });
    row("spill of the public address", |rig| {
        rig.ambient.spill.level_dbspl = 90.0
    });
    row("ambient microphones", |rig| {
        rig.ambient.microphones.enabled = true;
        rig.ambient.microphones.delay_ms = 1.0;
    });
    row("jaw", |rig| rig.earphone.jaw_decades = 1.0);
    row("cable", |rig| rig.cable.noise_dbspl = 60.0);
    row("own voice off", |rig| rig.own_voice.enabled = false);
    row("room off", |rig| rig.ambient.enabled = false);
    println!(
        "\nin {}: median (10 % to 90 %) of the cost by that without, and the difference",
        preset.id
    );
    for (name, rig) in rows {
        let mut with = Session::new(&rig, main.clone(), others.clone());
        let mut without = Session::new(&preset.rig, main.clone(), others.clone());
        let cost = compare(pairs, || with.run(), || without.run());
        let difference_s = cost.seconds[0] - cost.seconds[1];
        println!(
            "{name:36} {:>24} {:+9.0} ns/block",
            cost.text(),
            1e9 * difference_s / BLOCKS_PER_SAMPLE as f64
        );
    }
}

/// Spread of the cost of single blocks, by the median of each: a loop that always does the same,
/// the chain, and the chain while its design changes all the time.
fn evenness() {
    /// Rounds of the loop that take about as long as a block, so that interrupts hit both alike.
    const ABOUT_A_BLOCK: usize = 30_000;
    /// Blocks between two changes of design; a fade takes about twenty-three.
    const CHANGE_EVERY: usize = 50;
    let passes = if measuring() { 10 } else { 1 };
    let [first, .., last] = presets::all() else {
        return;
    };
    let designs = || [first, last].map(|preset| design(&preset.rig, SAMPLE_RATE_HZ).ok());
    let mut spare: Vec<_> = designs().into_iter().flatten().collect();
    let (main, others) = noises();
    let mut session = Session::new(&last.rig, main, others);
    let [mut control, mut steady, mut changing, mut change] = [const { Vec::new() }; 4];
    for at in (0..BLOCKS_PER_SAMPLE)
        .cycle()
        .take(2 * passes * BLOCKS_PER_SAMPLE)
    {
        control.push(cost(|| spin_for(ABOUT_A_BLOCK)));
        if steady.len() < passes * BLOCKS_PER_SAMPLE {
            steady.push(cost(|| session.run_block(at)));
            continue;
        }
        let due = at % CHANGE_EVERY == 0;
        let next = if due { spare.pop() } else { None };
        let block = cost(|| {
            if let Some(next) = next {
                spare.extend(session.chain.install(next).err());
            }
            session.run_block(at);
        });
        changing.push(block);
        if due {
            change.push(block);
        }
        while let Some(retired) = session.chain.take_retired() {
            spare.insert(0, retired);
        }
    }
    println!("\ncost of single blocks by their median:      median ns      99 %    99.9 %");
    for (name, mut costs) in [
        ("a loop that always does the same", control),
        ("the chain", steady),
        ("the chain, its design changing", changing),
        ("the blocks in which a change begins", change),
    ] {
        costs.sort_by(f64::total_cmp);
        let [middle, high, highest] = [0.5, 0.99, 0.999].map(|share| quantile(&costs, share));
        println!(
            "{name:40} {:12.0} {:9.2} {:9.2}",
            1e9 * middle,
            high / middle,
            highest / middle
        );
    }
}

/// Renders one whole song with the first rig.
fn song(mean_multiple: f64) {
    println!("\ngeometric mean of all rigs: {mean_multiple:.0} times real time");
    let Some(preset) = presets::all().first() else {
        return;
    };
    let (main, others) = noises();
    let mut session = Session::new(&preset.rig, main, others);
    let passes = if measuring() {
        SONG_S * SAMPLE_RATE_HZ as usize / (BLOCK * BLOCKS_PER_SAMPLE)
    } else {
        1
    };
    let start = cpu_time::ThreadTime::now();
    (0..passes).for_each(|_| session.run());
    let took_s = start.elapsed().as_secs_f64();
    let length_s = (passes * BLOCK * BLOCKS_PER_SAMPLE) as f64 / SAMPLE_RATE_HZ;
    println!(
        "{length_s:.0} s of {} in {took_s:.2} s: {:.0} times real time",
        preset.id,
        length_s / took_s
    );
}
