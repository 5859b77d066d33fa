//! `cargo xtask release`: the archives that are handed out, each the same bits at every build of the same sources.

mod archive;
mod bare;
pub mod compile;
mod deb;
#[cfg(all(test, unix))]
mod install_tests;
mod licenses;
mod notes;
mod oldest;
mod reproduce;
mod sbom;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::build;

/// System that an archive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    Linux,
    Windows,
    Macos,
}

impl System {
    fn of(name: &str) -> Result<Self> {
        Ok(match name {
            "linux" => Self::Linux,
            "windows" => Self::Windows,
            "macos" => Self::Macos,
            other => bail!(
                "`cargo xtask release` knows linux, windows, macos, bare, reproduce and notes, and not `{other}`"
            ),
        })
    }

    /// The system that this runs on.
    fn own() -> Result<Self> {
        Self::of(std::env::consts::OS)
    }

    /// Name of the folder with what goes into the archive.
    fn name(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
            Self::Macos => "macos",
        }
    }

    /// The system and its processors, as names of archives have them.
    fn platform(self) -> &'static str {
        match self {
            Self::Linux => "linux-x86_64",
            Self::Windows => "windows-x86_64",
            Self::Macos => "macos-universal",
        }
    }

    /// Ending of names of programs.
    fn program_ending(self) -> &'static str {
        if self == Self::Windows {
            ".exe"
        } else {
            ""
        }
    }

    /// A target whose dependencies are those of the archive.
    fn target(self) -> &'static str {
        match self {
            Self::Linux => "x86_64-unknown-linux-gnu",
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::Macos => "aarch64-apple-darwin",
        }
    }
}

/// `cargo xtask release [linux] [windows] [macos] [--quick]`, `bare [ardour | windows]`, `reproduce`, or `notes --tag TAG`.
pub fn run(arguments: &[String]) -> Result<()> {
    if arguments.first().is_some_and(|first| first == "notes") {
        print!("{}", notes::for_arguments(&arguments[1..])?);
        return Ok(());
    }
    if arguments.first().is_some_and(|first| first == "bare") {
        return bare::run(&arguments[1..]);
    }
    if arguments.first().is_some_and(|first| first == "reproduce") {
        return reproduce::run(&arguments[1..]);
    }
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let mut systems = Vec::new();
    for name in arguments.iter().filter(|name| *name != "--quick") {
        systems.push(System::of(name)?);
    }
    if systems.is_empty() {
        systems.push(System::own()?);
    }
    let folder = archives_folder()?;
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut made = Vec::new();
    for system in systems {
        made.extend(release(system, &folder, is_quick)?);
    }
    println!("\nArchives:");
    for path in made {
        let bytes = fs::metadata(&path).context("looking at an archive")?.len();
        println!("  {} ({:.1} MB)", path.display(), bytes as f64 / 1e6);
    }
    Ok(())
}

/// The folder of all archives.
fn archives_folder() -> Result<PathBuf> {
    Ok(build::target_dir()?.join("release-archives"))
}

fn release(system: System, folder: &Path, is_quick: bool) -> Result<Vec<PathBuf>> {
    let version = version();
    let built = compile::run(system, is_quick)?;
    let tree = folder.join(system.name());
    let metadata = metadata_of(system)?;
    let name = format!("bodypack-{version}-{}", system.platform());
    tree::fill(system, &built, &metadata, &tree)?;
    let bill = folder.join(format!("{name}.spdx.json"));
    write(&bill, sbom::text(&metadata, &name)?.as_bytes())?;
    fs::copy(&bill, tree.join("bodypack.spdx.json")).context("copying the list of parts")?;
    let files = archive::files(&tree)?;
    let seconds = built_at()?;
    let mut made = vec![bill];
    if system == System::Windows || system == System::Macos {
        let path = folder.join(format!("{name}.zip"));
        archive::zip(&path, &name, &files, seconds)?;
        made.push(path);
    } else {
        let path = folder.join(format!("{name}.tar.gz"));
        write(&path, &archive::tar_gz(&name, &files, seconds)?)?;
        made.push(path);
        made.push(deb::write(folder, &tree, &built, &version, seconds)?);
    }
    Ok(made)
}

/// The version of the project.
fn version() -> String {
    String::from(env!("CARGO_PKG_VERSION"))
}

/// The time that all files bear, in seconds since 1970: that which is asked for, else that of the last commit.
fn built_at() -> Result<u64> {
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = text.parse();
        return seconds.with_context(|| format!("SOURCE_DATE_EPOCH is no number: `{text}`"));
    }
    let output = std::process::Command::new("git")
        .args(["log", "-1", "--format=%ct"])
        .current_dir(build::root())
        .output()
        .context("asking git for the time of the last commit")?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    text.parse()
        .context("neither SOURCE_DATE_EPOCH nor git says what time the files are to bear")
}

/// Packages of an archive, as cargo knows them.
fn metadata_of(system: System) -> Result<Metadata> {
    MetadataCommand::new()
        .current_dir(build::root())
        .other_options(["--locked", "--filter-platform", system.target()].map(String::from))
        .exec()
        .context("asking cargo for the packages")
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// A folder that is empty, whatever was in it.
fn emptied(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}

/// Copies a file or all of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        let bytes = fs::read(from).with_context(|| format!("reading {}", from.display()))?;
        return write(to, &bytes);
    }
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Copies a file that has to be there.
fn copy_known(from: &Path, to: &Path) -> Result<()> {
    ensure!(from.exists(), "there is no {}", from.display());
    copy(from, to)
}
