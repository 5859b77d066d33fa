//! A package for Debian and its descendants, from the tree of the Linux archive.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::archive::{self, Entry};
use super::compile::Compiled;
use super::tree::found;
use super::{copy, emptied, oldest};

/// Places of files and folders of the tree on the system.
const PLACES: &[(&str, &str)] = &[
    ("Bodypack.clap", "usr/lib/clap/Bodypack.clap"),
    ("Bodypack.vst3", "usr/lib/vst3/Bodypack.vst3"),
    ("Presets", "usr/share/vst3/presets"),
    ("bodypack", "usr/bin/bodypack"),
    ("bodypack-player", "usr/bin/bodypack-player"),
    (
        "Completions/bodypack.bash",
        "usr/share/bash-completion/completions/bodypack",
    ),
    (
        "Completions/_bodypack",
        "usr/share/zsh/vendor-completions/_bodypack",
    ),
    (
        "Completions/bodypack.fish",
        "usr/share/fish/vendor_completions.d/bodypack.fish",
    ),
    ("Manual", "usr/share/doc/bodypack/manual"),
    ("Rigs", "usr/share/doc/bodypack/rigs"),
    (
        "bodypack.spdx.json",
        "usr/share/doc/bodypack/bodypack.spdx.json",
    ),
];

/// The entry of the player in the menus of desktops.
const DESKTOP: &str = "\
[Desktop Entry]
Type=Application
Name=Bodypack Player
Comment=Rehearse with recorded tracks on in-ear monitors
Exec=bodypack-player
Terminal=false
Categories=AudioVideo;Audio;
";

/// Writes the package into a folder.
pub fn write(
    folder: &Path,
    tree: &Path,
    built: &Compiled,
    version: &str,
    seconds: u64,
) -> Result<PathBuf> {
    let stage = folder.join("deb");
    emptied(&stage)?;
    for (from, to) in PLACES {
        if let Some(path) = found(tree, from) {
            copy(&path, &stage.join(to))?;
        }
    }
    if found(tree, "bodypack-player").is_some() {
        let path = stage.join("usr/share/applications/bodypack-player.desktop");
        super::write(&path, DESKTOP.as_bytes())?;
    }
    documents(tree, &stage)?;
    let files = archive::files(&stage)?;
    let control = control(built, version, &files)?;
    let path = folder.join(format!("bodypack_{version}-1_amd64.deb"));
    let mut bytes = b"!<arch>\n".to_vec();
    member(&mut bytes, "debian-binary", b"2.0\n", seconds);
    member(
        &mut bytes,
        "control.tar.gz",
        &control_archive(&control, seconds, &stage)?,
        seconds,
    );
    member(
        &mut bytes,
        "data.tar.gz",
        &archive::tar_gz(".", &files, seconds)?,
        seconds,
    );
    super::write(&path, &bytes)?;
    Ok(path)
}

fn documents(tree: &Path, stage: &Path) -> Result<()> {
    let documents = stage.join("usr/share/doc/bodypack");
    let read =
        |name: &str| std::fs::read(tree.join(name)).with_context(|| format!("reading {name}"));
    let mut copyright =
        b"Bodypack is under the MIT license or the Apache License 2.0, as you like.\n\n".to_vec();
    copyright.extend(read("LICENSE-MIT")?);
    copyright.extend(b"\nThe Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.\n\n");
    copyright.extend(read("THIRD-PARTY-LICENSES.txt")?);
    super::write(&documents.join("copyright"), &copyright)?;
    super::write(
        &documents.join("changelog.gz"),
        &archive::gz(&read("CHANGELOG.md")?)?,
    )?;
    for page in archive::files(&tree.join("Man"))? {
        let bytes = std::fs::read(&page.path).context("reading a page of the manual")?;
        let path = stage
            .join("usr/share/man/man1")
            .join(format!("{}.gz", page.name));
        super::write(&path, &archive::gz(&bytes)?)?;
    }
    Ok(())
}

fn control(built: &Compiled, version: &str, files: &[Entry]) -> Result<String> {
    let has_player = files
        .iter()
        .any(|file| file.name.ends_with("bin/bodypack-player"));
    let sound = if has_player { ", libasound2" } else { "" };
    let library = oldest::asks_for(&built.bundles.join("Bodypack.clap"))?;
    let program = oldest::asks_for(&built.programs.join("bodypack"))?;
    let minor = |text: &Option<String>| {
        text.as_deref()
            .and_then(|text| text.strip_prefix("2.")?.parse().ok())
    };
    let newest: u32 = [minor(&library), minor(&program)]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(31);
    let sizes = files
        .iter()
        .filter_map(|file| std::fs::metadata(&file.path).ok());
    let kilobytes = sizes.map(|data| data.len().div_ceil(1024)).sum::<u64>();
    Ok(format!(
        "Package: bodypack\n\
         Version: {version}-1\n\
         Architecture: amd64\n\
         Maintainer: The Bodypack developers <noreply@bodypack.org>\n\
         Installed-Size: {kilobytes}\n\
         Depends: libc6 (>= 2.{newest}), libgcc-s1{sound}\n\
         Recommends: libegl1, libgl1, libx11-xcb1, libxkbcommon-x11-0, libxcb1, zenity | xdg-desktop-portal\n\
         Section: sound\n\
         Priority: optional\n\
         Homepage: https://bodypack.org\n\
         Description: hear a mix as a performer hears it on in-ear monitors\n \
         An audio plugin (CLAP and VST3) and a command line: through the radio link,\n \
         the belt-pack, the earphone's drivers, the seal of its tip, and the room.\n"
    ))
}

fn control_archive(control: &str, seconds: u64, stage: &Path) -> Result<Vec<u8>> {
    let folder = stage.with_file_name("deb-control");
    emptied(&folder)?;
    super::write(&folder.join("control"), control.as_bytes())?;
    let packed = archive::tar_gz(".", &archive::files(&folder)?, seconds)?;
    std::fs::remove_dir_all(&folder).context("taking the control files away")?;
    Ok(packed)
}

/// A member of an archive of `ar`, by its header of 60 bytes.
fn member(archive: &mut Vec<u8>, name: &str, bytes: &[u8], seconds: u64) {
    let size = bytes.len();
    archive.extend(
        format!(
            "{name:<16}{seconds:<12}{:<6}{:<6}{:<8}{size:<10}`\n",
            0, 0, "100644"
        )
        .bytes(),
    );
    archive.extend(bytes);
    if size % 2 == 1 {
        archive.push(b'\n');
    }
}
