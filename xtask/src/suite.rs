//! `cargo xtask test`: the bundles, the recording and every test, in release mode.

use std::process::Command;

use anyhow::{ensure, Context, Result};

use crate::{build, music, packages};

/// Bundles the plugin, then runs the whole suite against the sources and the bundles.
pub fn run() -> Result<()> {
    packages::ensure(packages::TEST)?;
    let music = music::prepare()?;
    let built = build::bundle()?;
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
