//! Ardour 7, as Debian has it, through its own scripting without a window.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use base64::prelude::{Engine, BASE64_STANDARD};
use bodypack::session::number_of;
use bodypack_plugin::host::Bodypack;
use nice_plug::prelude::Vst3Plugin;

use super::run::to_the_end;
use super::session::put_song;
use super::{apart, outcome, Check, Given, Outcomes, LENGTH_S, RIG};
use crate::mix;

/// The script that makes and opens sessions.
pub const SCRIPT: &str = include_str!("ardour-session.lua");
/// Folder of the host's own programs.
const PROGRAMS: &str = "/usr/lib/ardour7";

/// Ardour with a home of its own.
struct Ardour<'a> {
    given: &'a Given,
    home: PathBuf,
    class: String,
}

/// Every check.
pub fn drive(given: &Given) -> Result<Outcomes> {
    let home = given.folder.join("ardour");
    std::fs::create_dir_all(&home)?;
    std::fs::write(home.join("session.lua"), SCRIPT)?;
    let class = class();
    let ardour = Ardour { given, home, class };
    let chosen = format!("Rig={}", number_of(RIG));
    let frames = LENGTH_S * mix::SAMPLE_RATE_HZ as usize;
    let mut outcomes = vec![(Check::Scan, outcome(ardour.scan()))];
    let mut add = |check, result| outcomes.push((check, outcome(result)));
    add(Check::Insert, ardour.make("plain", 2, 1, &[]).map(drop));
    add(Check::ChooseRig, ardour.chooses(&chosen));
    add(Check::Knob, ardour.turns());
    add(Check::Aux, ardour.has_side_chain());
    add(Check::Mono, ardour.make("mono", 1, 1, &[]).map(drop));
    add(Check::State, ardour.keeps("turned"));
    add(Check::Export, ardour.prints(frames));
    add(Check::PassThrough, ardour.passes(frames));
    add(Check::Twenty, ardour.make("twenty", 2, 20, &[]).map(drop));
    add(Check::Exit, ardour.open("twenty").map(drop));
    Ok(outcomes)
}

/// The number of the plugin's class, as the host names it.
pub fn class() -> String {
    let bytes = Bodypack::VST3_CLASS_ID.iter();
    bytes.map(|byte| format!("{byte:02X}")).collect()
}

