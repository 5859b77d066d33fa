//! `cargo xtask manual`: the manual as a book that is read without a network, with every link in it
//! checked and every command in it run.

mod book;
mod commands;
mod generated;
mod links;
mod pictures;
mod scene;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};

use crate::build;

/// The task.
pub fn run(arguments: &[String]) -> Result<()> {
    for argument in arguments {
        ensure!(
            ["--renew", "--pictures"].contains(&argument.as_str()),
            "`{argument}` is not understood; there are --renew and --pictures"
        );
    }
    let wanted = |option: &str| arguments.iter().any(|argument| argument == option);
    let command = command_line()?;
    if wanted("--renew") {
        generated::renew(&command)?;
        pictures::plot(&command)?;
    }
    if wanted("--pictures") {
        pictures::draw()?;
    }
    let page = check(&command)?;
    println!("\nThe manual: {}", page.display());
    Ok(())
}

/// Builds the book alone; gives its folder.
pub fn book() -> Result<PathBuf> {
    book::build()
}

/// The program that makes the book.
pub fn program() -> Result<PathBuf> {
    book::program()
}

/// Builds the book and holds it to everything; gives its first page.
pub fn check(command: &Path) -> Result<PathBuf> {
    generated::check(command)?;
    pictures::check()?;
    let built = book::build()?;
    let links = links::check(&built)?;
    println!("{links} links and pictures of the manual lead somewhere, and none needs a network.");
    let ran = commands::check(command)?;
    println!("{ran} commands of the manual do what they should.");
    Ok(built.join("index.html"))
}

/// The folder of the manual's sources.
fn folder() -> PathBuf {
    build::root().join("docs/manual")
}

/// Pages of the manual in the order of their paths.
fn pages() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder().join("src")];
    while let Some(folder) = folders.pop() {
        let shown = folder.display();
        for entry in std::fs::read_dir(&folder).with_context(|| format!("reading `{shown}`"))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Builds the command line; together with this program, or dependencies would be built twice.
fn command_line() -> Result<PathBuf> {
    let status = Command::new("cargo")
        .args([
            "build",
            "--release",
            "--locked",
            "-p",
            "bodypack",
            "-p",
            "xtask",
        ])
        .current_dir(build::root())
        .status()
        .context("starting cargo")?;
    ensure!(status.success(), "the command line was not built");
    let name = format!("bodypack{}", std::env::consts::EXE_SUFFIX);
    Ok(build::target_dir()?.join("release").join(name))
}

/// Output of the command line.
fn output_of(command: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(command)
        .args(arguments)
        .output()
        .with_context(|| format!("starting `{}`", command.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "bodypack {}: {said}",
        arguments.join(" ")
    );
    String::from_utf8(output.stdout).context("reading what the command line prints")
}
