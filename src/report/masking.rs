//! A stem against the rest of the mix: ratios by band, the share of time that is masked, and the speech
//! intelligibility index.

use std::ops::Range;

use super::bands::db;
use super::limits::{self, MASKED_BELOW_DB};
use super::stem::Stem;
use super::{Desk, Powers, BANDS};

/// Share of a stem's power in the mix that must be its own: less is another take than the one in the mix.
const OWN_SHARE: f64 = 1e-4;

/// Returns whether the mix holds the stem at all.
pub(super) fn is_in_the_mix(desk: &Desk, stem: &Stem) -> bool {
    let own: f64 = stem
        .frames
        .iter()
        .map(|frame| in_mix(stem, frame, 0..BANDS))
        .sum();
    let all: f64 = desk.powers().iter().sum();
    own > OWN_SHARE * all
}

/// Mean power of a stem in both channels of the mix in some bands.
pub(super) fn in_mix(stem: &Stem, frame: &Powers, bands: Range<usize>) -> f64 {
    let one = |gains: &Powers| -> f64 {
        bands
            .clone()
            .map(|band| f64::from(gains[band]) * f64::from(frame[band]))
            .sum()
    };
    0.5 * (one(&stem.gains[0]) + one(&stem.gains[1]))
}

/// Ratio of a stem to the rest of the mix in some bands, dB, frame by frame; none where it does not sound.
pub(super) fn over_rest_db(desk: &Desk, stem: &Stem, bands: &Range<usize>) -> Vec<Option<f64>> {
    let sounds = stem.sounds();
    let frames = desk.frames.iter().zip(&stem.frames).zip(sounds);
    frames
        .map(|((mix, frame), sounds)| {
            let own = in_mix(stem, frame, bands.clone());
            // Of the estimate, up to a thousandth may be chance.
            let rest = (mix.power(bands.clone()) - own).max(1e-3 * own).max(1e-15);
            sounds.then(|| db(own.max(1e-15) / rest))
        })
        .collect()
}

/// Share of the time in which ratios are under the masked threshold.
pub(super) fn masked_share(ratios: &[Option<f64>]) -> f64 {
    let known = ratios.iter().flatten();
    let masked = known
        .clone()
        .filter(|&&ratio| ratio < MASKED_BELOW_DB)
        .count();
    masked as f64 / known.count().max(1) as f64
}

/// Frames in which a ratio is under the masked threshold.
pub(super) fn masked_frames(ratios: &[Option<f64>]) -> impl Iterator<Item = f64> + '_ {
    ratios.iter().map(|ratio| match ratio {
        Some(ratio) if *ratio < MASKED_BELOW_DB => 1.0,
        _ => 0.0,
    })
}

/// Speech intelligibility index of a stem with the rest as noise: the mean over the frames in which it
/// sounds (ANSI S3.5-1997 at one level: band audibility from −15 to +15 dB, weighted by importance).
pub(super) fn intelligibility(ratio_of_band: impl Fn(usize) -> Vec<Option<f64>>) -> f64 {
    let index = limits::SII_IMPORTANCE
        .iter()
        .enumerate()
        .map(|(n, importance)| {
            let ratios = ratio_of_band(limits::SII_FROM + n);
            let audible = |ratio: &f64| ((ratio + 15.0) / 30.0).clamp(0.0, 1.0);
            let known = ratios.iter().flatten();
            importance * known.clone().map(audible).sum::<f64>() / known.count().max(1) as f64
        });
    index.sum()
}
