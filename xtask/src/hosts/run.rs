//! Programs that may crash or hang.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};

/// The time that a program has.
const LIMIT: Duration = Duration::from_secs(180);

/// Output of a program that ended by itself.
pub struct Said {
    pub status: ExitStatus,
    pub text: String,
}

impl Said {
    /// An error with the last words unless the program ended well.
    pub fn well(self) -> Result<String> {
        if self.status.success() {
            return Ok(self.text);
        }
        bail!("{}: {}", self.status, last_words(&self.text))
    }
}

/// The last line that says something, cut to what fits a line.
fn last_words(text: &str) -> String {
    let line = text.lines().rev().find(|line| !line.trim().is_empty());
    line.unwrap_or("without a word")
        .trim()
        .chars()
        .take(160)
        .collect()
}

/// Runs a program to its end, or ends it when it takes too long. What it says goes through a file.
pub fn to_the_end(command: &mut Command, log: &Path) -> Result<Said> {
    let mut child = start(command, log)?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let text = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
            return Ok(Said { status, text });
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            bail!("no end after {} s", LIMIT.as_secs());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Starts a program whose words go to a file.
pub fn start(command: &mut Command, log: &Path) -> Result<Child> {
    let file = File::create(log).with_context(|| format!("making `{}`", log.display()))?;
    command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("starting {:?}", command.get_program()))
}
