//! Bluetooth's sub-band coder (SBC), as the audio profile publishes it.
//!
//! *In the real world* the sound is split into 4 or 8 bands; blocks of samples in each band share a
//! scale factor, and a pool of bits is dealt to the bands that need them. What too few bits leave
//! is the coder's noise, band by band, following the sound.
//!
//! *Model*: the coder itself, from the structure in the A2DP specification (appendix B): the
//! cosine-modulated filter bank with the standard's prototype, scale factors as powers of two, the
//! loudness and the SNR allocation, sum and difference where that is cheaper, mid-rise quantizers.
//! Only the bit stream is left out: nothing is packed, since nobody reads it. It runs at 48 kHz or
//! below; higher rates are brought down and up again around it.
//!
//! *Knobs*: bands, blocks, bit pool, allocation, joint stereo.
//!
//! *Left out*: rounding of the fixed-point encoders in real chips. LE Audio has a coder of its own
//! ([`super::lc3`]).
//!
//! *Tests*: `tests/link_digital.rs`: perfect reconstruction without quantizing, noise falling with
//! bits, allocation spending the pool.

mod allocation;
mod filter_bank;
mod prototype;

pub use allocation::{allocate, Needs};
pub use filter_bank::{Analysis, Synthesis};

use super::low_rate::{self, AtAnyRate};
use crate::rig::{Allocation, BluetoothLink};

/// The most bands.
pub const BANDS: usize = 8;
/// The most blocks.
pub const BLOCKS: usize = 16;

/// Full scale in the coder's own units: 16 bits.
const FULL_SCALE: f64 = 32_768.0;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Bits that the bands of one block of both channels share.
    pub bitpool: usize,
    /// Bands: 4 or 8.
    pub bands: usize,
    /// Blocks in a frame: 4, 8, 12 or 16.
    pub blocks: usize,
    /// Bit allocation.
    pub allocation: Allocation,
    /// True if bands may go as sum and difference.
    pub joint: bool,
}

impl Settings {
    /// The settings of a rig's link; numbers that the coder does not know become the next lower
    /// one that it does.
    #[must_use]
    pub fn new(link: &BluetoothLink) -> Self {
        let bands = if link.subbands >= 8 { 8 } else { 4 };
        Self {
            bitpool: (link.bitpool as usize).min(32 * bands),
            bands,
            blocks: (link.blocks as usize / 4 * 4).clamp(4, BLOCKS),
            allocation: link.allocation,
            joint: link.joint,
        }
    }

    /// Samples in a frame, at the coder's rate.
    #[must_use]
    pub fn frame_samples(&self) -> usize {
        self.bands * self.blocks
    }
}

/// Coder and decoder of both channels at the coder's rate.
#[derive(Clone, Debug)]
pub struct Codec {
    settings: Settings,
    analysis: [Analysis; 2],
    synthesis: [Synthesis; 2],
    /// The frame that fills, and the one that plays.
    filling: [[f64; BANDS * BLOCKS]; 2],
    playing: [[f64; BANDS * BLOCKS]; 2],
    at: usize,
}

impl low_rate::Codec for Codec {
    type Settings = Settings;

    fn new(settings: &Settings) -> Self {
        Self {
            settings: *settings,
            analysis: [Analysis::new(settings.bands), Analysis::new(settings.bands)],
            synthesis: [
                Synthesis::new(settings.bands),
                Synthesis::new(settings.bands),
            ],
            filling: [[0.0; BANDS * BLOCKS]; 2],
            playing: [[0.0; BANDS * BLOCKS]; 2],
            at: 0,
        }
    }

    fn restart(&mut self, settings: &Settings) {
        *self = Self::new(settings);
    }

    /// Delay, in samples at the coder's rate: one frame and the filter bank.
    fn delay_samples(&self) -> usize {
        self.settings.frame_samples() + 9 * self.settings.bands + 1
    }

    fn tick(&mut self, input: [f64; 2]) -> [f64; 2] {
        let mut out = [0.0; 2];
        for (channel, input) in input.into_iter().enumerate() {
            self.filling[channel][self.at] = FULL_SCALE * input;
            out[channel] = self.playing[channel][self.at] / FULL_SCALE;
        }
        self.at += 1;
        if self.at >= self.settings.frame_samples() {
            self.at = 0;
            self.code_frame();
        }
        out
    }
}

