//! A smooth response at every bin of a transform, asked for only where it bends.
//!
//! Solving a network costs microseconds, a long impulse has tens of thousands of bins, and most of
//! them lie on a smooth curve: what resonates at 10 kHz has died away long before the impulse ends. So
//! the response is solved at bins that get sparser with frequency, and between two solved bins it is
//! solved again wherever the polynomial through the six nearest does not foresee it to [`TOLERANCE`].
//! The rest is that polynomial. Interpolation is over frequency itself and of the complex value, so
//! phase and delay are kept.

use num_complex::Complex64;

/// Error of a predicted value from the solved one, relative to its size. With the solved bin then
/// added, the remaining error is some thirty times smaller.
const TOLERANCE: f64 = 1e-4;
/// Values are compared with the largest of their neighbors when they are smaller than this part of
/// it: at the bottom of a notch.
const NOTCH: f64 = 1e-2;
/// Below this bin, all are solved.
const DENSE_BELOW: usize = 32;
/// Steps of the first, sparse pass that make an octave.
const STEPS_PER_OCTAVE: usize = 24;
/// Points of the polynomial.
const POINTS: usize = 6;

/// `response` at bins 1 to `last`; index 0 of what is returned is left at zero.
pub(super) fn sampled<const COUNT: usize>(
    mut response: impl FnMut(usize) -> [Complex64; COUNT],
    last: usize,
) -> [Vec<Complex64>; COUNT] {
    let mut values = std::array::from_fn(|_| vec![Complex64::default(); last + 1]);
    let mut solve = |bin: usize, values: &mut [Vec<Complex64>; COUNT]| {
        for (values, value) in values.iter_mut().zip(response(bin)) {
            values[bin] = value;
        }
    };
    let mut nodes = first_nodes(last);
    for bin in &nodes {
        solve(*bin, &mut values);
    }
    // Whether the gap that follows a node is still open.
    let mut open: Vec<bool> = nodes.windows(2).map(|pair| pair[1] - pair[0] > 1).collect();
    while open.contains(&true) {
        let mut finer = Vec::with_capacity(nodes.len() * 2);
        let mut finer_open = Vec::with_capacity(nodes.len() * 2);
        for (gap, is_open) in open.iter().enumerate() {
            finer.push(nodes[gap]);
            if !is_open {
                finer_open.push(false);
                continue;
            }
            let middle = (nodes[gap] + nodes[gap + 1]) / 2;
            let around = around(&nodes, gap);
            let weights = Lagrange::new(around).weights(middle);
            let foreseen = values
                .each_ref()
                .map(|values| combine(&known(values, around), &weights));
            solve(middle, &mut values);
            let bends = (0..COUNT).any(|index| {
                let peak = around
                    .iter()
                    .map(|bin| values[index][*bin].norm_sqr())
                    .fold(0.0, f64::max);
                let solved = values[index][middle];
                let size = solved.norm_sqr().max(peak * NOTCH * NOTCH);
                (solved - foreseen[index]).norm_sqr() > size * TOLERANCE * TOLERANCE
            });
            finer.push(middle);
            finer_open.push(bends && middle - nodes[gap] > 1);
            finer_open.push(bends && nodes[gap + 1] - middle > 1);
        }
        finer.extend(nodes.last());
        (nodes, open) = (finer, finer_open);
    }
    fill(&mut values, &nodes);
    values
}

/// Every bin at first, then steps that grow with frequency.
fn first_nodes(last: usize) -> Vec<usize> {
    let mut nodes = Vec::new();
    let mut bin = 1;
    while bin < last {
        nodes.push(bin);
        bin += if bin < DENSE_BELOW {
            1
        } else {
            (bin / STEPS_PER_OCTAVE).max(1)
        };
    }
    if last > 0 {
        nodes.push(last);
    }
    nodes
}

/// The nodes nearest to the gap after `nodes[gap]`.
fn around(nodes: &[usize], gap: usize) -> &[usize] {
    let count = POINTS.min(nodes.len());
    let first = (gap + 1).saturating_sub(count / 2).min(nodes.len() - count);
    &nodes[first..first + count]
}

