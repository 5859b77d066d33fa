//! Progress of a rendering on a terminal.

use super::{batch, LONG_S};
use bodypack::files::WavInfo;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Instant;

/// A bar on standard error with the speed, one for all mixes; hidden when that is no terminal or there
/// is little to do.
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    sample_rate_hz: f64,
    /// Start of this mix on the progress bar.
    from: u64,
}

impl Progress {
    pub(super) fn new(info: WavInfo, place: batch::Place) -> Self {
        let all = info.frames.saturating_mul(place.count as u64);
        let bar = if info.seconds() < LONG_S && place.count == 1 {
            ProgressBar::hidden()
        } else {
            // Draws on standard error, and only where that is a terminal.
            ProgressBar::new(all)
        };
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            bar,
            started: Instant::now(),
            sample_rate_hz: f64::from(info.sample_rate_hz),
            from: info.frames.saturating_mul(place.index as u64),
        }
    }

    pub(super) fn show(&self, frames: u64) {
        let rendered_s = frames as f64 / self.sample_rate_hz;
        let speed = rendered_s / self.started.elapsed().as_secs_f64().max(1e-9);
        self.bar.set_message(format!("{speed:.0} × real time"));
        self.bar.set_position(self.from + frames);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
