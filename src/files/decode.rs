//! Other formats than WAV: decoded packet by packet, from the beginning or from any frame, or whole into
//! a temporary WAV file, which has a known length.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, SeekMode, SeekTo, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::Timestamp;

use super::write::header;

/// Why nothing was decoded.
pub enum DecodeError {
    /// It is no format that is decoded.
    Unknown,
    /// Neither mono nor stereo.
    Channels(u16),
    /// It is one, and broken or of a kind that is not decoded.
    Broken(String),
}

impl From<std::io::Error> for DecodeError {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(super::io_words(&error))
    }
}

/// Samples of one packet.
pub struct Packet<'a> {
    /// The place that the file gives the first frame; before zero is what the coder adds.
    pub at: i64,
    /// Number of channels.
    pub channels: usize,
    /// Frames per second, Hz.
    pub rate_hz: u32,
    /// Samples, channel by channel in each frame.
    pub samples: &'a [f32],
}

/// The reader of a format; `extension` is a hint.
fn probed(
    source: Box<dyn MediaSource>,
    extension: Option<&str>,
) -> Result<Box<dyn FormatReader>, DecodeError> {
    let stream = MediaSourceStream::new(source, Default::default());
    let mut hint = Hint::new();
    if let Some(extension) = extension {
        hint.with_extension(extension);
    }
    let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
    let probed = symphonia::default::get_probe().probe(&hint, stream, format, meta);
    probed.map_err(|_| DecodeError::Unknown)
}

/// A file that is being decoded.
pub struct Decoder {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    frames: Option<u64>,
    samples: Vec<f32>,
    /// Packets that could not be decoded so far.
    damaged: u64,
    /// Reason why the file ended before its end.
    ended: Option<String>,
}

impl Decoder {
    /// Opens a file; `extension` is a hint.
    pub fn open(mut file: File, extension: Option<&str>) -> Result<Self, DecodeError> {
        file.rewind()?;
        let format = match probed(Box::new(file.try_clone()?), extension) {
            Ok(format) => format,
            Err(_) => {
                // A file that is cut off has lost what is looked for at its end: it is read in order.
                file.rewind()?;
                probed(Box::new(ReadOnlySource::new(file)), extension)?
            }
        };
        let track = format
            .default_track(TrackType::Audio)
            .ok_or(DecodeError::Unknown)?;
        let parameters = track.codec_params.as_ref().and_then(|p| p.audio());
        let parameters = parameters.ok_or(DecodeError::Unknown)?;
        let options = AudioDecoderOptions::default();
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &options)
            .map_err(|error| DecodeError::Broken(error.to_string()))?;
        let (track, frames) = (track.id, track.num_frames);
        Ok(Self {
            format,
            decoder,
            track,
            frames,
            samples: Vec::new(),
            damaged: 0,
            ended: None,
        })
    }

    /// Length in frames by the header, which may be missing or an estimate.
    pub fn declared_frames(&self) -> Option<u64> {
        self.frames
    }

    /// The next packet, which may be empty; `None` at the end, or where nothing more can be read.
    pub fn next(&mut self) -> Option<Packet<'_>> {
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track => packet,
                Ok(Some(_)) => continue,
                Ok(None) => return None,
                Err(error) => {
                    self.ended = Some(error.to_string());
                    return None;
                }
            };
            let at = packet
                .pts
                .get()
                .saturating_add(packet.trim_start.get() as i64);
            match self.decoder.decode(&packet) {
                Ok(buffer) => {
                    let (channels, rate_hz) =
                        (buffer.spec().channels().count(), buffer.spec().rate());
                    self.samples.resize(buffer.samples_interleaved(), 0.0);
                    buffer.copy_to_slice_interleaved(&mut self.samples);
                    return Some(Packet {
                        at,
                        channels,
                        rate_hz,
                        samples: &self.samples,
                    });
                }
                Err(Error::DecodeError(_)) => self.damaged += 1,
                Err(error) => {
                    self.ended = Some(error.to_string());
                    return None;
                }
            }
        }
    }

    /// Goes on at a packet that begins at or before a frame. False where the format cannot do so.
    pub fn seek(&mut self, frame: u64) -> bool {
        let to = SeekTo::Timestamp {
            ts: Timestamp::from(i64::try_from(frame).unwrap_or(i64::MAX)),
            track_id: self.track,
        };
        let sought = self.format.seek(SeekMode::Accurate, to);
        self.decoder.reset();
        self.ended = None;
        sought.is_ok()
    }

    /// Defects on the way, after `frames` frames.
    pub fn remarks(&self, frames: u64) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.damaged > 0 {
            remarks.push(format!("{} damaged packets were left out", self.damaged));
        }
        if let Some(why) = &self.ended {
            remarks.push(format!("it ends early ({why}); {frames} frames were read"));
        }
        remarks
    }
}

