//! Options of an import, and the files that lie beside.

/// The stage of Equalizer APO that lines are read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Before the sounds of several programs are mixed.
    PreMix,
    /// After that; where lines without a stage belong.
    #[default]
    PostMix,
    /// Of a device that records.
    Capture,
}

impl Stage {
    /// Its name in a configuration.
    pub fn id(self) -> &'static str {
        match self {
            Self::PreMix => "pre-mix",
            Self::PostMix => "post-mix",
            Self::Capture => "capture",
        }
    }
}

/// Options of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The device that an Equalizer APO configuration is read for: words of its name. Without one, the
    /// first output device that the file names.
    pub device: Option<String>,
    /// The stage that it is read for.
    pub stage: Stage,
    /// Takes a response that does not cover [`COMPARED_HZ`](super::COMPARED_HZ), and a file of which little could be read.
    pub partial: bool,
}

/// Files that lie beside the one that is read.
pub trait Beside {
    /// The bytes of a file, by its name from the folder of the first one, with `/` between folders.
    ///
    /// # Errors
    /// In the user's words, when it is not there, or longer than `longest` bytes.
    fn read(&mut self, name: &str, longest: usize) -> Result<Vec<u8>, String>;
}

/// The longest file that is read, bytes.
pub const LONGEST_FILE: usize = 4 << 20;

/// The most points that an imported curve has; denser files are averaged over 1/96 octave.
pub const MOST_POINTS: usize = 2000;
