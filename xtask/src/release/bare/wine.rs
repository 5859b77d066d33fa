//! `cargo xtask release bare windows`: the Windows archive in a Wine that nobody has used before: unpacked, installed, rendered
//! and rehearsed with, its bundles loaded by both test hosts, installed again and removed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{ensure, Context, Result};
use zip::ZipArchive;

use super::super::emptied;
use crate::windows::{self, Toolchain};
use crate::{mix, wav};

/// Where it is unpacked: no plain name.
const FOLDER: &str = "Frisch entpackt für Größen";

/// The user, whose name becomes that of his folder: no plain one either.
const USER: &str = "Jörg Größer";

/// A rig of the user's.
const RIG: &str = "Meine Größe.toml";

/// Length of the song, seconds.
const LENGTH_S: usize = 4;

/// A fresh Wine with the archive in it.
struct Fresh {
    toolchain: Toolchain,
    /// Folder of the run.
    folder: PathBuf,
    /// The unpacked archive.
    archive: PathBuf,
    prefix: PathBuf,
}

/// Tries an archive.
pub fn run(archive: &Path) -> Result<()> {
    let fresh = Fresh::new(archive)?;
    println!("A fresh Wine with {}", fresh.toolchain);
    fresh.refuses_a_folder_that_cannot_be_made()?;
    let said = fresh.install(&[])?;
    ensure!(said.contains("Bodypack is installed"), "{said}");
    let user = fresh.user()?;
    let installed = Installed::of(&user);
    installed.is_that_of(&fresh.archive)?;
    println!("installed below {}", installed.programs.display());
    let own = user.join("AppData/Roaming/Bodypack/Rigs").join(RIG);
    fresh.renders(&installed, &own)?;
    windows::test_bundles(&fresh.toolchain, &fresh.archive)?;
    fresh.install(&[])?;
    installed.is_that_of(&fresh.archive)?;
    println!("installed again");
    let said = fresh.install(&["/remove"])?;
    ensure!(said.contains("Bodypack is removed"), "{said}");
    installed.is_gone()?;
    ensure!(own.is_file(), "the user's rig went, too");
    println!("removed; the user's rig is still there\n\nThe archive runs in a fresh Wine.");
    Ok(())
}

impl Fresh {
    fn new(archive: &Path) -> Result<Self> {
        let toolchain = Toolchain::find_any()?;
        let target = toolchain.target_dir()?;
        let folder = target.join(FOLDER);
        emptied(&folder)?;
        let file = File::open(archive).with_context(|| format!("opening {}", archive.display()))?;
        ZipArchive::new(file)?
            .extract(&folder)
            .context("unpacking")?;
        let top = archive.file_stem().context("an archive is a file")?;
        let archive = folder.join(top);
        let prefix = target.join("fresh-prefix");
        emptied(&prefix)?;
        Ok(Self {
            toolchain,
            folder,
            archive,
            prefix,
        })
    }

    /// A program under Wine.
    fn wine(&self, arguments: &[&str]) -> Result<Output> {
        let mut command: Command = self.toolchain.command("wine");
        command
            .args(arguments)
            .env("WINEPREFIX", self.toolchain.seen(&self.prefix)?)
            .env("USER", USER)
            .stdin(std::process::Stdio::null());
        command.output().context("starting Wine")
    }

    /// A program under Wine that ends well; what it says.
    fn says(&self, program: &Path, arguments: &[&str]) -> Result<String> {
        let program = self.path(program)?;
        let output = self.wine(&[&[program.as_str()], arguments].concat())?;
        let said = said(&output);
        ensure!(output.status.success(), "{program} failed: {said}");
        Ok(said)
    }

    fn path(&self, path: &Path) -> Result<String> {
        self.toolchain.windows_path(path)
    }

    /// Runs the script of the archive.
    fn install(&self, arguments: &[&str]) -> Result<String> {
        let output = self.script(arguments)?;
        ensure!(output.status.success(), "install.cmd: {}", said(&output));
        Ok(said(&output))
    }

    fn script(&self, arguments: &[&str]) -> Result<Output> {
        let script = self.path(&self.archive.join("install.cmd"))?;
        self.wine(&[&["cmd", "/c", script.as_str()], arguments].concat())
    }

    /// The user's home.
    fn user(&self) -> Result<PathBuf> {
        let home = self.prefix.join("drive_c").join("users").join(USER);
        ensure!(home.is_dir(), "Wine has not made {}", home.display());
        Ok(home)
    }