/// The polynomial through some nodes, by Lagrange.
struct Lagrange {
    places: [f64; POINTS],
    count: usize,
    /// One ÷ the product of the ways to all other nodes; zero where there is no node.
    scales: [f64; POINTS],
}

impl Lagrange {
    fn new(nodes: &[usize]) -> Self {
        let mut places = [0.0; POINTS];
        for (place, node) in places.iter_mut().zip(nodes) {
            *place = *node as f64;
        }
        let count = nodes.len().min(POINTS);
        let mut scales = [0.0; POINTS];
        for at in 0..count {
            let others = (0..count).filter(|other| *other != at);
            let ways: f64 = others.map(|other| places[at] - places[other]).product();
            scales[at] = 1.0 / ways;
        }
        Self {
            places,
            count,
            scales,
        }
    }

    /// Weight of each node at a bin between them.
    #[inline]
    fn weights(&self, bin: usize) -> [f64; POINTS] {
        let bin = bin as f64;
        // What is missing leaves the products as they are.
        let way = |at: usize| {
            if at < self.count {
                bin - self.places[at]
            } else {
                1.0
            }
        };
        let ways: [f64; POINTS] = std::array::from_fn(way);
        let mut weights = self.scales;
        let mut before = 1.0;
        for (weight, way) in weights.iter_mut().zip(ways) {
            *weight *= before;
            before *= way;
        }
        let mut after = 1.0;
        for (weight, way) in weights.iter_mut().zip(ways).rev() {
            *weight *= after;
            after *= way;
        }
        weights
    }
}

/// The values at some nodes.
fn known(values: &[Complex64], nodes: &[usize]) -> [Complex64; POINTS] {
    let mut known = [Complex64::default(); POINTS];
    for (known, node) in known.iter_mut().zip(nodes) {
        *known = values[*node];
    }
    known
}

#[inline]
fn combine(known: &[Complex64; POINTS], weights: &[f64; POINTS]) -> Complex64 {
    known
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}

/// Puts the polynomial into the bins between the nodes.
fn fill<const COUNT: usize>(values: &mut [Vec<Complex64>; COUNT], nodes: &[usize]) {
    for gap in 0..nodes.len().saturating_sub(1) {
        let between = nodes[gap] + 1..nodes[gap + 1];
        if between.is_empty() {
            continue;
        }
        let around = around(nodes, gap);
        let polynomial = Lagrange::new(around);
        let known = values.each_ref().map(|values| known(values, around));
        for bin in between {
            let weights = polynomial.weights(bin);
            for (values, known) in values.iter_mut().zip(&known) {
                values[bin] = combine(known, &weights);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A delayed resonance of quality `q` with a notch above it.
    fn response(hz: f64, q: f64) -> Complex64 {
        let resonance = |center: f64, q: f64| {
            let v = hz / center;
            Complex64::new(1.0 - v * v, v / q)
        };
        Complex64::from_polar(1.0, -hz * 1e-3) * resonance(5000.0, 50.0) / resonance(900.0, q)
    }

    #[test]
    fn foresees_smooth_responses_and_solves_sharp_ones() {
        for (q, most_solved) in [(0.7, 900), (20.0, 1200), (1000.0, 1600)] {
            let step_hz = 2.93;
            let mut solved = 0;
            let [values] = sampled(
                |bin| {
                    solved += 1;
                    [response(bin as f64 * step_hz, q)]
                },
                8192,
            );
            assert!(solved < most_solved, "{solved} solved at Q = {q}");
            for (bin, value) in values.iter().enumerate().skip(1) {
                let exact = response(bin as f64 * step_hz, q);
                let size = exact.norm().max(1e-3);
                assert!((value - exact).norm() < 1e-4 * size, "Q = {q}, bin {bin}");
            }
        }
    }

    #[test]
    fn short_ones_are_solved_throughout() {
        for last in [0, 1, 2, 5, 32] {
            let [values] = sampled(|bin| [Complex64::new(bin as f64, 1.0)], last);
            assert_eq!(values.len(), last + 1);
            assert!((1..=last).all(|bin| values[bin].re == bin as f64));
        }
    }
}
