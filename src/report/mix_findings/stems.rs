//! Stems in the mix: masked, to one side, without fundamental, too sharp.

use super::super::bands::{db, sum};
use super::super::findings::{Finding, Kind};
use super::super::limits::{LOW, LOW_MIDDLE, SIBILANT, VOICE_REGIONS};
use super::super::masking::{
    in_mix, intelligibility, is_in_the_mix, masked_frames, masked_share, over_rest_db,
};
use super::super::place::Place;
use super::super::stem::{quantile, Stem, StemRole};
use super::super::wording::{number, percent, range};
use super::super::{Desk, Powers, BANDS};
use super::beyond;

/// Distance of a stem's channels from which on it is to one side, dB.
const PANNED_DB: f64 = 10.0;
/// Share of its time that a part without text may be masked more than a region of a voice.
const BURIED_MORE: f64 = 0.2;
/// Correlation of a stem's channels under which they cancel for the most part.
const OPPOSITE: f64 = -0.3;
/// Level of a voice's region against its strongest under which masking of it is nothing, dB.
const WEAK_DB: f64 = -12.0;
/// Share of the sung time that is less sharp than the sharpest sibilants.
const SHARPEST: f64 = 0.997;
pub(super) fn findings(desk: &Desk, stem: &Stem) -> Vec<Finding> {
    if !is_in_the_mix(desk, stem) {
        return Vec::new();
    }
    let mut all: Vec<Finding> = match stem.role {
        StemRole::Voice => [sibilants(desk, stem), masked(desk, stem)]
            .into_iter()
            .flatten()
            .collect(),
        StemRole::Kick => thin(desk, stem).into_iter().collect(),
        StemRole::Click | StemRole::Lead | StemRole::Bass => {
            buried(desk, stem).into_iter().collect()
        }
        StemRole::Other => Vec::new(),
    };
    if stem.role.is_needed() {
        all.extend(panned(desk, stem));
        all.extend(turned(desk, stem));
    }
    for finding in &mut all {
        finding.stem = Some(stem.name.clone());
    }
    all
}

fn masked(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let step = Kind::StemMasked.limit().step;
    let level = |bands: &std::ops::Range<usize>| -> f64 {
        stem.frames
            .iter()
            .map(|frame| in_mix(stem, frame, bands.clone()))
            .sum()
    };
    let strongest = VOICE_REGIONS
        .iter()
        .map(|(bands, _)| level(bands))
        .fold(0.0, f64::max);
    // A region in which the voice has next to nothing is masked in every mix.
    let strong = VOICE_REGIONS
        .into_iter()
        .filter(|(bands, _)| db(level(bands) / strongest.max(1e-15)) > WEAK_DB);
    let regions = strong.map(|(bands, usual)| {
        let ratios = over_rest_db(desk, stem, &bands);
        let share = masked_share(&ratios);
        ((share - usual) / step, (share, usual), bands, ratios)
    });
    let (excess, (share, usual), bands, ratios) = regions.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let median_db = quantile(ratios.iter().flatten().copied().collect(), 0.5);
    let index = intelligibility(|band| over_rest_db(desk, stem, &(band..band + 1)));
    let mut finding = beyond(
        Kind::StemMasked,
        Kind::StemMasked.limit().value + excess * step,
        Place::worst(desk.layout(), masked_frames(&ratios)),
        || {
            format!(
                "The {} stands {} dB against the rest of the mix from {} and is masked \
                 there {} of its time (speech intelligibility index {index:.2} in the \
                 mix).",
                stem.name,
                number(median_db),
                range(&bands),
                percent(share)
            )
        },
        "",
    )?;
    finding.change = format!(
        "Give the {} 3 to 6 dB from {}, or take the parts beside it down there.",
        stem.name,
        range(&bands)
    );
    Some(finding.stated(share, usual))
}

