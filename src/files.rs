//! Files in and out, for the programs that stand alone: sound, rigs by name or file, and results that
//! appear whole or not at all.
//!
//! WAV headers are parsed by `curve::wave`, which the import of impulse responses shares; here
//! files are opened, checked against their length, and written. Other formats are decoded, whole into a
//! temporary WAV file ([`WavReader`]) or piece by piece from any place ([`SoundReader`]).

#[cfg(feature = "decoders")]
mod decode;
pub mod output;
mod read;
pub mod rig;
mod sound;
pub mod terminal;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use crate::curve::wave::{tag, Encoding};
pub use output::{AtomicFile, OutputError};
pub use read::{spooled, WavError, WavReader, DASH};
pub use sound::SoundReader;
pub use words::{io_words, rig_words};
pub use write::WavWriter;

/// Sample rates that the chain takes, Hz.
pub const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=768_000;

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
