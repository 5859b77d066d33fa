//! `cargo xtask release bare ardour`: the Linux archive in Ardour, on two Debians with nothing else in them: installed from
//! the archive, found by the host's scanner, inserted, played and exported, and the export held to the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};

use super::super::{copy, emptied};
use crate::hosts::ardour::{class, SCRIPT};
use crate::hosts::session::put_song;
use crate::hosts::{apart, LENGTH_S};
use crate::sound::Stereo;
use crate::windows::folder::{debootstrap, has, install, mount_processes};
use crate::{build, mix, wav};

/// The suite whose Ardour makes the session. The scripting of the newer one ends with every plugin, whoever made it.
const FIRST: &str = "bookworm";
/// The suite whose Ardour opens the session of the first one.
const SECOND: &str = "testing";

/// A program that is looked for to tell whether a system is whole.
const HOST: &str = "usr/bin/ardour";

/// The session, in the folder of the user.
const SESSION: &str = "plain";

/// Unpacks the archive that is named and installs it.
const INSTALL: &str = r#"set -eu
rm -rf /tmp/bodypack-*/ "$HOME"
mkdir -p "$HOME"
cd /tmp
tar xf "$1"
cd /tmp/bodypack-*/
sh install.sh
"#;

/// Renders what the host is held to.
const RENDER: &str =
    r#"exec "$HOME/.local/bin/bodypack" render /tmp/song.wav -o /tmp/expected.wav --gain 0"#;

/// The host's own programs want to be told where they are.
const SCAN: &str = r#"cd /usr/lib/ardour[0-9]*
number=${PWD#/usr/lib/ardour}
export LD_LIBRARY_PATH="$PWD" ARDOUR_DLL_PATH="$PWD"
export ARDOUR_DATA_PATH="/usr/share/ardour$number" ARDOUR_CONFIG_PATH="/etc/ardour$number"
exec ./ardour-vst3-scanner -f "$HOME/.vst3/Bodypack.vst3""#;

const EXPORT: &str =
    r#"exec /usr/bin/ardour[0-9]*-export -b float -o /tmp/exported.wav "$HOME/plain" t"#;

/// A Debian with Ardour.
struct System {
    folder: PathBuf,
}

/// Tries an archive.
pub fn run(archive: &Path) -> Result<()> {
    let [first, second] = [FIRST, SECOND].map(System::made);
    let (first, second) = (first?, second?);
    let frames = LENGTH_S * mix::SAMPLE_RATE_HZ as usize;
    let mut song = mix::song().main;
    for channel in [&mut song.left, &mut song.right] {
        channel.truncate(frames);
    }
    for (suite, system) in [(FIRST, &first), (SECOND, &second)] {
        println!("\n== Ardour on {suite}");
        system.install(archive, &song)?;
        system.scan()?;
    }
    first.insert()?;
    put_song(&first.session(), &first.song(), frames)?;
    first.play()?;
    emptied(&second.session())?;
    copy(&first.session(), &second.session())?;
    for (suite, system) in [(FIRST, &first), (SECOND, &second)] {
        let worst = system.export()?;
        println!("{suite}: the export is within {worst:e} of what the command line renders");
        ensure!(
            worst <= 1e-6,
            "the export is not what the command line renders"
        );
    }
    println!("\nThe archive plays in Ardour on {FIRST} and {SECOND}.");
    Ok(())
}

impl System {
    /// A folder with a suite and its Ardour.
    fn made(suite: &str) -> Result<Self> {
        let folder = build::target_dir()?
            .join("bare")
            .join(format!("{suite}-ardour"));
        if !has(&folder, super::DONE) {
            debootstrap(suite, &["perl-base"], &folder)?;
        }
        if !has(&folder, HOST) {
            install(&folder, &["ardour"])?;
        }
        mount_processes(&folder)?;
        Ok(Self { folder })
    }

    fn session(&self) -> PathBuf {
        self.folder.join("tmp/home").join(SESSION)
    }

    fn song(&self) -> PathBuf {
        self.folder.join("tmp/song.wav")
    }

    /// Runs a script of the shell in the system, and returns what it says.
    fn says(&self, script: &str, arguments: &[&str]) -> Result<String> {
        let output = Command::new("chroot")
            .arg(&self.folder)
            .args(["/bin/sh", "-c", script, "sh"])
            .args(arguments)
            .env_clear()
            .env("HOME", "/tmp/home")
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .output()
            .context("starting chroot")?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        ensure!(output.status.success(), "{}: {said}", output.status);
        Ok(said)
    }

    fn install(&self, archive: &Path, song: &Stereo) -> Result<()> {
        let name = archive.file_name().context("an archive is a file")?;
        let inside = Path::new("/tmp").join(name);
        fs::copy(archive, self.folder.join("tmp").join(name)).context("copying the archive")?;
        self.says(INSTALL, &[&inside.to_string_lossy()])?;
        wav::write(&self.song(), mix::SAMPLE_RATE_HZ as u32, song)?;
        fs::write(self.folder.join("tmp/session.lua"), SCRIPT).context("writing the script")?;
        self.says(RENDER, &[]).map(drop)
    }

    fn scan(&self) -> Result<()> {
        let said = self.says(SCAN, &[])?;
        let found = said.lines().find(|line| line.contains("Found Plugin"));
        println!("scan: {}", found.context("the scanner found nothing")?);
        Ok(())
    }

    /// A session with a track on which there is the plugin.
    fn insert(&self) -> Result<()> {
        let said = self.session_script(&["make", SESSION, &class(), "2", "1"])?;
        let known = said.lines().filter(|line| line.contains(" = ")).count();
        ensure!(known > 0, "the host knows no parameter of the plugin");
        println!("insert: {known} parameters");
        Ok(())
    }

    /// The session runs against the clock.
    fn play(&self) -> Result<()> {
        let said = self.session_script(&["play", SESSION])?;
        let played = said.lines().find(|line| line.starts_with("played "));
        println!("play: {}", played.context("nothing was played")?);
        Ok(())
    }

    fn session_script(&self, arguments: &[&str]) -> Result<String> {
        let said = self.says(
            r#"cd "$HOME" && exec /usr/bin/ardour[0-9]*-lua /tmp/session.lua "$@""#,
            arguments,
        )?;
        ensure!(
            said.lines().any(|line| line == "end"),
            "the script did not come to its end: {said}"
        );
        Ok(said)
    }

    /// The largest difference between an export and what the command line renders.
    fn export(&self) -> Result<f32> {
        let exported = self.folder.join("tmp/exported.wav");
        let _ = fs::remove_file(&exported);
        // The host itself sometimes aborts after the file is written.
        let said = self.says(EXPORT, &[]);
        let is_written = fs::metadata(&exported).is_ok_and(|file| file.len() > 44);
        if !is_written {
            said?;
        }
        ensure!(is_written, "no file was written");
        apart(&exported, &self.folder.join("tmp/expected.wav"))
    }
}
