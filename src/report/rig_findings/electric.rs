//! Link, pack and level: noise, drop-outs, delay, limiter, clipping, ceiling, dose.

use super::super::bands::db;
use super::super::findings::Kind;
use super::super::place::Place;
use super::super::play::{dbspl, weighted_power, Reading};
use super::super::stem::quantile;
use super::super::summary::SET_H;
use super::super::wording::{number, percent, player};
use super::super::BANDS;
use super::{both, Cell, View};
use crate::analysis::latency_budget::Budget;
use crate::analysis::noise_dose;
use crate::rig::Rig;

/// Reduction of the ear limiter that counts, dB.
const REDUCED_DB: f32 = -1.0;
/// Level of the link's noise under which nobody hears it breathe, dB SPL from 2 to 10 kHz.
const AUDIBLE_DBSPL: f64 = 25.0;
/// Noise further below the programme of its own bands is masked, dB.
const MASKED_DB: f64 = -6.0;
/// Power of the mix's own rest that is taken off the noise in a pause: what rings out in a link a little
/// longer is no noise.
const MIX_MARGIN: f64 = 2.0;
/// Share of the time in which unmasked noise is worth a word.
const UNMASKED: f64 = 0.05;

pub(super) fn breathing(view: &View<'_>) -> Option<Cell> {
    let link = view.played.link_noise.as_ref()?;
    let frames = link.noise.iter().zip(&link.programme);
    let heard: Vec<f64> = frames
        .map(|(noise, programme)| (*noise, (programme - noise).max(1e-15)))
        .filter(|(noise, programme)| db(noise.max(1e-18) / programme) > MASKED_DB)
        .map(|(noise, _)| dbspl(noise))
        .collect();
    let unmasked = heard.len() as f64 / link.noise.len().max(1) as f64;
    let levels: Vec<f64> = link.noise.iter().map(|&noise| dbspl(noise)).collect();
    let loud = if heard.is_empty() {
        0.0
    } else {
        quantile(heard, 0.9)
    };
    let swing_db = quantile(levels.clone(), 0.9) - quantile(levels, 0.1);
    let audible = unmasked >= UNMASKED && loud >= AUDIBLE_DBSPL;
    let words = format!(
        "the link's noise swings by {} dB from 2 to 10 kHz with the music, up to \
         {} dB SPL and unmasked {} of the time",
        number(swing_db),
        number(loud),
        percent(unmasked)
    );
    let change = "Bring the mix nearer to nominal level at the transmitter; a digital \
    link has no compander.";
    let value = if audible {
        swing_db
    } else {
        swing_db.min(Kind::Breathing.limit().value)
    };
    Some(Cell::new(
        Kind::Breathing,
        value,
        link.place,
        (words, change),
    ))
}

/// Noise where the mix has been quiet for four frames: the level that is not the mix's own.
pub(super) fn hiss(view: &View<'_>) -> Option<Cell> {
    let powers = view.desk.powers();
    let mean = powers.iter().sum::<f64>() / powers.len().max(1) as f64;
    let quiet = |n: usize| n >= 3 && powers[n - 3..=n].iter().all(|&power| power < 1e-4 * mean);
    let gains: Vec<f64> = (0..BANDS)
        .map(|band| {
            super::heard::gain_db(view, band..band + 1).map_or(0.0, |db| 10f64.powf(0.1 * db))
        })
        .collect();
    let pairs = view.desk.frames.iter().zip(&view.played.frames).enumerate();
    let levels: Vec<f64> = pairs
        .filter(|(n, _)| quiet(*n))
        .map(|(_, (desk, drum))| {
            let noise = std::array::from_fn(|band| {
                let own = MIX_MARGIN * gains[band] * desk.band(band);
                (both(&drum.programme, band..band + 1) - own).max(0.0) as f32
            });
            dbspl(weighted_power(&[noise; 2]))
        })
        .collect();
    let seconds = levels.len() as f64 / view.played.layout.frames_per_s();
    if seconds < 0.3 {
        return None;
    }
    let level_dba = quantile(levels, 0.5);
    let words = format!(
        "noise of {} dB(A) stands at the drum in the pauses",
        number(level_dba.max(0.0))
    );
    let frames = 0..view.played.frames.len().min(powers.len());
    let place = Place::worst(
        &view.played.layout,
        frames.map(|n| if quiet(n) { 1.0 } else { 0.0 }),
    );
    let change =
        "More level at the transmitter and less volume at the pack; a pack with less noise.";
    Some(Cell::new(Kind::Hiss, level_dba, place, (words, change)))
}

