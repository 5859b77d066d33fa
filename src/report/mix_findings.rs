//! Faults of the mix itself, found as it leaves the desk.

mod stems;
mod tone;

use super::bands::db;
use super::findings::{Finding, Kind};
use super::place::Place;
use super::wording::{number, percent};
use super::{Desk, OnRig, BANDS};
use crate::order;

/// Bands that the image is judged by: 160 Hz to 10 kHz.
const IMAGE: std::ops::Range<usize> = 6..25;
/// Bands of kick and bass: 50 to 125 Hz.
const LOWS: std::ops::Range<usize> = 1..6;
/// Share of a frame in the means that cancelation is judged by: a third of a second.
const FOLLOWS: f64 = 0.15;
/// Distance of the channels that makes a sound one-sided, dB.
const ASIDE_DB: f64 = 10.0;
/// Loss in mono that counts, dB; independent channels lose 3 dB.
const MONO_LOSS_DB: f64 = 6.0;
/// Share of the peaks of a wave that stand within half a decibel of the highest: a limited or clipped bus
/// has more.
const TOP_SHARE: f64 = 0.005;

/// All faults of a mix, the worst one first, each with the rigs that it is heard on.
#[must_use]
pub fn of_mix(desk: &Desk, rigs: &[OnRig]) -> Vec<Finding> {
    let mut all = Vec::new();
    if let Some(silence) = silence(desk) {
        return vec![silence];
    }
    all.extend(levels(desk));
    all.extend(samples(desk));
    all.extend(one_channel(desk));
    let alone = all.iter().any(|finding| finding.kind == Kind::OneChannel);
    if !alone {
        all.extend(image(desk));
    }
    all.extend(tone::findings(desk));
    for stem in &desk.stems {
        all.extend(stems::findings(desk, stem));
    }
    merge(&mut all);
    for finding in &mut all {
        finding.rigs = hurt(finding.kind, rigs);
    }
    order::by(&mut all, |a, b| b.excess.total_cmp(&a.excess));
    all
}

