//! A frequency response as a value: level over frequency, with or without phase.
//!
//! Levels are interpolated linearly in dB over the logarithm of frequency, as graphs are drawn and
//! read; beyond the first and last point the ends are held. [`minimum_phase`] turns a level into
//! the causal impulse response that belongs to it; [`references`] holds the targets that playback
//! devices are tuned to.

pub mod collection;
pub mod equalizer;
pub mod export;
pub mod fit;
pub mod import;
mod interpolation;
pub mod minimum_phase;
pub mod plans;
pub mod references;
pub mod wave;

use std::f64::consts::{PI, TAU};

use crate::order;
use num_complex::Complex64;

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Frequency, above 0 Hz.
    pub frequency_hz: f64,
    /// Level, dB.
    pub level_db: f64,
    /// Phase, rad; none where only the magnitude is known.
    pub phase_rad: Option<f64>,
}

/// Why points are not a curve. Points are counted from 1, as a reader of a file counts them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CurveError {
    /// There is nothing to interpolate.
    #[error("a curve needs at least one point")]
    Empty,
    /// A frequency that no logarithm exists for.
    #[error("point {point}: the frequency is {frequency_hz} Hz; it must be a number above 0")]
    Frequency {
        /// Which point.
        point: usize,
        /// The value found.
        frequency_hz: f64,
    },
    /// A frequency that is not above the one before it.
    #[error("point {point}: {frequency_hz} Hz does not lie above the point before it")]
    Order {
        /// Which point.
        point: usize,
        /// The value found.
        frequency_hz: f64,
    },
    /// A level or phase that is infinite or not a number.
    #[error("point {point}: level and phase must be finite numbers")]
    NotFinite {
        /// Which point.
        point: usize,
    },
    /// Some points have a phase and others have none.
    #[error("point {point}: either every point has a phase or none has")]
    MixedPhase {
        /// Which point.
        point: usize,
    },
}

/// A frequency response: points in ascending order of frequency.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<Point>,
}

impl Curve {
    /// A curve through points in ascending order of frequency.
    ///
    /// The phase is unwrapped: each point is taken to be within half a turn of the one before it.
    ///
    /// # Errors
    /// No points, frequencies that do not ascend from above 0 Hz, numbers that are not finite, or a
    /// phase at only some of the points.
    pub fn new(mut points: Vec<Point>) -> Result<Self, CurveError> {
        let with_phase = match points.first() {
            None => return Err(CurveError::Empty),
            Some(first) => first.phase_rad.is_some(),
        };
        let mut previous_hz = 0.0;
        for (index, point) in points.iter().enumerate() {
            check(point, index + 1, previous_hz, with_phase)?;
            previous_hz = point.frequency_hz;
        }
        unwrap_phase(&mut points);
        Ok(Self { points })
    }

    /// A curve without phase through pairs of frequency in Hz and level in dB.
    ///
    /// # Errors
    /// See [`Curve::new`].
    pub fn from_levels(levels: &[(f64, f64)]) -> Result<Self, CurveError> {
        Self::new(
            levels
                .iter()
                .map(|&(frequency_hz, level_db)| Point {
                    frequency_hz,
                    level_db,
                    phase_rad: None,
                })
                .collect(),
        )
    }

    /// The points, in ascending order of frequency, phase unwrapped.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Returns whether the phase is known.
    pub fn has_phase(&self) -> bool {
        self.points[0].phase_rad.is_some()
    }

    /// Level at a frequency in Hz (0 is allowed), dB.
    pub fn level_db(&self, frequency_hz: f64) -> f64 {
        interpolation::linear(&self.points, frequency_hz, |point| point.level_db)
    }

    /// Phase at a frequency in Hz, rad, unwrapped; none where only the magnitude is known.
    pub fn phase_rad(&self, frequency_hz: f64) -> Option<f64> {
        self.has_phase().then(|| {
            interpolation::linear(&self.points, frequency_hz, |point| {
                point.phase_rad.unwrap_or(0.0)
            })
        })
    }

    /// Complex response at a frequency in Hz; the phase is 0 where it is not known.
    pub fn response(&self, frequency_hz: f64) -> Complex64 {
        let magnitude = 10f64.powf(self.level_db(frequency_hz) / 20.0);
        Complex64::from_polar(magnitude, self.phase_rad(frequency_hz).unwrap_or(0.0))
    }

    /// Both one after the other: levels and phases add. The phase is known where both know it.
    pub fn add(&self, other: &Self) -> Self {
        self.combined(other, |own, others| own + others)
    }

    /// This one with the other divided out: levels and phases are subtracted.
    pub fn subtract(&self, other: &Self) -> Self {
        self.combined(other, |own, others| own - others)
    }

    /// Somewhere between this one (amount 0) and the other (amount 1), linear in dB and phase.
    pub fn blend(&self, other: &Self, amount: f64) -> Self {
        self.combined(other, |own, others| own + amount * (others - own))
    }

