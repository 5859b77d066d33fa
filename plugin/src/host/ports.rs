//! The ports of a layout, and the lengths of blocks that make sense.

use std::num::NonZeroU32;

use nice_plug::prelude::{AudioIOLayout, Plugin};

use super::Bodypack;

/// The mix and the two auxiliary inputs.
pub const INPUTS: usize = 3;

/// The most channels that a port has.
pub const CHANNELS: usize = 2;

/// The longest block that a host may announce, frames: some six minutes at 48 kHz.
pub const LONGEST_BLOCK: u32 = 1 << 24;

/// The longest block that is silenced for a host that processes without having announced one.
pub const UNTOLD_BLOCK: usize = 8192;

/// Number of channels of each port; 0 for one that is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The mix, the room, the own voice.
    pub inputs: [usize; INPUTS],
    /// Comparison mode.
    pub outputs: usize,
}

impl Shape {
    /// The ports of a layout.
    pub fn of(layout: &AudioIOLayout) -> Self {
        let count = |channels: Option<NonZeroU32>| {
            channels.map_or(0, |channels| (channels.get() as usize).min(CHANNELS))
        };
        let mut inputs = [0; INPUTS];
        inputs[0] = count(layout.main_input_channels);
        for (input, aux) in inputs[1..].iter_mut().zip(layout.aux_input_ports) {
            *input = count(Some(*aux));
        }
        Self {
            inputs,
            outputs: count(layout.main_output_channels),
        }
    }

    /// All layouts, in the order in which hosts know them.
    pub fn all() -> impl Iterator<Item = Self> {
        Bodypack::AUDIO_IO_LAYOUTS.iter().map(Self::of)
    }

    /// Number of inputs.
    pub fn input_count(&self) -> usize {
        self.inputs.iter().take_while(|count| **count > 0).count()
    }
}

/// The mean of both ears, in place of the left one. Where they are alike they stay as they are,
/// whatever they are.
pub fn mean(left: &mut [f32], right: &[f32]) {
    for (left, right) in left.iter_mut().zip(right) {
        if left.to_bits() != right.to_bits() {
            *left = 0.5 * (*left + *right);
        }
    }
}