/// Rigs whose own findings get worse with a fault, the worst one first.
fn hurt(kind: Kind, rigs: &[OnRig]) -> Vec<usize> {
    let worst = |rig: &OnRig| {
        let related = rig
            .cells
            .iter()
            .filter(|cell| kind.hurts().contains(&cell.kind));
        related
            .map(|cell| cell.excess)
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let mut hurt: Vec<(usize, f64)> = rigs.iter().map(worst).enumerate().collect();
    hurt.retain(|(_, excess)| *excess > 0.0);
    order::by(&mut hurt, |a, b| b.1.total_cmp(&a.1));
    hurt.into_iter().map(|(index, _)| index).collect()
}

/// Keeps the worst of several findings of one kind about one stem, and the one about a stem where the
/// mix says the same.
fn merge(all: &mut Vec<Finding>) {
    order::by(all, |a, b| {
        (b.stem.is_some(), b.excess)
            .partial_cmp(&(a.stem.is_some(), a.excess))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut seen: Vec<(Kind, Option<String>)> = Vec::new();
    all.retain(|finding| {
        let said = seen.iter().any(|(kind, stem)| {
            *kind == finding.kind && (finding.stem.is_none() || *stem == finding.stem)
        });
        seen.push((finding.kind, finding.stem.clone()));
        !said
    });
}

/// A finding if the figure is beyond the limit of its kind.
pub(super) fn beyond(
    kind: Kind,
    value: f64,
    place: Place,
    sentence: impl FnOnce() -> String,
    change: &str,
) -> Option<Finding> {
    let excess = kind.limit().excess(value);
    (excess > 0.0).then(|| Finding {
        kind,
        value,
        limit: kind.limit().value,
        measure: kind.limit().measure,
        unit: kind.limit().unit,
        source: kind.limit().source,
        excess,
        place,
        sentence: sentence(),
        change: change.to_owned(),
        stem: None,
        rigs: Vec::new(),
    })
}

fn silence(desk: &Desk) -> Option<Finding> {
    let rms_dbfs = desk.rms_dbfs();
    let place = Place::whole(desk.layout(), desk.frames());
    let sentence = || {
        format!(
            "The mix is silent: {} dBFS RMS.",
            number(rms_dbfs.max(-120.0))
        )
    };
    let change = "Check that the right bus was recorded; nothing else was looked for.";
    beyond(Kind::Silence, rms_dbfs, place, sentence, change)
}

fn levels(desk: &Desk) -> Vec<Finding> {
    let rms_dbfs = desk.rms_dbfs();
    let loud = Place::worst(desk.layout(), desk.powers().into_iter());
    let faint = Place::whole(desk.layout(), desk.frames());
    let hot = beyond(
        Kind::Hot,
        rms_dbfs,
        loud,
        || {
            let over = number(rms_dbfs + 18.0);
            format!(
                "The mix is at {} dBFS RMS, {over} dB over nominal level: links and \
                 packs limit it.",
                number(rms_dbfs)
            )
        },
        "Turn the bus down until loud passages are at about −18 dBFS RMS.",
    );
    let low = beyond(
        Kind::Faint,
        rms_dbfs,
        faint,
        || {
            let under = number(-18.0 - rms_dbfs);
            format!(
                "The mix is at {} dBFS RMS, {under} dB under nominal level: noise and \
                 room come as much nearer.",
                number(rms_dbfs)
            )
        },
        "Turn the bus up until loud passages are at about −18 dBFS RMS.",
    );
    [hot, low].into_iter().flatten().collect()
}

fn one_channel(desk: &Desk) -> Option<Finding> {
    let ([left_db, right_db], _) = desk.samples.rms_dbfs();
    let apart_db = (left_db - right_db).abs().min(60.0);
    let place = Place::whole(desk.layout(), desk.frames());
    let (loud, soft) = if left_db > right_db {
        ("left", "right")
    } else {
        ("right", "left")
    };
    let sentence = || {
        format!(
            "The {soft} channel is {} dB below the {loud} one.",
            number(apart_db)
        )
    };
    let change = "Check the bus and its cable; a performer hears one ear.";
    beyond(Kind::OneChannel, apart_db, place, sentence, change)
}

/// Flat tops, and peaks pressed together, of a mix of so many seconds.
fn clipped(desk: &Desk, seconds: f64) -> Option<Finding> {
    let samples = &desk.samples;
    let at = |moments: &[f32]| {
        let layout = desk.layout();
        let mut counts = vec![0.0; desk.frames()];
        for moment in moments {
            let frame = (f64::from(*moment) * layout.frames_per_s()) as usize;
            if let Some(count) = counts.get_mut(frame) {
                *count += 1.0;
            }
        }
        Place::worst(layout, counts.into_iter())
    };
    let per_s = samples.clipped_s.len() as f64 / seconds;
    let top_share = samples.top_share();
    // A steady tone has as many samples near its peak; only music is judged by them.
    let music = desk.peak_dbfs() - desk.rms_dbfs() > 3.5;
    let pressed = if music {
        top_share / TOP_SHARE * Kind::Clipped.limit().value
    } else {
        0.0
    };
    let finding = beyond(
        Kind::Clipped,
        per_s.max(pressed),
        at(&samples.clipped_s),
        || {
            let top = percent(top_share);
            format!(
                "The bus is clipped: {} flat tops a second, {top} of the samples within \
                 0.5 dB of the peak of {} dBFS.",
                number(per_s),
                number(desk.peak_dbfs())
            )
        },
        "Turn the channels that feed the bus down, or take its limiter out; a pack cannot mend it.",
    )?;
    Some(match pressed > per_s {
        true => (finding.stated(top_share, TOP_SHARE))
            .by("samples within 0.5 dB of the peak", "of the samples")
            .after("fitted: a limited or clipped bus has more"),
        false => finding,
    })
}

fn samples(desk: &Desk) -> Vec<Finding> {
    let (samples, seconds) = (&desk.samples, desk.seconds().max(1e-3));
    let whole = Place::whole(desk.layout(), desk.frames());
    let offset_dbfs = samples.offset_dbfs();
    let offset = beyond(
        Kind::Offset,
        offset_dbfs,
        whole,
        || {
            format!(
                "A channel has a constant offset of {} dBFS: it takes headroom and \
                 clicks where the link mutes.",
                number(offset_dbfs)
            )
        },
        "Switch a high-pass of 20 to 30 Hz into the bus.",
    );
    let clipped = clipped(desk, seconds);
    let gaps = samples.gaps_s.len() as f64;
    let gap = beyond(
        Kind::Gap,
        gaps,
        samples.gaps_s.first().map_or(whole, |&first| {
            Place::around(f64::from(first), desk.seconds())
        }),
        || {
            let first = samples.gaps_s.first().copied().unwrap_or(0.0);
            format!("The mix falls silent within the music {gaps:.0} times, first at {first:.1} s.")
        },
        "Look for a dropped buffer or a loose connection before the recording.",
    );
    [offset, clipped, gap].into_iter().flatten().collect()
}

/// Shares of a mix by loudness: in one channel alone, lost when the channels are added.
struct Image {
    /// Share that is left or right alone.
    aside: [f64; 2],
    /// Share that is lost in mono: of the lows, and of everything above them.
    lost: [f64; 2],
    aside_by_frame: [Vec<f64>; 2],
    lost_by_frame: Vec<f64>,
}

impl Image {
    fn of(desk: &Desk) -> Self {
        let mut image = Self {
            aside: [0.0; 2],
            lost: [0.0; 2],
            aside_by_frame: [Vec::new(), Vec::new()],
            lost_by_frame: Vec::new(),
        };
        let mut all = [0.0; 2];
        let mut means = [[0.0; 2]; BANDS];
        for frame in &desk.frames {
            let (mut aside, mut lost) = ([0.0; 2], [0.0; 2]);
            for band in LOWS.start..IMAGE.end {
                let power = frame.band(band);
                let part = usize::from(IMAGE.contains(&band));
                // Independent channels cancel for a moment, and not for longer.
                let now = [f64::from(frame.middle[band]), power];
                for (mean, now) in means[band].iter_mut().zip(now) {
                    *mean += FOLLOWS * (now - *mean);
                }
                if power < 1e-12 {
                    continue;
                }
                // Loudness grows with the power of 0.3 (Stevens).
                let weight = power.powf(0.3);
                all[part] += weight;
                let [middle, mean] = means[band];
                let falls = db(middle / mean) < -MONO_LOSS_DB;
                lost[part] += if falls { weight } else { 0.0 };
                let [left, right] = frame.channels.map(|channel| f64::from(channel[band]));
                let apart_db = db((left + 1e-15) / (right + 1e-15));
                if part == 1 {
                    aside[0] += if apart_db > ASIDE_DB { weight } else { 0.0 };
                    aside[1] += if apart_db < -ASIDE_DB { weight } else { 0.0 };
                }
            }
            for side in [0, 1] {
                image.aside[side] += aside[side];
                image.aside_by_frame[side].push(aside[side]);
                image.lost[side] += lost[side];
            }
            image.lost_by_frame.push(lost[0] + lost[1]);
        }
        let all = all.map(|all: f64| all.max(1e-30));
        image.aside = image.aside.map(|share| share / all[1]);
        image.lost = [image.lost[0] / all[0], image.lost[1] / all[1]];
        image
    }
}

fn image(desk: &Desk) -> Vec<Finding> {
    let image = Image::of(desk);
    let side = usize::from(image.aside[1] > image.aside[0]);
    // Two guitars at both sides are in balance; a part on its own side is not.
    let value = image.aside[side] - image.aside[1 - side];
    let name = ["left", "right"][side];
    let frames = image.aside_by_frame[side].iter().copied();
    let one_sided = beyond(
        Kind::OneSided,
        value,
        Place::worst(desk.layout(), frames),
        || {
            let share = percent(image.aside[side]);
            format!(
                "{share} of the music stands in the {name} channel alone: it is gone \
                 with the {name} ear out or on a mix of the other channel, and halved in \
                 mono."
            )
        },
        "Pan what leads toward the middle, no further than 6 dB between the channels.",
    );
    let [lows, others] = image.lost;
    let part = if lows > others {
        "of kick and bass"
    } else {
        "of the music"
    };
    let lost = beyond(
        Kind::OutOfPhase,
        lows.max(others),
        Place::worst(desk.layout(), image.lost_by_frame.iter().copied()),
        || {
            format!(
                "{} {part} cancels when the channels are added: it is gone on a mono pack.",
                percent(lows.max(others))
            )
        },
        "Turn the polarity of one channel of that part, or take its widener out.",
    );
    [one_sided, lost].into_iter().flatten().collect()
}

/// Powers of some bands over all frames.
pub(super) fn over_time(desk: &Desk, bands: std::ops::Range<usize>) -> Vec<f64> {
    debug_assert!(bands.end <= BANDS);
    desk.frames
        .iter()
        .map(|frame| frame.power(bands.clone()))
        .collect()
}
