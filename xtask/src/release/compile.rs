//! Compiling of what is handed out: whole programs at once, against the oldest system that is served, with no path of
//! this machine inside.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};

use super::{oldest, System};
use crate::{build, windows};

/// The profile that is handed out.
const PROFILE: &str = "dist";

/// The features that are handed out: all but the fonts for emoji.
const FEATURES: &str = "plugin,cli,decoders";

/// Results of a build.
pub struct Compiled {
    /// The folder with the bundles.
    pub bundles: PathBuf,
    /// The folder with the programs.
    pub programs: PathBuf,
    /// Runs the command line that was built.
    pub command: Box<dyn Fn() -> Command>,
}

/// Compiles and bundles for a system.
pub fn run(system: System) -> Result<Compiled> {
    match system {
        System::Windows if !cfg!(windows) => for_windows_elsewhere(),
        System::Macos => for_macos(),
        _ => native(system),
    }
}

fn for_windows_elsewhere() -> Result<Compiled> {
    let toolchain = windows::Toolchain::find(None, &build::target_dir()?.join("windows-system"))?;
    println!("Builds for Windows with {toolchain}.");
    let mut flags = remapped(&toolchain.project()?, &toolchain.cargo_home()?);
    flags.extend(without_time());
    let built = windows::build(&toolchain, PROFILE, &features(), &flags)?;
    let programs = built
        .command
        .parent()
        .context("a program is in a folder")?
        .to_owned();
    let seen = toolchain.seen(&built.command)?;
    let command = move || {
        let mut command = toolchain.command("wine");
        command.arg(&seen);
        command
    };
    Ok(Compiled {
        bundles: built.bundles,
        programs,
        command: Box::new(command),
    })
}

fn native(system: System) -> Result<Compiled> {
    let target = host_target()?;
    let mut flags = remapped(build::root(), &own_cargo_home()?);
    if system == System::Linux {
        if let Some(folder) = oldest::folder()? {
            println!("Links with the libraries in {}.", folder.display());
            flags.extend([
                "-C".into(),
                format!("link-arg=--sysroot={}", folder.display()),
            ]);
        }
    } else {
        flags.extend(without_time());
    }
    let folder = cargo(&target, &flags)?;
    let options = options(&target);
    let bundles = build::bundle_built(&folder, &options, false)?;
    Ok(compiled(bundles, folder.join(&target).join(PROFILE)))
}

/// Both processors of a Mac in one program.
fn for_macos() -> Result<Compiled> {
    ensure!(
        cfg!(target_os = "macos"),
        "only a Mac has the libraries to build for macOS; the workflow `release` does it"
    );
    let flags = remapped(build::root(), &own_cargo_home()?);
    let targets = ["x86_64-apple-darwin", "aarch64-apple-darwin"];
    let mut folder = PathBuf::new();
    for target in targets {
        folder = cargo(target, &flags)?;
    }
    let options = ["--profile", PROFILE].map(String::from);
    let bundles = build::bundle_built(&folder, &options, true)?;
    let programs = folder.join("universal").join(PROFILE);
    super::emptied(&programs)?;
    for name in ["bodypack", "bodypack-player"] {
        let parts = targets.map(|target| folder.join(target).join(PROFILE).join(name));
        if !parts.iter().all(|part| part.is_file()) {
            continue;
        }
        let both = programs.join(name);
        let mut lipo = Command::new("lipo");
        lipo.args(["-create", "-output"]).arg(&both).args(parts);
        ensure!(
            lipo.status().context("starting lipo")?.success(),
            "lipo failed"
        );
        crate::finish::sign(&both)?;
    }
    Ok(compiled(bundles, programs))
}

fn compiled(bundles: PathBuf, programs: PathBuf) -> Compiled {
    let program = programs.join(format!("bodypack{}", std::env::consts::EXE_SUFFIX));
    Compiled {
        bundles,
        programs,
        command: Box::new(move || Command::new(&program)),
    }
}

/// Builds for a target, into a folder apart from other builds, and says which.
fn cargo(target: &str, flags: &[String]) -> Result<PathBuf> {
    let folder = build::target_dir()?.join("dist");
    let status = Command::new("cargo")
        .args(["build", "--locked", "-p", "bodypack", "--lib", "--bins"])
        .args(options(target))
        .args(features())
        .current_dir(build::root())
        .env("CARGO_TARGET_DIR", &folder)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .status()
        .context("starting cargo")?;
    ensure!(status.success(), "the build failed");
    Ok(folder)
}

fn features() -> [&'static str; 3] {
    ["--no-default-features", "--features", FEATURES]
}

fn options(target: &str) -> [String; 4] {
    ["--profile", PROFILE, "--target", target].map(String::from)
}

/// Names of this machine's folders in messages of faults become names that are the same everywhere.
fn remapped(project: &Path, [cargo_home, seen]: &[PathBuf; 2]) -> Vec<String> {
    let crates = Path::new("registry").join("src");
    let known = std::fs::read_dir(cargo_home.join(&crates));
    let known = known.into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = known
        .map(|entry| seen.join(&crates).join(entry.file_name()))
        .collect();
    folders.sort();
    let mut flags = Vec::new();
    for (from, to) in folders
        .iter()
        .map(|folder| (folder.as_path(), "crates"))
        .chain([(project, "bodypack")])
    {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    flags
}

fn own_cargo_home() -> Result<[PathBuf; 2]> {
    let home = build::cargo_home()?;
    Ok([home.clone(), home])
}

/// The linker of Windows programs would write down when they were built.
fn without_time() -> [String; 2] {
    let flag = if cfg!(all(windows, target_env = "msvc")) {
        "link-arg=/Brepro"
    } else {
        "link-arg=-Wl,--no-insert-timestamp"
    };
    ["-C".into(), flag.into()]
}

/// The target that the compiler builds for by itself.
fn host_target() -> Result<String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .context("asking the compiler")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(String::from)
        .context("the compiler does not say what it builds for")
}
