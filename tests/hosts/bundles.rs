//! Paths of the built bundles.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::SystemTime;

/// Command that builds them.
const COMMAND: &str = "cargo xtask bundle bodypack --release";

/// Leaves a test where no bundles were ever built, as after a plain `cargo test`.
#[allow(unused_macros)] // tests on a screen ask for more
macro_rules! needs_bundles {
    () => {
        if !crate::bundles::are_wanted() {
            return;
        }
    };
}

/// True if somebody has built bundles or says where they are.
pub fn are_wanted() -> bool {
    let wanted = std::env::var_os("BODYPACK_BUNDLES").is_some() || folder().exists();
    if !wanted {
        skipped("the plugin is not built");
    }
    wanted
}

/// Says once that tests are left out, beside what the test harness keeps to itself.
pub fn skipped(reason: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("skipped: {reason}; `cargo xtask test` runs every test\n");
        // Nobody may be left to read it.
        let _ = std::io::stderr().write_all(line.as_bytes());
    });
}

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

/// The path of a bundle, which has to be there and to be of these sources.
fn bundle(name: &str) -> PathBuf {
    let path = folder().join(name);
    let shown = path.display();
    assert!(
        path.exists(),
        "there is no {shown}; build it with: {COMMAND}"
    );
    let project = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let sources = ["build", "src", "sound", "plugin"].map(|folder| newest(&project.join(folder)));
    assert!(
        sources.iter().all(|source| newest(&path) >= *source),
        "{shown} is older than the sources; build it with: {COMMAND}"
    );
    path
}

/// When the newest file of a folder was written, or the file itself.
fn newest(path: &Path) -> SystemTime {
    if let Ok(entries) = std::fs::read_dir(path) {
        let times = entries.flatten().map(|entry| newest(&entry.path()));
        return times.max().unwrap_or(SystemTime::UNIX_EPOCH);
    }
    let written = std::fs::metadata(path).and_then(|data| data.modified());
    written.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The built CLAP plugin.
pub fn clap() -> PathBuf {
    bundle("Bodypack.clap")
}

/// The built VST3 plugin.
pub fn vst3() -> PathBuf {
    bundle("Bodypack.vst3")
}
