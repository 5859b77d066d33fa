//! `cargo xtask windows`: builds for Windows on Linux, and runs what was built under Wine.
//!
//! On Windows itself `cargo xtask bundle` and `cargo test` do the same with its own toolchain.

mod compare;
pub mod folder;
mod look;
mod toolchain;

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};

use crate::build;
use crate::release::compile;
pub use toolchain::Toolchain;

/// The target that is built for.
pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// The packages with what is handed out: the command line, the player and the plugin.
const PACKAGES: [&str; 3] = ["bodypack", "bodypack-player", build::PLUGIN];

/// Test programs that run under Wine: those of the bundles, of the command line, of the window, of what the player renders,
/// and of the rigs and the plugin without a host.
const TESTS: &[&str] = &["hosts", "cli", "win32", "render", "rig", "plugin"];

/// `cargo xtask windows [setup | build | test | look] [--folder FOLDER]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let (what, folder) = parse(arguments)?;
    let folder = folder.or_else(toolchain::named_folder);
    if what == "setup" {
        return folder::make(&folder.unwrap_or(default_folder()?));
    }
    let toolchain = Toolchain::find(folder, &default_folder()?)?;
    println!("Builds with {toolchain}.");
    match what {
        "build" => build(&toolchain, "release", &[], &[]).map(|_| ()),
        "test" => test(&toolchain),
        _ => look::run(&toolchain),
    }
}

fn parse(arguments: &[String]) -> Result<(&str, Option<PathBuf>)> {
    let mut what = "build";
    let mut folder = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "setup" | "build" | "test" | "look" => what = argument,
            "--folder" => {
                let path = rest.next().context("--folder wants a folder")?;
                folder = Some(std::path::absolute(path)?);
            }
            other => bail!(
                "`cargo xtask windows` knows setup, build, test, look and --folder FOLDER, and not `{other}`"
            ),
        }
    }
    Ok((what, folder))
}

/// The folder with a toolchain, unless another is named.
fn default_folder() -> Result<PathBuf> {
    Ok(build::target_dir()?.join("windows-system"))
}

/// Results of a build for Windows.
pub struct Built {
    /// The folder with the bundles.
    pub bundles: PathBuf,
    /// The command line.
    pub command: PathBuf,
}

/// Builds the command line and the bundles in a profile, with features and flags for the compiler.
pub fn build(
    toolchain: &Toolchain,
    profile: &str,
    features: &[&str],
    flags: &[String],
) -> Result<Built> {
    let options = options(profile);
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let common = [options.as_slice(), features].concat();
    if profile == "release" {
        let all = [
            "build",
            "-p",
            PACKAGES[0],
            "-p",
            PACKAGES[1],
            "-p",
            PACKAGES[2],
            "--lib",
            "--bins",
        ];
        toolchain.cargo(&[all.as_slice(), &common].concat(), flags)?;
    } else {
        // Apart, so that the plugin is optimized as a whole, and the command line has the features that are asked for.
        let player = ["build", "-p", PACKAGES[1], "--bins"];
        toolchain.cargo(&[player.as_slice(), &options].concat(), flags)?;
        let faster = compile::FOR_SPEED;
        let programs = ["build", "-p", PACKAGES[0], "--bins", "--config", faster];
        toolchain.cargo(&[programs.as_slice(), &common].concat(), flags)?;
        let plugin = [
            "rustc",
            "-p",
            PACKAGES[2],
            "--lib",
            "--crate-type",
            "cdylib",
        ];
        let alone = ["--no-default-features"];
        toolchain.cargo(&[plugin.as_slice(), &options, &alone].concat(), flags)?;
    }
    bundled(toolchain, profile)
}

fn options(profile: &str) -> [String; 5] {
    ["--locked", "--profile", profile, "--target", TARGET].map(String::from)
}

/// Bundles what cargo has built.
fn bundled(toolchain: &Toolchain, profile: &str) -> Result<Built> {
    let target = toolchain.target_dir()?;
    let bundles = build::bundle_built(&target, &options(profile), false)?;
    let command = target.join(TARGET).join(profile).join("bodypack.exe");
    for path in [&command, &bundles.join("Bodypack.clap")] {
        ensure!(path.is_file(), "`{}` was not built", path.display());
    }
    println!(
        "\nFor Windows: {} and {}",
        bundles.display(),
        command.display()
    );
    Ok(Built { bundles, command })
}

/// Builds what `test` builds: after it there is nothing left to do, while without the tests others' packages would have
/// other features and be built anew.
pub fn build_with_tests(toolchain: &Toolchain) -> Result<Built> {
    with_tests(toolchain, TESTS)
}

/// Builds tests, and with them the library and the programs, all of which share what they depend on. The library is asked
/// for by itself, since cargo would not put one that only tests need where it is bundled from.
fn with_tests(toolchain: &Toolchain, tests: &[&str]) -> Result<Built> {
    let mut arguments = vec!["build", "--lib", "--bins", "--locked", "--release"];
    arguments.extend(["--target", TARGET]);
    arguments.extend(PACKAGES.iter().flat_map(|name| ["-p", name]));
    arguments.extend(tests.iter().flat_map(|name| ["--test", name]));
    toolchain.cargo(&arguments, &[])?;
    bundled(toolchain, "release")
}

/// Builds, compares renders with those of Linux, and runs the tests under Wine.
fn test(toolchain: &Toolchain) -> Result<()> {
    let built = with_tests(toolchain, TESTS)?;
    let mut failed = Vec::new();
    if let Err(error) = compare::run(toolchain, &built.command) {
        println!("{error:#}");
        failed.push("the comparison with Linux");
    }
    let bundles = toolchain.windows_path(&built.bundles)?;
    for name in TESTS {
        println!("\n== {name}, under Wine");
        let outcome = toolchain.cargo_test(name, &bundles);
        if let Err(error) = outcome {
            println!("{error:#}");
            failed.push(*name);
        }
    }
    ensure!(
        failed.is_empty(),
        "failed under Wine: {}",
        failed.join(", ")
    );
    Ok(())
}

/// Loads the bundles of a folder in the hosts of the tests, under Wine.
pub fn test_bundles(toolchain: &Toolchain, folder: &Path) -> Result<()> {
    toolchain.cargo_test(TESTS[0], &toolchain.windows_path(folder)?)
}

/// A folder that is empty, whatever was in it.
fn emptied(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}
