//! Parametric equalizers: what a row of filters does to the level.
//!
//! The shapes are those of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
//! coefficients" (W3C Note, 2021), which Equalizer APO and AutoEq use. A cookbook filter is its
//! analog prototype H(s) through the bilinear transform with the center frequency in place, so
//! its response at f is H(j·tan(πf/fs) / tan(πf0/fs)): nothing else is computed here.
//!
//! Equalizers of a playback device run at that device's rate, most often 44.1 or 48 kHz. Near half
//! of it a bilinear filter is squeezed: a peak at 16 kHz is narrower at 44.1 kHz than at 96 kHz.
//! Curves here are always those at 48 kHz ([`SAMPLE_RATE_HZ`]) up to 20 kHz ([`HIGHEST_HZ`]), at
//! whatever rate they are applied. Above 20 kHz, where the 48 kHz filter is squeezed most and
//! little is heard, the level at 20 kHz is held.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, PI, TAU};

use num_complex::Complex64;

use super::{Curve, CurveError, Point};

/// The rate that the filters are taken at, Hz.
pub const SAMPLE_RATE_HZ: f64 = 48_000.0;

/// The highest frequency that a curve of filters has; beyond it the level is held. Hz.
pub const HIGHEST_HZ: f64 = 20_000.0;

/// The lowest, Hz.
const LOWEST_HZ: f64 = 10.0;

/// Points per octave that a curve starts from; more where it bends.
const COARSE_PER_OCTAVE: f64 = 12.0;

/// Straight lines between the points are this close to the curve, dB.
const CLOSENESS_DB: f64 = 0.004;

/// A level below this is taken as this, dB: a notch has a true zero.
const DEEPEST_DB: f64 = -200.0;

/// Shape of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A bell of so many dB.
    Peak,
    /// So many dB towards low frequencies.
    LowShelf,
    /// So many dB towards high frequencies.
    HighShelf,
    /// Nothing above, 12 dB per octave.
    LowPass,
    /// Nothing below, 12 dB per octave.
    HighPass,
    /// Nothing above and below; 0 dB in the middle.
    BandPass,
    /// Nothing in the middle.
    Notch,
    /// The level stays; the phase turns.
    AllPass,
}

/// Bandwidth or slope of a filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Quality factor.
    Q(f64),
    /// Octaves between the points of half the gain in dB (of −3 dB for band-pass and notch).
    BandwidthOctaves(f64),
    /// The slope of a shelf: 1 is the steepest without a bump, about 12 dB per octave.
    Slope(f64),
}

/// One filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// Shape.
    pub shape: Shape,
    /// Center, or a shelf's middle, Hz.
    pub frequency_hz: f64,
    /// Gain of a peak or shelf, dB.
    pub gain_db: f64,
    /// Bandwidth or slope.
    pub width: Width,
}

impl Filter {
    /// The same shelf given by its corner, where it has just begun, as Equalizer APO's `LS` and `HS`
    /// are; it lies beyond the middle by half the octaves that the shelf takes to rise.
    #[must_use]
    pub fn from_corner(self) -> Self {
        let slope = match self.width {
            Width::Slope(slope) => slope,
            Width::Q(q) => {
                let root = self.root();
                1.0 / ((1.0 / (q * q) - 2.0) / (root + 1.0 / root) + 1.0)
            }
            Width::BandwidthOctaves(_) => return self,
        };
        let factor = 10f64.powf(self.gain_db.abs() / 80.0 / slope);
        let frequency_hz = match self.shape {
            Shape::LowShelf => self.frequency_hz * factor,
            Shape::HighShelf => self.frequency_hz / factor,
            _ => return self,
        };
        Self {
            frequency_hz,
            ..self
        }
    }

    /// The cookbook's A: the square root of the gain.
    fn root(&self) -> f64 {
        10f64.powf(self.gain_db / 40.0)
    }

    /// 1/Q in the prototype.
    fn damping(&self) -> f64 {
        let omega = TAU * self.frequency_hz / SAMPLE_RATE_HZ;
        match self.width {
            Width::Q(q) => 1.0 / q,
            Width::BandwidthOctaves(octaves) => {
                2.0 * (0.5 * LN_2 * octaves * omega / omega.sin()).sinh()
            }
            Width::Slope(slope) => {
                let root = self.root();
                ((root + 1.0 / root) * (1.0 / slope - 1.0) + 2.0).sqrt()
            }
        }
    }

    /// Returns whether it is a stable filter: its frequency lies below half of [`SAMPLE_RATE_HZ`],
    /// and its width and gain are numbers that make sense together (a shelf cannot be as steep as
    /// one likes).
    pub fn is_sound(&self) -> bool {
        let damping = self.damping();
        self.frequency_hz > 0.0
            && self.frequency_hz < 0.5 * SAMPLE_RATE_HZ
            && self.gain_db.abs() <= 200.0
            && damping > 0.0
            && damping.is_finite()
    }

