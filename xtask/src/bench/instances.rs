//! Instances of the bundled plugin in a host of our own: how fast they come to life, what they
//! keep in memory, how evenly many of them run, and what they do while nothing happens.

use std::time::{Duration, Instant};

use anyhow::{anyhow, Result};
use clack_host::prelude::*;

use super::{quantile, Row};
use crate::host::{Host, Plugin};

/// Samples in a block, and of a second.
const BLOCK: usize = 64;
const RATE_HZ: f64 = 48_000.0;
/// Time that a block lasts, seconds.
const BLOCK_S: f64 = BLOCK as f64 / RATE_HZ;
/// Instances that run at once.
const MANY: usize = 64;
/// Name of the worker's thread, as the system cuts it.
const WORKER: &str = "bodypack design";

/// An instance that plays, and its buffers.
struct Player {
    instance: PluginInstance<Host>,
    processor: Option<StartedPluginAudioProcessor<Host>>,
    sound: [Vec<f32>; 2],
    out: [Vec<f32>; 2],
}

impl Player {
    fn new(plugin: &Plugin, sound: &[Vec<f32>; 2]) -> Result<Self> {
        let mut player = Self {
            instance: plugin.instance()?,
            processor: None,
            sound: sound.clone(),
            out: [vec![0.0; BLOCK], vec![0.0; BLOCK]],
        };
        player.activate(RATE_HZ, BLOCK)?;
        Ok(player)
    }

    fn activate(&mut self, sample_rate_hz: f64, longest: usize) -> Result<()> {
        self.rest();
        let configuration = PluginAudioConfiguration {
            sample_rate: sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: longest as u32,
        };
        let stopped = self.instance.activate(|_, _| (), configuration)?;
        let started = stopped.start_processing();
        self.processor = Some(started.map_err(|error| anyhow!("{error}"))?);
        Ok(())
    }

    fn rest(&mut self) {
        if let Some(processor) = self.processor.take() {
            self.instance.deactivate(processor.stop_processing());
        }
    }

    /// Plays the block of the sound with a number.
    fn play(&mut self, at: usize) -> Result<()> {
        let Some(processor) = &mut self.processor else {
            return Ok(());
        };
        let count = self.sound[0].len() / BLOCK;
        let from = at % count * BLOCK;
        let mut input_ports = AudioPorts::with_capacity(2, 1);
        let mut output_ports = AudioPorts::with_capacity(2, 1);
        let channels = self.sound.iter_mut().map(|x| &mut x[from..from + BLOCK]);
        let audio_in = input_ports.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(channels.map(InputChannel::variable)),
        }]);
        let channels = self.out.iter_mut().map(|channel| &mut channel[..]);
        let mut audio_out = output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(channels),
        }]);
        let (events, mut ignored) = (InputEvents::empty(), OutputEvents::void());
        let time = Some((at * BLOCK) as u64);
        processor.process(&audio_in, &mut audio_out, &events, &mut ignored, time, None)?;
        Ok(())
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.rest();
    }
}

