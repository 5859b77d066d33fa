//! Kinds of files.

use std::fmt;

/// Kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Response of a device: level over frequency.
    FrequencyResponse,
    /// Equalizer for a device: filters.
    ParametricEqualizer,
    /// Equalizer for a device: gains at frequencies.
    GraphicEqualizer,
    /// Equalizer for a device: an impulse response to convolve with.
    ConvolutionEqualizer,
}

impl Kind {
    /// Returns whether the curve is a correction of a device and not the device itself.
    pub fn is_equalizer(self) -> bool {
        self != Self::FrequencyResponse
    }

    /// Its name in files that other programs read.
    pub fn id(self) -> &'static str {
        match self {
            Self::FrequencyResponse => "frequency-response",
            Self::ParametricEqualizer => "parametric-equalizer",
            Self::GraphicEqualizer => "graphic-equalizer",
            Self::ConvolutionEqualizer => "convolution-equalizer",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FrequencyResponse => "frequency response",
            Self::ParametricEqualizer => "parametric equalizer",
            Self::GraphicEqualizer => "graphic equalizer",
            Self::ConvolutionEqualizer => "convolution equalizer",
        })
    }
}
