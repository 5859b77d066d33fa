//! The window under Wine on a screen without a display: the test that opens it leaves it open for a picture.

use std::path::Path;
use std::time::Duration;

use anyhow::{ensure, Context, Result};

use super::toolchain::SCREEN;
use super::{with_tests, Toolchain, TARGET};
use crate::build::root;

/// Time for the window to come up.
const OPENING: Duration = Duration::from_secs(25);
/// Time that the window stays open.
const OPEN_S: u64 = 40;

/// Takes a picture of the window.
pub fn run(toolchain: &Toolchain) -> Result<()> {
    let built = with_tests(toolchain, &["win32"])?;
    let folder = root().join("target").join("pictures");
    std::fs::create_dir_all(&folder).context("making the folder of pictures")?;
    let picture = toolchain.target_dir()?.join("window-under-wine.png");
    let program = test_program(toolchain)?;
    toolchain.prepare_wine()?;
    let script = format!(
        "xvfb-run -a -s '-screen 0 {SCREEN}x24' sh -c 'wine {} & sleep {}; import -window root {}; wait $!'",
        quoted(&toolchain.seen(&program)?),
        OPENING.as_secs(),
        quoted(&toolchain.seen(&picture)?),
    );
    let mut command = toolchain.command("sh");
    command
        .args(["-c", &script])
        .env("BODYPACK_BUNDLES", toolchain.windows_path(&built.bundles)?)
        .env("BODYPACK_WINDOW_OPEN_S", OPEN_S.to_string());
    let status = command.status().context("starting the screen")?;
    ensure!(
        status.success(),
        "the window is not as it should be; what was seen of it: {}",
        picture.display()
    );
    let copy = folder.join("window-under-wine.png");
    std::fs::copy(&picture, &copy).context("no picture was taken")?;
    println!("The window under Wine: {}", copy.display());
    Ok(())
}

/// The program of the test that opens the window.
fn test_program(toolchain: &Toolchain) -> Result<std::path::PathBuf> {
    let folder = toolchain
        .target_dir()?
        .join(TARGET)
        .join("release")
        .join("deps");
    let programs =
        std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let programs = programs.flatten().map(|entry| entry.path()).filter(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        name.starts_with("win32-") && name.ends_with(".exe")
    });
    let changed = |path: &std::path::PathBuf| {
        std::fs::metadata(path)
            .and_then(|data| data.modified())
            .ok()
    };
    programs
        .max_by_key(changed)
        .context("the test was not built")
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display())
}