    /// Where a file is in the way nothing is installed, and one is told.
    fn refuses_a_folder_that_cannot_be_made(&self) -> Result<()> {
        self.wine(&["cmd", "/c", "exit"])?;
        let common = self.user()?.join("AppData/Local/Programs/Common");
        emptied(&common)?;
        fs::write(common.join("VST3"), "in the way")?;
        let output = self.script(&[])?;
        let said = said(&output);
        ensure!(
            !output.status.success() && said.contains("cannot be written to"),
            "install.cmd wrote where it cannot: {said}"
        );
        ensure!(
            !common.join("CLAP/Bodypack.clap").exists(),
            "a part was installed"
        );
        println!("refused where a file is in the way");
        fs::remove_file(common.join("VST3")).context("the file was there")
    }

    /// The programs render with a rig of the user's, from and to paths with spaces and umlauts; both the same.
    fn renders(&self, installed: &Installed, own: &Path) -> Result<()> {
        let rate_hz = mix::SAMPLE_RATE_HZ as u32;
        let mut song = mix::song().main;
        for channel in [&mut song.left, &mut song.right] {
            channel.truncate(LENGTH_S * rate_hz as usize);
        }
        let (input, output) = (
            self.folder.join("ein Stück.wav"),
            self.folder.join("gehört.wav"),
        );
        wav::write(&input, rate_hz, &song)?;
        let rig = self.says(&installed.command(), &["rigs", "drummer"])?;
        let folder = own.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder)?;
        fs::write(own, rig)?;
        // Of the user's own drive: Wine's C is his prefix.
        let home = own.strip_prefix(self.prefix.join("drive_c"))?;
        let named = format!("C:\\{}", home.to_string_lossy().replace('/', "\\"));
        let (from, to) = (self.path(&input)?, self.path(&output)?);
        let render = ["render", &from, "-o", &to, "--rig", &named, "--gain", "0"];
        self.says(&installed.command(), &render)?;
        let set = self.folder.join("die Probe.toml");
        let text = format!("format = 1\nrig = '{named}'\n[[song]]\nfile = 'ein Stück.wav'\n");
        fs::write(&set, text)?;
        let heard = self.folder.join("Probe");
        fs::create_dir_all(&heard)?;
        let (set, to) = (self.path(&set)?, self.path(&heard)?);
        self.says(&installed.player(), &["--render", &set, "-o", &to])?;
        let played = heard.join("01 ein Stück.wav");
        let ((_, line), (_, player)) = (wav::read(&output)?, wav::read(&played)?);
        ensure!(
            line.left == player.left && line.right == player.right,
            "the player and the command line differ"
        );
        let loudest = line.left.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        ensure!(loudest > 0.01, "what was rendered is silent");
        println!("command line and player: the same bits from a rig in %APPDATA%");
        Ok(())
    }
}

/// Places of what an archive has installed.
struct Installed {
    clap: PathBuf,
    vst3: PathBuf,
    programs: PathBuf,
}

impl Installed {
    fn of(user: &Path) -> Self {
        let local = user.join("AppData/Local/Programs");
        Self {
            clap: local.join("Common/CLAP/Bodypack.clap"),
            vst3: local.join("Common/VST3/Bodypack.vst3"),
            programs: local.join("Bodypack"),
        }
    }

    fn command(&self) -> PathBuf {
        self.programs.join("bodypack.exe")
    }

    fn player(&self) -> PathBuf {
        self.programs.join("bodypack-player.exe")
    }

    /// Every program and library has the bits of the archive.
    fn is_that_of(&self, archive: &Path) -> Result<()> {
        let library = "Contents/x86_64-win/Bodypack.vst3";
        for (name, installed) in [
            ("Bodypack.clap", self.clap.clone()),
            (
                &*format!("Bodypack.vst3/{library}"),
                self.vst3.join(library),
            ),
            ("bodypack.exe", self.command()),
            ("bodypack-player.exe", self.player()),
            ("Manual/index.html", self.programs.join("Manual/index.html")),
        ] {
            let own = fs::read(archive.join(name)).with_context(|| format!("reading {name}"))?;
            let there = fs::read(&installed);
            ensure!(
                there.is_ok_and(|there| there == own),
                "{} is not that of the archive",
                installed.display()
            );
        }
        Ok(())
    }

    fn is_gone(&self) -> Result<()> {
        for path in [&self.clap, &self.vst3, &self.programs] {
            ensure!(!path.exists(), "{} is still there", path.display());
        }
        Ok(())
    }
}

fn said(output: &Output) -> String {
    let all = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}
