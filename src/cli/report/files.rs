//! The inputs, decoded once into temporary files that every rig reads for itself, so that memory does not
//! grow with the length of the mix.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use bodypack::files::{WavInfo, WavReader, RATES_HZ};
use bodypack::report::{Input, Inputs, StemRole};
use tempfile::NamedTempFile;

use super::super::output::is_dash;
use super::super::{words, CliError};
use super::stopped;

/// Bytes of a frame: two channels of 32-bit float.
const FRAME_BYTES: u64 = 8;
/// Frames that are copied at once.
const PIECE: usize = 8192;
/// Difference in length that is worth a word, s.
const NOTICED_S: f64 = 0.05;

/// A mix shorter than this is reported on with a word, s.
const SOME_SOUND_S: f64 = 1.0;

/// One sound on disk.
struct Sound {
    input: Input,
    file: NamedTempFile,
    frames: u64,
}

/// Files of a report.
pub struct Sources<'a> {
    pub mix: &'a Path,
    pub ambient: Option<&'a Path>,
    pub own_voice: Option<&'a Path>,
    /// Parts of the mix by name.
    pub stems: &'a [(String, PathBuf)],
}

/// All inputs of a report.
pub struct Spooled {
    name: String,
    sample_rate_hz: u32,
    frames: u64,
    sounds: Vec<Sound>,
    stems: Vec<String>,
    remarks: Vec<String>,
}

impl Spooled {
    /// Reads all inputs.
    ///
    /// # Errors
    /// When one cannot be read, or has another rate than the mix.
    pub fn new(sources: &Sources<'_>) -> Result<Self, CliError> {
        let aux = [sources.ambient, sources.own_voice].into_iter().flatten();
        let stems = sources.stems.iter().map(|(_, path)| path.as_path());
        let all = std::iter::once(sources.mix).chain(aux).chain(stems);
        super::super::output::one_stream(all)?;
        let mut spooled = Self {
            name: match is_dash(sources.mix) {
                true => "standard input".into(),
                false => sources
                    .mix
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            },
            sample_rate_hz: 0,
            frames: 0,
            sounds: Vec::new(),
            stems: Vec::new(),
            remarks: Vec::new(),
        };
        spooled.add(Input::Mix, sources.mix)?;
        if let Some(path) = sources.ambient {
            spooled.add(Input::Ambient, path)?;
        }
        for (name, path) in sources.stems {
            spooled.add_stem(name, path)?;
        }
        if let Some(path) = sources.own_voice {
            spooled.add(Input::OwnVoice, path)?;
            let sung = spooled
                .stems
                .iter()
                .any(|name| StemRole::of(name) == StemRole::Voice);
            if !sung {
                spooled.add_stem("own voice", path)?;
            }
        }
        Ok(spooled)
    }

    fn add_stem(&mut self, name: &str, path: &Path) -> Result<(), CliError> {
        if self.stems.iter().any(|known| known == name) {
            return Err(CliError::Input(format!(
                "--stem: the name \"{name}\" is given twice"
            )));
        }
        let index = self.stems.len();
        self.stems.push(name.to_owned());
        self.add(Input::Stem(index), path)
    }

    fn add(&mut self, input: Input, path: &Path) -> Result<(), CliError> {
        let mut reader = WavReader::open(path).map_err(|e| CliError::wav(path, e))?;
        let info = reader.info();
        self.check(input, path, info)?;
        let unwritable = |e: io::Error| {
            CliError::Input(format!(
                "no room for temporary files: {}",
                words::io_words(&e)
            ))
        };
        let mut file = NamedTempFile::new().map_err(unwritable)?;
        let mut writer = BufWriter::new(file.as_file_mut());
        let [mut left, mut right] = [(); 2].map(|()| vec![0.0_f32; PIECE]);
        let mut bytes = Vec::with_capacity(PIECE * FRAME_BYTES as usize);
        let mut left_over = info.frames;
        while left_over > 0 {
            let read = reader
                .read(&mut left, &mut right)
                .map_err(|e| CliError::wav(path, e))?;
            bytes.clear();
            for (l, r) in left[..read].iter().zip(&right[..read]) {
                bytes.extend(l.to_le_bytes());
                bytes.extend(r.to_le_bytes());
            }
            writer.write_all(&bytes).map_err(unwritable)?;
            left_over = left_over.saturating_sub(read.max(1) as u64);
            if stopped() {
                return Err(CliError::Stopped);
            }
        }
        writer.flush().map_err(unwritable)?;
        drop(writer);
        self.note(input, path, info, &reader);
        self.sounds.push(Sound {
            input,
            file,
            frames: info.frames,
        });
        Ok(())
    }

