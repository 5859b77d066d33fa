//! Compiling of what is handed out: whole programs at once, against the oldest system that is served, with no path of
//! this machine inside.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};
use xtask_launcher::packages;

use super::{oldest, System};
use crate::{build, windows};

/// The profile that is handed out.
const PROFILE: &str = "dist";

/// The features that are handed out: all but the fonts for emoji.
const FEATURES: &str = "plugin,cli,decoders";

/// Setting of cargo: the command line is optimized from its own package, which beneath the plugin is compiled for size. A
/// program compiled so as a whole would take longer than twice for everything.
pub const FOR_SPEED: &str = "profile.dist.package.bodypack.opt-level=3";

/// The package and the program that plays music without a host.
const PLAYER: &str = "bodypack-player";

/// Results of a build.
pub struct Compiled {
    /// The folder with the bundles.
    pub bundles: PathBuf,
    /// The folder with the programs.
    pub programs: PathBuf,
    /// Runs the command line that was built.
    pub command: Box<dyn Fn() -> Command>,
}

/// Compiles and bundles for a system; quickly, with what other tasks have built, if the archive is only to be tried.
pub fn run(system: System, is_quick: bool) -> Result<Compiled> {
    match system {
        System::Windows if is_quick && !cfg!(windows) => {
            for_windows_elsewhere(windows::build_with_tests)
        }
        _ if is_quick => {
            ensure!(
                system == System::own()?,
                "only this system's archive can be made quickly"
            );
            let built = build::bundle()?;
            let programs = built.command.parent().context("a program is in a folder")?;
            Ok(compiled(built.bundles, programs.to_owned()))
        }
        System::Windows if !cfg!(windows) => for_windows_elsewhere(|toolchain| {
            let target = toolchain.seen(&toolchain.target_dir()?)?;
            let mut flags = remapped(&toolchain.project()?, &target, &toolchain.cargo_home()?);
            flags.extend(without_time());
            windows::build(toolchain, PROFILE, &features(), &flags)
        }),
        System::Macos => for_macos(),
        _ => native(system),
    }
}

fn for_windows_elsewhere(
    build: impl Fn(&windows::Toolchain) -> Result<windows::Built>,
) -> Result<Compiled> {
    let toolchain = windows::Toolchain::find_any()?;
    println!("Builds for Windows with {toolchain}.");
    let built = build(&toolchain)?;
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
    let mut flags = remapped_here()?;
    let mut environment = Vec::new();
    if system == System::Linux {
        if let Some(folder) = oldest::folder()? {
            println!("Links with the libraries in {}.", folder.display());
            flags.extend(oldest::flags(&folder));
            environment.extend(oldest::environment(&folder));
        }
        // Functions of the same instructions become one.
        flags.extend(["-C", "link-arg=-Wl,--icf=all"].map(String::from));
    } else {
        flags.extend(without_time());
    }
    programs(&target, &flags, &environment)?;
    let folder = plugin(&target, &flags)?;
    let bundles = build::bundle_built(&folder, &options(&target), false)?;
    Ok(compiled(bundles, folder.join(&target).join(PROFILE)))
}

/// Both processors of a Mac in one program.
fn for_macos() -> Result<Compiled> {
    ensure!(
        cfg!(target_os = "macos"),
        "only a Mac has the libraries to build for macOS; the workflow `release` does it"
    );
    let flags = remapped_here()?;
    let targets = ["x86_64-apple-darwin", "aarch64-apple-darwin"];
    let mut folder = PathBuf::new();
    for target in targets {
        programs(target, &flags, &[])?;
        folder = plugin(target, &flags)?;
    }
    let options = ["--profile", PROFILE].map(String::from);
    let bundles = build::bundle_built(&folder, &options, true)?;
    let programs = folder.join("universal").join(PROFILE);
    super::emptied(&programs)?;
    for name in ["bodypack", PLAYER] {
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

/// Builds the plugin for a target. By itself, since beside the library for programs it would not be optimized as a whole.
fn plugin(target: &str, flags: &[String]) -> Result<PathBuf> {
    let what = [
        "rustc",
        "-p",
        build::PLUGIN,
        "--lib",
        "--crate-type",
        "cdylib",
        "--no-default-features",
    ];
    cargo(&what, &[], target, flags, &[])
}

/// Builds the programs for a target, with variables for what looks for libraries.
fn programs(target: &str, flags: &[String], environment: &[(&str, OsString)]) -> Result<()> {
    if has_player() {
        if cfg!(target_os = "linux") {
            packages::ensure(packages::PLAYER)?;
        }
        let what = ["build", "-p", PLAYER, "--bins"];
        cargo(&what, &[], target, flags, environment)?;
    }
    let what = ["build", "-p", "bodypack", "--bins", "--config", FOR_SPEED];
    cargo(&what, &features(), target, flags, environment)?;
    Ok(())
}

/// Returns whether the player is a part of the project.
fn has_player() -> bool {
    build::root().join("player").join("Cargo.toml").is_file()
}

/// Builds something into a folder apart from other builds, and says which.
fn cargo(
    what: &[&str],
    features: &[&str],
    target: &str,
    flags: &[String],
    environment: &[(&str, OsString)],
) -> Result<PathBuf> {
    let folder = build::target_dir()?.join("dist");
    let status = Command::new("cargo")
        .args(what)
        .arg("--locked")
        .args(options(target))
        .args(features)
        .current_dir(build::root())
        .envs(environment.iter().cloned())
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
fn remapped(project: &Path, target: &Path, [cargo_home, seen]: &[PathBuf; 2]) -> Vec<String> {
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
        // The last that fits is taken, and what is built may lie in the project.
        .chain([(project, "bodypack"), (target, "built")])
    {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    flags
}

/// The same for a build with this system's own compiler.
fn remapped_here() -> Result<Vec<String>> {
    let home = build::cargo_home()?;
    let target = build::target_dir()?;
    Ok(remapped(build::root(), &target, &[home.clone(), home]))
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
