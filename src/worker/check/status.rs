//! State of a check, as the window shows it.

use std::path::PathBuf;
use std::sync::Arc;

use super::measure::{Checked, Progress};

/// State of the collection and of the run.
#[derive(Clone, Default)]
pub struct Status {
    /// True while sound is collected.
    pub listens: bool,
    /// Sample rate of the host, Hz; none while it processes nothing.
    pub sample_rate_hz: Option<f64>,
    /// Length of the window, s, and its memory, bytes.
    pub seconds: f64,
    /// Its memory, bytes.
    pub bytes: usize,
    /// Frames since the window began.
    pub frames: u64,
    /// Level of the newest ten seconds, dBFS RMS.
    pub newest_dbfs: Option<f64>,
    /// Times that sound was missed, whereupon the window began anew.
    pub missed: u32,
    /// The run in progress.
    pub progress: Option<Arc<Progress>>,
    /// True while a page is written.
    pub exports: bool,
    /// The newest result.
    pub result: Option<Arc<Checked>>,
    /// Counts windows: frames of one say nothing about another.
    pub window: u32,
    /// The window that the result was measured on.
    pub of_window: u32,
}

/// News for the window, once.
pub enum News {
    /// Something went wrong.
    Problem(String),
    /// A page has been written.
    Written(PathBuf),
}

impl Status {
    /// New sound since the result was measured, s; none when the input began anew after it.
    pub fn since_s(&self) -> Option<f64> {
        let result = self.result.as_ref()?;
        let rate_hz = self.sample_rate_hz?;
        let frames = self.frames.checked_sub(result.held.end)?;
        (self.listens && self.window == self.of_window).then_some(frames as f64 / rate_hz)
    }

    /// Change of the input's level since the result was measured, dB; none where it is not known.
    pub fn level_change_db(&self) -> Option<f64> {
        let result = self.result.as_ref()?;
        Some(self.newest_dbfs? - result.held.level_dbfs())
    }
}
