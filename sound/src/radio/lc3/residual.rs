//! Bits beside the lines' values: the last ones of the frame refine the values, and noise takes the
//! place of lines that have become zero (the LC3 specification, sections 3.3.11, 3.3.12, 3.4.3 and 3.4.4).

use super::layout::{Duration, MOST_LINES};

/// Noise levels that can be sent.
const LEVELS: f64 = 8.0;

/// The level of the lines that have become zero, 0 (loudest) to 7.
pub(super) fn noise_level(
    duration: Duration,
    bandwidth: usize,
    lines: &[f64],
    values: &[i32; MOST_LINES],
    step: f64,
) -> usize {
    let (mut sum, mut count) = (0.0, 0);
    for line in empty_lines(duration, bandwidth, values) {
        sum += lines[line].abs() / step;
        count += 1;
    }
    let mean = if count > 0 {
        sum / f64::from(count)
    } else {
        0.0
    };
    (LEVELS - 16.0 * mean + 0.5).floor().clamp(0.0, 7.0) as usize
}

/// Lines that are zero as are their neighbors.
fn empty_lines(
    duration: Duration,
    bandwidth: usize,
    values: &[i32; MOST_LINES],
) -> impl Iterator<Item = usize> + '_ {
    let (first, reach) = match duration {
        Duration::SevenAndAHalfMs => (18, 2),
        Duration::TenMs => (24, 3),
    };
    let end = duration.lines_below(bandwidth);
    (first..end).filter(move |line| {
        let near = &values[line - reach..(line + reach + 1).min(end)];
        near.iter().all(|value| *value == 0)
    })
}

/// Puts noise of a sent level into the lines that are zero as are their neighbors.
pub(super) fn fill_noise(
    duration: Duration,
    bandwidth: usize,
    level: usize,
    values: &[i32; MOST_LINES],
    lines: &mut [f64],
) {
    let sum: u32 = (values.iter().zip(0..))
        .map(|(value, line)| value.unsigned_abs().wrapping_mul(line))
        .fold(0, u32::wrapping_add);
    let mut seed = sum & 0xffff;
    let size = (LEVELS - level as f64) / 16.0;
    for line in empty_lines(duration, bandwidth, values) {
        seed = (13_849 + seed * 31_821) & 0xffff;
        lines[line] = if seed < 0x8000 { size } else { -size };
    }
}

/// Bits that say on which side of a value the line was, low lines first.
#[derive(Clone, Debug, PartialEq)]
pub struct Refinement {
    /// Bits.
    pub bits: [bool; MOST_LINES],
    /// Number of them.
    pub count: usize,
}

impl Refinement {
    pub(super) fn none() -> Self {
        Self {
            bits: [false; MOST_LINES],
            count: 0,
        }
    }

    /// Says of as many lines as there is room for whether they were above their value.
    pub(super) fn new(lines: &[f64], values: &[i32; MOST_LINES], step: f64, room: usize) -> Self {
        let mut refinement = Self::none();
        for (x, value) in lines.iter().zip(values) {
            if *value != 0 && refinement.count < room {
                refinement.bits[refinement.count] = *x >= step * f64::from(*value);
                refinement.count += 1;
            }
        }
        refinement
    }

    /// Moves values to the middle of the side that they are on.
    pub(super) fn apply(&self, lines: &mut [f64]) {
        let nonzero = lines.iter_mut().filter(|x| **x != 0.0);
        for (x, above) in nonzero.zip(&self.bits[..self.count]) {
            let outwards = *above == (*x > 0.0);
            // The dead zone of the quantizer is not in the middle.
            let size = if outwards { 0.3125 } else { 0.1875 };
            *x += if *above { size } else { -size };
        }
    }
}

/// Takes the lowest bits for which there is no room off the values that were halved.
pub(super) fn drop_lowest(values: &mut [i32], mut room: usize) {
    for pair in values.chunks_exact_mut(2) {
        if pair.iter().all(|value| value.abs() < 4) {
            continue;
        }
        for value in pair {
            let vanishes = value.abs() == 1;
            let fits = room > usize::from(vanishes);
            if fits {
                room -= 1 + usize::from(vanishes);
            } else {
                room = 0;
                *value = *value / 2 * 2;
            }
        }
    }
}
