//! Where the built bundles are.

use std::path::PathBuf;

/// What builds them.
const COMMAND: &str = "cargo xtask bundle bodypack --release";

/// The folder of the bundles.
fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("BODYPACK_BUNDLES") {
        return PathBuf::from(folder);
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join(target.unwrap_or_else(|| "target".into()))
        .join("bundled")
}

/// The path of a bundle, which has to be there.
fn bundle(name: &str) -> PathBuf {
    let path = folder().join(name);
    assert!(
        path.exists(),
        "there is no {}; build it with: {COMMAND}",
        path.display()
    );
    path
}

/// The built CLAP plugin.
pub fn clap() -> PathBuf {
    bundle("Bodypack.clap")
}

/// The built VST3 plugin.
pub fn vst3() -> PathBuf {
    bundle("Bodypack.vst3")
}
