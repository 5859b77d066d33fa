//! A row of filters that follows a curve: a low shelf, a high shelf and bells, as parametric equalizers
//! have them.
//!
//! Bells are put where the curve is missed most, one after the other, and all parameters are then
//! improved together by the method of Levenberg and Marquardt (least squares over 1/12 octave from
//! 20 Hz to 20 kHz). How far the result lies from the curve is said with it.

use super::Curve;
use crate::curve::equalizer::{self, Filter, Shape, Width, HIGHEST_HZ};
use crate::order;

/// The most filters that are fitted; as many bands as the largest of the equalizers has.
pub const MOST_FILTERS: usize = 32;

/// Band of the fit, Hz, and its resolution.
const LOWEST_HZ: f64 = 20.0;
const PER_OCTAVE: f64 = 12.0;

/// Limits of the filters.
const GAIN_DB: f64 = 24.0;
const Q: (f64, f64) = (0.3, 8.0);
const FREQUENCY_HZ: (f64, f64) = (20.0, 18_000.0);

/// Number of refinements of all parameters after each bell, and at the end.
const STEPS_BETWEEN: usize = 3;
const STEPS_AT_END: usize = 40;

/// Filters and a gain in front of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The gain in front, dB.
    pub gain_db: f64,
    /// The filters.
    pub filters: Vec<Filter>,
    /// Largest deviation of the filters from the curve, from 20 Hz to 16 kHz, dB.
    pub worst_db: f64,
    /// Root mean square deviation from it, dB.
    pub rms_db: f64,
}

/// Follows a curve with so many filters, 2 to [`MOST_FILTERS`].
pub fn fitted(curve: &Curve, filters: usize) -> Fitted {
    let grid = grid();
    let target: Vec<f64> = grid.iter().map(|&hz| curve.level_db(hz)).collect();
    let mut fit = Fit::new(&grid, &target);
    for _ in 2..filters.clamp(2, MOST_FILTERS) {
        fit.add_bell();
        fit.improve(STEPS_BETWEEN);
    }
    fit.improve(STEPS_AT_END);
    let mut fitted = fit.finished();
    fitted.worst_db = worst_db(curve, fitted.gain_db, &fitted.filters);
    fitted
}

/// Largest deviation of filters from a curve, from 20 Hz to 16 kHz, dB. Looked for eight times more finely
/// than the filters were fitted: between the points of the fit it is larger than on them.
pub(super) fn worst_db(curve: &Curve, gain_db: f64, filters: &[Filter]) -> f64 {
    const TRUSTED_HZ: f64 = 16_000.0;
    let steps = ((TRUSTED_HZ / LOWEST_HZ).log2() * 8.0 * PER_OCTAVE).ceil();
    let level = equalizer::level_db(gain_db, filters);
    (0..=steps as i32)
        .map(|n| LOWEST_HZ * (TRUSTED_HZ / LOWEST_HZ).powf(f64::from(n) / steps))
        .map(|hz| (level(hz) - curve.level_db(hz)).abs())
        .fold(0.0, f64::max)
}

fn grid() -> Vec<f64> {
    let steps = ((HIGHEST_HZ / LOWEST_HZ).log2() * PER_OCTAVE).ceil();
    (0..=steps as i32)
        .map(|n| LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ).powf(f64::from(n) / steps))
        .collect()
}

/// A filter by what is varied: the logarithms of frequency and Q, and the gain.
#[derive(Clone, Copy)]
struct Band {
    shape: Shape,
    values: [f64; 3],
}

impl Band {
    fn new(shape: Shape, frequency_hz: f64, gain_db: f64, q: f64) -> Self {
        Self {
            shape,
            values: [frequency_hz.ln(), gain_db, q.ln()],
        }
    }

    fn filter(&self) -> Filter {
        let [frequency, gain_db, q] = self.values;
        Filter {
            shape: self.shape,
            frequency_hz: frequency.exp(),
            gain_db,
            width: Width::Q(q.exp()),
        }
    }

    /// The same within what filters may have. A shelf with a high Q overshoots.
    fn held(mut self) -> Self {
        let highest_q = if self.shape == Shape::Peak { Q.1 } else { 1.0 };
        let [frequency, gain_db, q] = self.values;
        self.values = [
            frequency.clamp(FREQUENCY_HZ.0.ln(), FREQUENCY_HZ.1.ln()),
            gain_db.clamp(-GAIN_DB, GAIN_DB),
            q.clamp(Q.0.ln(), highest_q.ln()),
        ];
        self
    }