/// Sorted milliseconds of some repetitions of something.
fn milliseconds(count: usize, mut what: impl FnMut(usize) -> Result<()>) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for at in 0..count {
        let start = Instant::now();
        what(at)?;
        times.push(1e3 * start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// Every row.
pub fn rows(plugin: &Plugin, sound: &[Vec<f32>; 2], thorough: bool) -> Result<Vec<Row>> {
    let mut rows = vec![coming_to_life(plugin, sound)?];
    rows.push(activations(
        plugin,
        sound,
        if thorough { 10_000 } else { 500 },
    )?);
    rows.push(memory(plugin, sound)?);
    rows.extend(many(plugin, sound, if thorough { 20_000 } else { 2000 })?);
    rows.push(wakes(plugin, sound)?);
    Ok(rows)
}

fn coming_to_life(plugin: &Plugin, sound: &[Vec<f32>; 2]) -> Result<Row> {
    drop(Player::new(plugin, sound)?);
    let mut kept = Vec::new();
    let times = milliseconds(20, |_| {
        kept.push(Player::new(plugin, sound)?);
        Ok(())
    })?;
    Ok(Row::of("new instance, create and activate, ms", &times))
}

fn activations(plugin: &Plugin, sound: &[Vec<f32>; 2], count: usize) -> Result<Row> {
    const RATES_HZ: [f64; 5] = [44_100.0, 48_000.0, 88_200.0, 96_000.0, 192_000.0];
    const SIZES: [usize; 4] = [32, 64, 512, 4096];
    let mut player = Player::new(plugin, sound)?;
    let times = milliseconds(count, |at| {
        player.activate(RATES_HZ[at % RATES_HZ.len()], SIZES[at % SIZES.len()])
    })?;
    Ok(Row::of(
        "activation at changing rates and sizes, ms",
        &times,
    ))
}

/// Bytes of the process that are its own and in memory.
fn own_bytes() -> Result<f64> {
    let maps = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let kib: f64 = (maps.lines())
        .filter(|line| line.starts_with("Private_"))
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
        .sum();
    Ok(1024.0 * kib)
}

fn memory(plugin: &Plugin, sound: &[Vec<f32>; 2]) -> Result<Row> {
    let run = |player: &mut Player| (0..2000).try_for_each(|at| player.play(at));
    let mut players = vec![Player::new(plugin, sound)?];
    run(&mut players[0])?;
    let before = own_bytes()?;
    let own = (sound[0].len() * 2 * size_of::<f32>()) as f64;
    for _ in 1..MANY {
        let mut player = Player::new(plugin, sound)?;
        run(&mut player)?;
        players.push(player);
    }
    let each = (own_bytes()? - before) / (MANY - 1) as f64 - own;
    Ok(Row::single(
        "memory of an instance without a window, MB",
        each / 1e6,
    ))
}

/// Many instances of the default rig, block by block, as one core would run them.
fn many(plugin: &Plugin, sound: &[Vec<f32>; 2], rounds: usize) -> Result<[Row; 3]> {
    let mut players = Vec::new();
    for _ in 0..MANY {
        players.push(Player::new(plugin, sound)?);
    }
    let clock = cpu_time::ThreadTime::now;
    let spins = spins_as_long_as(|at| players[0].play(at))?;
    let (mut all, mut single, mut control) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..rounds {
        let start = clock();
        for player in &mut players {
            player.play(at)?;
        }
        all.push(start.elapsed().as_secs_f64());
        let start = clock();
        players[0].play(at + 1)?;
        single.push(start.elapsed().as_secs_f64());
        let start = clock();
        spin(spins);
        control.push(start.elapsed().as_secs_f64());
    }
    for costs in [&mut all, &mut single, &mut control] {
        costs.sort_by(f64::total_cmp);
    }
    let shares: Vec<f64> = all.iter().map(|cost| cost / BLOCK_S).collect();
    let tail = |costs: &[f64]| quantile(costs, 0.999) / quantile(costs, 0.5);
    Ok([
        Row::of("64 instances, share of one core at blocks of 64", &shares),
        Row::single(
            "instances of the default rig that one core runs",
            MANY as f64 / quantile(&shares, 0.5),
        ),
        Row::single(
            "p99.9 of a block by its median, by that of a loop as long",
            tail(&single) / tail(&control),
        ),
    ])
}

/// Rounds of [`spin`] that take as long as a block: what interrupts a thread then lengthens both alike.
fn spins_as_long_as(mut block: impl FnMut(usize) -> Result<()>) -> Result<u64> {
    const TRIED: u64 = 10_000;
    let mut times = [Vec::new(), Vec::new()];
    for at in 0..1000 {
        let clock = cpu_time::ThreadTime::now;
        let start = clock();
        block(at)?;
        times[0].push(start.elapsed().as_secs_f64());
        let start = clock();
        spin(TRIED);
        times[1].push(start.elapsed().as_secs_f64());
    }
    let [block_s, spin_s] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        quantile(&times, 0.5)
    });
    Ok((TRIED as f64 * block_s / spin_s) as u64)
}

/// A loop that always does the same.
fn spin(rounds: u64) {
    let mut state = std::hint::black_box(1_u64);
    for _ in 0..rounds {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
    }
    std::hint::black_box(state);
}

/// Wakes of the workers of some instances while sound runs and nothing changes.
fn wakes(plugin: &Plugin, sound: &[Vec<f32>; 2]) -> Result<Row> {
    const INSTANCES: usize = 4;
    let mut players = Vec::new();
    for _ in 0..INSTANCES {
        players.push(Player::new(plugin, sound)?);
    }
    let mut at = 0;
    let mut run = |time: Duration| -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < time {
            for player in &mut players {
                player.play(at)?;
            }
            at += 1;
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    };
    run(Duration::from_secs(4))?;
    let before = worker_switches()?;
    run(Duration::from_secs(5))?;
    let wakes = (worker_switches()? - before) / (5 * INSTANCES) as f64;
    Ok(Row::single(
        "wakes of an instance's worker, per second",
        wakes,
    ))
}

/// Number of times that the workers of this process have gone to sleep.
fn worker_switches() -> Result<f64> {
    let mut sum = 0.0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let folder = task?.path();
        // A thread may have ended meanwhile.
        let Ok(name) = std::fs::read_to_string(folder.join("comm")) else {
            continue;
        };
        let status = std::fs::read_to_string(folder.join("status")).unwrap_or_default();
        let switches = (status.lines())
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
            .and_then(|count| count.trim().parse::<f64>().ok());
        if name.starts_with(WORKER) {
            sum += switches.unwrap_or(0.0);
        }
    }
    Ok(sum)
}
