//! Building and bundling the plugin, and where the results are.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};

use crate::finish;

/// The package with the command line.
const PACKAGE: &str = "bodypack";

/// The package that hosts load.
pub const PLUGIN: &str = "bodypack-plugin";

/// Results of a build.
pub struct Built {
    /// The folder with `Bodypack.clap` and `Bodypack.vst3`.
    pub bundles: PathBuf,
    /// The CLAP bundle.
    pub clap: PathBuf,
    /// The VST3 bundle.
    pub vst3: PathBuf,
    /// The command line.
    pub command: PathBuf,
}

/// Variable with the folder of a project that is not the one of this program.
pub const ROOT_VARIABLE: &str = "BODYPACK_PROJECT";

/// The top folder of the project.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let own = || Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let named = std::env::var_os(ROOT_VARIABLE).map(PathBuf::from);
        named
            .or_else(|| own().map(Path::to_owned))
            .expect("the tasks live in a folder of the project")
    })
}

/// The folder that cargo builds into.
pub fn target_dir() -> Result<PathBuf> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .context("asking cargo where it builds")?;
    Ok(metadata.target_directory.into_std_path_buf())
}

/// Cargo's own folder.
pub fn cargo_home() -> Result<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .context("cargo's own folder is not known")
}

/// Builds the plugin and the command line in release mode and bundles the plugin.
pub fn bundle() -> Result<Built> {
    // Built together with this program, the dependencies have the features that they have been
    // built with already; alone, many would be compiled a second time.
    let both = ["-p", "xtask", "--release"].map(String::from);
    bundle_with(&both)?;
    let target = target_dir()?;
    let bundles = target.join("bundled");
    let command = format!("bodypack{}", std::env::consts::EXE_SUFFIX);
    Ok(Built {
        clap: bundles.join("Bodypack.clap"),
        vst3: bundles.join("Bodypack.vst3"),
        command: target.join("release").join(command),
        bundles,
    })
}

/// `cargo xtask bundle [bodypack] [options]`; a release build unless a profile is named.
pub fn bundle_task(arguments: &[String]) -> Result<()> {
    let mut options: Vec<String> = match arguments.split_first() {
        Some((first, rest)) if first == PACKAGE => rest.to_vec(),
        _ => arguments.to_vec(),
    };
    if !options
        .iter()
        .any(|option| option.starts_with("--profile") || option == "--release")
    {
        options.push(String::from("--release"));
    }
    bundle_with(&options)?;
    println!(
        "\nThe plugins are in `{}`. Copy Bodypack.clap to ~/.clap and Bodypack.vst3 to ~/.vst3, or to \
         your system's folders (see README.md), and have the host scan them.",
        target_dir()?.join("bundled").display()
    );
    Ok(())
}

/// The bundler's own entry point looks for the outermost folder with a `Cargo.toml`, which goes
/// wrong for a checkout inside another project; its two steps are therefore called from here.
fn bundle_with(options: &[String]) -> Result<()> {
    std::env::set_current_dir(root()).context("entering the project's folder")?;
    nice_plug_xtask::build(&[PACKAGE, PLUGIN].map(String::from), options)?;
    bundle_built(&target_dir()?, options, false).map(|_| ())
}

/// Bundles what cargo has built into a target folder with some options, for both processors of a Mac at once if asked
/// for, and says where the bundles are.
pub fn bundle_built(target: &Path, options: &[String], universal: bool) -> Result<PathBuf> {
    std::env::set_current_dir(root()).context("entering the project's folder")?;
    nice_plug_xtask::bundle(target, PLUGIN, options, universal)?;
    let bundled = target.join("bundled");
    crate::vstpreset::write_all(&bundled.join("Presets"))?;
    finish::finish(&bundled)?;
    Ok(bundled)
}