    fn levels_db(&self, grid: &[f64]) -> Vec<f64> {
        let filter = self.filter();
        let level = |&hz: &f64| 10.0 * filter.response(hz).norm_sqr().log10();
        grid.iter().map(level).collect()
    }
}

struct Fit<'a> {
    grid: &'a [f64],
    target: &'a [f64],
    offset_db: f64,
    bands: Vec<Band>,
    /// Level of each band, on the grid.
    levels: Vec<Vec<f64>>,
    /// Damping of the steps.
    damping: f64,
}

impl<'a> Fit<'a> {
    fn new(grid: &'a [f64], target: &'a [f64]) -> Self {
        let mean = target.iter().sum::<f64>() / target.len() as f64;
        let bands = vec![
            Band::new(Shape::LowShelf, 105.0, 0.0, 0.7),
            Band::new(Shape::HighShelf, 10_000.0, 0.0, 0.7),
        ];
        let levels = bands.iter().map(|band| band.levels_db(grid)).collect();
        let mut fit = Self {
            grid,
            target,
            offset_db: mean,
            bands,
            levels,
            damping: 1e-2,
        };
        fit.improve(8);
        fit
    }

    fn missing(&self) -> Vec<f64> {
        let level = |at: usize| self.offset_db + self.levels.iter().map(|l| l[at]).sum::<f64>();
        (0..self.grid.len())
            .map(|at| self.target[at] - level(at))
            .collect()
    }

    /// Puts a bell where most is missing, as wide as what is missing there.
    fn add_bell(&mut self) {
        let missing = self.missing();
        let sizes = missing.iter().enumerate();
        let at = sizes
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
            .map_or(0, |(at, _)| at);
        let gain_db = missing[at];
        let still = |level: &f64| level * gain_db.signum() > 0.5 * gain_db.abs();
        let above = missing[at..].iter().take_while(|l| still(l)).count();
        let below = missing[..=at].iter().rev().take_while(|l| still(l)).count();
        let octaves = (above + below).saturating_sub(1) as f64 / PER_OCTAVE;
        let q = 1.0 / (2.0 * (0.5 * 2f64.ln() * octaves).sinh());
        let band = Band::new(Shape::Peak, self.grid[at], gain_db, q).held();
        self.levels.push(band.levels_db(self.grid));
        self.bands.push(band);
    }

    fn error(missing: &[f64]) -> f64 {
        missing.iter().map(|m| m * m).sum()
    }

    fn improve(&mut self, steps: usize) {
        for _ in 0..steps {
            if !self.step() {
                return;
            }
        }
    }

    /// One step; says whether it was worth it.
    fn step(&mut self) -> bool {
        /// Less than this is no progress.
        const WORTH: f64 = 1e-5;
        let missing = self.missing();
        let before = Self::error(&missing);
        let slopes = self.slopes();
        for _ in 0..6 {
            let change = solved(&slopes, &missing, self.damping);
            let (offset_db, bands) = (self.offset_db, self.bands.clone());
            let levels = std::mem::take(&mut self.levels);
            self.offset_db += change[0];
            for (band, three) in self.bands.iter_mut().zip(change[1..].chunks(3)) {
                for (value, change) in band.values.iter_mut().zip(three) {
                    *value += change.clamp(-1.0, 1.0);
                }
                *band = band.held();
            }
            self.levels = self.bands.iter().map(|b| b.levels_db(self.grid)).collect();
            let after = Self::error(&self.missing());
            if after < before {
                self.damping = (self.damping * 0.3).max(1e-9);
                return before - after > WORTH * before;
            }
            (self.offset_db, self.bands, self.levels) = (offset_db, bands, levels);
            self.damping = (self.damping * 10.0).min(1e6);
        }
        false
    }

