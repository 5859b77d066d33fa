//! Other formats than WAV, decoded into a temporary WAV file: only then their length is known.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

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
        Self::Broken(crate::cli::words::io_words(&error))
    }
}

/// Decodes a whole file as far as it goes, into stereo float; mono goes to both channels. Says what was
/// wrong on the way.
pub fn to_wav(mut file: File, extension: Option<&str>) -> Result<(File, Vec<String>), DecodeError> {
    file.rewind()?;
    let stream = MediaSourceStream::new(Box::new(file), Default::default());
    let mut hint = Hint::new();
    if let Some(extension) = extension {
        hint.with_extension(extension);
    }
    let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
    let probed = symphonia::default::get_probe().probe(&hint, stream, format, meta);
    let mut format = probed.map_err(|_| DecodeError::Unknown)?;
    let broken = |error: &Error| DecodeError::Broken(error.to_string());
    let track = format
        .default_track(TrackType::Audio)
        .ok_or(DecodeError::Unknown)?;
    let parameters = track.codec_params.as_ref().and_then(|p| p.audio());
    let parameters = parameters.ok_or(DecodeError::Unknown)?;
    let options = AudioDecoderOptions::default();
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &options)
        .map_err(|error| broken(&error))?;
    let id = track.id;

    let mut wav = AtomicFile::new()?;
    let mut damaged = 0u64;
    let mut samples: Vec<f32> = Vec::new();
    let mut ended = None;
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) if packet.track_id == id => packet,
            Ok(Some(_)) => continue,
            Ok(None) => break,
            Err(error) => {
                ended = Some(error.to_string());
                break;
            }
        };
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let channels = buffer.spec().channels().count();
                samples.resize(buffer.samples_interleaved(), 0.0);
                buffer.copy_to_slice_interleaved(&mut samples);
                wav.add(&samples, channels, buffer.spec().rate())?;
            }
            Err(Error::DecodeError(_)) => damaged += 1,
            Err(error) => {
                ended = Some(error.to_string());
                break;
            }
        }
    }
    let frames = wav.frames;
    if frames == 0 {
        return Err(DecodeError::Broken(
            ended.unwrap_or_else(|| "it holds no audio".to_owned()),
        ));
    }
    let mut remarks = Vec::new();
    if damaged > 0 {
        remarks.push(format!("{damaged} damaged packets were left out"));
    }
    if let Some(why) = ended {
        remarks.push(format!("it ends early ({why}); {frames} frames were read"));
    }
    Ok((wav.finish()?, remarks))
}

/// The temporary file while its length is not known.
struct AtomicFile {
    to: BufWriter<File>,
    rate_hz: Option<u32>,
    frames: u64,
}

impl AtomicFile {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            to: BufWriter::new(tempfile::tempfile()?),
            rate_hz: None,
            frames: 0,
        })
    }

    fn add(&mut self, samples: &[f32], channels: usize, rate_hz: u32) -> Result<(), DecodeError> {
        if !(1..=2).contains(&channels) {
            return Err(DecodeError::Channels(
                u16::try_from(channels).unwrap_or(u16::MAX),
            ));
        }
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
