//! The reading half: the chunks up to the audio, then frames as planar stereo.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::{tag, Encoding, WavInfo, EXTENSIBLE_GUID_TAIL};
use crate::cli::words::io_words;

/// Why a file is refused. The text stands after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// It cannot be opened or read.
    #[error("{}", io_words(.0))]
    Io(#[from] io::Error),
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is a folder, a pipe or a device.
    #[error("not a file")]
    NotAFile,
    /// It is something else; the text says what it looks like.
    #[error("not a WAV file{0}")]
    NotWav(&'static str),
    /// It ends before its audio starts, or its header makes no sense.
    #[error("not a readable WAV file: {0}")]
    Header(&'static str),
    /// The audio is compressed, or of a width that WAV files do not have.
    #[error(
        "holds audio of format {tag:#06x} with {bits} bits; PCM of 8 to 32 bits or float expected"
    )]
    Encoding {
        /// The format tag.
        tag: u16,
        /// Bits per sample as the header has it.
        bits: u16,
    },
    /// Neither mono nor stereo.
    #[error("holds {0} channels; mono or stereo expected")]
    Channels(u16),
    /// The header is good and there is nothing behind it.
    #[error("holds no audio (0 frames)")]
    NoAudio,
    /// The file is shorter than its header says.
    #[error(
        "truncated: the header says {expected} frames ({:.3} s), the file holds {found} ({:.3} s)",
        *.expected as f64 / f64::from(*.sample_rate_hz), *.found as f64 / f64::from(*.sample_rate_hz)
    )]
    Truncated {
        /// Frames that the header promises.
        expected: u64,
        /// Frames that are there.
        found: u64,
        /// Rate in Hz, to say both in seconds.
        sample_rate_hz: u32,
    },
}

/// A WAV file, opened and checked, with its audio still to be read.
pub struct WavReader {
    info: WavInfo,
    file: BufReader<File>,
    frames_left: u64,
    bytes: Vec<u8>,
}

impl WavReader {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    ///
    /// Everything that [`WavError`] names; a truncated file is refused here, not when its end is
    /// reached.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(WavError::NotAFile);
        }
        let mut file = BufReader::with_capacity(1 << 16, file);
        let info = header(&mut file, metadata.len())?;
        Ok(Self {
            info,
            file,
            frames_left: info.frames,
            bytes: Vec::new(),
        })
    }

    /// What the header says.
    pub fn info(&self) -> WavInfo {
        self.info
    }

    /// Fills both channels from the file, a mono file into both, and says how many frames there
    /// were: fewer than asked for only at the end, where the rest is set to zero.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn read(&mut self, left: &mut [f32], right: &mut [f32]) -> Result<usize, WavError> {
        let wanted = left.len().min(right.len());
        let frames = usize::try_from(self.frames_left).map_or(wanted, |n| n.min(wanted));
        let sample_bytes = self.info.encoding.bytes();
        let channels = usize::from(self.info.channels);
        self.bytes.resize(frames * channels * sample_bytes, 0);
        self.file.read_exact(&mut self.bytes)?;
        let encoding = self.info.encoding;
        let frames_in = self.bytes.chunks_exact(channels * sample_bytes);
        for ((frame, l), r) in frames_in.zip(left.iter_mut()).zip(right.iter_mut()) {
            let (first, last) = (&frame[..sample_bytes], &frame[frame.len() - sample_bytes..]);
            *l = encoding.sample(first);
            *r = encoding.sample(last);
        }
        left[frames..].fill(0.0);
        right[frames..].fill(0.0);
        self.frames_left -= frames as u64;
        Ok(frames)
    }
}

/// Reads chunk by chunk up to the first byte of audio.
fn header(file: &mut (impl Read + Seek), file_bytes: u64) -> Result<WavInfo, WavError> {
    let mut riff = [0; 12];
    let got = read_up_to(file, &mut riff)?;
    if got == 0 {
        return Err(WavError::Empty);
    }
    let known = matches!(&riff[..4], b"RIFF" | b"RF64" | b"BW64") && &riff[8..] == b"WAVE";
    if got < riff.len() || !known {
        return Err(WavError::NotWav(looks_like(&riff)));
    }
    let mut long_data_bytes = None;
    let mut format = None;
    loop {
        let mut head = [0; 8];
        if read_up_to(file, &mut head)? < head.len() {
            let missing = if format.is_some() {
                "it has no audio chunk"
            } else {
                "it has no format chunk"
            };
            return Err(WavError::Header(missing));
        }
        let [id @ .., a, b, c, d] = head;
        let size = u64::from(u32::from_le_bytes([a, b, c, d]));
        match &id {
            b"fmt " => format = Some(Format::parse(&chunk(file, size, 16)?)?),
            b"ds64" => long_data_bytes = chunk(file, size, 28)?.get(8..16).map(u64_le),
            b"data" => {
                let Some(format) = format else {
                    return Err(WavError::Header("its format chunk is missing"));
                };
                let here = file_bytes.saturating_sub(file.stream_position()?);
                return format.info(promised_bytes(size, long_data_bytes, here), here);
            }
            // A chunk of odd length is followed by one byte of padding.
            _ => skip(file, size + size % 2)?,
        }
    }
}

