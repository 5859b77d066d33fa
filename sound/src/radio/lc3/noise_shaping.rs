//! Noise shaping over frequency: scale factors that make the noise follow the spectrum, and their
//! quantizer (the LC3 specification, sections 3.3.7 and 3.4.7).

use std::f64::consts::FRAC_1_SQRT_2;

use super::layout::{Duration, BANDS};
use super::shape_search::{candidates, unit};
use super::shaping_tables::{HIGH, LOW};

/// Scale factors of a frame.
pub(super) const SCALES: usize = 16;

/// Bits of a frame's scale factors.
pub(super) const BITS: usize = 38;

/// Gains of the four shapes, in 4096ths.
const GAINS: [&[u16]; 4] = [
    &[8915, 12054],
    &[6245, 15043, 17861, 21014],
    &[7099, 9132, 11253, 14808],
    &[4336, 5067, 5895, 8149, 10235, 12825, 16868, 19882],
];

/// Pre-emphasis from band to band: 10 to the power of 30 ÷ 630.
const TILT: f64 = 1.115_883_992_507_748;

/// Scale factors as they are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shaping {
    /// Entry of the codebook of the lower eight factors.
    pub low: usize,
    /// Entry of the codebook of the upper eight.
    pub high: usize,
    /// Shape of the rest: 0 two sets, 1 the first set alone, 2 near, 3 far.
    pub shape: usize,
    /// Gain of the shape.
    pub gain: usize,
    /// Pulses of the shape, over the cosine transform of the rest.
    pub pulses: [i32; SCALES],
}

/// The scale factors of a frame as binary logarithms, from the mean energies of its bands.
pub(super) fn factors(duration: Duration, energies: &[f64; BANDS], attack: bool) -> [f64; SCALES] {
    let mut smooth = [0.0; BANDS];
    let mut tilt = 1.0;
    for (band, smooth) in smooth.iter_mut().enumerate() {
        let before = energies[band.saturating_sub(1)];
        let after = energies[(band + 1).min(BANDS - 1)];
        *smooth = tilt * (0.25 * before + 0.5 * energies[band] + 0.25 * after);
        tilt *= TILT;
    }
    let mean: f64 = smooth.iter().sum::<f64>() / BANDS as f64;
    let floor = (1e-4 * mean).max(2_f64.powi(-32));
    let logarithms = smooth.map(|energy| 0.5 * energy.max(floor).log2());
    let mut factors = downsampled(&logarithms);
    let mean = factors.iter().sum::<f64>() / SCALES as f64;
    factors = factors.map(|factor| 0.85 * (factor - mean));
    if attack {
        factors = flattened(&factors, duration);
    }
    factors
}

/// Every fourth of the bands' values, each with its neighbors.
fn downsampled(logarithms: &[f64; BANDS]) -> [f64; SCALES] {
    const WEIGHTS: [f64; 6] = [1.0, 2.0, 3.0, 3.0, 2.0, 1.0];
    std::array::from_fn(|scale| {
        let weighted = WEIGHTS.iter().enumerate().map(|(n, weight)| {
            let band = (4 * scale + n).saturating_sub(1).min(BANDS - 1);
            weight * logarithms[band]
        });
        weighted.sum::<f64>() / 12.0
    })
}

/// Scale factors of a frame with an attack: the noise is spread over the spectrum rather than time.
fn flattened(factors: &[f64; SCALES], duration: Duration) -> [f64; SCALES] {
    let smooth: [f64; SCALES] = std::array::from_fn(|scale| {
        let near = &factors[scale.saturating_sub(2)..(scale + 3).min(SCALES)];
        near.iter().sum::<f64>() / near.len() as f64
    });
    let mean = smooth.iter().sum::<f64>() / SCALES as f64;
    let depth = match duration {
        Duration::SevenAndAHalfMs => 0.3,
        Duration::TenMs => 0.5,
    };
    smooth.map(|factor| depth * (factor - mean))
}

