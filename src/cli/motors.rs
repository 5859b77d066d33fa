//! `bodypack motors`: the drivers that come with Bodypack as building blocks of rig files.

use std::io::{self, Write};

use bodypack::rig::driver_catalog;

use super::words::wrapped;
use super::CliError;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The motor to print as it goes under `[earphone.drivers.motor]`; without it, all are listed.
    name: Option<String>,
    /// Prints the list as JSON.
    #[arg(long, conflicts_with = "name")]
    json: bool,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        match self.name {
            Some(name) => {
                let motor = driver_catalog::find(&name).ok_or_else(|| {
                    let ids: Vec<&str> =
                        driver_catalog::all().iter().map(|motor| motor.id).collect();
                    CliError::Input(format!(
                        "there is no motor \"{name}\"; there are {}",
                        ids.join(", ")
                    ))
                })?;
                out.write_all(motor.toml.as_bytes())?;
            }
            None if self.json => writeln!(out, "{:#}", facts())?,
            None => list(&mut out)?,
        }
        Ok(())
    }
}

/// The motors for other programs.
pub fn facts() -> serde_json::Value {
    let one = |motor: &driver_catalog::FactoryMotor| serde_json::json!({ "id": motor.id, "about": motor.about() });
    driver_catalog::all().iter().map(one).collect()
}

/// One motor per paragraph: its id, and what it is.
fn list(out: &mut impl Write) -> io::Result<()> {
    const WIDTH: usize = 88;
    for motor in driver_catalog::all() {
        writeln!(out, "{}", motor.id)?;
        for line in wrapped(&motor.about(), WIDTH - 2) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}
