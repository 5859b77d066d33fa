//! Highest samples.

use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;

/// The highest absolute samples of both channels until they are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeakMeter {
    peaks: [f32; 2],
}

impl PeakMeter {
    /// Takes in a block. Non-finite samples are left out.
    pub fn add(&mut self, block: &Stereo<'_>) {
        self.raise(block.each_ref().map(|channel| sanitize::peak(channel)));
    }

    /// Takes in a block by its peaks.
    pub fn raise(&mut self, peaks: [f32; 2]) {
        for (highest, peak) in self.peaks.iter_mut().zip(peaks) {
            *highest = highest.max(peak);
        }
    }

    /// The peaks since the last call.
    pub fn take(&mut self) -> [f32; 2] {
        std::mem::take(&mut self.peaks)
    }
}
