//! Noise shaping over time: prediction from line to line, which keeps noise under an attack (the LC3
//! specification, sections 3.3.8 and 3.4.6).

use std::f64::consts::PI;

use super::layout::Duration;

/// The highest order of a filter.
pub(super) const ORDER: usize = 8;

/// Gain of the prediction from which on it is used.
const LEAST_GAIN: f64 = 1.5;

/// Step of the quantizer of reflection coefficients, in radians of their arc sine.
const STEP: f64 = PI / 17.0;

/// Window of the correlation over lags.
const LAG_WINDOW: [f64; ORDER + 1] = [
    1.0,
    0.998_028_026,
    0.992_135_406,
    0.982_391_584,
    0.968_910_791,
    0.951_849_807,
    0.931_404_933,
    0.907_808_23,
    0.881_323_137,
];

/// Frequencies of the orders in 1024ths, at many and at few bits.
const ORDER_FREQUENCIES: [[u16; ORDER]; 2] = [
    [3, 9, 23, 54, 111, 190, 268, 366],
    [14, 42, 100, 157, 181, 178, 167, 185],
];

/// Frequencies of the coefficients' steps in 1024ths, from −8 to 8.
#[rustfmt::skip]
const STEP_FREQUENCIES: [[u16; 17]; ORDER] = [
    [1, 5, 15, 31, 54, 86, 97, 120, 159, 152, 111, 104, 59, 22, 6, 1, 1],
    [1, 1, 1, 1, 13, 43, 94, 139, 173, 160, 154, 131, 78, 27, 6, 1, 1],
    [1, 1, 1, 1, 9, 43, 106, 199, 217, 210, 141, 74, 17, 1, 1, 1, 1],
    [1, 1, 1, 1, 2, 11, 49, 204, 285, 297, 120, 39, 9, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 7, 42, 241, 341, 314, 58, 9, 3, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 13, 205, 366, 377, 47, 5, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 13, 281, 330, 371, 17, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 5, 297, 1, 682, 26, 2, 1, 1, 1, 1, 1],
];

/// Reflection coefficients of one filter as they are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Filter {
    /// Number of coefficients; 0 is no filter.
    pub order: usize,
    /// Steps from −8 to 8.
    pub steps: [i32; ORDER],
}

/// The filters of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Temporal {
    /// Number of filters at the frame's bandwidth: one up to 12 kHz, two above.
    pub count: usize,
    /// The filters, lows first.
    pub filters: [Filter; 2],
    /// True at few bits, where other orders are frequent.
    pub few_bits: bool,
}

/// Lines of a filter: its beginning, two places between, its end.
type Span = [usize; 4];

/// The lines of each filter.
fn spans(duration: Duration, bandwidth: usize) -> &'static [Span] {
    match duration {
        Duration::SevenAndAHalfMs => match bandwidth {
            0 => &[[9, 26, 43, 60]],
            1 => &[[9, 46, 83, 120]],
            2 => &[[9, 66, 123, 180]],
            3 => &[[9, 46, 82, 120], [120, 159, 200, 240]],
            _ => &[[9, 56, 103, 150], [150, 200, 250, 300]],
        },
        Duration::TenMs => match bandwidth {
            0 => &[[12, 34, 57, 80]],
            1 => &[[12, 61, 110, 160]],
            2 => &[[12, 88, 164, 240]],
            3 => &[[12, 61, 110, 160], [160, 213, 266, 320]],
            _ => &[[12, 74, 137, 200], [200, 266, 333, 400]],
        },
    }
}

impl Temporal {
    /// The filters for the lines of a frame, which they flatten over time.
    pub(super) fn analyze(
        duration: Duration,
        bandwidth: usize,
        bits: usize,
        lines: &mut [f64],
    ) -> Self {
        let spans = spans(duration, bandwidth);
        let few_bits = duration.bits_in_10_ms(bits) < 480;
        let mut filters = [Filter::default(); 2];
        for (filter, span) in filters.iter_mut().zip(spans) {
            *filter = Filter::new(&correlation(span, lines), few_bits);
        }
        let temporal = Self {
            count: spans.len(),
            filters,
            few_bits,
        };
        let mut state = [0.0; ORDER];
        for (filter, span) in temporal.filters.iter().zip(spans) {
            filter.flatten(&mut lines[span[0]..span[3]], &mut state);
        }
        temporal
    }

    /// Undoes the flattening.
    pub(super) fn restore(&self, duration: Duration, bandwidth: usize, lines: &mut [f64]) {
        let mut state = [0.0; ORDER];
        for (filter, span) in self.filters.iter().zip(spans(duration, bandwidth)) {
            filter.restore(&mut lines[span[0]..span[3]], &mut state);
        }
    }

    /// Bits that the filters take, each rounded up, with their switches.
    pub(super) fn bits(&self) -> usize {
        let bits = |filter: &Filter| {
            let symbols = self.symbols(filter).map(|(row, symbol)| cost(row[symbol]));
            1 + symbols.sum::<u32>().div_ceil(2048) as usize
        };
        self.filters[..self.count].iter().map(bits).sum()
    }

