//! Smooth curves, solved where they bend and straight in between.

use crate::order;

/// The band over which curves are solved; beyond it their ends are held. Hz.
pub(super) const BAND_HZ: (f64, f64) = (10.0, 24_000.0);

/// Points of an octave at first.
const POINTS_PER_OCTAVE: f64 = 24.0;

/// Tolerance of a point against the straight line between its neighbors, dB. Once it is included, a
/// quarter of that remains.
const TOLERANCE_DB: f64 = 0.02;

/// Maximum number of halvings between two of the first points.
const HALVINGS: usize = 5;

/// Frequencies in Hz, evenly in log frequency and at least `per_octave` of them in an octave, both
/// ends included.
pub(super) fn log_grid(low_hz: f64, high_hz: f64, per_octave: f64) -> Vec<f64> {
    let steps = ((high_hz / low_hz).log2() * per_octave).ceil().max(1.0);
    (0..=steps as i32)
        .map(|n| low_hz * (high_hz / low_hz).powf(f64::from(n) / steps))
        .collect()
}

/// A level in dB over rising frequencies in Hz, to be read in order.
#[derive(Clone, Debug, Default)]
pub(super) struct AdaptiveCurve(Vec<(f64, f64)>);

impl AdaptiveCurve {
    /// Solves a level in dB over the audible band.
    pub(super) fn solved(level_db: impl Fn(f64) -> f64) -> Self {
        let (low_hz, high_hz) = BAND_HZ;
        let points = log_grid(low_hz, high_hz, POINTS_PER_OCTAVE)
            .into_iter()
            .map(|f| (f, level_db(f)))
            .collect();
        Self(points).refined(level_db)
    }

    /// Levels in dB at rising frequencies in Hz, no more than which are known to do.
    pub(super) fn through(points: impl Iterator<Item = (f64, f64)>) -> Self {
        Self(points.collect())
    }

    /// Levels that were met at some frequencies in Hz, in any order, within the audible band; more
    /// are solved where these leave a bend open.
    pub(super) fn met(mut points: Vec<(f64, f64)>, level_db: impl Fn(f64) -> f64) -> Self {
        let (low_hz, high_hz) = BAND_HZ;
        points.retain(|(f, _)| *f > low_hz && *f < high_hz);
        points.extend([low_hz, high_hz].map(|f| (f, level_db(f))));
        order::by(&mut points, |a, b| a.0.total_cmp(&b.0));
        points.dedup_by(|a, b| a.0 == b.0);
        Self(points).refined(level_db)
    }

    /// With more points wherever one lies off the line between its neighbors.
    fn refined(mut self, level_db: impl Fn(f64) -> f64) -> Self {
        let mut open: Vec<bool> = (0..self.0.len().saturating_sub(1))
            .map(|gap| self.bends(gap) || self.bends(gap + 1))
            .collect();
        for _ in 0..HALVINGS {
            if !open.contains(&true) {
                break;
            }
            let (mut finer, mut finer_open) = (Vec::new(), Vec::new());
            for (pair, is_open) in self.0.windows(2).zip(&open) {
                let (low, high) = (pair[0], pair[1]);
                finer.push(low);
                finer_open.push(false);
                if *is_open {
                    let middle = 0.5 * (low.0 + high.0);
                    let level = level_db(middle);
                    let bends = (level - 0.5 * (low.1 + high.1)).abs() > TOLERANCE_DB;
                    finer.push((middle, level));
                    finer_open.pop();
                    finer_open.extend([bends, bends]);
                }
            }
            finer.extend(self.0.last());
            (self.0, open) = (finer, finer_open);
        }
        self
    }

    /// Returns whether a point lies further off the line between its neighbors than is left when
    /// they are half as far away and within tolerance.
    fn bends(&self, at: usize) -> bool {
        let around = at
            .checked_sub(1)
            .and_then(|before| self.0.get(before..before + 3));
        around.is_some_and(|points| {
            let (low, middle, high) = (points[0], points[1], points[2]);
            let along = (middle.0 - low.0) / (high.0 - low.0);
            let straight = low.1 + along * (high.1 - low.1);
            (middle.1 - straight).abs() > 4.0 * TOLERANCE_DB
        })
    }

    /// The level as a function that is asked for rising frequencies.
    pub(super) fn reader(&self) -> impl FnMut(f64) -> f64 + '_ {
        let mut at = 0;
        move |f| {
            while self.0.get(at + 1).is_some_and(|next| next.0 <= f) {
                at += 1;
            }
            match (self.0.get(at), self.0.get(at + 1)) {
                (Some(low), Some(high)) if f > low.0 => {
                    low.1 + (f - low.0) / (high.0 - low.0) * (high.1 - low.1)
                }
                (Some(end), _) => end.1,
                _ => 0.0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_meets_both_ends_evenly() {
        let grid = log_grid(100.0, 800.0, 2.0);
        assert_eq!(grid.len(), 7);
        assert_eq!((grid[0], grid[6]), (100.0, 800.0));
        assert!((grid[2] - 200.0).abs() < 1e-9);
    }

    #[test]
    fn sharp_and_smooth_curves_are_followed() {
        let level = |f: f64| {
            let v = f / 3000.0;
            let resonance = (1.0 - v * v).powi(2) + (v / 12.0).powi(2);
            -10.0 * resonance.log10() - 10.0 * (1.0 + (50.0 / f).powi(2)).log10()
        };
        let met = log_grid(5.0, 40_000.0, 30.0);
        for levels in [
            AdaptiveCurve::solved(level),
            AdaptiveCurve::met(met.into_iter().map(|f| (f, level(f))).collect(), level),
        ] {
            assert!(levels.0.len() < 600, "{}", levels.0.len());
            let mut reader = levels.reader();
            for f in log_grid(10.0, 24_000.0, 200.0) {
                let off = (reader(f) - level(f)).abs();
                assert!(off < 0.03, "{off} dB at {f} Hz");
            }
            assert_eq!(levels.reader()(1.0), level(10.0));
            assert_eq!(levels.reader()(1e5), level(24_000.0));
        }
    }
}
