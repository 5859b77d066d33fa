//! `cargo xtask release bare`: the Linux archive on systems with nothing installed, from the oldest that is served to the
//! newest: unpacked, installed, rendered with, loaded as a host does it, installed again and removed.

#[cfg(target_os = "linux")]
mod ardour;
mod wine;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use xtask_launcher::packages;

use super::{archives_folder, version, System};
use crate::build;
use crate::windows::folder::debootstrap;

/// Debian 11, 12 and the next one.
const SUITES: [&str; 3] = ["bullseye", "bookworm", "testing"];

/// The file that is looked at last.
const DONE: &str = "etc/debian_version";

/// Run by root of the small system. Perl, which every Debian has, writes a sound and loads both libraries with all that they
/// ask for.
const SCRIPT: &str = r#"set -eu
export HOME=/tmp/home
rm -rf "$HOME" /tmp/bodypack-*/
mkdir -p "$HOME"
cd /tmp
tar xf "$1"
cd /tmp/bodypack-*/
sh install.sh
export PATH="$HOME/.local/bin:$PATH"
mkdir -p "$HOME/.local/share/bodypack/Rigs"
bodypack rigs drummer > "$HOME/.local/share/bodypack/Rigs/mine.toml"
bodypack --version
perl -e '$d = join "", map { pack "s<2", 9000 * sin($_ / 10), 9000 * sin($_ / 11) } 0 .. 47999;
    binmode STDOUT; print "RIFF", pack("V", 36 + length $d), "WAVEfmt ", pack("VvvVVvv", 16, 1, 2, 48000, 192000, 4, 16), "data", pack("V", length $d), $d' > /tmp/in.wav
bodypack render /tmp/in.wav -o /tmp/out.wav --rig "$HOME/.local/share/bodypack/Rigs/mine.toml"
test "$(stat -c %s /tmp/out.wav)" -gt 384000
perl -MDynaLoader -e 'for (["clap_entry", "$ENV{HOME}/.clap/Bodypack.clap"],
        ["GetPluginFactory", "$ENV{HOME}/.vst3/Bodypack.vst3/Contents/x86_64-linux/Bodypack.so"]) {
    my $library = DynaLoader::dl_load_file($$_[1], 0) or die DynaLoader::dl_error();
    DynaLoader::dl_find_symbol($library, $$_[0]) or die "there is no $$_[0]"; }'
sh install.sh | grep -q replaced
sh install.sh --remove
test -f "$HOME/.local/share/bodypack/Rigs/mine.toml"
test ! -e "$HOME/.clap" && test ! -e "$HOME/.vst3" && test ! -e "$HOME/.local/bin/bodypack"
"#;

/// `cargo xtask release bare [ardour | windows]`: tries the archive that was made last.
pub fn run(arguments: &[String]) -> Result<()> {
    if arguments == ["windows"] {
        return wine::run(&archive(System::Windows, "zip")?);
    }
    packages::ensure(packages::FOLDER)?;
    ensure!(
        packages::is_root(),
        "only root can make folders with systems of their own"
    );
    let archive = archive(System::Linux, "tar.gz")?;
    match arguments {
        [] => alone(&archive),
        #[cfg(target_os = "linux")]
        [host] if host == "ardour" => ardour::run(&archive),
        _ => bail!("`cargo xtask release bare` knows ardour and windows alone"),
    }
}

/// The archive for a system.
fn archive(system: System, ending: &str) -> Result<PathBuf> {
    let name = format!("bodypack-{}-{}.{ending}", version(), system.platform());
    let archive = archives_folder()?.join(name);
    ensure!(
        archive.is_file(),
        "there is no {}; `cargo xtask release {}` makes it",
        archive.display(),
        system.name()
    );
    Ok(archive)
}

/// The archive with nothing beside it.
fn alone(archive: &Path) -> Result<()> {
    let name = archive.file_name().context("an archive is a file")?;
    for suite in SUITES {
        let folder = build::target_dir()?.join("bare").join(suite);
        if !folder.join(DONE).is_file() {
            debootstrap(suite, &["perl-base"], &folder)?;
        }
        let inside = Path::new("tmp").join(name);
        fs::copy(archive, folder.join(&inside)).context("copying the archive")?;
        println!("\n== {suite}");
        let status = Command::new("chroot")
            .arg(&folder)
            .args(["/bin/sh", "-c", SCRIPT, "sh"])
            .arg(Path::new("/").join(&inside))
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env_remove("XDG_DATA_HOME")
            .status()
            .context("starting chroot")?;
        ensure!(status.success(), "the archive does not run on {suite}");
    }
    println!("\nThe archive runs on {}.", SUITES.join(", "));
    Ok(())
}
