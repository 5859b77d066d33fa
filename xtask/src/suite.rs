//! `cargo xtask test`: the bundles, the recording and every test, in release mode.

use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use xtask_launcher::packages;

use crate::{build, manual, music};

/// Bundles the plugin, checks the manual, then runs the whole suite against the sources and the bundles.
pub fn run(arguments: &[String]) -> Result<()> {
    ensure!(
        arguments.is_empty(),
        "`cargo xtask test` takes no arguments"
    );
    packages::ensure(packages::TEST)?;
    let music = music::prepare()?;
    let built = build::bundle()?;
    manual::check(&built.command).context("checking the manual")?;
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--release", "--no-fail-fast"])
        .current_dir(build::root())
        .env("BODYPACK_BUNDLES", &built.bundles)
        .env("BODYPACK_MUSIC", &music.cut)
        .env("BODYPACK_SONG", &music.song)
        .status()
        .context("starting the tests")?;
    ensure!(status.success(), "tests failed");
    Ok(())
}

/// Runs the storm of changes on the bundles by itself.
pub fn soak(arguments: &[String]) -> Result<()> {
    const TEST: &str = "a_storm_of_changes";
    let minutes: f64 = match arguments {
        [] => 10.0,
        [name, minutes] if name == "--minutes" => minutes
            .parse()
            .ok()
            .filter(|minutes| (0.0..1e5).contains(minutes))
            .with_context(|| format!("`{minutes}` is no number of minutes"))?,
        _ => bail!("`cargo xtask soak` knows --minutes N alone"),
    };
    let built = build::bundle()?;
    println!("Runs for {minutes} minutes.");
    let status = Command::new("cargo")
        .args([
            "test",
            "--release",
            "--test",
            "hosts",
            TEST,
            "--",
            "--nocapture",
        ])
        .current_dir(build::root())
        .env("BODYPACK_BUNDLES", &built.bundles)
        .env("BODYPACK_SOAK_MINUTES", minutes.to_string())
        .status()
        .context("starting the test")?;
    ensure!(status.success(), "the run failed");
    Ok(())
}
