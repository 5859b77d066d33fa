//! `bodypack rigs`: the rigs that come with Bodypack.

use std::io::{self, Write};

use bodypack::rig::presets;

use super::words::wrapped;
use super::Failure;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rig to print as a rig file; without it, all are listed.
    name: Option<String>,
}

impl Arguments {
    pub fn run(self) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match self.name {
            Some(name) => {
                let rig = presets::find(&name).map_err(|e| Failure::Input(e.to_string()))?;
                // The file as it was written, because its comments say where its figures are from.
                let file = presets::all().iter().find(|preset| preset.rig == rig);
                let text = file.map_or_else(|| rig.to_toml(), |preset| preset.toml.to_owned());
                out.write_all(text.as_bytes())?;
            }
            None => list(&mut out)?,
        }
        Ok(())
    }
}

/// One rig per paragraph: its id and name, and below, what it stands for.
fn list(out: &mut impl Write) -> io::Result<()> {
    const WIDTH: usize = 88;
    let width = presets::all().iter().map(|p| p.id.len()).max().unwrap_or(0);
    for preset in presets::all() {
        writeln!(out, "{:width$}  {}", preset.id, preset.rig.name)?;
        for line in wrapped(&preset.rig.notes, WIDTH - width) {
            writeln!(out, "{:width$}  {line}", "")?;
        }
    }
    Ok(())
}
