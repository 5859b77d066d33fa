//! Figures of a finished rendering.

use super::super::words;
use bodypack::files::WavInfo;
use std::path::Path;

/// Report to the user at the end.
#[derive(Default)]
pub(super) struct Report {
    pub(super) peak: f32,
    lowest_gain_db: f64,
    limited_frames: u64,
    /// Constant gain of the whole result.
    pub(super) gain_db: f64,
}

impl Report {
    pub(super) fn note_peak(&mut self, left: &[f32], right: &[f32]) {
        self.peak = left
            .iter()
            .chain(right)
            .fold(self.peak, |peak, s| peak.max(s.abs()));
    }

    pub(super) fn note_limiter(&mut self, gain_db: f64, frames: usize) {
        /// Less than this is not heard, and not worth a word.
        const NOTICEABLE_DB: f64 = -0.1;
        if gain_db <= NOTICEABLE_DB {
            self.limited_frames += frames as u64;
            self.lowest_gain_db = self.lowest_gain_db.min(gain_db);
        }
    }

    /// The same as [`Self::line`], for other programs.
    pub(super) fn facts(
        &self,
        input: &Path,
        output: &Path,
        info: WavInfo,
        rig: &str,
        seconds: f64,
    ) -> serde_json::Value {
        let peak_dbfs = 20.0 * f64::from(self.peak).log10();
        serde_json::json!({
            "input": input.to_string_lossy(),
            "output": output.to_string_lossy(),
            "rig": rig,
            "seconds": info.seconds(),
            "frames": info.frames,
            "sample_rate_hz": info.sample_rate_hz,
            "times_real_time": info.seconds() / seconds.max(1e-9),
            "peak_dbfs": peak_dbfs.is_finite().then_some(peak_dbfs),
            "gain_db": self.gain_db,
            "limited_share": self.limited_frames as f64 / info.frames as f64,
            "limiter_most_db": -self.lowest_gain_db,
        })
    }

    pub(super) fn line(&self, output: &Path, info: WavInfo, rig: &str, seconds: f64) -> String {
        let peak = if self.peak > 0.0 {
            format!("peak {:.1} dBFS", 20.0 * f64::from(self.peak).log10()).replace('-', "−")
        } else {
            "silent".into()
        };
        let limiter = if self.limited_frames == 0 {
            "limiter idle".into()
        } else {
            let share = 100.0 * self.limited_frames as f64 / info.frames as f64;
            format!(
                "limiter at work {share:.1} % of the time, {:.1} dB at most",
                -self.lowest_gain_db
            )
        };
        let gain = if self.gain_db == 0.0 {
            String::new()
        } else {
            format!(", gain {:+.1} dB", self.gain_db).replace('-', "−")
        };
        format!(
            "{}: {} through “{rig}”, {:.0} × real time, {peak}{gain}, {limiter}",
            output.display(),
            words::length(info.seconds()),
            info.seconds() / seconds.max(1e-9),
        )
    }
}
