//! The reading half: a file, checked, then frames as planar stereo.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use crate::curve::wave::{self, WaveError};

use super::words::io_words;
use super::WavInfo;

/// The name that stands for standard input and output.
pub const DASH: &str = "-";

/// Why a file is refused. The text stands after the file's name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// It cannot be opened or read.
    #[error("{}", io_words(.0))]
    Io(#[from] io::Error),
    /// It is a folder.
    #[error("not a file")]
    NotAFile,
    /// It is no WAV file that can be read.
    #[error("{}", wave_words(.0))]
    Wave(#[from] WaveError),
    /// It is a file of another format, and that was not decoded.
    #[cfg(feature = "decoders")]
    #[error("{0}; it could not be decoded: {1}")]
    Decode(WaveError, String),
    /// Neither mono nor stereo.
    #[error("holds {0} channels; mono or stereo expected: mix it down, or take two channels out")]
    Channels(u16),
}

/// Formats that can be read.
#[cfg(feature = "decoders")]
const READABLE: &str = "WAV, FLAC, AIFF, Ogg Vorbis or MP3";
#[cfg(not(feature = "decoders"))]
const READABLE: &str = "WAV";

fn wave_words(error: &WaveError) -> String {
    match error {
        WaveError::Io(error) => io_words(error),
        WaveError::NotWav(_) if cfg!(feature = "decoders") && may_be_decoded(error) => format!(
            "{error}, but nothing in it can be decoded: it is damaged or cut off, or coded in a way of its own; \
             export it again, or convert it to {READABLE}"
        ),
        WaveError::NotWav(_) => format!("{error}: convert it to {READABLE}"),
        other => other.to_string(),
    }
}

/// An audio file, opened and checked, with its audio still to be read.
pub struct WavReader {
    info: WavInfo,
    file: BufReader<File>,
    ahead: Vec<u8>,
    /// Place of the first frame in the file, bytes.
    data_at: u64,
    frames_left: u64,
    bytes: Vec<u8>,
    remarks: Vec<String>,
    not_numbers: u64,
}

impl WavReader {
    /// Opens a file and reads its header; `-` is standard input. What is no file that can be measured (a
    /// stream), and what is no WAV file, is first read into a temporary one.
    ///
    /// # Errors
    ///
    /// Everything that [`WavError`] names.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        if path == Path::new(DASH) {
            return Self::from_file(spooled(io::stdin().lock())?, None);
        }
        Self::from_file(regular(path)?, extension(path))
    }

    fn from_file(file: File, extension: Option<&str>) -> Result<Self, WavError> {
        let again = file.try_clone()?;
        match Self::wav(file) {
            Err(WavError::Wave(why)) if may_be_decoded(&why) => {
                Self::decoded(again, extension, why)
            }
            other => other,
        }
    }

    #[cfg(feature = "decoders")]
    fn decoded(file: File, extension: Option<&str>, why: WaveError) -> Result<Self, WavError> {
        match super::decode::to_wav(file, extension) {
            Ok((wav, remarks)) => {
                let mut reader = Self::wav(wav)?;
                reader.remarks.extend(remarks);
                Ok(reader)
            }
            Err(error) => Err(not_decoded(error, why)),
        }
    }

    #[cfg(not(feature = "decoders"))]
    fn decoded(_: File, _: Option<&str>, why: WaveError) -> Result<Self, WavError> {
        Err(why.into())
    }

    pub(super) fn wav(mut file: File) -> Result<Self, WavError> {
        file.rewind()?;
        let length = file.metadata()?.len();
        let mut file = BufReader::with_capacity(1 << 16, file);
        let header = wave::header(&mut file)?;
        if !(1..=2).contains(&header.channels) {
            return Err(WavError::Channels(header.channels));
        }
        let ahead = header.ahead.len() as u64;
        let position = file.stream_position()?;
        let here = length.saturating_sub(position) + ahead;
        let frame_bytes = header.frame_bytes() as u64;
        let frames = header.data_bytes.unwrap_or(here).min(here) / frame_bytes;
        if frames == 0 {
            let promised = header.data_bytes.map_or(0, |bytes| bytes / frame_bytes);
            return Err(match promised {
                0 => WaveError::NoAudio,
                _ => WaveError::CutOff { promised },
            }
            .into());
        }
        let info = WavInfo {
            channels: header.channels,
            sample_rate_hz: header.sample_rate_hz,
            encoding: header.encoding,
            frames,
        };
        let mut remarks: Vec<String> = header.mended.map(str::to_owned).into_iter().collect();
        if let Some(promised) = header.data_bytes.map(|bytes| bytes / frame_bytes) {
            if promised > frames {
                let seconds = |frames: u64| frames as f64 / f64::from(info.sample_rate_hz);
                remarks.push(format!(
                    "truncated: the header says {promised} frames ({:.3} s), the file holds \
                     {frames} ({:.3} s), which were read",
                    seconds(promised),
                    seconds(frames)
                ));
            }
        }
        Ok(Self {
            info,
            file,
            ahead: header.ahead,
            data_at: position.saturating_sub(ahead),
            frames_left: frames,
            bytes: Vec::new(),
            remarks,
            not_numbers: 0,
        })
    }

    /// The header.
    pub fn info(&self) -> WavInfo {
        self.info
    }

    /// Harmless defects of the file.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Number of samples were no numbers (NaN or infinite), of those that have been read.
    pub fn not_numbers(&self) -> u64 {
        self.not_numbers
    }

    /// Goes on at a frame, or at the end where there are fewer.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        let frame = frame.min(self.info.frames);
        let frame_bytes = u64::from(self.info.channels) * self.info.encoding.bytes() as u64;
        self.ahead.clear();
        let place = self.data_at + frame * frame_bytes;
        self.file.seek(io::SeekFrom::Start(place))?;
        self.frames_left = self.info.frames - frame;
        Ok(())
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
        let from_ahead = self.ahead.len().min(self.bytes.len());
        let taken: Vec<u8> = self.ahead.drain(..from_ahead).collect();
        self.bytes[..from_ahead].copy_from_slice(&taken);
        self.file.read_exact(&mut self.bytes[from_ahead..])?;
        let encoding = self.info.encoding;
        let mut not_numbers = 0;
        let frames_in = self.bytes.chunks_exact(channels * sample_bytes);
        for ((frame, l), r) in frames_in.zip(left.iter_mut()).zip(right.iter_mut()) {
            let (first, last) = (&frame[..sample_bytes], &frame[frame.len() - sample_bytes..]);
            *l = encoding.sample(first) as f32;
            *r = encoding.sample(last) as f32;
            not_numbers += u64::from(!l.is_finite());
            if channels > 1 {
                not_numbers += u64::from(!r.is_finite());
            }
        }
        self.not_numbers += not_numbers;
        left[frames..].fill(0.0);
        right[frames..].fill(0.0);
        self.frames_left -= frames as u64;
        Ok(frames)
    }
}

