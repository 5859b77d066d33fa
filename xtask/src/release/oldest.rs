//! The oldest Linux that the archive runs on: a folder with the C library of Debian 11 (glibc 2.31, of 2020), which is
//! linked with in place of this system's.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xtask_launcher::packages;

use crate::build;
use crate::windows::folder::debootstrap;

/// The suite with the C library.
const SUITE: &str = "bullseye";
/// The C library, and the sound of the player.
const PACKAGES: &[&str] = &["libc6-dev", "libasound2-dev", "libjack-jackd2-dev"];

/// The folder, made if root runs this on a Debian; none elsewhere, and then the archive needs a system as new as this.
pub fn folder() -> Result<Option<PathBuf>> {
    let folder = build::target_dir()?.join("oldest-system");
    if is_made(&folder) {
        return Ok(Some(folder));
    }
    if !packages::is_root() || !Path::new("/usr/bin/apt-get").exists() {
        println!(
            "Links with this system's own C library, since only root can have an older one made: the \
             archive will need a system as new as this one."
        );
        return Ok(None);
    }
    packages::ensure(packages::FOLDER)?;
    if folder.exists() {
        // One of before, or a broken one.
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    debootstrap(SUITE, PACKAGES, &folder)?;
    for libraries in ["usr/lib/x86_64-linux-gnu", "usr/lib64"] {
        keep_links_inside(&folder, &folder.join(libraries))?;
    }
    Ok(is_made(&folder).then_some(folder))
}

/// Leads links to the top of the system to the folder, where the linker looks for what is behind them.
fn keep_links_inside(folder: &Path, libraries: &Path) -> Result<()> {
    let entries = fs::read_dir(libraries);
    for entry in entries.with_context(|| format!("reading {}", libraries.display()))? {
        let link = entry?.path();
        let Some(inside) = fs::read_link(&link)
            .ok()
            .and_then(|to| Some(to.strip_prefix("/").ok()?.to_owned()))
        else {
            continue;
        };
        let outcome = fs::remove_file(&link);
        #[cfg(unix)]
        let outcome = outcome.and_then(|()| std::os::unix::fs::symlink(folder.join(inside), &link));
        #[cfg(not(unix))]
        let _ = (inside, folder);
        outcome.with_context(|| format!("changing {}", link.display()))?;
    }
    Ok(())
}

/// Flags of the compiler to link with a folder: its libraries, and its beginnings of programs, since those of a newer
/// system do not go with them. The names are as the linker sees them, which runs in the project; where that is must not be
/// in the flags.
pub fn flags(folder: &Path) -> Vec<String> {
    let folder = folder.strip_prefix(build::root()).unwrap_or(folder);
    let folder = folder.display();
    let libraries = format!("link-arg=-B{folder}/usr/lib/x86_64-linux-gnu/");
    let root = format!("link-arg=--sysroot={folder}");
    vec!["-C".into(), root, "-C".into(), libraries]
}

/// Variables by which builds find the libraries of a folder instead of this system's, whose folder would else be
/// searched for the C library, too.
pub fn environment(folder: &Path) -> [(&'static str, OsString); 2] {
    let described = folder.join("usr/lib/x86_64-linux-gnu/pkgconfig");
    [
        ("PKG_CONFIG_SYSROOT_DIR", folder.into()),
        ("PKG_CONFIG_LIBDIR", described.into()),
    ]
}

/// Returns whether a folder has the C library and the sound of the player.
fn is_made(folder: &Path) -> bool {
    ["crt1.o", "pkgconfig/alsa.pc", "pkgconfig/jack.pc"]
        .iter()
        .all(|part| folder.join("usr/lib/x86_64-linux-gnu").join(part).is_file())
}

/// The newest version of the C library that a program asks for, as `2.31`.
pub fn asks_for(program: &Path) -> Result<Option<String>> {
    let bytes = fs::read(program).with_context(|| format!("reading {}", program.display()))?;
    Ok(newest_in(&bytes).map(|minor| format!("2.{minor}")))
}

/// The number behind `GLIBC_2.` that is the greatest.
fn newest_in(bytes: &[u8]) -> Option<u32> {
    const MARK: &[u8] = b"GLIBC_2.";
    let starts = bytes
        .windows(MARK.len())
        .enumerate()
        .filter(|(_, window)| *window == MARK);
    let numbers = starts.filter_map(|(at, _)| {
        let rest = &bytes[at + MARK.len()..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
        let text: String = digits.map(|byte| char::from(*byte)).collect();
        text.parse().ok()
    });
    numbers.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_found() {
        assert_eq!(
            newest_in(b"x\0GLIBC_2.2.5\0GLIBC_2.29\0GLIBC_2.4\0"),
            Some(29)
        );
        assert_eq!(newest_in(b"nothing"), None);
    }
}
