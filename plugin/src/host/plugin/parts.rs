//! Parts of the blocks that the framework hands over.

use nice_plug::prelude::*;
use std::ops::Range;

/// Some samples of a pair of channels.
pub(super) fn part_of<'a>(
    pair: Option<[&'a [f32]; 2]>,
    part: &Range<usize>,
) -> Option<[&'a [f32]; 2]> {
    pair.map(|pair| pair.map(|channel| &channel[part.clone()]))
}

/// An auxiliary input, when the layout has it and the host fills it.
pub(super) fn stereo_of<'a>(
    aux: &'a AuxiliaryBuffers,
    index: usize,
    samples: usize,
) -> Option<[&'a [f32]; 2]> {
    let [left, right, ..] = aux.inputs.get(index)?.as_slice_immutable() else {
        return None;
    };
    (left.len() == samples && right.len() == samples).then_some([&**left, &**right])
}
