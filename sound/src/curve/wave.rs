//! WAV files: what their headers say and how their samples are stored, read from front to back.
//!
//! Everything that recorders, workstations and pipes write is taken: PCM of 8 to 32 bits, float of 32
//! and 64, plain and extensible headers, RF64 and BW64 (EBU Tech 3306), padded odd chunks, and headers
//! that their writer never finished. Nothing is sought back to, so that a stream will do. `hound`
//! reads neither 64-bit float nor RF64 nor unfinished headers, which is why this is read here.

mod other_formats;
mod recording;

pub use other_formats::looks_like;
pub use recording::{whole, Recording};
use std::io::{self, Read};

/// The sub-format GUID of WAVE_FORMAT_EXTENSIBLE without its first two bytes, which are the plain
/// format tag.
pub const EXTENSIBLE_GUID_TAIL: [u8; 14] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71,
];

/// Format tags of the `fmt ` chunk.
pub mod tag {
    /// Whole numbers.
    pub const PCM: u16 = 1;
    /// Floating point.
    pub const FLOAT: u16 = 3;
    /// The tag stands in a GUID.
    pub const EXTENSIBLE: u16 = 0xfffe;
}

/// Sample format.
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
    pub fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::I16 => 2,
            Self::I24 => 3,
            Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// One sample with full scale at ±1; `bytes` is as long as [`Encoding::bytes`] says.
    pub fn sample(self, bytes: &[u8]) -> f64 {
        match (self, bytes) {
            (Self::U8, &[a]) => (f64::from(a) - 128.0) / 128.0,
            (Self::I16, &[a, b]) => f64::from(i16::from_le_bytes([a, b])) / 32_768.0,
            (Self::I24, &[a, b, c]) => {
                f64::from(i32::from_le_bytes([0, a, b, c]) >> 8) / 8_388_608.0
            }
            (Self::I32, &[a, b, c, d]) => {
                f64::from(i32::from_le_bytes([a, b, c, d])) / 2_147_483_648.0
            }
            (Self::F32, &[a, b, c, d]) => f64::from(f32::from_le_bytes([a, b, c, d])),
            (Self::F64, &[a, b, c, d, e, f, g, h]) => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
            _ => 0.0,
        }
    }
}

/// Why a file is refused. The text stands after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum WaveError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is something else; the text says what it looks like.
    #[error("not a WAV file{0}")]
    NotWav(&'static str),
    /// It ends before its audio starts, or its header makes no sense.
    #[error("not a readable WAV file: {0}")]
    Header(&'static str),
    /// The audio is compressed, or of a width that WAV files do not have.
    #[error(
        "holds {} (format {tag:#06x}, {bits} bits); PCM of 8 to 32 bits or float expected: convert \
         it to WAV with one of these", tag_words(*.tag)
    )]
    Encoding {
        /// The format tag.
        tag: u16,
        /// Bits per sample as the header has it.
        bits: u16,
    },
    /// The header is good and there is nothing behind it.
    #[error("holds no audio (0 frames)")]
    NoAudio,
    /// The header promises audio, and there is none.
    #[error("cut off behind its header, which says {promised} frames; copy or export it again")]
    CutOff {
        /// Frames that the header says.
        promised: u64,
    },
}

/// Name of a format tag (the registry of RFC 2361 and later additions).
fn tag_words(tag: u16) -> &'static str {
    match tag {
        tag::PCM => "PCM of an unusual width",
        tag::FLOAT => "float of an unusual width",
        0x0002 => "ADPCM (Microsoft's)",
        0x0006 => "A-law",
        0x0007 => "\u{b5}-law",
        0x0011 => "ADPCM (IMA)",
        0x0031 => "GSM 6.10",
        0x0050 => "MPEG layer 1 or 2",
        0x0055 => "MP3",
        0x0092 | 0x2000 => "AC-3",
        0x00ff | 0x1600..=0x1610 => "AAC",
        0x0160..=0x0163 => "Windows Media audio",
        0x2001 => "DTS",
        0x566f | 0x674f..=0x6771 => "Vorbis",
        0xf1ac => "FLAC",
        tag::EXTENSIBLE => "audio of a format of its maker's own",
        _ => "audio of a format that is not known",
    }
}

/// Contents of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Number of channels there are.
    pub channels: u16,
    /// Frames per second, Hz.
    pub sample_rate_hz: u32,
    /// Sample format.
    pub encoding: Encoding,
    /// Number of bytes of audio it promises; none when its writer left it open.
    pub data_bytes: Option<u64>,
    /// Bytes of audio that have been read already.
    pub ahead: Vec<u8>,
    /// Harmless defect that was repaired.
    pub mended: Option<&'static str>,
}

impl Header {
    /// Bytes of one sample of all channels.
    pub fn frame_bytes(&self) -> usize {
        self.encoding.bytes() * usize::from(self.channels)
    }
}

