//! The tracks of a song: one file, its two sides, or a folder of stems.

use std::path::{Path, PathBuf};

use bodypack::files::{io_words, SoundReader, WavError, RATES_HZ};
use serde::{Deserialize, Serialize};

use crate::error::PlayerError;

/// Ends of the names of files that can be played.
pub const ENDINGS: &[&str] = &[
    "wav", "wave", "flac", "mp3", "ogg", "oga", "aif", "aiff", "aifc",
];
/// Most tracks of a song.
pub const MOST_TRACKS: usize = 32;

/// Use of a file's two channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channels {
    /// Both, unchanged.
    #[default]
    Stereo,
    /// Left and right exchanged.
    Swap,
    /// Their mean on both sides.
    Mono,
    /// The left one on both sides.
    Left,
    /// The right one on both sides.
    Right,
    /// Two tracks of one channel each, as of a file with the click on one side.
    Split,
}

impl Channels {
    /// All uses with their names.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Stereo, "Stereo"),
        (Self::Swap, "Swapped"),
        (Self::Mono, "Mono"),
        (Self::Left, "Left only"),
        (Self::Right, "Right only"),
        (Self::Split, "Split"),
    ];

    fn apply(self, left: &mut [f32], right: &mut [f32]) {
        match self {
            Self::Stereo | Self::Split => {}
            Self::Swap => left.swap_with_slice(right),
            Self::Mono => {
                for (l, r) in left.iter_mut().zip(right) {
                    *l = 0.5 * (*l + *r);
                    *r = *l;
                }
            }
            Self::Left => right.copy_from_slice(left),
            Self::Right => left.copy_from_slice(right),
        }
    }
}

/// A track of a song and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackSource {
    /// Name on its fader.
    pub name: String,
    /// File that it is read from.
    pub path: PathBuf,
    /// Use of the file's channels.
    pub channels: Channels,
}

/// The tracks of a file.
pub fn of_file(path: &Path, channels: Channels) -> Vec<TrackSource> {
    let track = |name: String, channels| TrackSource {
        name,
        path: path.to_owned(),
        channels,
    };
    match channels {
        Channels::Split => vec![
            track("Left".into(), Channels::Left),
            track("Right".into(), Channels::Right),
        ],
        _ => vec![track(stem_of(path), channels)],
    }
}

/// The tracks of a folder of stems, by name.
///
/// # Errors
/// When the folder cannot be read or holds no sound, or too many files.
pub fn of_folder(folder: &Path) -> Result<Vec<TrackSource>, PlayerError> {
    let unread = |error: std::io::Error| PlayerError::of(folder, io_words(&error));
    let mut tracks = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.is_file() && is_sound(&path) {
            tracks.extend(of_file(&path, Channels::Stereo));
        }
    }
    tracks.sort_by(|a, b| a.path.cmp(&b.path));
    if tracks.is_empty() {
        return Err(PlayerError::of(
            folder,
            "holds no sound files (WAV, FLAC, MP3, Ogg or AIFF)",
        ));
    }
    if tracks.len() > MOST_TRACKS {
        let count = tracks.len();
        return Err(PlayerError::of(
            folder,
            format!("holds {count} sound files; at most {MOST_TRACKS} stems are played"),
        ));
    }
    Ok(tracks)
}

/// Returns whether the name of a file is that of sound.
pub fn is_sound(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str());
    end.is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// The name of a file without its folder and end.
pub fn stem_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A track that is open.
pub struct Track {
    source: TrackSource,
    reader: SoundReader,
    /// Why it fell silent, once it has.
    failed: Option<String>,
}

impl Track {
    /// Goes on at a frame.
    pub fn seek(&mut self, frame: u64) {
        if let Err(error) = self.reader.seek(frame) {
            self.fail(&error);
        }
    }

    /// Fills both channels and says how many frames there were; the rest is silent. A file that breaks
    /// off in the middle is silent from there on, and the song goes on.
    pub fn read(&mut self, left: &mut [f32], right: &mut [f32]) -> usize {
        let got = match self.reader.read(left, right) {
            _ if self.failed.is_some() => 0,
            Ok(got) => got,
            Err(error) => {
                self.fail(&error);
                0
            }
        };
        for channel in [&mut *left, &mut *right] {
            channel[got..].fill(0.0);
        }
        self.source.channels.apply(left, right);
        got
    }

    fn fail(&mut self, error: &WavError) {
        let path = self.source.path.display();
        self.failed = Some(format!("{path}: falls silent: {error}"));
    }

    /// Defects that did not keep it from being heard, as far as it has been read.
    pub fn remarks(&self) -> Vec<String> {
        let path = self.source.path.display();
        let defects = self.reader.remarks();
        let mut remarks: Vec<String> = defects.iter().map(|r| format!("{path}: {r}")).collect();
        remarks.extend(self.failed.clone());
        remarks
    }
}

/// A song whose files are open.
pub struct OpenSong {
    /// Its tracks, at least one.
    pub tracks: Vec<Track>,
    /// Frames per second of all of them, Hz.
    pub rate_hz: u32,
}

impl OpenSong {
    /// Opens all tracks.
    ///
    /// # Errors
    /// When one is refused, or has another rate than the first.
    pub fn open(sources: &[TrackSource]) -> Result<Self, PlayerError> {
        let mut tracks: Vec<Track> = Vec::new();
        let mut rate_hz = 0;
        for source in sources {
            let path = source.path.as_path();
            let reader = SoundReader::open(path).map_err(|e| PlayerError::sound(path, e))?;
            let own_hz = reader.sample_rate_hz();
            if !RATES_HZ.contains(&own_hz) {
                let (least, most) = (RATES_HZ.start(), RATES_HZ.end());
                return Err(PlayerError::of(
                    path,
                    format!("its sample rate is {own_hz} Hz; {least} to {most} Hz expected"),
                ));
            }
            match tracks.first() {
                Some(first) if own_hz != rate_hz => {
                    let other = first.source.path.display();
                    return Err(PlayerError::of(
                        path,
                        format!(
                            "its sample rate is {own_hz} Hz, but {other} has {rate_hz} Hz; the \
                             stems of a song must have one rate"
                        ),
                    ));
                }
                _ => rate_hz = own_hz,
            }
            tracks.push(Track {
                source: source.clone(),
                reader,
                failed: None,
            });
        }
        if tracks.is_empty() {
            return Err(PlayerError::Said("a song without tracks".into()));
        }
        Ok(Self { tracks, rate_hz })
    }

    /// Length by the headers, frames; of compressed sound it may be missing or an estimate.
    pub fn declared_frames(&self) -> Option<u64> {
        let lengths = self.tracks.iter().map(|t| t.reader.declared_frames());
        lengths.collect::<Option<Vec<u64>>>()?.into_iter().max()
    }

    /// Returns whether that length is the true one.
    pub fn is_measured(&self) -> bool {
        self.tracks.iter().all(|track| track.reader.is_measured())
    }

    /// Defects of its files.
    pub fn remarks(&self) -> Vec<String> {
        self.tracks.iter().flat_map(Track::remarks).collect()
    }
}
