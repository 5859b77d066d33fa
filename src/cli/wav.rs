//! WAV files in and out, block by block.
//!
//! Reading takes every PCM and float width that recorders and workstations write, including
//! 64-bit float, RF64 above 4 GiB, padded odd chunks and headers of unfinished streams; `hound`
//! reads none of these four, which is why the header is read here. `hound` is what the tests check
//! this code against.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{WavError, WavReader};
pub use write::WavWriter;

/// The sub-format GUID of WAVE_FORMAT_EXTENSIBLE without its first two bytes, which are the plain
/// format tag.
const EXTENSIBLE_GUID_TAIL: [u8; 14] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71,
];

/// Format tags of the `fmt ` chunk.
mod tag {
    pub const PCM: u16 = 1;
    pub const FLOAT: u16 = 3;
    pub const EXTENSIBLE: u16 = 0xfffe;
}

/// How one sample is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 8-bit unsigned, 128 is silence.
    U8,
    /// 16-bit signed.
    I16,
    /// 24-bit signed, packed in three bytes.
    I24,
    /// 32-bit signed.
    I32,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
}

impl Encoding {
    /// The encoding of a format tag and the bytes that one sample takes; `None` when it is neither
    /// PCM nor float. PCM is left-justified in its bytes, so the container alone decides.
    fn of(format_tag: u16, bytes_per_sample: usize) -> Option<Self> {
        match (format_tag, bytes_per_sample) {
            (tag::PCM, 1) => Some(Self::U8),
            (tag::PCM, 2) => Some(Self::I16),
            (tag::PCM, 3) => Some(Self::I24),
            (tag::PCM, 4) => Some(Self::I32),
            (tag::FLOAT, 4) => Some(Self::F32),
            (tag::FLOAT, 8) => Some(Self::F64),
            _ => None,
        }
    }

    /// Bytes of one sample.
    fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::I16 => 2,
            Self::I24 => 3,
            Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// One sample with full scale at ±1; `bytes` is as long as [`Encoding::bytes`] says.
    fn sample(self, bytes: &[u8]) -> f32 {
        match (self, bytes) {
            (Self::U8, &[a]) => (f32::from(a) - 128.0) / 128.0,
            (Self::I16, &[a, b]) => f32::from(i16::from_le_bytes([a, b])) / 32_768.0,
            (Self::I24, &[a, b, c]) => (i32::from_le_bytes([0, a, b, c]) >> 8) as f32 / 8_388_608.0,
            (Self::I32, &[a, b, c, d]) => {
                (f64::from(i32::from_le_bytes([a, b, c, d])) / 2_147_483_648.0) as f32
            }
            (Self::F32, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
            (Self::F64, &[a, b, c, d, e, f, g, h]) => {
                f64::from_le_bytes([a, b, c, d, e, f, g, h]) as f32
            }
            _ => 0.0,
        }
    }
}

/// What a WAV header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavInfo {
    /// 1 or 2.
    pub channels: u16,
    /// Frames per second, Hz.
    pub sample_rate_hz: u32,
    /// How a sample is stored.
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
