//! Filter shapes: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"
//! (W3C Note, 2021) for the second order; the bilinear transform of the one-pole prototypes, with
//! the corner frequency pre-warped, for the first.

use std::f64::consts::{PI, TAU};

use num_complex::Complex64;

/// Coefficients of (b0 + b1 z⁻¹ + b2 z⁻²) ÷ (1 + a1 z⁻¹ + a2 z⁻²).
///
/// In every design the frequency is held between a millionth and 0.4999 of the sample rate and the
/// Q above 0.001, so that no argument gives an unstable filter.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // the formula above says what each one is
pub struct Coefficients {
    pub b0: f64,
    pub b1: f64,
    pub b2: f64,
    pub a1: f64,
    pub a2: f64,
}

impl Default for Coefficients {
    fn default() -> Self {
        Self::PASS
    }
}

/// The cookbook's intermediate values.
struct Warped {
    cosine: f64,
    alpha: f64,
}

impl Warped {
    fn new(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let (sine, cosine) = (TAU * held(frequency_hz, sample_rate_hz)).sin_cos();
        Self {
            cosine,
            alpha: sine / (2.0 * q.max(1e-3)),
        }
    }
}

/// Frequency as a share of the sample rate, held where a filter can be designed. A frequency that
/// is not a number comes out as the lowest.
#[allow(clippy::manual_clamp)] // `clamp` would let a NaN through
fn held(frequency_hz: f64, sample_rate_hz: f64) -> f64 {
    (frequency_hz / sample_rate_hz).max(1e-6).min(0.4999)
}

impl Coefficients {
    /// Lets everything through unchanged.
    pub const PASS: Self = Self {
        b0: 1.0,
        b1: 0.0,
        b2: 0.0,
        a1: 0.0,
        a2: 0.0,
    };

    fn normalized(b: [f64; 3], a: [f64; 3]) -> Self {
        let [b0, b1, b2] = b.map(|b| b / a[0]);
        Self {
            b0,
            b1,
            b2,
            a1: a[1] / a[0],
            a2: a[2] / a[0],
        }
    }

    /// Second-order low-pass; at `frequency_hz` the gain is `q` (0.7071: Butterworth, −3 dB).
    #[must_use]
    pub fn lowpass(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let b1 = 1.0 - cosine;
        Self::normalized(
            [b1 / 2.0, b1, b1 / 2.0],
            [1.0 + alpha, -2.0 * cosine, 1.0 - alpha],
        )
    }

    /// Second-order high-pass; at `frequency_hz` the gain is `q`.
    #[must_use]
    pub fn highpass(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let b1 = 1.0 + cosine;
        Self::normalized(
            [b1 / 2.0, -b1, b1 / 2.0],
            [1.0 + alpha, -2.0 * cosine, 1.0 - alpha],
        )
    }

    /// Band-pass with a gain of one at `frequency_hz`, `frequency_hz / q` wide.
    #[must_use]
    pub fn bandpass(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        Self::normalized(
            [alpha, 0.0, -alpha],
            [1.0 + alpha, -2.0 * cosine, 1.0 - alpha],
        )
    }

    /// Notch at `frequency_hz`, `frequency_hz / q` wide.
    #[must_use]
    pub fn notch(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let b1 = -2.0 * cosine;
        Self::normalized([1.0, b1, 1.0], [1.0 + alpha, b1, 1.0 - alpha])
    }

    /// Second-order all-pass, half a turn at `frequency_hz`.
    #[must_use]
    pub fn allpass(frequency_hz: f64, q: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let b1 = -2.0 * cosine;
        Self::normalized(
            [1.0 - alpha, b1, 1.0 + alpha],
            [1.0 + alpha, b1, 1.0 - alpha],
        )
    }

    /// Bell of `gain_db` at `frequency_hz`; the width is taken at half the gain in dB.
    #[must_use]
    pub fn peak(frequency_hz: f64, q: f64, gain_db: f64, sample_rate_hz: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let root = 10_f64.powf(gain_db / 40.0);
        let b1 = -2.0 * cosine;
        Self::normalized(
            [1.0 + alpha * root, b1, 1.0 - alpha * root],
            [1.0 + alpha / root, b1, 1.0 - alpha / root],
        )
    }