/// Why a file was not decoded; `why` says why it is no plain WAV file.
#[cfg(feature = "decoders")]
pub(super) fn not_decoded(error: super::decode::DecodeError, why: WaveError) -> WavError {
    use super::decode::DecodeError;
    match error {
        DecodeError::Unknown => why.into(),
        DecodeError::Channels(channels) => WavError::Channels(channels),
        DecodeError::Broken(words) => WavError::Decode(why, words),
    }
}

/// Opens what a path names; a stream is first read into a temporary file.
pub(super) fn regular(path: &Path) -> Result<File, WavError> {
    // Windows opens no folders, and says that it is forbidden.
    if path.is_dir() {
        return Err(WavError::NotAFile);
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    match metadata.is_file() {
        true => Ok(file),
        false => Ok(spooled(file)?),
    }
}

/// The end of a name, which hints at the format.
pub(super) fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|e| e.to_str())
}

/// Returns whether a file that is no plain WAV file is worth a decoder's look. What is of another
/// format is not shown to it: a decoder that looks for the beginning of a frame finds one in
/// anything.
pub(super) fn may_be_decoded(why: &WaveError) -> bool {
    const DECODED: [&str; 5] = ["FLAC", "Ogg", "MP3", "AIFF", "MPEG audio"];
    match why {
        WaveError::NotWav(looks) => DECODED.iter().any(|name| looks.contains(name)),
        WaveError::Encoding { .. } => true,
        _ => false,
    }
}

/// A stream as a temporary file without a name, read from its beginning.
///
/// # Errors
///
/// When there is no room for it.
pub fn spooled(mut from: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut from, &mut file)?;
    file.rewind()?;
    Ok(file)
}
