//! Parts of blocks: cut off, copied and added.

use crate::dsp::sanitize;
use crate::dsp::stage;

/// Samples that are processed at a time; longer blocks are cut.
pub(super) const PART: usize = 64;

/// Returns whether an input is absent or silent.
pub(super) fn is_silent(input: Option<[&[f32]; 2]>) -> bool {
    input.is_none_or(|channels| channels.iter().all(|channel| sanitize::is_silent(channel)))
}

/// Copies the first samples of an input, which may be absent or short, to a part that is silent.
pub(super) fn copy_input(input: Option<[&[f32]; 2]>, part: &mut stage::Stereo<'_>) {
    for (part, input) in part.iter_mut().zip(input.iter().flatten()) {
        for (part, input) in part.iter_mut().zip(input.iter()) {
            *part = *input;
        }
    }
}

/// The first samples of a buffer of both channels.
pub(super) fn parts(buffer: &mut [[f32; PART]; 2], length: usize) -> stage::Stereo<'_> {
    let [left, right] = buffer;
    let length = length.min(PART);
    [&mut left[..length], &mut right[..length]]
}

pub(super) fn copy(from: &stage::Stereo<'_>, to: &mut stage::Stereo<'_>) {
    for (to, from) in to.iter_mut().zip(from) {
        for (to, from) in to.iter_mut().zip(from.iter()) {
            *to = *from;
        }
    }
}

pub(super) fn add(sum: &mut stage::Stereo<'_>, part: &stage::Stereo<'_>) {
    for (sum, part) in sum.iter_mut().zip(part) {
        for (sum, part) in sum.iter_mut().zip(part.iter()) {
            *sum += part;
        }
    }
}

/// Takes the first samples off both channels of an input that may be shorter than the block.
pub(super) fn split_front<'a>(
    input: &mut Option<[&'a [f32]; 2]>,
    length: usize,
) -> Option<[&'a [f32]; 2]> {
    input.as_mut().map(|channels| {
        channels.each_mut().map(|channel| {
            let (front, rest) = channel.split_at(length.min(channel.len()));
            *channel = rest;
            front
        })
    })
}
