//! The writing half: 32-bit float stereo. The length is known before the first sample, so the
//! header is written once and a file above 4 GiB is an RF64 file from the start.

use std::io::{self, Write};

use super::tag;

/// Bytes of one frame: two channels of 32-bit float.
const FRAME_BYTES: u64 = 8;
/// Bytes of the `fmt ` chunk and of the `fact` chunk that float files carry.
const FMT_BYTES: u32 = 18;
const FACT_BYTES: u32 = 4;
/// Bytes of the `ds64` chunk with an empty table (EBU Tech 3306).
const DS64_BYTES: u32 = 28;

/// Writes a stereo float WAV of a known length.
pub struct WavWriter<W> {
    to: W,
    bytes: Vec<u8>,
}

impl<W: Write> WavWriter<W> {
    /// Writes the header for `frames` frames at `sample_rate_hz`.
    ///
    /// # Errors
    ///
    /// When `to` cannot be written.
    pub fn new(mut to: W, sample_rate_hz: u32, frames: u64) -> io::Result<Self> {
        to.write_all(&header(sample_rate_hz, frames))?;
        Ok(Self {
            to,
            bytes: Vec::new(),
        })
    }

    /// Appends frames; both channels are equally long.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()> {
        self.bytes.clear();
        for (l, r) in left.iter().zip(right) {
            self.bytes.extend_from_slice(&l.to_le_bytes());
            self.bytes.extend_from_slice(&r.to_le_bytes());
        }
        self.to.write_all(&self.bytes)
    }

    /// Flushes, and gives back what was written to.
    ///
    /// # Errors
    ///
    /// When the last bytes cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Everything before the first sample.
pub fn header(sample_rate_hz: u32, frames: u64) -> Vec<u8> {
    let data_bytes = frames.saturating_mul(FRAME_BYTES);
    let chunks_bytes = u64::from(4 + 8 + FMT_BYTES + 8 + FACT_BYTES + 8);
    let riff_bytes = data_bytes.saturating_add(chunks_bytes);
    let long = u32::try_from(riff_bytes).is_err();
    // In RF64 all ones stand for "see ds64".
    let short = |size: u64| u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes();
    let all_ones = u32::MAX.to_le_bytes();

    let mut out = Vec::with_capacity(96);
    if long {
        let riff_bytes = riff_bytes.saturating_add(u64::from(8 + DS64_BYTES));
        out.extend_from_slice(b"RF64");
        out.extend_from_slice(&all_ones);
        out.extend_from_slice(b"WAVEds64");
        out.extend_from_slice(&DS64_BYTES.to_le_bytes());
        for size in [riff_bytes, data_bytes, frames] {
            out.extend_from_slice(&size.to_le_bytes());
        }
        out.extend_from_slice(&0u32.to_le_bytes());
    } else {
        out.extend_from_slice(b"RIFF");
        out.extend_from_slice(&short(riff_bytes));
        out.extend_from_slice(b"WAVE");
    }
    out.extend_from_slice(b"fmt ");
    out.extend_from_slice(&FMT_BYTES.to_le_bytes());
    out.extend_from_slice(&tag::FLOAT.to_le_bytes());
    out.extend_from_slice(&2u16.to_le_bytes());
    out.extend_from_slice(&sample_rate_hz.to_le_bytes());
    out.extend_from_slice(
        &sample_rate_hz
            .saturating_mul(FRAME_BYTES as u32)
            .to_le_bytes(),
    );
    out.extend_from_slice(&(FRAME_BYTES as u16).to_le_bytes());
    out.extend_from_slice(&32u16.to_le_bytes());
    out.extend_from_slice(&0u16.to_le_bytes());
    out.extend_from_slice(b"fact");
    out.extend_from_slice(&FACT_BYTES.to_le_bytes());
    out.extend_from_slice(&short(frames));
    out.extend_from_slice(b"data");
    out.extend_from_slice(&if long { all_ones } else { short(data_bytes) });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of a file above 4 GiB, by EBU Tech 3306.
    #[test]
    fn a_file_above_four_gib_has_its_lengths_in_ds64() {
        let frames = 700_000_000u64;
        let bytes = header(192_000, frames);
        assert_eq!(&bytes[..4], b"RF64");
        assert_eq!(&bytes[4..8], &[0xff; 4]);
        assert_eq!(&bytes[8..16], b"WAVEds64");
        let long = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        assert_eq!(long(20), frames * 8 + bytes.len() as u64 - 8);
        assert_eq!(long(28), frames * 8);
        assert_eq!(long(36), frames);
        assert_eq!(&bytes[bytes.len() - 8..], b"data\xff\xff\xff\xff");
    }

    /// The usual file is read back by an independent reader.
    #[test]
    fn a_short_file_is_plain_wav() {
        let mut writer = WavWriter::new(Vec::new(), 44_100, 3).unwrap();
        writer.write(&[0.5, -1.0, 2.0], &[0.25, 0.0, -3.5]).unwrap();
        let bytes = writer.finish().unwrap();
        let mut reader = hound::WavReader::new(bytes.as_slice()).unwrap();
        assert_eq!(reader.spec().sample_rate, 44_100);
        assert_eq!(reader.spec().bits_per_sample, 32);
        let samples: Vec<f32> = reader.samples().map(|s| s.unwrap()).collect();
        assert_eq!(samples, [0.5, 0.25, -1.0, 0.0, 2.0, -3.5]);
        assert_eq!(
            u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize,
            bytes.len() - 8
        );
    }
}