/// Bytes of audio that the header stands for. The 32-bit size of all ones means "see `ds64`", or,
/// without one, a stream whose writer could not go back: then it is all that follows.
fn promised_bytes(size: u64, long: Option<u64>, here: u64) -> u64 {
    if size == u64::from(u32::MAX) {
        long.unwrap_or(here)
    } else {
        size
    }
}

/// The contents of a `fmt ` chunk that matter.
struct Format {
    channels: u16,
    sample_rate_hz: u32,
    block_align: u64,
    encoding: Encoding,
}

impl Format {
    fn parse(bytes: &[u8]) -> Result<Self, WavError> {
        let u16_at = |i: usize| u16::from_le_bytes([bytes[i], bytes[i + 1]]);
        let (mut format_tag, channels, block_align, bits) =
            (u16_at(0), u16_at(2), u16_at(12), u16_at(14));
        let sample_rate_hz = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        if format_tag == tag::EXTENSIBLE
            && bytes.len() >= 40
            && bytes[26..40] == EXTENSIBLE_GUID_TAIL
        {
            format_tag = u16_at(24);
        }
        if !(1..=2).contains(&channels) {
            return Err(WavError::Channels(channels));
        }
        if sample_rate_hz == 0 {
            return Err(WavError::Header("its sample rate is 0 Hz"));
        }
        let container = usize::from(block_align / channels);
        let encoding = Encoding::of(format_tag, container)
            .filter(|e| block_align % channels == 0 && usize::from(bits).div_ceil(8) <= e.bytes())
            .ok_or(WavError::Encoding {
                tag: format_tag,
                bits,
            })?;
        Ok(Self {
            channels,
            sample_rate_hz,
            block_align: u64::from(block_align),
            encoding,
        })
    }

    fn info(&self, promised_bytes: u64, here_bytes: u64) -> Result<WavInfo, WavError> {
        let frames = promised_bytes / self.block_align;
        if promised_bytes > here_bytes {
            return Err(WavError::Truncated {
                expected: frames,
                found: here_bytes / self.block_align,
                sample_rate_hz: self.sample_rate_hz,
            });
        }
        if frames == 0 {
            return Err(WavError::NoAudio);
        }
        Ok(WavInfo {
            channels: self.channels,
            sample_rate_hz: self.sample_rate_hz,
            encoding: self.encoding,
            frames,
        })
    }
}

/// Reads a whole small chunk and its padding; `least` bytes must be there.
fn chunk(file: &mut impl Read, size: u64, least: u64) -> Result<Vec<u8>, WavError> {
    // Real ones take tens of bytes; a broken size must not ask for memory.
    const MOST_BYTES: u64 = 1 << 16;
    if !(least..=MOST_BYTES).contains(&size) {
        return Err(WavError::Header("its format chunk has an impossible size"));
    }
    let mut bytes = vec![0; size as usize];
    if read_up_to(file, &mut bytes)? < bytes.len() {
        return Err(WavError::Header("it ends inside its format chunk"));
    }
    read_up_to(file, &mut [0; 1][..(size % 2) as usize])?;
    Ok(bytes)
}

fn skip(file: &mut impl Seek, bytes: u64) -> Result<(), WavError> {
    // At most a 32-bit size and its padding, so it always fits.
    file.seek(SeekFrom::Current(bytes as i64))?;
    Ok(())
}

fn u64_le(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |sum, &b| sum << 8 | u64::from(b))
}

/// Reads until the buffer is full or the file ends, and says how much came.
fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}

/// Names the usual other audio files, so that the message helps.
fn looks_like(start: &[u8; 12]) -> &'static str {
    match start {
        [b'f', b'L', b'a', b'C', ..] => "; it looks like FLAC",
        [b'O', b'g', b'g', b'S', ..] => "; it looks like Ogg",
        [b'I', b'D', b'3', ..] | [0xff, 0xe2..=0xff, ..] => "; it looks like MP3",
        [b'F', b'O', b'R', b'M', ..] => "; it looks like AIFF",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "; it looks like MPEG-4",
        _ => "",
    }
}
