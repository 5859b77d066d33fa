//! A folder with a Debian in which there are a Rust toolchain, mingw-w64, Wine and a screen without a display.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};
use xtask_launcher::packages;

use crate::build;

/// The suite with a compiler that is new enough.
const SUITE: &str = "sid";

/// Packages beside the smallest system. The sources of the standard library are for building it for Windows.
const PACKAGES: &[&str] = &[
    "ca-certificates",
    "cargo",
    "g++-mingw-w64-x86-64",
    "gcc",
    "gcc-mingw-w64-x86-64",
    "imagemagick",
    "libc6-dev",
    "libgl1",
    "libgl1-mesa-dri",
    "pkg-config",
    "rust-src",
    "rustc",
    "wine",
    "wine64",
    "xauth",
    "xdotool",
    "xvfb",
];

/// Returns whether a folder has been made.
pub fn is_made(folder: &Path) -> bool {
    has(folder, "usr/bin/wine") && has(folder, "usr/bin/cargo")
}

/// Returns whether there is a file in a folder with a system. Links lead to places of that system, where this one has
/// nothing.
pub fn has(folder: &Path, name: &str) -> bool {
    fs::symlink_metadata(folder.join(name)).is_ok()
}

/// Makes a folder, or goes on with one that was not finished.
pub fn make(folder: &Path) -> Result<()> {
    packages::ensure(packages::FOLDER)?;
    ensure!(
        packages::is_root(),
        "only root can make a folder with a system of its own"
    );
    if !is_made(folder) {
        debootstrap(SUITE, PACKAGES, folder)?;
    }
    connect(folder)?;
    mount(folder)?;
    let version = Command::new("chroot")
        .arg(folder)
        .args(["rustc", "--version"])
        .status();
    ensure!(
        version.context("starting its compiler")?.success(),
        "the compiler in {} does not run",
        folder.display()
    );
    println!("The toolchain for Windows is in {}.", folder.display());
    Ok(())
}

/// Makes a folder with a suite of Debian and some packages, from the mirror that apt uses here. debootstrap fails where the
/// path has a space; such a folder is made elsewhere and moved.
pub fn debootstrap(suite: &str, packages: &[&str], folder: &Path) -> Result<()> {
    if !folder.to_string_lossy().contains(char::is_whitespace) {
        return bootstrapped(suite, packages, folder);
    }
    let elsewhere = std::env::temp_dir().join(format!("debootstrap-{}", std::process::id()));
    bootstrapped(suite, packages, &elsewhere)?;
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    // Another file system may be behind the name, onto which nothing can be renamed.
    let status = Command::new("mv").arg(&elsewhere).arg(folder).status();
    ensure!(
        status.context("starting mv")?.success(),
        "moving {} to {} failed",
        elsewhere.display(),
        folder.display()
    );
    Ok(())
}

/// Runs debootstrap.
fn bootstrapped(suite: &str, packages: &[&str], folder: &Path) -> Result<()> {
    let mirror = mirror()?;
    let status = Command::new("debootstrap")
        .arg("--variant=minbase")
        .arg(format!("--include={}", packages.join(",")))
        .arg(suite)
        .arg(folder)
        .arg(mirror)
        .status()
        .context("starting debootstrap")?;
    ensure!(
        status.success(),
        "debootstrap failed; what is in {} can be removed",
        folder.display()
    );
    Ok(())
}

/// Gives the folder names of machines on the network, and whom to trust.
fn connect(folder: &Path) -> Result<()> {
    for file in ["etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt"] {
        let (from, to) = (Path::new("/").join(file), folder.join(file));
        if from.is_file() && to.parent().is_some_and(Path::is_dir) {
            fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
        }
    }
    Ok(())
}

