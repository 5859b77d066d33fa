//! Sound at the drum: room over the mix, bass, treble and sides that are lost, masked stems.

use super::super::bands::{db, sum};
use super::super::findings::Kind;
use super::super::limits::VOICE_REGIONS;
use super::super::masking::{is_in_the_mix, masked_frames, masked_share, over_rest_db};
use super::super::place::Place;
use super::super::play::weighted_power;
use super::super::stem::{quantile, Stem, StemRole};
use super::super::wording::{fit, number, percent, range};
use super::{both, clear_db, Cell, View};
use crate::rig::Rig;

/// Bands of kick and bass: 50 to 125 Hz; the middle that they are compared with: 400 to 1000 Hz.
const BASS: std::ops::Range<usize> = 1..6;
const MIDDLE: std::ops::Range<usize> = 10..15;
/// Bands of cymbals: 10 to 16 kHz; the treble that they are compared with: 1 to 4 kHz.
const CYMBALS: std::ops::Range<usize> = 24..27;
const TREBLE: std::ops::Range<usize> = 14..21;
/// Bands of the image, and the loss against the rest that counts, dB.
const IMAGE: std::ops::Range<usize> = 9..24;
const LOST_DB: f64 = -6.0;

/// Room over the mix, A-weighted.
pub(super) fn room(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let clear = |frame: &super::DrumFrame| {
        let one = |ear: usize| {
            let programme = weighted_power(&[frame.programme[ear]; 2]);
            db(programme.max(1e-15) / weighted_power(&[frame.room[ear]; 2]).max(1e-13))
        };
        one(0).max(one(1))
    };
    let ratios: Vec<f64> = view.sounding().map(|(.., drum)| clear(drum)).collect();
    if ratios.is_empty()
        || view
            .played
            .summary
            .room_dbspl
            .iter()
            .all(|level| *level <= 0.0)
    {
        return None;
    }
    let median_db = quantile(ratios, 0.5);
    let way = if median_db < 0.0 { "under" } else { "over" };
    let words = format!(
        "the mix stands {} dB {way} the room {}",
        number(median_db.abs()),
        fit(rig)
    );
    let place = view.worst(|_, frame| (10.0 - clear(frame)).max(0.0));
    let change = "A tighter tip or a closed shell before more level; then the stage.";
    Some(Cell::new(
        Kind::RoomOverMix,
        median_db,
        place,
        (words, change),
    ))
}

/// Gain from the desk to the drums in some bands, by power, over the frames in which the mix sounds.
pub(super) fn gain_db(view: &View<'_>, bands: std::ops::Range<usize>) -> Option<f64> {
    let (mut desk, mut drum) = (0.0, 0.0);
    for (_, at_desk, at_drum) in view.sounding() {
        desk += at_desk.power(bands.clone());
        drum += both(&at_drum.programme, bands.clone());
    }
    let all: f64 = view
        .desk
        .frames
        .iter()
        .map(|frame| frame.power(0..super::super::BANDS))
        .sum();
    // A band that the mix leaves empty says nothing.
    (desk > 1e-6 * all && drum > 0.0).then(|| db(drum / desk))
}

pub(super) fn bass_lost(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let loss_db = gain_db(view, MIDDLE)? - gain_db(view, BASS)?;
    let words = format!("50 to 125 Hz is {} dB down {}", number(loss_db), fit(rig));
    let place = view.worst(|n, _| view.desk.frames[n].power(BASS));
    let change =
        "A tip that seals, or a shell without a vent; an equalizer of that octave costs volts.";
    Some(Cell::new(Kind::BassLost, loss_db, place, (words, change)))
}

pub(super) fn treble_lost(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let loss_db = gain_db(view, TREBLE)? - gain_db(view, CYMBALS)?;
    let link = super::super::wording::link(rig);
    let words = format!(
        "10 to 16 kHz is {} dB down through {link} and earphone",
        number(loss_db)
    );
    let place = view.worst(|n, _| view.desk.frames[n].power(CYMBALS));
    let change =
        "Nothing in the mix brings it back; another earphone, or a link with a wider band.";
    Some(Cell::new(Kind::TrebleLost, loss_db, place, (words, change)))
}

pub(super) fn bass_under_room(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let powers: Vec<f64> = view
        .sounding()
        .map(|(_, desk, _)| desk.power(BASS))
        .collect();
    if powers.is_empty()
        || view.played.summary.room_dbspl[BASS]
            .iter()
            .all(|level| *level <= 0.0)
    {
        return None;
    }
    let loud = quantile(powers, 0.75);
    let hits = view
        .sounding()
        .filter(|(_, desk, _)| desk.power(BASS) >= loud);
    let median_db = quantile(hits.map(|(.., drum)| clear_db(drum, BASS)).collect(), 0.5);
    let way = if median_db < 0.0 { "under" } else { "over" };
    let words = format!(
        "kick and bass stand {} dB {way} the room from 50 to 125 Hz {}",
        number(median_db.abs()),
        fit(rig)
    );
    let place = view.worst(|_, frame| (10.0 - clear_db(frame, BASS)).max(0.0));
    let change = "A tip that seals; the room's lows come through leak and vent.";
    Some(Cell::new(
        Kind::BassUnderRoom,
        median_db,
        place,
        (words, change),
    ))
}

