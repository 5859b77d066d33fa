//! A short WAV file as a whole.

use super::{header, WaveError};

/// A short file, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Frames per second, Hz.
    pub sample_rate_hz: u32,
    /// The samples of each channel; all are equally long.
    pub channels: Vec<Vec<f32>>,
}

/// Decodes a file in memory, as far as it goes. Samples are as they stand there, even if they are
/// no numbers.
///
/// # Errors
/// Like [`header`], and when there are more channels than an impulse response has.
pub fn whole(mut bytes: &[u8]) -> Result<Recording, WaveError> {
    const MOST_CHANNELS: u16 = 16;
    let header = header(&mut bytes)?;
    if header.channels > MOST_CHANNELS {
        return Err(WaveError::Header("it has more than 16 channels"));
    }
    let promised = header.data_bytes.unwrap_or(u64::MAX);
    let joined;
    let audio = if header.ahead.is_empty() {
        bytes
    } else {
        joined = [&header.ahead[..], bytes].concat();
        &joined[..]
    };
    let here = usize::try_from(promised).map_or(audio.len(), |n| n.min(audio.len()));
    let mut channels = vec![Vec::new(); usize::from(header.channels)];
    let width = header.encoding.bytes();
    for frame in audio[..here].chunks_exact(header.frame_bytes()) {
        for (channel, sample) in channels.iter_mut().zip(frame.chunks_exact(width)) {
            channel.push(header.encoding.sample(sample) as f32);
        }
    }
    if channels[0].is_empty() {
        return Err(WaveError::NoAudio);
    }
    Ok(Recording {
        sample_rate_hz: header.sample_rate_hz,
        channels,
    })
}
