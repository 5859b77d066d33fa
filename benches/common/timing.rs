//! Fair comparisons on a machine that others use too: both sides in one run, by turns, by
//! processor time, as ratios; the median and the range that holds the middle 80 %.

#![allow(dead_code)] // each benchmark uses its share of this

use std::hint::black_box;
use std::time::Duration;

use cpu_time::{ProcessTime, ThreadTime};

/// A pair is left out if a fixed loop before and after it differ by more than this.
const UNSTEADY: f64 = 0.15;

/// Ratios of the cost of one thing to that of another.
pub struct Ratios {
    sorted: Vec<f64>,
    /// Median cost of the first and of the second, for the record.
    pub seconds: [f64; 2],
    /// Pairs left out because the machine was unsteady.
    pub discarded: usize,
}

impl Ratios {
    /// The ratio below which `share` of the samples lie.
    pub fn quantile(&self, share: f64) -> f64 {
        quantile(&self.sorted, share)
    }

    /// The middle of all samples.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// Median and range, for a table.
    pub fn text(&self) -> String {
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|share| self.quantile(share));
        format!("{middle:6.2} ({low:5.2} to {high:5.2})")
    }
}

/// The value in ascending ones below which `share` of them lie.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((share * last as f64).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}

/// Runs two things by turns `pairs` times and gives the ratios of their costs, first by second.
pub fn compare(pairs: usize, first: impl FnMut(), second: impl FnMut()) -> Ratios {
    compare_by(|what| cost(what), pairs, first, second)
}

/// Like [`compare`], on the processor time of all threads.
pub fn compare_all_threads(pairs: usize, first: impl FnMut(), second: impl FnMut()) -> Ratios {
    let cost = |what: &mut dyn FnMut()| {
        let start = ProcessTime::now();
        what();
        seconds(start.elapsed())
    };
    compare_by(cost, pairs, first, second)
}

fn compare_by(
    cost: impl Fn(&mut dyn FnMut()) -> f64,
    pairs: usize,
    mut first: impl FnMut(),
    mut second: impl FnMut(),
) -> Ratios {
    let (mut ratios, mut costs) = (Vec::new(), [Vec::new(), Vec::new()]);
    let mut discarded = 0;
    // Once each beforehand, so that neither pays for cold caches.
    first();
    second();
    for _ in 0..pairs {
        let before = cost(&mut spin);
        let a = cost(&mut first);
        let b = cost(&mut second);
        let after = cost(&mut spin);
        if (before / after - 1.0).abs() > UNSTEADY {
            discarded += 1;
            continue;
        }
        ratios.push(a / b);
        costs[0].push(a);
        costs[1].push(b);
    }
    ratios.sort_by(f64::total_cmp);
    let seconds = costs.map(|mut costs| {
        costs.sort_by(f64::total_cmp);
        quantile(&costs, 0.5)
    });
    Ratios {
        sorted: ratios,
        seconds,
        discarded,
    }
}

/// Seconds of processor time that something takes.
pub fn cost(what: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    what();
    seconds(start.elapsed())
}

/// A time that can be divided by.
fn seconds(elapsed: Duration) -> f64 {
    elapsed.max(Duration::from_nanos(1)).as_secs_f64()
}

/// A fixed amount of work that nothing in the project can change.
fn spin() {
    spin_for(200_000);
}

/// The same in another amount.
pub fn spin_for(rounds: usize) {
    let mut state = black_box(1_u64);
    for _ in 0..rounds {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
    }
    black_box(state);
}

/// Returns whether this is a real measurement (`cargo bench`) rather than a check that it runs.
pub fn measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// The geometric mean.
pub fn geometric_mean(values: &[f64]) -> f64 {
    (values.iter().map(|value| value.ln()).sum::<f64>() / values.len() as f64).exp()
}