/// Reads chunk by chunk up to the first byte of audio.
///
/// # Errors
/// Everything that [`WaveError`] names.
pub fn header(from: &mut impl Read) -> Result<Header, WaveError> {
    let mut riff = [0; 12];
    let got = read_up_to(from, &mut riff)?;
    if got == 0 {
        return Err(WaveError::Empty);
    }
    let known = matches!(&riff[..4], b"RIFF" | b"RF64" | b"BW64") && &riff[8..] == b"WAVE";
    if got < riff.len() || !known {
        return Err(WaveError::NotWav(looks_like(&riff)));
    }
    let mut long_data_bytes = None;
    let mut format = None;
    loop {
        let mut head = [0; 8];
        if read_up_to(from, &mut head)? < head.len() {
            let missing = if format.is_some() {
                "it has no audio chunk"
            } else {
                "it has no format chunk"
            };
            return Err(WaveError::Header(missing));
        }
        let [id @ .., a, b, c, d] = head;
        let size = u64::from(u32::from_le_bytes([a, b, c, d]));
        match &id {
            b"fmt " => format = Some(Format::parse(&chunk(from, size, 16)?)?),
            b"ds64" => long_data_bytes = chunk(from, size, 28)?.get(8..16).map(u64_le),
            b"data" => {
                let Some(format) = format else {
                    return Err(WaveError::Header("its format chunk is missing"));
                };
                return format.header(size, long_data_bytes, from);
            }
            // A chunk of odd length is followed by one byte of padding.
            _ => skip(from, size + size % 2)?,
        }
    }
}

/// The contents of a `fmt ` chunk that matter.
#[derive(Clone, Copy)]
struct Format {
    channels: u16,
    sample_rate_hz: u32,
    encoding: Encoding,
    mended: Option<&'static str>,
}

impl Format {
    fn parse(bytes: &[u8]) -> Result<Self, WaveError> {
        let u16_at = |i: usize| u16::from_le_bytes([bytes[i], bytes[i + 1]]);
        let (mut format_tag, channels, block_align, bits) =
            (u16_at(0), u16_at(2), u16_at(12), u16_at(14));
        let sample_rate_hz = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        let is_plain = format_tag == tag::PCM;
        if format_tag == tag::EXTENSIBLE
            && bytes.len() >= 40
            && bytes[26..40] == EXTENSIBLE_GUID_TAIL
        {
            format_tag = u16_at(24);
        }
        if channels == 0 {
            return Err(WaveError::Header("it has no channels"));
        }
        if sample_rate_hz == 0 {
            return Err(WaveError::Header("its sample rate is 0 Hz"));
        }
        let container = usize::from(block_align / channels);
        // Whole bytes in a wider frame: other readers of WAV files go by the bits. 24 of 32 is usual.
        let is_wider = is_plain && matches!(bits, 8 | 16) && container > usize::from(bits / 8);
        let by_align = Encoding::of(format_tag, container).filter(|e| {
            block_align % channels == 0 && usize::from(bits).div_ceil(8) <= e.bytes() && !is_wider
        });
        // Some writers leave the size of a frame out or wrong; the bits of a sample say it too.
        let by_bits = || Encoding::of(format_tag, usize::from(bits).div_ceil(8));
        let Some(encoding) = by_align.or_else(by_bits) else {
            let tag = format_tag;
            return Err(WaveError::Encoding { tag, bits });
        };
        let mended = by_align.is_none().then_some(
            "the size of a frame in its header is wrong and was taken from the bits of a sample",
        );
        Ok(Self {
            channels,
            sample_rate_hz,
            encoding,
            mended,
        })
    }

    /// The whole header, once the audio has been reached. The 32-bit size of all ones means "see
    /// `ds64`", or, without one, a stream whose writer could not go back: then it is all that
    /// follows. A size of 0 with audio behind it was never filled in.
    fn header(
        self,
        size: u64,
        long: Option<u64>,
        from: &mut impl Read,
    ) -> Result<Header, WaveError> {
        let mut ahead = Vec::new();
        let data_bytes = match size {
            // A size of 0 there is one that was never filled in either.
            0xffff_ffff => long.filter(|&bytes| bytes > 0),
            // What programs that write to a pipe put there.
            0x7fff_f000..=0x8000_0000 | 0xffff_f000..=0xffff_fffe => None,
            0 => {
                ahead = vec![0; 8];
                let got = read_up_to(from, &mut ahead)?;
                ahead.truncate(got);
                if got < 8 || begins_chunk(&ahead) {
                    return Err(WaveError::NoAudio);
                }
                None
            }
            size => Some(size),
        };
        Ok(Header {
            channels: self.channels,
            sample_rate_hz: self.sample_rate_hz,
            encoding: self.encoding,
            data_bytes,
            ahead,
            mended: self.mended,
        })
    }
}

/// Returns whether a chunk follows, and not audio: a name of letters and a size that is no
/// sample's.
fn begins_chunk(bytes: &[u8]) -> bool {
    let (id, size) = bytes.split_at(4);
    let name = id
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || b" _-".contains(b));
    name && u64_le(size) < 1 << 24
}

/// Reads a whole small chunk and its padding; `least` bytes must be there.
fn chunk(from: &mut impl Read, size: u64, least: u64) -> Result<Vec<u8>, WaveError> {
    // Real ones take tens of bytes; a broken size must not ask for memory.
    const MOST_BYTES: u64 = 1 << 16;
    if !(least..=MOST_BYTES).contains(&size) {
        return Err(WaveError::Header("its format chunk has an impossible size"));
    }
    let mut bytes = vec![0; size as usize];
    if read_up_to(from, &mut bytes)? < bytes.len() {
        return Err(WaveError::Header("it ends inside its format chunk"));
    }
    read_up_to(from, &mut [0; 1][..(size % 2) as usize])?;
    Ok(bytes)
}

fn skip(from: &mut impl Read, bytes: u64) -> Result<(), WaveError> {
    io::copy(&mut from.take(bytes), &mut io::sink())?;
    Ok(())
}

fn u64_le(bytes: &[u8]) -> u64 {
    let bits = |sum, &b: &u8| sum << 8 | u64::from(b);
    bytes.iter().rev().fold(0, bits)
}

/// Reads until the buffer is full or the file ends, and says how much came.
///
/// # Errors
/// When the file cannot be read.
pub fn read_up_to(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match from.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}
