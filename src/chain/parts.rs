//! Parts of blocks: cut off, copied and added.

use super::meters::{SoundLevelMeter, Source};
use crate::dsp::sanitize;
use crate::dsp::stage;

/// Samples that are processed at a time; longer blocks are cut.
pub(super) const PART: usize = 64;

/// Returns whether an input is absent or silent.
pub(super) fn is_silent(input: Option<[&[f32]; 2]>) -> bool {
    input.is_none_or(|channels| channels.iter().all(|channel| sanitize::is_silent(channel)))
}

/// Runs an input of its own through what becomes of it and adds the result; an absent input is
/// silence, so that what is still sounding goes on.
pub(super) fn add_processed(
    input: Option<[&[f32]; 2]>,
    sum: &mut stage::Stereo<'_>,
    (drum, source): (&mut SoundLevelMeter, Source),
    process: impl FnOnce(&mut stage::Stereo<'_>),
) {
    let mut own = [[0.0_f32; PART]; 2];
    let length = sum[0].len().min(PART);
    if let Some(input) = input {
        for (own, input) in own.iter_mut().zip(input) {
            for (own, input) in own[..length].iter_mut().zip(input) {
                *own = *input;
            }
        }
    }
    let mut own = parts(&mut own, length);
    process(&mut own);
    drum.add(source, &own);
    add(sum, &own);
}

/// The first samples of a buffer of both channels.
pub(super) fn parts(buffer: &mut [[f32; PART]; 2], length: usize) -> stage::Stereo<'_> {
    let [left, right] = buffer;
    let length = length.min(PART);
    [&mut left[..length], &mut right[..length]]
}

pub(super) fn copy(from: &stage::Stereo<'_>, to: &mut [[f32; PART]; 2]) {
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
