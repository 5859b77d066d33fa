//! Between the points of a curve: straight lines over log frequency, or a monotone cubic.

use super::Point;

/// A quantity at a frequency in Hz, linear over the logarithm of frequency, ends held. There is at
/// least one point.
pub(super) fn linear(points: &[Point], frequency_hz: f64, of: impl Fn(&Point) -> f64) -> f64 {
    let above = points.partition_point(|point| point.frequency_hz <= frequency_hz);
    let Some(high) = points.get(above) else {
        return of(&points[points.len() - 1]);
    };
    let Some(low) = above.checked_sub(1).map(|below| &points[below]) else {
        return of(high);
    };
    let along =
        (frequency_hz / low.frequency_hz).ln() / (high.frequency_hz / low.frequency_hz).ln();
    of(low) + along * (of(high) - of(low))
}

/// The points with a monotone cubic between them (Fritsch and Butland's weighted harmonic mean of
/// the neighboring slopes, SIAM J. Sci. Stat. Comput. 5(2), 1984), each interval in `pieces` parts.
pub(super) fn monotone(points: &[Point], pieces: usize) -> Vec<Point> {
    let along: Vec<f64> = points.iter().map(|point| point.frequency_hz.ln()).collect();
    let levels: Vec<f64> = points.iter().map(|point| point.level_db).collect();
    let phases: Option<Vec<f64>> = points.iter().map(|point| point.phase_rad).collect();
    let level_slopes = slopes(&along, &levels);
    let phases = phases.map(|phases| (slopes(&along, &phases), phases));

    let mut smooth = Vec::with_capacity(points.len() * pieces);
    for (i, pair) in points.windows(2).enumerate() {
        smooth.push(pair[0]);
        for piece in 1..pieces {
            let t = piece as f64 / pieces as f64;
            smooth.push(Point {
                frequency_hz: (along[i] + t * (along[i + 1] - along[i])).exp(),
                level_db: hermite(&along, &levels, &level_slopes, i, t),
                phase_rad: (phases.as_ref())
                    .map(|(slopes, phases)| hermite(&along, phases, slopes, i, t)),
            });
        }
    }
    smooth.extend(points.last());
    smooth
}

/// The slope at every point: 0 at the ends (they are held) and at extremes.
fn slopes(along: &[f64], values: &[f64]) -> Vec<f64> {
    let mut slopes = vec![0.0; values.len()];
    for i in 1..values.len().saturating_sub(1) {
        let (before, after) = (along[i] - along[i - 1], along[i + 1] - along[i]);
        let left = (values[i] - values[i - 1]) / before;
        let right = (values[i + 1] - values[i]) / after;
        if left * right > 0.0 {
            let (left_weight, right_weight) = (2.0 * after + before, after + 2.0 * before);
            slopes[i] = (left_weight + right_weight) / (left_weight / left + right_weight / right);
        }
    }
    slopes
}

/// Cubic Hermite between points `i` and `i + 1`, `t` from 0 to 1.
fn hermite(along: &[f64], values: &[f64], slopes: &[f64], i: usize, t: f64) -> f64 {
    let width = along[i + 1] - along[i];
    let rise = values[i + 1] - values[i];
    let (start, end) = (slopes[i] * width, slopes[i + 1] * width);
    values[i] + t * (start + t * (3.0 * rise - 2.0 * start - end + t * (start + end - 2.0 * rise)))
}