    /// Second-order shelf of `gain_db` towards 0 Hz, half of it at `frequency_hz`; the steepest
    /// without a bump has a `q` of 0.7071.
    #[must_use]
    pub fn low_shelf(frequency_hz: f64, q: f64, gain_db: f64, sample_rate_hz: f64) -> Self {
        Self::shelf(frequency_hz, q, gain_db, sample_rate_hz, 1.0)
    }

    /// Second-order shelf of `gain_db` towards the highest frequencies, half of it at
    /// `frequency_hz`.
    #[must_use]
    pub fn high_shelf(frequency_hz: f64, q: f64, gain_db: f64, sample_rate_hz: f64) -> Self {
        Self::shelf(frequency_hz, q, gain_db, sample_rate_hz, -1.0)
    }

    /// Both shelves: one is the other mirrored in frequency (`side` −1: high).
    fn shelf(frequency_hz: f64, q: f64, gain_db: f64, sample_rate_hz: f64, side: f64) -> Self {
        let Warped { cosine, alpha } = Warped::new(frequency_hz, q, sample_rate_hz);
        let cosine = side * cosine;
        let root = 10_f64.powf(gain_db / 40.0);
        let (sum, difference) = (root + 1.0, root - 1.0);
        let width = 2.0 * root.sqrt() * alpha;
        Self::normalized(
            [
                root * (sum - difference * cosine + width),
                side * 2.0 * root * (difference - sum * cosine),
                root * (sum - difference * cosine - width),
            ],
            [
                sum + difference * cosine + width,
                side * -2.0 * (difference + sum * cosine),
                sum + difference * cosine - width,
            ],
        )
    }

    /// First-order low-pass, −3 dB at `frequency_hz`.
    #[must_use]
    pub fn lowpass_1(frequency_hz: f64, sample_rate_hz: f64) -> Self {
        let k = (PI * held(frequency_hz, sample_rate_hz)).tan();
        Self::normalized([k, k, 0.0], [k + 1.0, k - 1.0, 0.0])
    }

    /// First-order high-pass, −3 dB at `frequency_hz`.
    #[must_use]
    pub fn highpass_1(frequency_hz: f64, sample_rate_hz: f64) -> Self {
        let k = (PI * held(frequency_hz, sample_rate_hz)).tan();
        Self::normalized([1.0, -1.0, 0.0], [k + 1.0, k - 1.0, 0.0])
    }

    /// First-order shelf of `gain_db` towards 0 Hz, half of it in dB at `frequency_hz`.
    #[must_use]
    pub fn low_shelf_1(frequency_hz: f64, gain_db: f64, sample_rate_hz: f64) -> Self {
        let k = (PI * held(frequency_hz, sample_rate_hz)).tan();
        // (s + √g) ÷ (s + 1/√g) with s in units of the corner: g at 0 Hz, 1 far above.
        let root = 10_f64.powf(gain_db / 40.0);
        let (zero, pole) = (k * root, k / root);
        Self::normalized([1.0 + zero, zero - 1.0, 0.0], [1.0 + pole, pole - 1.0, 0.0])
    }

    /// First-order shelf of `gain_db` towards the highest frequencies, half of it in dB at
    /// `frequency_hz`.
    #[must_use]
    pub fn high_shelf_1(frequency_hz: f64, gain_db: f64, sample_rate_hz: f64) -> Self {
        let gain = 10_f64.powf(gain_db / 20.0);
        let Self { b0, b1, a1, .. } = Self::low_shelf_1(frequency_hz, -gain_db, sample_rate_hz);
        Self {
            b0: gain * b0,
            b1: gain * b1,
            b2: 0.0,
            a1,
            a2: 0.0,
        }
    }

    /// The filter's response at a frequency, at the sample rate it was designed for.
    #[must_use]
    pub fn response(&self, frequency_hz: f64, sample_rate_hz: f64) -> Complex64 {
        let z1 = Complex64::from_polar(1.0, -TAU * frequency_hz / sample_rate_hz);
        let z2 = z1 * z1;
        (self.b0 + z1 * self.b1 + z2 * self.b2) / (1.0 + z1 * self.a1 + z2 * self.a2)
    }
}
