//! Search for a pitch, for the decoder's post-filter (the LC3 specification, section 3.3.9).

use super::layout::Duration;
use super::pitch_tables::{CORRELATION, RESAMPLING, SIGNAL};

/// Shortest and longest lag at 6.4 kHz.
const SHORTEST: usize = 17;
const LONGEST: usize = 114;
/// Number of lags at 6.4 kHz.
const LAGS: usize = LONGEST - SHORTEST + 1;

/// Samples of the past that the resampling needs.
const PAST_48: usize = 60;
/// Samples of the past at 12.8 kHz.
const PAST_12_8: usize = 232;
/// Most samples of a frame at 12.8 and 6.4 kHz, and of the delay at 12.8 kHz.
const MOST_12_8: usize = 128;
const MOST_6_4: usize = 64;
const MOST_DELAY: usize = 44;

/// High-pass of 50 Hz at 12.8 kHz: numerator and denominator.
const HIGH_PASS: [f64; 5] = [
    0.982_794_708_297_877_1,
    -1.965_589_416_595_754,
    0.982_794_708_297_877_1,
    -1.965_293_372_622_690_4,
    0.965_885_460_568_817_7,
];

/// Half-band low-pass before every other sample is taken.
const HALF: [f64; 5] = [
    0.123_679_641_118_053_7,
    0.235_351_212_836_488_9,
    0.281_938_292_090_914_8,
    0.235_351_212_836_488_9,
    0.123_679_641_118_053_7,
];

/// A pitch as it is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pitch {
    /// Index of the lag, 0 to 511.
    pub index: usize,
    /// True if the post-filter is to work.
    pub active: bool,
}

impl Pitch {
    /// The lag at 12.8 kHz, in quarters of a sample.
    pub(super) fn quarters(&self) -> usize {
        match self.index {
            0..=379 => self.index + 128,
            380..=439 => 2 * self.index - 252,
            _ => 4 * (self.index - 283),
        }
    }
}

/// The search's state.
pub(super) struct Search {
    duration: Duration,
    at_48: Vec<f64>,
    at_12_8: Vec<f64>,
    at_6_4: Vec<f64>,
    high_pass: [f64; 2],
    lag: usize,
    /// Lag and correlation of the last frame, correlation of the one before.
    last_quarters: usize,
    last: f64,
    before_last: f64,
    active: bool,
}

