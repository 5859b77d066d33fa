//! Contents of an archive: a folder with the bundles, the command line, rigs, presets, the manual, licenses, and the
//! script that installs and removes it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use bodypack::rig::presets;
use cargo_metadata::Metadata;

use super::compile::Compiled;
use super::{copy, copy_known, emptied, licenses, version, write, System};
use crate::{build, manual};

/// Programs, and whether an archive is whole without them: the player is there once it is built.
const PROGRAMS: &[(&str, bool)] = &[("bodypack", true), ("bodypack-player", false)];

const INSTALL_SH: &str = include_str!("install.sh");
const INSTALL_CMD: &str = include_str!("install.cmd");

/// Fills a folder with everything for a system.
pub fn fill(system: System, built: &Compiled, metadata: &Metadata, tree: &Path) -> Result<()> {
    emptied(tree)?;
    for bundle in ["Bodypack.clap", "Bodypack.vst3", "Presets"] {
        copy_known(&built.bundles.join(bundle), &tree.join(bundle))?;
    }
    for &(program, is_needed) in PROGRAMS {
        let name = format!("{program}{}", system.program_ending());
        let path = built.programs.join(&name);
        ensure!(
            path.is_file() || !is_needed,
            "there is no {}",
            path.display()
        );
        if path.is_file() {
            copy(&path, &tree.join(name))?;
        }
    }
    for preset in presets::all() {
        let path = tree.join("Rigs").join(format!("{}.toml", preset.id));
        write(&path, preset.rig.to_toml().as_bytes())?;
    }
    copy(&manual::book()?, &tree.join("Manual"))?;
    papers(metadata, tree)?;
    described(system, built, tree)?;
    scripts(system, tree)
}

fn papers(metadata: &Metadata, tree: &Path) -> Result<()> {
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"] {
        copy_known(&build::root().join(name), &tree.join(name))?;
    }
    let licenses = licenses::text(metadata)?;
    write(&tree.join("THIRD-PARTY-LICENSES.txt"), licenses.as_bytes())
}

/// Writes what the command line says about itself: completions for shells, and pages of the manual.
fn described(system: System, built: &Compiled, tree: &Path) -> Result<()> {
    let shells: &[(&str, &str)] = match system {
        System::Windows => &[("powershell", "bodypack.ps1")],
        _ => &[
            ("bash", "bodypack.bash"),
            ("zsh", "_bodypack"),
            ("fish", "bodypack.fish"),
        ],
    };
    for (shell, name) in shells {
        let output = (built.command)().args(["completions", shell]).output();
        let output = output.context("starting the command line that was built")?;
        ensure!(
            output.status.success(),
            "it prints no completions for {shell}"
        );
        write(&tree.join("Completions").join(name), &output.stdout)?;
    }
    if system == System::Windows {
        return Ok(());
    }
    let folder = tree.join("Man");
    fs::create_dir_all(&folder).context("making the folder of pages")?;
    let status = (built.command)().args(["man", "-o"]).arg(&folder).output();
    ensure!(
        status
            .context("starting the command line that was built")?
            .status
            .success(),
        "it writes no pages of the manual"
    );
    Ok(())
}

fn scripts(system: System, tree: &Path) -> Result<()> {
    let (name, text, how) = match system {
        System::Windows => (
            "install.cmd",
            INSTALL_CMD.replace('\n', "\r\n"),
            "Unpack everything, then double-click install.cmd.\nTo remove it again: install.cmd /remove",
        ),
        _ => (
            "install.sh",
            INSTALL_SH.to_owned(),
            "In a terminal in this folder: sh install.sh\nTo remove it again: sh install.sh --remove",
        ),
    };
    write(&tree.join(name), text.as_bytes())?;
    let version = version();
    let first = tree.join("READ ME FIRST.txt");
    let text = format!(
        "Bodypack {version}: hear a mix the way a performer hears it on in-ear monitors.\n\n{how}\n\n\
         It copies the plugins, the command line and the presets into folders of your own; no other user and no part of the\n\
         system is touched. Then have your host scan its plugins, and insert Bodypack last on a mix.\n\n\
         Manual/index.html  how to use it, where the folder Manual is there\n\
         Rigs               every factory rig as a text file, to read and to change\n\
         CHANGELOG.md       what is new\n\
         THIRD-PARTY-LICENSES.txt, bodypack.spdx.json  what it is made with\n"
    );
    let text = if system == System::Windows {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    write(&first, text.as_bytes())
}

/// A file that is in a tree, if it is there.
pub fn found(tree: &Path, name: &str) -> Option<PathBuf> {
    let path = tree.join(name);
    path.exists().then_some(path)
}