    /// Derivative of the levels by each parameter, one row for each.
    fn slopes(&self) -> Vec<Vec<f64>> {
        const STEP: f64 = 1e-4;
        let mut rows = vec![vec![1.0; self.grid.len()]];
        for (band, levels) in self.bands.iter().zip(&self.levels) {
            for value in 0..3 {
                let mut moved = *band;
                moved.values[value] += STEP;
                let moved = moved.levels_db(self.grid);
                let slope = moved.iter().zip(levels).map(|(m, l)| (m - l) / STEP);
                rows.push(slope.collect());
            }
        }
        rows
    }

    fn finished(self) -> Fitted {
        let missing = self.missing();
        let rms_db = (Self::error(&missing) / missing.len() as f64).sqrt();
        let mut filters: Vec<Filter> = self.bands.iter().map(Band::filter).collect();
        // In the order in which people read them: shelves at the ends.
        filters[1..].rotate_left(1);
        let bells = filters.len() - 1;
        order::by(&mut filters[1..bells], |a, b| {
            a.frequency_hz.total_cmp(&b.frequency_hz)
        });
        Fitted {
            gain_db: self.offset_db,
            filters,
            worst_db: 0.0,
            rms_db,
        }
    }
}

/// The damped normal equations, by elimination.
fn solved(slopes: &[Vec<f64>], missing: &[f64], damping: f64) -> Vec<f64> {
    let n = slopes.len();
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let mut row: Vec<f64> = (0..n).map(|j| dot(&slopes[i], &slopes[j])).collect();
            row[i] += damping * row[i] + 1e-9;
            row.push(dot(&slopes[i], missing));
            row
        })
        .collect();
    for i in 0..n {
        let best = (i..n).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()));
        rows.swap(i, best.unwrap_or(i));
        let pivot = rows[i].clone();
        if pivot[i].abs() < 1e-300 {
            continue;
        }
        for row in &mut rows[i + 1..] {
            let factor = row[i] / pivot[i];
            for (value, own) in row[i..].iter_mut().zip(&pivot[i..]) {
                *value -= factor * own;
            }
        }
    }
    let mut change = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| rows[i][j] * change[j]).sum();
        let value = (rows[i][n] - known) / rows[i][i];
        change[i] = if value.is_finite() { value } else { 0.0 };
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_that_made_a_curve_are_found_again() {
        let made = [
            Band::new(Shape::LowShelf, 90.0, 6.0, 0.7).filter(),
            Band::new(Shape::Peak, 250.0, -4.0, 1.0).filter(),
            Band::new(Shape::Peak, 3000.0, 8.0, 2.0).filter(),
            Band::new(Shape::HighShelf, 9000.0, -5.0, 0.7).filter(),
        ];
        let curve = equalizer::sampled(equalizer::level_db(-3.0, &made)).unwrap();
        let fit = fitted(&curve, 8);
        assert!(fit.worst_db < 0.1, "{}", fit.worst_db);
        assert_eq!(fit.filters.len(), 8);
        let again = equalizer::level_db(fit.gain_db, &fit.filters);
        for hz in [20.0, 100.0, 250.0, 1000.0, 3000.0, 9000.0, 15_000.0] {
            let off = again(hz) - curve.level_db(hz);
            assert!(off.abs() < 0.1, "{off} dB at {hz} Hz");
        }
    }

    /// The deviation holds between the points of the fit, too.
    #[test]
    fn the_deviation_is_the_largest_anywhere() {
        let bell = |hz: f64| 9.0 / (1.0 + (12.0 * (hz / 5150.0 - 5150.0 / hz)).powi(2));
        let curve = equalizer::sampled(bell).unwrap();
        let fit = fitted(&curve, 4);
        let level = equalizer::level_db(fit.gain_db, &fit.filters);
        for n in 0..2000 {
            let hz = 20.0 * 800f64.powf(f64::from(n) / 1999.0);
            let off = (level(hz) - curve.level_db(hz)).abs();
            assert!(
                off < fit.worst_db + 0.1,
                "{off} dB at {hz} Hz, {}",
                fit.worst_db
            );
        }
    }

    #[test]
    fn a_flat_curve_needs_nothing() {
        let curve = Curve::from_levels(&[(20.0, -3.0), (20_000.0, -3.0)]).unwrap();
        let fit = fitted(&curve, 5);
        assert!(
            fit.worst_db < 0.01 && (fit.gain_db + 3.0).abs() < 0.01,
            "{fit:?}"
        );
    }
}