    /// The symbols of a filter: the frequencies to choose from, and the choice.
    pub fn symbols<'a>(
        &self,
        filter: &'a Filter,
    ) -> impl Iterator<Item = (&'static [u16], usize)> + 'a {
        let orders: &[u16] = &ORDER_FREQUENCIES[usize::from(self.few_bits)];
        let order = (filter.order > 0).then(|| (orders, filter.order - 1));
        let steps = filter.steps[..filter.order].iter().enumerate();
        let steps = steps.map(|(n, step)| (&STEP_FREQUENCIES[n][..], (step + 8) as usize));
        order.into_iter().chain(steps)
    }
}

/// Bits of a symbol, in 2048ths.
pub(super) fn cost(frequency: u16) -> u32 {
    (-2048.0 * (f64::from(frequency) / 1024.0).log2()).round() as u32
}

/// Correlation of the lines of a span, its three parts with equal weight.
fn correlation(span: &Span, lines: &[f64]) -> [f64; ORDER + 1] {
    let parts = span.windows(2).map(|part| &lines[part[0]..part[1]]);
    let mut sums = [0.0; ORDER + 1];
    for part in parts {
        let energy: f64 = part.iter().map(|x| x * x).sum();
        if energy <= 0.0 {
            return std::array::from_fn(|lag| if lag == 0 { 3.0 } else { 0.0 });
        }
        for (lag, (sum, window)) in sums.iter_mut().zip(&LAG_WINDOW).enumerate() {
            let products = part.iter().zip(&part[lag..]).map(|(x, y)| x * y);
            *sum += window * products.sum::<f64>() / energy;
        }
    }
    sums
}

impl Filter {
    fn new(correlation: &[f64; ORDER + 1], few_bits: bool) -> Self {
        let (mut predictor, error) = levinson(correlation);
        let gain = correlation[0] / error;
        // Also where the error is nothing or not a number.
        if gain.partial_cmp(&LEAST_GAIN) != Some(std::cmp::Ordering::Greater) {
            return Self::default();
        }
        if few_bits && gain < 2.0 {
            let narrow = 1.0 - 0.15 * (2.0 - gain) / (2.0 - LEAST_GAIN);
            let mut power = 1.0;
            for a in &mut predictor {
                *a *= power;
                power *= narrow;
            }
        }
        let mut filter = Self::default();
        for (n, reflection) in reflections(predictor).into_iter().enumerate() {
            let step = reflection.clamp(-1.0, 1.0).asin() / STEP;
            filter.steps[n] = step.round().clamp(-8.0, 8.0) as i32;
            if filter.steps[n] != 0 {
                filter.order = n + 1;
            }
        }
        filter
    }

    fn reflections(&self) -> [f64; ORDER] {
        self.steps.map(|step| (STEP * f64::from(step)).sin())
    }

    fn flatten(&self, lines: &mut [f64], state: &mut [f64; ORDER]) {
        let reflections = self.reflections();
        if self.order == 0 {
            return;
        }
        for x in lines {
            let mut forward = *x;
            let mut backward = forward;
            for (k, state) in reflections.iter().zip(&mut state[..self.order]) {
                let last = std::mem::replace(state, backward);
                backward = k * forward + last;
                forward += k * last;
            }
            *x = forward;
        }
    }

    fn restore(&self, lines: &mut [f64], state: &mut [f64; ORDER]) {
        let reflections = self.reflections();
        if self.order == 0 {
            return;
        }
        let top = self.order - 1;
        for x in lines {
            let mut forward = *x - reflections[top] * state[top];
            for n in (0..top).rev() {
                forward -= reflections[n] * state[n];
                state[n + 1] = reflections[n] * forward + state[n];
            }
            state[0] = forward;
            *x = forward;
        }
    }
}

/// The predictor of a correlation, and what it leaves.
fn levinson(correlation: &[f64; ORDER + 1]) -> ([f64; ORDER + 1], f64) {
    let mut predictor = [0.0; ORDER + 1];
    predictor[0] = 1.0;
    let mut error = correlation[0];
    for order in 1..=ORDER {
        let sum: f64 = (0..order)
            .map(|n| predictor[n] * correlation[order - n])
            .sum();
        let reflection = -sum / error;
        let last = predictor;
        for n in 1..=order {
            predictor[n] += reflection * last[order - n];
        }
        error *= 1.0 - reflection * reflection;
    }
    (predictor, error)
}

/// The reflection coefficients of a predictor.
fn reflections(mut predictor: [f64; ORDER + 1]) -> [f64; ORDER] {
    let mut reflections = [0.0; ORDER];
    for order in (1..=ORDER).rev() {
        let reflection = predictor[order];
        reflections[order - 1] = reflection;
        let last = predictor;
        for n in 1..order {
            predictor[n] =
                (last[n] - reflection * last[order - n]) / (1.0 - reflection * reflection);
        }
    }
    reflections
}
