//! Audio in and out: WAV files block by block, other formats and streams by way of a temporary file.
//!
//! WAV headers are parsed by `curve::wave`, which the import of impulse responses shares; here
//! files are opened, checked against their length, and written.

#[cfg(feature = "decoders")]
mod decode;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use bodypack::curve::wave::{tag, Encoding};
pub use read::{WavError, WavReader};
pub use write::WavWriter;

/// Contents of an audio file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavInfo {
    /// 1 or 2.
    pub channels: u16,
    /// Frames per second, Hz.
    pub sample_rate_hz: u32,
    /// Sample format.
    pub encoding: Encoding,
    /// Length in frames, at least 1.
    pub frames: u64,
}

impl WavInfo {
    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.frames as f64 / f64::from(self.sample_rate_hz)
    }
}