impl Ardour<'_> {
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", &self.home)
            .env("VST3_PATH", &self.given.built.bundles)
            .env("LD_LIBRARY_PATH", PROGRAMS)
            .env("ARDOUR_DATA_PATH", "/usr/share/ardour7")
            .env("ARDOUR_CONFIG_PATH", "/etc/ardour7")
            .env("ARDOUR_DLL_PATH", PROGRAMS);
        command
    }

    fn log(&self, name: &str) -> PathBuf {
        self.home.join(format!("{name}.log"))
    }

    fn scan(&self) -> Result<()> {
        let mut command = self.command(&format!("{PROGRAMS}/ardour-vst3-scanner"));
        command.arg("-f").arg(&self.given.built.vst3);
        let said = to_the_end(&mut command, &self.log("scan"))?.well()?;
        ensure!(said.contains("Found Plugin"), "nothing was found");
        Ok(())
    }

    fn script(&self, log: &str, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new("ardour7-lua");
        command
            .env("HOME", &self.home)
            .env("VST3_PATH", &self.given.built.bundles)
            .arg(self.home.join("session.lua"))
            .args(arguments);
        let said = to_the_end(&mut command, &self.log(log))?.well()?;
        ensure!(
            said.lines().any(|line| line == "end"),
            "the script did not come to its end"
        );
        Ok(said)
    }

    /// A session with tracks of so many channels; what its plugin says.
    fn make(&self, name: &str, channels: u32, tracks: u32, settings: &[&str]) -> Result<String> {
        self.make_with(&self.class, name, channels, tracks, settings)
    }

    fn make_with(
        &self,
        class: &str,
        name: &str,
        channels: u32,
        tracks: u32,
        settings: &[&str],
    ) -> Result<String> {
        let folder = self.home.join(name);
        let folder = folder.to_string_lossy();
        let (channels, tracks) = (channels.to_string(), tracks.to_string());
        let mut arguments = vec!["make", &folder, class, &channels, &tracks];
        arguments.extend(settings);
        self.script(name, &arguments)
    }

    fn open(&self, name: &str) -> Result<String> {
        let folder = self.home.join(name);
        self.script(
            &format!("{name}-again"),
            &["open", &folder.to_string_lossy()],
        )
    }

    /// A rig that is chosen changes what only that rig has, and stays chosen.
    fn chooses(&self, chosen: &str) -> Result<()> {
        let said = self.make("chosen", 2, 1, &[chosen])?;
        is_at(&said, "Rig", number_of(RIG).into())?;
        let plain = self.open("plain")?;
        let said = self.open("chosen")?;
        ensure!(
            value(&said, "Drums")? != value(&plain, "Drums")?
                || value(&said, "Room level")? != value(&plain, "Room level")?,
            "nothing has changed"
        );
        Ok(())
    }

    fn turns(&self) -> Result<()> {
        let said = self.make("turned", 2, 1, &["Trim=-6"])?;
        is_at(&said, "Trim", -6.0)?;
        let again = self.open("turned")?;
        is_at(&again, "Trim", -6.0)
    }

    /// The host gives the plugin the side-chain that its auxiliary inputs ask for.
    fn has_side_chain(&self) -> Result<()> {
        let said = self.make("side-chain", 2, 1, &[])?;
        let line = said.lines().find(|line| line.starts_with("side-chain "));
        ensure!(line == Some("side-chain 4"), "{}", line.unwrap_or("none"));
        Ok(())
    }

    /// A session that is opened again has the values that it was left with.
    fn keeps(&self, name: &str) -> Result<()> {
        let before = std::fs::read_to_string(self.log(name))?;
        let after = self.open(name)?;
        let values = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| line.contains(" = "));
            lines.map(str::to_owned).collect()
        };
        let (before, after) = (values(&before), values(&after));
        ensure!(
            !before.is_empty() && before.len() == after.len(),
            "parameters are missing"
        );
        for (before, after) in before.iter().zip(&after) {
            ensure!(before == after, "{before} became {after}");
        }
        Ok(())
    }

    fn export(&self, name: &str, frames: usize) -> Result<PathBuf> {
        let folder = self.home.join(name);
        put_song(&folder, &self.given.song, frames)?;
        let to = self.home.join(format!("{name}.wav"));
        let mut command = Command::new("ardour7-export");
        command
            .env("HOME", &self.home)
            .env("VST3_PATH", &self.given.built.bundles)
            .args(["-b", "float", "-o"])
            .arg(&to)
            .arg(&folder)
            .arg("t");
        let said = to_the_end(&mut command, &self.log(&format!("{name}-export")))?;
        // The host itself sometimes aborts after the file is written.
        let written = std::fs::metadata(&to).is_ok_and(|file| file.len() > 44);
        if !written {
            said.well()?;
            bail!("no file was written");
        }
        Ok(to)
    }

    /// An export is what the command line renders, as exactly as the host plays a track without any
    /// plugin.
    fn prints(&self, frames: usize) -> Result<()> {
        let printed = self.export("plain", frames)?;
        let worst = apart(&printed, &self.given.fresh)?;
        ensure!(worst <= 1e-6, "{worst} apart from the command line");
        Ok(())
    }

    fn passes(&self, frames: usize) -> Result<()> {
        self.make("passing", 2, 1, &[])?;
        put_state(&self.home.join("passing"), &self.given.passing)?;
        let exported = self.export("passing", frames)?;
        let worst = apart(&exported, &self.given.song)?;
        ensure!(worst == 0.0, "{worst} apart from the input");
        Ok(())
    }
}

/// Replaces the state of the plugin in a session.
fn put_state(session: &Path, preset: &Path) -> Result<()> {
    const BEFORE: &str = "<chunk>";
    const AFTER: &str = "</chunk>";
    let file = session.join("t.ardour");
    let text = std::fs::read_to_string(&file)?;
    let missing = "the session keeps no state of the plugin";
    let from = text.find(BEFORE).context(missing)? + BEFORE.len();
    let to = from + text[from..].find(AFTER).context(missing)?;
    let state = BASE64_STANDARD.encode(std::fs::read(preset)?);
    let text = [&text[..from], &state, &text[to..]].concat();
    std::fs::write(&file, text)?;
    Ok(())
}

/// A parameter's value as the script says it.
fn value(said: &str, label: &str) -> Result<f64> {
    let key = format!("{label} = ");
    let line = said.lines().find_map(|line| line.strip_prefix(&key));
    let text = line.with_context(|| format!("no parameter {label}"))?;
    Ok(text.trim().parse()?)
}

fn is_at(said: &str, label: &str, expected: f64) -> Result<()> {
    let found = value(said, label)?;
    ensure!((found - expected).abs() < 1e-3, "{label} is at {found}");
    Ok(())
}