    /// Levels and phases times a factor: half of a correction, or with −1 its inverse.
    pub fn scaled(&self, factor: f64) -> Self {
        self.mapped(|point| Point {
            frequency_hz: point.frequency_hz,
            level_db: point.level_db * factor,
            phase_rad: point.phase_rad.map(|phase| phase * factor),
        })
    }

    /// Raised by so many dB everywhere.
    pub fn raised_db(&self, by_db: f64) -> Self {
        self.mapped(|point| Point {
            level_db: point.level_db + by_db,
            ..*point
        })
    }

    /// Shifted to 0 dB at a frequency in Hz.
    pub fn normalized_at(&self, frequency_hz: f64) -> Self {
        self.raised_db(-self.level_db(frequency_hz))
    }

    /// Shifted so that the mean level between two frequencies in Hz is 0 dB.
    pub fn normalized_over(&self, from_hz: f64, to_hz: f64) -> Self {
        self.raised_db(-self.mean_db(from_hz, to_hz))
    }

    /// Mean level between two frequencies in Hz, dB, every octave counting alike.
    pub fn mean_db(&self, from_hz: f64, to_hz: f64) -> f64 {
        let (low_hz, high_hz) = (from_hz.min(to_hz), from_hz.max(to_hz));
        let width = (high_hz / low_hz).ln();
        if !(width > 0.0 && width.is_finite()) {
            return self.level_db(low_hz);
        }
        let inner = self.points.iter().map(|point| point.frequency_hz);
        let mut area = 0.0;
        let mut previous = (low_hz, self.level_db(low_hz));
        for frequency_hz in inner
            .filter(|&f| f > low_hz && f < high_hz)
            .chain([high_hz])
        {
            let level_db = self.level_db(frequency_hz);
            area += 0.5 * (level_db + previous.1) * (frequency_hz / previous.0).ln();
            previous = (frequency_hz, level_db);
        }
        area / width
    }

    /// The same points joined by a smooth line instead of straight ones, without overshoot: a
    /// monotone cubic, drawn as `pieces` short straight lines between each pair of points.
    pub fn smoothed(&self, pieces: usize) -> Self {
        Self {
            points: interpolation::monotone(&self.points, pieces.max(1)),
        }
    }

    /// Every level brought to within two limits, dB, and how many points that moved.
    pub fn held_within(&self, lowest_db: f64, highest_db: f64) -> (Self, usize) {
        let outside = |point: &&Point| !(lowest_db..=highest_db).contains(&point.level_db);
        let count = self.points.iter().filter(outside).count();
        let held = self.mapped(|point| Point {
            level_db: point.level_db.min(highest_db).max(lowest_db),
            ..*point
        });
        (held, count)
    }

    fn mapped(&self, change: impl Fn(&Point) -> Point) -> Self {
        Self {
            points: self.points.iter().map(change).collect(),
        }
    }

    fn combined(&self, other: &Self, change: impl Fn(f64, f64) -> f64) -> Self {
        let mut frequencies_hz: Vec<f64> = (self.points.iter().chain(&other.points))
            .map(|point| point.frequency_hz)
            .collect();
        order::by(&mut frequencies_hz, f64::total_cmp);
        frequencies_hz.dedup();
        let points = frequencies_hz.into_iter().map(|frequency_hz| Point {
            frequency_hz,
            level_db: change(self.level_db(frequency_hz), other.level_db(frequency_hz)),
            phase_rad: self
                .phase_rad(frequency_hz)
                .zip(other.phase_rad(frequency_hz))
                .map(|(own, others)| change(own, others)),
        });
        Self {
            points: points.collect(),
        }
    }
}

fn check(
    point: &Point,
    number: usize,
    previous_hz: f64,
    with_phase: bool,
) -> Result<(), CurveError> {
    let frequency_hz = point.frequency_hz;
    if !(frequency_hz.is_finite() && frequency_hz > 0.0) {
        return Err(CurveError::Frequency {
            point: number,
            frequency_hz,
        });
    }
    if frequency_hz <= previous_hz {
        return Err(CurveError::Order {
            point: number,
            frequency_hz,
        });
    }
    if point.phase_rad.is_some() != with_phase {
        return Err(CurveError::MixedPhase { point: number });
    }
    if !(point.level_db.is_finite() && point.phase_rad.unwrap_or(0.0).is_finite()) {
        return Err(CurveError::NotFinite { point: number });
    }
    Ok(())
}

fn unwrap_phase(points: &mut [Point]) {
    let mut previous = None;
    for point in points {
        if let (Some(phase), Some(before)) = (point.phase_rad, previous) {
            let step: f64 = phase - before;
            // Leaves a step of up to half a turn exactly as it was given.
            let turns = if step.abs() <= PI {
                0.0
            } else {
                (step / TAU).round()
            };
            point.phase_rad = Some(phase - turns * TAU);
        }
        previous = point.phase_rad;
    }
}

#[cfg(test)]
mod tests;