/// Installs packages in a folder with its own apt, which understands packages that stand for others; debootstrap does not.
pub fn install(folder: &Path, packages: &[&str]) -> Result<()> {
    connect(folder)?;
    mount_processes(folder)?;
    for arguments in [
        ["update"].as_slice(),
        &[&["install", "--no-install-recommends", "-y"], packages].concat(),
    ] {
        let status = Command::new("chroot")
            .arg(folder)
            // The mirror may be a copy of some day, as debootstrap takes it.
            .args(["apt-get", "-q", "-o", "Acquire::Check-Valid-Until=false"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .status();
        let done = status.context("starting chroot")?.success();
        let shown = arguments.join(" ");
        ensure!(done, "`apt-get {shown}` failed in {}", folder.display());
    }
    Ok(())
}

/// The address of Debian's packages in apt's own lists.
fn mirror() -> Result<String> {
    let mut lists = vec![PathBuf::from("/etc/apt/sources.list")];
    let more = fs::read_dir("/etc/apt/sources.list.d")
        .into_iter()
        .flatten()
        .flatten();
    lists.extend(more.map(|entry| entry.path()));
    lists.sort();
    lists
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .find_map(|text| address_in(&text))
        .context("apt's lists name no address of Debian's packages")
}

fn address_in(list: &str) -> Option<String> {
    let lines = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .map(|word| word.trim_end_matches('/'))
        .find(|word| word.starts_with("http") && word.ends_with("/debian"))
        .map(String::from)
}

/// Gives the folder processes and devices.
fn mount(folder: &Path) -> Result<()> {
    mount_processes(folder)?;
    mount_there(folder, &[("dev", &["--rbind", "/dev"])])
}

/// Gives the folder processes.
pub fn mount_processes(folder: &Path) -> Result<()> {
    mount_there(folder, &[("proc", &["-t", "proc", "proc"])])
}

/// Mounts what is not mounted yet: names in the folder, and options.
fn mount_there(folder: &Path, what: &[(&str, &[&str])]) -> Result<()> {
    let mounted = fs::read_to_string("/proc/mounts").unwrap_or_default();
    for (name, options) in what {
        let at = folder.join(name);
        let place = at.to_string_lossy().into_owned();
        if mounted
            .lines()
            .any(|line| line.split(' ').nth(1) == Some(place.as_str()))
        {
            continue;
        }
        let status = Command::new("mount").args(*options).arg(&at).status();
        ensure!(
            status.context("starting mount")?.success(),
            "mounting {place} failed"
        );
    }
    Ok(())
}

/// Copies the files that belong to the project, and takes away what no longer does. A file that is the same stays as it
/// is, and cargo builds nothing anew for it.
pub fn copy_project(to: &Path) -> Result<()> {
    let names = project_files()?;
    for name in &names {
        let (from, to) = (build::root().join(name), to.join(name));
        let Ok(bytes) = fs::read(&from) else { continue };
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            continue;
        }
        let folder = to.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        fs::write(&to, bytes).with_context(|| format!("writing {}", to.display()))?;
    }
    for top in ["build", "src", "sound", "plugin", "tests", "xtask"] {
        remove_others(to, &to.join(top), &names)?;
    }
    Ok(())
}

/// Names of the project's files, by git.
pub fn project_files() -> Result<BTreeSet<PathBuf>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(build::root())
        .output()
        .context("asking git for the project's files")?;
    ensure!(output.status.success(), "git does not know this folder");
    let names = output.stdout.split(|byte| *byte == 0);
    Ok(names
        .filter(|name| !name.is_empty())
        .map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned()))
        .collect())
}

fn remove_others(root: &Path, folder: &Path, names: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove_others(root, &path, names)?;
        } else if path
            .strip_prefix(root)
            .is_ok_and(|name| !names.contains(name))
        {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Debian's Wine is behind a link to a place of its own system.
    #[cfg(unix)]
    #[test]
    fn a_link_into_the_folders_own_system_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has(folder.path(), "wine"));
        let elsewhere = "/no/such/place/of/this/system";
        std::os::unix::fs::symlink(elsewhere, folder.path().join("wine")).unwrap();
        assert!(has(folder.path(), "wine"));
    }

    #[test]
    fn both_forms_of_lists_are_read() {
        let old = "# deb http://no.example/debian sid\ndeb [arch=amd64] https://one.example/debian/ bookworm main\n";
        assert_eq!(
            address_in(old).as_deref(),
            Some("https://one.example/debian")
        );
        let new = "Types: deb\nURIs: http://two.example/debian\nSuites: bookworm\n";
        assert_eq!(
            address_in(new).as_deref(),
            Some("http://two.example/debian")
        );
        assert_eq!(
            address_in("URIs: http://two.example/debian-security\n"),
            None
        );
    }
}