impl Search {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            at_48: vec![0.0; PAST_48 + super::layout::MOST_SAMPLES],
            at_12_8: vec![0.0; PAST_12_8 + MOST_12_8 + MOST_DELAY],
            at_6_4: vec![0.0; LONGEST + MOST_6_4],
            high_pass: [0.0; 2],
            lag: SHORTEST,
            last_quarters: 0,
            last: 0.0,
            before_last: 0.0,
            active: false,
        }
    }

    pub(super) fn restart(&mut self, duration: Duration) {
        for buffer in [&mut self.at_48, &mut self.at_12_8, &mut self.at_6_4] {
            buffer.fill(0.0);
        }
        self.duration = duration;
        self.high_pass = [0.0; 2];
        self.lag = SHORTEST;
        self.last_quarters = 0;
        self.last = 0.0;
        self.before_last = 0.0;
        self.active = false;
    }

    /// Samples of a frame at 12.8 kHz, and the delay there.
    fn sizes(&self) -> [usize; 2] {
        match self.duration {
            Duration::SevenAndAHalfMs => [96, MOST_DELAY],
            Duration::TenMs => [MOST_12_8, 24],
        }
    }

    /// The pitch of a frame, if it has one.
    pub(super) fn find(&mut self, samples: &[f64], bits: usize) -> Option<Pitch> {
        self.resample(samples);
        let (lag, voiced) = self.coarse_lag();
        self.lag = lag;
        let before_last = std::mem::replace(&mut self.before_last, self.last);
        if !voiced {
            self.last = 0.0;
            self.last_quarters = 0;
            self.active = false;
            return None;
        }
        let quarters = self.fine_lag(lag);
        let correlation = self.correlation(quarters);
        let affordable = self.duration.bits_in_10_ms(bits) < 880;
        let steady = correlation > 0.94
            && self.last > 0.94
            && (self.duration == Duration::TenMs || before_last > 0.94);
        let still = quarters.abs_diff(self.last_quarters) < 8 && correlation - self.last > -0.1;
        let goes_on = correlation > 0.9 || (still && correlation > 0.84);
        self.active = affordable && if self.active { goes_on } else { steady };
        self.last_quarters = quarters;
        self.last = correlation;
        let index = match quarters {
            0..508 => quarters - 128,
            508..628 => (quarters + 252) / 2,
            _ => quarters / 4 + 283,
        };
        Some(Pitch {
            index,
            active: self.active,
        })
    }

    /// Appends a frame at 12.8 and at 6.4 kHz.
    fn resample(&mut self, samples: &[f64]) {
        let [size, delay] = self.sizes();
        let old = samples.len();
        self.at_48.copy_within(old..old + PAST_48, 0);
        self.at_48[PAST_48..PAST_48 + old].copy_from_slice(samples);
        self.at_12_8.copy_within(size..size + PAST_12_8 + delay, 0);
        for n in 0..size {
            // Taps of 30 samples on either side, at quarters of them.
            let (whole, part) = (15 * n / 4, 15 * n % 4);
            let mut sum = 0.0;
            for (k, x) in self.at_48[whole..=whole + 60].iter().enumerate() {
                let tap = (4 * k).abs_diff(120 + part);
                sum += x * RESAMPLING.get(tap).unwrap_or(&0.0);
            }
            let [b0, b1, b2, a1, a2] = HIGH_PASS;
            let [last, before] = self.high_pass;
            let state = 4.0 * sum - a1 * last - a2 * before;
            self.high_pass = [state, last];
            self.at_12_8[PAST_12_8 + delay + n] = b0 * state + b1 * last + b2 * before;
        }
        let half = size / 2;
        self.at_6_4.copy_within(half..half + LONGEST, 0);
        for n in 0..half {
            let near = &self.at_12_8[PAST_12_8 + 2 * n - 3..];
            self.at_6_4[LONGEST + n] = near.iter().zip(&HALF).map(|(x, h)| x * h).sum();
        }
    }

    /// Samples of the frame at 6.4 kHz, delayed.
    fn at_6_4(&self, lag: usize) -> &[f64] {
        let half = self.sizes()[0] / 2;
        &self.at_6_4[LONGEST - lag..LONGEST - lag + half]
    }

    /// The lag at 6.4 kHz, and whether the sound repeats at it.
    fn coarse_lag(&self) -> (usize, bool) {
        let mut products = [0.0; LAGS];
        let mut weighted = [0.0; LAGS];
        for n in 0..LAGS {
            products[n] = dot(self.at_6_4(0), self.at_6_4(SHORTEST + n));
            weighted[n] = products[n] * (1.0 - 0.5 * n as f64 / (LAGS - 1) as f64);
        }
        let first = largest(&weighted);
        let near = self.lag.saturating_sub(SHORTEST + 4)..(self.lag + 5 - SHORTEST).min(LAGS);
        let second = near.start + largest(&products[near]);
        let normal = |n: usize| {
            let delayed = self.at_6_4(SHORTEST + n);
            let power = dot(self.at_6_4(0), self.at_6_4(0)) * dot(delayed, delayed);
            if power > 0.0 {
                (products[n] / power.sqrt()).max(0.0)
            } else {
                0.0
            }
        };
        let n = if normal(second) > 0.85 * normal(first) {
            second
        } else {
            first
        };
        (SHORTEST + n, normal(n) > 0.6)
    }

    /// The lag at 12.8 kHz near one at 6.4 kHz, in quarters of a sample.
    fn fine_lag(&self, coarse: usize) -> usize {
        /// Lags on either side that the interpolation needs.
        const BESIDE: usize = 4;
        let shortest = (2 * coarse).saturating_sub(4).max(32);
        let longest = (2 * coarse + 4).min(228);
        let size = self.sizes()[0];
        let frame = &self.at_12_8[PAST_12_8..PAST_12_8 + size];
        let mut products = [0.0; 9 + 2 * BESIDE];
        for (n, product) in products.iter_mut().enumerate() {
            let lag = shortest + n - BESIDE;
            if lag <= longest + BESIDE {
                let from = PAST_12_8 - lag;
                *product = dot(frame, &self.at_12_8[from..from + size]);
            }
        }
        let best = BESIDE + largest(&products[BESIDE..=BESIDE + longest - shortest]);
        let lag = (shortest + best - BESIDE) as i32;
        let parts: &[i32] = match lag {
            32 => &[0, 1, 2, 3],
            33..127 => &[-3, -2, -1, 0, 1, 2, 3],
            127..157 => &[-2, 0, 2],
            _ => &[0],
        };
        let (mut part, mut most) = (0, 0.0);
        for candidate in parts {
            let mut sum = 0.0;
            for (m, product) in products[best - BESIDE..=best + BESIDE].iter().enumerate() {
                let tap = (4 * (m as i32 - BESIDE as i32) - candidate).unsigned_abs() as usize;
                sum += product * CORRELATION.get(tap).unwrap_or(&0.0);
            }
            if sum > most {
                (part, most) = (*candidate, sum);
            }
        }
        (4 * lag + part).max(128) as usize
    }

    /// Correlation of the frame with itself a lag ago, between −1 and 1.
    fn correlation(&self, quarters: usize) -> f64 {
        let (whole, part) = (quarters / 4, quarters % 4);
        let at = |n: usize, part: usize| -> f64 {
            let near = self.at_12_8[n - 2..=n + 2].iter().rev().enumerate();
            near.map(|(k, x)| x * SIGNAL.get((4 * k).abs_diff(8 + part)).unwrap_or(&0.0))
                .sum()
        };
        let (mut product, mut now, mut then) = (0.0, 0.0, 0.0);
        for n in PAST_12_8..PAST_12_8 + self.sizes()[0] {
            let (x, y) = (at(n, 0), at(n - whole, part));
            product += x * y;
            now += x * x;
            then += y * y;
        }
        let power: f64 = now * then;
        if power > 0.0 {
            product / power.sqrt()
        } else {
            0.0
        }
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

/// Index of the first of the largest values.
fn largest(values: &[f64]) -> usize {
    let mut best = 0;
    for (n, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = n;
        }
    }
    best
}
