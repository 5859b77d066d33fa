//! Sound read from any frame of a file, without holding or unpacking the whole of it: a recording of
//! three hours takes no more memory than one of three minutes.
//!
//! From wherever reading begins, the samples are those of reading from the beginning, bit for bit. A WAV
//! file is addressed directly. Compressed sound depends on what came before (an overlapping block, and in
//! MP3 a reservoir of bits and a synthesis filter), so decoding begins [`LEAD_S`] earlier; and where
//! a format cannot say where it is, it begins anew.

use std::path::Path;

#[cfg(feature = "decoders")]
use std::fs::File;

#[cfg(feature = "decoders")]
use super::decode::{check_channels, DecodeError, Decoder};
use super::read::{extension, regular, WavError, WavReader};
#[cfg(feature = "decoders")]
use super::read::{may_be_decoded, not_decoded};

/// Sound that is decoded before a place, s: 19 frames of MP3 at 44.1 kHz, which reach back over nine.
#[cfg(feature = "decoders")]
const LEAD_S: f64 = 0.5;

/// A file that is read from any place.
pub struct SoundReader {
    source: Source,
    sample_rate_hz: u32,
    frames: Option<u64>,
}

enum Source {
    Wav(Box<WavReader>),
    #[cfg(feature = "decoders")]
    Decoded(Box<Decoded>),
}

impl SoundReader {
    /// Opens a file and reads its header. What is no file (a stream) is first read into a temporary one.
    ///
    /// # Errors
    ///
    /// Everything that [`WavError`] names.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        let file = regular(path)?;
        let again = file.try_clone()?;
        match WavReader::wav(file) {
            Ok(wav) => Ok(Self {
                sample_rate_hz: wav.info().sample_rate_hz,
                frames: Some(wav.info().frames),
                source: Source::Wav(Box::new(wav)),
            }),
            #[cfg(feature = "decoders")]
            Err(WavError::Wave(why)) if may_be_decoded(&why) => {
                let hint = extension(path).map(str::to_owned);
                match Decoded::open(again, hint) {
                    Ok(decoded) => Ok(Self {
                        sample_rate_hz: decoded.sample_rate_hz,
                        frames: decoded.decoder.declared_frames(),
                        source: Source::Decoded(Box::new(decoded)),
                    }),
                    Err(error) => Err(not_decoded(error, why)),
                }
            }
            Err(other) => {
                let _ = (again, extension(path));
                Err(other)
            }
        }
    }

    /// Frames per second, Hz.
    pub fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    /// Length in frames as the header has it; of compressed sound it may be missing or an estimate.
    pub fn declared_frames(&self) -> Option<u64> {
        self.frames
    }

    /// Returns whether the declared length is the true one.
    pub fn is_measured(&self) -> bool {
        matches!(self.source, Source::Wav(_))
    }

    /// Goes on at a frame; beyond the end there is nothing to read.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        match &mut self.source {
            Source::Wav(wav) => wav.seek(frame),
            #[cfg(feature = "decoders")]
            Source::Decoded(decoded) => decoded.seek(frame),
        }
    }

    /// Fills both channels, a mono file into both, and says how many frames there were: fewer than asked
    /// for only at the end, where the rest is set to zero.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn read(&mut self, left: &mut [f32], right: &mut [f32]) -> Result<usize, WavError> {
        match &mut self.source {
            Source::Wav(wav) => wav.read(left, right),
            #[cfg(feature = "decoders")]
            Source::Decoded(decoded) => decoded.read(left, right),
        }
    }

    /// Harmless defects of the file, as far as it has been read.
    pub fn remarks(&self) -> Vec<String> {
        match &self.source {
            Source::Wav(wav) => wav.remarks().to_vec(),
            #[cfg(feature = "decoders")]
            Source::Decoded(decoded) => decoded.decoder.remarks(decoded.position),
        }
    }
}

/// A file that is decoded as it is read.
#[cfg(feature = "decoders")]
struct Decoded {
    file: File,
    extension: Option<String>,
    decoder: Decoder,
    sample_rate_hz: u32,
    /// Decoded frames, of which the first `taken` have been handed out.
    ready: Vec<[f32; 2]>,
    taken: usize,
    /// Place that the file gives the first of them.
    ready_at: i64,
    /// The next frame to hand out.
    position: u64,
}

#[cfg(feature = "decoders")]
impl Decoded {
    fn open(file: File, extension: Option<String>) -> Result<Self, DecodeError> {
        let decoder = Decoder::open(file.try_clone()?, extension.as_deref())?;
        let mut decoded = Self {
            file,
            extension,
            decoder,
            sample_rate_hz: 0,
            ready: Vec::new(),
            taken: 0,
            ready_at: 0,
            position: 0,
        };
        if !decoded.refill()? {
            let why = decoded.decoder.remarks(0);
            return Err(DecodeError::Broken(match why.first() {
                Some(why) => why.clone(),
                None => "it holds no audio".to_owned(),
            }));
        }
        Ok(decoded)
    }

