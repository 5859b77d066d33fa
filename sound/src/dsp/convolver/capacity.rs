//! Room of a convolver.

/// Room that a convolver has for the responses of an input.
#[derive(Clone, Copy, Debug)]
pub struct Capacity {
    /// Length of the longest response, samples.
    pub max_taps: usize,
    /// Length of the longest delayed response, samples.
    pub max_delayed_taps: usize,
    /// Number of the delayed output that it goes to.
    pub delayed_output: usize,
}