    /// Response at a frequency in Hz below half of [`SAMPLE_RATE_HZ`].
    pub fn response(&self, frequency_hz: f64) -> Complex64 {
        Prototype::of(self).response(warped(frequency_hz))
    }
}

/// A frequency in Hz where the bilinear transform puts it.
fn warped(frequency_hz: f64) -> f64 {
    (PI * frequency_hz / SAMPLE_RATE_HZ).tan()
}

/// Parameters of a filter's analog prototype.
struct Prototype {
    shape: Shape,
    center: f64,
    root: f64,
    damping: f64,
}

impl Prototype {
    fn of(filter: &Filter) -> Self {
        Self {
            shape: filter.shape,
            center: warped(filter.frequency_hz),
            root: filter.root(),
            damping: filter.damping(),
        }
    }

    fn response(&self, warped: f64) -> Complex64 {
        let s = Complex64::new(0.0, warped / self.center);
        let (a, d) = (self.root, self.damping);
        let root = a.sqrt();
        let square = s * s;
        let plain = square + s * d + 1.0;
        match self.shape {
            Shape::Peak => (square + s * d * a + 1.0) / (square + s * d / a + 1.0),
            Shape::LowShelf => a * (square + s * d * root + a) / (square * a + s * d * root + 1.0),
            Shape::HighShelf => a * (square * a + s * d * root + 1.0) / (square + s * d * root + a),
            Shape::LowPass => 1.0 / plain,
            Shape::HighPass => square / plain,
            Shape::BandPass => s * d / plain,
            Shape::Notch => (square + 1.0) / plain,
            Shape::AllPass => (square - s * d + 1.0) / plain,
        }
    }
}

/// The Q of low-, high- and band-passes that say none.
pub const PASS_Q: f64 = FRAC_1_SQRT_2;

/// The level of filters in a row after a gain in dB, as a function of frequency in Hz, dB.
pub fn level_db(gain_db: f64, filters: &[Filter]) -> impl Fn(f64) -> f64 {
    let prototypes: Vec<Prototype> = filters.iter().map(Prototype::of).collect();
    move |frequency_hz| {
        let warped = warped(frequency_hz);
        let sum: f64 = prototypes
            .iter()
            .map(|prototype| 10.0 * prototype.response(warped).norm_sqr().log10())
            .sum();
        (gain_db + sum).max(DEEPEST_DB)
    }
}

/// Any level over frequency, from 10 Hz to 20 kHz, as a curve with as few points as will keep it
/// within a hundredth of a dB.
///
/// # Errors
/// When the level is not finite somewhere.
pub fn sampled(level_db: impl Fn(f64) -> f64) -> Result<Curve, CurveError> {
    let octaves = (HIGHEST_HZ / LOWEST_HZ).log2();
    let steps = (octaves * COARSE_PER_OCTAVE).ceil();
    let at = |share: f64| rounded(LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ).powf(share), 3);
    let mut points = vec![(LOWEST_HZ, level_db(LOWEST_HZ))];
    for step in 1..=steps as i32 {
        let high_hz = at(f64::from(step) / steps);
        let high = (high_hz, level_db(high_hz));
        let low = points[points.len() - 1];
        refine(&level_db, low, high, 5, &mut points);
        points.push(high);
    }
    Curve::new(
        points
            .into_iter()
            .map(|(frequency_hz, level_db)| Point {
                frequency_hz,
                level_db: rounded(level_db, 3),
                phase_rad: None,
            })
            .collect(),
    )
}

/// Puts points between two that a straight line does not follow closely enough.
fn refine(
    level_db: &impl Fn(f64) -> f64,
    low: (f64, f64),
    high: (f64, f64),
    depth: u32,
    points: &mut Vec<(f64, f64)>,
) {
    let middle_hz = rounded((low.0 * high.0).sqrt(), 3);
    if depth == 0 || middle_hz <= low.0 || middle_hz >= high.0 {
        return;
    }
    let middle = (middle_hz, level_db(middle_hz));
    let quarter_hz = (low.0 * middle_hz).sqrt();
    let off = |at: f64, from: (f64, f64), to: (f64, f64)| {
        let along = (at / from.0).ln() / (to.0 / from.0).ln();
        (level_db(at) - from.1 - along * (to.1 - from.1)).abs()
    };
    if off(middle_hz, low, high) > CLOSENESS_DB || off(quarter_hz, low, high) > CLOSENESS_DB {
        refine(level_db, low, middle, depth - 1, points);
        points.push(middle);
        refine(level_db, middle, high, depth - 1, points);
    }
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}
