//! Solves the acoustic network of a factory rig on a 711 coupler and prints its response.
//!
//! `cargo run --release --no-default-features --example solve_network`

#![allow(clippy::print_stdout)]

use bodypack::acoustics::{level_dbspl, Network, Placement};
use bodypack::rig::{presets, Side};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rig = presets::find("vented-dynamic")?;
    let network = Network::new(&rig.earphone, Side::Left, &Placement::coupler(0.0))?;
    println!("frequency, Hz    level for 0.1 V, dB SPL");
    for octave in 0..10 {
        let frequency_hz = 31.25 * f64::from(1 << octave);
        let pressure_pa = network.solve(frequency_hz).drum_pa_per_v * 0.1;
        println!("{frequency_hz:13.2}    {:6.1}", level_dbspl(pressure_pa));
    }
    Ok(())
}
