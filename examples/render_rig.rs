//! Renders one second of a decaying tone through a factory rig, in blocks of 480 samples.
//!
//! `cargo run --release --no-default-features --example render_rig`

#![allow(clippy::print_stdout)]

use bodypack::chain::{Chain, Io};
use bodypack::rig::presets;

const SAMPLE_RATE_HZ: f64 = 48_000.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rig = presets::find("drummer")?;
    let mut chain = Chain::new(&rig, SAMPLE_RATE_HZ, 1)?;
    let mut left: Vec<f32> = (0..48_000)
        .map(|n| {
            let time_s = f64::from(n) / SAMPLE_RATE_HZ;
            (0.1 * (-3.0 * time_s).exp() * (std::f64::consts::TAU * 220.0 * time_s).sin()) as f32
        })
        .collect();
    let mut right = left.clone();
    for (left, right) in left.chunks_mut(480).zip(right.chunks_mut(480)) {
        chain.process(Io {
            main: [left, right],
            ambient: None,
            own_voice: None,
        });
    }
    let peak = left.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
    println!("peak of the left ear: {:.1} dBFS", 20.0 * peak.log10());
    println!(
        "emulated latency: {:.1} ms",
        1e3 * chain.emulated_latency_samples() / SAMPLE_RATE_HZ
    );
    Ok(())
}
