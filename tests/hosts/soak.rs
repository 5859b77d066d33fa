//! Hours in a session, in short: automation of everything, rig changes, activations at other rates,
//! odd blocks and faulty samples, in both formats, live and offline.
//!
//! `BODYPACK_SOAK_MINUTES` says how long; without it, a few seconds. What it came to is printed.

// What it came to is told to the person at the terminal.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use bodypack::dsp::noise::Noise;
use bodypack::rig::presets;
use bodypack::session::{clap_state_of, vst3_state_of};
use vst3_host::ProcessMode;

use super::clap::Clap;
use super::scene::{Change, Scene, Stereo};
use super::vst3::Vst3;

/// Time of the run without a wish, seconds.
const SHORT_S: f64 = 6.0;
/// Stretches after which every rig and rate has had its turn, and what is kept of them is there.
const SETTLED: usize = 200;
/// Length of one stretch of sound, samples.
const STRETCH: usize = 24_000;
const RATES_HZ: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];
/// Samples that no converter gives.
const FAULTS: [f32; 6] = [
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    1e30,
    -1e30,
    1e-40,
];

fn length() -> Duration {
    let minutes = std::env::var("BODYPACK_SOAK_MINUTES").ok();
    let minutes: Option<f64> = minutes.and_then(|minutes| minutes.parse().ok());
    Duration::from_secs_f64(minutes.map_or(SHORT_S, |minutes| 60.0 * minutes))
}

/// A number below another.
fn below(noise: &mut Noise, limit: usize) -> usize {
    (noise.uniform() * limit as f64) as usize
}

/// A stretch with everything in it.
fn storm(noise: &mut Noise, names: &[&'static str]) -> Scene {
    let rate_hz = RATES_HZ[below(noise, RATES_HZ.len())];
    let mut scene = Scene::busy(rate_hz, STRETCH);
    scene.blocks = (0..8).map(|_| 1 + below(noise, 700)).collect();
    scene.changes = (0..60)
        .map(|_| Change {
            at: below(noise, STRETCH),
            name: names[below(noise, names.len())],
            normalized: noise.uniform(),
        })
        .collect();
    for pair in [&mut scene.mix, &mut scene.ambient, &mut scene.own_voice] {
        for _ in 0..5 {
            let (channel, at) = (below(noise, 2), below(noise, STRETCH));
            pair[channel][at] = FAULTS[below(noise, FAULTS.len())];
        }
    }
    scene
}

fn assert_harmless(output: &Stereo) {
    for x in output.iter().flatten() {
        assert!(x.is_finite(), "{x} comes out");
        assert!(x.abs() <= 1.0, "{x} is over the ceiling");
        assert!(!x.is_subnormal(), "{x} is subnormal");
    }
}

/// Open files, threads, and bytes in memory of this process.
#[cfg(target_os = "linux")]
fn holdings() -> [usize; 3] {
    let count = |folder| std::fs::read_dir(folder).map_or(0, Iterator::count);
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split_whitespace().nth(1);
    let pages: usize = pages.and_then(|pages| pages.parse().ok()).unwrap_or(0);
    [
        count("/proc/self/fd"),
        count("/proc/self/task"),
        4096 * pages,
    ]
}

#[cfg(not(target_os = "linux"))]
fn holdings() -> [usize; 3] {
    [0; 3]
}

#[test]
fn a_storm_of_changes_leaves_nothing_behind_and_harms_nobody() {
    needs_bundles!();
    let mut noise = Noise::new(16);
    let (mut clap, mut vst3) = (Clap::load(), Vst3::load());
    // A bypass hands on whatever comes in.
    let names: Vec<&'static str> = (clap.parameters().into_iter())
        .map(|info| info.name)
        .filter(|name| name != "Bypass")
        .map(|name| &*String::leak(name))
        .collect();
    let rigs = presets::all();
    let start = Instant::now();
    let mut stretches = 0;
    let mut before = [0; 3];
    // Some stretches first, so that what is made once is there.
    while stretches < 8 || start.elapsed() < length() {
        let scene = storm(&mut noise, &names);
        let rig = &rigs[below(&mut noise, rigs.len())].rig;
        match stretches % 4 {
            0 => {
                assert!(clap.restore(&clap_state_of(rig)));
                assert_harmless(&clap.play(&scene, |_| ()));
            }
            1 => assert_harmless(&clap.bounce(&scene)),
            2 => {
                vst3.plugin
                    .load_state(&vst3_state_of(rig))
                    .expect("the state is taken");
                vst3.start(&scene, ProcessMode::Realtime);
                assert_harmless(&vst3.render(&scene));
            }
            _ => assert_harmless(&vst3.bounce(&scene)),
        }
        stretches += 1;
        if stretches == 8 || stretches == SETTLED {
            before = holdings();
        }
    }
    let after = holdings();
    let minutes = start.elapsed().as_secs_f64() / 60.0;
    println!(
        "{stretches} stretches of {STRETCH} samples in {minutes:.1} minutes; files, threads and bytes \
         in memory {before:?} before, {after:?} after"
    );
    // Other tests of this process open and close things meanwhile, unless this one runs alone.
    if std::env::var_os("BODYPACK_SOAK_MINUTES").is_some() {
        assert_eq!(before[..2], after[..2], "files or threads are left open");
        let grown = after[2].saturating_sub(before[2]);
        assert!(grown < 32 << 20, "{grown} bytes more in memory");
    }
}