/// A part without text: heard when at least one region of it stands out.
fn buried(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let bands = [1..5, 5..8, 8..11, 11..14, 14..17, 17..20, 20..23, 23..26];
    let (share, bands, ratios) = bands
        .into_iter()
        .map(|bands| {
            let ratios = over_rest_db(desk, stem, &bands);
            (masked_share(&ratios), bands, ratios)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    let usual = Kind::StemMasked.limit().value;
    let finding = beyond(
        Kind::StemMasked,
        share - BURIED_MORE,
        Place::worst(desk.layout(), masked_frames(&ratios)),
        || {
            format!(
                "The {} is buried: even from {}, where it stands out most, the mix masks \
                 it {} of its time.",
                stem.name,
                range(&bands),
                percent(share)
            )
        },
        "Bring it up by 3 to 6 dB.",
    )?;
    let measure = "time that each region of the stem is below −4 dB of the rest of the mix";
    Some(
        finding
            .stated(share, usual + BURIED_MORE)
            .by(measure, "of its time"),
    )
}

/// Level of a stem's left channel in the mix over its right one, dB.
fn apart_db(stem: &Stem) -> f64 {
    let power = |gains: &Powers| -> f64 {
        let one = |frame: &Powers| -> f64 {
            (gains.iter().zip(frame))
                .map(|(gain, power)| f64::from(*gain) * f64::from(*power))
                .sum()
        };
        stem.frames.iter().map(one).sum()
    };
    let [left, right] = stem.gains.each_ref().map(power);
    db((left + 1e-15) / (right + 1e-15)).clamp(-60.0, 60.0)
}

fn panned(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let apart_db = apart_db(stem);
    let over = (apart_db.abs() - PANNED_DB) / 5.0;
    if over <= 0.0 {
        return None;
    }
    let limit = Kind::OneSided.limit();
    let (name, other) = match apart_db > 0.0 {
        true => ("left", "right"),
        false => ("right", "left"),
    };
    let sounds = stem.frames.iter().map(|frame| sum(frame, 0..BANDS).sqrt());
    let finding = beyond(
        Kind::OneSided,
        limit.value + limit.step * (1.0 + over.min(3.0)),
        Place::worst(desk.layout(), sounds),
        || {
            format!(
                "The {} is panned to the {name}, {} dB over the {other} channel: whoever has the {name} ear \
                 out, or a mix of the other channel, does not hear it.",
                stem.name,
                number(apart_db.abs())
            )
        },
        "Pan it toward the middle, no further than 6 dB between the channels.",
    )?;
    let stated = finding.stated(apart_db.abs(), PANNED_DB);
    Some(stated.by("level of the stem in one channel over the other", "dB"))
}

/// A stem in opposite phase in the two channels.
fn turned(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let phase = stem.projection.phase();
    if phase >= OPPOSITE || apart_db(stem).abs() > PANNED_DB {
        return None;
    }
    let limit = Kind::OutOfPhase.limit();
    let sounds = stem.frames.iter().map(|frame| sum(frame, 0..BANDS).sqrt());
    let finding = beyond(
        Kind::OutOfPhase,
        limit.value + limit.step * (1.0 + 4.0 * (OPPOSITE - phase)),
        Place::worst(desk.layout(), sounds),
        || {
            format!(
                "The {} is in opposite phase in the two channels: a mono pack cancels it.",
                stem.name
            )
        },
        "Turn the polarity of one of its channels, or take its widener out.",
    )?;
    let stated = finding.stated(phase, OPPOSITE);
    Some(stated.by("correlation of the stem's parts in both channels", ""))
}

fn thin(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let sounds = stem.sounds();
    let over = |bands: std::ops::Range<usize>| -> f64 {
        let frames = stem
            .frames
            .iter()
            .zip(&sounds)
            .filter(|(_, sounds)| **sounds);
        frames
            .map(|(frame, _)| in_mix(stem, frame, bands.clone()))
            .sum()
    };
    let ratio_db = db(over(LOW).max(1e-15) / over(LOW_MIDDLE).max(1e-15));
    let hits = stem.frames.iter().map(|frame| sum(frame, 0..BANDS));
    beyond(
        Kind::ThinKick,
        ratio_db,
        Place::worst(desk.layout(), hits),
        || {
            format!(
                "The {} has no fundamental: 50 to 100 Hz stands {} dB against 125 to 315 \
                 Hz. The room takes what is left of it.",
                stem.name,
                number(ratio_db)
            )
        },
        "Give it its octave from 50 to 80 Hz back, or take its high-pass down.",
    )
}

fn sibilants(desk: &Desk, stem: &Stem) -> Option<Finding> {
    let sounds = stem.sounds();
    let sung = stem
        .frames
        .iter()
        .zip(&sounds)
        .filter(|(_, sounds)| **sounds);
    let (all, sharp): (Vec<f64>, Vec<f64>) = sung
        .map(|(frame, _)| (sum(frame, 0..BANDS), sum(frame, SIBILANT)))
        .unzip();
    let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
    let least = quantile(sharp, SHARPEST);
    let peak_db = db(least.max(1e-15) / mean.max(1e-15));
    let bursts = stem.frames.iter().map(|frame| {
        if sum(frame, SIBILANT) >= least {
            1.0
        } else {
            0.0
        }
    });
    beyond(
        Kind::Sibilance,
        peak_db,
        Place::worst(desk.layout(), bursts),
        || {
            format!(
                "The sibilants of the {} reach {} dB re its mean level from 5 to 9 kHz. Emphasis and \
                 compander of analog links overshoot on them.",
                stem.name,
                number(peak_db)
            )
        },
        "Take 5 to 9 kHz down by a de-esser or 4 to 6 dB of equalizer.",
    )
}