/// Refuses what is neither mono nor stereo.
pub fn check_channels(channels: usize) -> Result<(), DecodeError> {
    match (1..=2).contains(&channels) {
        true => Ok(()),
        false => Err(DecodeError::Channels(
            u16::try_from(channels).unwrap_or(u16::MAX),
        )),
    }
}

/// Decodes a whole file as far as it goes, into stereo float; mono goes to both channels. Says what was
/// wrong on the way.
pub fn to_wav(file: File, extension: Option<&str>) -> Result<(File, Vec<String>), DecodeError> {
    let mut decoder = Decoder::open(file, extension)?;
    let mut wav = GrowingWav::new()?;
    while let Some(packet) = decoder.next() {
        wav.add(packet.samples, packet.channels, packet.rate_hz)?;
    }
    let frames = wav.frames;
    if frames == 0 {
        return Err(DecodeError::Broken(
            decoder
                .ended
                .unwrap_or_else(|| "it holds no audio".to_owned()),
        ));
    }
    let remarks = decoder.remarks(frames);
    Ok((wav.finish()?, remarks))
}

/// A temporary WAV file while its length is not known.
struct GrowingWav {
    to: BufWriter<File>,
    rate_hz: Option<u32>,
    frames: u64,
}

impl GrowingWav {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            to: BufWriter::new(tempfile::tempfile()?),
            rate_hz: None,
            frames: 0,
        })
    }

    fn add(&mut self, samples: &[f32], channels: usize, rate_hz: u32) -> Result<(), DecodeError> {
        check_channels(channels)?;
        // The first packet may be empty, so the rate tells whether the header is there, not the frames.
        match self.rate_hz {
            None => {
                self.to.write_all(&header(rate_hz, 0))?;
                self.rate_hz = Some(rate_hz);
            }
            Some(begun) if begun != rate_hz => {
                let words = format!("its sample rate changes from {begun} to {rate_hz} Hz");
                return Err(DecodeError::Broken(words));
            }
            Some(_) => {}
        }
        for frame in samples.chunks_exact(channels) {
            self.to.write_all(&frame[0].to_le_bytes())?;
            self.to.write_all(&frame[channels - 1].to_le_bytes())?;
            self.frames += 1;
        }
        Ok(())
    }

    /// Puts the length into the header. Beyond 4 GiB the size stays open, and then it is read to its end.
    fn finish(self) -> Result<File, DecodeError> {
        let mut file = self.to.into_inner().map_err(|error| error.into_error())?;
        let begun = header(self.rate_hz.unwrap_or(0), 0);
        let done = header(self.rate_hz.unwrap_or(0), self.frames);
        let size_at = begun.len() as u64 - 4;
        file.seek(SeekFrom::Start(size_at))?;
        if done.len() == begun.len() {
            file.write_all(&done[done.len() - 4..])?;
        } else {
            file.write_all(&u32::MAX.to_le_bytes())?;
        }
        Ok(file)
    }
}
