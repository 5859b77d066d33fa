//! The system's file manager.

use std::path::Path;
use std::process::{Command, Stdio};

use super::LibraryError;

#[cfg(target_os = "windows")]
const OPENER: &str = "explorer";
#[cfg(target_os = "macos")]
const OPENER: &str = "open";
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const OPENER: &str = "xdg-open";

/// Shows a folder. Does not wait for it.
pub fn open(folder: &Path) -> Result<(), LibraryError> {
    let refused = |error: &std::io::Error| LibraryError::Reveal {
        folder: folder.to_owned(),
        problem: error.to_string(),
    };
    let mut child = Command::new(OPENER)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| refused(&error))?;
    // Somebody has to take note of its end, or it stays in the system's list.
    let wait = move || {
        let _ = child.wait();
    };
    std::thread::Builder::new()
        .name("bodypack folder".to_owned())
        .spawn(wait)
        .map_err(|error| refused(&error))?;
    Ok(())
}
