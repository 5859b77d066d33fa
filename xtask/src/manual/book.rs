//! The book: mdBook makes pages of the manual's sources.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{ensure, Context, Result};

use crate::build;

/// The version of mdBook; newer ones may make other pages.
const VERSION: &str = "0.5.4";

/// Builds the book; gives its folder.
pub fn build() -> Result<PathBuf> {
    let built = build::target_dir()?.join("manual");
    // Pages that are no longer made must not be shipped.
    if built.exists() {
        std::fs::remove_dir_all(&built)
            .with_context(|| format!("emptying `{}`", built.display()))?;
    }
    let status = Command::new(program()?)
        .arg("build")
        .arg("--dest-dir")
        .arg(&built)
        .arg(super::folder())
        .status()
        .context("starting mdBook")?;
    ensure!(status.success(), "the manual was not built");
    Ok(built)
}

/// mdBook's program: the one on the path if it is of that version, or one of our own, built once from
/// its published sources. It stands apart from this workspace, which need not build it then.
pub fn program() -> Result<PathBuf> {
    let on_path = PathBuf::from("mdbook");
    if is_it(&on_path) {
        return Ok(on_path);
    }
    let root = build::target_dir()?
        .join("tools")
        .join(format!("mdbook-{VERSION}"));
    let own = root
        .join("bin")
        .join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if is_it(&own) {
        return Ok(own);
    }
    println!("Building mdBook {VERSION}, once …");
    let status = Command::new("cargo")
        // Unoptimized: it is built for longer than it runs.
        .args(["install", "mdbook", "--debug", "--locked", "--version"])
        .arg(VERSION)
        .args(["--no-default-features", "--features", "search", "--root"])
        .arg(&root)
        .current_dir(build::root())
        .status()
        .context("starting cargo")?;
    ensure!(status.success(), "mdBook was not built");
    Ok(own)
}

fn is_it(program: &PathBuf) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| {
        let said = String::from_utf8_lossy(&output.stdout);
        said.trim().trim_start_matches("mdbook v") == VERSION
    })
}
