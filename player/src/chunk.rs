//! Blocks of sound on their way from the reading thread to the audio thread.

/// Longest block, frames.
pub const CHUNK: usize = 512;

/// Relation of a block to the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A song begins: nothing is heard that it could be faded from.
    Start,
    /// Another place of the song: faded out before and in after.
    Jump,
    /// The same sound as before from one frame on, with other loop or click.
    Join,
}

/// Some frames of all tracks.
#[derive(Debug)]
pub struct Chunk {
    /// Counts the plans of the reading thread; blocks of an older one are out of date.
    pub generation: u64,
    /// Relation of its plan to the one before.
    pub entry: Entry,
    /// Index of the first frame since the song began to play.
    pub at: u64,
    /// Place of the first frame in the song, in frames of its files.
    pub song_frame: u64,
    /// Frames per second of its files, Hz.
    pub song_hz: u32,
    /// True while the count-in runs.
    pub counts_in: bool,
    /// Number of frames; fewer than [`CHUNK`] only at the end.
    pub frames: usize,
    /// True if nothing follows.
    pub is_last: bool,
    /// Both channels of each track, [`CHUNK`] frames long.
    pub tracks: Vec<[Vec<f32>; 2]>,
    /// The click at full level.
    pub click: Vec<f32>,
    /// True if there is a click in it.
    pub has_click: bool,
}

impl Chunk {
    /// A block for so many tracks.
    pub fn new(tracks: usize) -> Self {
        Self {
            generation: 0,
            entry: Entry::Start,
            at: 0,
            song_frame: 0,
            song_hz: 1,
            counts_in: false,
            frames: 0,
            is_last: false,
            tracks: (0..tracks)
                .map(|_| [vec![0.0; CHUNK], vec![0.0; CHUNK]])
                .collect(),
            click: vec![0.0; CHUNK],
            has_click: false,
        }
    }
}