    fn check(&mut self, input: Input, path: &Path, info: WavInfo) -> Result<(), CliError> {
        let rate_hz = info.sample_rate_hz;
        if input == Input::Mix {
            (self.sample_rate_hz, self.frames) = (rate_hz, info.frames);
            if !RATES_HZ.contains(&rate_hz) {
                return Err(CliError::Input(format!(
                    "{}: its sample rate is {rate_hz} Hz; {} to {} Hz expected",
                    path.display(),
                    RATES_HZ.start(),
                    RATES_HZ.end()
                )));
            }
        }
        if rate_hz != self.sample_rate_hz {
            return Err(CliError::Input(format!(
                "{}: its sample rate is {rate_hz} Hz, but the mix has {} Hz; bring it to the mix's",
                path.display(),
                self.sample_rate_hz
            )));
        }
        Ok(())
    }

    fn note(&mut self, input: Input, path: &Path, info: WavInfo, reader: &WavReader) {
        let name = path.display();
        let mut say = |words: String| {
            if !self.remarks.contains(&words) {
                self.remarks.push(words);
            }
        };
        reader
            .remarks()
            .iter()
            .for_each(|remark| say(format!("{name}: {remark}")));
        if reader.not_numbers() > 0 {
            let all = info.frames * u64::from(info.channels);
            say(format!(
                "{name}: {} of {all} samples were no numbers and were taken for silence",
                reader.not_numbers()
            ));
        }
        let [length, mix] =
            [info.frames, self.frames].map(|n| n as f64 / f64::from(self.sample_rate_hz));
        match input {
            Input::Mix if info.channels == 1 => {
                say(format!(
                    "{name}: the mix is mono; nothing is said about its image"
                ));
            }
            Input::Mix if length < SOME_SOUND_S => say(format!(
                "{name}: the mix is {} long; findings about so little of it mean little",
                words::length(length)
            )),
            Input::Mix => {}
            _ if length < mix - NOTICED_S => say(format!(
                "{name}: {} long, the mix {}; silence follows",
                words::length(length),
                words::length(mix)
            )),
            _ if length > mix + NOTICED_S => say(format!(
                "{name}: {} long, the mix {}; the rest was left out",
                words::length(length),
                words::length(mix)
            )),
            _ => {}
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    pub fn frames(&self) -> u64 {
        self.frames
    }

    pub fn stems(&self) -> &[String] {
        &self.stems
    }

    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Readers of one's own.
    ///
    /// # Errors
    /// When the temporary files cannot be opened again.
    pub fn open(&self) -> io::Result<Opened> {
        let sounds = self.sounds.iter().map(|sound| {
            Ok(Open {
                input: sound.input,
                file: sound.file.reopen()?,
                frames: sound.frames,
                at: 0,
            })
        });
        Ok(Opened {
            sample_rate_hz: f64::from(self.sample_rate_hz),
            frames: self.frames,
            sounds: sounds.collect::<io::Result<_>>()?,
            bytes: Vec::new(),
        })
    }
}

impl Spooled {
    /// The same, with words for the user.
    ///
    /// # Errors
    /// See [`Self::open`].
    pub fn reopened(&self) -> Result<Opened, CliError> {
        self.open().map_err(|e| {
            let reason = words::io_words(&e);
            CliError::Input(format!("a temporary file cannot be read: {reason}"))
        })
    }
}

struct Open {
    input: Input,
    file: File,
    frames: u64,
    at: u64,
}

/// The inputs as one thread reads them.
pub struct Opened {
    sample_rate_hz: f64,
    frames: u64,
    sounds: Vec<Open>,
    bytes: Vec<u8>,
}

impl Inputs for Opened {
    fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    fn frames(&self) -> u64 {
        self.frames
    }

    fn has(&self, input: Input) -> bool {
        self.sounds.iter().any(|sound| sound.input == input)
    }

    fn read(&mut self, input: Input, from: u64, [left, right]: [&mut [f32]; 2]) -> io::Result<()> {
        let wanted = left.len().min(right.len());
        let Some(sound) = self.sounds.iter_mut().find(|sound| sound.input == input) else {
            left.fill(0.0);
            right.fill(0.0);
            return Ok(());
        };
        let frames = sound
            .frames
            .min(self.frames)
            .saturating_sub(from)
            .min(wanted as u64) as usize;
        self.bytes.resize(frames * FRAME_BYTES as usize, 0);
        if frames > 0 && sound.at != from {
            sound.file.seek(SeekFrom::Start(from * FRAME_BYTES))?;
        }
        sound.file.read_exact(&mut self.bytes)?;
        if frames > 0 {
            sound.at = from + frames as u64;
        }
        for (frame, (l, r)) in self
            .bytes
            .chunks_exact(8)
            .zip(left.iter_mut().zip(right.iter_mut()))
        {
            *l = f32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]]);
            *r = f32::from_le_bytes([frame[4], frame[5], frame[6], frame[7]]);
        }
        left[frames..].fill(0.0);
        right[frames..].fill(0.0);
        Ok(())
    }
}