/// The scale factors as they can be sent.
pub(super) fn quantized(factors: &[f64; SCALES]) -> Shaping {
    let low = nearest(&LOW, &factors[..8]);
    let high = nearest(&HIGH, &factors[8..]);
    let mut rest = *factors;
    for (rest, code) in rest.iter_mut().zip(LOW[low].iter().chain(&HIGH[high])) {
        *rest -= code;
    }
    let direction: [f64; SCALES] = std::array::from_fn(|column| {
        let terms = rest.iter().enumerate();
        terms.map(|(row, rest)| rest * cosine(row, column)).sum()
    });
    let mut best = Shaping {
        low,
        high,
        ..Shaping::default()
    };
    let mut least = f64::INFINITY;
    for (shape, pulses) in candidates(&direction).into_iter().enumerate() {
        let unit = unit(&pulses);
        for gain in 0..GAINS[shape].len() {
            let scale = gain_of(shape, gain);
            let errors = direction.iter().zip(&unit);
            let error: f64 = errors.map(|(x, unit)| (x - scale * unit).powi(2)).sum();
            if error < least {
                least = error;
                best = Shaping {
                    shape,
                    gain,
                    pulses,
                    ..best
                };
            }
        }
    }
    best
}

fn nearest(book: &[[f64; 8]], factors: &[f64]) -> usize {
    let distance = |entry: &[f64; 8]| -> f64 {
        let pairs = entry.iter().zip(factors);
        pairs.map(|(code, factor)| (factor - code).powi(2)).sum()
    };
    let mut best = (0, f64::INFINITY);
    for (index, entry) in book.iter().enumerate() {
        let distance = distance(entry);
        if distance < best.1 {
            best = (index, distance);
        }
    }
    best.0
}

fn gain_of(shape: usize, gain: usize) -> f64 {
    f64::from(GAINS[shape][gain]) / 4096.0
}

/// Cosines of 32nds of a half turn, up to a quarter turn.
#[rustfmt::skip]
const COSINES: [f64; 17] = [
    1.0, 0.995_184_726_672_197, 0.980_785_280_403_23, 0.956_940_335_732_209,
    0.923_879_532_511_287, 0.881_921_264_348_355, 0.831_469_612_302_545, 0.773_010_453_362_737,
    FRAC_1_SQRT_2, 0.634_393_284_163_645, 0.555_570_233_019_602, 0.471_396_736_825_998,
    0.382_683_432_365_09, 0.290_284_677_254_462, 0.195_090_322_016_128, 0.098_017_140_329_561,
    0.0,
];

/// Base vectors of the cosine transform of type II, of length one.
fn cosine(row: usize, column: usize) -> f64 {
    let scale = if column == 0 {
        0.25
    } else {
        0.5 * FRAC_1_SQRT_2
    };
    let turn = (2 * row + 1) * column % 64;
    let turn = turn.min(64 - turn);
    scale
        * if turn <= 16 {
            COSINES[turn]
        } else {
            -COSINES[32 - turn]
        }
}

impl Shaping {
    /// The scale factors that the decoder reads.
    fn factors(&self) -> [f64; SCALES] {
        let unit = unit(&self.pulses);
        let gain = gain_of(self.shape, self.gain);
        let codes = LOW[self.low].iter().chain(&HIGH[self.high]);
        let mut factors = [0.0; SCALES];
        for (row, (factor, code)) in factors.iter_mut().zip(codes).enumerate() {
            let terms = unit.iter().enumerate();
            let rest: f64 = terms.map(|(column, x)| x * cosine(row, column)).sum();
            *factor = code + gain * rest;
        }
        factors
    }

    /// Multiplies the lines by the scale factors' `power`: −1 flattens the spectrum before it is
    /// quantized, 1 restores it.
    pub(super) fn apply(&self, duration: Duration, lines: &mut [f64], power: f64) {
        let factors = self.factors();
        for (band, edges) in duration.bands().windows(2).enumerate() {
            // Bands lie at an eighth and three, five, seven eighths between two factors.
            let at = (band as f64 - 1.5) / 4.0;
            let scale = (at.max(0.0) as usize).min(SCALES - 2);
            let between = (at - scale as f64).max(0.0);
            let rise = factors[scale + 1] - factors[scale];
            let gain = (power * (factors[scale] + between * rise)).exp2();
            lines[edges[0]..edges[1]]
                .iter_mut()
                .for_each(|x| *x *= gain);
        }
    }
}