fn readings(view: &View<'_>, bad: impl Fn(&Reading) -> f64) -> (f64, Place) {
    let all = view.played.readings.len().max(1) as f64;
    let count = view
        .played
        .readings
        .iter()
        .filter(|reading| bad(reading) > 0.0)
        .count();
    let place = Place::worst(&view.played.layout, view.played.readings.iter().map(bad));
    (count as f64 / all, place)
}

pub(super) fn limiter(view: &View<'_>) -> Option<Cell> {
    let reduced = |reading: &Reading| f64::from((REDUCED_DB - reading.limiter_db + 1e-6).max(0.0));
    let (share, place) = readings(view, reduced);
    let most = view
        .played
        .readings
        .iter()
        .fold(0.0_f32, |most, reading| most.min(reading.limiter_db));
    let words = format!(
        "the ear limiter turns down {} of the time, {} dB at most",
        percent(share),
        number(f64::from(-most))
    );
    let change =
        "Less volume at the pack, or a higher threshold; peaks of the kick in the mix first.";
    Some(Cell::new(Kind::Limiter, share, place, (words, change)))
}

pub(super) fn clipping(view: &View<'_>) -> Option<Cell> {
    let (share, place) = readings(view, |reading| f64::from(u8::from(reading.clipped)));
    let words = format!(
        "the pack's amplifier runs out of volts in {} of the frames",
        percent(share)
    );
    let change = "Less volume, an earphone that is more sensitive, or a pack with more volts.";
    Some(Cell::new(Kind::Clipping, share, place, (words, change)))
}

pub(super) fn ceiling(view: &View<'_>) -> Option<Cell> {
    let over_db = view.played.summary.over_ceiling_db;
    let place = Place::worst(
        &view.played.layout,
        view.played
            .readings
            .iter()
            .map(|r| f64::from(r.peak).powi(4)),
    );
    let words = format!(
        "peaks stand {} dB over the output ceiling as loud as the mix came in",
        number(over_db)
    );
    let change = "Output gain down; the ceiling's limiter holds the rest.";
    Some(Cell::new(Kind::Ceiling, over_db, place, (words, change)))
}

pub(super) fn drop_outs(view: &View<'_>) -> Option<Cell> {
    let count = f64::from(view.played.summary.drop_outs);
    let minutes = (view.desk.seconds() / 60.0).max(1e-3);
    // One in a short mix is no rate.
    let per_minute = if count < 2.0 {
        count / minutes.max(1.0)
    } else {
        count / minutes
    };
    let (muted, place) = readings(view, |reading| f64::from(u8::from(reading.muted)));
    let words = format!(
        "the link drops out {count:.0} times, {} of the frames",
        percent(muted)
    );
    let change = "Antennas nearer to the stage and in sight of it, another frequency, diversity.";
    Some(Cell::new(
        Kind::DropOuts,
        per_minute,
        place,
        (words, change),
    ))
}

/// Delay for the rig's own player, who hears their own sound beside it.
pub(super) fn late(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let role = player(rig.about.role)?;
    let total_ms = Budget::of(rig).total_ms();
    let [good_ms, fair_ms] = role.limits_ms(true);
    let place = Place::whole(&view.played.layout, view.played.frames.len());
    let verdict = role.verdict(total_ms, true).name();
    let words = format!(
        "{} ms from the desk to the ear, {verdict} for {} with one's own sound \
         beside it (good to {good_ms}, fair to {fair_ms} ms)",
        number(total_ms),
        role.name()
    );
    let change = "A link with less delay, or fewer conversions on the way.";
    Some(Cell::new(
        Kind::Late,
        total_ms / fair_ms,
        place,
        (words, change),
    ))
}

pub(super) fn dose(view: &View<'_>) -> Option<Cell> {
    let summary = &view.played.summary;
    let level = summary.field_dba?;
    let left = match summary.left_h {
        Some(hours) => format!("a day's dose after {}", noise_dose::length(hours)),
        None => "which does not count".to_owned(),
    };
    let words = format!(
        "{} dB(A) in the diffuse field: {left}, {} of it in {SET_H:.0} h",
        number(level),
        percent(summary.dose)
    );
    let place = view.worst(|_, frame| both(&frame.programme, 0..BANDS));
    let change = "Turn down; a tighter tip lets the mix stay clear of the room with less.";
    Some(Cell::new(Kind::Dose, summary.dose, place, (words, change)))
}
