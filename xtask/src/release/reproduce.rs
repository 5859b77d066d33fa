//! `cargo xtask release reproduce`: the Linux archives of the last commit, made twice by projects, target folders and homes of
//! cargo of different names, and compared file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};

use super::archive::{files, Entry};
use super::{emptied, System};
use crate::{build, manual};

/// Sums of files by their names.
type Sums = BTreeMap<String, String>;

/// Names of the two folders below the temporary one: of different lengths, one with a space.
const NAMES: [&str; 2] = ["bodypack-a", "bodypack of another name"];

/// Makes the archives twice and compares them.
pub fn run(arguments: &[String]) -> Result<()> {
    ensure!(
        arguments.is_empty(),
        "`cargo xtask release reproduce` takes no arguments"
    );
    ensure!(
        System::own()? == System::Linux,
        "only the archives for Linux are made twice, on Linux"
    );
    let book_program = manual::program()?;
    let [first, second] = NAMES.map(Project::of);
    compare(&first.sums(&book_program)?, &second.sums(&book_program)?)
}

/// A copy of the project, with folders of its own for what is built of it and for what cargo fetches.
struct Project {
    root: PathBuf,
    target: PathBuf,
    cargo_home: PathBuf,
}

impl Project {
    fn of(name: &str) -> Self {
        let folder = std::env::temp_dir().join(name);
        Self {
            root: folder.join("project"),
            target: folder.join("built"),
            cargo_home: folder.join("cargo"),
        }
    }

    /// Clones the last commit and makes its archives. What has been built of others' packages before is taken again.
    fn make(&self, book_program: &Path) -> Result<()> {
        let shown = self.root.display();
        println!("\n== {shown}");
        emptied(&self.root)?;
        let mut git = Command::new("git");
        git.args(["clone", "--quiet"])
            .args([build::root(), &self.root]);
        let status = git.status().context("starting git")?;
        ensure!(status.success(), "git did not clone into {shown}");
        self.copy_packages()?;
        let program = std::env::current_exe().context("looking for this program")?;
        let status = Command::new(program)
            .args(["release", System::Linux.name()])
            .current_dir(&self.root)
            .env(build::ROOT_VARIABLE, &self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_HOME", &self.cargo_home)
            .env("PATH", path_with(book_program)?)
            .env_remove("SOURCE_DATE_EPOCH")
            .status()
            .context("starting the release")?;
        ensure!(status.success(), "there are no archives of {shown}");
        Ok(())
    }

    /// Copies the packages that cargo has fetched, and its settings.
    fn copy_packages(&self) -> Result<()> {
        let home = build::cargo_home()?;
        for name in ["registry", "config.toml"] {
            let (from, to) = (home.join(name), self.cargo_home.join(name));
            if !to.exists() && from.exists() {
                // The times of files stay, by which cargo knows what it has unpacked.
                fs::create_dir_all(&self.cargo_home)?;
                let status = Command::new("cp").arg("-a").args([&from, &to]).status();
                let done = status.context("starting cp")?.success();
                ensure!(done, "copying {} failed", from.display());
            }
        }
        Ok(())
    }

    /// Makes the archives; sums of them and of everything in them.
    fn sums(&self, book_program: &Path) -> Result<Sums> {
        self.make(book_program)?;
        let folder = self.target.join("release-archives");
        sums_of(&files(&folder)?)
    }
}

/// The search path with the folder of a program in front, if that is no name on it already.
fn path_with(program: &Path) -> Result<OsString> {
    let known = std::env::var_os("PATH").unwrap_or_default();
    let folder = program.parent().filter(|path| path.is_absolute());
    let folders = folder.map(Path::to_owned).into_iter();
    std::env::join_paths(folders.chain(std::env::split_paths(&known)))
        .context("putting a folder on the search path")
}

/// Sums by the system's own program.
fn sums_of(files: &[Entry]) -> Result<Sums> {
    let mut sums = Sums::new();
    for file in files {
        let output = Command::new("sha256sum").arg(&file.path).output();
        let output = output.context("starting sha256sum")?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let sum = text.split_whitespace().next().unwrap_or_default();
        // A backslash is put before sums of files whose names need it.
        let sum = sum.trim_start_matches('\\');
        ensure!(
            sum.len() == 64,
            "{} has no sum: {text}",
            file.path.display()
        );
        sums.insert(file.name.clone(), sum.to_owned());
    }
    Ok(sums)
}

/// Prints the sums of archives, and fails with the names of what differs.
fn compare(first: &Sums, second: &Sums) -> Result<()> {
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let different: Vec<&str> = names
        .into_iter()
        .filter(|name| first.get(*name) != second.get(*name))
        .map(String::as_str)
        .collect();
    println!();
    for (name, sum) in first.iter().filter(|(name, _)| !name.contains('/')) {
        let same = second.get(name) == Some(sum);
        println!("{sum}  {name}{}", if same { "" } else { " (differs)" });
    }
    ensure!(
        different.is_empty(),
        "{} of {} files differ:\n  {}",
        different.len(),
        first.len(),
        different.join("\n  ")
    );
    ensure!(!first.is_empty(), "there are no archives");
    println!("All {} files are the same.", first.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(pairs: &[(&str, &str)]) -> Sums {
        let pairs = pairs.iter();
        pairs
            .map(|(name, sum)| ((*name).into(), (*sum).into()))
            .collect()
    }

    #[test]
    fn a_file_that_differs_or_is_missing_is_named() {
        let first = sums(&[("a.tar.gz", "1"), ("linux/b", "2"), ("linux/c", "3")]);
        assert!(compare(&first, &first).is_ok());
        let second = sums(&[("a.tar.gz", "1"), ("linux/b", "4"), ("linux/d", "3")]);
        let said = compare(&first, &second).unwrap_err().to_string();
        for name in ["linux/b", "linux/c", "linux/d"] {
            assert!(said.contains(name), "{said}");
        }
        assert!(
            said.starts_with("3 of 3") && !said.contains("a.tar.gz"),
            "{said}"
        );
        assert!(compare(&sums(&[]), &sums(&[])).is_err());
    }
}
