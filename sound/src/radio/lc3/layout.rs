//! Sizes and tables that go by the length of a frame, at 48 kHz (the LC3 specification, section 3.2).

use super::window;

/// Most samples of a frame.
pub(super) const MOST_SAMPLES: usize = 480;
/// Most spectral lines of a frame.
pub(super) const MOST_LINES: usize = 400;
/// Bands of the scale factors.
pub(super) const BANDS: usize = 64;

/// Length of a frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Duration {
    /// 7.5 ms: less delay, and fewer bits for each change of the sound.
    SevenAndAHalfMs,
    /// 10 ms.
    TenMs,
}

impl Duration {
    /// The length in ms.
    #[must_use]
    pub fn ms(self) -> f64 {
        match self {
            Self::SevenAndAHalfMs => 7.5,
            Self::TenMs => 10.0,
        }
    }

    /// Samples of a frame.
    #[must_use]
    pub fn samples(self) -> usize {
        match self {
            Self::SevenAndAHalfMs => 360,
            Self::TenMs => MOST_SAMPLES,
        }
    }

    /// Spectral lines that are sent: those below 20 kHz.
    #[must_use]
    pub fn lines(self) -> usize {
        match self {
            Self::SevenAndAHalfMs => 300,
            Self::TenMs => MOST_LINES,
        }
    }

    /// Zeros at the end of the window, which is what makes the delay low.
    pub(super) fn zeros(self) -> usize {
        2 * self.samples() - self.window().len()
    }

    /// The window without those zeros.
    pub(super) fn window(self) -> &'static [f64] {
        match self {
            Self::SevenAndAHalfMs => &window::SEVEN_AND_A_HALF_MS,
            Self::TenMs => &window::TEN_MS,
        }
    }

    /// Lines at which the bands of the scale factors begin, and the end.
    pub(super) fn bands(self) -> &'static [usize; BANDS + 1] {
        match self {
            Self::SevenAndAHalfMs => &BANDS_7_5_MS,
            Self::TenMs => &BANDS_10_MS,
        }
    }

    /// Lines below the bandwidths of 4, 8, 12, 16 and 20 kHz.
    pub(super) fn lines_below(self, bandwidth: usize) -> usize {
        (bandwidth + 1) * self.lines() / 5
    }

    /// Bits of a frame of 10 ms at the same rate.
    pub(super) fn bits_in_10_ms(self, bits: usize) -> usize {
        match self {
            Self::SevenAndAHalfMs => (8 * bits + 3) / 6,
            Self::TenMs => bits,
        }
    }
}

#[rustfmt::skip]
const BANDS_10_MS: [usize; BANDS + 1] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 24, 26, 28, 30, 32, 34,
    36, 39, 42, 45, 48, 51, 55, 59, 63, 67, 71, 76, 81, 86, 92, 98, 105, 112, 119, 127, 135, 144, 154,
    164, 175, 186, 198, 211, 225, 240, 256, 273, 291, 310, 330, 352, 375, 400,
];

#[rustfmt::skip]
const BANDS_7_5_MS: [usize; BANDS + 1] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26, 28, 30,
    32, 34, 36, 38, 40, 43, 46, 49, 52, 55, 59, 63, 67, 71, 75, 80, 85, 90, 96, 102, 108, 115, 122, 129,
    137, 146, 155, 165, 175, 186, 197, 209, 222, 236, 251, 266, 283, 300,
];
