//! The global gain that spends the frame's bits, and the quantized lines (the LC3 specification, section
//! 3.3.10).

use super::layout::{Duration, MOST_LINES};
use super::noise_shaping;
use super::spectrum::{Context, Costs};

/// Bits from which on a frame may leave out lowest bits of large values.
const LEAST_BITS_OF_HALVED: usize = 1120;

/// Share of a step that is added before the fraction is cut off: less than half, so that more becomes
/// zero.
const DEAD_ZONE: f64 = 0.375;

/// Lines after quantizing.
#[derive(Clone, Debug)]
pub(super) struct Quantized {
    /// Index of the gain, 0 to 255.
    pub(super) index: i32,
    /// The gain: the step between values.
    pub(super) step: f64,
    /// Lines up to the last pair that is sent.
    pub(super) count: usize,
    /// True if the lowest bits of large values are sent last, as far as there is room.
    pub(super) halved: bool,
    /// Bits that all of the lines would take.
    bits: usize,
    /// Values.
    pub(super) values: [i32; MOST_LINES],
}

/// The gain's state from frame to frame.
#[derive(Clone, Debug)]
pub(super) struct Quantizer {
    duration: Duration,
    offset: f64,
    budget: usize,
    bits: usize,
    limited: bool,
}

/// Offset of the gain's index at so many bits.
pub(super) fn gain_offset(bits: usize) -> i32 {
    -(bits as i32 / 50).min(115) - 130
}

/// Gain of an index, at so many bits.
pub(super) fn gain(index: i32, bits: usize) -> f64 {
    10_f64.powf(f64::from(index + gain_offset(bits)) / 28.0)
}

/// Bits for the lines of a frame, when so many of the others are taken.
pub(super) fn budget(bits: usize, temporal_bits: usize, pitch_bits: usize) -> usize {
    // Bandwidth, scale factors, gain, noise, the last line, its mode and the coder's end.
    let end = match bits {
        0..=1280 => 3,
        1281..=2560 => 4,
        _ => 5,
    };
    bits.saturating_sub(3 + noise_shaping::BITS + 8 + 3 + 8 + end + temporal_bits + pitch_bits)
}

impl Quantizer {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            offset: 0.0,
            budget: 0,
            bits: 0,
            limited: false,
        }
    }

    /// Quantizes the lines of a frame to a budget of its bits.
    pub(super) fn quantize(
        &mut self,
        lines: &[f64],
        bits: usize,
        budget: usize,
        costs: &Costs,
    ) -> Quantized {
        // What the estimate missed in the last frame is made up for in this one.
        self.offset = if self.limited {
            0.0
        } else {
            let missed = self.offset + self.budget as f64 - self.bits as f64;
            0.8 * self.offset + 0.2 * missed.clamp(-40.0, 40.0)
        };
        let aim = (budget as f64 + self.offset + 0.5).floor();
        let peak = lines.iter().fold(0.0_f64, |peak, x| peak.max(x.abs()));
        let offset = gain_offset(bits);
        let least = if peak > 0.0 {
            (28.0 * (peak / (32_768.0 - DEAD_ZONE)).log10()).ceil() as i32 - offset
        } else {
            0
        };
        let estimate = estimate(lines, aim, offset);
        self.limited = estimate < least || peak <= 0.0;
        let index = if self.limited { least } else { estimate }.clamp(0, 255);
        let first = self.at(index, lines, bits, budget, costs);
        self.budget = budget;
        self.bits = first.bits;
        let adjusted = adjusted(index, first.bits, budget).max(least).min(255);
        if adjusted == index {
            first
        } else {
            self.at(adjusted, lines, bits, budget, costs)
        }
    }

    fn at(
        &self,
        index: i32,
        lines: &[f64],
        bits: usize,
        budget: usize,
        costs: &Costs,
    ) -> Quantized {
        let step = gain(index, bits);
        let mut values = [0; MOST_LINES];
        for (value, x) in values.iter_mut().zip(lines) {
            *value = (x.abs() / step + DEAD_ZONE).floor().copysign(*x) as i32;
        }
        let last = values.iter().rposition(|value| *value != 0);
        let end = last.map_or(2, |last| last / 2 * 2 + 2);
        let may_halve = bits >= LEAST_BITS_OF_HALVED;
        let mut context = Context::new(bits, self.duration.lines());
        let (mut spent, mut lowest, mut count) = (0, 0, 2);
        for line in (0..end).step_by(2) {
            let pair = [values[line], values[line + 1]];
            let coded = context.next(line, pair);
            let nonzero = pair.map(|value| u32::from(value != 0));
            spent += costs.of(&coded) + 2048 * (nonzero[0] + nonzero[1]);
            if may_halve && coded.escapes > 0 {
                spent += 2 * 2048 * (coded.escapes as u32 - 1);
                // The lowest bits, and the signs of what vanishes without them.
                lowest += 2 + pair.iter().filter(|value| value.abs() == 1).count();
            } else {
                spent += 2 * 2048 * coded.escapes as u32;
            }
            if nonzero != [0, 0] && spent.div_ceil(2048) as usize <= budget {
                count = line + 2;
            }
        }
        values[count..].fill(0);
        let needed = spent.div_ceil(2048) as usize + lowest;
        Quantized {
            index,
            step,
            count,
            halved: may_halve && needed > budget,
            bits: needed,
            values,
        }
    }
}

/// The index of the gain at which the lines take about so many bits.
fn estimate(lines: &[f64], aim: f64, offset: i32) -> i32 {
    let mut energies = [0.0; MOST_LINES / 4];
    let count = lines.len() / 4;
    for (energy, lines) in energies.iter_mut().zip(lines.chunks_exact(4)) {
        let sum: f64 = lines.iter().map(|x| x * x).sum();
        // In steps of the index.
        *energy = 28.0 * (sum + 2_f64.powi(-31)).log10() / 2.0;
    }
    let mut index = 255;
    let mut step = 256;
    for _ in 0..8 {
        step /= 2;
        index -= step;
        if needs(&energies[..count], f64::from(index + offset)) > aim * 1.4 * 1.4 {
            index += step;
        }
    }
    index
}

/// Bits that the lines take at a gain, in steps of its index, from the top of the spectrum down.
fn needs(energies: &[f64], gain: f64) -> f64 {
    let mut sum = 0.0;
    let mut silent = true;
    for energy in energies.iter().rev() {
        let above = energy - gain;
        if above < 0.0 {
            if !silent {
                sum += 2.7 * 1.4;
            }
        } else {
            silent = false;
            sum += if above > 43.0 * 1.4 {
                2.0 * above - 36.0 * 1.4
            } else {
                above + 7.0 * 1.4
            };
        }
    }
    sum
}

/// The index after a look at the bits that it took.
fn adjusted(index: i32, bits: usize, budget: usize) -> i32 {
    let (bits, budget) = (bits as f64, budget as f64);
    let step = if bits < 680.0 {
        (bits + 48.0) / 16.0
    } else if bits < 2600.0 {
        let (low, high) = (680.0 / 16.0 + 3.0, 2600.0 / 48.0);
        (bits - 680.0) * (high - low) / (2600.0 - 680.0) + low
    } else {
        bits.min(4250.0) / 48.0
    };
    let step = (step + 0.5).floor();
    if index > 0 && bits < budget - (step + 2.0) {
        index - 1
    } else if index < 255 && bits > budget {
        if index == 254 || bits < budget + step {
            index + 1
        } else {
            index + 2
        }
    } else {
        index
    }
}