    /// Decodes the next packet that is not empty; false at the end.
    fn refill(&mut self) -> Result<bool, DecodeError> {
        self.ready.clear();
        self.taken = 0;
        while let Some(packet) = self.decoder.next() {
            if packet.samples.is_empty() {
                continue;
            }
            check_channels(packet.channels)?;
            match self.sample_rate_hz {
                0 => self.sample_rate_hz = packet.rate_hz,
                begun if begun != packet.rate_hz => {
                    let now = packet.rate_hz;
                    let words = format!("its sample rate changes from {begun} to {now} Hz");
                    return Err(DecodeError::Broken(words));
                }
                _ => {}
            }
            self.ready_at = packet.at;
            let frames = packet.samples.chunks_exact(packet.channels);
            self.ready
                .extend(frames.map(|frame| [frame[0], frame[frame.len() - 1]]));
            return Ok(true);
        }
        Ok(false)
    }

    fn next(&mut self) -> Result<bool, WavError> {
        self.refill().map_err(|error| match error {
            DecodeError::Channels(channels) => WavError::Channels(channels),
            DecodeError::Broken(words) => std::io::Error::other(words).into(),
            DecodeError::Unknown => std::io::Error::other("it is of no known format").into(),
        })
    }

    fn read(&mut self, left: &mut [f32], right: &mut [f32]) -> Result<usize, WavError> {
        let wanted = left.len().min(right.len());
        let mut done = 0;
        while done < wanted {
            if self.taken == self.ready.len() && !self.next()? {
                break;
            }
            let now = (wanted - done).min(self.ready.len() - self.taken);
            let frames = &self.ready[self.taken..self.taken + now];
            let to = left[done..].iter_mut().zip(&mut right[done..]);
            for ((l, r), frame) in to.zip(frames) {
                [*l, *r] = *frame;
            }
            self.taken += now;
            done += now;
        }
        left[done..].fill(0.0);
        right[done..].fill(0.0);
        self.position += done as u64;
        Ok(done)
    }

    fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        let lead = (LEAD_S * f64::from(self.sample_rate_hz)) as u64;
        if frame < lead || !self.seek_near(frame, frame - lead)? {
            self.restart()?;
            self.position = 0;
            self.skip(frame)?;
        }
        self.position = frame;
        Ok(())
    }

    /// Goes to a place by what the file says, decoding from `from` on. False where it does not say.
    fn seek_near(&mut self, frame: u64, from: u64) -> Result<bool, WavError> {
        if !self.decoder.seek(from) || !self.next()? {
            return Ok(false);
        }
        let Ok(first) = u64::try_from(self.ready_at) else {
            return Ok(false);
        };
        if first > from + (frame - from) / 2 {
            return Ok(false);
        }
        // The places of the packets lead on: one that could not be decoded is a gap in them.
        while self.ready_at + (self.ready.len() as i64) <= frame as i64 {
            if !self.next()? {
                return Ok(true);
            }
        }
        self.taken = (frame as i64 - self.ready_at).max(0) as usize;
        Ok(true)
    }

    fn restart(&mut self) -> Result<(), WavError> {
        let again = self.file.try_clone()?;
        self.decoder = Decoder::open(again, self.extension.as_deref())
            .map_err(|_| std::io::Error::other("it cannot be read any more"))?;
        self.ready.clear();
        self.taken = 0;
        Ok(())
    }

    fn skip(&mut self, mut frames: u64) -> Result<(), WavError> {
        while frames > 0 {
            if self.taken == self.ready.len() && !self.next()? {
                break;
            }
            let here = (self.ready.len() - self.taken) as u64;
            let now = here.min(frames);
            self.taken += now as usize;
            frames -= now;
        }
        Ok(())
    }
}

#[cfg(all(test, feature = "decoders"))]
mod tests {
    use super::*;

    /// Every format of the fixtures, read from many places, against reading from the beginning.
    #[test]
    fn reading_from_any_place_gives_the_bits_of_reading_from_the_beginning() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut far = 0;
        for entry in ["audio", "audio-long"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(fixtures.join(folder)).unwrap())
        {
            let path = entry.unwrap().path();
            let mut linear = WavReader::open(&path).unwrap();
            let frames = linear.info().frames as usize;
            let [mut left, mut right] = [vec![0.0; frames], vec![0.0; frames]];
            linear.read(&mut left, &mut right).unwrap();
            let mut sound = SoundReader::open(&path).unwrap();
            assert_eq!(sound.sample_rate_hz(), linear.info().sample_rate_hz);
            far += usize::from(frames > 40_000);
            let places = [0, 1, frames / 3, frames - 100, frames / 2, 700, frames + 5];
            for place in places.into_iter().chain((0..frames).step_by(9973)) {
                sound.seek(place as u64).unwrap();
                let [mut l, mut r] = [vec![9.0; 900], vec![9.0; 900]];
                let got = sound.read(&mut l, &mut r).unwrap();
                let from = place.min(frames);
                assert_eq!(got, (frames - from).min(900), "{path:?} at {place}");
                assert!(l[..got] == left[from..from + got], "{path:?} at {place}");
                assert!(r[..got] == right[from..from + got], "{path:?} at {place}");
                assert!(l[got..].iter().all(|x| *x == 0.0));
            }
        }
        assert!(far >= 4, "{far} files are long enough to begin within");
    }
}
