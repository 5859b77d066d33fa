//! `cargo xtask test`: the bundles and every test, in release mode.

use std::process::Command;

use anyhow::{ensure, Context, Result};

use crate::build;

/// Bundles the plugin, then runs the whole suite against the sources and the bundles.
pub fn run() -> Result<()> {
    let built = build::bundle()?;
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--release"])
        .current_dir(build::root())
        .env("BODYPACK_BUNDLES", &built.bundles)
        .status()
        .context("starting the tests")?;
    ensure!(status.success(), "tests failed");
    Ok(())
}
