//! Sound that a report reads.

/// Sound that a report reads, each as long as the mix and at its rate; silence where a file is shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The mix as it leaves the desk.
    Mix,
    /// A recording of the room.
    Ambient,
    /// The performer's own sound.
    OwnVoice,
    /// A part of the mix by itself.
    Stem(usize),
}

/// Source of those sounds.
pub trait Inputs {
    /// Sample rate, Hz.
    fn sample_rate_hz(&self) -> f64;
    /// Length in frames.
    fn frames(&self) -> u64;
    /// Returns whether there is such a sound.
    fn has(&self, input: Input) -> bool;
    /// Fills both channels from a frame on; silence past the end.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&mut self, input: Input, from: u64, to: [&mut [f32]; 2]) -> std::io::Result<()>;
}
