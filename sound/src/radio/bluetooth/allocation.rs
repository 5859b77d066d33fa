//! Bit allocation to the bands (A2DP specification, appendix B, 12.6.3).

use super::BANDS;
use crate::rig::Allocation;

/// Loudness offsets of the bands, at 44.1 and 48 kHz, for 4 and for 8 bands (the specification's
/// offset tables).
const OFFSETS_4: [i32; 4] = [-2, 0, 0, 1];
const OFFSETS_8: [i32; 8] = [-4, 0, 0, 0, 0, 0, 1, 2];

/// Bit need of each band of each channel.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    bands: usize,
    needs: [[i32; BANDS]; 2],
}

impl Needs {
    /// The needs that follow from scale factors.
    #[must_use]
    pub fn new(allocation: Allocation, bands: usize, scale_factors: &[[i32; BANDS]; 2]) -> Self {
        let mut needs = [[0; BANDS]; 2];
        for (needs, factors) in needs.iter_mut().zip(scale_factors) {
            for (band, (need, factor)) in needs.iter_mut().zip(factors).take(bands).enumerate() {
                *need = match allocation {
                    Allocation::Snr => *factor,
                    Allocation::Loudness => loudness(*factor, band, bands),
                };
            }
        }
        Self { bands, needs }
    }

    fn each(&self) -> impl Iterator<Item = (usize, usize, i32)> + '_ {
        // Band by band, left before right: the order in which bits are dealt.
        (0..self.bands).flat_map(move |band| {
            (0..2).map(move |channel| (channel, band, self.needs[channel][band]))
        })
    }
}

fn loudness(factor: i32, band: usize, bands: usize) -> i32 {
    if factor == 0 {
        return -5;
    }
    let offset = if bands == 4 {
        OFFSETS_4[band.min(3)]
    } else {
        OFFSETS_8[band.min(7)]
    };
    let loud = factor - offset;
    if loud > 0 {
        loud / 2
    } else {
        loud
    }
}

/// Bits for each band of each channel, from one pool for both.
#[must_use]
pub fn allocate(needs: &Needs, pool: usize) -> [[u32; BANDS]; 2] {
    let pool = pool as i32;
    let mut slice = needs.each().map(|(_, _, need)| need).max().unwrap_or(0) + 1;
    let (mut spent, mut in_slice) = (0, 0);
    // Slices of one bit from the top, as long as they fit into the pool.
    loop {
        slice -= 1;
        spent += in_slice;
        in_slice = 0;
        for (_, _, need) in needs.each() {
            if need > slice + 1 && need < slice + 16 {
                in_slice += 1;
            } else if need == slice + 1 {
                in_slice += 2;
            }
        }
        // All bands full: no slice further down can spend anything.
        if spent + in_slice >= pool || slice < -40 {
            break;
        }
    }
    if spent + in_slice == pool {
        spent += in_slice;
        slice -= 1;
    }
    let mut bits = [[0; BANDS]; 2];
    for (channel, band, need) in needs.each() {
        bits[channel][band] = if need < slice + 2 {
            0
        } else {
            (need - slice).clamp(0, 16) as u32
        };
    }
    deal_rest(needs, slice, pool - spent, &mut bits);
    bits
}

/// Deals what is left, first to bands at the edge of the last slice, then to all in order.
fn deal_rest(needs: &Needs, slice: i32, mut left: i32, bits: &mut [[u32; BANDS]; 2]) {
    for (channel, band, need) in needs.each() {
        if left <= 0 {
            return;
        }
        let bits = &mut bits[channel][band];
        if (2..16).contains(bits) {
            *bits += 1;
            left -= 1;
        } else if need == slice + 1 && left > 1 {
            *bits = 2;
            left -= 2;
        }
    }
    for (channel, band, _) in needs.each() {
        if left <= 0 {
            return;
        }
        let bits = &mut bits[channel][band];
        if *bits < 16 {
            *bits += 1;
            left -= 1;
        }
    }
}