impl Codec {
    fn code_frame(&mut self) {
        let Settings { bands, blocks, .. } = self.settings;
        let mut coded = [[[0.0; BANDS]; BLOCKS]; 2];
        for (channel, coded) in coded.iter_mut().enumerate() {
            for (block, coded) in coded[..blocks].iter_mut().enumerate() {
                let from = block * bands;
                let input = &self.filling[channel][from..from + bands];
                self.analysis[channel].split(input, &mut coded[..bands]);
            }
        }
        quantize(&self.settings, &mut coded);
        for (channel, coded) in coded.iter().enumerate() {
            for (block, coded) in coded[..blocks].iter().enumerate() {
                let from = block * bands;
                let out = &mut self.playing[channel][from..from + bands];
                self.synthesis[channel].join(&coded[..bands], out);
            }
        }
    }
}

/// One frame of band samples: channel, block, band.
type Frame = [[[f64; BANDS]; BLOCKS]; 2];

/// Replaces band samples by what the decoder makes of their codes.
fn quantize(settings: &Settings, frame: &mut Frame) {
    let Settings { bands, blocks, .. } = *settings;
    let joined = join_stereo(settings, frame);
    let mut scale = [[0; BANDS]; 2];
    for (channel, scale) in scale.iter_mut().enumerate() {
        for (band, scale) in scale[..bands].iter_mut().enumerate() {
            *scale = scale_factor(&frame[channel], band, blocks);
        }
    }
    let needs = Needs::new(settings.allocation, bands, &scale);
    let bits = allocate(&needs, settings.bitpool);
    for channel in 0..2 {
        for band in 0..bands {
            let step = Step::new(scale[channel][band], bits[channel][band]);
            for block in &mut frame[channel][..blocks] {
                block[band] = step.apply(block[band]);
            }
        }
    }
    for (band, joined) in joined.into_iter().enumerate() {
        if joined {
            let [left, right] = frame;
            for (left, right) in left[..blocks].iter_mut().zip(&mut right[..blocks]) {
                let (sum, difference) = (left[band], right[band]);
                left[band] = sum + difference;
                right[band] = sum - difference;
            }
        }
    }
}

/// Turns the bands that are cheaper so into sum and difference, and says which.
fn join_stereo(settings: &Settings, frame: &mut Frame) -> [bool; BANDS] {
    let Settings {
        bands,
        blocks,
        joint,
        ..
    } = *settings;
    let mut joined = [false; BANDS];
    if !joint {
        return joined;
    }
    let [left, right] = frame;
    // The highest band always goes as it is.
    for (band, joined) in joined[..bands - 1].iter_mut().enumerate() {
        let mut other = [[[0.0; BANDS]; BLOCKS]; 2];
        for block in 0..blocks {
            let (l, r) = (left[block][band], right[block][band]);
            other[0][block][band] = 0.5 * (l + r);
            other[1][block][band] = 0.5 * (l - r);
        }
        let cost = |a: &[[f64; BANDS]; BLOCKS], b: &[[f64; BANDS]; BLOCKS]| {
            scale_factor(a, band, blocks) + scale_factor(b, band, blocks)
        };
        if cost(left, right) > cost(&other[0], &other[1]) {
            *joined = true;
            for block in 0..blocks {
                left[block][band] = other[0][block][band];
                right[block][band] = other[1][block][band];
            }
        }
    }
    joined
}

/// The smallest scale factor whose range, 2 to the power of one more, holds a band's samples.
fn scale_factor(blocks_of_bands: &[[f64; BANDS]; BLOCKS], band: usize, blocks: usize) -> i32 {
    let peak = blocks_of_bands[..blocks]
        .iter()
        .fold(0.0_f64, |peak, block| peak.max(block[band].abs()));
    let mut factor = 0;
    while factor < 15 && f64::from(2 << factor) <= peak {
        factor += 1;
    }
    factor
}

/// A mid-rise quantizer over the range of a scale factor.
struct Step {
    range: f64,
    levels: f64,
}

impl Step {
    fn new(scale_factor: i32, bits: u32) -> Self {
        Self {
            range: f64::from(2 << scale_factor),
            levels: f64::from((1_u32 << bits.min(16)) - 1),
        }
    }

    fn apply(&self, x: f64) -> f64 {
        if self.levels < 1.0 {
            return 0.0;
        }
        let code = ((x / self.range + 1.0) * 0.5 * self.levels).floor();
        let code = code.clamp(0.0, self.levels - 1.0);
        self.range * ((2.0 * code + 1.0) / self.levels - 1.0)
    }
}

/// The codec at any sample rate.
pub type Bluetooth = AtAnyRate<Codec>;