/// Loudness of the image that falls against the rest: the side of an open ear, what differs in mono.
pub(super) fn side_lost(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let gains = IMAGE
        .map(|band| gain_db(view, band..band + 1))
        .collect::<Vec<_>>();
    let (mut lost, mut all) = (0.0, 0.0);
    let mut by_frame = vec![0.0; view.played.frames.len()];
    for (n, desk, drum) in view.sounding() {
        for (band, gain) in IMAGE.zip(&gains) {
            let (Some(gain), power) = (gain, desk.band(band)) else {
                continue;
            };
            if power < 1e-12 {
                continue;
            }
            let weight = power.powf(0.3);
            all += weight;
            let heard = both(&drum.programme, band..band + 1);
            if db(heard.max(1e-18) / power) - gain < LOST_DB {
                lost += weight;
                by_frame[n] += weight;
            }
        }
    }
    if all <= 0.0 {
        return None;
    }
    let share = lost / all;
    let ears = view.played.frames.iter().fold([0.0; 2], |ears, frame| {
        [0, 1].map(|ear| ears[ear] + sum(&frame.programme[ear], 0..super::super::BANDS))
    });
    let apart_db = db((ears[0] + 1e-15) / (ears[1] + 1e-15));
    let way = if apart_db.abs() > 15.0 {
        "with one ear"
    } else {
        "in its image"
    };
    let words = format!(
        "{} of the music falls by more than 6 dB against the rest {way}",
        percent(share)
    );
    let place = Place::worst(view.desk.layout(), by_frame.into_iter());
    let change = match rig.earphone.left_out || rig.earphone.right_out {
        true => "Send this pack a mono mix, or both ears in.",
        false => "Send this pack a mono mix that is checked as one, or a stereo link.",
    };
    Some(Cell::new(Kind::SideLost, share, place, (words, change)))
}

/// Ratio of a stem to everything else in the better ear, dB, frame by frame.
fn at_drum_db(
    view: &View<'_>,
    index: usize,
    stem: &Stem,
    bands: &std::ops::Range<usize>,
) -> Vec<Option<f64>> {
    let gains = &view.played.stems[index];
    let sounds = stem.sounds();
    let frames = view.played.frames.iter().zip(&stem.frames).zip(sounds);
    frames
        .map(|((drum, frame), sounds)| {
            let one = |ear: usize| {
                let own: f64 = bands
                    .clone()
                    .map(|b| f64::from(gains[ear][b]) * f64::from(frame[b]))
                    .sum();
                let rest = (sum(&drum.programme[ear], bands.clone()) - own).max(1e-3 * own);
                db(own.max(1e-15) / (rest + sum(&drum.room[ear], bands.clone())).max(1e-13))
            };
            sounds.then(|| one(0).max(one(1)))
        })
        .collect()
}

/// The stem and region that lose most on the way from the desk.
pub(super) fn stems(view: &View<'_>, rig: &Rig) -> Option<Cell> {
    let mut worst: Option<Cell> = None;
    let stems = view.desk.stems.iter().enumerate();
    for (index, stem) in stems.filter(|(_, stem)| is_in_the_mix(view.desk, stem)) {
        let regions: Vec<std::ops::Range<usize>> = match stem.role {
            StemRole::Voice => VOICE_REGIONS.map(|(bands, _)| bands).to_vec(),
            StemRole::Kick | StemRole::Bass => std::iter::once(BASS).collect(),
            _ => vec![8..14, 14..20],
        };
        for bands in regions {
            let at_desk = masked_share(&over_rest_db(view.desk, stem, &bands));
            let ratios = at_drum_db(view, index, stem, &bands);
            let share = masked_share(&ratios);
            let more = share - at_desk;
            if worst
                .as_ref()
                .and_then(|cell| cell.value)
                .is_some_and(|value| value >= more)
            {
                continue;
            }
            let median_db = quantile(ratios.iter().flatten().copied().collect(), 0.5);
            let way = if median_db < 0.0 { "under" } else { "over" };
            let place = Place::worst(view.desk.layout(), masked_frames(&ratios));
            let words = format!(
                "the {} stands {} dB {way} mix and room from {} {}, {} of its time \
                 masked against {} at the desk",
                stem.name,
                number(median_db.abs()),
                range(&bands),
                fit(rig),
                percent(share),
                percent(at_desk)
            );
            let change =
                "A tighter tip or less stage before more level; more of it in this mix alone.";
            let mut cell = Cell::new(Kind::StemUnderRoom, more, place, (words, change));
            cell.stem = Some(stem.name.clone());
            worst = Some(cell);
        }
    }
    worst
}
