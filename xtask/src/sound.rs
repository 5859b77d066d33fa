//! Sound in memory.

/// Two channels of equal length.
pub struct Stereo {
    pub left: Vec<f32>,
    pub right: Vec<f32>,
}
