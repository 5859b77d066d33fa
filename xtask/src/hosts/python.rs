//! pedalboard and DawDreamer, hosts in Python.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use bodypack::rig::presets;

use super::run::{to_the_end, Said};
use super::{Check, Given, Outcome, Outcomes, RIG};
use crate::build;

/// Installed packages, in these versions.
const PACKAGES: [&str; 2] = ["pedalboard==0.9.26", "dawdreamer==0.9.0"];

/// Exit code of scripts for a check that the host does not offer.
const NOT_THERE: i32 = 3;

/// A Python that has both.
pub struct Python {
    program: PathBuf,
}

impl Python {
    /// The one in the target folder, with the hosts installed.
    pub fn prepare() -> Result<Self> {
        let folder = build::target_dir()?.join("hosts");
        std::fs::create_dir_all(&folder)?;
        let place = folder.join("python");
        let program = place.join("bin").join("python");
        let log = folder.join("install.log");
        let has_both = Command::new(&program)
            .args(["-c", "import pedalboard, dawdreamer"])
            .output()
            .is_ok_and(|output| output.status.success());
        if !has_both {
            println!("Installing {} …", PACKAGES.join(" and "));
            let mut make = Command::new("python3");
            make.args(["-m", "venv"]).arg(&place);
            to_the_end(&mut make, &log)?
                .well()
                .context("making a place for Python packages")?;
            let mut install = Command::new(&program);
            install
                .args(["-m", "pip", "install", "--quiet"])
                .args(PACKAGES);
            to_the_end(&mut install, &log)?
                .well()
                .context("installing the hosts")?;
        }
        Ok(Self { program })
    }

    /// Its interpreter.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Every check of one of them, each in a process of its own, since a host that dies takes its
    /// script along.
    pub fn drive(&self, name: &str, given: &Given) -> Result<Outcomes> {
        let script = given.folder.join(format!("{name}.py"));
        let text = match name {
            "pedalboard" => include_str!("pedalboard.py"),
            _ => include_str!("dawdreamer.py"),
        };
        // A script of the host's own name would be taken for the host.
        let script = script.with_file_name(format!("check_{name}.py"));
        std::fs::write(&script, text)?;
        let run = |check| (check, self.check(&script, check, given));
        Ok(Check::ALL.into_iter().map(run).collect())
    }

    fn check(&self, script: &Path, check: Check, given: &Given) -> Outcome {
        let stem = script.file_stem().unwrap_or_default().to_string_lossy();
        let log = script.with_file_name(format!("{stem}-{}.log", check.name()));
        let mut command = match check {
            // A window needs a screen; the hosts' toolkit also wants a window manager and somebody
            // who keeps the desktop's settings, and ends the process otherwise.
            Check::Window => {
                let mut command = Command::new("xvfb-run");
                command
                    .args(["-a", "-s", "-screen 0 1280x1024x24", "sh", "-c"])
                    .arg("openbox & xsettingsd -c /dev/null & sleep 1; exec \"$@\"")
                    .arg("sh")
                    .arg(&self.program);
                command
            }
            _ => Command::new(&self.program),
        };
        let rig = presets::find(RIG).map_or(String::new(), |rig| rig.name);
        command
            .arg(script)
            .arg(check.name())
            .arg(&given.built.vst3)
            .arg(&given.song)
            .arg(&given.expected)
            .arg(rig)
            .arg(&given.passing);
        match to_the_end(&mut command, &log) {
            Ok(Said { status, .. }) if status.code() == Some(NOT_THERE) => Outcome::NotThere,
            said => super::outcome(said.and_then(|said| said.well().map(drop))),
        }
    }
}
